/* rect: cutting rectangles into pieces, which is how every panel is laid out. */
#ifndef BACKSTEP_RENDER_RECT_H
#define BACKSTEP_RENDER_RECT_H

#include "draw.h"

/* Smaller by dx at the left and right and dy above and below; never of negative size. */
Rect rect_inset(Rect rect, float dx, float dy);

/* Cuts a piece off and leaves `gap` between it and the rest, which *rect becomes. At most what is there. */
Rect rect_cut_left(Rect *rect, float width, float gap);
Rect rect_cut_right(Rect *rect, float width, float gap);
Rect rect_cut_top(Rect *rect, float height, float gap);
Rect rect_cut_bottom(Rect *rect, float height, float gap);

bool rect_empty(Rect rect);
bool rect_holds(Rect rect, Point at);
bool rect_overlap(Rect a, Rect b);

/* The smallest rectangle around both; an empty one does not count. */
Rect rect_union(Rect a, Rect b);

#endif
