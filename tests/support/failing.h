/* failing: an allocator of which one call can be made to fail (failing.c must be linked with the wrappers). */
#ifndef BACKSTEP_TESTS_FAILING_H
#define BACKSTEP_TESTS_FAILING_H

#include <stdbool.h>

/* From now on the call-th call of this thread (1: the next) returns NULL. */
void failing_arm(long call);

/* Whether the call that was armed has failed; until failing_disarm. */
bool failing_has_failed(void);

/* From now on no call fails. */
void failing_disarm(void);

#endif
