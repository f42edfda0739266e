/* keyframes: a block of frames, each the machine's lasting numbers and, of a shuffled run, the generator. */
#include "keyframes.h"

#include <stdlib.h>
#include <string.h>

bool keyframes_init(Keyframes *keyframes, const Lesson *lesson, size_t limit) {
    *keyframes = (Keyframes){.plan = lesson_keyframes(lesson, limit)};
    const size_t frames = (size_t)keyframes->plan.capacity + (size_t)keyframes->plan.trail_capacity;
    keyframes->frames = malloc(frames * keyframes->plan.bytes);
    keyframes_trail_clear(keyframes);
    return keyframes->frames != NULL;
}

void keyframes_free(Keyframes *keyframes) {
    free(keyframes->frames);
}

static char *frame_of(const Keyframes *keyframes, int64_t index) {
    return keyframes->frames + (size_t)index * keyframes->plan.bytes;
}

int64_t keyframes_at(const Keyframes *keyframes, int64_t index) {
    const int64_t capacity = keyframes->plan.capacity;
    if (index < 0) return -1;
    return index < capacity ? index * keyframes->plan.stride : keyframes->trail_at[index - capacity];
}

void keyframes_set(Keyframes *keyframes, int64_t index, const Machine *machine) {
    char *frame = frame_of(keyframes, index);
    Rng rng;
    machine_save(machine, (float *)(void *)frame, &rng);
    if (keyframes->plan.shuffled) memcpy(frame + keyframes->plan.numbers * sizeof(float), &rng, sizeof rng);
    if (index >= keyframes->plan.capacity)
        keyframes->trail_at[index - keyframes->plan.capacity] = machine->at.iteration;
}

const float *keyframes_state(const Keyframes *keyframes, int64_t index) {
    return (const float *)(const void *)frame_of(keyframes, index);
}

void keyframes_load(const Keyframes *keyframes, int64_t index, Machine *machine) {
    const bool shuffled = keyframes->plan.shuffled;
    const float *state = keyframes_state(keyframes, index);
    Rng rng;
    if (shuffled) memcpy(&rng, state + keyframes->plan.numbers, sizeof rng);
    machine_load(machine, keyframes_at(keyframes, index), state, shuffled ? &rng : NULL);
}

int64_t keyframes_trail_find(const Keyframes *keyframes, int64_t iteration) {
    int64_t best = -1;
    for (int i = 0; i < keyframes->plan.trail_capacity; i++) {
        int64_t at = keyframes->trail_at[i];
        if (at >= 0 && at <= iteration && at > keyframes_at(keyframes, best))
            best = keyframes->plan.capacity + i;
    }
    return best;
}

void keyframes_trail_clear(Keyframes *keyframes) {
    for (int i = 0; i < TRAIL_FRAMES; i++) keyframes->trail_at[i] = -1;
}
