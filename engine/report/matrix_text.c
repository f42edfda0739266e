/* matrix_text: a matrix as rows of aligned numbers, for people. */
#include "matrix_text.h"

#include "engine/program/tensor.h"

enum { MOST_ROWS = 8, MOST_COLS = 10, CUT_ROWS = 6, CUT_COLS = 8 };

static void put_more(FILE *out, const Texts *texts, const char *before, const char *key, int count) {
    fputs(before, out);
    text_print(texts, out, key, TEXT_INT("n", count));
}

void matrix_text(FILE *out, const Texts *texts, const float *at, int rows, int cols) {
    const size_t stride = (size_t)tensor_stride(rows);
    const int shown_rows = rows <= MOST_ROWS ? rows : CUT_ROWS,
              shown_cols = cols <= MOST_COLS ? cols : CUT_COLS;
    for (int i = 0; i < shown_rows; i++) {
        fputs("     ", out);
        for (int j = 0; j < shown_cols; j++) {
            char number[TEXT_NUMBER];
            text_format(texts, number, sizeof number, " %11.5g", (double)at[(size_t)i + (size_t)j * stride]);
            fputs(number, out);
        }
        if (shown_cols < cols) put_more(out, texts, "   ", "print.more_columns", cols - shown_cols);
        fputc('\n', out);
    }
    if (shown_rows == rows) return;
    put_more(out, texts, "            ", "print.more_rows", rows - shown_rows);
    fputc('\n', out);
}
