/* loss_bar: the scrub bar over all epochs: the loss as far as it is known, on an empty track. */
#ifndef BACKSTEP_RENDER_LOSS_BAR_H
#define BACKSTEP_RENDER_LOSS_BAR_H

#include "render/widget/panel.h"

/* In `area`; its words are as large as the style's small text. caption: the baseline of numbers below it; NAN: there
   is no room for them. */
void loss_bar_draw(DrawList *list, const View *view, const SceneOptions *options, const Style *style,
                   Rect area, float caption);

#endif
