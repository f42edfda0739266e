/* The room render/overlay: what lies over the panels: help, lessons, messages, mistakes.

   overlay: what lies over the panels: help, the list of lessons, a message, the exact value under the
   pointer. */
#ifndef BACKSTEP_RENDER_OVERLAY_H
#define BACKSTEP_RENDER_OVERLAY_H

#include "render/style/screen.h"

/* To be called when everything else is in the list: the pointer's value is looked up there.
   panels[PANEL_COUNT]: where each lies; empty: not shown. */
void overlay_draw(DrawList *list, const View *view, const SceneOptions *options, const Rect *panels);

#endif
