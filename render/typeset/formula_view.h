/* formula_view: a formula of the engine, set as in a textbook and coloured by role. */
#ifndef BACKSTEP_RENDER_FORMULA_VIEW_H
#define BACKSTEP_RENDER_FORMULA_VIEW_H

#include "engine/math/tree.h"
#include "render/draw/draw.h"
#include "render/style/theme.h"

/* How a formula is set. Where it is too wide or too high it is first set smaller, down to 0.72 of its size,
   then broken at relations, then at other operators, then smaller still; what does not fit even so ends with
   "…". */
typedef struct FormulaStyle {
    const Theme *theme;
    float size;                  /* em, pixels */
    float max_width, max_height; /* 0: no limit */
    Color ink;                   /* a == 0: each symbol in the colour of its role */
    bool display;                /* on a line of its own: limits under sums, fractions at full size */
} FormulaStyle;

/* The room a formula takes: ascent above the first baseline, descent below it (with all further lines). */
typedef struct FormulaSize {
    float width, ascent, descent;
    float size; /* the em that it was set in */
    int lines;
} FormulaSize;

FormulaSize formula_measure(Fonts *fonts, const FormulaStyle *style, const Math *math);

/* Draws it with its left end at baseline.x and returns the room it took. Commands carry the list's mark. */
FormulaSize formula_draw(DrawList *list, const FormulaStyle *style, const Math *math, Point baseline);

#endif
