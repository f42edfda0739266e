/* paint: paints one command of a list into a band of pixels; private to `raster`. */
#ifndef BACKSTEP_RENDER_PAINT_H
#define BACKSTEP_RENDER_PAINT_H

#include "canvas.h"

void paint_rect(Canvas *canvas, const DrawCommand *command);
void paint_disc(Canvas *canvas, const DrawCommand *command);
void paint_line(Canvas *canvas, const DrawCommand *command, const Point *points);
void paint_polygon(const Canvas *canvas, const DrawCommand *command, const Point *points);
void paint_cells(const Canvas *canvas, const DrawCommand *command, const Color *cells);

/* false: no memory. */
bool paint_text(const Canvas *canvas, const DrawCommand *command, const char *utf8, Fonts *fonts);

#endif
