/* learner: who sits before the window in the tests: presses the keys of a script, at the same times in every
   run, and reads the screen. */
#ifndef BACKSTEP_TESTS_LEARNER_H
#define BACKSTEP_TESTS_LEARNER_H

#include <stdbool.h>
#include <stdint.h>

/* Keys: a letter or sign as it is typed; > < are → ←, ^e is Ctrl+E, and a space only waits. The program is
   left with Ctrl+Q after them. */
void learner_begin(const char *keys);

/* What was painted since then: a number that two runs share when all their frames had the same pixels. */
uint64_t learner_frames(void);
bool learner_read_of_trouble(void); /* a frame said that memory has run out, or that a file cannot be had */

#endif
