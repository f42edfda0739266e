/* test_set: loss and accuracy on the test samples, in one forward pass over all of them. */
#include <math.h>
#include <stdlib.h>

#include "engine/data/dataset.h"
#include "engine/program/program.h"
#include "machine.h"

struct TestSet {
    Bound bound;
    Classes classes;
};

TestSet *test_set_new(const Lesson *lesson, const Exec *exec, Err *e) {
    TestSet *test_set = calloc(1, sizeof *test_set);
    if (test_set == NULL || !bound_open(&test_set->bound, exec, lesson->test_run, NULL) ||
        !program_classes(lesson->test_run, &test_set->classes)) {
        test_set_free(test_set);
        err_memory(e);
        return NULL;
    }
    bound_start(&test_set->bound);
    /* the test samples stay in place for all runs */
    for (int i = 0; i < lesson->test_count; i++) {
        int slot = program_find(lesson->test_run, lesson->test[i].name);
        if (slot < 0) continue;
        batch_copy(&lesson->test[i].value, 0, lesson->test_run->slots[slot].rows,
                   bound_slot(&test_set->bound, slot));
    }
    return test_set;
}

void test_set_free(TestSet *test_set) {
    if (test_set == NULL) return;
    bound_close(&test_set->bound);
    free(test_set);
}

void test_set_run(TestSet *test_set, const float *state, float *loss, float *accuracy) {
    const Program *program = test_set->bound.program;
    bound_run(&test_set->bound, state);
    *loss = *bound_slot(&test_set->bound, program->loss);
    *accuracy = NAN;
    if (test_set->classes.scores < 0) return;
    const Slot *scores = &program->slots[test_set->classes.scores];
    int right =
        batch_right(bound_slot(&test_set->bound, test_set->classes.scores),
                    bound_slot(&test_set->bound, test_set->classes.truth), scores->rows, scores->cols);
    *accuracy = (float)right / (float)scores->rows;
}
