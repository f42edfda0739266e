/* edit: the verbs that change the points of a plot, each the same lesson trained again with other
   numbers; and the one that saves them. */
#include "app/learn/points.h"
#include "app/load/runs.h"
#include "app/state/message.h"
#include "handlers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void read_points(const App *app, Points *out) {
    const Value *x = points_coordinate(app, true), *y = points_coordinate(app, false);
    snprintf(out->x_name, sizeof out->x_name, "%s", app->session.lesson->plot.points_x);
    snprintf(out->y_name, sizeof out->y_name, "%s", app->session.lesson->plot.points_y);
    out->count = x->rows;
    memcpy(out->x, x->at, (size_t)out->count * sizeof *out->x);
    memcpy(out->y, y->at, (size_t)out->count * sizeof *out->y);
}

static bool train_with(App *app, const Points *points) {
    RunSpec wanted = app->shown;
    Err e = {0};
    wanted.points = *points;
    if (app->loading != NULL) {
        message_say(app, "message.loading");
        return false;
    }
    if (runs_load(app, &wanted, &e)) return true;
    text_error(app->texts, &e);
    message_tell(app, "message.points_refused", TEXT_STRING("why", e.text));
    return false;
}

static void say_place(App *app, float x, float y) {
    const Plot *plot = &app->session.lesson->plot;
    message_tell(app, "message.point", TEXT_STRING("x_name", plot->points_x), TEXT_REAL("x", (double)x),
                 TEXT_STRING("y_name", plot->points_y), TEXT_REAL("y", (double)y));
}

static void move_to(App *app, float x, float y) {
    Points points;
    float old_x, old_y;
    if (!isfinite(x) || !isfinite(y) || !points_chosen(app, &old_x, &old_y)) return;
    if (x == old_x && y == old_y) return;
    int at = app->ui.scene.chosen_point - 1;
    read_points(app, &points);
    points.x[at] = x;
    points.y[at] = y;
    if (train_with(app, &points)) say_place(app, x, y);
}

/* A new point is the last of the training samples, so that those kept back stay where they are, in the order
   that a csv file will have. */
static int new_place(const Lesson *lesson, int count) {
    return count - 1 - (int)floor(lesson->train.holdout * count + 1e-9);
}

static void add(App *app, float x, float y) {
    Points points;
    if (!points_free(app)) {
        points_say_rule(app);
        return;
    }
    read_points(app, &points);
    if (points.count == LESSON_MAX_POINTS) {
        points_say(app, POINTS_MANY);
        return;
    }
    int at = new_place(app->session.lesson, points.count + 1);
    size_t after = (size_t)(points.count - at);
    memmove(points.x + at + 1, points.x + at, after * sizeof *points.x);
    memmove(points.y + at + 1, points.y + at, after * sizeof *points.y);
    points.x[at] = x;
    points.y[at] = y;
    points.count++;
    if (!train_with(app, &points)) return;
    points_choose(app, at);
    say_place(app, x, y);
}

static void take_away(App *app) {
    Points points;
    read_points(app, &points);
    if (points.count <= 2) {
        message_say(app, "message.points_least");
        return;
    }
    int at = app->ui.scene.chosen_point - 1;
    size_t after = (size_t)(points.count - at - 1);
    memmove(points.x + at, points.x + at + 1, after * sizeof *points.x);
    memmove(points.y + at, points.y + at + 1, after * sizeof *points.y);
    points.count--;
    if (train_with(app, &points)) app->ui.scene.chosen_point = 0;
}

void edit_back(App *app) {
    RunSpec wanted = app->shown;
    if (!points_free(app)) {
        points_say_rule(app);
        return;
    }
    if (wanted.points.count == 0) {
        message_say(app, "message.points_own");
        return;
    }
    wanted.points.count = 0;
    points_let_go(app);
    runs_load_soon(app, &wanted);
}

/* A hundredth of the axis a step; a tenth of a step is as fine as the numbers then are. */
static float stepped(float number, float range, int64_t steps) {
    double step = (double)range / 100, grid = pow(10, floor(log10(step)) - 1);
    return (float)(round(((double)number + (double)steps * step) / grid) * grid);
}

static void move_by(App *app, int64_t across, int64_t up) {
    float x, y;
    if (!points_chosen(app, &x, &y)) return;
    if (across != 0) x = stepped(x, points_range(app, true), across);
    if (up != 0) y = stepped(y, points_range(app, false), up);
    move_to(app, x, y);
}

void edit_add_beside(App *app) {
    float x, y;
    if (points_chosen(app, &x, &y)) add(app, stepped(x, points_range(app, true), 1), y);
}

/* Only a point that was seen to be chosen before. */
void edit_remove(App *app) {
    float x, y;
    bool seen = app->ui.scene.chosen_point > 0;
    if (points_chosen(app, &x, &y) && seen) take_away(app);
}

void edit_next(App *app, int64_t by) {
    points_choose_next(app, by > 0 ? 1 : -1);
}

void edit_across(App *app, int64_t steps) {
    move_by(app, steps, 0);
}

void edit_up(App *app, int64_t steps) {
    move_by(app, 0, steps);
}

void edit_to(App *app, int64_t place) {
    float x, y;
    points_unpack(place, &x, &y);
    move_to(app, x, y);
}

void edit_add(App *app, int64_t place) {
    float x, y;
    points_unpack(place, &x, &y);
    add(app, x, y);
}
