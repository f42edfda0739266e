/* plot_frame: two axes around an area, and lines cut to it. */
#ifndef BACKSTEP_RENDER_PLOT_FRAME_H
#define BACKSTEP_RENDER_PLOT_FRAME_H

#include "axis.h"

/* A plot's frame: where its data go, and how its two axes are scaled and labelled there. */
typedef struct PlotFrame {
    Rect area;
    Axis x, y;
    AxisTicks x_ticks, y_ticks;
    const Math *x_name, *y_name; /* NULL: none */
    Point x_pen, y_pen;          /* where the names stand */
    float name_room;             /* how wide a name may be */
} PlotFrame;

/* Lays the axes out in `room`: the labels stand below and left of what is left for the data; the name of x at
   the right end of its labels, that of y above its own. The names must live as long as the frame. Nothing is
   drawn. */
PlotFrame plot_frame_make(Fonts *fonts, const Style *style, const Texts *texts, Rect room, Axis x, Axis y,
                          const Math *x_name, const Math *y_name);

/* Two axes over the whole of an area, with nothing beside it. */
PlotFrame plot_frame_bare(Rect area, Axis x, Axis y);

/* Grid, ticks, labels and names. */
void plot_frame_draw(DrawList *list, const Style *style, const PlotFrame *frame);

Point plot_frame_at(const PlotFrame *frame, double x, double y);

/* A line through points, cut to the frame's area; it breaks where a number is not finite. */
typedef struct PlotPen {
    Color ink;
    float width, dash, gap;
} PlotPen;

/* Returns whether any of it is inside the area. */
bool plot_frame_line(DrawList *list, const PlotFrame *frame, const float *x, const float *y, int count,
                     PlotPen pen);

#endif
