/* heat: a matrix as a small picture of coloured cells. */
#ifndef BACKSTEP_RENDER_HEAT_H
#define BACKSTEP_RENDER_HEAT_H

#include "render/draw/rect.h"
#include "render/style/style.h"

/* The slot's numbers over the whole of `area`, a cell a number where there is room, else a cell the mean of
   several (of some of them where they are very many). A slot that is not computed yet is an empty dashed
   outline. Commands carry the slot and PART_HEAT. */
void heat_draw(DrawList *list, const View *view, const Style *style, int slot, Rect area);

#endif
