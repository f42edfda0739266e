/* frame: what the learner sees of this moment, drawn; and the language in which it is told. */
#include "frame.h"

#include "app/learn/hunt.h"
#include "app/learn/points.h"
#include "app/learn/predict.h"
#include "app/load/catalog.h"
#include "app/session/session.h"
#include "app/session/versus.h"
#include "app/state/keymap.h"
#include "app/state/message.h"

#include <string.h>

/* Valid until something is done. */
static ViewerInput input_of(App *app) {
    ViewerInput input = {
        .machine = app->session.machine,
        .timeline = app->session.timeline,
        .other_timeline = app->other.timeline,
        .other_run = session_run(&app->other),
        .other_machine = versus_on(app) ? app->other.machine : NULL,
        .alignment = app->alignment,
        .together = versus_together(app),
        .divergence = app->divergence,
        .selection = predict_selection(app),
        .snapshots = app->ui.snapshots,
        .snapshot_count = app->ui.snapshot_count,
        .axes = app->ui.point.held ? &app->ui.point.axes : NULL,
        .check = true,
        .hurried = app->hurried,
        .predict = app->predict.on,
        .chosen = app->predict.moved,
        .asks = predict_asks(app),
    };
    if (hunt_runs(app)) hunt_hide(app, &input);
    return input;
}

void frame_look(App *app) {
    const ViewerInput input = input_of(app);
    viewer_build(app->session.viewer, &input, &app->view);
}

static void draw(App *app, int width, int height) {
    SceneOptions *scene = &app->ui.scene;
    scene->message = app->ui.message[0] != '\0' ? app->ui.message : NULL;
    draw_clear(&app->list, width, height, scene->theme->ground);
    scene_draw(&app->list, &app->view, scene, width, height);
}

/* A picture is whole or none; a window goes on and says it in this very frame. Returns whether it has yet to
   be drawn. */
static bool tell_failed(App *app) {
    Err e;
    if (!view_failed(&app->view)) return false;
    app->list.failed = app->options->task != TASK_WINDOW || app->picture;
    err_memory(&e);
    text_error(app->texts, &e);
    if (app->list.failed || strcmp(app->ui.message, e.text) == 0) return false;
    message_complain(app, &e);
    return true;
}

void frame_draw(App *app, int width, int height) {
    SceneOptions *scene = &app->ui.scene;
    scene->points_free = points_free(app);
    text_error(app->texts, &app->mistake);
    scene->mistake = app->mistake.text[0] != '\0' ? &app->mistake : NULL;
    scene->waiting = app->waiting;
    scene->verdict = app->hunt.verdict.shown ? app->hunt.verdict.text : NULL;
    scene->verdict_title = app->hunt.verdict.title;
    scene->verdict_good = app->hunt.verdict.good;
    scene->speed = keymap_speeds[app->ui.speed].steps;
    frame_look(app);
    predict_strip(app);
    tell_failed(app);
    draw(app, width, height);
    if (tell_failed(app)) draw(app, width, height); /* names are made while it is drawn */
}

void frame_lists(App *app) {
    SceneOptions *scene = &app->ui.scene;
    catalog_read(app);
    scene->help_count = keymap_help(app->texts, app->help_rows, APP_MAX_ROWS);
    scene->help_rows = app->help_rows;
}

bool frame_speak(App *app, const char *lang, Err *e) {
    Texts *texts = text_open(app->assets->root, lang, e);
    if (texts == NULL) return false;
    if (!session_speak(&app->session, app->exec, texts, e)) {
        text_close(texts);
        return false;
    }
    text_close(app->texts);
    app->texts = texts;
    memset(&app->view, 0, sizeof app->view); /* its texts are gone */
    app->ui.message[0] = '\0';
    app->hunt.verdict.shown = false;
    frame_lists(app);
    app->dirty = true;
    return true;
}
