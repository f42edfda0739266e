/* The room app/session: a lesson under way, and the run beside it.

   session: a lesson with everything that is needed to look into it: a run to step in, its timeline, its
 * viewer.
 */
#ifndef BACKSTEP_APP_SESSION_H
#define BACKSTEP_APP_SESSION_H

#include "app/state/state.h"

/* A ghost: takes the lesson over, in any case, and begins its timeline; nothing is trained yet. On failure
 *session is empty and *e says why. */
bool session_begin(Session *session, Lesson *lesson, const Exec *exec, Err *e);

/* Makes the machine of a ghost that is to go along with another run; one that has it keeps it. On failure it
   stays a ghost. */
bool session_accompany(Session *session, const Exec *exec, Err *e);

/* Makes what a ghost does not have. On failure it stays what it was: a ghost that has a machine keeps it. */
bool session_enter(Session *session, const Exec *exec, const Texts *texts, Err *e);

/* Frees what a ghost does not have. */
void session_become_ghost(Session *session);
void session_close(Session *session); /* an empty session is fine */

/* The viewer in another language; `texts` must outlive it. false and *e: it speaks as before. */
bool session_speak(Session *session, const Exec *exec, const Texts *texts, Err *e);

/* Whether there is something to step: not in a picture. */
bool session_runs(const Session *session);

/* Whether its training is not at its end yet. */
bool session_trains(const Session *session);

/* The moment that --epoch, --batch (from 1) and step stand for; false and *e where the run has no such place.
 */
bool session_moment(const Session *session, int64_t epoch, int64_t batch, int step, Moment *out, Err *e);

#endif
