/* points: changes of a plot's points: each is the same lesson loaded with other numbers, and trained again.
 */
#include "points_edit.h"

#include "app/app.h"
#include "app/load/runs.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

GivenPoints points_given(const Points *points) {
    return (GivenPoints){points->x_name, points->y_name, points->x, points->y, points->count};
}

bool points_free(const App *app) {
    const Lesson *lesson = app->session.lesson;
    return lesson != NULL && lesson->plot.points_rule == POINTS_FREE &&
           strlen(lesson->plot.points_x) < POINTS_NAME && strlen(lesson->plot.points_y) < POINTS_NAME;
}

static void say_rule(App *app, PointsRule rule) {
    static const char *const keys[] = {
        [POINTS_FREE] = "message.points_none",     [POINTS_NONE] = "message.points_none",
        [POINTS_MANY] = "message.points_many",     [POINTS_UNREAD] = "message.points_unread",
        [POINTS_SHARED] = "message.points_shared", [POINTS_MIXED] = "message.points_mixed",
    };
    const Plot *plot = &app->session.lesson->plot;
    char most[16], line[400];
    snprintf(most, sizeof most, "%d", LESSON_MAX_POINTS);
    text_fill(app->texts, line, sizeof line, keys[rule], "name",
              plot->points_by != NULL ? plot->points_by : "", "most", most, NULL);
    app_say(app, "%s", line);
}

void points_say_rule(App *app) {
    say_rule(app, app->session.lesson->plot.points_rule);
}

const Value *points_coordinate(const App *app, bool across) {
    const Lesson *lesson = app->session.lesson;
    return &lesson_data(lesson, across ? lesson->plot.points_x : lesson->plot.points_y)->value;
}

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
    char line[ERR_TEXT];
    Err e = {0};
    wanted.points = *points;
    if (app->loading != NULL) {
        app_say(app, "%s", text_get(app->texts, "message.loading"));
        return false;
    }
    if (runs_load(app, &wanted, &e)) return true;
    text_error(app->texts, &e);
    text_fill(app->texts, line, sizeof line, "message.points_refused", "why", e.text, NULL);
    app_say(app, "%s", line);
    return false;
}

float points_range(const App *app, bool across) {
    const Value *value = points_coordinate(app, across);
    float low = value->at[0], high = low;
    for (int i = 1; i < value->rows; i++) {
        low = fminf(low, value->at[i]);
        high = fmaxf(high, value->at[i]);
    }
    return high > low ? high - low : fmaxf(fabsf(low), 1);
}

static void say_place(App *app, float x, float y) {
    const Plot *plot = &app->session.lesson->plot;
    char across[TEXT_NUMBER], up[TEXT_NUMBER], line[400];
    text_number(app->texts, across, sizeof across, (double)x, false);
    text_number(app->texts, up, sizeof up, (double)y, false);
    text_fill(app->texts, line, sizeof line, "message.point", "x_name", plot->points_x, "x", across, "y_name",
              plot->points_y, "y", up, NULL);
    app_say(app, "%s", line);
}

void points_move(App *app, float x, float y) {
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

void points_add(App *app, float x, float y) {
    Points points;
    if (!points_free(app)) {
        points_say_rule(app);
        return;
    }
    read_points(app, &points);
    if (points.count == LESSON_MAX_POINTS) {
        say_rule(app, POINTS_MANY);
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

void points_remove(App *app) {
    Points points;
    read_points(app, &points);
    if (points.count <= 2) {
        app_say(app, "%s", text_get(app->texts, "message.points_least"));
        return;
    }
    int at = app->ui.scene.chosen_point - 1;
    size_t after = (size_t)(points.count - at - 1);
    memmove(points.x + at, points.x + at + 1, after * sizeof *points.x);
    memmove(points.y + at, points.y + at + 1, after * sizeof *points.y);
    points.count--;
    if (train_with(app, &points)) app->ui.scene.chosen_point = 0;
}

void points_back(App *app) {
    RunSpec wanted = app->shown;
    if (!points_free(app)) {
        points_say_rule(app);
        return;
    }
    if (wanted.points.count == 0) {
        app_say(app, "%s", text_get(app->texts, "message.points_own"));
        return;
    }
    wanted.points.count = 0;
    points_let_go(app);
    runs_load_soon(app, &wanted);
}

int64_t points_pack(float x, float y) {
    int64_t amount;
    const float place[2] = {x, y};
    memcpy(&amount, place, sizeof amount);
    return amount;
}

void points_unpack(int64_t amount, float *x, float *y) {
    float place[2];
    memcpy(place, &amount, sizeof amount);
    *x = place[0];
    *y = place[1];
}
