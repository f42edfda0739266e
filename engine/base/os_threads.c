/* os_threads: threads and locks as POSIX has them. */
#define _XOPEN_SOURCE 700 /* nice */
#include "os.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

bool os_has_threads(void) {
    return true;
}

int os_processors(void) {
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 1 ? (int)count : 1;
}

struct OsThread {
    pthread_t thread;
    void (*work)(void *context);
    void *context;
};

static void *thread_main(void *context) {
    OsThread *thread = context;
    thread->work(thread->context);
    return NULL;
}

OsThread *os_thread_start(void (*work)(void *context), void *context) {
    OsThread *thread = malloc(sizeof *thread);
    if (thread == NULL) return NULL;
    *thread = (OsThread){.work = work, .context = context};
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM};
    sigset_t asking, before;
    sigemptyset(&asking);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaddset(&asking, signals[i]);
    pthread_sigmask(SIG_BLOCK, &asking,
                    &before); /* a thread is born with the mask of the one that starts it */
    int failed = pthread_create(&thread->thread, NULL, thread_main, thread);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed == 0) return thread;
    free(thread);
    return NULL;
}

void os_thread_join(OsThread *thread) {
    pthread_join(thread->thread, NULL);
    free(thread);
}

void os_yield(void) {
    sched_yield();
}

/* Elsewhere than on Linux it would be the whole process that stands back. */
void os_stand_back(void) {
#ifdef __linux__
    if (nice(10) == -1) return; /* then it stands where it stood */
#endif
}

struct OsLock {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
};

/* Waiting goes by the clock that only goes forward: setting the time neither ends nor prolongs it. */
static bool condition_init(pthread_cond_t *condition) {
    pthread_condattr_t by;
    if (pthread_condattr_init(&by) != 0) return false;
    bool good =
        pthread_condattr_setclock(&by, CLOCK_MONOTONIC) == 0 && pthread_cond_init(condition, &by) == 0;
    pthread_condattr_destroy(&by);
    return good;
}

OsLock *os_lock_new(void) {
    OsLock *lock = malloc(sizeof *lock);
    if (lock != NULL && pthread_mutex_init(&lock->mutex, NULL) == 0) {
        if (condition_init(&lock->changed)) return lock;
        pthread_mutex_destroy(&lock->mutex);
    }
    free(lock);
    return NULL;
}

void os_lock_free(OsLock *lock) {
    if (lock == NULL) return;
    pthread_cond_destroy(&lock->changed);
    pthread_mutex_destroy(&lock->mutex);
    free(lock);
}

void os_lock(OsLock *lock) {
    pthread_mutex_lock(&lock->mutex);
}

void os_unlock(OsLock *lock) {
    pthread_mutex_unlock(&lock->mutex);
}

bool os_wait(OsLock *lock, int64_t nanoseconds) {
    if (nanoseconds < 0) return pthread_cond_wait(&lock->changed, &lock->mutex) == 0;
    int64_t until = os_now() + nanoseconds;
    struct timespec time = {(time_t)(until / 1000000000), (long)(until % 1000000000)};
    return pthread_cond_timedwait(&lock->changed, &lock->mutex, &time) == 0;
}

void os_wake(OsLock *lock) {
    pthread_cond_broadcast(&lock->changed);
}
