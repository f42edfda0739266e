/* worker: the same work, whether a thread does it or the loop. */
#include "worker.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "os.h"

enum { SLICE_MICROSECONDS = 4000, NANOSECONDS = 1000 /* of a microsecond */ };

struct Worker {
    WorkerSlice *slice;
    WorkerEnded *ended;
    void *context;
    atomic_bool cancelled;
    OsThread *thread; /* NULL: the loop gives it its turns */
    OsLock *lock;
    bool over; /* under lock */
};

static bool is_over(Worker *worker) {
    os_lock(worker->lock);
    bool over = worker->over;
    os_unlock(worker->lock);
    return over;
}

/* A slice. false: it was the last one. */
static bool work(Worker *worker, int64_t microseconds) {
    if (!atomic_load(&worker->cancelled) && worker->slice(worker->context, microseconds)) return true;
    os_lock(worker->lock);
    worker->over = true;
    os_wake(worker->lock);
    os_unlock(worker->lock);
    if (worker->ended != NULL) worker->ended(worker->context);
    return false;
}

static void work_on(void *context) {
    while (work(context, SLICE_MICROSECONDS)) continue;
}

static void worker_free(Worker *worker) {
    os_lock_free(worker->lock);
    free(worker);
}

Worker *worker_start(WorkerSlice *slice, WorkerEnded *ended, void *context) {
    Worker *worker = calloc(1, sizeof *worker);
    if (worker == NULL) return NULL;
    worker->slice = slice;
    worker->ended = ended;
    worker->context = context;
    atomic_init(&worker->cancelled, false);
    worker->lock = os_lock_new();
    if (worker->lock != NULL) {
        if (!os_has_threads()) return worker;
        if ((worker->thread = os_thread_start(work_on, worker)) != NULL) return worker;
    }
    worker_free(worker);
    return NULL;
}

bool worker_turn(Worker *worker, int64_t microseconds) {
    return worker != NULL && worker->thread == NULL && !is_over(worker) && work(worker, microseconds);
}

bool worker_wait(Worker *worker, int64_t microseconds) {
    int64_t until = os_now() + microseconds * NANOSECONDS, left = microseconds * NANOSECONDS;
    while (worker->thread == NULL && left > 0 && worker_turn(worker, left / NANOSECONDS + 1))
        left = until - os_now();
    os_lock(worker->lock);
    while (!worker->over && left > 0 && os_wait(worker->lock, left)) left = until - os_now();
    bool over = worker->over;
    os_unlock(worker->lock);
    return over;
}

void worker_cancel(Worker *worker) {
    atomic_store(&worker->cancelled, true);
    worker_turn(worker, 0);
}

void worker_end(Worker *worker) {
    if (worker->thread != NULL)
        os_thread_join(worker->thread);
    else
        while (worker_turn(worker, SLICE_MICROSECONDS)) continue;
    worker_free(worker);
}
