/* ops: the program's forward operations as a graph: which reads which result, and how far along each one is. */
#include "ops.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

/* A hidden instruction's result, or a value that no instruction makes, is a source, as data are. */
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

static void ops_measure_one(Ops *ops, int index, int data) {
    LayoutOp *op = &ops->at[index];
    op->depth = 1;
    op->reach = op->uses = 0;
    for (int k = 0; k < op->ins; k++) {
        const Operand *in = &op->in[k];
        if (in->slot == data && op->reach < 1) op->reach = 1;
        if (in->from < 0) continue;
        LayoutOp *from = &ops->at[in->from];
        assert(in->from < index);
        from->uses++;
        if (from->reach > 0 && from->reach + 1 > op->reach) op->reach = from->reach + 1;
        if (from->depth + 1 > op->depth) op->depth = from->depth + 1;
    }
}

/* With the ways counted from one data slot; returns the longest one to the loss. */
static int ops_measure_from(Ops *ops, int data) {
    for (int i = 0; i < ops->count; i++) ops_measure_one(ops, i, data);
    return ops->at[ops->loss].reach;
}

static bool ops_reads(const Ops *ops, int slot) {
    for (int i = 0; i < ops->count; i++)
        for (int k = 0; k < ops->at[i].ins; k++)
            if (ops->at[i].in[k].from < 0 && ops->at[i].in[k].slot == slot) return true;
    return false;
}

/* The main chain begins with the data that is furthest from the loss, whatever the order of names in the lesson. */
void ops_measure(Ops *ops, const Program *program) {
    int end = program->loss >= 0 ? program->loss : program->target, best = -1, most = 0;
    ops->loss = ops->count - 1;
    for (int i = 0; i < ops->count; i++)
        if (ops->at[i].slot == end) ops->loss = i;
    if (ops->loss < 0) return;
    for (int s = 0; s < program->slot_count; s++) {
        if (program->slots[s].role != ROLE_DATA || !ops_reads(ops, s)) continue;
        int way = ops_measure_from(ops, s);
        if (way <= most) continue;
        most = way;
        best = s;
    }
    ops_measure_from(ops, best);
}

enum { LONGEST_BLOCK = 48, FEWEST_BLOCKS = 3 };

typedef struct Repetition {
    int first, length, blocks; /* operations; operations of a block; how many blocks */
} Repetition;

/* Whether two operations do the same: one op, on results equally far back, on sources of one role. */
static bool ops_alike(const Ops *ops, const Program *program, int a, int b) {
    const LayoutOp *first = &ops->at[a], *second = &ops->at[b];
    if (first->likeness != second->likeness) return false;
    const Instr *one = &program->instrs[first->instr], *other = &program->instrs[second->instr];
    if (first->ins != second->ins || one->op != other->op || one->loss != other->loss) return false;
    for (int k = 0; k < first->ins; k++) {
        const Operand *p = &first->in[k], *q = &second->in[k];
        if ((p->from < 0) != (q->from < 0)) return false;
        if (p->from >= 0 && a - p->from != b - q->from) return false;
        if (p->from < 0 && program->slots[p->slot].role != program->slots[q->slot].role) return false;
    }
    return true;
}

static void mix(uint64_t *hash, uint64_t value) {
    *hash = (*hash ^ value) * 0x9E3779B97F4A7C15u;
    *hash ^= *hash >> 32;
}

/* A hash of what ops_alike compares: there are nearly fifty comparisons for every operation. */
static void ops_hash(Ops *ops, const Program *program) {
    for (int i = 0; i < ops->count; i++) {
        LayoutOp *op = &ops->at[i];
        const Instr *instr = &program->instrs[op->instr];
        uint64_t hash = (uintptr_t)instr->op;
        mix(&hash, (uint64_t)op->ins * 2 + instr->loss);
        for (int k = 0; k < op->ins; k++) {
            const Operand *in = &op->in[k];
            int what = in->from >= 0 ? i - in->from : -1 - (int)program->slots[in->slot].role;
            mix(&hash, (uint64_t)(int64_t)what);
        }
        op->likeness = hash;
    }
}

/* A block begins where a line of the model begins, when there is such a place near. */
static Repetition repetition_aligned(const Ops *ops, const Program *program, int first, int end, int length) {
    int start = first;
    for (int i = first; i < first + length; i++) {
        if (i > 0 && program->instrs[ops->at[i].instr].line == program->instrs[ops->at[i - 1].instr].line)
            continue;
        start = i;
        break;
    }
    return (Repetition){start, length, (end - start) / length};
}

static Repetition ops_find_repetition(const Ops *ops, const Program *program) {
    Repetition best = {0, 0, 0};
    for (int length = 1; length <= LONGEST_BLOCK && length * FEWEST_BLOCKS <= ops->count; length++) {
        int run = 0;
        for (int i = length; i <= ops->count; i++) {
            if (i < ops->count && ops_alike(ops, program, i - length, i)) {
                run++;
                continue;
            }
            int alike = run + length;
            run = 0;
            if (alike < FEWEST_BLOCKS * length) continue;
            Repetition found = repetition_aligned(ops, program, i - alike, i, length);
            if (found.blocks < FEWEST_BLOCKS) continue;
            if ((found.blocks - 1) * length > (best.blocks - 1) * best.length) best = found;
        }
    }
    return best;
}

/* The one value that operations from `at` on read of what is before; false: there are several, or none. */
static bool ops_crossing(const Ops *ops, int at, Operand *value) {
    bool found = false;
    for (int i = at; i < ops->count; i++)
        for (int k = 0; k < ops->at[i].ins; k++) {
            const Operand *in = &ops->at[i].in[k];
            if (in->from < 0 || in->from >= at) continue;
            if (found && in->slot != value->slot) return false;
            *value = *in;
            found = true;
        }
    return found;
}

/* The box for the blocks between two operations. Where there are none, the value passes through it. */
static bool ops_more(const Ops *ops, Repetition r, int first, int end, LayoutOp *more) {
    Operand in, out;
    if (!ops_crossing(ops, first, &in) || !ops_crossing(ops, end, &out)) return false;
    in.index = 0;
    *more = (LayoutOp){.instr = -1, .last = -1, .slot = out.slot, .in = {in}, .ins = 1};
    more->repeats = (end - first) / r.length;
    if (first < end) {
        more->instr = ops->at[first].instr;
        more->last = ops->at[end - 1].instr;
    }
    return true;
}

/* Moves operations [first, end) to `to`; what they read from before `first` comes out of the box before
   `to`. */
static void ops_move(Ops *ops, int first, int end, int to) {
    memmove(&ops->at[to], &ops->at[first], (size_t)(end - first) * sizeof(LayoutOp));
    for (int i = to; i < to + end - first; i++)
        for (int k = 0; k < ops->at[i].ins; k++) {
            int *from = &ops->at[i].in[k].from;
            if (*from >= 0) *from = *from < first ? to - 1 : *from - first + to;
        }
}

static int ops_focused_block(const Ops *ops, Repetition r, int focus) {
    for (int i = r.first; i < r.first + r.blocks * r.length; i++)
        if (ops->at[i].instr == focus) return (i - r.first) / r.length;
    return 0;
}

bool ops_collapse(Ops *ops, const Program *program, int focus) {
    ops_hash(ops, program);
    Repetition r = ops_find_repetition(ops, program);
    if (r.blocks < FEWEST_BLOCKS) return false;
    int begin = r.first + ops_focused_block(ops, r, focus) * r.length;
    int end = r.first + r.blocks * r.length;
    LayoutOp before, after;
    if (!ops_more(ops, r, r.first, begin, &before)) return false;
    if (!ops_more(ops, r, begin + r.length, end, &after)) return false;
    after.in[0].from = r.first + r.length;
    ops_move(ops, begin, begin + r.length, r.first + 1);
    ops->at[r.first] = before;
    ops->at[r.first + 1 + r.length] = after;
    ops_move(ops, end, ops->count, r.first + r.length + 2);
    ops->count += r.length + 2 - (end - r.first);
    return true;
}
