/* loop: the window's life: wait, act, draw what changed. */
#ifndef BACKSTEP_APP_LOOP_H
#define BACKSTEP_APP_LOOP_H

#include "app.h"

/* Opens the window and runs until the learner quits. false and *e: no display, or it was lost. */
bool loop_run(App *app, Err *e);

#endif
