/* views: the parts of the screen that scene.c puts together, one function each. */
#ifndef BACKSTEP_RENDER_VIEWS_H
#define BACKSTEP_RENDER_VIEWS_H

#include "screen.h"

/* Each draws its panel, ground and all, into `area`. Text grows with the panel where it is larger than its
   usual share of the frame; what does not fit is summarized. Nothing but the panel's ground is drawn where
   the area is empty. */
void top_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void graph_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void network_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void matrix_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void plot_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void history_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void explain_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void timeline_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);

/* options->predict: what is asked for, the guess, the verdict, the tally. */
void predict_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
float predict_view_height(const SceneOptions *options, int width, int height); /* of the strip */

#endif
