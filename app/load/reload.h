/* reload: a lesson of one's own is read again when it is saved, and its mistakes are shown, never fatal. */
#ifndef BACKSTEP_APP_RELOAD_H
#define BACKSTEP_APP_RELOAD_H

#include "app/state/state.h"

/* Reads the lesson again where its file has been saved. What is wrong with it is then in app->mistake, and
   the last good one stays; a good one is stood in at the same moment, with the same name selected. */
void reload_run(App *app);

/* A lesson that has never been good: where it is a file of one's own and a window will be opened, *e is shown
   in it over the lesson that `new` begins with, and the file is waited for. false: *e is to be told
   otherwise. */
bool reload_wait(App *app, const RunSpec *wanted, Err *e);

/* When the file is to be looked at next, microseconds; UINT64_MAX where none is watched. */
uint64_t reload_due(const App *app);

#endif
