/* The room app/base: the command line, the assets and the language. Nothing here knows of a run.

   options: the command line as a struct; app/README.md and `backstep --help` say what each option means. */
#ifndef BACKSTEP_APP_OPTIONS_H
#define BACKSTEP_APP_OPTIONS_H

#include "engine/load/load.h"
#include "render/scene.h"

typedef enum Task {
    TASK_WINDOW,
    TASK_LIST,
    TASK_TRACE,
    TASK_TRAIN,
    TASK_CHECK,
    TASK_SHOT,
    TASK_NEW,
    TASK_HELP,
    TASK_VERSION
} Task;

typedef enum Format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV } Format;

enum { OPTIONS_MAX_SETS = 32 };

/* Strings belong to argv. */
typedef struct Options {
    Task task;
    const char *lesson;   /* name or path; "x2-relu" where none is given */
    int64_t epoch, batch; /* from 1 */
    int step;             /* −1: not given */
    bool still;
    bool hunt;  /* the lesson's mistakes are hidden */
    bool chain; /* the chain rule is followed from the selected number to the loss */
    Override sets[OPTIONS_MAX_SETS];
    int set_count;
    Override versus[OPTIONS_MAX_SETS]; /* of the run to compare with, on top of sets */
    int versus_count;                  /* 0: none is asked for */
    Format format;
    const char *output; /* NULL: standard output */
    int width, height;
    bool has_view, has_theme, has_lang; /* given on the command line */
    MainView view;
    const Theme *theme;
    char lang[TEXT_LANG]; /* as asked, else from the environment: letters, there may be no such language */
    float scale;
    float text_size; /* as it was last chosen in the window; 0: never */
} Options;

/* What holds where the command line says nothing; but the language, which is then empty. */
Options options_usual(void);

/* lang becomes value where that is made like a language's name, a few small letters; else false. */
bool options_take_lang(const char *value, char lang[TEXT_LANG]);

/* false and *e for a mistake (exit status 2). */
bool options_parse(Options *options, int argc, char **argv, Err *e);

#endif
