/* spelling: an instruction's formula bound to its slots, ready to be written, evaluated and taken apart.
   Private to the engine. */
#ifndef BACKSTEP_ENGINE_SPELLING_H
#define BACKSTEP_ENGINE_SPELLING_H

#include "explainer.h"

/* A template, and where it is a sum for each element, how that sum runs. */
typedef struct Spelling {
    Scope scope;
    const Expr *expr;
    Summation sum;
    bool sums;
    bool collects; /* the sum is over what was broadcast */
} Spelling;

/* false: the operation has no formula, or memory ran out. */
bool spelling_of(const Explainer *x, const Instr *instr, Spelling *out);

/* The explained element by the formula, in double. */
double spelling_value(const Explainer *x, const Spelling *s);

/* The formula, the element's formula, the terms of its sum, the operands; the result where it is known. */
void spelling_explain(Explainer *x);

/* Adds "z = x · W₁ + b₁" to the formula, with a comma unless it is the last one. */
void spelling_line(const Explainer *x, const Instr *instr, bool last);

#endif
