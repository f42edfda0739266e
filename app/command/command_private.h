/* command_private: the groups of verbs, each in a file of its own; app_do asks one after the other. */
#ifndef BACKSTEP_APP_COMMAND_PRIVATE_H
#define BACKSTEP_APP_COMMAND_PRIVATE_H

#include "app/app.h"

/* Each: true where the verb is one of its own (and then carried out). */
bool command_time(App *app, Command command);
bool command_select(App *app, Command command);
bool command_run(App *app, Command command);
bool command_points(App *app, Command command);
bool command_screen(App *app, Command command);

/* Goes to a moment. A way that takes long is gone a piece each turn of the loop, by command_go_on: until it
   ends, what is shown is a moment on the way. */
void command_go(App *app, Moment moment);
void command_go_on(App *app);

/* The same to a moment that the run may not be known to yet: it is followed as it is trained. */
void command_follow(App *app, Moment moment);

/* Whether command_go_on would come further now. */
bool command_goes_on(const App *app);

/* Where the learner stands, or is going to. {0, 0} in a picture. */
Moment command_here(const App *app);

/* Before the first forward operation, the zeroing done. */
void command_stand_at_start(App *app);

#endif
