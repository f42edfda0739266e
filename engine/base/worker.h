/* worker: work that goes on beside the window: in a thread of its own, or a slice in each turn of the loop.
 */
#ifndef BACKSTEP_ENGINE_BASE_WORKER_H
#define BACKSTEP_ENGINE_BASE_WORKER_H

#include <stdbool.h>
#include <stdint.h>

/* Which of the two is a matter of the build (os_has_threads); the work is the same code. */
typedef struct Worker Worker;

/* Works for about so many microseconds. false: there is no more to do. */
typedef bool WorkerSlice(void *context, int64_t microseconds);

/* Called once when the work is over or was cancelled, where it was done: in the thread, or in the turn. */
typedef void WorkerEnded(void *context);

/* NULL: no memory, or no thread can be had. ended may be NULL; context lives until worker_end. */
Worker *worker_start(WorkerSlice *work, WorkerEnded *ended, void *context);

/* Gives a worker without a thread so much time. Returns whether it needs more turns; with a thread it needs
   none. NULL is fine. */
bool worker_turn(Worker *worker, int64_t microseconds);

/* Waits for at most that long, and works meanwhile where there is no thread. Returns whether it has ended. */
bool worker_wait(Worker *worker, int64_t microseconds);

/* No further slice is begun. Waits for nothing. */
void worker_cancel(Worker *worker);

/* Waits for its end, or for that of the slice in hand where it was cancelled, and frees it. */
void worker_end(Worker *worker);

#endif
