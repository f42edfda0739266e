/* The room render/raster: shapes become pixels.

   raster: paints a DrawList into a pixel buffer by exact coverage; the same pixels on every platform and
   compiler. */
#ifndef BACKSTEP_RENDER_RASTER_H
#define BACKSTEP_RENDER_RASTER_H

#include "render/draw/draw.h"

/* 0xAARRGGBB, opaque (AA = 255), rows from the top, `stride` pixels apart. */
typedef struct Pixels {
    uint32_t *at;
    int width, height, stride;
} Pixels;

/* Holds a hash for each tile of the list painted last, so that only what changed is painted again. */
typedef struct Raster Raster;

Raster *raster_new(void); /* NULL when memory runs out */
void raster_free(Raster *raster);

/* Paints what changed since the last call (everything at first, or when the size changed, or after
   raster_forget) into `pixels`, which must hold the last call's result. dirty[0..*count) receives the
   rectangles painted, at most `capacity` (neighbours are merged). Returns false when the list failed, its
   size is not that of the pixels, or memory ran out; the next call then paints everything. */
bool raster_paint(Raster *raster, const DrawList *list, Pixels pixels, Rect *dirty, int capacity, int *count);

void raster_forget(Raster *raster); /* the next paint paints everything */

#endif
