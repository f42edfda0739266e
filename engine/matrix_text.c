/* matrix_text: a matrix as rows of aligned numbers, for people. */
#include "matrix_text.h"

#include "tensor.h"

enum { MOST_ROWS = 8, MOST_COLS = 10, CUT_ROWS = 6, CUT_COLS = 8 };

void matrix_text(FILE *out, const float *at, int rows, int cols) {
    const size_t stride = (size_t)tensor_stride(rows);
    const int shown_rows = rows <= MOST_ROWS ? rows : CUT_ROWS,
              shown_cols = cols <= MOST_COLS ? cols : CUT_COLS;
    for (int i = 0; i < shown_rows; i++) {
        fputs("     ", out);
        for (int j = 0; j < shown_cols; j++)
            fprintf(out, " %11.5g", (double)at[(size_t)i + (size_t)j * stride]);
        if (shown_cols < cols) fprintf(out, "   … %d more", cols - shown_cols);
        fputc('\n', out);
    }
    if (shown_rows < rows) fprintf(out, "            … %d more rows\n", rows - shown_rows);
}
