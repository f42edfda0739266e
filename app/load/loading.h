/* loading: lessons read from their files, at once or in a thread of their own while the window goes on. */
#ifndef BACKSTEP_APP_LOADING_H
#define BACKSTEP_APP_LOADING_H

#include "app/base/assets.h"
#include "app/base/options.h"
#include "app/command/points_edit.h"

/* Which other run a lesson brings along. */
typedef enum Other {
    OTHER_BUGS,   /* of one with bugs the one without them, and the other way round; else none */
    OTHER_VERSUS, /* that of --versus, and the other way round */
    OTHER_NONE    /* it is there already, or was let go */
} Other;

/* Which run is wanted, besides what the command line says. */
typedef struct RunSpec {
    char path[ASSETS_PATH];  /* of the lesson */
    char rate[32], seed[16]; /* in place of the file's; empty: the file's own */
    bool bugs_off;
    Points points; /* in place of the plot's own; count 0: the file's */
    bool versus;   /* with what --versus sets */
    Other other;
    char other_rate[32], other_seed[16]; /* of the run that OTHER_VERSUS brings along */
    int hunt; /* its mistakes are hidden: the how manyeth hunt that was begun; 0: none */
} RunSpec;

/* The lesson, and the other run's (NULL: none), which is what `other_wanted` asks for. Free both. */
typedef struct Lessons {
    Lesson *lesson, *other;
    RunSpec other_wanted;
} Lessons;

/* false and *e: a mistake in the file or the overrides, or no memory. */
bool lessons_load(const RunSpec *wanted, const Options *options, const Assets *assets, Lessons *out, Err *e);
void lessons_free(Lessons *lessons);

typedef struct Loading Loading;

/* Called from the loading thread at its end. */
typedef void LoadingDone(void *context);

/* Begins to load; options and assets must outlive it. `before` (NULL: none) is wanted no more: the new thread
   waits for it and frees it. NULL and *e where no thread can be had; `before` is then gone as well. */
Loading *loading_start(const RunSpec *wanted, const Options *options, const Assets *assets, LoadingDone *done,
                       void *context, Loading *before, Err *e);

/* Waits for at most that long. Returns whether it is done. */
bool loading_wait(Loading *loading, int milliseconds);

/* What it was asked for and what came of it, as lessons_load gives it; frees it. Waits where it is not done.
 */
bool loading_take(Loading *loading, RunSpec *wanted, Lessons *out, Err *e);

/* Waits for it and drops what it loads. NULL is fine. */
void loading_drop(Loading *loading);

#endif
