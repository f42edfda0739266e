/* trainer: trains timelines ahead of the learner, by a worker beside the window. */
#ifndef BACKSTEP_ENGINE_TRAINER_H
#define BACKSTEP_ENGINE_TRAINER_H

#include "timeline.h"

typedef struct Trainer Trainer;

enum { TRAINER_MAX_RUNS = 2 };

/* Called where the work is done (worker.h), at most some thirty times a second and once at the end. */
typedef void TrainerProgress(void *context);

/* Trains timelines[0..count) to their ends, in turns of a few milliseconds. It holds them: nothing else
   may advance them meanwhile. `before` (NULL: none) is told to stop, and what it trained may be among the new
   runs: the new worker waits for it and frees it, so that the caller need not. NULL and *e where no thread
   can be had; `before` is then gone as well. */
Trainer *trainer_start(Timeline *const *timelines, int count, TrainerProgress *progress, void *context,
                       Trainer *before, Err *e);

/* As worker_turn. NULL is fine. */
bool trainer_turn(Trainer *trainer, int64_t microseconds);

/* Tells it to stop soon, and waits for nothing. NULL is fine. */
void trainer_cancel(Trainer *trainer);

/* Stops it and all before it, waits for them and frees them. NULL is fine. */
void trainer_stop(Trainer *trainer);

#endif
