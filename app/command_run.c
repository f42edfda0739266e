/* command_run: the verbs that start another run: lesson, bug, learning rate, seed; and snapshots of this one.
 */
#include "command_private.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Learning rates go in steps that read well: 0.01, 0.012, 0.015, 0.02, … */
static const double rate_steps[] = {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};

static double next_rate(double rate, int direction) {
    double ten = pow(10, floor(log10(rate) + 1e-9)), lead = rate / ten;
    int count = (int)(sizeof rate_steps / sizeof *rate_steps);
    if (direction > 0) {
        for (int i = 0; i < count; i++)
            if (rate_steps[i] > lead * 1.0001) return rate_steps[i] * ten;
    } else {
        for (int i = count - 1; i >= 0; i--)
            if (rate_steps[i] < lead * 0.9999) return rate_steps[i] * ten;
    }
    return direction > 0 ? 12 * ten : 0.8 * ten;
}

static bool reload(App *app) {
    Err e;
    char path[ASSETS_PATH];
    snprintf(path, sizeof path, "%s", app->path);
    if (app_load(app, path, &e)) return true;
    app_say(app, "%s", e.text);
    return false;
}

static void change_rate(App *app, int direction) {
    if (!study_runs(&app->study)) return;
    char before[sizeof app->rate];
    memcpy(before, app->rate, sizeof before);
    double rate = next_rate(app->study.lesson->train.lr, direction);
    if (rate < 1e-9 || rate > 1e6) return;
    snprintf(app->rate, sizeof app->rate, "%.6g", rate);
    reload(app);
    if (fabs(app->study.lesson->train.lr - rate) > 1e-6 * rate) memcpy(app->rate, before, sizeof before);
}

static void restart(App *app, bool new_seed) {
    if (new_seed) snprintf(app->seed, sizeof app->seed, "%" PRIu32, app->study.lesson->seed + 1);
    bool loaded = new_seed && reload(app);
    command_stand_at_start(app);
    if (!loaded) return;
    char line[200];
    text_fill(app->texts, line, sizeof line, "message.seed", "n", app->seed, NULL);
    app_say(app, "%s", line);
}

static void switch_bug(App *app) {
    if (!app->study.lesson->has_bugs) {
        app_say(app, "%s", text_get(app->texts, "message.no_bugs"));
        return;
    }
    app->bugs_off = !app->bugs_off;
    if (!reload(app)) return;
    app_say(app, "%s", text_get(app->texts, app->bugs_off ? "message.bugs_off" : "message.bugs_on"));
}

static void choose_lesson(App *app, int64_t entry) {
    app->ui.scene.lessons = false;
    if (entry < 0 || entry >= app->ui.scene.lesson_count) return;
    char path[ASSETS_PATH], rate[sizeof app->rate], seed[sizeof app->seed];
    Err e;
    if (!assets_lesson(app->assets, app->assets->names[entry], path, sizeof path, &e)) {
        app_say(app, "%s", e.text);
        return;
    }
    memcpy(rate, app->rate, sizeof rate);
    memcpy(seed, app->seed, sizeof seed);
    bool bugs_off = app->bugs_off;
    app->rate[0] = app->seed[0] = '\0';
    app->bugs_off = false;
    if (!app_load(app, path, &e)) {
        memcpy(app->rate, rate, sizeof rate);
        memcpy(app->seed, seed, sizeof seed);
        app->bugs_off = bugs_off;
        app_say(app, "%s", e.text);
    }
}

static void toggle_snapshot(App *app) {
    if (!study_runs(&app->study)) return;
    Ui *ui = &app->ui;
    int64_t epoch = app->view.epoch;
    int at = 0;
    while (at < ui->snapshot_count && ui->snapshots[at] < epoch) at++;
    int64_t *place = &ui->snapshots[at];
    size_t after = (size_t)(ui->snapshot_count - at);
    if (after > 0 && *place == epoch) {
        memmove(place, place + 1, (after - 1) * sizeof *place);
        ui->snapshot_count--;
    } else if (ui->snapshot_count < APP_MAX_SNAPSHOTS) {
        memmove(place + 1, place, after * sizeof *place);
        *place = epoch;
        ui->snapshot_count++;
    }
}

/* The list opens at the running lesson, or at its first one where a file of the learner's own is running. */
static void open_lessons(App *app) {
    SceneOptions *scene = &app->ui.scene;
    scene->lesson_selected = 0;
    for (int i = 0; i < scene->lesson_count; i++) {
        char path[ASSETS_PATH];
        Err e;
        if (assets_lesson(app->assets, app->assets->names[i], path, sizeof path, &e) &&
            strcmp(path, app->path) == 0)
            scene->lesson_selected = i;
    }
}

bool command_run(App *app, Command command) {
    SceneOptions *scene = &app->ui.scene;
    switch (command.verb) {
    case DO_BUG:
        switch_bug(app);
        break;
    case DO_LESSONS:
        scene->lessons = !scene->lessons;
        scene->help = false;
        if (scene->lessons) open_lessons(app);
        break;
    case DO_ENTRY: {
        int64_t entry = scene->lesson_selected + command.amount;
        if (entry >= 0 && entry < scene->lesson_count) scene->lesson_selected = (int)entry;
        break;
    }
    case DO_CHOOSE:
        if (!scene->lessons) return false;
        choose_lesson(app, scene->lesson_selected);
        break;
    case DO_LESSON:
        choose_lesson(app, command.amount);
        break;
    case DO_RATE:
        change_rate(app, command.amount > 0 ? 1 : -1);
        break;
    case DO_RESTART:
        restart(app, command.amount != 0);
        break;
    case DO_SNAPSHOT:
        toggle_snapshot(app);
        break;
    default:
        return false;
    }
    return true;
}
