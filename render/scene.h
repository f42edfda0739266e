/* scene: the one entry of the picture: divides the frame into panels and has each view draw its own. */
#ifndef BACKSTEP_RENDER_SCENE_H
#define BACKSTEP_RENDER_SCENE_H

#include "render/style/screen.h"

/* Draws one frame of width × height pixels. Nothing is kept: the same arguments give the same list. */
void scene_draw(DrawList *list, const View *view, const SceneOptions *options, int width, int height);

/* Where a panel lies (for clicks on the scrub bar, wheel over the graph); empty when it is not shown. */
Rect scene_panel(const View *view, const SceneOptions *options, int width, int height, PanelId panel);

/* Whether a point lies on the learning rate, or near enough to grab it. */
bool scene_on_rate(const DrawList *list, Point at);

/* The epoch (from 1) under a point of the scrub bar; 0: not on it. */
int64_t scene_scrub_epoch(const DrawList *list, const View *view, Point at);

#endif
