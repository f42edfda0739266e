/* explain_nonfinite: where the numbers end, and why: the first element of the first result that is not
 * finite. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "explain.h"

static bool first_nonfinite(const Explainer *x, int *row, int *col) {
    const Slot *slot = &x->view->program->slots[x->slot];
    for (int j = 0; j < slot->cols; j++) {
        for (int i = 0; i < slot->rows; i++) {
            if (isfinite(explainer_element(x, x->slot, i, j))) continue;
            *row = i;
            *col = j;
            return true;
        }
    }
    return false;
}

/* The operand's number that went into the element. */
static double operand_value(const Explainer *x, int k, int row, int col) {
    const Slot *slot = &x->view->program->slots[x->instr->in[k]];
    int i = row < slot->rows ? row : slot->rows - 1, j = col < slot->cols ? col : slot->cols - 1;
    return explainer_element(x, x->instr->in[k], i, j);
}

static bool is_op(const Explainer *x, const char *name) {
    return strcmp(x->instr->op->name, name) == 0;
}

static const char *cause(const Explainer *x, int row, int col) {
    double value = explainer_element(x, x->slot, row, col);
    double a = x->instr->ins > 0 ? operand_value(x, 0, row, col) : NAN;
    double b = x->instr->ins > 1 ? operand_value(x, 1, row, col) : NAN;
    if (is_op(x, "log") && a <= 0) return a == 0 ? "nonfinite.log_zero" : "nonfinite.log_negative";
    if (is_op(x, "xlogy") && b <= 0) return b == 0 ? "nonfinite.log_zero" : "nonfinite.log_negative";
    if ((is_op(x, "sqrt") || is_op(x, "pow")) && a < 0 && isnan(value)) return "nonfinite.root_negative";
    if (is_op(x, "div") && b == 0) return "nonfinite.zero_divisor";
    if (is_op(x, "pow") && a == 0) return "nonfinite.zero_divisor";
    return isnan(value) ? "nonfinite.undefined" : "nonfinite.overflow";
}

void explain_nonfinite(const Explainer *x) {
    int row, col;
    if (!x->known || !first_nonfinite(x, &row, &col)) return;
    char at[EXPLAINER_NAME], value[28];
    explainer_at(x, x->slot, row, col, at, sizeof at);
    if (at[0] == '\0') explainer_name(x, x->slot, at, sizeof at);
    text_number(x->view->texts, value, sizeof value, explainer_element(x, x->slot, row, col), false);
    const char *why = cause(x, row, col);
    x->out->sentence[0] = '\0';
    explainer_title(x, "nonfinite.title");
    explainer_say(x, why, (const char *const[]){"place", at, "amount", value, NULL});
    if (strcmp(why, "nonfinite.overflow") == 0 && x->disguise == NULL)
        explainer_say(x, "nonfinite.grew", NULL);
}
