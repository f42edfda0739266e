/* parting: two machines that step side by side until their results differ. */
#include "divergence.h"

#include "alignment.h"

/* The first slot, in the order of execution, that the step just done has written differently; −1: none. */
static int differing_slot(const Pairing *pairing, const Machine *one, const Machine *other) {
    for (int i = 0; i < one->program->instr_count; i++) {
        const Instr *instr = &one->program->instrs[i];
        int like = pairing_slot(pairing, instr->dst);
        if (instr->step == one->at.step && like >= 0 && machine_known(other, like) &&
            !pairing_same(pairing, one, other, instr->dst))
            return instr->dst;
    }
    return -1;
}

static void follow(const Pairing *pairing, const Machine *one, Machine *other) {
    Moment to = pairing_moment(pairing, one->at);
    if (other->at.iteration < to.iteration) {
        machine_finish(other);
        machine_next(other);
    }
    machine_run(other, to.step);
}

static Parting find(const Pairing *pairing, Machine *one, Machine *other) {
    double numbers = 0;
    while (one->at.iteration < PARTING_ITERATIONS && numbers < PARTING_NUMBERS) {
        if (!machine_step(one)) break;
        follow(pairing, one, other);
        if (one->at.step == 1) numbers += (double)one->program->size;
        int slot = differing_slot(pairing, one, other);
        if (slot >= 0) return (Parting){one->at, slot};
    }
    return (Parting){{0, 0}, -1};
}

bool parting_find(const Lesson *one, const Lesson *other, const Exec *exec, Parting *out, Err *e) {
    *out = (Parting){{0, 0}, -1};
    Pairing *pairing = pairing_new(one, other, e);
    Machine *a = pairing == NULL ? NULL : machine_new(one, exec, e);
    Machine *b = a == NULL ? NULL : machine_new(other, exec, e);
    if (b != NULL) *out = find(pairing, a, b);
    machine_free(a);
    machine_free(b);
    pairing_free(pairing);
    return b != NULL;
}
