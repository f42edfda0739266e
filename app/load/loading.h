/* The room app/load: lessons are found, opened, and read again after a save.

   loading: lessons read from their files, at once or by a worker while the window goes on. */
#ifndef BACKSTEP_APP_LOADING_H
#define BACKSTEP_APP_LOADING_H

#include "app/state/state.h"

/* The lesson, and the other run's (NULL: none), which is what `other_wanted` asks for. Free both. */
typedef struct Lessons {
    Lesson *lesson, *other;
    RunSpec other_wanted;
} Lessons;

/* false and *e: a mistake in the file or the overrides, or no memory. */
bool loading_lessons(const RunSpec *wanted, const Options *options, const Assets *assets, Lessons *out,
                     Err *e);

/* Called at the end, where the work is done (engine/base/worker.h). */
typedef void LoadingDone(void *context);

/* Begins to load; options and assets must outlive it. done: NULL: nothing is to be told. `before` (NULL: none) is wanted no more: the new worker
   waits for it and frees it. NULL and *e where no thread can be had; `before` is then gone as well. */
Loading *loading_start(const RunSpec *wanted, const Options *options, const Assets *assets, LoadingDone *done,
                       void *context, Loading *before, Err *e);

/* As worker_turn. NULL is fine. */
bool loading_turn(Loading *loading, int64_t microseconds);

/* Waits for at most that long. Returns whether it is done. */
bool loading_wait(Loading *loading, int milliseconds);

/* What it was asked for and what came of it, as loading_lessons gives it; frees it. Waits for its end. */
bool loading_take(Loading *loading, RunSpec *wanted, Lessons *out, Err *e);

/* Ends it and drops what it has loaded. NULL is fine. */
void loading_drop(Loading *loading);

#endif
