/* divergence: two machines that step side by side until their results differ. */
#include "divergence.h"

#include "alignment.h"

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

bool divergence_find(Run one, Run other, const Exec *exec, Divergence *out, Err *e) {
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
