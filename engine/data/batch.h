/* batch: mini-batches cut from the data, and how many of their samples are classified right. */
#ifndef BACKSTEP_ENGINE_DATA_BATCH_H
#define BACKSTEP_ENGINE_DATA_BATCH_H

#include <stdint.h>

#include "dataset.h"

/* Rows first … first+count−1 of `from` copied to `to`, a matrix of `count` rows in the layout of
   tensor.h; and rows order[0 … count−1]. */
void batch_copy(const Value *from, int first, int count, float *to);
void batch_gather(const Value *from, const float *by_row, const int32_t *order, int count, float *to);

/* by_row: the same numbers row after row without pads, rows × cols of them (NULL: take them from `from`). A
   row of many columns is then read in one piece, not from as many cache lines. Free it; NULL when memory runs
   out. */
float *batch_rows_new(const Value *from);
bool batch_rows_wanted(const Value *from); /* whether it is large enough to be worth that memory */

/* How many rows of scores have their first largest number where truth has it. Both have that shape. */
int batch_right(const float *scores, const float *truth, int rows, int cols);

#endif
