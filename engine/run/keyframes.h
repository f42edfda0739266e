/* keyframes: copies of what lasts, evenly spaced over the whole run, and denser where a learner looks. */
#ifndef BACKSTEP_ENGINE_KEYFRAMES_H
#define BACKSTEP_ENGINE_KEYFRAMES_H

#include "machine.h"

/* The run's frames stand plan.stride iterations apart, from iteration 0 on, and never change once they are
   set. The trail is renewed with every long way that is gone from one of them. */
typedef struct Keyframes {
    KeyframePlan plan;
    char *
        frames; /* plan.capacity of the run, then plan.trail_capacity of the trail; taken up as they are written */
    int64_t trail_at[TRAIL_FRAMES]; /* iteration of each, −1: none */
} Keyframes;

/* For a run of the lesson, with at most `limit` bytes (but at least the frame at 0 and one of the trail).
   false when memory runs out. Free with keyframes_free in any case. */
bool keyframes_init(Keyframes *keyframes, const Lesson *lesson, size_t limit);
void keyframes_free(Keyframes *keyframes);

/* The iteration at whose start a frame stands; −1: there is none (index −1 too). */
int64_t keyframes_at(const Keyframes *keyframes, int64_t index);

/* The machine stands at the start of an iteration: that of the run's frame, any for one of the trail. */
void keyframes_set(Keyframes *keyframes, int64_t index, const Machine *machine);
const float *keyframes_state(const Keyframes *keyframes, int64_t index);

/* Puts the machine at the start of the frame's iteration. */
void keyframes_load(const Keyframes *keyframes, int64_t index, Machine *machine);

/* The trail's nearest frame at or before the iteration, −1: none. */
int64_t keyframes_trail_find(const Keyframes *keyframes, int64_t iteration);
void keyframes_trail_clear(Keyframes *keyframes);

#endif
