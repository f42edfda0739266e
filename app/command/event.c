/* event: keys, mouse and wheel made into commands; a click is resolved from the list of the frame that is
 * shown. */
#include "event.h"

#include "app/learn/predict.h"
#include "app/session/walk.h"
#include "app/state/keymap.h"
#include "command.h"
#include "frame.h"
#include "points_mouse.h"

#include <math.h>

#define DECADE_WIDTH 200 /* desktop units to drag for ten times the learning rate */

static void hold_rate(App *app) {
    app->ui.dragging = app->ui.rate_held = true;
    app->ui.rate_grabbed = app->session.lesson->train.lr;
    app->ui.held_place = walk_here(app);
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

static bool inside(Rect rect, Point at) {
    return at.x >= rect.x && at.y >= rect.y && at.x < rect.x + rect.w && at.y < rect.y + rect.h;
}

/* With the button held: the rate follows, the scrub bar goes on, the main view moves. */
static void drag(App *app, Point at) {
    SceneOptions *scene = &app->ui.scene;
    int64_t epoch = scene_scrub_epoch(&app->list, &app->view, at);
    if (app->ui.rate_held) {
        drag_rate(app, at);
    } else if (epoch > 0) {
        command_do(app, (Command){DO_SEEK, epoch});
    } else if (inside(scene_panel(&app->view, scene, app->list.width, app->list.height, PANEL_MAIN),
                      app->ui.grabbed)) {
        scene->pan_x += at.x - app->ui.grabbed.x;
        scene->pan_y += at.y - app->ui.grabbed.y;
        app->ui.grabbed = at;
        app->dirty = true;
    }
}

static void mouse(App *app, const Event *event) {
    SceneOptions *scene = &app->ui.scene;
    scene->pointer = event->at;
    app->dirty = true; /* what the pointer is over is shown exactly */
    if (points_mouse(app, event)) return;
    if (event->wheel != 0 &&
        inside(scene_panel(&app->view, scene, app->list.width, app->list.height, PANEL_MAIN), event->at)) {
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

/* Of a dark screen nobody sees what a key does: as presenters know it, any key or click only brings the frame
 * back. */
static bool lights_up(App *app, const Event *event) {
    bool key = event->kind == EVENT_KEY && keymap_find(event->key, event->mods).verb != DO_QUIT;
    bool click = event->kind == EVENT_MOUSE && event->button > 0 && event->pressed;
    if (!app->ui.scene.blank || (!key && !click)) return false;
    app->ui.scene.blank = false;
    app->dirty = true;
    return true;
}

void event_do(App *app, const Event *event) {
    if (app->view.texts == NULL) frame_look(app); /* it comes before the first frame of another run */
    if (lights_up(app, event)) return;
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
