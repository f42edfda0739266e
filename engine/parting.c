/* parting: two machines that step side by side until their results differ. */
#include "parting.h"

#include <math.h>

#include "tensor.h"

/* What a learner sees as the same: 0 and −0 are, and so are two that are not numbers. */
static bool same_number(float a, float b) {
    return a == b || (isnan(a) && isnan(b));
}

/* The results of both machines in that slot, each row of the one against the row that it would be broadcast
 * to. */
static bool same_results(const Machine *one, const Machine *other, int slot) {
    const Slot *a = &one->program->slots[slot], *b = &other->program->slots[slot];
    if (a->cols != b->cols || (a->rows != b->rows && a->rows != 1 && b->rows != 1)) return false;
    size_t rows = (size_t)(a->rows > b->rows ? a->rows : b->rows);
    const float *left = machine_slot(one, slot), *right = machine_slot(other, slot);
    for (int j = 0; j < a->cols; j++) {
        size_t at = (size_t)j * (size_t)tensor_stride(a->rows),
               bt = (size_t)j * (size_t)tensor_stride(b->rows);
        for (size_t i = 0; i < rows; i++)
            if (!same_number(left[at + (a->rows > 1 ? i : 0)], right[bt + (b->rows > 1 ? i : 0)]))
                return false;
    }
    return true;
}

/* The first slot, in the order of execution, that the step just done has written differently; −1: none. */
static int differing_slot(const Machine *one, const Machine *other) {
    for (int i = 0; i < one->program->instr_count; i++) {
        const Instr *instr = &one->program->instrs[i];
        if (instr->step == one->at.step && !same_results(one, other, instr->dst)) return instr->dst;
    }
    return -1;
}

static Parting find(Machine *one, Machine *other) {
    double numbers = 0;
    while (one->at.iteration < PARTING_ITERATIONS && numbers < PARTING_NUMBERS) {
        if (!machine_step(one) || !machine_step(other)) break;
        if (one->at.step == 1) numbers += (double)one->program->size;
        int slot = differing_slot(one, other);
        if (slot >= 0) return (Parting){one->at, slot};
    }
    return (Parting){{0, 0}, -1};
}

bool parting_find(const Lesson *one, const Lesson *other, const Exec *exec, Parting *out, Err *e) {
    Machine *a = machine_new(one, exec, e), *b = a == NULL ? NULL : machine_new(other, exec, e);
    *out = (Parting){{0, 0}, -1};
    if (b != NULL && a->program->instr_count == b->program->instr_count) *out = find(a, b);
    machine_free(a);
    machine_free(b);
    return b != NULL;
}
