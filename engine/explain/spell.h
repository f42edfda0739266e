/* spell: an instruction's formula bound to its slots, ready to be written, evaluated and taken apart. Private
   to spell*.c and explain*.c. */
#ifndef BACKSTEP_ENGINE_SPELL_H
#define BACKSTEP_ENGINE_SPELL_H

#include "explain.h"

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

/* The formula without a left side: under `parent`, as s->mode says. */
void spelling_write(const Explainer *x, Symbols *s, const Spelling *spelling, int parent);

/* The largest terms of its sum, into the explanation. */
void spelling_terms(const Explainer *x, const Spelling *s);

/* What each sample adds, where the sum runs over the samples: into x->shares. Returns how many there are,
 * else 0. */
int spelling_shares(const Explainer *x, const Spelling *s);

/* A further term: a part of the explained number that is no term of the formula's own sum. */
ViewTerm *spelling_term(const Explainer *x, double value);

/* The matrices that the formula reads and the result, with what the element uses of them marked. */
void spelling_operands(const Explainer *x, const Spelling *s);

/* Whether the step that is asked for writes the slot on its way, with an instruction that has no step of its
   own: what it reads of the slot is not there yet. */
bool spelling_to_come(const Explainer *x, int slot);

/* The explained matrix by itself, its element marked: of what is given there is nothing else to show. */
void spelling_operand_given(const Explainer *x);

#endif
