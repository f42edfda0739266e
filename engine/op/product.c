/* product: the matrix product, backward two more products with one side transposed; and the same numbers in
   other places: copy and transpose. */
#include "gemm.h"
#include "map.h"
#include "rows.h"

static void matmul_run(const Args *args) {
    Mat a = args->in[0], b = args->in[1];
    VARIANT(gemm)(&(Product){args->out, side_of(a), side_of(b), a.cols, false, args->work});
}

static void matmul_back(const Args *args) {
    Mat a = args->in[0], b = args->in[1], g = args->upstream;
    if (args->wrt == 0) VARIANT(gemm)
    (&(Product){args->out, side_of(g), side_transposed(side_of(b)), g.cols, args->add, args->work});
    else VARIANT(gemm)(
        &(Product){args->out, side_transposed(side_of(a)), side_of(g), g.rows, args->add, args->work});
}

/* A deliberate mistake ([bugs] wrong_input): in[0] is another matrix than the one that was multiplied; where
   it has one column, its gradient's one row is repeated. */
static void matmul_wrong_input_back(const Args *args) {
    if (args->wrt == 0 || args->in[0].cols != 1) {
        matmul_back(args);
        return;
    }
    Mat g = args->upstream;
    Side same_rows = {args->in[0].at, 0, 1};
    VARIANT(gemm)(&(Product){args->out, same_rows, side_of(g), g.rows, args->add, args->work});
}

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
const Op VARIANT(op_products)[] = {
    {.name = "matmul", .arity = 2, .pattern = OP_PRODUCT, .symbol = "@",
     .shape = shape_product, .run = matmul_run, .back = matmul_back, .differentiable = 3,
     .formula = "a @ b", .d_formula = {"G @ b.T", "a.T @ G"}, .torch = "MmBackward0"},
    {.name = "matmul_wrong_input", .shown = "matmul", .arity = 2, .pattern = OP_PRODUCT, .symbol = "@",
     .shape = shape_product, .run = matmul_run, .back = matmul_wrong_input_back, .differentiable = 3,
     .formula = "a @ b", .d_formula = {"G @ b.T", "a.T @ G"}},
    {.name = "copy", .arity = 1, .pattern = OP_MOVE, .symbol = "=",
     .shape = shape_first, .run = copy_run, .back = copy_back, .differentiable = 1,
     .formula = "a", .d_formula = {"G"}},
    {.name = "transpose", .arity = 1, .pattern = OP_MOVE, .symbol = "T",
     .facts = OP_TURNS,
     .shape = shape_transpose, .run = transpose_run, .back = transpose_back, .differentiable = 1,
     .formula = "a.T", .d_formula = {"G.T"}, .torch = "PermuteBackward0"},
    {0},
};
