/* raster: paints a list's commands, in order, into the parts of the frame that changed since the last
   list. */
#include "raster.h"
#include "paint.h"
#include "tiles.h"

#include <stdlib.h>

struct Raster {
    int width, height; /* of the frame painted last, and of the scratch memory */
    Tiles tiles;
    Box *boxes; /* what each command of the list may touch */
    size_t box_capacity;
    uint8_t *coverage;
    float *sums;
    Span touched[BAND_ROWS];
};

Raster *raster_new(void) {
    return calloc(1, sizeof(Raster));
}

static void free_scratch(Raster *raster) {
    free(raster->coverage);
    free(raster->sums);
    tiles_free(&raster->tiles);
    raster->coverage = NULL;
    raster->sums = NULL;
    raster->width = raster->height = 0;
}

void raster_free(Raster *raster) {
    if (!raster) return;
    free_scratch(raster);
    free(raster->boxes);
    free(raster);
}

void raster_forget(Raster *raster) {
    raster->tiles.known = false;
}

static bool resize(Raster *raster, int width, int height) {
    if (raster->width == width && raster->height == height) return true;
    free_scratch(raster);
    raster->coverage = calloc((size_t)width * BAND_ROWS, 1);
    raster->sums = calloc((size_t)width + 1, sizeof *raster->sums);
    if (!raster->coverage || !raster->sums || !tiles_init(&raster->tiles, width, height)) {
        free_scratch(raster);
        return false;
    }
    for (int i = 0; i < BAND_ROWS; i++) raster->touched[i] = (Span){width, 0};
    raster->width = width;
    raster->height = height;
    return true;
}

static bool reserve_boxes(Raster *raster, size_t count) {
    if (count <= raster->box_capacity) return true;
    Box *boxes = realloc(raster->boxes, count * 2 * sizeof *boxes);
    if (!boxes) return false;
    raster->boxes = boxes;
    raster->box_capacity = count * 2;
    return true;
}

static bool paint_command(Canvas *canvas, const DrawList *list, const DrawCommand *command) {
    switch (command->kind) {
    case DRAW_RECT:
        paint_rect(canvas, command);
        return true;
    case DRAW_DISC:
        paint_disc(canvas, command);
        return true;
    case DRAW_LINE:
        paint_line(canvas, command, draw_points(list, command));
        return true;
    case DRAW_POLYGON:
        paint_polygon(canvas, command, draw_points(list, command));
        return true;
    case DRAW_TEXT:
        return paint_text(canvas, command, draw_string(list, command), list->fonts);
    case DRAW_CELLS:
        paint_cells(canvas, command, draw_colors(list, command));
        return true;
    case DRAW_CLIP:
        return true; /* is in the boxes */
    }
    return true;
}

/* Paints a band of at most BAND_ROWS rows: the pixels at work stay in the processor's cache. */
static bool paint_band(const Raster *raster, const DrawList *list, Canvas *canvas, Box band) {
    canvas->band_top = band.y0;
    for (int y = band.y0; y < band.y1; y++) canvas_fill(canvas, y, band.x0, band.x1, list->ground, 255);
    bool painted = true;
    for (size_t i = 0; i < list->count; i++) {
        canvas->clip = box_meet(raster->boxes[i], band);
        if (!box_empty(canvas->clip)) painted = paint_command(canvas, list, &list->commands[i]) && painted;
    }
    return painted;
}

static bool paint_box(Raster *raster, const DrawList *list, Pixels pixels, Box box) {
    Canvas canvas = {
        .pixels = pixels, .coverage = raster->coverage, .touched = raster->touched, .sums = raster->sums};
    bool painted = true;
    for (int y = box.y0; y < box.y1; y += BAND_ROWS) {
        int end = y + BAND_ROWS < box.y1 ? y + BAND_ROWS : box.y1;
        painted = paint_band(raster, list, &canvas, (Box){box.x0, y, box.x1, end}) && painted;
    }
    return painted;
}

static Rect rect_of(Box box) {
    return (Rect){(float)box.x0, (float)box.y0, (float)(box.x1 - box.x0), (float)(box.y1 - box.y0)};
}

bool raster_paint(Raster *raster, const DrawList *list, Pixels pixels, Rect *dirty, int capacity,
                  int *count) {
    *count = 0;
    if (draw_failed(list) || list->width != pixels.width || list->height != pixels.height) return false;
    if (pixels.width <= 0 || pixels.height <= 0) return true;
    if (!resize(raster, pixels.width, pixels.height) || !reserve_boxes(raster, list->count)) return false;
    tiles_hash(&raster->tiles, list, raster->boxes);
    Box changed[DIRTY_MAX];
    int limit = capacity < 1 ? 1 : capacity < DIRTY_MAX ? capacity : DIRTY_MAX;
    int boxes = tiles_changed(&raster->tiles, pixels.width, pixels.height, changed, limit);
    bool painted = true;
    for (int i = 0; i < boxes; i++) {
        painted = paint_box(raster, list, pixels, changed[i]) && painted;
        if (i < capacity) dirty[i] = rect_of(changed[i]);
    }
    *count = boxes < capacity ? boxes : capacity;
    tiles_keep(&raster->tiles);
    if (!painted) raster_forget(raster);
    return painted;
}
