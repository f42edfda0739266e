/* timeline: a training run of which any moment can be reached: keyframes, and what each epoch gave. */
#ifndef BACKSTEP_ENGINE_TIMELINE_H
#define BACKSTEP_ENGINE_TIMELINE_H

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
   most budget_keyframes_limit bytes; plus 16 bytes an epoch (thinned above a million epochs), plus the
   machine and, from the first epoch's end on, a forward pass over the test samples. */
Timeline *timeline_new(const Lesson *lesson, const Exec *exec, Err *e);

/* The same for `train`: every epoch's result is kept, however many there are, and a lack of memory for the
   test samples is told at once (else their results stay unknown). */
Timeline *timeline_new_whole(const Lesson *lesson, const Exec *exec, Err *e);

/* One holder more, who frees it with timeline_free; from any thread. Returns the timeline. */
Timeline *timeline_hold(Timeline *timeline);
void timeline_free(Timeline *timeline); /* goes when its last holder frees it; NULL is fine */

/* Trains on for about `microseconds` (at least one iteration; −1: to the end). Returns false when the run is
   done. Sets a keyframe whenever one is due. Only one thread may call it at a time; all other functions below
   may be called from another thread meanwhile. */
bool timeline_advance(Timeline *timeline, int64_t microseconds);

int64_t timeline_trained(const Timeline *timeline);                  /* whole epochs done so far */
int64_t timeline_iterations(const Timeline *timeline);               /* the same in mini-batches */
EpochResult timeline_epoch(const Timeline *timeline, int64_t epoch); /* from 0; NaN where not yet trained */

/* Losses of epochs from…to−1 into out (NaN where not trained). */
void timeline_losses(const Timeline *timeline, int64_t from, int64_t to, float *out);

/* Norms of the gradient that plot.history_gradients[index] names, in the last mini-batch of epochs from…to−1
   (NaN where not trained). */
void timeline_gradients(const Timeline *timeline, int index, int64_t from, int64_t to, float *out);
Nonfinite timeline_nonfinite(const Timeline *timeline);

/* Puts the machine (of the same lesson and exec) at `moment`: the nearest keyframe before it, then forward.
   Where the machine itself is nearer it just goes on from where it is. Moments beyond what is trained are
   reached all the same, only slower. A moment outside the run is clamped to it. */
void timeline_seek(Timeline *timeline, Machine *machine, Moment moment);

/* The same for whoever cannot wait: goes on the way for about `microseconds` (at least one iteration; −1: to
   the end of it). Returns whether the machine is there; else it stands at the start of an iteration on the
   way, and a further call goes on from there. */
bool timeline_go(Timeline *timeline, Machine *machine, Moment moment, int64_t microseconds);

/* One step back (the step before, across iterations). false at the very start. */
bool timeline_back(Timeline *timeline, Machine *machine);

/* Where that is; steps: of an iteration. The start of an iteration and the end of the one before are the same
   place. */
bool moment_before(Moment at, int steps, Moment *before);

/* The machine's lasting numbers at the start of an epoch (from 0; epochs = after the last), into state. */
void timeline_state(Timeline *timeline, Machine *scratch, int64_t epoch, float *state);

#endif
