/* failing: an allocator of which one call can be made to fail. The linker puts these in the place of the allocator's
   functions (meson.build). */
#include "failing.h"

#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);

static _Thread_local long calls_left; /* the call that makes it 0 fails; 0: none does */

static _Thread_local bool failed;

void failing_arm(long call) {
    calls_left = call;
    failed = false;
}

bool failing_has_failed(void) {
    return failed;
}

void failing_disarm(void) {
    calls_left = 0;
    failed = false;
}

static bool fails(void) {
    bool now = calls_left > 0 && --calls_left == 0;
    failed = failed || now;
    return now;
}

void *__wrap_malloc(size_t size) {
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size) {
    return fails() ? NULL : __real_realloc(memory, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size) {
    return fails() ? NULL : __real_aligned_alloc(alignment, size);
}
