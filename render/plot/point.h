/* point: from a pixel of the plot to its numbers and points, and the rings of points that a learner moves. */
#ifndef BACKSTEP_RENDER_POINT_H
#define BACKSTEP_RENDER_POINT_H

#include "render/widget/legend.h"

/* Where the points of a curve's plot lie; empty: there is no such plot. */
Rect plot_point_area(const DrawList *list);

/* The plot's point (from 0) that is near enough to grab; −1: none. */
int plot_point_at(const DrawList *list, const View *view, Point at, float scale);

/* Where that point lies; NaN: there is no such point. */
Point plot_point_pixel(const DrawList *list, const View *view, int point);

/* What the axes say of a pixel, or of the nearest one in the area, in no more digits than it takes to tell
   pixels apart. false: there is no such plot, or no float32 for it. */
bool plot_point_numbers(const DrawList *list, const ViewAxes *axes, Point at, float *x, float *y);

/* Rings around the chosen point and around the one that the pointer could grab, in the plot just drawn. */
void plot_point_draw(Panel *panel, const SceneOptions *options);

/* The axes of PLOT_CURVE and PLOT_PATH, not laid out yet. */
void plot_point_axes(const ViewAxes *axes, Axis *x, Axis *y);

/* Says in the legend that only a part of the data points is drawn, where that is so. */
void plot_point_legend(const Panel *panel, Legend *legend);

enum { PLOT_MOST_POINTS = 1500 }; /* drawn; of more, every n-th */

#endif
