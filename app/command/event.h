/* event: what the window reports. */
#ifndef BACKSTEP_APP_EVENT_H
#define BACKSTEP_APP_EVENT_H

#include "app/state/state.h"

/* Carries out the event's command. */
void event_do(App *app, const Event *event);

#endif
