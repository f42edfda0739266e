/* The room render/file: PNG and SVG.

   picture: a frame as a file: PNG from pixels, SVG from the commands. */
#ifndef BACKSTEP_RENDER_PICTURE_H
#define BACKSTEP_RENDER_PICTURE_H

#include <stdio.h>

#include "render/raster/raster.h"

/* Both write to an open stream and say in *e what failed; the caller owns and closes the stream. */
bool picture_png(FILE *out, Pixels pixels, Err *e);

/* True vectors; text as <text> with the used fonts embedded as subsets or whole (data: URIs), placed glyph by
   glyph as the rasterizer places them. */
bool picture_svg(FILE *out, const DrawList *list, Err *e);

#endif
