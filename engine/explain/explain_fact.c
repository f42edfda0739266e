/* explain_fact: facts about the numbers at hand: neurons that sleep, curves that are flat, the class that
 * wins. */
#include <math.h>

#include "explain.h"

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

/* The class that the row of the selected element gives the highest probability, and the true one where it is
 * known. */
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

void explain_fact_forward(const Explainer *x) {
    if (program_op_is(x->instr, OP_GATE)) fact_asleep(x);
    if (program_op_is(x->instr, OP_SATURATES)) fact_flat(x);
    if (program_op_is(x->instr, OP_CLASSES) && program_op_is(x->instr, OP_PROBABILITIES)) fact_class(x);
    if (program_op_is(x->instr, OP_LARGEST)) say_largest(x, "fact.largest");
}

void explain_fact_backward(const Explainer *x) {
    const Program *program = x->view->program;
    const Slot *of = &program->slots[program->slots[x->slot].of];
    if (of->role == ROLE_PARAMETER) {
        say_largest(x, "fact.steepest");
    } else if (program_op_is(x->instr, OP_GATE) && of->rows > 1) {
        say_number(x, "fact.blocked", count_where(x, x->instr->in[0], x->col, not_above_zero), of->rows);
    }
}
