/* app: opens and closes what the program holds, loads lessons into it, and draws a frame of it. */
#include "app.h"

#include "command_private.h"
#include "keymap.h"
#include "tick.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define AT_ONCE_NUMBERS 2e9 /* numbers of all iterations together: a second or two */

enum { MESSAGE_MICROSECONDS = 6000000, TRAIN_FIRST_MICROSECONDS = 8000, BURST_MICROSECONDS = 1500000 };

void app_say(App *app, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(app->ui.message, sizeof app->ui.message, format, arguments);
    va_end(arguments);
    app->ui.message_until = app->now + MESSAGE_MICROSECONDS;
    app->dirty = true;
}

void command_stand_at_start(App *app) {
    if (!study_runs(&app->study)) return;
    timeline_seek(app->study.timeline, app->study.machine, (Moment){0, app->study.lesson->batch->zero_steps});
}

/* What the command line set, then what keys set in its place. */
static LessonOptions lesson_options(const App *app, bool bugs_off, Override *rows) {
    int count = 0;
    for (int i = 0; i < app->options->set_count; i++) rows[count++] = app->options->sets[i];
    if (app->rate[0] != '\0') rows[count++] = (Override){"lr", app->rate};
    if (app->seed[0] != '\0') rows[count++] = (Override){"seed", app->seed};
    if (bugs_off) rows[count++] = (Override){"bugs", "off"};
    return (LessonOptions){.overrides = rows, .override_count = count, .data_dir = app->assets->data};
}

static void wake(void *context) {
    App *app = context;
    atomic_store(&app->trained_on, true);
    if (app->window != NULL) window_wake(app->window);
}

/* Where no window will be opened, a run is trained to its end or, where that would take long, not at all:
   what is drawn then depends on the lesson alone, not on how fast the machine is. */
static bool trains_at_once(const Study *study) {
    double numbers = (double)machine_iterations(study->lesson) * (double)study->lesson->batch->size;
    return numbers < AT_ONCE_NUMBERS;
}

static bool train_first(const App *app, const Study *study) {
    if (app->options->task == TASK_WINDOW) return timeline_advance(study->timeline, TRAIN_FIRST_MICROSECONDS);
    while (trains_at_once(study) && timeline_advance(study->timeline, -1)) {
    }
    return false;
}

void app_train(App *app) {
    if (!study_runs(&app->study)) return;
    Timeline *runs[TRAINER_MAX_RUNS];
    int count = 0;
    if (train_first(app, &app->study)) runs[count++] = app->study.timeline;
    if (app->ghost.timeline != NULL && train_first(app, &app->ghost)) runs[count++] = app->ghost.timeline;
    Err e;
    if (count == 0 || app->window == NULL) return; /* loop_run asks again when there is one */
    app->trainer = trainer_start(runs, count, wake, app, NULL, &e);
    if (app->trainer == NULL) app_say(app, "%s", e.text);
}

/* The other run of the same lesson: with its bugs where this one has none, and the other way round. */
static bool open_other(App *app, const char *path, Study *other, Err *e) {
    Override rows[OPTIONS_MAX_SETS + 3];
    LessonOptions options = lesson_options(app, !app->bugs_off, rows);
    return study_open_ghost(other, path, &options, app->exec, e);
}

/* What becomes of the run before: the ghost, where it is the same lesson at another rate or seed. */
static bool choose_ghost(App *app, const char *path, Study *fresh, Study *ghost, Err *e) {
    bool same = app->study.lesson != NULL && !app->edited && strcmp(path, app->path) == 0;
    bool burst = same && app->now - app->retrained < BURST_MICROSECONDS;
    if (fresh->lesson->has_bugs) {
        if (!open_other(app, path, ghost, e)) return false;
    } else if (burst) {
        *ghost = app->ghost;
        app->ghost = (Study){0};
    } else if (same) {
        *ghost = app->study;
        app->study = (Study){0};
    }
    if (same) app->retrained = app->now;
    study_become_ghost(ghost);
    return true;
}

static void keep_or_reset(App *app, bool same, Moment moment) {
    const Lesson *lesson = app->study.lesson;
    Ui *ui = &app->ui;
    if (same && study_runs(&app->study)) {
        int64_t last = timeline_trained(app->study.timeline) * machine_batches(lesson);
        if (moment.iteration > last) moment.iteration = last;
        timeline_seek(app->study.timeline, app->study.machine, moment);
        return;
    }
    ui->selection = (Selection){.slot = -1};
    ui->snapshot_count = 0;
    for (int i = 0; i < lesson->plot.snapshot_count && i < APP_MAX_SNAPSHOTS; i++)
        ui->snapshots[ui->snapshot_count++] = lesson->plot.snapshots[i];
    ui->scene.zoom = 1;
    ui->scene.pan_x = ui->scene.pan_y = 0;
    ui->scene.first_row = ui->scene.first_col = 0;
    ui->scene.playing = false;
    command_stand_at_start(app);
}

bool app_load(App *app, const char *path, Err *e) {
    Override rows[OPTIONS_MAX_SETS + 3];
    LessonOptions options = lesson_options(app, app->bugs_off, rows);
    Study fresh = {0}, ghost = {0};
    if (!study_open(&fresh, path, &options, app->exec, app->texts, e)) return false;
    trainer_stop(app->trainer);
    app->trainer = NULL;
    bool same = app->study.lesson != NULL && strcmp(path, app->path) == 0;
    Moment moment = same && study_runs(&app->study) ? app->study.machine->at : (Moment){0, 0};
    if (!choose_ghost(app, path, &fresh, &ghost, e)) {
        study_close(&fresh);
        app_train(app);
        return false;
    }
    study_close(&app->study);
    study_close(&app->ghost);
    app->study = fresh;
    app->ghost = ghost;
    snprintf(app->path, sizeof app->path, "%s", path);
    memset(&app->view, 0, sizeof app->view);
    app->mistake.text[0] = '\0';
    app_train(app);
    keep_or_reset(app, same, moment);
    app->dirty = true;
    return true;
}

/* The titles of the built-in lessons, for the list. */
static void read_titles(App *app) {
    SceneOptions *scene = &app->ui.scene;
    for (int i = 0; i < app->assets->lesson_count && i < APP_MAX_ROWS; i++) {
        char path[ASSETS_PATH];
        Err ignored; /* a lesson that cannot be read says so when it is chosen */
        const char *name = app->assets->names[i];
        snprintf(app->lesson_titles[i], sizeof app->lesson_titles[i], "%s", name);
        if (assets_lesson(app->assets, name, path, sizeof path, &ignored))
            lesson_title(path, texts_lang(app->texts), app->lesson_titles[i], sizeof app->lesson_titles[i],
                         &ignored);
        app->lesson_rows[i] = (HelpRow){name, app->lesson_titles[i]};
        scene->lesson_count = i + 1;
    }
    scene->lesson_rows = app->lesson_rows;
    scene->help_count = keymap_help(app->texts, app->help_rows, APP_MAX_ROWS);
    scene->help_rows = app->help_rows;
}

bool app_speak(App *app, const char *lang, Err *e) {
    Texts *texts = texts_open(app->assets->root, lang, e);
    if (texts == NULL) return false;
    if (!study_speak(&app->study, app->exec, texts, e)) {
        texts_close(texts);
        return false;
    }
    texts_close(app->texts);
    app->texts = texts;
    memset(&app->view, 0, sizeof app->view); /* its texts are gone */
    app->ui.message[0] = '\0';
    read_titles(app);
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
                                   .text_size = 1,
                                   .zoom = 1,
                                   .flow = 1,
                                   .scale = options->scale > 0 ? options->scale : 1,
                                   .pointer = {-1, -1}};
    char path[ASSETS_PATH];
    if ((app->texts = texts_open(assets->root, options->lang, e)) == NULL) return false;
    if ((app->fonts = fonts_open(assets->root, e)) == NULL) return false;
    draw_init(&app->list, app->fonts);
    read_titles(app);
    if (!assets_lesson(assets, options->lesson, path, sizeof path, e)) return false;
    if (strcmp(path, options->lesson) == 0) watch_start(&app->watch, path, app->now);
    if (!app_load(app, path, e)) return false;
    Moment moment;
    int step = options->step < 0 ? 0 : options->step;
    if (!study_moment(&app->study, options->epoch, options->batch, step, &moment, e)) return false;
    bool start =
        options->epoch == 1 && options->batch == 1 && options->step < 0 && options->task == TASK_WINDOW;
    if (!start && study_runs(&app->study)) timeline_seek(app->study.timeline, app->study.machine, moment);
    return true;
}

void app_close(App *app) {
    trainer_stop(app->trainer);
    study_close(&app->study);
    study_close(&app->ghost);
    draw_free(&app->list);
    fonts_close(app->fonts);
    texts_close(app->texts);
}

void app_draw(App *app, int width, int height) {
    const ViewerInput input = {
        .machine = app->study.machine,
        .timeline = app->study.timeline,
        .ghost = app->ghost.timeline,
        .ghost_lesson = app->ghost.lesson,
        .selection = app->ui.selection,
        .snapshots = app->ui.snapshots,
        .snapshot_count = app->ui.snapshot_count,
        .check = true,
    };
    SceneOptions *scene = &app->ui.scene;
    scene->message = app->ui.message[0] != '\0' ? app->ui.message : NULL;
    scene->mistake = app->mistake.text[0] != '\0' ? &app->mistake : NULL;
    const Speed *table;
    tick_speeds(&table);
    scene->speed = table[app->ui.speed].steps;
    viewer_build(app->study.viewer, &input, &app->view);
    draw_clear(&app->list, width, height, scene->theme->ground);
    scene_draw(&app->list, &app->view, scene, width, height);
}
