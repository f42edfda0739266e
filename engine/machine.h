/* machine: a run at one moment: an array of numbers and a place in the program; one function moves it forward. */
#ifndef BACKSTEP_ENGINE_MACHINE_H
#define BACKSTEP_ENGINE_MACHINE_H

#include "exec.h"
#include "lesson.h"

/* A place in a run. iteration counts mini-batches from 0 over all epochs; step 0 … steps: how many steps of it are done. */
typedef struct Moment {
    int64_t iteration;
    int step;
} Moment;

typedef struct Machine {
    const Lesson *lesson;   /* not owned */
    const Program *program; /* of the current mini-batch: lesson->batch or ->rest */
    float *mem;
    Moment at;
    Calls *calls_batch, *calls_rest;
    int32_t *order;         /* of the samples in this epoch; NULL: file order */
    Rng rng;                /* at the start of this epoch, before its shuffle */
    int64_t order_epoch;    /* whose order it is, −1: none */
    int64_t loaded;         /* which rows the sample slots hold, −1: none */
    const Exec *exec;
} Machine;

/* At the very start: iteration 0, no step done, the first mini-batch in place. NULL when memory runs out (said in *e). */
Machine *machine_new(const Lesson *lesson, const Exec *exec, Err *e);
void machine_free(Machine *machine);
void machine_restart(Machine *machine);

/* One step: its hidden instructions and the visible one. At the end of an iteration goes on to the next one's first
   step. false at the end of the last epoch (nothing changes). */
bool machine_step(Machine *machine);

/* All steps left of this iteration at once, without stopping: training. The machine then stands at its end. */
void machine_finish(Machine *machine);

/* From the end of an iteration to the next one's start (step 0, mini-batch in place). false after the last epoch. */
bool machine_next(Machine *machine);

/* Whether the slot holds a number of this moment: data, parameters and settings always; a result once it is computed in
   this iteration; a lasting gradient from the first time on. Anything else in memory is left over. */
bool machine_known(const Machine *machine, int slot);

int64_t machine_iterations(const Lesson *lesson);           /* of the whole training */
int machine_batches(const Lesson *lesson);                  /* of an epoch */
const float *machine_slot(const Machine *machine, int slot); /* its numbers, layout of tensor.h */
float machine_loss(const Machine *machine);                 /* NaN while it is not known */

/* What lasts, as a block: program->lasting numbers; and the generator for a shuffled run. */
void machine_save(const Machine *machine, float *state, Rng *rng);
/* Stands at the start of `iteration` with that state. */
void machine_load(Machine *machine, int64_t iteration, const float *state, const Rng *rng);

/* Loss and accuracy (NaN: none) on the test samples with the machine's parameters. */
typedef struct Tester Tester;
Tester *tester_new(const Lesson *lesson, const Exec *exec, Err *e);
void tester_free(Tester *tester);
void tester_run(Tester *tester, const float *state, float *loss, float *accuracy);

#endif
