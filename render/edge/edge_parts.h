/* edge_parts: how each kind of plot is drawn, and the scales. Private to the room. */
#ifndef BACKSTEP_RENDER_EDGE_PARTS_H
#define BACKSTEP_RENDER_EDGE_PARTS_H

#include "edge.h"
#include "render/widget/plot_frame.h"

/* Whether the slot is a parameter or its gradient. */
bool edge_kind_is_parameter(const View *view, int slot);

/* The colours of a slot: its column j, and the one that is selected. */
Color edge_ink_tone(const Edge *edge, int col);
Color edge_ink_bright(const Edge *edge);

/* The scale of all slots that share one: from the 5 % to the 95 % quantile of their numbers, the selected columns
   whole, and zero, widened to 1, 1.5, 2, 3, 5 or 7 times a power of ten. */
void edge_scale_range(const Edge *edge, double *low, double *high);

/* A bound away from zero, widened so. */
double edge_scale_round(double bound);

void edge_lines_draw(const Edge *edge, EdgeKind kind); /* POINTS, STICKS, LINES */
void edge_bars_few(const Edge *edge);
void edge_bars_equal(const Edge *edge);
void edge_bars_draw(const Edge *edge);
void edge_bars_range(const Edge *edge);
void edge_cells_draw(const Edge *edge);
void edge_cells_picture(const Edge *edge);
void edge_cells_masks(const Edge *edge);
void edge_discs_draw(const Edge *edge);

#endif
