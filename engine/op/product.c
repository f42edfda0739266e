/* product: the matrix product; backward it is two more products, with one side transposed. */
#include "gemm.h"
#include "rows.h"
#include "shape.h"

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

/* clang-format off */
const Op VARIANT(op_products)[] = {
    {.name = "matmul", .arity = 2, .pattern = OP_PRODUCT, .symbol = "@",
     .shape = shape_product, .run = matmul_run, .back = matmul_back, .differentiable = 3,
     .formula = "a @ b", .d_formula = {"G @ b.T", "a.T @ G"}, .torch = "MmBackward0"},
    {.name = "matmul_wrong_input", .shown = "matmul", .arity = 2, .pattern = OP_PRODUCT, .symbol = "@",
     .shape = shape_product, .run = matmul_run, .back = matmul_wrong_input_back, .differentiable = 3,
     .formula = "a @ b", .d_formula = {"G @ b.T", "a.T @ G"}},
    {0},
};
