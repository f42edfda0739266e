/* os_single: one thread, as in a page of a browser: none can be started, and nothing need be locked. */
#include "os.h"

struct OsLock {
    char unused;
};

/* Nothing is guarded: all locks are this one. */
static OsLock only;

bool os_has_threads(void) {
    return false;
}

int os_processors(void) {
    return 1;
}

OsThread *os_thread_start(void (*work)(void *context), void *context) {
    (void)work;
    (void)context;
    return NULL;
}

void os_thread_join(OsThread *thread) {
    (void)thread;
}

void os_yield(void) {}

void os_stand_back(void) {}

OsLock *os_lock_new(void) {
    return &only;
}

void os_lock_free(OsLock *lock) {
    (void)lock;
}

void os_lock(OsLock *lock) {
    (void)lock;
}

void os_unlock(OsLock *lock) {
    (void)lock;
}

bool os_wait(OsLock *lock, int64_t nanoseconds) {
    (void)lock;
    (void)nanoseconds;
    return false;
}

void os_wake(OsLock *lock) {
    (void)lock;
}
