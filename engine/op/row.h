/* row: reads and writes one column of several rows at a time; a matrix with one row gives its number in all
 * lanes. */
#ifndef BACKSTEP_ENGINE_OP_ROW_H
#define BACKSTEP_ENGINE_OP_ROW_H

#include "functions.h"
#include "map.h"

ALWAYS_INLINE Vector row_load(Mat m, int i, int j) {
    const real *at = tensor_element(m, i, j);
    if (m.rows == 1) return vector_splat(*at);
    return vector_load(at);
}

ALWAYS_INLINE void row_store(Mat m, int i, int j, Vector v) {
    real *at = tensor_element(m, i, j);
    if (m.rows == 1)
        *at = v[0];
    else
        vector_store(at, v);
}

ALWAYS_INLINE void row_put(Mat m, int i, int j, Vector v, bool add) {
    if (add) v += row_load(m, i, j);
    row_store(m, i, j, v);
}

ALWAYS_INLINE Vector row_max(Mat m, int i) {
    Vector top = row_load(m, i, 0);
    for (int j = 1; j < m.cols; j++) top = vector_max(row_load(m, i, j), top);
    return top;
}

ALWAYS_INLINE Vector row_sum_exp(Mat m, int i, Vector top) {
    Vector sum = {0};
    for (int j = 0; j < m.cols; j++) sum += vector_exp(row_load(m, i, j) - top);
    return sum;
}

/* Adds v, of the rows i, i + 1, …, to the sums, pads left out. */
ALWAYS_INLINE void row_add(Lanes *sums, int rows, int i, Vector v) {
    int first = i / LANES * LANES, left = rows - first, part = (i - first) / WIDTH;
    sums->part[part] += vector_keep(vector_head(left < LANES ? left : LANES, part), v);
}

#endif
