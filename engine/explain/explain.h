/* The room engine/explain: the number in front of you, explained.

   explain: what the learner is told about the chosen slot: title, sentence, formula, the numbers behind one
   element. Private to the engine. */
#ifndef BACKSTEP_ENGINE_EXPLAIN_H
#define BACKSTEP_ENGINE_EXPLAIN_H

#include "explainer.h"

/* Fills *x->out. */
void explain(Explainer *x);

/* explain_fill.c: the names and numbers that the sentences mention. */
void explain_fill(const Explainer *x, Fills *out);

/* explain_step.c: title and sentence of one operation. */
void explain_step_forward(const Explainer *x);
void explain_step_backward(const Explainer *x);
void explain_step_update(const Explainer *x);

/* explain_fact.c: a fact about the numbers at hand, for some operations. */
void explain_fact_forward(const Explainer *x);
void explain_fact_backward(const Explainer *x);

#endif
