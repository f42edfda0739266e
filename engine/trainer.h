/* trainer: trains timelines ahead of the learner in a worker thread, without blocking whoever looks at them.
 */
#ifndef BACKSTEP_ENGINE_TRAINER_H
#define BACKSTEP_ENGINE_TRAINER_H

#include "timeline.h"

typedef struct Trainer Trainer;

enum { TRAINER_MAX_RUNS = 2 };

/* Called from the worker thread, at most some thirty times a second and once at the end. */
typedef void TrainerProgress(void *context);

/* Trains timelines[0..count) to their ends, in turns of a few milliseconds. They must outlive the trainer,
   and nobody else may advance them meanwhile. NULL and *e where no thread can be had. */
Trainer *trainer_start(Timeline *const *timelines, int count, TrainerProgress *progress, void *context,
                       Err *e);

/* Stops after the current slice, waits for the thread and frees it. NULL is fine. */
void trainer_stop(Trainer *trainer);

#endif
