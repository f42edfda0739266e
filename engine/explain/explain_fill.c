/* explain_fill: the names and numbers that the explanation's sentences mention. */
#include <stdio.h>
#include <string.h>

#include "explain.h"

static int64_t elements(const Explainer *x, int slot) {
    const Slot *s = &x->view->program->slots[slot];
    return (int64_t)s->rows * s->cols;
}

/* As many as there are said to be. */
static int64_t claimed(const Explainer *x, int slot) {
    const Slot *s = &x->view->program->slots[slot];
    int of = s->role == ROLE_GRADIENT && s->of >= 0 ? s->of : slot;
    return explainer_shared(x, of) ? s->cols : elements(x, slot);
}

static void name_or_nothing(const Explainer *x, int slot, char *out) {
    if (slot >= 0) explainer_name(x, slot, out, FILL_TEXT);
}

/* The slot that a sentence about this instruction calls {x}. */
static int subject_slot(const Explainer *x) {
    const Slot *slot = &x->view->program->slots[x->slot];
    return slot->role == ROLE_GRADIENT && slot->of >= 0 ? slot->of : x->slot;
}

static void fill_names(const Explainer *x, Fills *f) {
    const Program *program = x->view->program;
    const Instr *instr = x->instr;
    int subject = subject_slot(x);
    name_or_nothing(x, subject, f->x);
    name_or_nothing(x, program->slots[subject].grad, f->d);
    name_or_nothing(x, program->slots[x->slot].of, f->of);
    name_or_nothing(x, program->loss, f->L);
    if (instr == NULL) return;
    name_or_nothing(x, instr->phase == PHASE_BACKWARD ? instr->result : instr->dst, f->y);
    if (instr->ins > 0) name_or_nothing(x, instr->in[0], f->a);
    if (instr->ins > 1) name_or_nothing(x, instr->in[1], f->b);
    name_or_nothing(x, explainer_same_gradient(x, instr->upstream), f->G);
    bool turned = instr->ins > 1 && (explainer_private(x, instr->in[0]) ||
                                     elements(x, instr->in[0]) < elements(x, instr->in[1]));
    snprintf(f->small, sizeof f->small, "%s", turned ? f->a : f->b);
    snprintf(f->large, sizeof f->large, "%s", turned ? f->b : f->a);
}

static void fill_counts(const Explainer *x, Fills *f) {
    const Program *program = x->view->program;
    const Instr *instr = x->instr;
    const Texts *texts = x->view->texts;
    int64_t times = 1, count = elements(x, x->slot), products = 1;
    int rows = program->slots[x->slot].rows;
    if (instr != NULL && instr->ins > 0) {
        int64_t first = claimed(x, instr->in[0]), second = instr->ins > 1 ? claimed(x, instr->in[1]) : first;
        int result = instr->phase == PHASE_BACKWARD && instr->result >= 0 ? instr->result : instr->dst;
        int64_t here = instr->phase == PHASE_BACKWARD ? claimed(x, instr->dst)
                       : first < second               ? first
                                                      : second;
        if (instr->op->pattern == OP_REDUCE) count = first / elements(x, result);
        times = elements(x, result) / (here > 0 ? here : 1);
        products = program->slots[instr->in[0]].cols;
        rows = program->slots[instr->in[0]].rows;
    }
    f->count = count;
    text_count(texts, f->times, sizeof f->times, "count.times", times);
    text_count(texts, f->numbers, sizeof f->numbers, "count.numbers", count);
    text_count(texts, f->products, sizeof f->products, "count.products", products);
    text_count(texts, f->samples, sizeof f->samples, "count.samples", rows);
    text_count(texts, f->of_samples, sizeof f->of_samples, "count.of_samples", rows);
    text_count(texts, f->uses, sizeof f->uses, "count.uses", explainer_uses(x, x->slot, false));
}

static void fill_numbers(const Explainer *x, Fills *f) {
    const Slot *slot = &x->view->program->slots[x->slot];
    Math scratch;
    Symbols s = explainer_symbols(x, &scratch);
    if (x->instr != NULL) {
        symbols_constant(&s, x->instr->number[0], f->p, sizeof f->p);
        symbols_constant(&s, x->instr->number[1], f->q, sizeof f->q);
    }
    symbols_constant(&s, x->view->lr, f->lr, sizeof f->lr);
    f->rows = slot->rows;
    f->cols = slot->cols;
    explainer_at(x, x->slot, x->row, x->col, f->at, sizeof f->at);
    if (x->known)
        text_number(x->view->texts, f->value, sizeof f->value, explainer_element(x, x->slot, x->row, x->col),
                    false);
}

void explain_fill(const Explainer *x, Fills *out) {
    memset(out, 0, sizeof *out);
    if (x->slot < 0) return;
    fill_names(x, out);
    fill_counts(x, out);
    fill_numbers(x, out);
}
