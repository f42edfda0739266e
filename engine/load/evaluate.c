/* evaluate: the second pass over a formula's steps: their numbers, each freed as soon as it is used. */
#include <string.h>

#include "engine/op/exec.h"
#include "loader.h"

static const Value *name_value(const Loader *loader, const Assignment *name) {
    const Lesson *lesson = loader->lesson;
    switch (name->entry->section) {
    case SECTION_DATA:
        return &lesson->data[name->index].value;
    case SECTION_PARAMETERS:
        return &lesson->parameters[name->index].value;
    default:
        return &loader->test_values[name->index];
    }
}

static void fill_matrix(const Expr *expr, Value *out) {
    Mat m = tensor_mat(out->at, out->rows, out->cols);
    for (int i = 0; i < m.rows; i++)
        for (int j = 0; j < m.cols; j++) *tensor_element(m, i, j) = (float)expr->numbers[i * m.cols + j];
}

static void fill_op(const Assignment *assignment, Step *step, const int *args) {
    const float *in[OP_MAX_INPUTS];
    int shapes[OP_MAX_INPUTS][2];
    for (int k = 0; k < step->op->arity; k++) {
        const Value *value = &assignment->steps[args[k]].value;
        in[k] = value->at;
        shapes[k][0] = value->rows;
        shapes[k][1] = value->cols;
    }
    exec_apply(step->op, in, (const int(*)[2])shapes, step->number, step->value.at, step->value.rows,
               step->value.cols);
}

static bool fill_function(Loader *loader, const Assignment *assignment, Step *step, const int *args,
                          int count, Err *e) {
    Call call = {.loader = loader, .step = step, .count = count};
    for (int k = 0; k < count; k++) call.args[k] = &assignment->steps[args[k]];
    return step->function->fill(&call, &step->value, e);
}

static void step_release(Step *step) {
    if (step->owned) value_free(&step->value);
    step->owned = false;
}

/* An operation element by element may write over an operand of its shape that nobody else needs: of a large
   data set there are then never two copies. */
static bool take_over(Assignment *assignment, Step *step, const int *args, int count) {
    if (step->op == NULL || step->op->pattern != OP_ELEMENT) return false;
    for (int k = 0; k < count; k++) {
        Step *operand = &assignment->steps[args[k]];
        bool fits = operand->value.rows == step->known.rows && operand->value.cols == step->known.cols;
        if (!operand->owned || !fits) continue;
        step->value = operand->value;
        operand->owned = false;
        return true;
    }
    return false;
}

static bool step_value(Loader *loader, Assignment *assignment, Step *step, Err *e) {
    if (step->owned) return true; /* a file, read with its shape */
    if (step->name != NULL) {
        step->value = *name_value(loader, step->name);
        return true;
    }
    int args[STEP_MAX_ARGS];
    int count = step_args(assignment, (int)(step - assignment->steps), args);
    if (!take_over(assignment, step, args, count) &&
        !value_new(&step->value, step->known.rows, step->known.cols, e))
        return false;
    step->owned = true;
    if (step->known.fixed)
        step->value.at[0] = (float)step->known.number;
    else if (step->expr->kind == EXPR_MATRIX)
        fill_matrix(step->expr, &step->value);
    else if (step->op != NULL)
        fill_op(assignment, step, args);
    else if (!fill_function(loader, assignment, step, args, count, e))
        return false;
    for (int k = 0; k < count; k++) step_release(&assignment->steps[args[k]]);
    return true;
}

static bool given_value(Assignment *assignment, Value *out, Err *e) {
    evaluate_free(assignment); /* what was drawn */
    if (!value_new(out, assignment->given_rows, 1, e)) return false;
    memcpy(out->at, assignment->given, (size_t)out->rows * sizeof *out->at);
    return true;
}

bool evaluate_value(Loader *loader, Assignment *assignment, Value *out, Err *e) {
    for (int i = 0; i < assignment->step_count; i++)
        if (!assignment->steps[i].idle && !step_value(loader, assignment, &assignment->steps[i], e))
            return false;
    if (assignment->given != NULL) return given_value(assignment, out, e);
    Step *last = &assignment->steps[assignment->step_count - 1];
    if (last->owned) {
        *out = last->value;
        last->owned = false;
        return true;
    }
    if (!value_new(out, last->known.rows, last->known.cols, e)) return false;
    memcpy(out->at, last->value.at, tensor_size(out->rows, out->cols) * sizeof *out->at);
    return true;
}

void evaluate_free(Assignment *assignment) {
    for (int i = 0; i < assignment->step_count; i++) step_release(&assignment->steps[i]);
}
