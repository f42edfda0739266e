/* number: a slot's single number in a place of fixed width, and numbers in few characters. */
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

/* 10000 as 10 000, with thin spaces; up to four digits as they are. */
void number_grouped(int64_t number, char *out, size_t size);

/* A number in at most `cells` characters (at least 3, the sign included), for where there is no room for four
   digits: "0.40", "−1.2", "120", "3e7"; zero is "0", what is almost zero "4e−3", or "0.0" where even that is
   too long. sign: '+' is written too. */
void number_short(const Texts *texts, double number, bool sign, int cells, char *out, size_t size);

/* A number in at most `cells` characters (at least 5) with as many of four digits as fit; what is too small or too
   large for that as number_short writes it. */
void number_fit(const Texts *texts, double number, int cells, char *out, size_t size);

#endif
