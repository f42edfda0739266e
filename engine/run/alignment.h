/* alignment: two runs of one lesson side by side: which slot and which step of the other belongs to one's. */
#ifndef BACKSTEP_ENGINE_ALIGNMENT_H
#define BACKSTEP_ENGINE_ALIGNMENT_H

#include "machine.h"

typedef struct Alignment Alignment;

/* Both of the same model: the runs may differ in their start values, in how they are updated, in which
   parameters learn and in which bugs are in force. NULL and *e: what keeps them from standing side by side
   (other mini-batches, another count of epochs, no model), or no memory. Keeps neither lesson; free with
   alignment_free. */
Alignment *alignment_new(const Lesson *one, const Lesson *other, Err *e);
void alignment_free(Alignment *alignment); /* NULL is fine */

/* −1: the other has none, such as a momentum that it does without. */
int alignment_slot(const Alignment *alignment, int slot);

/* Where the other stands when one stands there: the same steps are done. What only the other does (a zeroing,
   a clipping) it does together with its next common step; where only one does something it waits. Both stand
   at an iteration's start and end together. */
Moment alignment_moment(const Alignment *alignment, Moment at);

/* Whether a learner sees the same numbers in a slot of one and in its like: 0 and −0 are the same, and so are
   two that are not numbers. A matrix of one row is compared with each row of a larger one, as it would be
   broadcast. true where the other has no such slot. */
bool alignment_same(const Alignment *alignment, const Machine *one, const Machine *other, int slot);

/* Where two runs of a lesson, such as with its bugs and without, first hold different numbers. */
typedef struct Divergence {
    Moment at; /* the step just done; step 0: they hold the same numbers as far as was looked */
    int slot;  /* what it wrote */
} Divergence;

/* So far it looks: a bug shows in the first iteration, or as soon as something that it spoils is not zero. */
enum { DIVERGENCE_ITERATIONS = 100 };
#define DIVERGENCE_NUMBERS                                                                                   \
    2e8 /* and no further than this many numbers have been computed: a tenth of a second */

/* Both runs from their starts, side by side until the result of a step differs.
   false and *e where they cannot be put so, or memory runs out. */
bool alignment_divergence(Run one, Run other, const Exec *exec, Divergence *out, Err *e);

#endif
