/* points: whether the plot's points can be moved, and which one is chosen: by its sample, from left to right,
   or by a click. */
#include "points.h"

#include "app/state/message.h"

#include <math.h>
#include <string.h>

bool points_free(const App *app) {
    const Lesson *lesson = app->session.lesson;
    return lesson != NULL && lesson->plot.points_rule == POINTS_FREE &&
           strlen(lesson->plot.points_x) < POINTS_NAME && strlen(lesson->plot.points_y) < POINTS_NAME;
}

void points_say(App *app, PointsRule rule) {
    static const char *const keys[] = {
        [POINTS_FREE] = "message.points_none",     [POINTS_NONE] = "message.points_none",
        [POINTS_MANY] = "message.points_many",     [POINTS_UNREAD] = "message.points_unread",
        [POINTS_SHARED] = "message.points_shared", [POINTS_MIXED] = "message.points_mixed",
    };
    const Plot *plot = &app->session.lesson->plot;
    message_tell(app, keys[rule], TEXT_STRING("name", plot->points_by != NULL ? plot->points_by : ""),
                 TEXT_INT("most", LESSON_MAX_POINTS));
}

bool points_movable(App *app) {
    if (points_free(app)) return true;
    points_say(app, app->session.lesson->plot.points_rule);
    return false;
}

const Value *points_coordinate(const App *app, bool across) {
    const Lesson *lesson = app->session.lesson;
    return &lesson_data(lesson, across ? lesson->plot.points_x : lesson->plot.points_y)->value;
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

/* The point whose numbers that row of the mini-batch holds. */
static int point_of_row(const App *app, int row) {
    const Machine *machine = app->session.machine;
    int64_t batch = machine->at.iteration % machine->batches;
    int64_t at = batch * app->session.lesson->train.batch + row;
    return machine->order != NULL ? machine->order[at] : (int)at;
}

void points_choose_sample(App *app) {
    int sample = app->ui.selection.sample, samples;
    if (!points_free(app)) return;
    samples = app->session.machine->program->samples;
    app->ui.scene.chosen_point = point_of_row(app, sample < samples ? sample : samples - 1) + 1;
}

void points_choose(App *app, int point) {
    app->ui.scene.chosen_point = point + 1;
    for (int row = 0; row < app->session.machine->program->samples; row++)
        if (point_of_row(app, row) == point) app->ui.selection.sample = row;
}

void points_let_go(App *app) {
    app->ui.scene.chosen_point = 0;
    app->ui.point.held = false;
}

bool points_chosen(App *app, float *x, float *y) {
    if (!points_movable(app)) return false;
    const Value *across = points_coordinate(app, true), *up = points_coordinate(app, false);
    int *chosen = &app->ui.scene.chosen_point;
    if (*chosen < 1 || *chosen > across->rows) points_choose_sample(app);
    *x = across->at[*chosen - 1];
    *y = up->at[*chosen - 1];
    return true;
}

static bool is_left_of(const float *x, int i, int j) {
    return x[i] != x[j] ? x[i] < x[j] : i < j;
}

/* Whether i is met before j on the way. */
static bool comes_first(const float *x, int64_t by, int i, int j) {
    return by > 0 ? is_left_of(x, i, j) : is_left_of(x, j, i);
}

void points_choose_next(App *app, int64_t by) {
    float x, y;
    bool any = app->ui.scene.chosen_point > 0;
    if (!points_chosen(app, &x, &y)) return;
    const Value *across = points_coordinate(app, true);
    int here = app->ui.scene.chosen_point - 1, first = 0, next = -1;
    for (int i = 0; i < across->rows; i++) {
        if (comes_first(across->at, by, i, first)) first = i;
        if (comes_first(across->at, by, here, i) && (next < 0 || comes_first(across->at, by, i, next)))
            next = i;
    }
    points_choose(app, any && next >= 0 ? next : first);
}
