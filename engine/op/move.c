/* move: the same numbers in other places: copy and transpose. */
#include "rows.h"
#include "shape.h"
#include "sums.h"

static void copy_run(const Args *args) {
    mat_copy(args->out, args->in[0], false);
}
static void copy_back(const Args *args) {
    mat_copy(args->out, args->upstream, args->add);
}

/* In blocks of 16×16, so that a block's lines are still near when its columns are done. */
static void transpose_into(Mat out, Mat from, bool add) {
    for (int i0 = 0; i0 < out.rows; i0 += LANES) {
        for (int j = 0; j < out.cols; j++) {
            for (int i = i0; i < i0 + LANES && i < out.rows; i++)
                number_put(tensor_element(out, i, j), *tensor_element(from, j, i), add);
        }
    }
}

static void transpose_run(const Args *args) {
    transpose_into(args->out, args->in[0], false);
}
static void transpose_back(const Args *args) {
    transpose_into(args->out, args->upstream, args->add);
}

/* clang-format off */
const Op VARIANT(op_moves)[] = {
    {.name = "copy", .arity = 1, .pattern = OP_MOVE, .symbol = "=",
     .shape = shape_first, .run = copy_run, .back = copy_back, .differentiable = 1,
     .formula = "a", .d_formula = {"G"}},
    {.name = "transpose", .arity = 1, .pattern = OP_MOVE, .symbol = "T",
     .shape = shape_transpose, .run = transpose_run, .back = transpose_back, .differentiable = 1,
     .formula = "a.T", .d_formula = {"G.T"}, .torch = "PermuteBackward0"},
    {0},
};
