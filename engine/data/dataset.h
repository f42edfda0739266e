/* The room engine/data: files and random numbers become matrices.

   dataset: data files, csv by column name and idx (the MNIST format), and where they are looked for. */
#ifndef BACKSTEP_ENGINE_DATA_DATASET_H
#define BACKSTEP_ENGINE_DATA_DATASET_H

#include <stdint.h>

#include "engine/base/err.h"
#include "engine/base/os.h"
#include "engine/program/tensor.h"

/* A matrix in the layout of tensor.h, 64-byte aligned, owned by its holder; free with value_free. */
typedef struct Value {
    float *at;
    int rows, cols;
} Value;

/* Zeroed. false, *e and an empty value when it has more than 2²⁷ numbers or, with the pads of 2 to 7 rows,
   takes more than 1 GiB (said before memory is taken), has no row or column, or memory runs out. value_free
   leaves it empty. */
bool value_new(Value *value, int rows, int cols, Err *e);
void value_free(Value *value);
Mat value_mat(const Value *value); /* for tensor_element */

/* Finds `name`: absolute, or beside the lesson file, then in $BACKSTEP_DATA, $XDG_DATA_HOME/backstep/
   (~/.local/share/backstep/) and data_dir (NULL: none). lesson_dir may be NULL. false and *e with the list of
   places looked at and, for a name like MNIST's four files, their names and where they are published. path:
   where it was found. */
bool find_file(const char *name, const char *lesson_dir, const char *data_dir, char *path, size_t size,
               Err *e);

/* Whether the file lies in one of those places, or in a folder there that is not hidden: links are followed.
   Of such a file a lesson's mistakes may show a line; any other is none of the lesson's. */
bool find_is_near(const char *path, const char *lesson_dir, const char *data_dir);

/* The named columns of a csv file (header line, then numbers; separator comma; quotes, blanks around, CRLF
   and a byte order mark are understood), one matrix column each. Errors name FILE:LINE:COLUMN of the csv and
   the column's name; where it has no such column, or two, e->place is {0, k} for the k-th of columns, from 1.
   quotes: whether errors may show words of the file; without it they show its path and the place only.
   status: as of file_read. */
bool csv_read(const char *path, const char *const *columns, int count, bool quotes, Value *out,
              OsStatus *status, Err *e);

/* An idx file of bytes (type 08) with 1 to 4 dimensions, .gz or not (found by its content): one row a sample,
   the other dimensions side by side, 0 … 255. Headers that lie, truncation, trailing bytes and broken gzip
   are refused. */
bool idx_read(const char *path, Value *out, OsStatus *status, Err *e);

/* ---- mini-batches ---- */

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
