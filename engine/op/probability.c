/* probability: softmax and its logarithm, row by row. A vector holds the same column of WIDTH rows, so a
   row's sums run from column to column. */
#include "row.h"
#include "rows.h"
#include "shape.h"

static void softmax_run(const Args *args) {
    Mat a = args->in[0], out = args->out;
    for (int i = 0; i < a.rows; i += WIDTH) {
        Vector top = row_max(a, i), sum = {0};
        for (int j = 0; j < a.cols; j++) {
            Vector e = vector_exp(row_load(a, i, j) - top);
            row_store(out, i, j, e);
            sum += e;
        }
        for (int j = 0; j < a.cols; j++) row_store(out, i, j, row_load(out, i, j) / sum);
    }
}

static void softmax_back(const Args *args) {
    Mat y = args->result, g = args->upstream;
    for (int i = 0; i < y.rows; i += WIDTH) {
        Vector sum = {0};
        for (int j = 0; j < y.cols; j++) sum += row_load(g, i, j) * row_load(y, i, j);
        for (int j = 0; j < y.cols; j++)
            row_put(args->out, i, j, row_load(y, i, j) * (row_load(g, i, j) - sum), args->add);
    }
}

static void log_softmax_run(const Args *args) {
    Mat a = args->in[0];
    for (int i = 0; i < a.rows; i += WIDTH) {
        Vector top = row_max(a, i), log_sum = vector_log(row_sum_exp(a, i, top));
        for (int j = 0; j < a.cols; j++) row_store(args->out, i, j, row_load(a, i, j) - top - log_sum);
    }
}

static void log_softmax_back(const Args *args) {
    Mat y = args->result, g = args->upstream;
    for (int i = 0; i < y.rows; i += WIDTH) {
        Vector sum = {0};
        for (int j = 0; j < y.cols; j++) sum += row_load(g, i, j);
        for (int j = 0; j < y.cols; j++)
            row_put(args->out, i, j, row_load(g, i, j) - vector_exp(row_load(y, i, j)) * sum, args->add);
    }
}

/* clang-format off */
const Op VARIANT(op_probability)[] = {
    {.name = "softmax", .function = true, .arity = 1, .pattern = OP_ROW, .symbol = "softmax",
     .facts = OP_ACTIVATION | OP_CLASSES | OP_PROBABILITIES,
     .shape = shape_first, .run = softmax_run, .back = softmax_back, .differentiable = 1,
     .formula = "exp(a) / sum(exp(a), 1)", .d_formula = {"y * (G - sum(G * y, 1))"}, .torch = "SoftmaxBackward0"},
    {.name = "log_softmax", .function = true, .arity = 1, .pattern = OP_ROW, .symbol = "log_softmax",
     .facts = OP_ACTIVATION | OP_CLASSES,
     .shape = shape_first, .run = log_softmax_run, .back = log_softmax_back, .differentiable = 1,
     .formula = "a - log(sum(exp(a), 1))", .d_formula = {"G - exp(y) * sum(G, 1)"}, .torch = "LogSoftmaxBackward0"},
    {0},
};
