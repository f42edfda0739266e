/* points_mouse: the mouse on the points of a plot: a drag moves one, Ctrl+click adds one, a right click takes
 * one away. */
#include "points_mouse.h"

#include "app/learn/points.h"
#include "app/session/walk.h"
#include "command.h"
#include "render/draw/rect.h"

#include <math.h>

static void hold(App *app, int point, Point at) {
    PointHold *hold = &app->ui.point;
    Point middle = scene_plot_pixel(&app->list, &app->view, point);
    points_choose(app, point);
    if (isnan(middle.x) || !points_chosen(app, &hold->x, &hold->y)) return;
    hold->held = true;
    hold->moved = false;
    hold->from = at;
    hold->offset = (Point){middle.x - at.x, middle.y - at.y};
    hold->axes = view_axes(&app->view.plot);
    app->ui.held_place = walk_here(app);
    app->ui.held_changed = false;
}

#define STILL 3 /* desktop units that a hand moves in a click */

/* Straight up or down the other number stays the very same, and so it does from left to right. */
static void drag(App *app, Point at) {
    PointHold *hold = &app->ui.point;
    float x, y, far = hypotf(at.x - hold->from.x, at.y - hold->from.y);
    Point middle = {at.x + hold->offset.x, at.y + hold->offset.y};
    hold->moved |= far > STILL * app->ui.scene.scale;
    if (!hold->moved || !scene_plot_numbers(&app->list, &hold->axes, middle, &x, &y)) return;
    if (at.x == hold->from.x) x = hold->x;
    if (at.y == hold->from.y) y = hold->y;
    command_do(app, (Command){DO_POINT_TO, points_pack(x, y)});
}

/* The new point is held at once, so that it can be put right. */
static void add(App *app, Point at) {
    const ViewAxes axes = view_axes(&app->view.plot);
    float x, y;
    if (!scene_plot_numbers(&app->list, &axes, at, &x, &y)) return;
    const Lesson *before = app->session.lesson;
    Moment place = walk_here(app);
    command_do(app, (Command){DO_POINT_ADD, points_pack(x, y)});
    if (app->session.lesson == before) return;
    app->ui.point = (PointHold){true, false, at, {0, 0}, x, y, axes};
    app->ui.held_place = place;
    app->ui.held_changed = true;
}

static void press(App *app, const Event *event, int point) {
    if (event->button == 3 && point >= 0) {
        points_choose(app, point);
        command_do(app, (Command){DO_POINT_REMOVE, 0});
    } else if (event->button == 1 && (event->mods & MOD_CTRL) != 0) {
        add(app, event->at);
    } else if (event->button == 1 && point >= 0) {
        hold(app, point, event->at);
    }
}

bool points_mouse(App *app, const Event *event) {
    const SceneOptions *scene = &app->ui.scene;
    if (app->ui.point.held) {
        bool goes_on = event->button == 0 && event->dragging;
        if (goes_on) drag(app, event->at);
        if (!goes_on && event->wheel == 0) app->ui.point.held = false;
        return true;
    }
    bool asks = event->button == 3 || (event->button == 1 && (event->mods & MOD_CTRL) != 0);
    if (!event->pressed || event->wheel != 0 || scene->lessons || scene->help ||
        !rect_holds(scene_plot_area(&app->list), event->at))
        return false;
    if (!points_free(app)) {
        if (asks) points_say_rule(app);
        return asks;
    }
    int point = scene_point_at(&app->list, &app->view, event->at, scene->scale);
    bool mine = event->button == 3 ? point >= 0 : event->button == 1 && (point >= 0 || asks);
    if (mine) press(app, event, point);
    return mine;
}
