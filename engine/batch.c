/* batch: mini-batches cut from the data, and how many of their samples are classified right. */
#include <string.h>

#include "machine.h"
#include "tensor.h"

void batch_copy(const Value *from, const int32_t *order, int first, int count, float *to) {
    const size_t from_stride = (size_t)tensor_stride(from->rows), to_stride = (size_t)tensor_stride(count);
    for (size_t j = 0; j < (size_t)from->cols; j++) {
        const float *source = from->at + j * from_stride;
        float *target = to + j * to_stride;
        if (order == NULL)
            memcpy(target, source + first, (size_t)count * sizeof *to);
        else
            for (int i = 0; i < count; i++) target[i] = source[order[first + i]];
    }
}

static int row_largest(const float *row, int cols, size_t stride) {
    int best = 0;
    for (int j = 1; j < cols; j++)
        if (row[(size_t)j * stride] > row[(size_t)best * stride]) best = j;
    return best;
}

int batch_right(const float *scores, const float *truth, int rows, int cols) {
    const size_t stride = (size_t)tensor_stride(rows);
    int right = 0;
    for (int i = 0; i < rows; i++)
        right += row_largest(scores + i, cols, stride) == row_largest(truth + i, cols, stride);
    return right;
}
