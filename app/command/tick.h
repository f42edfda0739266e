/* tick: autoplay and animation: elapsed time becomes the same commands that keys give. */
#ifndef BACKSTEP_APP_TICK_H
#define BACKSTEP_APP_TICK_H

#include "app/state/state.h"

/* Carries out what is due at app->now. */
void tick_run(App *app);

/* Milliseconds until something is due, −1: nothing is. */
int tick_wait(const App *app);

/* How far the flow of the current step is, 0 … 1. */
float tick_flow(const App *app);

#endif
