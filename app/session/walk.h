/* walk: through a run, forwards and backwards. A long way is gone a piece each turn of the loop, by walk_on:
   until it ends, what is shown is a moment on the way. */
#ifndef BACKSTEP_APP_WALK_H
#define BACKSTEP_APP_WALK_H

#include "app/state/state.h"

/* Goes to a moment. */
void walk_go(App *app, Moment moment);

/* The same to a moment that the run may not be known to yet: it is followed as it is trained. */
void walk_follow(App *app, Moment moment);

/* One step on, or back; at the ends of the run it stays. */
void walk_step(App *app, bool forward);

/* Before the first forward operation, the zeroing done. */
void walk_to_start(App *app);

/* The next piece of a long way. */
void walk_on(App *app);

/* Whether walk_on would come further now. */
bool walk_goes_on(const App *app);

/* Where the learner stands, or is going to. {0, 0} in a picture. */
Moment walk_here(const App *app);

/* The moment one step later; that at the end of the run is its own. */
Moment walk_after(const App *app, Moment at);

#endif
