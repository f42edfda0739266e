/* timeline: a training run of which any moment can be reached: keyframes, and what each epoch gave. */
#ifndef BACKSTEP_ENGINE_TIMELINE_H
#define BACKSTEP_ENGINE_TIMELINE_H

#include <stdatomic.h>

#include "engine/base/os.h"
#include "keyframes.h"
#include "machine.h"

typedef struct Timeline Timeline;

/* What one epoch gave; NaN: none. */
typedef struct EpochResult {
    float loss, accuracy;           /* of the training samples, in the epoch's forward passes */
    float test_loss, test_accuracy; /* after the epoch */
} EpochResult;

typedef struct Nonfinite {
    int64_t iteration; /* −1: all finite */
    int step;
    int slot;
} Nonfinite;

/* Owns a machine of its own for training ahead, and holds the lesson. Memory: keyframes (at least two) of at
   most lesson_keyframes_limit bytes; plus 16 bytes an epoch (thinned above a million epochs), plus the
   machine and, from the first epoch's end on, a forward pass over the test samples. */
Timeline *timeline_new(const Lesson *lesson, const Exec *exec, Err *e);

/* The same for `train`: every epoch's result is kept, however many there are, and a lack of memory for the
   test samples is told at once (else their results stay unknown). */
Timeline *timeline_new_whole(const Lesson *lesson, const Exec *exec, Err *e);

/* The run's learning rate, at first the lesson's. It is set before anything is trained or sought. */
void timeline_set_rate(Timeline *timeline, double rate);
double timeline_rate(const Timeline *timeline);

/* One holder more, who frees it with timeline_free; from any thread. Returns the timeline. */
Timeline *timeline_hold(Timeline *timeline);
/* Whether something is not known of the run because memory ran out. NULL lacks nothing. */
bool timeline_lacks(const Timeline *timeline);

void timeline_free(Timeline *timeline); /* goes when its last holder frees it; NULL is fine */

/* Trains on for about `microseconds` (at least one iteration; −1: to the end). Returns false when the run is
   done. Sets a keyframe whenever one is due. Only one thread may call it at a time; all other functions below
   may be called from another thread meanwhile. */
bool timeline_advance(Timeline *timeline, int64_t microseconds);

int64_t timeline_trained(const Timeline *timeline);                  /* whole epochs done so far */
int64_t timeline_iterations(const Timeline *timeline);               /* the same in mini-batches */
EpochResult timeline_epoch(const Timeline *timeline, int64_t epoch); /* from 0; NaN where not yet trained */

/* A result of epochs from…to−1 into out (NaN where not trained). what: the loss, that of the test samples, or
   from 0 on the norm of the gradient that plot.history_gradients[what] names, in the last mini-batch of the
   epoch. */
enum { TIMELINE_LOSS = -2, TIMELINE_TEST_LOSS = -1 };
void timeline_values(const Timeline *timeline, int what, int64_t from, int64_t to, float *out);
Nonfinite timeline_nonfinite(const Timeline *timeline);

/* Puts the machine (of the same lesson and exec) at `moment`: the nearest keyframe before it, then forward.
   Where the machine itself is nearer it just goes on from where it is; the machine takes on the run's rate.
   Moments beyond what is trained are reached all the same, only slower. A moment outside the run is clamped
   to it. */
void timeline_seek(Timeline *timeline, Machine *machine, Moment moment);

/* The same in pieces: goes on the way for about `microseconds` (at least one iteration; −1: to
   the end of it). Returns whether the machine is there; else it stands at the start of an iteration on the
   way, and a further call goes on from there. */
bool timeline_go(Timeline *timeline, Machine *machine, Moment moment, int64_t microseconds);

/* One step back, across iterations; steps: of an iteration. The start of an iteration and the end of the one
   before are the same place. false at the very start. */
bool timeline_before(Moment at, int steps, Moment *before);

/* The machine's lasting numbers at the start of an epoch (from 0; epochs = after the last), into state. */
void timeline_state(Timeline *timeline, Machine *scratch, int64_t epoch, float *state);

/* Private from here on: to timeline.c, and to the test that gives a run another future. */

/* What the training thread has made known to the others. The frames below `frames`, and the results of epochs
   below `trained`, are never changed again: a lock is needed only to learn how many there are. */
typedef struct TimelineKnown {
    int64_t frames, trained, iterations;
    EpochResult last; /* of epoch trained − 1 */
    Nonfinite nonfinite;
} TimelineKnown;

/* The way of a seek: where the next frames of the trail are set on it. */
typedef struct TimelineWay {
    int64_t from, goal; /* iterations */
    int64_t spacing;    /* of its frames */
    int next;           /* number of the next one */
} TimelineWay;

struct Timeline {
    atomic_int holders;
    Lesson *lesson; /* held */
    const Exec *exec;
    Keyframes keyframes;
    OsLock *trail_lock;   /* of the keyframes' trail and of `way`; held through a seek */
    TimelineWay way;      /* the last one that renewed the trail */
    EpochResult *results; /* of every results_stride-th epoch */
    int64_t results_stride;
    float *norms; /* of the gradients that the history asks for, side by side, in the same epochs */
    int norm_count;
    OsLock *known_lock; /* held for a moment only */
    TimelineKnown known;

    /* The training thread's own. */
    Machine *machine;  /* its lesson and rate may be read by all */
    TestSet *test_set; /* NULL: no test samples, or none tested yet */
    TimelineKnown mine;
    double loss_sum; /* of this epoch's samples so far */
    int64_t right;
    int chunk; /* iterations between two looks at the clock */
    bool searched, done;
    bool tests;        /* the lesson has test samples, and there is memory for them */
    atomic_bool lacks; /* … there is none */
};

#endif
