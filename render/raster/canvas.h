/* canvas: the band of pixels being painted; private to `raster`. */
#ifndef BACKSTEP_RENDER_CANVAS_H
#define BACKSTEP_RENDER_CANVAS_H

#include "raster.h"

enum { BAND_ROWS = 64 };

/* Whole pixels, x0 … x1 − 1 and y0 … y1 − 1; empty where x1 <= x0 or y1 <= y0. */
typedef struct Box {
    int x0, y0, x1, y1;
} Box;

typedef struct Span {
    int from, to;
} Span;

/* What a painter may touch, and scratch memory, which it leaves as it found it. Every pixel's value depends
   on the command and the pixel's place alone, never on `clip`: a piece painted again is what it was. */
typedef struct Canvas {
    Pixels pixels;
    Box clip;          /* inside the pixels, at most BAND_ROWS high */
    int band_top;      /* <= clip.y0, > clip.y1 - BAND_ROWS */
    uint8_t *coverage; /* BAND_ROWS rows of pixels.width bytes, all 0; the first is that of band_top */
    Span *touched; /* where each of these rows is not 0 while a stroke is gathered: else pixels.width … 0 */
    float *sums;   /* pixels.width + 1 numbers, all 0 */
} Canvas;

static inline Box box_meet(Box a, Box b) {
    return (Box){a.x0 > b.x0 ? a.x0 : b.x0, a.y0 > b.y0 ? a.y0 : b.y0, a.x1 < b.x1 ? a.x1 : b.x1,
                 a.y1 < b.y1 ? a.y1 : b.y1};
}

static inline bool box_empty(Box box) {
    return box.x1 <= box.x0 || box.y1 <= box.y0;
}

/* The largest whole number at most / the least at least `number`, which is within ±10⁶ or is held to it. */
static inline int pixel_floor(float number) {
    const float far = 1e6f;
    number = number < -far ? -far : number > far ? far : number;
    int whole = (int)number;
    return (float)whole > number ? whole - 1 : whole;
}

static inline int pixel_ceil(float number) {
    return -pixel_floor(-number);
}

static inline float unit_clamp(float number) {
    number = number > 0 ? number : 0;
    return number < 1 ? number : 1;
}

static inline uint8_t coverage_byte(float coverage) {
    return (uint8_t)(int)(coverage * 255 + 0.5f);
}

/* Paints pixels from … to − 1 of a row, all in the clip, with one coverage or with one for each pixel
   (coverage[0] is that of `from`). */
void canvas_fill(const Canvas *canvas, int y, int from, int to, Color color, uint8_t coverage);
void canvas_blend(const Canvas *canvas, int y, int from, int to, const uint8_t *coverage, Color color);

#endif
