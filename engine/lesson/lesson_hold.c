/* lesson_hold: lessons with several holders, and lessons that share all but the learning rate. */
#include "lesson_hold.h"

#include <stdlib.h>
#include <string.h>

#include "engine/program/tensor.h"

Lesson *lesson_hold(const Lesson *lesson) {
    atomic_fetch_add(&lesson->hold->holders, 1);
    return lesson->hold->lesson;
}

/* A lesson at another rate: its own are the programs that read the rate, as far as their start values go. */
typedef struct Variant {
    Lesson lesson;
    LessonHold hold;
    Program batch, rest;
} Variant;

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
    variant->lesson.hold = &variant->hold;
    variant->hold.lesson = &variant->lesson;
    atomic_init(&variant->hold.holders, 1);
    if (lesson->batch != NULL) {
        variant->lesson.batch = &variant->batch;
        if (!program_at_rate(&variant->batch, lesson->batch, rate)) return false;
    }
    if (lesson->rest != NULL) {
        variant->lesson.rest = &variant->rest;
        if (!program_at_rate(&variant->rest, lesson->rest, rate)) return false;
    }
    /* of a variant the source's, so that no chain grows while a rate is dragged */
    variant->hold.source = lesson_hold(lesson->hold->source != NULL ? lesson->hold->source : lesson);
    return true;
}

Lesson *lesson_with_rate(const Lesson *lesson, double rate, Err *e) {
    Variant *variant = calloc(1, sizeof *variant);
    if (variant != NULL && variant_begin(variant, lesson, rate)) return &variant->lesson;
    if (variant != NULL) lesson_variant_free(&variant->lesson);
    err_set(e, "there is not enough memory to train at another rate");
    return NULL;
}

void lesson_variant_free(Lesson *lesson) {
    Variant *variant = (Variant *)lesson; /* its first member */
    Lesson *source = variant->hold.source;
    free(variant->batch.start);
    free(variant->rest.start);
    free(variant);
    lesson_free(source);
}
