/* reload: the learner's own lesson is read again when it is saved; its mistakes are shown and end nothing. */
#ifndef BACKSTEP_APP_RELOAD_H
#define BACKSTEP_APP_RELOAD_H

#include "app/state/state.h"

/* Begins to watch the file; before it is read, so that nothing that is saved from then on is missed. */
void reload_watch(App *app, const char *path);

/* Reads the lesson again where its file has been saved. A mistake is then in app->mistake, and the last good
   lesson stays; a good one is shown at the same moment, with the same name selected. */
void reload_run(App *app);

/* For a lesson that has not been good yet: where it is the learner's own file and a window will open, shows
   its mistake *e over the lesson that `new` begins with, and waits for the file. false: *e is to be told
   otherwise. */
bool reload_wait(App *app, const RunSpec *wanted, Err *e);

/* When the file is to be looked at next, microseconds; UINT64_MAX where none is watched. */
uint64_t reload_due(const App *app);

#endif
