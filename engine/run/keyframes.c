/* keyframes: a block of frames, each the machine's lasting numbers and the generator where order is drawn
 * from it. */
#include "keyframes.h"

#include <stdlib.h>
#include <string.h>

bool keyframes_init(Keyframes *keyframes, const Lesson *lesson, size_t limit) {
    *keyframes = (Keyframes){.plan = budget_keyframes(lesson, limit)};
    keyframes->frames = malloc((size_t)keyframes->plan.capacity * keyframes->plan.bytes);
    keyframes->trail = malloc((size_t)keyframes->plan.trail_capacity * keyframes->plan.bytes);
    keyframes_trail_clear(keyframes);
    return keyframes->frames != NULL && keyframes->trail != NULL;
}

void keyframes_free(Keyframes *keyframes) {
    free(keyframes->frames);
    free(keyframes->trail);
}

static void frame_set(const Keyframes *keyframes, char *frame, const Machine *machine) {
    Rng rng;
    machine_save(machine, (float *)(void *)frame, &rng);
    if (keyframes->plan.shuffled) memcpy(frame + keyframes->plan.numbers * sizeof(float), &rng, sizeof rng);
}

static void frame_load(const Keyframes *keyframes, const char *frame, int64_t iteration, Machine *machine) {
    Rng rng;
    if (keyframes->plan.shuffled) memcpy(&rng, frame + keyframes->plan.numbers * sizeof(float), sizeof rng);
    machine_load(machine, iteration, (const float *)(const void *)frame,
                 keyframes->plan.shuffled ? &rng : NULL);
}

static char *frame_at(const Keyframes *keyframes, int64_t index) {
    return keyframes->frames + (size_t)index * keyframes->plan.bytes;
}

void keyframes_set(Keyframes *keyframes, int64_t index, const Machine *machine) {
    frame_set(keyframes, frame_at(keyframes, index), machine);
}

const float *keyframes_state(const Keyframes *keyframes, int64_t index) {
    return (const float *)(const void *)frame_at(keyframes, index);
}

void keyframes_load(const Keyframes *keyframes, int64_t index, Machine *machine) {
    frame_load(keyframes, frame_at(keyframes, index), index * keyframes->plan.stride, machine);
}

int keyframes_trail_find(const Keyframes *keyframes, int64_t iteration) {
    int best = -1;
    for (int i = 0; i < keyframes->plan.trail_capacity; i++) {
        int64_t at = keyframes->trail_at[i];
        if (at >= 0 && at <= iteration && (best < 0 || at > keyframes->trail_at[best])) best = i;
    }
    return best;
}

void keyframes_trail_load(const Keyframes *keyframes, int index, Machine *machine) {
    const char *frame = keyframes->trail + (size_t)index * keyframes->plan.bytes;
    frame_load(keyframes, frame, keyframes->trail_at[index], machine);
}

void keyframes_trail_set(Keyframes *keyframes, int index, const Machine *machine) {
    keyframes->trail_at[index] = machine->at.iteration;
    frame_set(keyframes, keyframes->trail + (size_t)index * keyframes->plan.bytes, machine);
}

void keyframes_trail_clear(Keyframes *keyframes) {
    for (int i = 0; i < TRAIL_FRAMES; i++) keyframes->trail_at[i] = -1;
}
