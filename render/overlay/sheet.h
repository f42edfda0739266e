/* sheet: the ground of what covers the whole frame. */
#ifndef BACKSTEP_RENDER_SHEET_H
#define BACKSTEP_RENDER_SHEET_H

#include "render/style/style.h"

/* A sheet over the whole frame with a title and, at its right, how it is used (NULL: nothing); returns the
 * room below.
 */
Rect sheet_draw(DrawList *list, const Style *style, Rect area, const char *title, const char *how);

#endif
