/* runs: which run is shown and which is the other one: other lessons, rates, seeds, with bugs or without; and
   their training. */
#ifndef BACKSTEP_APP_RUNS_H
#define BACKSTEP_APP_RUNS_H

#include "app/state/state.h"

/* Loads what is wanted in place of what is shown, keeps what can be kept, and trains. On failure *e says why
   and everything stays as it was. */
bool runs_load(App *app, const RunSpec *wanted, Err *e);

/* The same for the lesson that the program opens with, which with app->opens may take its time: the window
   then says that it is read. */
bool runs_open(App *app, const RunSpec *wanted, Err *e);

/* The same for a learner at the window: a lesson that takes long is loaded in the background, and shown by
   runs_take when it is there. A mistake is said at the bottom. */
void runs_load_soon(App *app, const RunSpec *wanted);

/* Shows what has been loaded meanwhile. */
void runs_take(App *app);

/* Trains the lesson again at another rate; the run before becomes the other one, unless it came of the same
   burst of keys, or of the same drag. */
bool runs_change_rate(App *app, double rate, Err *e);

/* The run that is shown and the other one change places. There is another one. false and *e: no memory, and
   both stay where they are. Where there is only too little memory to stand them side by side again, that is
   said. */
bool runs_switch(App *app, Err *e);

/* Trains on in the background what is not at its end, where there is a window. */
void runs_train(App *app);

/* ---- the learner's own lesson is read again when it is saved; its mistakes are shown and end nothing
   ---- */

/* Begins to watch the file; before it is read, so that nothing that is saved from then on is missed. */
void runs_watch(App *app, const char *path);

/* Reads the lesson again where its file has been saved. A mistake is then in app->mistake, and the last good
   lesson stays; a good one is shown at the same moment, with the same name selected. */
void runs_reload(App *app);

/* For a lesson that has not been good yet: where it is the learner's own file and a window will open, shows
   its mistake *e over the lesson that `new` begins with, and waits for the file. false: *e is to be told
   otherwise. */
bool runs_await(App *app, const RunSpec *wanted, Err *e);

/* When the file is to be looked at next, microseconds; UINT64_MAX where none is watched. */
uint64_t runs_due(const App *app);

#endif
