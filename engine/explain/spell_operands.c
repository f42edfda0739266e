/* spell_operands: the matrices that a formula reads, and the result, with the rows and columns that one
 * element uses. */
#include <stdio.h>
#include <string.h>

#include "spell.h"

static bool is_matrix(const Explainer *x, int slot) {
    const Slot *it = &x->view->program->slots[slot];
    return it->role != ROLE_CONSTANT && it->role != ROLE_SETTING;
}

bool spelling_to_come(const Explainer *x, int slot) {
    const Program *program = x->view->program;
    for (int i = 0; i < program->instr_count && x->ahead >= 0; i++)
        if (program->instrs[i].dst == slot && program->instrs[i].hidden &&
            program->instrs[i].step == x->instr->step)
            return true;
    return false;
}

static void add_operand(const Explainer *x, int slot, bool transposed, int row, int col, const char *sign) {
    Explanation *out = x->out;
    if (out->operand_count == VIEW_MAX_OPERANDS) return;
    ViewOperand *operand = &out->operands[out->operand_count++];
    *operand = (ViewOperand){
        .slot = slot, .transposed = transposed, .row = row, .col = col, .hidden = spelling_to_come(x, slot)};
    snprintf(operand->sign, sizeof operand->sign, "%s", sign);
}

/* Row and column of the slot that the element at (row, col) of something it is broadcast to uses; −1: all of
 * them. */
static void add_broadcast(const Explainer *x, int slot, int row, int col, const char *sign) {
    const Slot *it = &x->view->program->slots[slot];
    add_operand(x, slot, false, it->rows == 1 && row >= 0 ? 0 : row, it->cols == 1 && col >= 0 ? 0 : col,
                sign);
}

/* A name, or a name transposed; −1: something else. */
static int factor_slot(const Spelling *s, const Expr *e, bool *transposed) {
    int slot = -1;
    double number;
    *transposed = template_is(e, "transpose");
    if (*transposed) e = e->args[0];
    return e->kind == EXPR_NAME && scope_letter(&s->scope, e->name, &slot, &number) ? slot : -1;
}

static bool add_product(const Explainer *x, const Spelling *s) {
    if (!template_is(s->expr, "matmul")) return false;
    bool left_turned, right_turned;
    int left = factor_slot(s, s->expr->args[0], &left_turned);
    int right = factor_slot(s, s->expr->args[1], &right_turned);
    if (left < 0 || right < 0) return false;
    Shape shape = template_shape(&s->scope, s->expr);
    add_operand(x, left, left_turned, shape.rows == 1 ? 0 : x->row, -1, "");
    add_operand(x, right, right_turned, -1, shape.cols == 1 ? 0 : x->col, "·");
    return true;
}

/* Every matrix of the formula once, in the order in which it reads them. */
static void add_names(const Explainer *x, const Spelling *s, const Expr *e, int row, int col) {
    int slot;
    double number;
    if (template_is(e, "count") || template_is(e, "rows")) return; /* how many there are, not what they are */
    if (e->kind == EXPR_NAME && scope_letter(&s->scope, e->name, &slot, &number) && slot >= 0 &&
        is_matrix(x, slot)) {
        for (int i = 0; i < x->out->operand_count; i++)
            if (x->out->operands[i].slot == slot) return;
        bool result = slot == x->slot && x->ahead < 0; /* an update to come reads what it will write over */
        if (result || x->out->operand_count == VIEW_MAX_OPERANDS - 1) return;
        add_broadcast(x, slot, row, col, x->out->operand_count == 0 ? "" : ",");
    }
    bool turned = template_is(e, "transpose");
    for (int k = 0; e->kind == EXPR_CALL && k < e->count; k++)
        add_names(x, s, e->args[k], turned ? col : row, turned ? row : col);
}

/* The sign between two operands where the formula is nothing but that. */
static const char *plain_sign(const Explainer *x, const Spelling *s) {
    static const struct {
        const char *call, *sign;
    } signs[] = {{"add", "+"}, {"sub", "−"}, {"mul", "∘"}, {"div", "÷"}};
    bool direct = s->expr->kind == EXPR_CALL && s->expr->count == 2 && s->expr->args[0]->kind == EXPR_NAME &&
                  s->expr->args[1]->kind == EXPR_NAME && x->out->operand_count == 2;
    for (size_t i = 0; direct && i < sizeof signs / sizeof *signs; i++)
        if (template_is(s->expr, signs[i].call)) return signs[i].sign;
    return NULL;
}

void spelling_operand_given(const Explainer *x) {
    if (is_matrix(x, x->slot)) add_operand(x, x->slot, false, x->row, x->col, "");
}

void spelling_operands(const Explainer *x, const Spelling *s) {
    const char *equals = "=";
    if (!add_product(x, s)) {
        bool rows = s->sums && s->sum.over_rows, cols = s->sums && s->sum.over_cols;
        const Expr *read = s->sums ? s->sum.left : s->expr;
        add_names(x, s, read, rows ? -1 : x->row, cols ? -1 : x->col);
        const char *sign = plain_sign(x, s);
        if (sign != NULL)
            snprintf(x->out->operands[1].sign, sizeof x->out->operands[1].sign, "%s", sign);
        else
            equals = "→";
    }
    if (x->out->operand_count == 0) return;
    add_operand(x, x->slot, false, x->row, x->col, equals);
    x->out->operands[x->out->operand_count - 1].hidden = x->ahead >= 0;
}
