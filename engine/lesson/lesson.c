/* lesson: what can be asked of a lesson, its owners, and lessons that share all but the learning rate. */
#include "lesson.h"

#include <stdlib.h>
#include <string.h>

#include "engine/program/tensor.h"

Lesson *lesson_new(void) {
    Arena *arena = arena_new();
    Lesson *lesson = arena == NULL ? NULL : arena_alloc(arena, sizeof *lesson);
    LessonOwners *owners = lesson == NULL ? NULL : arena_alloc(arena, sizeof *owners);
    if (owners == NULL) {
        arena_free(arena);
        return NULL;
    }
    owners->lesson = lesson;
    atomic_init(&owners->count, 1);
    lesson->owners = owners;
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
    atomic_fetch_add(&lesson->owners->count, 1);
    return lesson->owners->lesson;
}

/* A lesson at another rate: its own are the programs that read the rate, as far as their start values go. */
typedef struct Variant {
    Lesson lesson;
    LessonOwners owners;
    Program batch, rest;
} Variant;

static void variant_free(Variant *variant) {
    Lesson *source = variant->owners.source;
    free(variant->batch.start);
    free(variant->rest.start);
    free(variant);
    lesson_release(source);
}

static void named_free(Named *named, int count) {
    for (int i = 0; i < count; i++) {
        value_free(&named[i].value);
        free(named[i].by_row);
    }
}

void lesson_release(Lesson *lesson) {
    if (lesson == NULL || atomic_fetch_sub(&lesson->owners->count, 1) > 1) return;
    if (lesson->owners->source != NULL) {
        variant_free((Variant *)lesson); /* its first member */
        return;
    }
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

/* The program of `from` with a start of its own, where the rate stands in the one slot that is a setting. */
static bool program_at_rate(Program *program, const Program *from, double rate) {
    *program = *from;
    program->start = malloc((from->preset + 1) * sizeof *program->start);
    if (program->start == NULL) return false;
    memcpy(program->start, from->start, from->preset * sizeof *program->start);
    for (int i = 0; i < program->slot_count; i++) {
        const Slot *slot = &program->slots[i];
        if (slot->role != ROLE_SETTING) continue;
        size_t numbers = tensor_size(slot->rows, slot->cols);
        for (size_t k = 0; k < numbers; k++) program->start[slot->at + k] = (float)rate;
    }
    return true;
}

static bool variant_begin(Variant *variant, const Lesson *lesson, double rate) {
    variant->lesson = *lesson;
    variant->lesson.train.lr = rate;
    variant->lesson.owners = &variant->owners;
    variant->owners.lesson = &variant->lesson;
    atomic_init(&variant->owners.count, 1);
    if (lesson->batch != NULL) {
        variant->lesson.batch = &variant->batch;
        if (!program_at_rate(&variant->batch, lesson->batch, rate)) return false;
    }
    if (lesson->rest != NULL) {
        variant->lesson.rest = &variant->rest;
        if (!program_at_rate(&variant->rest, lesson->rest, rate)) return false;
    }
    /* of a variant the source's, so that no chain grows while a rate is dragged */
    variant->owners.source = lesson_retain(lesson->owners->source != NULL ? lesson->owners->source : lesson);
    return true;
}

Lesson *lesson_with_rate(const Lesson *lesson, double rate, Err *e) {
    Variant *variant = calloc(1, sizeof *variant);
    if (variant != NULL && variant_begin(variant, lesson, rate)) return &variant->lesson;
    if (variant != NULL) variant_free(variant);
    err_set(e, "there is not enough memory to train at another rate");
    return NULL;
}
