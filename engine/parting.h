/* parting: where the run of a lesson with its bugs and the one without first hold different numbers. */
#ifndef BACKSTEP_ENGINE_PARTING_H
#define BACKSTEP_ENGINE_PARTING_H

#include "machine.h"

typedef struct Parting {
    Moment at; /* the step just done; step 0: they hold the same numbers as far as was looked */
    int slot;  /* what it wrote */
} Parting;

/* So far it looks: a bug shows in the first iteration, or as soon as something that it spoils is not zero. */
enum { PARTING_ITERATIONS = 100 };
#define PARTING_NUMBERS                                                                                      \
    2e8 /* and no further than this many numbers have been computed: a tenth of a second */

/* Both runs from the same start, step by step, until a result differs. A matrix of one row is
   compared with each row of a larger one, as it would be broadcast. `one` and `other` are of the same file,
   so that their steps are the same. false and *e when memory runs out. */
bool parting_find(const Lesson *one, const Lesson *other, const Exec *exec, Parting *out, Err *e);

#endif
