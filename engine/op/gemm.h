/* gemm: the matrix product's kernels; the only code that may fuse a multiplication with an addition. */
#ifndef BACKSTEP_ENGINE_OP_GEMM_H
#define BACKSTEP_ENGINE_OP_GEMM_H

#include <stdbool.h>

#include "../tensor.h"
#include "variant.h"

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

/* out (+)= a @ b with `depth` products summed for each element. One of the sides' steps along each contiguous
   direction must be 1, as it is for matrices of tensor.h and their transposes. */
void VARIANT(gemm)(Mat out, Side a, Side b, int depth, bool add);

#endif
