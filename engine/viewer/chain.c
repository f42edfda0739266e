/* chain: the chain rule along one path from the selected number to the loss, each operation a function of what comes. */
#include <math.h>
#include <stdlib.h>

#include "engine/program/op.h"
#include "engine/run/path.h"
#include "viewer_parts.h"

/* How far the chain's first number is turned up. */
static const double nudge = 0.01;

typedef struct Chained {
    Paths paths;
    ViewChain chain;
    bool ready; /* of this moment's numbers: */
    const Program *program;
    int64_t iteration;
    int slot, row, col, index;
} Chained;

void chain_end(Viewer *viewer) {
    free(viewer->chained);
    viewer->chained = NULL;
}

/* The number that the chain begins with: of a gradient, what it is the gradient of. */
static int first_slot(const View *view) {
    const int slot = view->selection.slot;
    if (slot < 0) return -1;
    return view->program->slots[slot].role == ROLE_GRADIENT ? view->program->slots[slot].of : slot;
}

/* Whether the numbers of this moment are those of one forward pass that is done: no parameter has moved since. What
   is asked for, hidden or wrong on purpose is not given away. */
static bool can_be_told(const ViewerInput *input, const View *view) {
    const bool updating = view->instr >= 0 && view->phase == PHASE_UPDATE;
    return !view->predict && input->disguise == NULL && !view->bugs_on && view->has_loss && !updating &&
           view->step > view->program->zero_steps;
}

static HopForm form_of(const Instr *instr, int operand) {
    if (instr->op->pattern == OP_PRODUCT) return HOP_TERM;
    if (program_op_is(instr, OP_POWER)) return HOP_POWER;
    if (instr->op->pattern == OP_ELEMENT && instr->ins == 2 && !instr->op->function)
        return operand == 0 ? HOP_BEFORE : HOP_BEHIND;
    return HOP_FUNCTION;
}

/* Of the operand that does not come along the path. */
static double other_of(const Probe *probe, const Instr *instr, const PathHop *hop, HopForm form) {
    if (form == HOP_TERM) return hop->slope;
    if (form == HOP_POWER) return instr->number[0];
    if (form == HOP_FUNCTION) return NAN;
    const int slot = instr->in[1 - hop->operand];
    const Slot *other = &probe->program->slots[slot];
    return probe
        ->mem[probe_element(probe, slot, other->rows == 1 ? 0 : hop->row, other->cols == 1 ? 0 : hop->col)];
}

/* Where the function is drawn: what bends is centred on zero, so that all of its form is in sight. */
static void range_of(const Instr *instr, HopForm form, double in, double *low, double *high) {
    const bool bends = instr->op->pattern == OP_ELEMENT && (form == HOP_FUNCTION || form == HOP_POWER);
    const double reach = fmax(1.25 * fabs(in), program_op_is(instr, OP_SATURATES) ? 4 : 1);
    *low = (bends ? 0 : in) - reach;
    *high = (bends ? 0 : in) + reach;
}

/* Really evaluated: the operation runs again for each point. */
static void draw_function(const Probe *probe, const Instr *instr, ViewHop *hop) {
    const int at = hop->instr;
    double *in = probe->mem + probe_element(probe, hop->in_slot, hop->in_row, hop->in_col);
    const double *out = probe->mem + probe_element(probe, hop->slot, hop->row, hop->col);
    const double was = *in;
    double largest = 0, off = 0, low, high;
    range_of(instr, hop->form, was, &low, &high);
    for (int i = 0; i < VIEW_HOP_POINTS; i++) {
        const double x = low + (high - low) * i / (VIEW_HOP_POINTS - 1);
        *in = x;
        probe->bound.exec->run(probe->calls, at, at + 1);
        hop->x[i] = (float)x;
        hop->y[i] = (float)*out;
        off = fmax(off, fabs(*out - hop->value - hop->slope * (x - was)));
        largest = fmax(largest, fabs(*out));
    }
    hop->straight = off <= 1e-9 * (1 + largest);
    *in = was;
    probe->bound.exec->run(probe->calls, at, at + 1);
}

static void hop_build(const Probe *probe, const PathHop *from, const ViewHop *before, const ViewChain *chain,
                      ViewHop *out) {
    const Instr *instr = &probe->program->instrs[from->instr];
    *out = (ViewHop){
        .instr = from->instr, .slot = instr->dst, .row = from->row, .col = from->col, .slope = from->slope};
    out->in_slot = before != NULL ? before->slot : chain->slot;
    out->in_row = before != NULL ? before->row : chain->row;
    out->in_col = before != NULL ? before->col : chain->col;
    out->form = form_of(instr, from->operand);
    out->other = other_of(probe, instr, from, out->form);
    out->in = probe->mem[probe_element(probe, out->in_slot, out->in_row, out->in_col)];
    out->value = probe->mem[probe_element(probe, out->slot, out->row, out->col)];
    draw_function(probe, instr, out);
}

/* The first number is turned up, and all that follows from it is computed anew. */
static bool nudge_all(Probe *probe, ViewChain *chain) {
    Moved moved;
    if (!probe_take(probe, chain->slot, chain->row, chain->col, false, &moved)) return false;
    chain->nudge = nudge;
    chain->loss_change = probe_loss(&moved, chain->number + nudge) - chain->loss;
    for (int i = 0; i < chain->count; i++) {
        ViewHop *hop = &chain->hops[i];
        hop->change = probe->mem[probe_element(probe, hop->slot, hop->row, hop->col)] - hop->value;
    }
    probe_loss(&moved, chain->number);
    probe_release(&moved);
    return true;
}

/* false: no memory; or no path, and then the chain has no hops. */
static bool follow(Chained *chained, Probe *probe, const Machine *machine, int slot, int row, int col,
                   int index) {
    ViewChain *chain = &chained->chain;
    *chain = (ViewChain){.slot = slot, .row = row, .col = col};
    if (probe == NULL || !path_find(probe, machine, slot, row, col, &chained->paths)) return false;
    const Paths *paths = &chained->paths;
    if (paths->count == 0) return true;
    chain->told = paths->count;
    chain->index = index % paths->count;
    chain->total = paths->total;
    chain->sum = paths->sum;
    chain->loss = probe->loss;
    chain->number = probe->mem[probe_element(probe, slot, row, col)];
    const Path *path = &paths->path[chain->index];
    chain->product = path->product;
    for (int i = 0; i < path->count; i++, chain->count++)
        hop_build(probe, &path->hops[i], i > 0 ? &chain->hops[i - 1] : NULL, chain, &chain->hops[i]);
    return nudge_all(probe, chain);
}

static bool is_kept(const Chained *chained, const Machine *machine, const ViewChain *wanted) {
    return chained->ready && chained->program == machine->program &&
           chained->iteration == machine->at.iteration && chained->slot == wanted->slot &&
           chained->row == wanted->row && chained->col == wanted->col && chained->index == wanted->index;
}

static Chained *chained_of(Viewer *viewer) {
    if (viewer->chained == NULL) viewer->chained = calloc(1, sizeof *viewer->chained);
    return viewer->chained;
}

void chain_build(Viewer *viewer, const ViewerInput *input, View *view) {
    const int slot = input->machine != NULL && can_be_told(input, view) ? first_slot(view) : -1;
    if (slot < 0) return;
    const Machine *machine = input->machine;
    const Slot *it = &view->program->slots[slot];
    const ViewChain wanted = {.slot = slot,
                              .row = view_index(view->selection.row, it->rows),
                              .col = view_index(view->selection.col, it->cols),
                              .index = input->chain_index > 0 ? input->chain_index : 0};
    Chained *chained = chained_of(viewer);
    if (chained != NULL && !is_kept(chained, machine, &wanted)) {
        chained->ready =
            follow(chained, check_probe(viewer), machine, slot, wanted.row, wanted.col, wanted.index);
        chained->program = machine->program;
        chained->iteration = machine->at.iteration;
        chained->slot = slot;
        chained->row = wanted.row;
        chained->col = wanted.col;
        chained->index = wanted.index;
    }
    if (chained == NULL || !chained->ready)
        view_fail(view);
    else if (chained->chain.count > 0)
        view->chain = &chained->chain;
}
