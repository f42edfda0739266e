/* command_points: the verbs that change the points of a plot, and the one that saves them. */
#include "command_private.h"
#include "points_edit.h"
#include "save.h"

#include <math.h>

/* A hundredth of the axis a step; a tenth of a step is as fine as the numbers then are. */
static float stepped(float number, float range, int64_t steps) {
    double step = (double)range / 100, grid = pow(10, floor(log10(step)) - 1);
    return (float)(round(((double)number + (double)steps * step) / grid) * grid);
}

static void move(App *app, int64_t across, int64_t up) {
    float x, y;
    if (!points_chosen(app, &x, &y)) return;
    if (across != 0) x = stepped(x, points_range(app, true), across);
    if (up != 0) y = stepped(y, points_range(app, false), up);
    points_move(app, x, y);
}

static void add_beside(App *app) {
    float x, y;
    if (points_chosen(app, &x, &y)) points_add(app, stepped(x, points_range(app, true), 1), y);
}

/* What is taken away was seen to be chosen before. */
static void take_away(App *app) {
    float x, y;
    bool seen = app->ui.scene.chosen_point > 0;
    if (points_chosen(app, &x, &y) && seen) points_remove(app);
}

bool command_points(App *app, Command command) {
    float x, y;
    points_unpack(command.amount, &x, &y);
    switch (command.verb) {
    case DO_POINT:
        points_choose_next(app, command.amount > 0 ? 1 : -1);
        break;
    case DO_POINT_ACROSS:
        move(app, command.amount, 0);
        break;
    case DO_POINT_UP:
        move(app, 0, command.amount);
        break;
    case DO_POINT_TO:
        points_move(app, x, y);
        break;
    case DO_POINT_ADD:
        points_add(app, x, y);
        break;
    case DO_POINT_BESIDE:
        add_beside(app);
        break;
    case DO_POINT_REMOVE:
        take_away(app);
        break;
    case DO_POINTS_BACK:
        points_back(app);
        break;
    case DO_POINTS_SAVE:
        save_points(app);
        break;
    default:
        return false;
    }
    return true;
}
