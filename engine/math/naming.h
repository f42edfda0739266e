/* naming: a lesson's names as a learner reads them: W1 as W₁, yhat as ŷ, theta as θ. Private to the engine.
 */
#ifndef BACKSTEP_ENGINE_NAMING_H
#define BACKSTEP_ENGINE_NAMING_H

#include "tree.h"

/* A name taken apart. A name with an underscore, and one of several letters that spell no Greek letter, stays
 * as it is. */
typedef struct NameParts {
    char base[28];  /* "W", "θ", "y_pred" */
    char accent[4]; /* "^" "~" "¯" or empty */
    char index[12]; /* digits, or empty */
    bool upright;   /* several letters */
} NameParts;

void naming_parts(const char *name, NameParts *out);

/* As mathematics, under parent. */
void naming_math(Math *math, int parent, const char *name, MathInk ink);

/* What the loss is called in ∂L/∂x: its own name where that is one letter (with digits), else "L". */
const char *naming_loss(const char *name);

#endif
