/* message: one line at the bottom of the window. */
#ifndef BACKSTEP_APP_MESSAGE_H
#define BACKSTEP_APP_MESSAGE_H

#include "state.h"

/* Shows it for some seconds. */
void message_say(App *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Shows a mistake so, in the language of the screen. */
void message_complain(App *app, const Err *e);

#endif
