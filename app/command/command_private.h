/* command_private: the groups of verbs, each in a file of its own; command_do asks one after the other. */
#ifndef BACKSTEP_APP_COMMAND_PRIVATE_H
#define BACKSTEP_APP_COMMAND_PRIVATE_H

#include "app/state/state.h"
#include "app/state/verb.h"

/* Each: true where the verb is one of its own (and then carried out). */
bool command_time(App *app, Command command);
bool command_select(App *app, Command command);
bool command_run(App *app, Command command);
bool command_points(App *app, Command command);
bool command_screen(App *app, Command command);

#endif
