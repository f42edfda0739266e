/* loop: the window's life: wait, act, draw what changed. */
#ifndef BACKSTEP_APP_LOOP_H
#define BACKSTEP_APP_LOOP_H

#include "app/state/state.h"

typedef struct Loop {
    App *app;
    Raster *raster;
    bool works;    /* what goes on beside the window needs more turns */
    int64_t frame; /* what the last one cost, microseconds */
    int failed;    /* frames in a row that could not be painted */
} Loop;

/* Opens the window. false and *e: no display, or no memory; loop_end is to be called in any case. */
bool loop_begin(Loop *loop, App *app, Err *e);

/* The body of the loop, called once a frame: waits until something is due, acts, and draws what changed.
   false and *e: no frame can be painted any more; of one alone the learner is told. */
bool loop_turn(Loop *loop, Err *e);
void loop_end(Loop *loop);

/* Carries out what is due at app->now: autoplay, animation, the end of a message. */
void loop_tick(App *app);

/* Milliseconds until something is due, −1: nothing is. */
int loop_wait(const App *app);

/* All of it, until the learner quits or a signal asks the program to end (os_stopped). */
bool loop_run(App *app, Err *e);

#endif
