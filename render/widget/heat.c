/* heat: matrices as coloured cells. */
#include "heat.h"

#include <math.h>

#include "number.h"
#include "render/draw/rect.h"

enum { MOST_CELLS = 4096, ROWS_IN_A_CELL = 8, COLS_IN_A_CELL = 4 };

/* The mean over rows [row, row_end) and columns [col, col_end), or over some of them, evenly. */
static float heat_mean(const View *view, int slot, int row, int row_end, int col, int col_end) {
    int row_step = (row_end - row + ROWS_IN_A_CELL - 1) / ROWS_IN_A_CELL;
    int col_step = (col_end - col + COLS_IN_A_CELL - 1) / COLS_IN_A_CELL;
    double sum = 0;
    int count = 0;
    for (int j = col; j < col_end; j += col_step)
        for (int i = row; i < row_end; i += row_step, count++) sum += (double)view_element(view, slot, i, j);
    return (float)(sum / count);
}

static int heat_divide(int count, float room, float least) {
    int most = (int)fmaxf(room / least, 1);
    return count < most ? count : most;
}

void heat_draw(DrawList *list, const View *view, const Style *style, int slot, Rect area) {
    const Slot *what = &view->program->slots[slot];
    Color cells[MOST_CELLS];
    draw_mark(list, slot, PART_HEAT);
    if (!view->known[slot]) {
        number_draw_unknown(list, view, style, slot, area);
        return;
    }
    float least = fmaxf(2, roundf(2 * style->unit));
    int rows = heat_divide(what->rows, area.h, least), cols = heat_divide(what->cols, area.w, least);
    while (rows * cols > MOST_CELLS) {
        rows = rows > 32 ? rows / 2 : rows;
        cols = cols > 32 ? cols / 2 : cols;
    }
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < cols; j++) {
            int row = (int)((long)i * what->rows / rows), row_end = (int)((long)(i + 1) * what->rows / rows);
            int col = (int)((long)j * what->cols / cols), col_end = (int)((long)(j + 1) * what->cols / cols);
            float mean = heat_mean(view, slot, row, row_end, col, col_end);
            cells[i * cols + j] = theme_heat(style->theme, mean, view->scale[slot]);
        }
    draw_cells(list, area, rows, cols, cells);
    draw_outline(list, rect_inset(area, -style->hairline / 2, -style->hairline / 2), 0, style->theme->faint,
                 style->hairline);
}
