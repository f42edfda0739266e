/* timeline_view: the two halves of the timeline, each a file of its own. */
#ifndef BACKSTEP_RENDER_TIMELINE_VIEW_H
#define BACKSTEP_RENDER_TIMELINE_VIEW_H

#include "render/draw/rect.h"
#include "render/style/style.h"

typedef struct TimelinePicture {
    DrawList *list;
    const View *view;
    const SceneOptions *options;
    Style style;
    float line;    /* y of the middle of dots and bar */
    float caption; /* baseline of what is written under them; NAN: nothing is, the panel is too low */
} TimelinePicture;

/* The steps of this iteration. */
void timeline_draw_steps(TimelinePicture *picture, Rect area);

/* The colour of where two runs part: a mistake's, but of runs side by side none is wrong. */
Color timeline_fork_ink(const TimelinePicture *picture);

/* The sign for where two runs part, above a dot or the bar. */
void timeline_draw_fork(TimelinePicture *picture, float x);

/* All epochs, with a mark at the current one. */
void timeline_draw_epochs(TimelinePicture *picture, Rect area);

#endif
