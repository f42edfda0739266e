/* template: evaluates the op table's formulas at one element, in double, from a machine's numbers. */
#include "template.h"

#include <math.h>
#include <string.h>

Scope template_scope(const Program *program, const float *const *values, const Instr *instr) {
    return (Scope){.program = program,
                   .values = values,
                   .instr = instr,
                   .result = instr->phase == PHASE_BACKWARD ? instr->result : instr->dst,
                   .upstream = instr->upstream,
                   .before_slot = -1};
}

bool template_letter(const Scope *scope, const char *name, int *slot, double *number) {
    *slot = -1;
    if (name[0] == '\0' || name[1] != '\0') return false;
    int operand = name[0] - 'a';
    if (operand >= 0 && operand < scope->instr->ins && operand < INSTR_MAX_READS) {
        *slot = scope->instr->in[operand];
    } else if (name[0] == 'y') {
        *slot = scope->result;
    } else if (name[0] == 'G') {
        *slot = scope->upstream;
    } else if (name[0] == 'p' || name[0] == 'q') {
        *number = scope->instr->number[name[0] - 'p'];
        return true;
    }
    return *slot >= 0;
}

const Expr *template_parse(Arena *arena, const char *text) {
    Expr *expr = NULL;
    Err e;
    return expr_parse(arena, text, strlen(text), (Place){1, 1}, &expr, &e) ? expr : NULL;
}

const char *template_of(const Instr *instr) {
    if (instr->phase != PHASE_BACKWARD) return instr->op->formula;
    return instr->wrt == 0 || instr->wrt == 1 ? instr->op->d_formula[instr->wrt] : instr->op->formula;
}

bool template_is(const Expr *expr, const char *name) {
    return expr->kind == EXPR_CALL && strcmp(expr->name, name) == 0;
}

/* The axis of sum(a, p) and mean(a, p): −1 over all. */
static int call_axis(const Scope *scope, const Expr *call) {
    return call->count < 2 ? -1 : (int)template_value(scope, call->args[1], 0, 0);
}

static bool is_number_function(const Expr *expr) {
    return template_is(expr, "count") || template_is(expr, "rows") || template_is(expr, "cols");
}

Shape template_shape(const Scope *scope, const Expr *expr) {
    int slot;
    double number;
    if (expr->kind == EXPR_NAME && template_letter(scope, expr->name, &slot, &number) && slot >= 0)
        return (Shape){scope->program->slots[slot].rows, scope->program->slots[slot].cols};
    if (expr->kind != EXPR_CALL || expr->count == 0 || is_number_function(expr)) return (Shape){1, 1};
    Shape first = template_shape(scope, expr->args[0]);
    if (template_is(expr, "transpose")) return (Shape){first.cols, first.rows};
    if (template_is(expr, "matmul")) return (Shape){first.rows, template_shape(scope, expr->args[1]).cols};
    if (template_is(expr, "sum") || template_is(expr, "mean")) {
        int axis = call_axis(scope, expr);
        return (Shape){axis == 1 ? first.rows : 1, axis == 0 ? first.cols : 1};
    }
    for (int k = 1; k < expr->count; k++) {
        Shape other = template_shape(scope, expr->args[k]);
        if (other.rows > first.rows) first.rows = other.rows;
        if (other.cols > first.cols) first.cols = other.cols;
    }
    return first;
}

bool template_summation(const Scope *scope, const Expr *expr, Summation *out) {
    *out = (Summation){.rows = 1, .cols = 1, .divisor = 1};
    if (expr->kind != EXPR_CALL || expr->count == 0) return false;
    out->left = expr->args[0];
    Shape left = template_shape(scope, out->left);
    if (template_is(expr, "matmul")) {
        out->product = true;
        out->right = expr->args[1];
        out->cols = left.cols;
        return true;
    }
    bool mean = template_is(expr, "mean");
    if (!mean && !template_is(expr, "sum")) return false;
    int axis = call_axis(scope, expr);
    out->over_rows = axis != 1;
    out->over_cols = axis != 0;
    if (out->over_rows) out->rows = left.rows;
    if (out->over_cols) out->cols = left.cols;
    if (mean) out->divisor = (double)out->rows * out->cols;
    return true;
}

double template_summand(const Scope *scope, const Summation *sum, int row, int col, int k, int l) {
    if (sum->product)
        return template_value(scope, sum->left, row, l) * template_value(scope, sum->right, l, col);
    return template_value(scope, sum->left, sum->over_rows ? k : row, sum->over_cols ? l : col);
}

static double summation_value(const Scope *scope, const Summation *sum, int row, int col) {
    double total = 0;
    for (int k = 0; k < sum->rows; k++)
        for (int l = 0; l < sum->cols; l++) total += template_summand(scope, sum, row, col, k, l);
    return total / sum->divisor;
}

static double relu(double a) {
    return a <= 0 ? 0 : a;
}
static double sigmoid(double a) {
    return 1 / (1 + exp(-a));
}
static double softplus(double a) {
    return fmax(a, 0) + log1p(exp(-fabs(a)));
}
static double step(double a) {
    return a > 0;
}
static double sign(double a) {
    return (a > 0) - (a < 0);
}
static double minimum(double a, double b) {
    return a < b ? a : b;
}
static double maximum(double a, double b) {
    return a > b ? a : b;
}
static double xlogy(double a, double b) {
    return a == 0 ? 0 : a * log(b);
}

static const struct {
    const char *name;
    double (*one)(double);
    double (*two)(double, double);
} functions[] = {
    {"min", NULL, minimum}, {"max", NULL, maximum},       {"xlogy", NULL, xlogy}, {"relu", relu, NULL},
    {"tanh", tanh, NULL},   {"sigmoid", sigmoid, NULL},   {"exp", exp, NULL},     {"log", log, NULL},
    {"sqrt", sqrt, NULL},   {"softplus", softplus, NULL}, {"abs", fabs, NULL},    {"sin", sin, NULL},
    {"cos", cos, NULL},     {"step", step, NULL},         {"sign", sign, NULL},
};

static RowNorm row_norm(const Scope *scope, const Expr *of, int row) {
    if (scope->norm != NULL && scope->norm->of == of && scope->norm->row == row) return *scope->norm;
    RowNorm norm = {of, row, -INFINITY, 0};
    int cols = template_shape(scope, of).cols;
    for (int j = 0; j < cols; j++) norm.largest = fmax(norm.largest, template_value(scope, of, row, j));
    for (int j = 0; j < cols; j++) norm.total += exp(template_value(scope, of, row, j) - norm.largest);
    if (scope->norm != NULL) *scope->norm = norm;
    return norm;
}

/* softmax and log_softmax of one row. */
static double row_share(const Scope *scope, const Expr *of, int row, int col, bool logarithm) {
    RowNorm norm = row_norm(scope, of, row);
    double shifted = template_value(scope, of, row, col) - norm.largest;
    return logarithm ? shifted - log(norm.total) : exp(shifted) / norm.total;
}

/* How many elements of the operand go into one of the result. */
static double count_into_result(const Scope *scope, Shape operand) {
    const Slot *to = &scope->program->slots[scope->result];
    return (double)operand.rows / to->rows * ((double)operand.cols / to->cols);
}

static double call_value(const Scope *scope, const Expr *call, int row, int col) {
    const Operator *operator= expr_operator_named(call->name);
    if (operator!= NULL && operator->sign != '@' && operator->sign != '.')
        return expr_fold(operator, template_value(scope, call->args[0], row, col),
                         operator->count == 2 ? template_value(scope, call->args[1], row, col) : 0);
    for (size_t k = 0; k < sizeof functions / sizeof *functions; k++) {
        if (strcmp(call->name, functions[k].name) != 0) continue;
        double first = template_value(scope, call->args[0], row, col);
        return functions[k].one != NULL
                   ? functions[k].one(first)
                   : functions[k].two(first, template_value(scope, call->args[1], row, col));
    }
    Summation sum;
    if (template_summation(scope, call, &sum)) return summation_value(scope, &sum, row, col);
    if (template_is(call, "transpose")) return template_value(scope, call->args[0], col, row);
    if (template_is(call, "softmax")) return row_share(scope, call->args[0], row, col, false);
    if (template_is(call, "log_softmax")) return row_share(scope, call->args[0], row, col, true);
    Shape shape = call->count > 0 ? template_shape(scope, call->args[0]) : (Shape){1, 1};
    if (template_is(call, "rows")) return shape.rows;
    if (template_is(call, "cols")) return shape.cols;
    if (template_is(call, "count")) return count_into_result(scope, shape);
    if (template_is(call, "between")) {
        double a = template_value(scope, call->args[0], row, col);
        return a >= template_value(scope, call->args[1], 0, 0) &&
               a <= template_value(scope, call->args[2], 0, 0);
    }
    return NAN;
}

void template_restore(Scope *scope, Arena *arena, int slot, const Instr *update) {
    const Expr *expr = template_parse(arena, update->op->formula);
    if (expr != NULL && scope->restore_count < SCOPE_RESTORES)
        scope->restores[scope->restore_count++] = (Restore){slot, update, expr};
}

/* new = base + slope · old. What is left of an old zero is the rounding of the new value. */
static double restored(const Scope *scope, const Restore *restore, double value, int row, int col) {
    Scope update = template_scope(scope->program, scope->values, restore->update);
    update.before_slot = restore->slot;
    double base = template_value(&update, restore->expr, row, col);
    if (fabs(value - base) < 1e-6 * fabs(base)) return 0;
    update.before = 1;
    return (value - base) / (template_value(&update, restore->expr, row, col) - base);
}

double template_element(const Scope *scope, int slot, int row, int col) {
    if (slot == scope->before_slot) return scope->before;
    const Slot *s = &scope->program->slots[slot];
    int i = s->rows == 1 ? 0 : row, j = s->cols == 1 ? 0 : col;
    double value = (double)scope->values[slot][(size_t)i + (size_t)j * (size_t)tensor_stride(s->rows)];
    for (int k = 0; k < scope->restore_count; k++)
        if (scope->restores[k].slot == slot) return restored(scope, &scope->restores[k], value, i, j);
    return value;
}

double template_value(const Scope *scope, const Expr *expr, int row, int col) {
    if (expr->kind == EXPR_NUMBER) return expr->number;
    if (expr->kind == EXPR_CALL) return call_value(scope, expr, row, col);
    int slot;
    double number = NAN;
    if (expr->kind != EXPR_NAME || !template_letter(scope, expr->name, &slot, &number)) return NAN;
    return slot < 0 ? number : template_element(scope, slot, row, col);
}
