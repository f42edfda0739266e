/* panels: the plot, the loss over the epochs, and the explanation. */
#ifndef BACKSTEP_RENDER_PANELS_H
#define BACKSTEP_RENDER_PANELS_H

#include "render/scene.h"

/* Each draws its panel, ground and all, into `area`. Text grows with the panel where it is larger than its
   usual share of the frame; what does not fit is summarized. Nothing but the panel's ground is drawn where
   the area is empty. */
void plot_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void history_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void explain_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);

#endif
