/* explain_step: what is said of one operation: forward, backward, and in the update; and facts about the
   numbers at hand: neurons that sleep, curves that are flat, the class that wins. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "explain.h"

/* ---- facts ---- */

static void say_number(const Explainer *x, const char *key, int64_t n, int64_t of) {
    explainer_tell(x, key, TEXT_INT("n", n), TEXT_INT("all", of));
}

/* How many of a column's elements (col −1: of all) satisfy the condition. */
static int64_t count_where(const Explainer *x, int slot, int col, bool (*holds)(double)) {
    const Slot *s = &x->view->program->slots[slot];
    int64_t count = 0;
    for (int j = col < 0 ? 0 : col; j < (col < 0 ? s->cols : col + 1); j++)
        for (int i = 0; i < s->rows; i++) count += holds(explainer_element(x, slot, i, j));
    return count;
}

static bool not_above_zero(double v) {
    return v <= 0;
}
static bool flat_from_zero(double v) {
    return v < 0.02 || v > 0.98;
}
static bool flat_from_minus_one(double v) {
    return fabs(v) > 0.98;
}

static void fact_asleep(const Explainer *x) {
    int from = x->instr->in[0];
    const Slot *slot = &x->view->program->slots[from];
    if (slot->rows == 1 || !slot->sample) {
        say_number(x, "fact.asleep.row", count_where(x, from, -1, not_above_zero),
                   (int64_t)slot->rows * slot->cols);
        return;
    }
    int64_t asleep = count_where(x, from, x->col, not_above_zero);
    const char *key = asleep == 0            ? "fact.asleep.none"
                      : asleep == slot->rows ? "fact.asleep.all"
                                             : "fact.asleep.some";
    say_number(x, key, asleep, slot->rows);
}

static void fact_flat(const Explainer *x) {
    const Slot *slot = &x->view->program->slots[x->slot];
    bool from_zero = program_op_is(x->instr, OP_PROBABILITIES);
    int64_t count = count_where(x, x->slot, -1, from_zero ? flat_from_zero : flat_from_minus_one);
    if (count > 0) say_number(x, "fact.flat", count, (int64_t)slot->rows * slot->cols);
}

/* The class that the selected element's row gives the highest probability, and the true one where known. */
static void fact_class(const Explainer *x) {
    const Slot *slot = &x->view->program->slots[x->slot];
    int target = x->lesson->classes_target, truth = -1;
    const int best = tensor_largest(view_mat(x->view, x->slot), x->row);
    const char *key = "fact.class";
    if (target >= 0 && x->view->known[target] && x->view->program->slots[target].cols == slot->cols &&
        x->view->program->slots[target].rows == slot->rows) {
        truth = tensor_largest(view_mat(x->view, target), x->row);
        key = truth == best ? "fact.class.right" : "fact.class.wrong";
    }
    explainer_tell(x, key, TEXT_INT("class", best), TEXT_INT("true", truth),
                   TEXT_REAL("amount", explainer_element(x, x->slot, x->row, best)));
}

static void largest_element(const Explainer *x, int *row, int *col) {
    const Slot *slot = &x->view->program->slots[x->slot];
    double size = -1;
    *row = *col = 0;
    for (int j = 0; j < slot->cols; j++) {
        for (int i = 0; i < slot->rows; i++) {
            double value = fabs(explainer_element(x, x->slot, i, j));
            if (!(value > size)) continue;
            size = value;
            *row = i;
            *col = j;
        }
    }
}

static void say_largest(const Explainer *x, const char *key) {
    const Slot *slot = &x->view->program->slots[x->slot];
    if (slot->rows * slot->cols == 1) return;
    int row, col;
    char at[40];
    largest_element(x, &row, &col);
    explainer_at(x, x->slot, row, col, at, sizeof at);
    explainer_tell(x, key, TEXT_STRING("place", at),
                   TEXT_REAL("amount", explainer_element(x, x->slot, row, col)));
}

static void fact_forward(const Explainer *x) {
    if (program_op_is(x->instr, OP_GATE)) fact_asleep(x);
    if (program_op_is(x->instr, OP_SATURATES)) fact_flat(x);
    if (program_op_is(x->instr, OP_CLASSES) && program_op_is(x->instr, OP_PROBABILITIES)) fact_class(x);
    if (program_op_is(x->instr, OP_LARGEST)) say_largest(x, "fact.largest");
}

static void fact_backward(const Explainer *x) {
    const Program *program = x->view->program;
    const Slot *of = &program->slots[program->slots[x->slot].of];
    if (of->role == ROLE_PARAMETER) {
        say_largest(x, "fact.steepest");
    } else if (program_op_is(x->instr, OP_GATE) && of->rows > 1) {
        say_number(x, "fact.blocked", count_where(x, x->instr->in[0], x->col, not_above_zero), of->rows);
    }
}

/* ---- steps ---- */

/* The title of "PHASE.OP.VARIANT", or of "PHASE.OP". */
static void title_variant(const Explainer *x, const char *phase, const char *variant) {
    char title[64], key[80];
    snprintf(title, sizeof title, "%s.%s.title", phase, x->instr->op->name);
    if (variant != NULL) snprintf(title, sizeof title, "%s.%s.%s.title", phase, x->instr->op->name, variant);
    if (!explainer_key(x, key, sizeof key, title, NULL))
        snprintf(key, sizeof key, "%s.%s.title", phase, x->instr->op->name);
    explainer_title(x, key);
}

/* The sentence of "PHASE.OP.VARIANT", or of "PHASE.OP". */
static void say_variant(const Explainer *x, const char *phase, const char *variant) {
    char base[64], key[80];
    snprintf(base, sizeof base, "%s.%s", phase, x->instr->op->name);
    if (explainer_key(x, key, sizeof key, base, variant)) explainer_say(x, key);
}

static bool same_shape(const Explainer *x, int a, int b) {
    const Slot *slots = x->view->program->slots;
    return slots[a].rows == slots[b].rows && slots[a].cols == slots[b].cols;
}

static bool is_number(const Explainer *x, int slot) {
    const Slot *it = &x->view->program->slots[slot];
    return it->rows == 1 && it->cols == 1;
}

static bool is_constant(const Explainer *x, int slot) {
    return x->view->program->slots[slot].role == ROLE_CONSTANT;
}

static const char *pair_variant(const Explainer *x, int a, int b) {
    if (explainer_shared(x, a) || explainer_shared(x, b)) return "spread";
    if (explainer_private(x, a) || explainer_private(x, b)) return "private";
    if (is_constant(x, a) || is_constant(x, b)) return "constant";
    if (is_number(x, a) && is_number(x, b)) return "number";
    return same_shape(x, a, b) ? NULL : "spread";
}

static const char *forward_variant(const Explainer *x) {
    const Instr *instr = x->instr;
    if (instr->op->pattern == OP_ELEMENT && instr->ins == 2)
        return pair_variant(x, instr->in[0], instr->in[1]);
    if (instr->op->pattern == OP_PRODUCT && x->view->program->slots[instr->in[0]].cols == 1) return "one";
    if (instr->op->pattern == OP_REDUCE && instr->op->numbers == 1 && instr->number[0] >= 0) return "axis";
    return program_op_is(instr, OP_POWER) && instr->number[0] == 2 ? "two" : NULL;
}

/* What the lesson says itself is followed by a fact about the numbers, or else by the operation's sentence. */
void explain_step_forward(const Explainer *x) {
    const char *variant = forward_variant(x);
    bool loss = x->known && x->view->program->slots[x->slot].role == ROLE_LOSS;
    bool said = x->out->sentence[0] != '\0';
    if (loss)
        explainer_title(x, "forward.loss.title");
    else
        title_variant(x, "forward", variant);
    if (!said) say_variant(x, "forward", variant);
    size_t before = strlen(x->out->sentence);
    if (x->known) fact_forward(x);
    if (said && strlen(x->out->sentence) == before) say_variant(x, "forward", variant);
}

static void backward_title(const Explainer *x, int uses) {
    const Slot *of = &x->view->program->slots[x->view->program->slots[x->slot].of];
    bool current = explainer_is_current(x, x->instr);
    if (uses > 1 && current && x->instr->add && explainer_uses(x, x->slot, true) > 1)
        explainer_title(x, "backward.title.more");
    else
        explainer_title(x, of->role == ROLE_PARAMETER ? "backward.title.parameter"
                           : of->role == ROLE_DATA    ? "backward.title.data"
                                                      : "backward.title.value");
}

static const char *backward_variant(const Explainer *x) {
    const Instr *instr = x->instr;
    const Slot *slots = x->view->program->slots;
    if (explainer_shared(x, slots[x->slot].of)) return "sum";
    if (explainer_private(x, slots[x->slot].of)) return "private";
    if (instr->op->pattern == OP_ELEMENT && !same_shape(x, instr->dst, instr->upstream)) return "sum";
    if (instr->op->pattern == OP_PRODUCT && instr->wrt == 1 && slots[instr->upstream].rows == 1) return "one";
    if (instr->op->pattern == OP_PRODUCT && instr->wrt == 0 && slots[instr->upstream].cols == 1)
        return "single";
    return program_op_is(instr, OP_POWER) && instr->number[0] == 2 ? "two" : NULL;
}

void explain_step_backward(const Explainer *x) {
    char base[64], key[80];
    int uses = explainer_uses(x, x->slot, false);
    bool complete = x->known && explainer_uses(x, x->slot, true) == uses;
    bool current = explainer_is_current(x, x->instr);
    backward_title(x, uses);
    x->out->adds_up = uses > 1 || explainer_kept(x, x->slot);
    snprintf(base, sizeof base, "backward.%s.%c", x->instr->op->name, x->instr->wrt == 0 ? 'a' : 'b');
    if (uses > 1 && complete && !current)
        explainer_say(x, "backward.adds_up");
    else if (explainer_key(x, key, sizeof key, base, backward_variant(x)))
        explainer_say(x, key);
    if (uses > 1 && (current || !complete)) explainer_say(x, "backward.more");
    if (explainer_kept(x, x->slot)) explainer_say(x, "backward.kept");
    if (x->known) fact_backward(x);
}

static const char *update_variant(const Explainer *x) {
    if (x->lesson->train.momentum > 0) return "momentum";
    bool kept = !x->lesson->train.zero_grad && !disguise_hides(x->disguise, BUG_KEPT, NULL);
    return kept ? "kept" : NULL;
}

static void say_moved(const Explainer *x, double from, double to) {
    const int grad = x->view->program->slots[x->slot].grad;
    char amount[TEXT_NUMBER];
    text_number(x->view->texts, amount, sizeof amount, to - from, true);
    explainer_tell(x, "fact.moved", TEXT_STRING("amount", amount));
    x->out->moves = true;
    x->out->moved_from = from;
    x->out->moved_to = to;
    if (grad < 0 || !x->view->known[grad]) return;
    x->out->moved_plain =
        explainer_is_plain_step(from, to, x->view->lr, explainer_element(x, grad, x->row, x->col));
}

void explain_step_update(const Explainer *x) {
    const char *variant = update_variant(x);
    title_variant(x, "update", variant);
    say_variant(x, "update", variant);
    Spelling s;
    if (!x->known || x->instr->op->pattern != OP_ELEMENT || !spelling_of(x, x->instr, &s)) return;
    double from = template_element(&s.scope, x->slot, x->row, x->col);
    double to = explainer_element(x, x->slot, x->row, x->col);
    if (x->view->program->slots[x->slot].role != ROLE_PARAMETER || !isfinite(to - from)) return;
    say_moved(x, from, to);
}
