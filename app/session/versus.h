/* versus: two runs side by side: the other one has a machine that stands where the learner stands. */
#ifndef BACKSTEP_APP_VERSUS_H
#define BACKSTEP_APP_VERSUS_H

#include "app/state/state.h"

/* Puts the other run beside the one that is shown, at its moment. It costs one more machine (the numbers of
   one mini-batch); its keyframes are its own, within the same bounds as any run's. false and *e: what keeps
   both from it, or no memory; all is then as it was. There is another run. */
bool versus_enter(App *app, Err *e);

/* The other run is seen in plot and history only, as before. */
void versus_leave(App *app);

/* Lets go of what belongs to both, where one of them is about to be another run. */
void versus_forget(App *app);

/* Whether there are two runs side by side. */
bool versus_on(const App *app);

/* Goes with the other run towards where the shown one stands, for about `microseconds` (−1: all the way).
   Returns whether it is there; true where the run goes alone. */
bool versus_go(App *app, int64_t microseconds);

/* Whether it is there. */
bool versus_together(const App *app);

#endif
