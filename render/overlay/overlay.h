/* overlay: what lies over the panels: help, the list of lessons, a message, the exact value under the
 * pointer. */
#ifndef BACKSTEP_RENDER_OVERLAY_H
#define BACKSTEP_RENDER_OVERLAY_H

#include "render/scene.h"
#include "render/style/style.h"

/* To be called when everything else is in the list: the pointer's value is looked up there. */
void overlay_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);

/* A sheet over the whole frame with a title and, at its right, how it is used (NULL: nothing); returns the
 * room below.
 */
Rect overlay_sheet(DrawList *list, const Style *style, Rect area, const char *title, const char *how);

#endif
