/* The room render/explain: the explanation panel.

   explain: what explain_view puts beside the formula; private to it. */
#ifndef BACKSTEP_RENDER_EXPLAIN_H
#define BACKSTEP_RENDER_EXPLAIN_H

#include "render/widget/panel.h"

/* The operands as matrices side by side, names above them, the used row and column framed. They may begin up
   to `spare` pixels left of the room where that lets their numbers be written out. Returns
   whether they have room enough to be seen well. */
bool explain_operands_draw(Panel *panel, Rect room, float spare);

/* The gradient of a parameter as the slope of the loss: words and formula, the loss as a function of the
   element, and the terms of its sum; view->slope has an element. Returns whether all of it has room. */
bool slope_view_draw(Panel *panel, Rect room);

/* An update: words and formula, and the element as places on a line. Returns whether all of it has room. */
bool slope_view_draw_move(Panel *panel, Rect room);

/* The middle of the slope: the curve, the point of now with its tangent, the lens over the numeric check, the step
   and where it lands. Empty axes while the curve is being computed. */
void slope_plot_draw(Panel *panel, Rect room);

/* The right of it: operands and terms as pictures over the samples, the largest terms, the rest, the sum, the check. */
void slope_terms_draw(Panel *panel, Rect room);

/* ✓ or ✗ and "numeric +0.003683", on the baseline, at most `room` wide; what does not fit is left out. Returns
   its width. */
float verdict_draw(Panel *panel, Point baseline, float room);

/* An update as places on one line: the old value, the step, the new value. Nothing where there is too little
   room. */
void move_draw(Panel *panel, Rect room);

/* Whether the mark and the number have room. */
bool verdict_fits(const Panel *panel, float room);

/* How the numeric check was done: both losses, the step, the error, from the room's bottom up, where all of it
   fits. Returns the width that it took. */
float verdict_details(Panel *panel, Rect room);

#endif
