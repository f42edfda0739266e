/* keyframes: copies of what lasts, at evenly spaced iterations of the whole run, and denser where a learner
 * looks. */
#ifndef BACKSTEP_ENGINE_KEYFRAMES_H
#define BACKSTEP_ENGINE_KEYFRAMES_H

#include "machine.h"

/* How many frames stand around the learner. */
enum { TRAIL_FRAMES = 16 };

/* The run's frames stand `stride` iterations apart, from iteration 0 on, and never change once they are set.
   The trail is renewed with every long way that is gone from one of them. */
typedef struct Keyframes {
    size_t numbers, bytes; /* of one frame: lasting numbers, then for a shuffled run the generator */
    bool shuffled;
    int64_t stride;
    int64_t capacity;
    char *frames; /* `capacity` of them; taken up as they are written */
    char *trail;
    int trail_capacity;
    int64_t trail_at[TRAIL_FRAMES]; /* iteration of each, −1: none */
} Keyframes;

/* How many bytes of keyframes a run may have: 48 MiB, or as many as the lesson's data takes where that is
   more, since much data comes with many parameters; but no more than 256 MiB. */
enum { KEYFRAMES_BYTES = 48 << 20, KEYFRAMES_MOST_BYTES = 256 << 20 };
size_t keyframes_limit(const Lesson *lesson);

/* How many a run of the lesson takes with that limit. */
size_t keyframes_bytes(const Lesson *lesson);

/* For a run of the lesson, with at most `limit` bytes (but at least the frame at 0 and one of the trail).
   false when memory runs out. Free with keyframes_free in any case. */
bool keyframes_init(Keyframes *keyframes, const Lesson *lesson, size_t limit);
void keyframes_free(Keyframes *keyframes);

/* The machine stands at the start of iteration index · stride, 0 ≤ index < capacity. */
void keyframes_set(Keyframes *keyframes, int64_t index, const Machine *machine);
const float *keyframes_state(const Keyframes *keyframes, int64_t index);

/* The machine stands at the start of the frame's iteration. */
void keyframes_load(const Keyframes *keyframes, int64_t index, Machine *machine);

/* The trail: index of the nearest frame at or before the iteration, −1: none. */
int trail_find(const Keyframes *keyframes, int64_t iteration);
void trail_load(const Keyframes *keyframes, int index, Machine *machine);
void trail_set(Keyframes *keyframes, int index, const Machine *machine);
void trail_clear(Keyframes *keyframes);

#endif
