/* raster_cells: paints grids of coloured cells on whole pixels; where cells are smaller than pixels, their
 * average. */
#include "render/draw/cells.h"
#include "canvas.h"

/* A row of pixels in which each shows several cells. */
static void paint_averages(const Canvas *canvas, const DrawCommand *command, const Color *cells, Box box,
                           int y) {
    Box part = box_meet(box, canvas->clip);
    int row0, row1, col0, col1;
    cells_at(y - box.y0, box.y1 - box.y0, command->rows, &row0, &row1);
    for (int x = part.x0; x < part.x1; x++) {
        cells_at(x - box.x0, box.x1 - box.x0, command->cols, &col0, &col1);
        canvas_fill(canvas, y, x, x + 1, cells_average(command, cells, row0, row1, col0, col1), 255);
    }
}

/* A row of pixels through one row of cells, each at least a pixel wide. */
static void paint_spans(const Canvas *canvas, const DrawCommand *command, const Color *cells, Box box,
                        int y) {
    Box part = box_meet(box, canvas->clip);
    int row, next, width = box.x1 - box.x0;
    cells_at(y - box.y0, box.y1 - box.y0, command->rows, &row, &next);
    const Color *cell = cells + (size_t)row * (size_t)command->cols;
    int from = box.x0;
    for (int col = 0; col < command->cols; col++) {
        int to = box.x0 + cells_edge(col + 1, width, command->cols);
        int low = from > part.x0 ? from : part.x0, high = to < part.x1 ? to : part.x1;
        if (low < high) canvas_fill(canvas, y, low, high, cell[col], 255);
        from = to;
    }
}

void paint_cells(const Canvas *canvas, const DrawCommand *command, const Color *cells) {
    Box box;
    cells_span(command->rect.x, command->rect.w, &box.x0, &box.x1);
    cells_span(command->rect.y, command->rect.h, &box.y0, &box.y1);
    Box part = box_meet(box, canvas->clip);
    if (box_empty(part)) return;
    bool spans = command->cols <= box.x1 - box.x0 && command->rows <= box.y1 - box.y0;
    for (int y = part.y0; y < part.y1; y++) {
        if (spans)
            paint_spans(canvas, command, cells, box, y);
        else
            paint_averages(canvas, command, cells, box, y);
    }
}
