/* plot_axes: scales with round ticks whose labels do not collide, and the frame of a plot. */
#ifndef BACKSTEP_RENDER_PLOT_AXES_H
#define BACKSTEP_RENDER_PLOT_AXES_H

#include "render/style/style.h"

/* A range of numbers laid along a line of pixels. low < high, both finite; above 0 where logarithmic. */
typedef struct Axis {
    double low, high;
    bool logarithmic;
    bool whole;         /* only whole numbers are marked: epochs */
    double start, span; /* low, and high − low, as they are laid out: of logarithms where logarithmic */
    float from, to;     /* pixels of low and high */
} Axis;

/* The range low … high and a margin (a share of it) at both ends. What is not finite, empty, or too narrow
   for float32 to tell its numbers apart is replaced by the nearest range that can be drawn. */
Axis axis_make(double low, double high, double margin, bool logarithmic);

/* The pixel of a value; not finite where the value is not. */
float axis_at(const Axis *axis, double value);

enum { AXIS_MAX_TICKS = 24 };

typedef struct AxisTick {
    double value;
    float at;
    char label[24];
} AxisTick;

typedef struct AxisTicks {
    AxisTick ticks[AXIS_MAX_TICKS];
    int count;
} AxisTicks;

/* How labels are set along an axis: upright text beside a vertical axis takes its height, below a horizontal
 * one its width. */
typedef struct AxisText {
    Fonts *fonts;
    const Texts *texts; /* NULL: a point for the decimal sign */
    float size;         /* FONT_NUMBER, em */
    float gap;          /* least air between two labels */
    float spacing;      /* least distance of two ticks */
    bool vertical;
    float first, last; /* labels stay between these pixels; first < last */
} AxisText;

/* The finest round ticks (1, 2 or 5 times a power of ten; powers of ten where logarithmic) that fit; at least
   one where the axis holds a round number at all. */
void axis_ticks(const Axis *axis, const AxisText *text, AxisTicks *out);

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

/* Grid, ticks, labels and names. */
void plot_frame_draw(DrawList *list, const Style *style, const PlotFrame *frame);

Point plot_at(const PlotFrame *frame, double x, double y);

/* A line through points, cut to the frame's area; it breaks where a number is not finite. */
typedef struct PlotPen {
    Color ink;
    float width, dash, gap;
} PlotPen;
/* Returns whether any of it is inside the area. */
bool plot_line(DrawList *list, const PlotFrame *frame, const float *x, const float *y, int count,
               PlotPen pen);

#endif
