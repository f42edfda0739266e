/* run_helper: runs for the engine's tests: lessons of a folder, texts of a language, and whether two machines
 * hold the same bits.
 */
#ifndef BACKSTEP_TESTS_RUN_HELPER_H
#define BACKSTEP_TESTS_RUN_HELPER_H

#include "tests/support/lesson_helper.h"

#include "engine/base/text.h"
#include "engine/run/timeline.h"

/* Writes the path of tests/data/FOLDER, or of the assets' where folder is "lessons". */
static inline void lessons_path(char *path, size_t size, const char *folder) {
    if (strcmp(folder, "lessons") == 0)
        snprintf(path, size, "%s/lessons", getenv("BACKSTEP_ASSETS"));
    else
        snprintf(path, size, "%s/data/%s", getenv("BACKSTEP_TESTS"), folder);
}

/* A lesson of such a folder. */
static inline Lesson *load_file(const char *folder, const char *name, const Override *overrides, int count) {
    char root[700], path[1000];
    lessons_path(root, sizeof root, folder);
    snprintf(path, sizeof path, "%s/%s.lesson", root, name);
    return load_with(path, NULL, overrides, count);
}

static inline Machine *machine_for(const Lesson *lesson) {
    Err e = {0};
    Machine *machine = machine_new(lesson, exec_best(), &e);
    assert_non_null(machine);
    return machine;
}

/* At the lesson's own learning rate. */
static inline Run run_of(const Lesson *lesson) {
    return (Run){lesson, lesson->train.lr};
}

/* One step back. false at the very start. */
static inline bool step_back(Timeline *timeline, Machine *machine) {
    Moment before;
    if (!timeline_before(machine->at, machine->program->steps, &before)) return false;
    timeline_seek(timeline, machine, before);
    return true;
}

static inline Timeline *timeline_for(const Lesson *lesson) {
    Err e = {0};
    Timeline *timeline = timeline_new(lesson, exec_best(), &e);
    assert_non_null(timeline);
    return timeline;
}

/* Closed by the caller. */
static inline Texts *texts_in(const char *lang) {
    Err e = {0};
    Texts *texts = text_open(getenv("BACKSTEP_ASSETS"), lang, &e);
    assert_non_null(texts);
    return texts;
}

static inline void text_has(const char *text, const char *wanted) {
    if (strstr(text, wanted) == NULL) print_error("wanted:\n%s\ngot:\n%s\n", wanted, text);
    assert_non_null(strstr(text, wanted));
}

static inline float slot_element(const Machine *machine, const char *name, int row, int col) {
    int slot = program_find(machine->program, name);
    if (slot < 0) print_error("there is no slot %s\n", name);
    assert_true(slot >= 0);
    const Slot *it = &machine->program->slots[slot];
    return machine_slot(machine, slot)[row + col * tensor_stride(it->rows)];
}

static inline bool same_element_bits(const Machine *a, const Machine *b, int slot) {
    const Slot *it = &a->program->slots[slot];
    const float *left = machine_slot(a, slot), *right = machine_slot(b, slot);
    for (int j = 0; j < it->cols; j++) {
        size_t at = (size_t)j * (size_t)tensor_stride(it->rows);
        if (memcmp(left + at, right + at, (size_t)it->rows * sizeof *left) != 0) return false;
    }
    return true;
}

/* Both stand at the same moment, and every slot that is known holds the same bits in both. Returns how many
 * did. */
static inline int same_bits(const Machine *a, const Machine *b) {
    assert_int_equal(a->at.iteration, b->at.iteration);
    assert_int_equal(a->at.step, b->at.step);
    assert_ptr_equal(a->program, b->program);
    int compared = 0;
    for (int slot = 0; slot < a->program->slot_count; slot++) {
        assert_int_equal(machine_known(a, slot), machine_known(b, slot));
        if (!machine_known(a, slot)) continue;
        if (!same_element_bits(a, b, slot)) {
            print_error("iteration %lld, step %d: %s differs\n", (long long)a->at.iteration, a->at.step,
                        a->program->slots[slot].name);
            fail();
        }
        compared++;
    }
    return compared;
}

#endif
