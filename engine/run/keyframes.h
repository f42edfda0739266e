/* keyframes: copies of what lasts, at evenly spaced iterations of the whole run, and denser where a learner
 * looks. */
#ifndef BACKSTEP_ENGINE_KEYFRAMES_H
#define BACKSTEP_ENGINE_KEYFRAMES_H

#include "machine.h"

/* The run's frames stand plan.stride iterations apart, from iteration 0 on, and never change once they are
   set. The trail is renewed with every long way that is gone from one of them. */
typedef struct Keyframes {
    KeyframePlan plan;
    char *frames;                   /* plan.capacity of them; taken up as they are written */
    char *trail;                    /* plan.trail_capacity of them */
    int64_t trail_at[TRAIL_FRAMES]; /* iteration of each, −1: none */
} Keyframes;

/* For a run of the lesson, with at most `limit` bytes (but at least the frame at 0 and one of the trail).
   false when memory runs out. Free with keyframes_free in any case. */
bool keyframes_init(Keyframes *keyframes, const Lesson *lesson, size_t limit);
void keyframes_free(Keyframes *keyframes);

/* The machine stands at the start of iteration index · stride, 0 ≤ index < plan.capacity. */
void keyframes_set(Keyframes *keyframes, int64_t index, const Machine *machine);
const float *keyframes_state(const Keyframes *keyframes, int64_t index);

/* The machine stands at the start of the frame's iteration. */
void keyframes_load(const Keyframes *keyframes, int64_t index, Machine *machine);

/* The trail: index of the nearest frame at or before the iteration, −1: none. */
int keyframes_trail_find(const Keyframes *keyframes, int64_t iteration);
void keyframes_trail_load(const Keyframes *keyframes, int index, Machine *machine);
void keyframes_trail_set(Keyframes *keyframes, int index, const Machine *machine);
void keyframes_trail_clear(Keyframes *keyframes);

#endif
