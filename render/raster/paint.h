/* paint: paints the commands of a list into a band of pixels; private to `raster`. */
#ifndef BACKSTEP_RENDER_PAINT_H
#define BACKSTEP_RENDER_PAINT_H

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
    bool failed;   /* memory has run out */
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

/* Paints pixels from … to − 1 of a row, all in the clip, in sRGB as browsers do, rounded to the nearest. */
void paint_row(const Canvas *canvas, int y, int from, int to, Color color, uint8_t coverage);

/* Not a clip: the boxes of what follows it are cut to it already. */
void paint_command(Canvas *canvas, const DrawList *list, const DrawCommand *command);

#endif
