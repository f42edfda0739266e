/* app: opens and closes what the program holds, and draws a frame of it. */
#include "app.h"

#include "app/command/tick.h"
#include "app/load/reload.h"
#include "app/load/runs.h"
#include "app/session/versus.h"
#include "app/state/keymap.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MESSAGE_MICROSECONDS = 6000000 };

void app_say(App *app, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(app->ui.message, sizeof app->ui.message, format, arguments);
    va_end(arguments);
    app->ui.message_until = app->now + MESSAGE_MICROSECONDS;
    app->dirty = true;
}

void app_complain(App *app, const Err *e) {
    Err said = *e;
    text_error(app->texts, &said);
    app_say(app, "%s", said.text);
}

static void read_lists(App *app) {
    SceneOptions *scene = &app->ui.scene;
    catalog_read(app);
    scene->help_count = keymap_help(app->texts, app->help_rows, APP_MAX_ROWS);
    scene->help_rows = app->help_rows;
}

bool app_speak(App *app, const char *lang, Err *e) {
    Texts *texts = texts_open(app->assets->root, lang, e);
    if (texts == NULL) return false;
    if (!session_speak(&app->session, app->exec, texts, e)) {
        texts_close(texts);
        return false;
    }
    texts_close(app->texts);
    app->texts = texts;
    memset(&app->view, 0, sizeof app->view); /* its texts are gone */
    app->ui.message[0] = '\0';
    app->hunt.verdict.shown = false;
    read_lists(app);
    app->dirty = true;
    return true;
}

bool app_open(App *app, const Options *options, const Assets *assets, Err *e) {
    app->options = options;
    app->assets = assets;
    app->exec = exec_best();
    app->ui.speed = TICK_FIRST_SPEED;
    app->ui.still = options->still;
    app->ui.scene = (SceneOptions){.theme = options->theme,
                                   .main_view = options->view,
                                   .text_size = options->text_size > 0 ? options->text_size : 1,
                                   .zoom = 1,
                                   .flow = 1,
                                   .scale = options->scale > 0 ? options->scale : 1,
                                   .pointer = {-1, -1}};
    RunSpec wanted = {0};
    if ((app->texts = texts_open(assets->root, options->lang, e)) == NULL) return false;
    if ((app->fonts = fonts_open(assets->root, e)) == NULL) return false;
    draw_init(&app->list, app->fonts);
    read_lists(app);
    if (!assets_lesson(assets, options->lesson, wanted.path, sizeof wanted.path, e)) return false;
    wanted.other = options->versus_count > 0 ? OTHER_VERSUS : OTHER_BUGS;
    if (options->hunt) wanted.hunt = ++app->catalog.hunts;
    if (catalog_has_own(app)) watch_start(&app->watch, wanted.path, app->now);
    if (!runs_open(app, &wanted, e)) return reload_wait(app, &wanted, e);
    if (options->versus_count > 0 && !versus_enter(app, e)) return false;
    Moment moment;
    int step = options->step < 0 ? 0 : options->step;
    if (!session_moment(&app->session, options->epoch, options->batch, step, &moment, e)) return false;
    bool start =
        options->epoch == 1 && options->batch == 1 && options->step < 0 && options->task == TASK_WINDOW;
    if (!start && session_runs(&app->session))
        timeline_seek(app->session.timeline, app->session.machine, moment);
    versus_go(app, -1);
    return true;
}

void app_close(App *app) {
    loading_drop(app->loading);
    trainer_stop(app->trainer);
    window_close(app->window);
    session_close(&app->session);
    session_close(&app->ghost);
    alignment_free(app->alignment);
    hunt_close(app);
    draw_free(&app->list);
    fonts_close(app->fonts);
    texts_close(app->texts);
}

ViewerInput app_input(App *app) {
    ViewerInput input = {
        .machine = app->session.machine,
        .timeline = app->session.timeline,
        .ghost = app->ghost.timeline,
        .ghost_lesson = app->ghost.lesson,
        .other = versus_on(app) ? app->ghost.machine : NULL,
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

void app_look(App *app) {
    const ViewerInput input = app_input(app);
    viewer_build(app->session.viewer, &input, &app->view);
}

void app_draw(App *app, int width, int height) {
    SceneOptions *scene = &app->ui.scene;
    scene->points_free = points_free(app);
    scene->message = app->ui.message[0] != '\0' ? app->ui.message : NULL;
    text_error(app->texts, &app->mistake);
    scene->mistake = app->mistake.text[0] != '\0' ? &app->mistake : NULL;
    scene->waiting = app->waiting;
    scene->verdict = app->hunt.verdict.shown ? app->hunt.verdict.text : NULL;
    scene->verdict_title = app->hunt.verdict.title;
    scene->verdict_good = app->hunt.verdict.good;
    const Speed *table;
    tick_speeds(&table);
    scene->speed = table[app->ui.speed].steps;
    app_look(app);
    predict_strip(app);
    draw_clear(&app->list, width, height, scene->theme->ground);
    scene_draw(&app->list, &app->view, scene, width, height);
}
