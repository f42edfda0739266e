/* The room render/explain: the explanation panel.

   explain: what explain_view puts beside the formula; private to it. */
#ifndef BACKSTEP_RENDER_EXPLAIN_H
#define BACKSTEP_RENDER_EXPLAIN_H

#include "render/widget/panel.h"

/* The operands as matrices side by side, names above them, the used row and column framed. They may begin up
   to `spare` pixels left of the room where that lets their numbers be written out. Returns
   whether they have room enough to be seen well. */
bool explain_operands_draw(Panel *panel, Rect room, float spare);

#endif
