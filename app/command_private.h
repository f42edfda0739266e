/* command_private: the groups of verbs, each in a file of its own; app_do asks one after the other. */
#ifndef BACKSTEP_APP_COMMAND_PRIVATE_H
#define BACKSTEP_APP_COMMAND_PRIVATE_H

#include "app.h"

/* Each: true where the verb is one of its own (and then carried out). */
bool command_time(App *app, Command command);
bool command_select(App *app, Command command);
bool command_run(App *app, Command command);
bool command_screen(App *app, Command command);

/* Before the first forward operation, the zeroing done. */
void command_stand_at_start(App *app);

#endif
