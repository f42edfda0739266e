/* plate: a plate over the panels, within `area`. */
#ifndef BACKSTEP_RENDER_PLATE_H
#define BACKSTEP_RENDER_PLATE_H

#include "render/style/style.h"

/* options->mistake, at the bottom. */
void plate_draw_mistake(DrawList *list, const View *view, const SceneOptions *options, Rect area);

/* options->verdict, at the bottom, or above the explanation where `explain` is not empty. */
void plate_draw_verdict(DrawList *list, const View *view, const SceneOptions *options, Rect area,
                        Rect explain);

/* One line near the pointer. */
void plate_draw_value(DrawList *list, const Style *style, Rect area, Point pointer, const char *text);

/* As many lines as the text takes, down to `bottom`. */
void plate_draw_message(DrawList *list, const View *view, const Style *style, Rect area, float bottom,
                        const char *text);

#endif
