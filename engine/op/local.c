/* local: the derivatives of single elements of a result by one element of an operand: the links of a chain. */
#include <stdlib.h>
#include <string.h>

#include "local.h"

/* Adds one derivative to the list, which counts those that find no room, too. */
static void put(LocalList *list, int row, int col, double value) {
    if (value == 0) return;
    if (list->count < list->room) list->at[list->count] = (Local){row, col, value};
    list->count++;
}

/* The backward call of a forward one: the numbers are given later. */
static Args backward(const Args *forward, int operand) {
    Args args = *forward;
    args.result = forward->out;
    args.wrt = operand;
    args.add = false;
    return args;
}

/* An element as a matrix of its own, with a kernel's pads behind it. */
typedef struct One {
    _Alignas(128) real at[LANES];
} One;

static Mat one_of(One *one, Mat from, int row, int col) {
    *one = (One){{*tensor_element(from, from.rows == 1 ? 0 : row, from.cols == 1 ? 0 : col)}};
    return tensor_mat(one->at, 1, 1);
}

/* ∂out(i,j)/∂in where out(i,j) depends on the operands at (i,j). */
static double slope_at(const Op *op, const Args *forward, int operand, int row, int col) {
    One operands[OP_MAX_INPUTS], result, upstream = {{1}}, out = {{0}};
    Args args = backward(forward, operand);
    for (int k = 0; k < op->arity; k++) args.in[k] = one_of(&operands[k], forward->in[k], row, col);
    args.result = one_of(&result, forward->out, row, col);
    args.upstream = tensor_mat(upstream.at, 1, 1);
    args.out = tensor_mat(out.at, 1, 1);
    op->back(&args);
    return (double)out.at[0];
}

/* Where the operand has one row or column and the result has several, its element is used in each. */
static void locals_of_element(const Op *op, const Args *forward, int operand, int row, int col,
                              LocalList *list) {
    const Mat in = forward->in[operand], out = forward->out;
    const bool rows = in.rows < out.rows, cols = in.cols < out.cols;
    for (int j = cols ? 0 : col; j < (cols ? out.cols : col + 1); j++)
        for (int i = rows ? 0 : row; i < (rows ? out.rows : row + 1); i++)
            put(list, i, j, slope_at(op, forward, operand, i, j));
}

static void locals_of_product(const Args *forward, int operand, int row, int col, LocalList *list) {
    const Mat other = forward->in[1 - operand];
    if (operand == 0)
        for (int j = 0; j < other.cols; j++) put(list, row, j, (double)*tensor_element(other, col, j));
    else
        for (int i = 0; i < other.rows; i++) put(list, i, col, (double)*tensor_element(other, i, row));
}

/* Each element of the operand goes into one of the result: with all of them at once upstream, each gets its own. */
static bool locals_of_reduction(const Op *op, const Args *forward, int operand, int row, int col,
                                LocalList *list) {
    const Mat in = forward->in[operand], result = forward->out;
    const size_t in_size = tensor_size(in.rows, in.cols), size = tensor_size(result.rows, result.cols);
    real *numbers = aligned_alloc(128, ((in_size + size) * sizeof(real) + 127) / 128 * 128);
    if (numbers == NULL) return false;
    Args args = backward(forward, operand);
    for (size_t i = 0; i < size; i++) numbers[in_size + i] = 1;
    args.upstream = tensor_mat(numbers + in_size, result.rows, result.cols);
    args.out = tensor_mat(numbers, in.rows, in.cols);
    op->back(&args);
    put(list, result.rows == 1 ? 0 : row, result.cols == 1 ? 0 : col,
        (double)*tensor_element(args.out, row, col));
    free(numbers);
    return true;
}

/* A row of a matrix as one that is contiguous, at `to`. */
static Mat row_of(Mat from, int row, real *to) {
    for (int j = 0; j < from.cols; j++) to[j] = *tensor_element(from, row, j);
    return tensor_mat(to, 1, from.cols);
}

/* One element of the result at a time. */
static bool locals_of_row(const Op *op, const Args *forward, int operand, int row, int col, LocalList *list) {
    const Mat in = forward->in[operand], result = forward->out;
    const size_t size = tensor_round_up((size_t)(in.cols > result.cols ? in.cols : result.cols));
    const size_t bytes = (4 * size * sizeof(real) + 127) / 128 * 128;
    real *numbers = aligned_alloc(128, bytes);
    if (numbers == NULL) return false;
    memset(numbers, 0, bytes);
    Args args = backward(forward, operand);
    args.in[0] = row_of(in, row, numbers);
    args.result = row_of(result, row, numbers + size);
    args.upstream = tensor_mat(numbers + 2 * size, 1, result.cols);
    args.out = tensor_mat(numbers + 3 * size, 1, in.cols);
    for (int j = 0; j < result.cols; j++) {
        args.upstream.at[j] = 1;
        op->back(&args);
        args.upstream.at[j] = 0;
        put(list, row, j, (double)args.out.at[col]);
    }
    free(numbers);
    return true;
}

bool VARIANT(local_derivatives)(const Op *op, const Args *forward, int operand, int row, int col,
                                LocalList *list) {
    list->count = 0;
    switch (op->pattern) {
    case OP_PRODUCT:
        locals_of_product(forward, operand, row, col, list);
        return true;
    case OP_REDUCE:
        return locals_of_reduction(op, forward, operand, row, col, list);
    case OP_ROW:
        return locals_of_row(op, forward, operand, row, col, list);
    case OP_MOVE:
        if ((op->facts & OP_TURNS) != 0)
            put(list, col, row, 1);
        else
            put(list, row, col, 1);
        return true;
    case OP_ELEMENT:
        locals_of_element(op, forward, operand, row, col, list);
    }
    return true;
}
