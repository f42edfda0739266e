/* The room engine/run: machines, time travel, training, and comparing runs.

   machine: a run at one moment: an array of numbers and a place in the program; it steps forward. */
#ifndef BACKSTEP_ENGINE_MACHINE_H
#define BACKSTEP_ENGINE_MACHINE_H

#include "bound.h"
#include "engine/lesson/lesson.h"
#include "engine/program/tensor.h"

/* A place in a run. iteration counts mini-batches from 0 over all epochs; step 0 … steps: how many of its
   steps are done. */
typedef struct Moment {
    int64_t iteration;
    int step;
} Moment;

static inline bool moment_same(Moment a, Moment b) {
    return a.iteration == b.iteration && a.step == b.step;
}

/* A slot that a mini-batch fills, and the data that it is cut from. */
typedef struct SampleSlot {
    int slot;
    const Named *from;
} SampleSlot;

/* A run is a lesson at a learning rate, the file's (lesson->train.lr) or another one. */
typedef struct Run {
    const Lesson *lesson;
    double rate;
} Run;

typedef struct Machine {
    const Lesson *lesson;   /* not owned */
    const Program *program; /* of the current mini-batch: lesson->batch or ->rest */
    float *mem;             /* of `bound` */
    double rate;            /* the learning rate */
    int rate_slot;          /* of both programs, −1: none */
    Moment at;
    int64_t iterations; /* of the whole training */
    int batches;        /* of an epoch */
    Bound bound;        /* lesson->batch and ->rest */
    SampleSlot *samples;
    int sample_count;
    int64_t loaded;      /* which rows the sample slots hold, −1: none */
    int32_t *order;      /* of the samples in this epoch; NULL: file order */
    int64_t order_epoch; /* whose order it is, −1: none */
    Rng rng, rng_after;  /* before and after that epoch's shuffle */
} Machine;

/* At the very start: iteration 0, no step done, the first mini-batch in place. NULL when memory runs out
 *(said in e). exec: of float. */
Machine *machine_new(const Lesson *lesson, const Exec *exec, Err *e);
void machine_free(Machine *machine); /* NULL is fine */
void machine_restart(Machine *machine);

/* Restarts at that learning rate (above 0; at first it is the lesson's); where the rate is the same, nothing
   changes. */
void machine_set_rate(Machine *machine, double rate);

/* One step: its hidden instructions and the visible one. At the end of an iteration goes on to the next one's
   first step. false at the end of the last epoch (nothing changes). */
bool machine_step(Machine *machine);

/* On to that step of this iteration (no less than where it stands) without stopping between. */
void machine_run(Machine *machine, int step);

/* All steps left of this iteration at once: training. The machine then stands at its end. */
void machine_finish(Machine *machine);

/* From the end of an iteration to the next one's start (step 0, mini-batch in place). false at the run's end. */
bool machine_next(Machine *machine);

/* Stands where another machine of the same lesson stands, with its numbers; good for the steps that are left of
   this iteration, until the next machine_load or machine_restart. */
void machine_follow(Machine *machine, const Machine *other);

/* Whether the slot holds a number of this moment: data, parameters and settings always; a result once it is
   computed in this iteration; what lasts (a gradient, an optimizer's state) from the first time on. Anything
   else in memory is left over. */
bool machine_known(const Machine *machine, int slot);

/* Whether everything that the step just done has written is finite; true where none is done. */
bool machine_finite(const Machine *machine);

Mat machine_mat(const Machine *machine, int slot);
const float *machine_slot(const Machine *machine, int slot); /* its numbers, layout of tensor.h */
float machine_loss(const Machine *machine);                  /* NaN while it is not known */

/* How many samples of the mini-batch are classified right (the first largest score counts), once its forward
   pass is done; 0 where the lesson is no classifier. */
int machine_right(const Machine *machine);

/* What lasts, as a block: program->lasting numbers; and for a shuffled run the generator before the epoch's
   shuffle (else rng may be NULL). The machine stands at the start or the end of an iteration. */
void machine_save(const Machine *machine, float *state, Rng *rng);
/* Stands at the start of `iteration` with that state. */
void machine_load(Machine *machine, int64_t iteration, const float *state, const Rng *rng);

/* Loss and accuracy (NaN: none) on the test samples with a machine's lasting numbers. */
typedef struct TestSet TestSet;
TestSet *test_set_new(const Lesson *lesson, const Exec *exec, Err *e); /* the lesson has a test_run */
void test_set_free(TestSet *test_set);                                 /* NULL is fine */
void test_set_run(TestSet *test_set, const float *state, float *loss, float *accuracy);

#endif
