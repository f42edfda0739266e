/* raster_polygon: fills a closed path by the exact area of each pixel inside it.

   Every edge adds, for the pixels it passes in a row, how much of the row's height it passes, weighted by the
   area to its right; the running sum along the row is then the area inside (the method of signed areas). */
#include "canvas.h"

#include <math.h>
#include <string.h>

/* One edge's part of one row: from x0 to x1, x0 <= x1, going through `height` of it (negative: upwards). */
typedef struct Piece {
    float x0, x1, height;
} Piece;

/* Adds the piece to the sums of pixels 0 … width − 1; what lies left of 0 counts fully, right of width not at
 * all. */
static void add_piece(float *sums, int width, Piece piece) {
    float per_pixel = piece.x1 > piece.x0 ? piece.height / (piece.x1 - piece.x0) : 0;
    int first = pixel_floor(piece.x0), last = pixel_floor(piece.x1);
    if (first < 0) {
        if (last < 0) {
            sums[0] += piece.height;
            return;
        }
        sums[0] += per_pixel * -piece.x0;
        piece.height -= per_pixel * -piece.x0;
        piece.x0 = 0;
        first = 0;
    }
    for (int x = first; x <= last && x < width; x++) {
        float from = x > first ? (float)x : piece.x0, to = x < last ? (float)(x + 1) : piece.x1;
        float height = first == last ? piece.height : per_pixel * (to - from);
        float share = (float)(x + 1) - (from + to) / 2; /* of the pixel, right of the edge */
        sums[x] += height * share;
        sums[x + 1] += height * (1 - share);
    }
}

static void add_edge(float *sums, int width, int y, Point from, Point to) {
    float sign = 1;
    if (from.y > to.y) {
        Point swap = from;
        from = to;
        to = swap;
        sign = -1;
    }
    float top = from.y > (float)y ? from.y : (float)y;
    float bottom = to.y < (float)(y + 1) ? to.y : (float)(y + 1);
    if (bottom <= top) return;
    float slope = (to.x - from.x) / (to.y - from.y);
    float x0 = from.x + (top - from.y) * slope, x1 = from.x + (bottom - from.y) * slope;
    Piece piece = {x0 < x1 ? x0 : x1, x0 < x1 ? x1 : x0, sign * (bottom - top)};
    add_piece(sums, width, piece);
}

/* The pixels of all rows between, over the whole width: sums always begin at the same pixel. */
static Box polygon_box(const Canvas *canvas, const DrawCommand *command) {
    Rect box = command->box;
    Box around = {pixel_floor(box.x), pixel_floor(box.y), pixel_floor(box.x + box.w) + 1,
                  pixel_floor(box.y + box.h) + 1};
    return box_meet(around, (Box){0, canvas->clip.y0, canvas->pixels.width, canvas->clip.y1});
}

void paint_polygon(const Canvas *canvas, const DrawCommand *command, const Point *points) {
    Box box = polygon_box(canvas, command);
    if (box.x0 >= box.x1) return;
    int from = box.x0 > canvas->clip.x0 ? box.x0 : canvas->clip.x0;
    int to = box.x1 < canvas->clip.x1 ? box.x1 : canvas->clip.x1;
    for (int y = box.y0; y < box.y1 && from < to; y++) {
        for (size_t i = 0; i < command->count; i++)
            add_edge(canvas->sums, canvas->pixels.width, y, points[i], points[(i + 1) % command->count]);
        float sum = 0;
        for (int x = box.x0; x < to; x++) {
            sum += canvas->sums[x];
            canvas->coverage[x] = coverage_byte(unit_clamp(fabsf(sum)));
        }
        canvas_blend(canvas, y, from, to, canvas->coverage + from, command->fill);
        memset(canvas->sums + box.x0, 0, sizeof *canvas->sums * (size_t)(box.x1 + 1 - box.x0));
    }
    memset(canvas->coverage + box.x0, 0, (size_t)(box.x1 - box.x0));
}
