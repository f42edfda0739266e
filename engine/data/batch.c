/* batch: mini-batches cut from the data, and how many of their samples are classified right. */
#include "dataset.h"

#include <stdlib.h>
#include <string.h>

void batch_copy(const Value *from, int first, int count, float *to) {
    const size_t from_stride = (size_t)tensor_stride(from->rows), to_stride = (size_t)tensor_stride(count);
    for (size_t j = 0; j < (size_t)from->cols; j++)
        memcpy(to + j * to_stride, from->at + j * from_stride + first, (size_t)count * sizeof *to);
}

/* Up to LANES rows at a time, so that what is written lies together, too. */
static void gather_rows(const float *by_row, size_t cols, const int32_t *order, int count, float *to) {
    const size_t stride = (size_t)tensor_stride(count);
    for (int first = 0; first < count; first += LANES) {
        const int rows = count - first < LANES ? count - first : LANES;
        const float *row[LANES];
        for (int i = 0; i < rows; i++) row[i] = by_row + (size_t)order[first + i] * cols;
        for (size_t j = 0; j < cols; j++)
            for (int i = 0; i < rows; i++) to[j * stride + (size_t)(first + i)] = row[i][j];
    }
}

void batch_gather(const Value *from, const float *by_row, const int32_t *order, int count, float *to) {
    const size_t from_stride = (size_t)tensor_stride(from->rows), to_stride = (size_t)tensor_stride(count);
    if (by_row != NULL) {
        gather_rows(by_row, (size_t)from->cols, order, count, to);
        return;
    }
    for (size_t j = 0; j < (size_t)from->cols; j++) {
        const float *source = from->at + j * from_stride;
        for (int i = 0; i < count; i++) to[j * to_stride + (size_t)i] = source[order[i]];
    }
}

bool batch_rows_wanted(const Value *from) {
    enum { FEW_COLUMNS = 8, IN_CACHE = 1 << 16 };
    return from->cols >= FEW_COLUMNS && from->rows > 1 && (size_t)from->rows * (size_t)from->cols > IN_CACHE;
}

float *batch_rows_new(const Value *from) {
    const size_t cols = (size_t)from->cols, stride = (size_t)tensor_stride(from->rows);
    float *by_row = malloc((size_t)from->rows * cols * sizeof *by_row);
    if (by_row == NULL) return NULL;
    for (size_t i = 0; i < (size_t)from->rows; i += LANES)
        for (size_t j = 0; j < cols; j++)
            for (size_t k = i; k < i + LANES && k < (size_t)from->rows; k++)
                by_row[k * cols + j] = from->at[k + j * stride];
    return by_row;
}

int batch_right(const float *scores, const float *truth, int rows, int cols) {
    const Mat given = tensor_mat((float *)scores, rows, cols),
              true_ones = tensor_mat((float *)truth, rows, cols);
    int right = 0;
    for (int i = 0; i < rows; i++) right += tensor_largest(given, i) == tensor_largest(true_ones, i);
    return right;
}
