/* divergence: where two runs of a lesson, such as with its bugs and without, first hold different numbers. */
#ifndef BACKSTEP_ENGINE_DIVERGENCE_H
#define BACKSTEP_ENGINE_DIVERGENCE_H

#include "machine.h"

typedef struct Divergence {
    Moment at; /* the step just done; step 0: they hold the same numbers as far as was looked */
    int slot;  /* what it wrote */
} Divergence;

/* So far it looks: a bug shows in the first iteration, or as soon as something that it spoils is not zero. */
enum { DIVERGENCE_ITERATIONS = 100 };
#define DIVERGENCE_NUMBERS                                                                                   \
    2e8 /* and no further than this many numbers have been computed: a tenth of a second */

/* Both runs from their starts, side by side as alignment.h puts them, until the result of a step differs.
   false and *e where they cannot be put so, or memory runs out. */
bool divergence_find(Run one, Run other, const Exec *exec, Divergence *out, Err *e);

#endif
