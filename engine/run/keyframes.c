/* keyframes: a block of frames, each the machine's lasting numbers and the generator where order is drawn
 * from it. */
#include "keyframes.h"

#include <stdlib.h>
#include <string.h>

#include "engine/program/tensor.h"

/* A frame less often than every eighth iteration costs training next to nothing. */
enum { STRIDE_LEAST = 8 };

size_t keyframes_limit(const Lesson *lesson) {
    size_t bytes = 0;
    for (int i = 0; i < lesson->data_count; i++) {
        const Value *value = &lesson->data[i].value;
        bytes += tensor_size(value->rows, value->cols) * sizeof *value->at;
    }
    if (bytes > KEYFRAMES_MOST_BYTES) return KEYFRAMES_MOST_BYTES;
    return bytes > KEYFRAMES_BYTES ? bytes : KEYFRAMES_BYTES;
}

/* How many frames there are and how far apart, before there is memory for them. */
static void plan(Keyframes *keyframes, const Lesson *lesson, size_t limit) {
    size_t numbers = lesson->batch->lasting;
    *keyframes = (Keyframes){.numbers = numbers, .shuffled = lesson->train.shuffle, .stride = STRIDE_LEAST};
    keyframes->bytes = numbers * sizeof(float) + (lesson->train.shuffle ? sizeof(Rng) : 0);
    keyframes->bytes = (keyframes->bytes + 63) / 64 * 64 + (keyframes->bytes == 0 ? 64 : 0);
    size_t most = limit / keyframes->bytes;
    keyframes->trail_capacity = most / 4 < 1 ? 1 : most / 4 > TRAIL_FRAMES ? TRAIL_FRAMES : (int)(most / 4);
    int64_t room = (int64_t)most - keyframes->trail_capacity;
    int64_t iterations = machine_iterations(lesson);
    while (iterations / keyframes->stride + 1 > (room < 1 ? 1 : room)) keyframes->stride *= 2;
    keyframes->capacity = iterations / keyframes->stride + 1;
}

size_t keyframes_bytes(const Lesson *lesson) {
    Keyframes keyframes;
    plan(&keyframes, lesson, keyframes_limit(lesson));
    return ((size_t)keyframes.capacity + (size_t)keyframes.trail_capacity) * keyframes.bytes;
}

bool keyframes_init(Keyframes *keyframes, const Lesson *lesson, size_t limit) {
    plan(keyframes, lesson, limit);
    keyframes->frames = malloc((size_t)keyframes->capacity * keyframes->bytes);
    keyframes->trail = malloc((size_t)keyframes->trail_capacity * keyframes->bytes);
    trail_clear(keyframes);
    return keyframes->frames != NULL && keyframes->trail != NULL;
}

void keyframes_free(Keyframes *keyframes) {
    free(keyframes->frames);
    free(keyframes->trail);
}

static void frame_set(const Keyframes *keyframes, char *frame, const Machine *machine) {
    Rng rng;
    machine_save(machine, (float *)(void *)frame, &rng);
    if (keyframes->shuffled) memcpy(frame + keyframes->numbers * sizeof(float), &rng, sizeof rng);
}

static void frame_load(const Keyframes *keyframes, const char *frame, int64_t iteration, Machine *machine) {
    Rng rng;
    if (keyframes->shuffled) memcpy(&rng, frame + keyframes->numbers * sizeof(float), sizeof rng);
    machine_load(machine, iteration, (const float *)(const void *)frame, keyframes->shuffled ? &rng : NULL);
}

static char *frame_at(const Keyframes *keyframes, int64_t index) {
    return keyframes->frames + (size_t)index * keyframes->bytes;
}

void keyframes_set(Keyframes *keyframes, int64_t index, const Machine *machine) {
    frame_set(keyframes, frame_at(keyframes, index), machine);
}

const float *keyframes_state(const Keyframes *keyframes, int64_t index) {
    return (const float *)(const void *)frame_at(keyframes, index);
}

void keyframes_load(const Keyframes *keyframes, int64_t index, Machine *machine) {
    frame_load(keyframes, frame_at(keyframes, index), index * keyframes->stride, machine);
}

int trail_find(const Keyframes *keyframes, int64_t iteration) {
    int best = -1;
    for (int i = 0; i < keyframes->trail_capacity; i++) {
        int64_t at = keyframes->trail_at[i];
        if (at >= 0 && at <= iteration && (best < 0 || at > keyframes->trail_at[best])) best = i;
    }
    return best;
}

void trail_load(const Keyframes *keyframes, int index, Machine *machine) {
    const char *frame = keyframes->trail + (size_t)index * keyframes->bytes;
    frame_load(keyframes, frame, keyframes->trail_at[index], machine);
}

void trail_set(Keyframes *keyframes, int index, const Machine *machine) {
    keyframes->trail_at[index] = machine->at.iteration;
    frame_set(keyframes, keyframes->trail + (size_t)index * keyframes->bytes, machine);
}

void trail_clear(Keyframes *keyframes) {
    for (int i = 0; i < TRAIL_FRAMES; i++) keyframes->trail_at[i] = -1;
}
