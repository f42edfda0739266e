/* other: how the other of two runs is shown: corners on what differs, its curve and its number. */
#ifndef BACKSTEP_RENDER_OTHER_H
#define BACKSTEP_RENDER_OTHER_H

#include "panel.h"
#include "plot_frame.h"

/* A corner of `size` pixels in the upper right of `box`. Carries the mark that the list has. */
void other_corner(DrawList *list, const Theme *theme, Rect box, float size);

/* The same on a slot's heat map or number in the graph, where the slot differs. unit: of the graph. */
void other_mark_heat(DrawList *list, const View *view, const Theme *theme, int slot, Rect box, float unit);
void other_mark_number(DrawList *list, const View *view, const Theme *theme, int slot, Rect box, float unit);

/* The line of the other run in plot and history: dotted, and strong where both run side by side. */
PlotPen other_pen(const View *view, const Style *style);

/* Which runs are side by side, each behind its line in the plot, the one in the graph first; in small text
   from `at` on. Both return the width; 0 where the run goes alone. */
float other_runs_width(Fonts *fonts, const View *view, const Style *style);
float other_runs_draw(DrawList *list, const View *view, const Style *style, Point at);

/* "◥ lr = 0.3: +0.0456", the selected element in the other run, cut off the top of *room; nothing: none. */
void other_element_draw(Panel *panel, Rect *room);

#endif
