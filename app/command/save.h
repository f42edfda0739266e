/* save: a frame as a picture file, for `shot` and for Ctrl+S, and the points of a plot as csv. */
#ifndef BACKSTEP_APP_SAVE_H
#define BACKSTEP_APP_SAVE_H

#include "app/state/state.h"

/* Draws a frame of the options' size into their output file (.png or .svg). false and *e. */
bool save_shot(App *app, Err *e);

/* Saves the frame that is shown as NAME-NUMBER.png and .svg in the current folder, and says so in the window.
 */
void save_frame(App *app, Pixels pixels);

/* Saves the points of the plot as NAME-NUMBER.csv in the current folder, and says so, or why not. */
void save_points(App *app);

#endif
