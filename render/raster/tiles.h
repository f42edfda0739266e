/* tiles: finds out what changed from one frame to the next; private to `raster`. */
#ifndef BACKSTEP_RENDER_TILES_H
#define BACKSTEP_RENDER_TILES_H

#include "canvas.h"

enum { TILE_SIZE = 64, DIRTY_MAX = 64 };

/* A frame as squares of TILE_SIZE pixels, each with a hash of all that touches it. A zeroed Tiles is
   empty. */
typedef struct Tiles {
    int cols, rows;
    uint64_t *now, *before; /* cols × rows; before: of what is in the pixels */
    bool known;             /* `before` holds */
} Tiles;

bool tiles_init(Tiles *tiles, int width, int height); /* false, and empty, when memory runs out */
void tiles_free(Tiles *tiles);

/* Gives the box of every command of the list (in `boxes`, one each, cut to the clip that holds for it; empty
   for clips) and the tiles' hashes. */
void tiles_hash(Tiles *tiles, const DrawList *list, Box *boxes);

/* The rectangles that changed, at most `capacity` (1 … DIRTY_MAX), in pixels; returns how many. */
int tiles_changed(const Tiles *tiles, int width, int height, Box *changed, int capacity);

void tiles_keep(Tiles *tiles); /* the frame has been painted: `now` becomes `before` */

#endif
