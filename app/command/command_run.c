/* command_run: the verbs that start another run: lesson, bug, learning rate, seed; and snapshots of this one.
 */
#include "app/learn/hunt.h"
#include "app/learn/predict.h"
#include "app/load/catalog.h"
#include "app/load/runs.h"
#include "app/session/session.h"
#include "app/session/versus.h"
#include "app/session/walk.h"
#include "app/state/message.h"
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

/* A lesson on its way will be another run: what is said of this one comes too late. */
static bool is_loading(App *app) {
    if (app->loading == NULL) return false;
    message_say(app, "message.loading");
    return true;
}

static void set_rate(App *app, double rate) {
    Err e;
    if (rate < 1e-9 || rate > 1e6 || app->waiting || is_loading(app)) return;
    if (!runs_change_rate(app, rate, &e)) message_complain(app, &e);
}

static void change_rate(App *app, int direction) {
    if (session_runs(&app->session)) set_rate(app, next_rate(app->session.lesson->train.lr, direction));
}

/* Four digits are finer than a pixel of a drag. */
static void drag_rate(App *app, int64_t thousandths) {
    char text[32];
    snprintf(text, sizeof text, "%.4g", pow(10, (double)thousandths / 1000));
    double rate = strtod(text, NULL);
    if (session_runs(&app->session) && rate != app->session.lesson->train.lr) set_rate(app, rate);
}

static void restart(App *app, bool new_seed) {
    RunSpec wanted = app->shown;
    if (!new_seed) {
        walk_to_start(app);
        predict_sum_up(app);
        return;
    }
    snprintf(wanted.seed, sizeof wanted.seed, "%" PRIu32, app->session.lesson->seed + 1);
    if (wanted.other == OTHER_VERSUS) wanted.other = OTHER_NONE; /* the held run keeps its seed */
    runs_load_soon(app, &wanted);
}

static void say_bug(App *app) {
    bool off = app->shown.bugs_off;
    if (app->divergence.at.step == 0) {
        message_say(app, off ? "message.bugs_off" : "message.bugs_on");
        return;
    }
    int64_t epoch = app->divergence.at.iteration / budget_batches(app->session.lesson) + 1;
    message_tell(app, off ? "message.bugs_off_at" : "message.bugs_on_at", TEXT_INT("epoch", epoch),
                 TEXT_INT("step", app->divergence.at.step));
}

/* Which run is in the graph now. */
static void say_run(App *app) {
    char here[160], there[160];
    view_tell_apart(app->texts, app->session.lesson, app->ghost.lesson, here, there, sizeof here);
    message_tell(app, "message.other_run", TEXT_STRING("here", here), TEXT_STRING("there", there));
}

static void switch_run(App *app) {
    Err e;
    if (is_loading(app)) return;
    if (hunt_runs(app))
        hunt_give_up(app);
    else if (app->ghost.lesson == NULL)
        message_say(app, "message.no_other");
    else if (!runs_switch(app, &e))
        message_complain(app, &e);
    else if (app->session.lesson->has_bugs && app->shown.other == OTHER_BUGS)
        say_bug(app);
    else
        say_run(app);
}

static void enter_versus(App *app) {
    Err e;
    if (app->ghost.lesson == NULL || !session_runs(&app->session)) {
        message_say(app, "message.no_other");
    } else if (!versus_enter(app, &e)) {
        message_complain(app, &e);
    } else {
        walk_follow(app, walk_here(app));
        message_say(app, "message.versus_on");
    }
}

static void switch_versus(App *app) {
    if (!versus_on(app)) {
        enter_versus(app);
        return;
    }
    versus_leave(app);
    message_say(app, "message.versus_off");
}

static void choose_lesson(App *app, int64_t entry) {
    app->ui.scene.lessons = false;
    if (entry < 0 || entry >= app->ui.scene.lesson_count) return;
    RunSpec wanted;
    Err e;
    if (catalog_wanted(app, (int)entry, &wanted, &e))
        runs_load_soon(app, &wanted);
    else
        message_complain(app, &e);
}

static void toggle_snapshot(App *app) {
    if (!session_runs(&app->session)) return;
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

/* "1", then "2" is 12; where there is no 12, it is 2. A number that no digit can follow is taken at once. */
static void type_digit(App *app, int digit) {
    SceneOptions *scene = &app->ui.scene;
    int number = app->ui.typed * 10 + digit;
    if (number > scene->lesson_count) number = digit;
    if (number < 1 || number > scene->lesson_count) return;
    app->ui.typed = number;
    scene->lesson_selected = number - 1;
    if (number * 10 > scene->lesson_count) choose_lesson(app, number - 1);
}

bool command_run(App *app, Command command) {
    SceneOptions *scene = &app->ui.scene;
    switch (command.verb) {
    case DO_BUG:
        switch_run(app);
        break;
    case DO_VERSUS:
        if (hunt_runs(app))
            message_say(app, "hunt.alone");
        else if (!is_loading(app))
            switch_versus(app);
        break;
    case DO_LESSONS:
        scene->lessons = !scene->lessons;
        scene->help = false;
        app->ui.message[0] = '\0'; /* it would lie over the list */
        app->ui.typed = 0;
        if (scene->lessons) catalog_read(app);
        if (scene->lessons) scene->lesson_selected = catalog_shown(app);
        break;
    case DO_ENTRY: {
        int64_t entry = scene->lesson_selected + command.amount, last = scene->lesson_count - 1;
        scene->lesson_selected = (int)(entry < 0 || last < 0 ? 0 : entry > last ? last : entry);
        app->ui.typed = 0;
        break;
    }
    case DO_DIGIT:
        if (!scene->lessons) return false;
        type_digit(app, (int)command.amount);
        break;
    case DO_CHOOSE:
        if (scene->lessons)
            choose_lesson(app, scene->lesson_selected);
        else if (hunt_runs(app))
            hunt_point(app);
        break;
    case DO_LESSON:
        choose_lesson(app, command.amount);
        break;
    case DO_RATE:
        change_rate(app, command.amount > 0 ? 1 : -1);
        break;
    case DO_RATE_AT:
        drag_rate(app, command.amount);
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
