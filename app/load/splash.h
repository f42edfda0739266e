/* splash: the window of a program whose first lesson takes long to read opens at once and says so. */
#ifndef BACKSTEP_APP_SPLASH_H
#define BACKSTEP_APP_SPLASH_H

#include "app/state/state.h"

/* Waits for the first lesson. Where it is not there soon the app's window is opened meanwhile, and says what
   is read; app->quit: the learner has closed it. Without a display nothing is shown: opening the window
   later says why. `path`: of the lesson. */
void splash_wait(App *app, Loading *loading, const char *path);

#endif
