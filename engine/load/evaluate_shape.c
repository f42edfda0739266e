/* evaluate_shape: what every step of a formula will be, rows × columns, before any of it is computed. */
#include <inttypes.h>
#include <string.h>

#include "engine/compile/formulas.h"
#include "loader.h"

/* What a name is for that user: only [model] sees mini-batches, and a name there is no plain number. */
static StaticShape name_known(const Loader *loader, const Assignment *user, const Assignment *name) {
    if (user->entry->section != SECTION_MODEL) return name->known;
    StaticShape known = loader_known(loader, name);
    known.fixed = false;
    return known;
}

static bool takes_axis(const Op *op) {
    return strcmp(op->name, "sum") == 0 || strcmp(op->name, "mean") == 0;
}

static bool refuse_unknown(const Op *op, int argument, const Expr *expr, Err *e) {
    if (strcmp(op->name, "pow") == 0)
        return err_at(e, expr->place, "the exponent of a power is a plain number: x^2, x^0.5, x^-1");
    return err_at(e, expr->place, "argument %d of %s is a plain number", argument + 1, op->name);
}

/* The constants of an operation: exponent, slope, bounds, axis. */
static bool op_numbers(const Assignment *assignment, Step *step, const int *args, int count, Err *e) {
    const Op *op = step->op;
    memcpy(step->number, op->preset, sizeof step->number);
    for (int k = op->arity; k < count; k++) {
        const Step *arg = &assignment->steps[args[k]];
        if (!arg->known.fixed) return refuse_unknown(op, k, arg->expr, e);
        double number = arg->known.number;
        if (takes_axis(op) && number != 0 && number != 1)
            return err_at(e, arg->expr->place, "the axis of %s is 0 (over the rows) or 1 (over the columns)",
                          op->name);
        step->number[k - op->arity] = number;
    }
    return true;
}

/* Operations on numbers alone give a number, worked out at once. */
static void op_fold(const Assignment *assignment, Step *step, const int *args) {
    Operand operands[OP_MAX_INPUTS] = {{0}};
    for (int k = 0; k < step->op->arity; k++) {
        const StaticShape *known = &assignment->steps[args[k]].known;
        if (!known->fixed) return;
        operands[k].number = known->number;
    }
    if (step->known.rows != 1 || step->known.cols != 1) return;
    step->known.fixed = true;
    step->known.number = formula_fold(step->op, operands, step->number);
}

static bool op_known(const Assignment *assignment, Step *step, Err *e) {
    int args[STEP_MAX_ARGS];
    int count = step_args(assignment, (int)(step - assignment->steps), args);
    if (!op_numbers(assignment, step, args, count, e)) return false;
    Shape in[OP_MAX_INPUTS] = {{0}}, out = {0};
    for (int k = 0; k < step->op->arity; k++) {
        const StaticShape *known = &assignment->steps[args[k]].known;
        in[k] = (Shape){known->rows, known->cols};
    }
    if (!step->op->shape(in, step->number, &out, e)) {
        e->place = step->expr->place;
        return false;
    }
    step->known = (StaticShape){.rows = out.rows, .cols = out.cols};
    op_fold(assignment, step, args);
    return true;
}

static bool function_known(Loader *loader, const Assignment *assignment, Step *step, Err *e) {
    int args[STEP_MAX_ARGS];
    Call call = {.loader = loader,
                 .step = step,
                 .count = step_args(assignment, (int)(step - assignment->steps), args)};
    for (int k = 0; k < call.count; k++) call.args[k] = &assignment->steps[args[k]];
    return step->function->shape(&call, &step->known, e);
}

static bool step_known(Loader *loader, const Assignment *assignment, Step *step, Err *e) {
    if (step->op != NULL) return op_known(assignment, step, e);
    if (step->function != NULL) return function_known(loader, assignment, step, e);
    const Expr *expr = step->expr;
    if (step->name != NULL)
        step->known = name_known(loader, assignment, step->name);
    else if (expr->kind == EXPR_MATRIX)
        step->known = (StaticShape){.rows = expr->rows, .cols = expr->cols};
    else
        step->known = (StaticShape){1, 1, true, expr->kind == EXPR_NAME ? LESSON_PI : expr->number};
    return true;
}

/* What a step costs, in numbers. A product of large matrices takes little memory and much time: 64
   multiplications count as a number. */
static int64_t step_cost(const Step *step) {
    int64_t cost = (int64_t)tensor_size(step->known.rows, step->known.cols);
    if (step->op == NULL || strcmp(step->op->name, "matmul") != 0) return cost;
    int inner = (step - 1)->known.rows; /* of the right operand, the step before */
    return inner > 64 ? cost * (inner / 64) : cost;
}

static bool check_size(Loader *loader, const Step *step, Err *e) {
    int64_t size = (int64_t)step->known.rows * step->known.cols;
    if (size > TENSOR_MAX_NUMBERS)
        return err_at(e, step->expr->place,
                      "%d×%d are %" PRId64 " numbers; a value has at most 134,217,728 (2²⁷)",
                      step->known.rows, step->known.cols, size);
    loader->numbers_left -= step_cost(step);
    return loader->numbers_left >= 0 ||
           err_at(e, step->expr->place,
                  "up to here the values, results in between included, take too much memory or time");
}

bool evaluate_shape(Loader *loader, Assignment *assignment, Err *e) {
    Step *last = &assignment->steps[assignment->step_count - 1];
    for (Step *step = assignment->steps; step <= last; step++) {
        if (step->idle) continue;
        if (!step_known(loader, assignment, step, e)) return false;
        bool made = step->name == NULL || step == last; /* y = x copies */
        if (made && !check_size(loader, step, e)) return false;
    }
    if (assignment->given != NULL) {
        assignment->known = (StaticShape){.rows = assignment->given_rows, .cols = 1};
        return true;
    }
    assignment->known = last->known;
    assignment->known.number = (float)last->known.number; /* a value is float32 */
    return true;
}
