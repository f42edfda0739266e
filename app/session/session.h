/* The room app/session: a lesson under way, and the run beside it.

   session: a lesson with all that it takes to look into it: a run to step in, its timeline, its viewer. */
#ifndef BACKSTEP_APP_SESSION_H
#define BACKSTEP_APP_SESSION_H

#include "app/state/state.h"

/* Takes the lesson over, in any case, and begins its timeline at that learning rate; nothing is trained yet. On failure
 *session is empty and *e says why. */
bool session_begin(Session *session, Lesson *lesson, double rate, const Exec *exec, Err *e);

/* Makes machine and viewer, so that the run can be shown. On failure nothing has changed: a machine that it
   had stays. */
bool session_enter(Session *session, const Exec *exec, const Texts *texts, Err *e);

/* Frees machine and viewer: the run is shown no more. */
void session_leave(Session *session);
void session_close(Session *session); /* an empty session is fine */

/* The viewer in another language; `texts` must outlive it. false and *e: it speaks as before. */
bool session_speak(Session *session, const Exec *exec, const Texts *texts, Err *e);

/* Whether there is something to step: not in a picture. */
bool session_runs(const Session *session);

/* Its lesson and learning rate; of a picture the file's rate; lesson NULL: it is empty. */
Run session_run(const Session *session);

/* Whether its training is not at its end yet. */
bool session_trains(const Session *session);

/* The moment that --epoch, --batch (from 1) and step stand for; false and *e: the run has no such place. */
bool session_moment(const Session *session, int64_t epoch, int64_t batch, int step, Moment *out, Err *e);

/* ---- two runs side by side: the other one has a machine that stands where the learner stands ---- */

/* Puts the other run beside the one that is shown, at its moment. It costs one more machine (the numbers of
   one mini-batch); its keyframes are its own, within the same bounds as any run's. false and *e: what keeps
   both from it, or no memory; all is then as it was. There is another run. */
bool session_pair(App *app, Err *e);

/* The other run is seen in plot and history only, as before. */
void session_part(App *app);

/* Lets go of what belongs to both, where one of them is about to be another run. */
void session_unpair(App *app);

/* Whether there are two runs side by side. */
bool session_paired(const App *app);

/* Whether the other run is the one that was shown before the last change: not one that a lesson or --versus
   brings along, nor one that goes on beside the one that is shown. */
bool session_was_shown(const App *app);

/* Goes with the other run towards where the shown one stands, for about `microseconds` (−1: all the way).
   Returns whether it is there; true where the run goes alone. */
bool session_follow(App *app, int64_t microseconds);

/* Whether it is there. */
bool session_together(const App *app);

/* ---- through a run, and with it the other one: a long way is gone a piece each turn of the loop, by session_go_on;
   until it ends, what is shown is a moment on the way ---- */

/* Goes to a moment. */
void session_go(App *app, Moment moment);

/* The same to a moment that the run may not be known to yet: it is followed as it is trained. */
void session_go_trained(App *app, Moment moment);

/* One step on, or back; at the ends of the run it stays. */
void session_step(App *app, bool forward);

/* Before the first forward operation, the zeroing done. */
void session_to_start(App *app);

/* The next piece of a long way. */
void session_go_on(App *app);

/* Whether session_go_on would come further now. */
bool session_goes_on(const App *app);

/* Where the learner stands, or is going to. {0, 0} in a picture. */
Moment session_here(const App *app);

/* The moment one step later; that at the end of the run is its own. */
Moment session_after(const App *app, Moment at);

#endif
