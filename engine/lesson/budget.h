/* budget: how long a run of a lesson is, and how many keyframes it may have, before memory is taken. */
#ifndef BACKSTEP_ENGINE_LESSON_BUDGET_H
#define BACKSTEP_ENGINE_LESSON_BUDGET_H

#include "lesson.h"

int budget_batches(const Lesson *lesson);        /* mini-batches of an epoch */
int64_t budget_iterations(const Lesson *lesson); /* of the whole training */

/* How many bytes of keyframes a run may have: 48 MiB, or as many as the lesson's data takes where that is
   more, since much data comes with many parameters; but no more than 256 MiB. */
enum { KEYFRAMES_BYTES = 48 << 20, KEYFRAMES_MOST_BYTES = 256 << 20 };
size_t budget_keyframes_limit(const Lesson *lesson);

/* How many bytes a run of the lesson takes with that limit. */
size_t budget_keyframes_bytes(const Lesson *lesson);

/* How many frames stand around the learner. */
enum { TRAIL_FRAMES = 16 };

/* What one frame holds, how many there are, and how far apart they stand. */
typedef struct KeyframePlan {
    size_t numbers, bytes; /* of one frame: lasting numbers, then for a shuffled run the generator */
    bool shuffled;
    int64_t stride;     /* iterations from one frame of the run to the next, a power of 2 */
    int64_t capacity;   /* frames of the whole run, at least 1 */
    int trail_capacity; /* frames around the learner, 1 … TRAIL_FRAMES */
} KeyframePlan;

/* For at most `limit` bytes (but at least the frame at 0 and one of the trail). */
KeyframePlan budget_keyframes(const Lesson *lesson, size_t limit);

#endif
