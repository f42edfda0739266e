/* sums: plain sums and copies of matrices, which several families share. */
#ifndef BACKSTEP_ENGINE_OP_SUMS_H
#define BACKSTEP_ENGINE_OP_SUMS_H

#include "map.h"

/* out (+)= from, of the same shape. */
ALWAYS_INLINE void mat_copy(Mat out, Mat from, bool add) {
    size_t size = mat_size(out);
    for (size_t i = 0; i < size; i += LANES)
        for (size_t k = i; k < i + LANES; k += WIDTH) vector_put(out.at + k, vector_load(from.at + k), add);
}

/* Adds `length` contiguous numbers to the sums, pads left out. */
ALWAYS_INLINE void lanes_add(Lanes *sums, const real *at, int length) {
    int last = length - vector_tail(length);
    for (int i = 0; i < last; i += LANES)
        for (int k = 0; k < PARTS; k++) sums->part[k] += vector_load(at + i + k * WIDTH);
    for (int k = 0; k < PARTS; k++)
        sums->part[k] += vector_keep(vector_head(length - last, k), vector_load(at + last + k * WIDTH));
}

/* out[j] (+)= Σᵢ from(i, j); out is 1×c. */
ALWAYS_INLINE void sum_rows(Mat out, Mat from, bool add) {
    if (from.rows == 1) {
        mat_copy(out, from, add);
        return;
    }
    for (int j = 0; j < from.cols; j += 4) {
        int count = from.cols - j < 4 ? from.cols - j : 4;
        Lanes sums[4];
        for (int k = 0; k < 4; k++) {
            lanes_clear(sums + k);
            if (k < count) lanes_add(sums + k, tensor_element(from, 0, j + k), from.rows);
        }
        Quad total = lanes_sum4(sums);
        for (int k = 0; k < count; k++) number_put(out.at + j + k, total[k], add);
    }
}

#endif
