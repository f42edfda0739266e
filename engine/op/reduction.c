/* reduction: sum and mean, over all or along an axis. */
#include "map.h"
#include "rows.h"

/* out[i] = Σⱼ from(i, j); out is r×1. */
static void sum_columns(Mat out, Mat from) {
    if (from.rows == 1) {
        Lanes sums;
        lanes_clear(&sums);
        lanes_add(&sums, from.at, from.cols);
        out.at[0] = lanes_sum(&sums);
        return;
    }
    size_t length = tensor_round_up((size_t)out.rows);
    for (size_t i = 0; i < length; i += WIDTH) {
        Vector sum = {0};
        for (int j = 0; j < from.cols; j++) sum += vector_load(from.at + i + (size_t)j * (size_t)from.stride);
        vector_store(out.at + i, sum);
    }
}

static void sum_run(const Args *args) {
    Mat out = args->out, from = args->in[0];
    if (args->number[0] == 0) {
        sum_rows(out, from, false);
    } else if (args->number[0] == 1) {
        sum_columns(out, from);
    } else {
        Lanes sums;
        lanes_clear(&sums);
        for (int line = 0; line < mat_lines(from); line++)
            lanes_add(&sums, from.at + (size_t)line * (size_t)from.stride, mat_length(from));
        out.at[0] = lanes_sum(&sums);
    }
}

/* How many numbers of `from` go into one of `to`. */
static real mean_count(Mat from, Mat to) {
    return (real)from.rows / (real)to.rows * ((real)from.cols / (real)to.cols);
}

static void mean_run(const Args *args) {
    sum_run(args);
    Mat out = args->out;
    real count = mean_count(args->in[0], out);
    for (size_t i = 0; i < mat_size(out); i += WIDTH)
        vector_store(out.at + i, vector_load(out.at + i) / count);
}

/* out (+)= upstream / count, repeated over what was reduced. */
ALWAYS_INLINE void spread(const Args *args, real count) {
    Mat out = args->out;
    bool add = args->add;
    Follower g = mat_follow(args->upstream, out);
    size_t length = tensor_round_up((size_t)mat_length(out));
    for (int line = 0; line < mat_lines(out); line++) {
        const real *from = g.at + (size_t)line * g.line_step;
        real *to = out.at + (size_t)line * (size_t)out.stride;
        Vector v = vector_splat(*from) / count;
        for (size_t i = 0; i < length; i += WIDTH) {
            if (!g.single) v = vector_load(from + i) / count;
            vector_put(to + i, v, add);
        }
    }
}

static void sum_back(const Args *args) {
    spread(args, 1);
}
static void mean_back(const Args *args) {
    spread(args, mean_count(args->out, args->upstream));
}

/* clang-format off */
const Op VARIANT(op_reductions)[] = {
    {.name = "sum", .function = true, .arity = 1, .numbers = 1, .preset = {-1}, .pattern = OP_REDUCE, .symbol = "sum",
     .shape = shape_reduce, .run = sum_run, .back = sum_back, .differentiable = 1,
     .formula = "sum(a, p)", .d_formula = {"G"}, .term = "a", .torch = "SumBackward0"},
    {.name = "mean", .function = true, .arity = 1, .numbers = 1, .preset = {-1}, .pattern = OP_REDUCE, .symbol = "mean",
     .shape = shape_reduce, .run = mean_run, .back = mean_back, .differentiable = 1,
     .formula = "mean(a, p)", .d_formula = {"G / count(a)"}, .term = "a", .divisor = "count(a)",
     .torch = "MeanBackward0"},
    {0},
};
