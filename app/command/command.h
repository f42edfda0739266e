/* The room app/command: an event becomes a command, a command a change, a change a frame.

   command: command_do, the one function that changes the state. */
#ifndef BACKSTEP_APP_COMMAND_H
#define BACKSTEP_APP_COMMAND_H

#include "app/state/state.h"
#include "app/state/verb.h"

void command_do(App *app, Command command);

#endif
