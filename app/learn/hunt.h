/* hunt: a lesson whose mistakes are hidden until the learner points at the operations that make them. */
#ifndef BACKSTEP_APP_HUNT_H
#define BACKSTEP_APP_HUNT_H

#include "app/state/keymap.h"
#include "app/state/state.h"

/* The disguise with which a lesson is hunted: of the hunt that goes on already (`same`) it hides what is
   still hidden, else everything. Empty where there is nothing to hunt any more. false and *e: no memory. */
bool hunt_disguise(const App *app, const RunSpec *wanted, const Lesson *lesson, bool same, Disguise *out,
                   Err *e);

/* Takes the disguise over, in place of the one before. */
void hunt_install(App *app, Disguise disguise, bool same);
void hunt_close(App *app);

/* Whether there is still something to find. */
bool hunt_runs(const App *app);

/* Hides what gives the mistakes away in what is about to be shown. */
void hunt_hide(App *app, ViewerInput *input);

/* Enter: the selected operation is the one that lies. Right or wrong is told, with the reason. */
void hunt_point(App *app);

/* Anything but `harmless` commands closes the verdict. true: that was all the command was for. */
bool hunt_closes_verdict(App *app, Command command, bool harmless);

/* B: asks; within some seconds once more: shows what is still hidden. */
void hunt_give_up(App *app);

#endif
