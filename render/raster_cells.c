/* raster_cells: grids of coloured cells on whole pixels; where cells are smaller than pixels, their average.
 */
#include "raster_canvas.h"

static int nearest(float number) {
    return pixel_floor(number + 0.5f);
}

/* The cells of a row or column that pixel `at` of `pixels` shows: from … to − 1, at least one. */
static void cells_at(int at, int pixels, int cells, int *from, int *to) {
    *from = (int)((int64_t)at * cells / pixels);
    *to = (int)((int64_t)(at + 1) * cells / pixels);
    if (*to <= *from) *to = *from + 1;
}

static Color average(const DrawCommand *command, const Color *cells, int row0, int row1, int col0, int col1) {
    uint64_t r = 0, g = 0, b = 0, a = 0, count = (uint64_t)(row1 - row0) * (uint64_t)(col1 - col0);
    for (int row = row0; row < row1; row++)
        for (int col = col0; col < col1; col++) {
            Color cell = cells[(size_t)row * (size_t)command->cols + (size_t)col];
            r += (uint64_t)cell.r * cell.a;
            g += (uint64_t)cell.g * cell.a;
            b += (uint64_t)cell.b * cell.a;
            a += cell.a;
        }
    if (a == 0) return (Color){0};
    return (Color){(uint8_t)((r + a / 2) / a), (uint8_t)((g + a / 2) / a), (uint8_t)((b + a / 2) / a),
                   (uint8_t)((a + count / 2) / count)};
}

/* A row of pixels in which each shows several cells. */
static void paint_averages(const Canvas *canvas, const DrawCommand *command, const Color *cells, Box box,
                           int y) {
    Box part = box_meet(box, canvas->clip);
    int row0, row1, col0, col1;
    cells_at(y - box.y0, box.y1 - box.y0, command->rows, &row0, &row1);
    for (int x = part.x0; x < part.x1; x++) {
        cells_at(x - box.x0, box.x1 - box.x0, command->cols, &col0, &col1);
        canvas_fill(canvas, y, x, x + 1, average(command, cells, row0, row1, col0, col1), 255);
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
        int to = box.x0 + (int)(((int64_t)(col + 1) * width + command->cols - 1) / command->cols);
        int low = from > part.x0 ? from : part.x0, high = to < part.x1 ? to : part.x1;
        if (low < high) canvas_fill(canvas, y, low, high, cell[col], 255);
        from = to;
    }
}

void paint_cells(const Canvas *canvas, const DrawCommand *command, const Color *cells) {
    Rect rect = command->rect;
    Box box = {nearest(rect.x), nearest(rect.y), nearest(rect.x + rect.w), nearest(rect.y + rect.h)};
    if (box.x1 == box.x0) box.x1++;
    if (box.y1 == box.y0) box.y1++;
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
