/* explain_matrix: one matrix of the explanation: as numbers where they fit, else as shades, with its used row
   and column framed. Private to explain_operands. */
#ifndef BACKSTEP_RENDER_EXPLAIN_MATRIX_H
#define BACKSTEP_RENDER_EXPLAIN_MATRIX_H

#include "panel.h"

/* What is written in a cell: four digits, as everywhere; three or two decimals; nothing. */
typedef enum MatrixText { MATRIX_NUMBERS, MATRIX_SHORT, MATRIX_BRIEF, MATRIX_SHADES } MatrixText;

typedef struct MatrixView {
    const View *view;
    const ViewOperand *operand;
    int rows, cols; /* of the drawing, after transposing */
    bool known;
    MatrixText text;
    float width, height; /* pixels */
} MatrixView;

MatrixView matrix_view(const View *view, const ViewOperand *operand);

/* Sets text and the size that it asks for; shades where the numbers would not be within `height`. */
void matrix_choose(const Panel *panel, MatrixView *matrix, MatrixText text, float height);

/* Makes a matrix of shades narrower. */
void matrix_squeeze(MatrixView *matrix, float width);

/* How far below its top a sign before it stands. */
float matrix_axis(const MatrixView *matrix);

void matrix_draw(Panel *panel, const MatrixView *matrix, Point at);

#endif
