/* The room app/command: an event becomes a command, a command a change, a change a frame.

   command: command_do, the one function that changes the state. */
#ifndef BACKSTEP_APP_COMMAND_H
#define BACKSTEP_APP_COMMAND_H

#include "app/state/keymap.h"
#include "app/state/state.h"

void command_do(App *app, Command command);

/* The text that tells what the program's end costs the learner, with the hunt's {tries}; NULL: nothing. */
const char *command_loses(const App *app);

/* event: carries out the command of what the window reports. */
void event_do(App *app, const Event *event);

#endif
