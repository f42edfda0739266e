/* frame: what the learner sees of this moment, drawn; and the language in which it is told. */
#include "frame.h"

#include "app/base/output.h"
#include "app/learn/hunt.h"
#include "app/learn/points.h"
#include "app/learn/predict.h"
#include "app/load/catalog.h"
#include "app/session/session.h"
#include "app/state/keymap.h"
#include "app/state/message.h"
#include "engine/base/os.h"
#include "engine/report/export.h"
#include "render/file/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Valid until something is done. */
static ViewerInput input_of(App *app) {
    ViewerInput input = {
        .machine = app->session.machine,
        .timeline = app->session.timeline,
        .other_timeline = app->other.timeline,
        .other_run = session_run(&app->other),
        .other_machine = session_paired(app) ? app->other.machine : NULL,
        .alignment = app->alignment,
        .together = session_together(app),
        .divergence = app->divergence,
        .selection = predict_selection(app),
        .snapshots = app->ui.snapshots,
        .snapshot_count = app->ui.snapshot_count,
        .axes = app->ui.point.held ? &app->ui.point.axes : NULL,
        .chain = app->ui.chain,
        .chain_index = app->ui.chain_index,
        .future = app->ui.future,
        .other_past = session_was_shown(app),
        .check = true,
        .hurried = app->hurried,
        .slice = app->slice,
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

/* ---- files, written whole or not at all ---- */

static bool save_list(const App *app, const char *path, Pixels pixels, Err *e) {
    Output output;
    if (!output_open(&output, path, e)) return false;
    const char *ending = strrchr(path, '.');
    bool svg = ending != NULL && strcmp(ending, ".svg") == 0;
    bool good = svg ? picture_svg(output.stream, &app->list, e) : picture_png(output.stream, pixels, e);
    return output_end(&output, good, e);
}

bool frame_shot(App *app, Err *e) {
    const Options *options = app->options;
    const Lesson *other = app->other.lesson;
    int width = options->width, height = options->height;
    if (!output_spares(options->output, app->session.lesson, e)) return false;
    if (other != NULL && !output_spares(options->output, other, e)) return false;
    frame_draw(app, width, height);
    Pixels pixels = {malloc((size_t)width * (size_t)height * sizeof(uint32_t)), width, height, width};
    Raster *raster = raster_new();
    Rect dirty[1];
    int count;
    bool good =
        pixels.at != NULL && raster != NULL && raster_paint(raster, &app->list, pixels, dirty, 1, &count);
    if (!good) err_memory(e);
    good = good && save_list(app, options->output, pixels, e);
    raster_free(raster);
    free(pixels.at);
    return good;
}

/* NAME-NUMBER that no file with one of the endings has. false and *e: all are taken. */
static bool find_base(const App *app, const char *const *endings, int count, char *base, size_t size,
                      Err *e) {
    const char *name = hunt_runs(app) ? "hunt" : app->session.lesson->name; /* a name would tell */
    for (int number = 1; number < 10000; number++) {
        char path[160];
        bool taken = false;
        snprintf(base, size, "%.100s-%d", name, number);
        for (int k = 0; k < count; k++) {
            snprintf(path, sizeof path, "%s%s", base, endings[k]);
            taken |= os_is_taken(path);
        }
        if (!taken) return true;
    }
    return err_set(e, "there are ten thousand files %.100s-… already", name);
}

static void say_saved(App *app, bool good, const char *key, const char *base, const Err *e) {
    char folder[1024];
    os_folder_here(folder, sizeof folder);
    if (good)
        message_tell(app, key, TEXT_STRING("name", base), TEXT_STRING("folder", folder));
    else
        message_complain(app, e);
}

void frame_save(App *app, Pixels pixels) {
    static const char *const endings[] = {".png", ".svg"};
    char base[128], path[160];
    Err e = {0};
    bool good = find_base(app, endings, 2, base, sizeof base, &e);
    for (int k = 0; k < 2 && good; k++) {
        snprintf(path, sizeof path, "%s%s", base, endings[k]);
        good = save_list(app, path, pixels, &e);
    }
    say_saved(app, good, "message.picture", base, &e);
}

static bool write_points(const App *app, const char *base, Err *e) {
    char path[160];
    Output output;
    snprintf(path, sizeof path, "%s.csv", base);
    if (!output_open(&output, path, e)) return false;
    return output_end(&output, export_points_csv(output.stream, app->session.lesson, e), e);
}

void frame_save_points(App *app) {
    static const char *const endings[] = {".csv"};
    char base[128];
    Err e = {0};
    if (app->session.lesson->plot.points_x == NULL) {
        message_say(app, "message.points_none");
        return;
    }
    bool good = find_base(app, endings, 1, base, sizeof base, &e) && write_points(app, base, &e);
    say_saved(app, good, "message.points_saved", base, &e);
}
