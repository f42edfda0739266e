/* points_mouse: the mouse on the points of a plot. */
#ifndef BACKSTEP_APP_POINTS_MOUSE_H
#define BACKSTEP_APP_POINTS_MOUSE_H

#include "app/state/state.h"

/* Where the event is one for the points: takes hold, moves, adds (Ctrl), takes away (right button), lets go.
   Else false. */
bool points_mouse(App *app, const Event *event);

#endif
