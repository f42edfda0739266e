/* matrix_grid: one matrix as a grid of numbers, or a page of it. Private to the room. */
#ifndef BACKSTEP_RENDER_MATRIX_GRID_H
#define BACKSTEP_RENDER_MATRIX_GRID_H

#include "render/draw/rect.h"
#include "render/style/style.h"

/* Rows and columns are those of the drawing. Lengths are pixels. */
typedef struct MatrixGrid {
    DrawList *list;
    const View *view;
    const Style *style;
    int slot;
    bool transposed; /* drawn as its transpose */
    bool known;      /* else it is a dashed outline that says so */
    bool before;     /* the numbers before the update */
    bool other;      /* the numbers of the other run */
    bool dims;       /* what is not lit stands back */
    int all_rows, all_cols;
    int lit_row, lit_col; /* −1: all rows, all columns */
    int digits;           /* the most characters of a number: NUMBER_CELLS or fewer */
    float size;           /* em of the numbers; 0: shades only */
    float heads;          /* em of the row and column numbers */
    float cell_w, cell_h, head_w, head_h;
    int first_row, first_col, rows, cols; /* the page */
    int lines;                            /* rows under each other: the page goes on in further blocks … */
    float block;                          /* … that begin so far apart */
    Rect area;                            /* of the first block's cells */
} MatrixGrid;

/* A whole slot, all of it lit, and sizes to be set. */
MatrixGrid matrix_grid_make(DrawList *list, const View *view, const Style *style, int slot, bool transposed);

/* Sets what follows from the em of the numbers and of the heads. */
void matrix_grid_measure(MatrixGrid *grid, float size, float heads, int digits);

/* The first of `shown` among `count` on the page that holds `wanted`. Pages do not overlap, so that a page stands
   still while the selection moves in it. */
int matrix_grid_first(int wanted, int shown, int count);

/* An element of the drawing, of a known slot. */
float matrix_grid_element(const MatrixGrid *grid, int row, int col);

/* Cells, numbers, heads, and a frame around what is lit. Cells and numbers carry the slot. */
void matrix_grid_draw(const MatrixGrid *grid);

#endif
