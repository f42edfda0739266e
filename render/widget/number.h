/* number: a slot's single number in a place of fixed width. */
#ifndef BACKSTEP_RENDER_NUMBER_H
#define BACKSTEP_RENDER_NUMBER_H

#include "render/style/style.h"

enum { NUMBER_CELLS = 10 }; /* the longest number of text_number, in characters */

/* The width of a number's place. */
float number_width(Fonts *fonts, float size);

/* A number at a place that does not depend on its digits: the sign has a cell of its own. Not finite: in the
   colour of what is bad. Returns the width of what it draws, the empty sign's cell included. */
float number_draw(DrawList *list, const View *view, FontFace face, float size, Point left, Color ink,
                  double number);

/* Where such a place begins when its middle is given. */
Point number_left(Fonts *fonts, float size, Point middle);

/* Element (0, 0) of a 1×1 slot as a number, `middle` in the middle of its place's baseline; a dashed outline
   when it is not computed yet. Carries the slot and PART_NUMBER. Returns the room that it takes. */
Rect number_draw_slot(DrawList *list, const View *view, const Style *style, int slot, float size,
                      Point middle, Color ink);

/* "100×10" */
void number_shape(const Slot *slot, char *out, size_t size);

/* A dashed outline: what is not computed yet; where predict mode asks for it, with its mark. */
void number_draw_unknown(DrawList *list, const View *view, const Style *style, int slot, Rect box);

#endif
