/* cells: how a grid of cells lies on whole pixels, for all that draw one. */
#ifndef BACKSTEP_RENDER_CELLS_H
#define BACKSTEP_RENDER_CELLS_H

#include "draw.h"

/* The whole pixels of a rectangle's side, from … to − 1; at least one. */
void cells_span(float start, float size, int *from, int *to);

/* Where cell `cell` begins, in pixels from the side's start; no more cells than pixels. */
int cells_edge(int cell, int pixels, int cells);

/* The cells that pixel `at` of a side shows, from … to − 1; at least one. */
void cells_at(int at, int pixels, int cells, int *from, int *to);

/* The mean colour of a block of cells, weighted by their alpha. */
Color cells_average(const DrawCommand *command, const Color *cells, int row0, int row1, int col0, int col1);

#endif
