/* scenarios: what the program is asked to do while its calls fail. */
#ifndef BACKSTEP_TESTS_SCENARIOS_H
#define BACKSTEP_TESTS_SCENARIOS_H

#include <stddef.h>

typedef struct Scenario {
    const char *name;
    const char *line;  /* arguments, one blank between them */
    const char *keys;  /* of the window; NULL: none opens */
    const char *files; /* that may be there afterwards, one blank between them */
} Scenario;

static const Scenario scenarios[] = {
    {"list", "list --lang=ru", NULL, ""},
    {"new", "new my.lesson", NULL, "my.lesson"},
    {"trace-x2", "trace x2-relu --format json --lang=en", NULL, ""},
    {"trace-softmax", "trace softmax-two-layers -o out --lang=ru", NULL, "out"},
    {"trace-neuron", "trace neuron-scalars --lang=en", NULL, ""},
    {"trace-housing", "trace housing-holdout --format json --lang=en", NULL, ""},
    {"trace-digits", "trace digits --epoch 2 --lang=ru", NULL, ""},
    {"train-x2", "train x2-relu -o out --set epochs=40 --lang=en", NULL, "out"},
    {"train-deep", "train housing-deep --set epochs=20 --format json --lang=en", NULL, ""},
    {"train-exploding", "train housing-exploding --lang=ru", NULL, ""},
    {"train-holdout", "train housing-holdout --set epochs=20 --format csv --lang=en", NULL, ""},
    {"train-digits", "train digits --set epochs=2 --lang=en", NULL, ""},
    {"train-wrong", "train x2-relu-wrong-mask --set epochs=20 --format json --lang=en", NULL, ""},
    {"check-x2", "check x2-relu --lang=en", NULL, ""},
    {"check-mazur", "check mazur --format json --lang=en", NULL, ""},
    {"check-holdout", "check housing-holdout --lang=ru", NULL, ""},
    {"shot-x2", "shot x2-relu --size 900x600 --epoch 3 --step 9 -o out.png --lang=en", NULL, "out.png"},
    {"shot-softmax", "shot softmax-two-layers --view=network --size 900x600 -o out.svg --lang=ru", NULL,
     "out.svg"},
    {"shot-digits", "shot digits --view=matrix --size 900x600 --set epochs=1 -o out.png --lang=en", NULL,
     "out.png"},
    {"shot-holdout", "shot housing-holdout --set epochs=3 --size 900x600 --step 12 -o out.png --lang=en",
     NULL, "out.png"},
    {"shot-curve", "shot curve --size 900x600 -o out.png --lang=en", NULL, "out.png"},
    {"shot-activations", "shot activations --size 900x600 -o out.png --lang=en", NULL, "out.png"},
    {"shot-wrong", "shot x2-relu-wrong-mask --size 900x600 --epoch 2 --step 17 -o out.svg --lang=en", NULL,
     "out.svg"},
    {"shot-versus",
     "shot x2-relu --versus=optimizer=adam --set epochs=9 --size 900x600 --epoch 2 --step 17 -o out.png "
     "--lang=en",
     NULL, "out.png"},
    {"window-x2", "x2-relu --set epochs=20 --still --lang=en --size 900x600", ">>v]}xb>^s",
     "x2-relu-1.png x2-relu-1.svg backstep"},
    {"window-points", "housing-linear --set epochs=9 --lang=en --size 900x600", ">v>^e+^st?l",
     "housing-linear-1.csv housing-linear-1.png housing-linear-1.svg backstep"},
    {"window-hunt", "x2-relu-wrong-mask --hunt --set epochs=9 --still --lang=ru --size 900x600",
     "]>>>>>>>>>>bgtp>>>", "backstep"},
};

enum { SCENARIOS = sizeof scenarios / sizeof *scenarios };

#endif
