/* tester: loss and accuracy on the test samples, in one forward pass over all of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/compile/compile.h"
#include "engine/data/batch.h"
#include "machine.h"

struct Tester {
    const Program *program;
    const Exec *exec;
    float *mem;
    Calls *calls;
    Classes classes;
};

/* The test samples stay in place for all runs. */
static void load_samples(Tester *tester, const Lesson *lesson) {
    for (int i = 0; i < lesson->test_count; i++) {
        int slot = program_find(tester->program, lesson->test[i].name);
        if (slot < 0) continue;
        const Slot *to = &tester->program->slots[slot];
        batch_copy(&lesson->test[i].value, 0, to->rows, tester->mem + to->at);
    }
}

Tester *tester_new(const Lesson *lesson, const Exec *exec, Err *e) {
    Tester *tester = calloc(1, sizeof *tester);
    if (tester != NULL) {
        *tester = (Tester){.program = lesson->test_run, .exec = exec};
        tester->classes = compile_classes(tester->program);
        tester->mem = exec_memory(exec, tester->program->size);
        if (tester->mem != NULL) tester->calls = exec_bind(exec, tester->program, tester->mem);
    }
    if (tester == NULL || tester->calls == NULL) {
        tester_free(tester);
        err_set(e, "there is not enough memory for the test samples");
        return NULL;
    }
    memcpy(tester->mem, tester->program->start, tester->program->preset * sizeof *tester->mem);
    load_samples(tester, lesson);
    return tester;
}

void tester_free(Tester *tester) {
    if (tester == NULL) return;
    if (tester->calls != NULL) exec_unbind(tester->calls);
    if (tester->mem != NULL) exec_release(tester->mem);
    free(tester);
}

void tester_run(Tester *tester, const float *state, float *loss, float *accuracy) {
    const Program *program = tester->program;
    memcpy(tester->mem, state, program->lasting * sizeof *state);
    exec_run(tester->exec, tester->calls, 0, program->instr_count);
    *loss = tester->mem[program->slots[program->loss].at];
    *accuracy = NAN;
    if (tester->classes.scores < 0) return;
    const Slot *scores = &program->slots[tester->classes.scores];
    const Slot *truth = &program->slots[tester->classes.truth];
    int right = batch_right(tester->mem + scores->at, tester->mem + truth->at, scores->rows, scores->cols);
    *accuracy = (float)right / (float)scores->rows;
}
