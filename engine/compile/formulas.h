/* formulas: a lesson's formulas made into slots and forward instructions. Private to the compiler. */
#ifndef BACKSTEP_ENGINE_COMPILE_FORMULAS_H
#define BACKSTEP_ENGINE_COMPILE_FORMULAS_H

#include "builder.h"
#include "engine/base/names.h"

/* How large the program is. */
typedef struct ProgramSize {
    int slots, instrs;
    size_t numbers;
} ProgramSize;

/* What a part of a formula stands for: a slot, or a number known when the lesson is compiled. */
typedef struct Operand {
    bool constant; /* `number` is its value; it gets a slot when an operation reads it */
    double number;
    int slot;           /* −1: none (yet) */
    int nodes;          /* of the formula */
    ProgramSize before; /* anything of it was compiled */
} Operand;

/* Names are numbered: those of [data], then [parameters], then [model]. */
typedef struct Formulas {
    Builder *b;
    Arena *arena; /* for what is needed only while compiling */
    Names *names;
    int *slots;     /* of each name that is defined so far */
    bool *needed;   /* of each name: whether the target is computed from it */
    Operand *stack; /* room for the longest line */
} Formulas;

/* Defines the names of [parameters], and of [data] those that are needed: by all lines of [model], else by
   what line `last` is computed from. false and the builder's error. formulas_end in any case. */
bool formulas_begin(Formulas *f, Builder *b, int last, bool all);
void formulas_end(Formulas *f);

bool formulas_needed(const Formulas *f, int line);

/* One assignment of [model]: its instructions; its name stands for the result from then on. */
bool formulas_line(Formulas *f, int line);

/* What an operation gives for numbers alone: arithmetic in double, functions as the kernels do it. */
double formulas_fold(const Op *op, const double *in, const double *number);

#endif
