/* alignment: finds what belongs together in two programs that were compiled from the same model, and where
   their runs part. */
#include "alignment.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/program/tensor.h"

struct Alignment {
    int *slots; /* [slot of one]: the other's, −1 */
    int *steps; /* [step of one]: how many the other has done */
};

static bool check_shapes(const Lesson *one, const Lesson *other, Err *e) {
    if (one->batch == NULL || other->batch == NULL)
        return err_set(e, "a lesson without [model] has no runs to put side by side");
    if (one->train.epochs != other->train.epochs)
        return err_set(e,
                       "runs side by side go through the same epochs, not %" PRId64 " and %" PRId64
                       "; --set epochs=N changes both",
                       one->train.epochs, other->train.epochs);
    if (lesson_batches(one) == lesson_batches(other) && one->batch->samples == other->batch->samples)
        return true;
    return err_set(e,
                   "runs side by side take the same mini-batches, not %d of %d samples and %d of %d; "
                   "--set batch=N changes both",
                   lesson_batches(one), one->batch->samples, lesson_batches(other), other->batch->samples);
}

/* Both hold the same operations of the model in the same order: their operands and results belong together. */
static bool pair_forward(int *slots, const Program *one, const Program *other) {
    const Instr *a = NULL, *b = NULL;
    for (;;) {
        a = program_next(one, PHASE_FORWARD, -1, a);
        b = program_next(other, PHASE_FORWARD, -1, b);
        if (a == NULL || b == NULL) return a == b;
        if (a->ins != b->ins) return false;
        for (int n = 0; n < a->ins; n++) slots[a->in[n]] = b->in[n];
        slots[a->dst] = b->dst;
    }
}

/* Names are the lesson's; a made-up one counts slots, and says nothing. Gradients follow what they are of. */
static void pair_others(int *slots, const Program *one, const Program *other) {
    for (int i = 0; i < one->slot_count; i++) {
        const Slot *slot = &one->slots[i];
        bool own = slot->role == ROLE_DATA || slot->role == ROLE_PARAMETER || slot->role == ROLE_SETTING ||
                   slot->role == ROLE_STATE;
        if (slots[i] < 0 && own) slots[i] = program_find(other, slot->name);
    }
    for (int i = 0; i < one->slot_count; i++) {
        const Slot *slot = &one->slots[i];
        if (slot->role == ROLE_GRADIENT && slot->of >= 0 && slots[slot->of] >= 0)
            slots[i] = other->slots[slots[slot->of]].grad;
    }
}

static const Instr *step_of(const Program *program, int step) {
    return &program->instrs[program->step_instr[step]];
}

/* Whether both steps do the same to what belongs together; a bug and another optimizer do not. */
static bool same_step(const int *slots, const Program *one, const Instr *a, const Program *other,
                      const Instr *b) {
    if (a->phase != b->phase || slots[a->dst] != b->dst) return false;
    if (a->phase != PHASE_BACKWARD || a->forward < 0 || b->forward < 0) return true;
    return slots[one->instrs[a->forward].dst] == other->instrs[b->forward].dst && a->wrt == b->wrt;
}

/* The other's step after `after` that is one's `step`; 0: it does without. */
static int find_step(const int *slots, const Program *one, int step, const Program *other, int after) {
    const Instr *instr = step_of(one, step);
    for (int k = after + 1; k <= other->steps; k++)
        if (same_step(slots, one, instr, other, step_of(other, k))) return k;
    return 0;
}

static void pair_steps(Alignment *alignment, const Program *one, const Program *other) {
    int done = 0;
    for (int step = 1; step <= one->steps; step++) {
        int found = find_step(alignment->slots, one, step, other, done);
        if (found > 0) done = found;
        alignment->steps[step] = done;
    }
    alignment->steps[one->steps] = other->steps;
}

Alignment *alignment_new(const Lesson *one, const Lesson *other, Err *e) {
    if (!check_shapes(one, other, e)) return NULL;
    const Program *a = one->batch, *b = other->batch;
    Alignment *alignment = calloc(1, sizeof *alignment);
    if (alignment != NULL) {
        alignment->slots = malloc(((size_t)a->slot_count + 1) * sizeof *alignment->slots);
        alignment->steps = calloc((size_t)a->steps + 1, sizeof *alignment->steps);
    }
    if (alignment == NULL || alignment->slots == NULL || alignment->steps == NULL) {
        alignment_free(alignment);
        err_memory(e);
        return NULL;
    }
    for (int i = 0; i < a->slot_count; i++) alignment->slots[i] = -1;
    if (pair_forward(alignment->slots, a, b)) {
        pair_others(alignment->slots, a, b);
        pair_steps(alignment, a, b);
        return alignment;
    }
    alignment_free(alignment);
    err_set(e, "the runs are of two models: they cannot be put side by side");
    return NULL;
}

void alignment_free(Alignment *alignment) {
    if (alignment == NULL) return;
    free(alignment->slots);
    free(alignment->steps);
    free(alignment);
}

int alignment_slot(const Alignment *alignment, int slot) {
    return alignment->slots[slot];
}

Moment alignment_moment(const Alignment *alignment, Moment at) {
    return (Moment){at.iteration, alignment->steps[at.step]};
}

static bool same_number(float a, float b) {
    return a == b || (isnan(a) && isnan(b));
}

bool alignment_same(const Alignment *alignment, const Machine *one, const Machine *other, int slot) {
    int like = alignment->slots[slot];
    if (like < 0) return true;
    const Mat a = machine_mat(one, slot), b = machine_mat(other, like);
    if (a.cols != b.cols || (a.rows != b.rows && a.rows != 1 && b.rows != 1)) return false;
    const int rows = a.rows > b.rows ? a.rows : b.rows;
    for (int j = 0; j < a.cols; j++) {
        const float *left = tensor_element(a, 0, j), *right = tensor_element(b, 0, j);
        if (a.rows == b.rows && memcmp(left, right, (size_t)rows * sizeof *left) == 0) continue;
        for (int i = 0; i < rows; i++)
            if (!same_number(left[a.rows > 1 ? i : 0], right[b.rows > 1 ? i : 0])) return false;
    }
    return true;
}

/* ---- where they first differ ---- */

/* The first slot, in the order of execution, that the step just done has written differently; −1: none. */
static int differing_slot(const Alignment *alignment, const Machine *one, const Machine *other) {
    for (int i = 0; i < one->program->instr_count; i++) {
        const Instr *instr = &one->program->instrs[i];
        int like = alignment_slot(alignment, instr->dst);
        if (instr->step == one->at.step && like >= 0 && machine_known(other, like) &&
            !alignment_same(alignment, one, other, instr->dst))
            return instr->dst;
    }
    return -1;
}

static void follow(const Alignment *alignment, const Machine *one, Machine *other) {
    Moment to = alignment_moment(alignment, one->at);
    if (other->at.iteration < to.iteration) {
        machine_finish(other);
        machine_next(other);
    }
    machine_run(other, to.step);
}

static Divergence find(const Alignment *alignment, Machine *one, Machine *other) {
    double numbers = 0;
    while (one->at.iteration < DIVERGENCE_ITERATIONS && numbers < DIVERGENCE_NUMBERS) {
        if (!machine_step(one)) break;
        follow(alignment, one, other);
        if (one->at.step == 1) numbers += (double)one->program->size;
        int slot = differing_slot(alignment, one, other);
        if (slot >= 0) return (Divergence){one->at, slot};
    }
    return (Divergence){{0, 0}, -1};
}

bool alignment_divergence(Run one, Run other, const Exec *exec, Divergence *out, Err *e) {
    *out = (Divergence){{0, 0}, -1};
    Alignment *alignment = alignment_new(one.lesson, other.lesson, e);
    Machine *a = alignment == NULL ? NULL : machine_new(one.lesson, exec, e);
    Machine *b = a == NULL ? NULL : machine_new(other.lesson, exec, e);
    if (b != NULL) {
        machine_set_rate(a, one.rate);
        machine_set_rate(b, other.rate);
        *out = find(alignment, a, b);
    }
    machine_free(a);
    machine_free(b);
    alignment_free(alignment);
    return b != NULL;
}
