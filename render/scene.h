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

/* Where the points of a curve's plot lie; empty: there is no such plot. */
Rect scene_plot_area(const DrawList *list);

/* The plot's point (from 0) that is near enough to grab; −1: none. */
int scene_point_at(const DrawList *list, const View *view, Point at, float scale);

/* Where that point lies; NaN: there is no such point. */
Point scene_plot_pixel(const DrawList *list, const View *view, int point);

/* What the axes say of a pixel, or of the nearest one in the area, in no more digits than it takes to tell
   pixels apart. false: there is no such plot, or no float32 for it. */
bool scene_plot_numbers(const DrawList *list, const ViewAxes *axes, Point at, float *x, float *y);

/* The epoch (from 1) under a point of the scrub bar; 0: not on it. */
int64_t scene_scrub_epoch(const DrawList *list, const View *view, Point at);

#endif
