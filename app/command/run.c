/* run: the verbs that start another run: bug, learning rate, seed; and snapshots of this one. */
#include "app/learn/hunt.h"
#include "app/learn/predict.h"
#include "app/load/runs.h"
#include "app/session/session.h"
#include "app/session/versus.h"
#include "app/session/walk.h"
#include "app/state/message.h"
#include "handlers.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Learning rates go in steps that read well: 0.01, 0.012, 0.015, 0.02, … */
static const double rate_steps[] = {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};

static double next_rate(double rate, bool up) {
    double ten = pow(10, floor(log10(rate) + 1e-9)), lead = rate / ten;
    int count = (int)(sizeof rate_steps / sizeof *rate_steps);
    if (up) {
        for (int i = 0; i < count; i++)
            if (rate_steps[i] > lead * 1.0001) return rate_steps[i] * ten;
    } else {
        for (int i = count - 1; i >= 0; i--)
            if (rate_steps[i] < lead * 0.9999) return rate_steps[i] * ten;
    }
    return up ? 12 * ten : 0.8 * ten;
}

/* A lesson is on its way and will replace this run; says so. */
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

void run_rate(App *app, int64_t direction) {
    if (session_runs(&app->session)) set_rate(app, next_rate(session_run(&app->session).rate, direction > 0));
}

/* Four digits are finer than a pixel of a drag. */
void run_rate_at(App *app, int64_t thousandths) {
    char text[32];
    snprintf(text, sizeof text, "%.4g", pow(10, (double)thousandths / 1000));
    double rate = strtod(text, NULL);
    if (session_runs(&app->session) && rate != session_run(&app->session).rate) set_rate(app, rate);
}

void run_restart(App *app, int64_t new_seed) {
    RunSpec wanted = app->shown;
    if (new_seed == 0) {
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
    int64_t epoch = app->divergence.at.iteration / lesson_batches(app->session.lesson) + 1;
    message_tell(app, off ? "message.bugs_off_at" : "message.bugs_on_at", TEXT_INT("epoch", epoch),
                 TEXT_INT("step", app->divergence.at.step));
}

/* Which run is in the graph now. */
static void say_run(App *app) {
    char here[160], there[160];
    other_run_tell_apart(app->texts, session_run(&app->session), session_run(&app->other), here, there,
                         sizeof here);
    message_tell(app, "message.other_run", TEXT_STRING("here", here), TEXT_STRING("there", there));
}

void run_bug(App *app) {
    Err e;
    if (is_loading(app)) return;
    if (hunt_runs(app))
        hunt_give_up(app);
    else if (app->other.lesson == NULL)
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
    if (app->other.lesson == NULL || !session_runs(&app->session)) {
        message_say(app, "message.no_other");
    } else if (!versus_enter(app, &e)) {
        message_complain(app, &e);
    } else {
        walk_follow(app, walk_here(app));
        message_say(app, "message.versus_on");
    }
}

void run_versus(App *app) {
    if (hunt_runs(app)) {
        message_say(app, "hunt.alone");
    } else if (is_loading(app)) {
        return;
    } else if (versus_on(app)) {
        versus_leave(app);
        message_say(app, "message.versus_off");
    } else {
        enter_versus(app);
    }
}

void run_snapshot(App *app) {
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
