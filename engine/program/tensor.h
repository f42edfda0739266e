/* tensor: how a matrix lies in memory: the samples of a feature contiguous, padded to whole vectors.

     rows > 1    column after column, each `stride` = rows rounded up to 16 numbers apart
     rows == 1   one contiguous row (stride 1), the whole rounded up to 16 numbers

       x[0,0] x[1,0] … x[99,0]  pad… | x[0,1] x[1,1] …

   Element (i, j) is at[i + j * stride] in both. Pads may hold anything: a kernel may write them, a reduction
   over rows must not read them into its result. Every matrix starts on a 64-byte boundary (128 for double).
 */
#ifndef BACKSTEP_ENGINE_TENSOR_H
#define BACKSTEP_ENGINE_TENSOR_H

#include <stddef.h>

#ifndef REAL
#define REAL float
#endif
typedef REAL real; /* float in the machine, double in the gradient check: the same source compiled for both */

enum { LANES = 16 };                   /* numbers in one padded vector */
enum { TENSOR_MAX_NUMBERS = 1 << 27 }; /* in one value (assets/lessons/README.md: Limits) */

typedef struct Shape {
    int rows, cols;
} Shape;

typedef struct Mat {
    real *at;
    int rows, cols, stride;
} Mat;

static inline size_t tensor_round_up(size_t count) {
    return (count + LANES - 1) / LANES * LANES;
}

static inline int tensor_stride(int rows) {
    return rows == 1 ? 1 : (int)tensor_round_up((size_t)rows);
}

/* Numbers that a matrix takes, pads included. */
static inline size_t tensor_size(int rows, int cols) {
    return rows == 1 ? tensor_round_up((size_t)cols) : tensor_round_up((size_t)rows) * (size_t)cols;
}

static inline Mat tensor_mat(real *at, int rows, int cols) {
    return (Mat){at, rows, cols, tensor_stride(rows)};
}

static inline real *tensor_element(Mat m, int i, int j) {
    return m.at + i + (size_t)j * (size_t)m.stride;
}

/* The column of a row's largest element; of equal ones the first. */
static inline int tensor_largest(Mat m, int row) {
    int best = 0;
    for (int j = 1; j < m.cols; j++)
        if (*tensor_element(m, row, j) > *tensor_element(m, row, best)) best = j;
    return best;
}

#endif
