/* raster_stroke: lines of any width with round joints and caps; the segments of one line share a coverage
   mask, so that translucent joints are not painted twice. */
#include "canvas.h"

#include <math.h>
#include <string.h>

/* A segment as the distance from it needs it. */
typedef struct Spine {
    Point start;
    float along_x, along_y, length; /* unit vector; 0, 0, 0 for a point */
    float reach;                    /* where the coverage ends: half the width and half a pixel */
    float strength; /* less than 1 for hairlines: painted a pixel wide and fainter, they do not look beaded */
} Spine;

static Spine spine_between(Point from, Point to, float width) {
    Spine spine = {.start = from, .reach = 1, .strength = 1};
    if (width < 1)
        spine.strength = width;
    else
        spine.reach = width / 2 + 0.5f;
    float dx = to.x - from.x, dy = to.y - from.y;
    float length = sqrtf(dx * dx + dy * dy);
    if (length < 1e-6f) return spine;
    spine.along_x = dx / length;
    spine.along_y = dy / length;
    spine.length = length;
    return spine;
}

/* Raises the coverage of pixels x … x + count − 1 of row y to that of the spine. Written for the vectorizer:
   no branches, and each pixel from its own place. */
static void cover_row(uint8_t *restrict cover, int x, int count, int y, const Spine *spine) {
    const float ux = spine->along_x, uy = spine->along_y, length = spine->length;
    const float start = spine->start.x, reach = spine->reach;
    const float full = spine->strength * 255;
    const float py = (float)y + 0.5f - spine->start.y, py_uy = py * uy;
    for (int i = 0; i < count; i++) {
        float px = (float)(x + i) + 0.5f - start;
        float along = px * ux + py_uy;
        along = along > 0 ? along : 0;
        along = along < length ? along : length;
        float dx = px - along * ux, dy = py - along * uy;
        float coverage = reach - sqrtf(dx * dx + dy * dy);
        coverage = coverage > 0 ? coverage : 0;
        coverage = coverage < 1 ? coverage : 1;
        uint8_t byte = (uint8_t)(int)(coverage * full + 0.5f);
        cover[i] = cover[i] > byte ? cover[i] : byte;
    }
}

/* Pixels of row y that the endless strip around the spine meets, inside x0 … x1. */
static void strip_limits(const Spine *spine, int y, int *x0, int *x1) {
    float steep = fabsf(spine->along_y);
    if (steep < 1e-3f) return;
    float down = (float)y + 0.5f - spine->start.y;
    float middle = spine->start.x + down * spine->along_x / spine->along_y - 0.5f,
          half = spine->reach / steep;
    int from = pixel_ceil(middle - half), to = pixel_floor(middle + half) + 1;
    if (from > *x0) *x0 = from;
    if (to < *x1) *x1 = to;
}

/* Pixels whose middle is within `reach` of the segment's box. */
static Box segment_box(Point from, Point to, float reach) {
    float x0 = from.x < to.x ? from.x : to.x, x1 = from.x < to.x ? to.x : from.x;
    float y0 = from.y < to.y ? from.y : to.y, y1 = from.y < to.y ? to.y : from.y;
    return (Box){pixel_ceil(x0 - reach - 0.5f), pixel_ceil(y0 - reach - 0.5f),
                 pixel_floor(x1 + reach - 0.5f) + 1, pixel_floor(y1 + reach - 0.5f) + 1};
}

static uint8_t *coverage_row(const Canvas *canvas, int y) {
    return canvas->coverage + (ptrdiff_t)(y - canvas->band_top) * canvas->pixels.width;
}

void stroke_segment(Canvas *canvas, Point from, Point to, float width) {
    Box box = box_meet(segment_box(from, to, width < 1 ? 1 : width / 2 + 0.5f), canvas->clip);
    if (box_empty(box)) return;
    Spine spine = spine_between(from, to, width);
    for (int y = box.y0; y < box.y1; y++) {
        int x0 = box.x0, x1 = box.x1;
        strip_limits(&spine, y, &x0, &x1);
        if (x1 <= x0) continue;
        cover_row(coverage_row(canvas, y) + x0, x0, x1 - x0, y, &spine);
        Span *touched = &canvas->touched[y - canvas->band_top];
        if (x0 < touched->from) touched->from = x0;
        if (x1 > touched->to) touched->to = x1;
    }
}

void stroke_paint(Canvas *canvas, Color color) {
    for (int y = canvas->clip.y0; y < canvas->clip.y1; y++) {
        Span *touched = &canvas->touched[y - canvas->band_top];
        if (touched->to <= touched->from) continue;
        uint8_t *cover = coverage_row(canvas, y) + touched->from;
        canvas_blend(canvas, y, touched->from, touched->to, cover, color);
        memset(cover, 0, (size_t)(touched->to - touched->from));
        *touched = (Span){canvas->pixels.width, 0};
    }
}
