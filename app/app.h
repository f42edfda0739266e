/* app: the program from its opening to its end. */
#ifndef BACKSTEP_APP_APP_H
#define BACKSTEP_APP_APP_H

#include "app/state/state.h"

/* Texts, fonts, the lesson, standing where the options say. false and *e; app_close is then still to be
 * called. */
bool app_open(App *app, const Options *options, const Assets *assets, Err *e);
void app_close(App *app);

#endif
