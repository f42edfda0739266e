/* autodiff: zeroing, the loss's own gradient, and one backward instruction for each edge of the chain. */
#include <string.h>

#include "builder.h"
#include "engine/formula/scan.h"

bool autodiff_zero(Builder *b) {
    if (!b->lesson->train.zero_grad) return true;
    for (int i = 0; i < b->learner_count; i++) {
        const Learner *learner = &b->learners[i];
        if (builder_instr(b, op_find("zero"), PHASE_ZERO, learner->grad, learner->place) == NULL)
            return false;
    }
    return true;
}

/* What is known of each slot while the backward pass is written. */
typedef struct Autodiff {
    Builder *b;
    bool *leads;   /* to a parameter that learns or a requires_grad name */
    bool *written; /* a gradient that holds something of this iteration already */
    bool *applied; /* of each bug */
} Autodiff;

static bool slot_has_name(const Builder *b, int slot, const char *name) {
    const Slot *it = &b->program->slots[slot];
    return it->named && strcmp(it->name, name) == 0;
}

/* A gradient starts anew unless it lasts and the lesson does not zero it. */
static bool starts_anew(const Autodiff *a, int grad) {
    bool kept = a->b->program->slots[grad].lasting && !a->b->lesson->train.zero_grad;
    return !kept && !a->written[grad];
}

/* Whether aᵀ @ upstream is, or can be broadcast to, the gradient's shape. */
static bool wrong_input_fits(const Program *program, int input, const Instr *instr, int grad) {
    const Slot *a = &program->slots[input], *g = &program->slots[instr->upstream], *d = &program->slots[grad];
    return a->rows == g->rows && (a->cols == d->rows || a->cols == 1) && (g->cols == d->cols || g->cols == 1);
}

static bool bug_apply(Autodiff *a, const Bug *bug, Instr *instr) {
    Builder *b = a->b;
    if (bug->kind == BUG_MASK_UPSTREAM && program_op_is(instr, OP_GATE) &&
        slot_has_name(b, instr->result, bug->name)) {
        instr->op = op_find("relu_mask_upstream");
        a->applied[bug - b->lesson->bugs] = true;
    }
    if (bug->kind == BUG_WRONG_INPUT && instr->op->pattern == OP_PRODUCT && instr->wrt == 1 &&
        slot_has_name(b, instr->in[1], bug->name)) {
        int input = program_find(b->program, bug->input);
        if (input < 0 || !wrong_input_fits(b->program, input, instr, instr->dst))
            return err_at(b->e, bug->place,
                          "%s in place of the product's left side does not fit %s's gradient", bug->input,
                          bug->name);
        instr->op = op_find("matmul_wrong_input");
        instr->in[0] = input;
        a->applied[bug - b->lesson->bugs] = true;
    }
    return true;
}

/* A bug that changes nothing is a mistake in the lesson. */
static bool bugs_applied(const Autodiff *a) {
    const Lesson *lesson = a->b->lesson;
    for (int i = 0; i < lesson->bug_count; i++) {
        const Bug *bug = &lesson->bugs[i];
        if (a->applied[i] || (bug->kind != BUG_MASK_UPSTREAM && bug->kind != BUG_WRONG_INPUT)) continue;
        if (bug->kind == BUG_MASK_UPSTREAM)
            return err_at(a->b->e, bug->place,
                          "%s is not the result of a relu that a gradient passes through", bug->name);
        return err_at(a->b->e, bug->place, "there is no product a @ %s that a gradient passes through",
                      bug->name);
    }
    return true;
}

void autodiff_reads(Instr *instr) {
    builder_reads(instr, instr->upstream);
    const char *at = instr->wrt < 2 ? instr->op->d_formula[instr->wrt] : NULL;
    while (at != NULL && *at != '\0') {
        size_t length = scan_name_length(at, strlen(at));
        if ((length == 5 && strncmp(at, "count", 5) == 0) || (length == 4 && strncmp(at, "rows", 4) == 0)) {
            at = strchr(at, ')'); /* its operand's shape only */
        } else if (length == 1 && *at >= 'a' && *at < 'a' + instr->ins) {
            builder_reads(instr, instr->in[*at++ - 'a']);
        } else if (length == 1 && *at == 'y') {
            builder_reads(instr, instr->result);
            at++;
        } else {
            at += length > 0 ? length : 1;
        }
    }
}

/* d(operand k) += …, for one operation. */
static bool edge_emit(Autodiff *a, int forward, int k) {
    Builder *b = a->b;
    const Instr of = b->program->instrs[forward];
    const Place place = b->places[forward];
    int operand = of.in[k];
    if (of.op->back == NULL || (of.op->differentiable >> k & 1) == 0)
        return err_at(b->e, place, "%s has no derivative by its %s operand, and %s would need it",
                      of.op->name,
                      of.ins == 1 ? "only"
                      : k == 0    ? "first"
                                  : "second",
                      b->program->slots[operand].name);
    int grad = b->program->slots[operand].grad;
    if (grad < 0) grad = builder_gradient(b, operand, b->program->slots[operand].rows, REGION_OWN, place);
    if (grad < 0) return false;
    Instr *instr = builder_instr(b, of.op, PHASE_BACKWARD, grad, place);
    if (instr == NULL) return false;
    memcpy(instr->in, of.in, sizeof instr->in);
    memcpy(instr->number, of.number, sizeof instr->number);
    instr->ins = of.ins;
    instr->result = of.dst;
    instr->upstream = b->program->slots[of.dst].grad;
    instr->wrt = k;
    instr->forward = forward;
    instr->line = of.line;
    instr->add = !starts_anew(a, grad);
    a->written[grad] = true;
    for (int i = 0; i < b->lesson->bug_count; i++)
        if (!bug_apply(a, &b->lesson->bugs[i], instr)) return false;
    autodiff_reads(instr);
    return true;
}

static bool seed_emit(Autodiff *a, int loss, Place place) {
    Builder *b = a->b;
    int grad = builder_gradient(b, loss, 1, REGION_OWN, place);
    if (grad < 0) return false;
    Instr *instr = builder_instr(b, op_find("seed"), PHASE_BACKWARD, grad, place);
    if (instr == NULL) return false;
    instr->line = b->program->slots[loss].line;
    return true;
}

static void leads_spread(Autodiff *a) {
    const Program *program = a->b->program;
    for (int i = 0; i < a->b->learner_count; i++) a->leads[a->b->learners[i].slot] = true;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        for (int k = 0; k < instr->ins; k++)
            if (a->leads[instr->in[k]]) a->leads[instr->dst] = true;
    }
}

static bool edges_emit(Autodiff *a) {
    Program *program = a->b->program;
    const Assign *last = &a->b->lesson->model[a->b->lesson->model_count - 1];
    leads_spread(a);
    if (!a->leads[program->loss])
        return err_at(a->b->e, last->place,
                      "%s depends on no parameter that learns: there is no gradient to compute", last->name);
    int count = program->instr_count;
    if (!seed_emit(a, program->loss, last->place)) return false;
    for (int i = count - 1; i >= 0; i--) {
        const Instr instr = program->instrs[i];
        if (instr.phase != PHASE_FORWARD || program->slots[instr.dst].grad < 0) continue;
        for (int k = 0; k < instr.ins; k++)
            if (a->leads[instr.in[k]] && !edge_emit(a, i, k)) return false;
    }
    return bugs_applied(a);
}

bool autodiff_backward(Builder *b) {
    /* One gradient a slot at most is added on the way. */
    size_t slots = (size_t)b->program->slot_count * 2 + 1;
    Autodiff a = {.b = b,
                  .leads = arena_alloc(b->scratch, slots * sizeof *a.leads),
                  .written = arena_alloc(b->scratch, slots * sizeof *a.written),
                  .applied = arena_alloc(b->scratch, (size_t)b->lesson->bug_count * sizeof *a.applied)};
    return arena_failed(b->scratch) ? err_memory(b->e) : edges_emit(&a);
}
