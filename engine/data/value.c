/* value: a matrix with memory of its own. */
#include <stdlib.h>
#include <string.h>

#include "dataset.h"
#include "engine/program/tensor.h"

enum { ALIGNMENT = 64, MAX_PADDED = 1 << 28 };

bool value_new(Value *value, int rows, int cols, Err *e) {
    *value = (Value){0};
    if (rows < 1 || cols < 1)
        return err_set(e, "a matrix has at least one row and one column; this one would be %d×%d", rows,
                       cols);
    if ((long long)rows * cols > TENSOR_MAX_NUMBERS)
        return err_set(e, "%d×%d numbers are more than a value may have (2²⁷ = %d)", rows, cols,
                       TENSOR_MAX_NUMBERS);
    size_t count = tensor_size(rows, cols);
    if (count > MAX_PADDED)
        return err_set(e,
                       "a matrix of %d×%d would take more than 1 GiB; more rows and fewer columns take less",
                       rows, cols);
    float *numbers = aligned_alloc(ALIGNMENT, count * sizeof *numbers);
    if (numbers == NULL) return err_memory(e);
    memset(numbers, 0, count * sizeof *numbers);
    *value = (Value){numbers, rows, cols};
    return true;
}

Mat value_mat(const Value *value) {
    return tensor_mat(value->at, value->rows, value->cols);
}

void value_free(Value *value) {
    free(value->at);
    *value = (Value){0};
}
