/* axis: a scale with round ticks whose labels do not collide. */
#ifndef BACKSTEP_RENDER_AXIS_H
#define BACKSTEP_RENDER_AXIS_H

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

/* How labels are set along an axis: upright, so that they take height on a vertical one, else width. */
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

#endif
