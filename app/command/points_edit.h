/* points: the points of a plot as a learner has set them, and the mouse that moves them. */
#ifndef BACKSTEP_APP_POINTS_H
#define BACKSTEP_APP_POINTS_H

#include "command.h"
#include "engine/load/load.h"
#include "render/scene.h"
#include "render/window/window.h"

enum { POINTS_NAME = 256 };

/* In the order of the samples; count 0: those of the lesson's file. */
typedef struct Points {
    char x_name[POINTS_NAME], y_name[POINTS_NAME];
    int count;
    float x[LESSON_MAX_POINTS], y[LESSON_MAX_POINTS];
} Points;

/* The mouse holds a point. */
typedef struct PointHold {
    bool held, moved; /* moved: no mere click */
    Point from;       /* where the pointer took hold … */
    Point offset;     /* … and the point's middle from there */
    float x, y;       /* the point's numbers then */
    ViewAxes axes;    /* the plot's then: they stay until the point is let go */
} PointHold;

/* As load_lesson takes them; the pointers are into `points`. */
GivenPoints points_given(const Points *points);

/* Whether the lesson's points can be moved; if not, points_say_rule says why. */
bool points_free(const App *app);
void points_say_rule(App *app);

/* Marks the point of the chosen sample, where the points can be moved. */
void points_choose_sample(App *app);

/* Marks that point, and chooses its sample where the mini-batch has it. */
void points_choose(App *app, int point);

/* No point is chosen or held any more: there are others. */
void points_let_go(App *app);

/* A place as a command's amount, and back. */
int64_t points_pack(float x, float y);
void points_unpack(int64_t amount, float *x, float *y);

/* The moves of the chosen point and changes of all: the lesson is loaded and trained again with them. What
   cannot be done is said. */
void points_move(App *app, float x, float y);
void points_add(App *app, float x, float y); /* to the training samples; it is then the chosen one */
void points_remove(App *app);
void points_back(App *app);

/* What a coordinate's name holds: a number a point. The lesson's plot has points. */
const Value *points_coordinate(const App *app, bool across);

/* The chosen point's numbers; chooses that of the sample where none is. false: the points cannot be moved. */
bool points_chosen(App *app, float *x, float *y);

/* How far a coordinate's points lie apart, above 0: what a hundredth of the axis is a hundredth of. */
float points_range(const App *app, bool across);

/* The next point from left to right (by 1), or the previous one (−1). */
void points_choose_next(App *app, int by);

/* Where the event is one for the points: takes hold, moves, adds (Ctrl), takes away (right button), lets go.
   Else false. */
bool points_mouse(App *app, const Event *event);

#endif
