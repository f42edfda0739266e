/* formulas: a lesson's formulas made into slots and forward instructions. Private to the compiler. */
#ifndef BACKSTEP_ENGINE_COMPILE_FORMULAS_H
#define BACKSTEP_ENGINE_COMPILE_FORMULAS_H

#include "builder.h"
#include "engine/base/names.h"

/* What a name or a part of a formula stands for: a slot, or a number known when the lesson is compiled. */
typedef struct Operand {
    bool constant; /* `number` is its value; it gets a slot when an operation reads it */
    double number;
    int slot;  /* −1: none (yet) */
    int nodes; /* of the formula; 0: not defined */
} Operand;

/* Names are numbered: those of [data], then [parameters], then [model]. */
typedef struct Formulas {
    Builder *b;
    Arena *arena; /* for what is needed only while compiling */
    Names *names;
    Operand *operands; /* of each name */
    bool *needed;      /* of each name: whether the target is computed from it */
    const Expr **spine;
    int spine_count, spine_capacity;
    int operations; /* so far */
} Formulas;

/* Defines the names of [parameters], and of [data] those that are needed: by all lines of [model], else by
   what line `last` is computed from. false and the builder's error. formulas_end in any case. */
bool formulas_begin(Formulas *f, Builder *b, int last, bool all);
void formulas_end(Formulas *f);

bool formulas_needed(const Formulas *f, int line);

/* One assignment of [model]: its instructions; its name stands for the result from then on. */
bool formulas_line(Formulas *f, int line);

/* formula_compile.c: any formula; *out is what it stands for. */
bool formula_compile(Formulas *f, const Expr *expr, Operand *out);

/* The slot of an operand; a number gets one. −1 and the builder's error. */
int formula_slot(Formulas *f, Operand *operand, Place place);

/* formula_fold.c: an operation on numbers alone; arithmetic in double, functions as the kernels do it. */
double formula_fold(const Op *op, const Operand *in, const double *number);

#endif
