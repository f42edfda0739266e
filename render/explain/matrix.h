/* explain_matrix: one matrix of the explanation: as numbers where they fit, else as shades, with its used row
   and column framed. Private to explain_operands. */
#ifndef BACKSTEP_RENDER_EXPLAIN_MATRIX_H
#define BACKSTEP_RENDER_EXPLAIN_MATRIX_H

#include "render/widget/panel.h"

/* What is written in a cell: four digits, as everywhere; three or two decimals; nothing. */
typedef enum MatrixText { MATRIX_NUMBERS, MATRIX_SHORT, MATRIX_BRIEF, MATRIX_SHADES } MatrixText;

typedef struct OperandMatrix {
    const View *view;
    const ViewOperand *operand;
    int rows, cols; /* of the drawing, after transposing */
    bool known;
    MatrixText text;
    float width, height; /* pixels */
} OperandMatrix;

OperandMatrix explain_matrix(const View *view, const ViewOperand *operand);

/* Sets text and the size that it asks for; shades where the numbers would not be within `height`. */
void explain_matrix_choose(const Panel *panel, OperandMatrix *matrix, MatrixText text, float height);

/* Makes a matrix of shades narrower. */
void explain_matrix_squeeze(OperandMatrix *matrix, float width);

/* How far below its top a sign before it stands. */
float explain_matrix_axis(const OperandMatrix *matrix);

void explain_matrix_draw(Panel *panel, const OperandMatrix *matrix, Point at);

#endif
