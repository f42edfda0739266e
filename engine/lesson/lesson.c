/* lesson: what can be asked of a lesson, and its owners. */
#include "lesson.h"

#include <stdlib.h>
#include <string.h>

#include "engine/program/tensor.h"

Lesson *lesson_new(void) {
    Arena *arena = arena_new();
    Lesson *lesson = arena == NULL ? NULL : arena_alloc(arena, sizeof *lesson);
    if (lesson == NULL) {
        arena_free(arena);
        return NULL;
    }
    atomic_init(&lesson->owners, 1);
    lesson->arena = arena;
    return lesson;
}

const char *lesson_name(const char *path, size_t *length) {
    static const char ending[] = ".lesson";
    const size_t end = sizeof ending - 1;
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    *length = strlen(name);
    if (*length > end && strcmp(name + *length - end, ending) == 0) *length -= end;
    return name;
}

const char *lesson_text(const Text *say, const char *lang) {
    return strcmp(lang, "ru") == 0 && say->ru != NULL ? say->ru : say->en;
}

const Named *lesson_data(const Lesson *lesson, const char *name) {
    for (int i = 0; name != NULL && i < lesson->data_count; i++)
        if (strcmp(lesson->data[i].name, name) == 0) return &lesson->data[i];
    return NULL;
}

Lesson *lesson_retain(const Lesson *lesson) {
    Lesson *held = (Lesson *)lesson; /* for its count alone */
    atomic_fetch_add(&held->owners, 1);
    return held;
}

static void named_free(Named *named, int count) {
    for (int i = 0; i < count; i++) {
        value_free(&named[i].value);
        free(named[i].by_row);
    }
}

void lesson_release(Lesson *lesson) {
    if (lesson == NULL || atomic_fetch_sub(&lesson->owners, 1) > 1) return;
    named_free(lesson->data, lesson->data_count);
    named_free(lesson->test, lesson->test_count);
    named_free(lesson->parameters, lesson->parameter_count);
    program_free(lesson->batch);
    program_free(lesson->rest);
    program_free(lesson->test_run);
    program_free(lesson->curve);
    program_free(lesson->plane);
    arena_free(lesson->arena);
}

/* ---- its questions ---- */

/* Zeroing and the seed write what they always write. */
static bool computes(const Instr *instr) {
    return instr->phase == PHASE_FORWARD || instr->phase == PHASE_UPDATE ||
           (instr->phase == PHASE_BACKWARD && instr->forward >= 0);
}

/* A gradient that several uses add up to is asked for when the last of them adds its part. */
static bool is_last_part(const Program *program, int index) {
    for (int i = index + 1; i < program->instr_count; i++)
        if (program->instrs[i].phase == PHASE_BACKWARD &&
            program->instrs[i].dst == program->instrs[index].dst)
            return false;
    return true;
}

bool lesson_computes(const Program *program, int index, const char *name) {
    const Instr *instr = &program->instrs[index];
    if (instr->hidden || !computes(instr) || strcmp(program->slots[instr->dst].name, name) != 0) return false;
    if (instr->phase == PHASE_BACKWARD) return is_last_part(program, index);
    return instr->phase == PHASE_FORWARD || program->slots[instr->dst].role == ROLE_PARAMETER;
}

const Text *lesson_question(const Lesson *lesson, const Program *program, int index) {
    for (int i = 0; i < lesson->ask_count; i++)
        if (lesson_computes(program, index, lesson->ask[i].key)) return &lesson->ask[i];
    return NULL;
}

bool lesson_asks(const Lesson *lesson, const Program *program, int step) {
    if (step < 1 || step > program->steps) return false;
    int index = program->step_instr[step];
    if (lesson->ask_count > 0) return lesson_question(lesson, program, index) != NULL;
    return computes(&program->instrs[index]);
}

/* ---- how long a run is, and its keyframes ---- */

/* A frame less often than every eighth iteration costs training next to nothing. */
enum { STRIDE_LEAST = 8 };

int lesson_batches(const Lesson *lesson) {
    return lesson->samples / lesson->train.batch + (lesson->samples % lesson->train.batch != 0);
}

int64_t lesson_iterations(const Lesson *lesson) {
    return lesson->train.epochs * lesson_batches(lesson);
}

size_t lesson_keyframes_limit(const Lesson *lesson) {
    size_t bytes = 0;
    for (int i = 0; i < lesson->data_count; i++) {
        const Value *value = &lesson->data[i].value;
        bytes += tensor_size(value->rows, value->cols) * sizeof *value->at;
    }
    if (bytes > KEYFRAMES_MOST_BYTES) return KEYFRAMES_MOST_BYTES;
    return bytes > KEYFRAMES_BYTES ? bytes : KEYFRAMES_BYTES;
}

KeyframePlan lesson_keyframes(const Lesson *lesson, size_t limit) {
    size_t numbers = lesson->batch->lasting;
    KeyframePlan plan = {.numbers = numbers, .shuffled = lesson->train.shuffle, .stride = STRIDE_LEAST};
    plan.bytes = numbers * sizeof(float) + (plan.shuffled ? sizeof(Rng) : 0);
    plan.bytes = (plan.bytes + 63) / 64 * 64 + (plan.bytes == 0 ? 64 : 0);
    size_t most = limit / plan.bytes;
    plan.trail_capacity = most / 4 < 1 ? 1 : most / 4 > TRAIL_FRAMES ? TRAIL_FRAMES : (int)(most / 4);
    int64_t room = (int64_t)most - plan.trail_capacity;
    int64_t iterations = lesson_iterations(lesson);
    while (iterations / plan.stride + 1 > (room < 1 ? 1 : room)) plan.stride *= 2;
    plan.capacity = iterations / plan.stride + 1;
    return plan;
}

size_t lesson_keyframes_bytes(const Lesson *lesson) {
    KeyframePlan plan = lesson_keyframes(lesson, lesson_keyframes_limit(lesson));
    return ((size_t)plan.capacity + (size_t)plan.trail_capacity) * plan.bytes;
}
