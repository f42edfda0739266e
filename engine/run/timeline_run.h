/* timeline_run: what a Timeline is made of. Private to timeline.c and timeline_seek.c. */
#ifndef BACKSTEP_ENGINE_TIMELINE_RUN_H
#define BACKSTEP_ENGINE_TIMELINE_RUN_H

#include <stdatomic.h>

#include "engine/base/os.h"
#include "keyframes.h"
#include "timeline.h"

/* What the training thread has made known to the others. The frames below `frames`, and the results of epochs
   below `trained`, are never changed again: a lock is needed only to learn how many there are. */
typedef struct TimelineKnown {
    OsLock *lock;  /* of this struct; held for a moment only */
    OsLock *trail; /* of the keyframes' trail; held while somebody seeks */
    int64_t frames, trained, iterations;
    EpochResult last; /* of epoch trained − 1 */
    Nonfinite nonfinite;
} TimelineKnown;

/* A way that somebody goes: where the next frames of the trail are set on it. */
typedef struct Way {
    int64_t from, goal; /* iterations */
    int64_t spacing;    /* of its frames */
    int next;           /* number of the next one */
} Way;

struct Timeline {
    atomic_int holders;
    Lesson *lesson; /* held */
    const Exec *exec;
    Keyframes keyframes;
    Way way;              /* the last one that renewed the trail; under known->trail */
    EpochResult *results; /* of every results_stride-th epoch */
    int64_t results_stride;
    float
        *norms; /* of the gradients that the history asks for, side by side, in the same epochs; NULL: none */
    int norm_count;
    TimelineKnown *known;

    /* The training thread's own. */
    Machine *machine;
    TestSet *test_set; /* NULL: no test samples, or none tested yet */
    int64_t frames, epoch;
    EpochResult last;
    double loss_sum; /* of this epoch's samples so far */
    int64_t right;
    int chunk; /* iterations between two looks at the clock */
    bool searched, done;
    bool tests; /* the lesson has test samples, and there is memory for them */
    Nonfinite nonfinite;
};

#endif
