/* The room app/learn: what a learner does with a run: predict, hunt, move points.

   predict: predict mode: the next number is hidden until it is guessed; a tally is kept.

   While it is on, nothing is shown of what comes after this moment. A step forward opens the question about
   the next step, where it is one that asks (question.h); a further one, or Enter, takes what was typed as the
   guess (nothing: it is skipped), does the step, and shows how near the guess was. All other ways through the
   run stay open, and pass questions by. */
#ifndef BACKSTEP_APP_PREDICT_H
#define BACKSTEP_APP_PREDICT_H

#include "app/state/state.h"

/* Predict mode on or off. */
void predict_switch(App *app);

/* A step forward that asks or answers; false: it is none, and is still to be done. There is a run. */
bool predict_step(App *app);

/* A character (code point) for the open question, and the last one taken back. */
void predict_type(App *app, int64_t code);
void predict_erase(App *app);

/* Escape takes back what was typed, then the mode; false: no question listens. */
bool predict_lets_go(App *app);

/* Whether a question is open here. */
bool predict_asks(const App *app);

/* Whether this key only types a character for the question, which comes as text too: by its place on the
   keyboard, or by what the layout has there. */
bool predict_types(const App *app, const Event *key);

/* Another run is shown: questions and verdicts are about the one before. */
void predict_leave(App *app);

/* Another lesson: the tally as well. */
void predict_begin_again(App *app);

/* The tally as a message, and from nothing again. */
void predict_sum_up(App *app);

/* What the explanation is about while the learner has selected nothing: the number that was asked for. */
Selection predict_selection(const App *app);

/* The strip of this frame (SceneOptions.predict). */
void predict_strip(App *app);

#endif
