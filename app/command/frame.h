/* frame: the frame of this moment. */
#ifndef BACKSTEP_APP_FRAME_H
#define BACKSTEP_APP_FRAME_H

#include "app/state/state.h"

/* The view of this moment, in app->view. */
void frame_look(App *app);

/* The frame as a list of commands, for width × height pixels. */
void frame_draw(App *app, int width, int height);

/* The rows of the help screen and of the list of lessons, in the language of the texts. */
void frame_lists(App *app);

/* Changes the language of everything on the screen. false and *e, and nothing has changed. */
bool frame_speak(App *app, const char *lang, Err *e);

/* Draws a frame of the options' size into their output file (.png or .svg). false and *e. */
bool frame_shot(App *app, Err *e);

/* Saves the frame that is shown as NAME-NUMBER.png and .svg in the current folder, and says so. */
void frame_save(App *app, Pixels pixels);

/* Saves the points of the plot as NAME-NUMBER.csv in the current folder, and says so, or why not. */
void frame_save_points(App *app);

#endif
