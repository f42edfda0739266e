/* test_set: loss and accuracy on the test samples, in one forward pass over all of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/data/batch.h"
#include "engine/program/classes.h"
#include "machine.h"

struct TestSet {
    const Program *program;
    const Exec *exec;
    float *mem;
    Calls *calls;
    Classes classes;
};

/* The test samples stay in place for all runs. */
static void load_samples(TestSet *test_set, const Lesson *lesson) {
    for (int i = 0; i < lesson->test_count; i++) {
        int slot = program_find(test_set->program, lesson->test[i].name);
        if (slot < 0) continue;
        const Slot *to = &test_set->program->slots[slot];
        batch_copy(&lesson->test[i].value, 0, to->rows, test_set->mem + to->at);
    }
}

TestSet *test_set_new(const Lesson *lesson, const Exec *exec, Err *e) {
    TestSet *test_set = calloc(1, sizeof *test_set);
    if (test_set != NULL) {
        *test_set = (TestSet){.program = lesson->test_run, .exec = exec};
        test_set->classes = classes_find(test_set->program);
        test_set->mem = exec_memory(exec, test_set->program->size);
        if (test_set->mem != NULL) test_set->calls = exec_bind(exec, test_set->program, test_set->mem);
    }
    if (test_set == NULL || test_set->calls == NULL) {
        test_set_free(test_set);
        err_set(e, "there is not enough memory for the test samples");
        return NULL;
    }
    memcpy(test_set->mem, test_set->program->start, test_set->program->preset * sizeof *test_set->mem);
    load_samples(test_set, lesson);
    return test_set;
}

void test_set_free(TestSet *test_set) {
    if (test_set == NULL) return;
    if (test_set->calls != NULL) exec_unbind(test_set->calls);
    if (test_set->mem != NULL) exec_release(test_set->mem);
    free(test_set);
}

void test_set_run(TestSet *test_set, const float *state, float *loss, float *accuracy) {
    const Program *program = test_set->program;
    memcpy(test_set->mem, state, program->lasting * sizeof *state);
    exec_run(test_set->exec, test_set->calls, 0, program->instr_count);
    *loss = test_set->mem[program->slots[program->loss].at];
    *accuracy = NAN;
    if (test_set->classes.scores < 0) return;
    const Slot *scores = &program->slots[test_set->classes.scores];
    const Slot *truth = &program->slots[test_set->classes.truth];
    int right =
        batch_right(test_set->mem + scores->at, test_set->mem + truth->at, scores->rows, scores->cols);
    *accuracy = (float)right / (float)scores->rows;
}
