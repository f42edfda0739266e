/* event: makes commands of keys (state/keymap.h has the table), mouse and wheel; a click is resolved from the
 * list of the frame that is shown. */
#include "command.h"

#include "app/learn/points.h"
#include "app/learn/predict.h"
#include "app/session/session.h"
#include "app/state/keymap.h"
#include "engine/base/utf8.h"
#include "frame.h"
#include "render/draw/rect.h"
#include "render/plot/point.h"

#include <math.h>

#define DECADE_WIDTH 200 /* desktop units to drag for ten times the learning rate */

static void hold_rate(App *app) {
    app->ui.dragging = app->ui.rate_held = true;
    app->ui.rate_grabbed = session_run(&app->session).rate;
    app->ui.held_place = session_here(app);
    app->ui.held_changed = false;
}

static void drag_rate(App *app, Point at) {
    double decades = (double)((at.x - app->ui.grabbed.x) / (DECADE_WIDTH * app->ui.scene.scale));
    command_do(app, (Command){DO_RATE_AT, llround(1000 * (log10(app->ui.rate_grabbed) + decades))});
}

static void click(App *app, Point at) {
    const DrawCommand *hit = draw_hit(&app->list, at);
    int64_t epoch = scene_scrub_epoch(&app->list, &app->view, at);
    bool overlaid = app->ui.scene.lessons || app->ui.scene.help;
    if (!overlaid && scene_on_rate(&app->list, at)) {
        hold_rate(app);
    } else if (epoch > 0) {
        app->ui.dragging = true;
        command_do(app, (Command){DO_SEEK, epoch});
    } else if (hit == NULL) {
        app->ui.dragging = true;
        if (!app->ui.scene.lessons) command_do(app, (Command){DO_SELECT_SLOT, -1});
    } else if (hit->mark.role == PART_ENTRY) {
        command_do(app, (Command){DO_LESSON, hit->mark.instr});
    } else if (hit->mark.role == PART_STEP) {
        command_do(app, (Command){DO_SEEK_STEP, hit->mark.instr});
    } else if (hit->mark.slot >= 0) {
        command_do(app, (Command){DO_SELECT_SLOT, hit->mark.slot});
    }
    app->ui.grabbed = at;
}

/* With the button held: the rate follows, the scrub bar goes on, the main view moves. */
static void drag(App *app, Point at) {
    SceneOptions *scene = &app->ui.scene;
    int64_t epoch = scene_scrub_epoch(&app->list, &app->view, at);
    if (app->ui.rate_held) {
        drag_rate(app, at);
    } else if (epoch > 0) {
        command_do(app, (Command){DO_SEEK, epoch});
    } else if (rect_holds(scene_panel(&app->view, scene, app->list.width, app->list.height, PANEL_MAIN),
                          app->ui.grabbed)) {
        scene->pan_x += at.x - app->ui.grabbed.x;
        scene->pan_y += at.y - app->ui.grabbed.y;
        app->ui.grabbed = at;
        app->dirty = true;
    }
}

static void hold_point(App *app, int point, Point at) {
    PointHold *hold = &app->ui.point;
    Point middle = plot_point_pixel(&app->list, &app->view, point);
    points_choose(app, point);
    if (isnan(middle.x) || !points_chosen(app, &hold->x, &hold->y)) return;
    hold->held = true;
    hold->moved = false;
    hold->from = at;
    hold->offset = (Point){middle.x - at.x, middle.y - at.y};
    hold->axes = view_axes(&app->view.plot);
    app->ui.held_place = session_here(app);
    app->ui.held_changed = false;
}

#define STILL 3 /* desktop units that a hand moves in a click */

/* Straight up or down the other number stays the very same, and so it does from left to right. */
static void drag_point(App *app, Point at) {
    PointHold *hold = &app->ui.point;
    float x, y, far = hypotf(at.x - hold->from.x, at.y - hold->from.y);
    Point middle = {at.x + hold->offset.x, at.y + hold->offset.y};
    hold->moved |= far > STILL * app->ui.scene.scale;
    if (!hold->moved || !plot_point_numbers(&app->list, &hold->axes, middle, &x, &y)) return;
    if (at.x == hold->from.x) x = hold->x;
    if (at.y == hold->from.y) y = hold->y;
    command_do(app, (Command){DO_POINT_TO, points_pack(x, y)});
}

/* The new point is held at once, so that it can be put right. */
static void add_point(App *app, Point at) {
    const ViewAxes axes = view_axes(&app->view.plot);
    float x, y;
    if (!plot_point_numbers(&app->list, &axes, at, &x, &y)) return;
    const Lesson *before = app->session.lesson;
    Moment place = session_here(app);
    command_do(app, (Command){DO_POINT_ADD, points_pack(x, y)});
    if (app->session.lesson == before) return;
    app->ui.point = (PointHold){true, false, at, {0, 0}, x, y, axes};
    app->ui.held_place = place;
    app->ui.held_changed = true;
}

static void press_point(App *app, const Event *event, int point) {
    if (event->button == 3 && point >= 0) {
        points_choose(app, point);
        command_do(app, (Command){DO_POINT_REMOVE, 0});
    } else if (event->button == 1 && (event->mods & MOD_CTRL) != 0) {
        add_point(app, event->at);
    } else if (event->button == 1 && point >= 0) {
        hold_point(app, point, event->at);
    }
}

/* Where the event is one for the points: takes hold, moves, adds (Ctrl), takes away (right button), lets go.
   Else false. */
static bool mouse_on_points(App *app, const Event *event) {
    const SceneOptions *scene = &app->ui.scene;
    if (app->ui.point.held) {
        bool goes_on = event->button == 0 && event->dragging;
        if (goes_on) drag_point(app, event->at);
        if (!goes_on && event->wheel == 0) app->ui.point.held = false;
        return true;
    }
    bool asks = event->button == 3 || (event->button == 1 && (event->mods & MOD_CTRL) != 0);
    if (!event->pressed || event->wheel != 0 || scene->lessons || scene->help ||
        !rect_holds(plot_point_area(&app->list), event->at))
        return false;
    if (!points_free(app)) return asks && !points_movable(app);
    int point = plot_point_at(&app->list, &app->view, event->at, scene->scale);
    bool mine = event->button == 3 ? point >= 0 : event->button == 1 && (point >= 0 || asks);
    if (mine) press_point(app, event, point);
    return mine;
}

static void mouse(App *app, const Event *event) {
    SceneOptions *scene = &app->ui.scene;
    scene->pointer = event->at;
    app->dirty = true; /* what the pointer is over is shown exactly */
    if (mouse_on_points(app, event)) return;
    if (event->wheel != 0 &&
        rect_holds(scene_panel(&app->view, scene, app->list.width, app->list.height, PANEL_MAIN),
                   event->at)) {
        if (scene->main_view == MAIN_MATRIX)
            command_do(app, (Command){DO_ROW, event->wheel > 0 ? -3 : 3});
        else
            command_do(app, (Command){DO_ZOOM, event->wheel > 0 ? 1 : -1});
    } else if (event->button == 1 && event->pressed) {
        click(app, event->at);
    } else if (event->button == 1) {
        app->ui.dragging = app->ui.rate_held = false;
    } else if (event->dragging && app->ui.dragging) {
        drag(app, event->at);
    }
}

static void type(App *app, const char *text) {
    while (*text != '\0') command_do(app, (Command){DO_TYPE, utf8_next(&text)});
}

/* On a dark screen a key or click only brings the frame back, as presenters know it. */
static bool lights_up(App *app, const Event *event) {
    bool key = event->kind == EVENT_KEY && keymap_find(event->key, event->mods).verb != DO_QUIT;
    bool click = event->kind == EVENT_MOUSE && event->button > 0 && event->pressed;
    if (!app->ui.scene.blank || (!key && !click)) return false;
    app->ui.scene.blank = false;
    app->dirty = true;
    return true;
}

void event_do(App *app, const Event *event) {
    if (app->view.texts == NULL) frame_look(app); /* another run has no frame yet */
    if (lights_up(app, event)) return;
    if (event->kind == EVENT_KEY || (event->kind == EVENT_MOUSE && event->pressed))
        app->ui.left_first = 0; /* what moves is there at once */
    switch (event->kind) {
    case EVENT_KEY:
        if (!predict_types(app, event)) command_do(app, keymap_find(event->key, event->mods));
        break;
    case EVENT_TEXT:
        type(app, event->text);
        break;
    case EVENT_MOUSE:
        mouse(app, event);
        break;
    case EVENT_RESIZE:
        app->dirty = true;
        break;
    case EVENT_QUIT:
        app->quit = true;
        break;
    case EVENT_NONE:
        break;
    }
}
