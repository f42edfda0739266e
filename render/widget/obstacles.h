/* obstacles: what a label in a plot must not hide. */
#ifndef BACKSTEP_RENDER_OBSTACLES_H
#define BACKSTEP_RENDER_OBSTACLES_H

#include "plot_frame.h"

enum { OBSTACLES_ACROSS = 64, OBSTACLES_DOWN = 40 };

/* Where in a plot something is drawn that a label must not hide. */
typedef struct Obstacles {
    Rect area;
    unsigned char taken[OBSTACLES_DOWN][OBSTACLES_ACROSS];
} Obstacles;

void obstacles_clear(Obstacles *obstacles, Rect area);
void obstacles_add(Obstacles *obstacles, Point at);
void obstacles_add_line(Obstacles *obstacles, const PlotFrame *frame, const float *x, const float *y,
                        int count);
void obstacles_add_box(Obstacles *obstacles, Rect box);

/* False too for a box that is not within the area. */
bool obstacles_free(const Obstacles *obstacles, Rect box);

/* The free place of rows × cols cells nearest to the top right corner; the left half costs more than the
   bottom. False: there is none. */
bool obstacles_place(const Obstacles *obstacles, int rows, int cols, int *best_row, int *best_col);

#endif
