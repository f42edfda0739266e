/* gemm: the matrix product's kernels; the only code that may fuse a multiplication with an addition. */
#ifndef BACKSTEP_ENGINE_OP_GEMM_H
#define BACKSTEP_ENGINE_OP_GEMM_H

#include "rows.h"

/* A side of a product: element (i, k) is at[i * row_step + k * col_step]. A transposed matrix is one with its
   steps exchanged, a matrix whose rows are all the same one with row_step 0. */
typedef struct Side {
    const real *at;
    size_t row_step, col_step;
} Side;

static inline Side side_of(Mat m) {
    return (Side){m.at, 1, (size_t)m.stride};
}
static inline Side side_transposed(Side s) {
    return (Side){s.at, s.col_step, s.row_step};
}

/* Numbers of workspace for one thread's part of a product, aligned as matrices are. */
enum { GEMM_WORK = 256 * 64 };

/* out (+)= a @ b with `depth` products summed for each element. The sides are matrices of tensor.h or their
   transposes. work: twice GEMM_WORK numbers; NULL: without, and slower where a is transposed. */
typedef struct Product {
    Mat out;
    Side a, b;
    int depth;
    bool add;
    real *work;
} Product;

void VARIANT(gemm)(const Product *product);

#endif
