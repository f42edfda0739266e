/* layout_ops: the program's forward operations as a graph: who reads whose result, and how far along each one
 * is. */
#include <assert.h>
#include <string.h>

#include "layout_private.h"

/* A hidden instruction's result, or a value that no instruction makes, is a source like data and parameters
 * are. */
static bool ops_is_shown(const Program *program, const Instr *instr) {
    const Slot *slot = &program->slots[instr->dst];
    return instr->phase == PHASE_FORWARD && !instr->hidden &&
           (slot->role == ROLE_VALUE || slot->role == ROLE_LOSS);
}

static void ops_add(Ops *ops, const Program *program, int index) {
    const Instr *instr = &program->instrs[index];
    LayoutOp *op = &ops->at[ops->count];
    *op = (LayoutOp){.instr = index, .last = index, .slot = instr->dst, .repeats = -1};
    for (int k = 0; k < instr->ins; k++) {
        int slot = instr->in[k];
        op->in[op->ins++] = (Operand){.slot = slot, .from = ops->producer[slot], .index = k};
    }
    ops->producer[instr->dst] = ops->count++;
}

void ops_build(Ops *ops, const Program *program) {
    ops->count = 0;
    for (int s = 0; s < program->slot_count; s++) ops->producer[s] = -1;
    for (int i = 0; i < program->instr_count; i++) ops->first_back[i] = -1;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        if (ops_is_shown(program, instr)) ops_add(ops, program, i);
        if (instr->phase != PHASE_BACKWARD || instr->forward < 0) continue;
        if (ops->first_back[instr->forward] < 0) ops->first_back[instr->forward] = i;
    }
}

static int ops_find_focus(const Ops *ops, int focus) {
    for (int i = 0; i < ops->count; i++)
        if (ops->at[i].instr <= focus && focus <= ops->at[i].last) return i;
    return 0;
}

/* Parts begin at fixed places, so that a step within one moves nothing. */
void ops_cut(Ops *ops, int focus, int *before, int *after) {
    *before = *after = 0;
    if (ops->count <= LAYOUT_MOST) return;
    int first = ops_find_focus(ops, focus) / LAYOUT_MOST * LAYOUT_MOST, left = ops->count - first;
    int count = left < LAYOUT_MOST ? left : LAYOUT_MOST;
    *before = first;
    *after = left - count;
    memmove(ops->at, ops->at + first, (size_t)count * sizeof *ops->at);
    ops->count = count;
    for (int i = 0; i < count; i++)
        for (int k = 0; k < ops->at[i].ins; k++) {
            int *from = &ops->at[i].in[k].from;
            *from = *from >= first ? *from - first : -1;
        }
}

int ops_back(const Ops *ops, const Program *program, int instr, int index) {
    int first = ops->first_back[instr];
    if (first < 0) return -1;
    for (int i = first; i < program->instr_count && program->instrs[i].forward == instr; i++)
        if (program->instrs[i].wrt == index) return i;
    return -1;
}

static int ops_first_data(const Ops *ops, const Program *program) {
    int first = -1;
    for (int i = 0; i < ops->count; i++)
        for (int k = 0; k < ops->at[i].ins; k++) {
            const Operand *in = &ops->at[i].in[k];
            if (in->from >= 0 || program->slots[in->slot].role != ROLE_DATA) continue;
            if (first < 0 || in->slot < first) first = in->slot;
        }
    return first;
}

static void ops_measure_one(Ops *ops, int index, int first_data) {
    LayoutOp *op = &ops->at[index];
    op->depth = 1;
    op->reach = 0;
    for (int k = 0; k < op->ins; k++) {
        const Operand *in = &op->in[k];
        if (in->slot == first_data && op->reach < 1) op->reach = 1;
        if (in->from < 0) continue;
        LayoutOp *from = &ops->at[in->from];
        assert(in->from < index);
        from->uses++;
        if (from->reach > 0 && from->reach + 1 > op->reach) op->reach = from->reach + 1;
        if (from->depth + 1 > op->depth) op->depth = from->depth + 1;
    }
}

void ops_measure(Ops *ops, const Program *program) {
    int first_data = ops_first_data(ops, program);
    int end = program->loss >= 0 ? program->loss : program->target;
    ops->loss = ops->count - 1;
    for (int i = 0; i < ops->count; i++) ops->at[i].uses = 0;
    for (int i = 0; i < ops->count; i++) {
        ops_measure_one(ops, i, first_data);
        if (ops->at[i].slot == end) ops->loss = i;
    }
}
