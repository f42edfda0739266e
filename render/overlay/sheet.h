/* sheet: what covers the whole frame, `area`: all keys, and the list of lessons. */
#ifndef BACKSTEP_RENDER_SHEET_H
#define BACKSTEP_RENDER_SHEET_H

#include "render/style/screen.h"

void sheet_draw_help(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void sheet_draw_lessons(DrawList *list, const View *view, const SceneOptions *options, Rect area);

#endif
