/* machine: runs a program's instructions on its numbers, and brings each iteration's mini-batch in place. */
#include "machine.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/data/dataset.h"

/* The sample slots, which have the same numbers in both programs, and their data. */
static bool find_samples(Machine *machine) {
    const Lesson *lesson = machine->lesson;
    const Program *program = lesson->batch;
    machine->samples = calloc((size_t)lesson->data_count + 1, sizeof *machine->samples);
    if (machine->samples == NULL) return false;
    for (int i = 0; i < lesson->data_count; i++) {
        const Named *named = &lesson->data[i];
        int slot = named->sample ? program_find(program, named->name) : -1;
        if (slot >= 0) machine->samples[machine->sample_count++] = (SampleSlot){slot, named};
    }
    return true;
}

/* The one setting that a program has. */
static int find_rate(const Program *program) {
    for (int i = 0; i < program->slot_count; i++)
        if (program->slots[i].role == ROLE_SETTING) return i;
    return -1;
}

static bool take_memory(Machine *machine, const Exec *exec) {
    const Lesson *lesson = machine->lesson;
    if (!bound_open(&machine->bound, exec, lesson->batch, lesson->rest) || !find_samples(machine))
        return false;
    machine->mem = machine->bound.mem;
    if (!lesson->train.shuffle) return true;
    machine->order = calloc((size_t)lesson->samples, sizeof *machine->order);
    return machine->order != NULL;
}

Machine *machine_new(const Lesson *lesson, const Exec *exec, Err *e) {
    Machine *machine = calloc(1, sizeof *machine);
    if (machine != NULL) {
        machine->lesson = lesson;
        machine->rate = lesson->train.lr;
        machine->rate_slot = find_rate(lesson->batch);
        machine->batches = lesson_batches(lesson);
        machine->iterations = lesson_iterations(lesson);
        machine->loaded = machine->order_epoch = -1;
    }
    if (machine == NULL || !take_memory(machine, exec)) {
        machine_free(machine);
        err_memory(e);
        return NULL;
    }
    machine_restart(machine);
    return machine;
}

void machine_free(Machine *machine) {
    if (machine == NULL) return;
    bound_close(&machine->bound);
    free(machine->samples);
    free(machine->order);
    free(machine);
}

static void take_program(Machine *machine, const Program *program) {
    if (machine->program == program) return;
    machine->program = program;
    memcpy(machine->mem + program->lasting, program->start + program->lasting,
           (program->preset - program->lasting) * sizeof *machine->mem);
    if (machine->rate_slot < 0) return;
    const Slot *slot = &program->slots[machine->rate_slot];
    size_t numbers = tensor_size(slot->rows, slot->cols); /* pads included */
    for (size_t k = 0; k < numbers; k++) machine->mem[slot->at + k] = (float)machine->rate;
}

/* The epoch's order, drawn anew; the next epoch's draws follow this one's. */
static void take_order(Machine *machine, int64_t epoch) {
    if (machine->order_epoch == epoch) return;
    if (machine->order_epoch >= 0) machine->rng = machine->rng_after;
    machine->rng_after = machine->rng;
    rng_shuffle(&machine->rng_after, machine->order, (size_t)machine->lesson->samples);
    machine->order_epoch = epoch;
}

/* Everything in place for the iteration's first step. */
static void enter(Machine *machine, int64_t iteration) {
    const Lesson *lesson = machine->lesson;
    machine->at = (Moment){iteration, 0};
    int batch = machine->batches == 1 ? 0 : (int)(iteration % machine->batches);
    bool rest = lesson->rest != NULL && batch == machine->batches - 1;
    take_program(machine, rest ? lesson->rest : lesson->batch);
    if (machine->order != NULL) take_order(machine, iteration / machine->batches);
    int64_t rows = machine->order != NULL ? iteration : batch;
    if (machine->loaded == rows) return;
    machine->loaded = rows;
    for (int i = 0; i < machine->sample_count; i++) {
        const SampleSlot *sample = &machine->samples[i];
        const Slot *slot = &machine->program->slots[sample->slot];
        const Named *from = sample->from;
        int first = batch * lesson->train.batch;
        float *to = machine->mem + slot->at;
        if (machine->order == NULL)
            batch_copy(&from->value, first, slot->rows, to);
        else
            batch_gather(&from->value, from->by_row, machine->order + first, slot->rows, to);
    }
}

void machine_restart(Machine *machine) {
    const Lesson *lesson = machine->lesson;
    machine_load(machine, 0, lesson->batch->start, &lesson->rng);
}

void machine_set_rate(Machine *machine, double rate) {
    if (machine->rate == rate) return;
    machine->rate = rate;
    machine->program = NULL; /* so that it is taken anew, with the rate */
    machine_restart(machine);
}

/* The first instruction that belongs to the step after `step`. */
static int instr_after(const Program *program, int step) {
    return step == 0 ? 0 : program->step_instr[step] + 1;
}

void machine_run(Machine *machine, int step) {
    const Program *program = machine->program;
    assert(step >= machine->at.step && step <= program->steps);
    machine->bound.exec->run(bound_calls(&machine->bound, machine->program),
                             instr_after(program, machine->at.step), instr_after(program, step));
    machine->at.step = step;
}

void machine_finish(Machine *machine) {
    machine_run(machine, machine->program->steps);
}

bool machine_next(Machine *machine) {
    if (machine->at.iteration + 1 >= machine->iterations) return false;
    enter(machine, machine->at.iteration + 1);
    return true;
}

bool machine_step(Machine *machine) {
    if (machine->at.step == machine->program->steps && !machine_next(machine)) return false;
    machine_run(machine, machine->at.step + 1);
    return true;
}

void machine_follow(Machine *machine, const Machine *other) {
    machine->program = other->program;
    machine->rate = other->rate;
    machine->at = other->at;
    machine->loaded = machine->order_epoch = -1;
    memcpy(machine->mem, other->mem, other->program->size * sizeof *machine->mem);
}

bool machine_known(const Machine *machine, int slot) {
    const Slot *it = &machine->program->slots[slot];
    if (it->role == ROLE_DATA || it->role == ROLE_PARAMETER || it->role == ROLE_CONSTANT ||
        it->role == ROLE_SETTING)
        return true;
    if (it->made == 0) return false;
    return machine->at.step >= it->made || (it->lasting && machine->at.iteration > 0);
}

bool machine_finite(const Machine *machine) {
    if (machine->at.step == 0) return true;
    int to = instr_after(machine->program, machine->at.step);
    for (int i = instr_after(machine->program, machine->at.step - 1); i < to; i++)
        if (!machine->bound.exec->finite(bound_calls(&machine->bound, machine->program), i)) return false;
    return true;
}

Mat machine_mat(const Machine *machine, int slot) {
    const Slot *it = &machine->program->slots[slot];
    return tensor_mat(machine->mem + it->at, it->rows, it->cols);
}

const float *machine_slot(const Machine *machine, int slot) {
    return machine->mem + machine->program->slots[slot].at;
}

float machine_loss(const Machine *machine) {
    int loss = machine->program->loss;
    return machine_known(machine, loss) ? *machine_slot(machine, loss) : NAN;
}

int machine_right(const Machine *machine) {
    const Lesson *lesson = machine->lesson;
    if (lesson->classes_slot < 0) return 0;
    const Slot *scores = &machine->program->slots[lesson->classes_slot];
    return batch_right(machine_slot(machine, lesson->classes_slot),
                       machine_slot(machine, lesson->classes_target), scores->rows, scores->cols);
}

void machine_save(const Machine *machine, float *state, Rng *rng) {
    memcpy(state, machine->mem, machine->program->lasting * sizeof *state);
    if (rng == NULL || machine->order == NULL) return;
    /* At the end of an epoch's last iteration the next epoch's draws come after this one's. */
    bool ended =
        machine->at.step == machine->program->steps && (machine->at.iteration + 1) % machine->batches == 0;
    *rng = ended ? machine->rng_after : machine->rng;
}

void machine_load(Machine *machine, int64_t iteration, const float *state, const Rng *rng) {
    memcpy(machine->mem, state, machine->lesson->batch->lasting * sizeof *state);
    if (machine->order != NULL && machine->order_epoch != iteration / machine->batches) {
        machine->rng = *rng;
        machine->order_epoch = -1;
    }
    enter(machine, iteration);
}
