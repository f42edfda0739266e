/* points: the points of a plot, which a learner can choose and move. */
#ifndef BACKSTEP_APP_POINTS_H
#define BACKSTEP_APP_POINTS_H

#include "app/state/state.h"

/* Whether the lesson's points can be moved; points_movable says why not. */
bool points_free(const App *app);
bool points_movable(App *app);

/* Says one rule. */
void points_say(App *app, PointsRule rule);

/* Marks the point of the chosen sample, where the points can be moved. */
void points_choose_sample(App *app);

/* Marks that point, and chooses its sample where the mini-batch has it. */
void points_choose(App *app, int point);

/* The next point from left to right (by 1), or the previous one (−1). */
void points_choose_next(App *app, int64_t by);

/* No point is chosen or held any more: there are others. */
void points_let_go(App *app);

/* The chosen point's numbers; chooses that of the sample where none is. false: the points cannot be moved. */
bool points_chosen(App *app, float *x, float *y);

/* What a coordinate's name holds: a number a point. The lesson's plot has points. */
const Value *points_coordinate(const App *app, bool across);

/* How far a coordinate's points lie apart, above 0: what a hundredth of the axis is a hundredth of. */
float points_range(const App *app, bool across);

/* A place as a command's amount, and back. */
int64_t points_pack(float x, float y);
void points_unpack(int64_t amount, float *x, float *y);

#endif
