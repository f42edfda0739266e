/* budget: how long a run of a lesson is, and how many keyframes it may have, before memory is taken. */
#include "budget.h"

#include "engine/program/tensor.h"

/* A frame less often than every eighth iteration costs training next to nothing. */
enum { STRIDE_LEAST = 8 };

int budget_batches(const Lesson *lesson) {
    return lesson->samples / lesson->train.batch + (lesson->samples % lesson->train.batch != 0);
}

int64_t budget_iterations(const Lesson *lesson) {
    return lesson->train.epochs * budget_batches(lesson);
}

size_t budget_keyframes_limit(const Lesson *lesson) {
    size_t bytes = 0;
    for (int i = 0; i < lesson->data_count; i++) {
        const Value *value = &lesson->data[i].value;
        bytes += tensor_size(value->rows, value->cols) * sizeof *value->at;
    }
    if (bytes > KEYFRAMES_MOST_BYTES) return KEYFRAMES_MOST_BYTES;
    return bytes > KEYFRAMES_BYTES ? bytes : KEYFRAMES_BYTES;
}

KeyframePlan budget_keyframes(const Lesson *lesson, size_t limit) {
    size_t numbers = lesson->batch->lasting;
    KeyframePlan plan = {.numbers = numbers, .shuffled = lesson->train.shuffle, .stride = STRIDE_LEAST};
    plan.bytes = numbers * sizeof(float) + (plan.shuffled ? sizeof(Rng) : 0);
    plan.bytes = (plan.bytes + 63) / 64 * 64 + (plan.bytes == 0 ? 64 : 0);
    size_t most = limit / plan.bytes;
    plan.trail_capacity = most / 4 < 1 ? 1 : most / 4 > TRAIL_FRAMES ? TRAIL_FRAMES : (int)(most / 4);
    int64_t room = (int64_t)most - plan.trail_capacity;
    int64_t iterations = budget_iterations(lesson);
    while (iterations / plan.stride + 1 > (room < 1 ? 1 : room)) plan.stride *= 2;
    plan.capacity = iterations / plan.stride + 1;
    return plan;
}

size_t budget_keyframes_bytes(const Lesson *lesson) {
    KeyframePlan plan = budget_keyframes(lesson, budget_keyframes_limit(lesson));
    return ((size_t)plan.capacity + (size_t)plan.trail_capacity) * plan.bytes;
}
