/* layout_repeat: finds blocks of operations that repeat, such as the layers of a deep network, and draws them
 * once. */
#include <stdint.h>
#include <string.h>

#include "layout_private.h"

enum { LONGEST_BLOCK = 48, FEWEST_BLOCKS = 3 };

typedef struct Repetition {
    int first, length, blocks; /* operations; operations of a block; how many blocks */
} Repetition;

/* Two operations do the same in two blocks: the same operation, on results equally far back, on sources of
 * one role. */
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

/* The box for the blocks between two operations. With none of them the value that crosses passes through it.
 */
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

/* Moves operations [first, end) to `to`; what they read from before `first` comes out of the box just before
 * `to`. */
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
