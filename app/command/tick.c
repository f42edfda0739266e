/* tick: autoplay and animation clocks. */
#include "tick.h"

#include "app/learn/predict.h"
#include "app/load/reload.h"
#include "app/session/session.h"
#include "app/session/walk.h"
#include "app/state/speed.h"
#include "command.h"

enum { FLOW_MICROSECONDS = 180000 };

/* Autoplay moves at most sixty times a second; more epochs than that are taken at once. */
static uint64_t play_interval(const Speed *speed) {
    float rate = speed->steps > 0 ? speed->steps : speed->epochs;
    return (uint64_t)(1e6f / (rate < 60 ? rate : 60));
}

static void play(App *app) {
    SceneOptions *scene = &app->ui.scene;
    bool read =
        scene->help || scene->lessons || app->hunt.verdict.shown; /* a step would close or change it */
    if (predict_asks(app) || read) scene->playing = false;        /* only the learner answers */
    if (!scene->playing) return;
    const Speed *speed = &speed_table[app->ui.speed];
    uint64_t interval = play_interval(speed);
    if (app->ui.next_tick == 0) app->ui.next_tick = app->now + interval;
    if (app->now < app->ui.next_tick) return;
    uint64_t late = (app->now - app->ui.next_tick) / interval;
    app->ui.next_tick = late > 4 ? app->now + interval : app->ui.next_tick + interval;
    Moment before = walk_here(app);
    if (app->ui.going) return;
    if (speed->steps > 0)
        command_do(app, (Command){DO_STEP, 1});
    else
        command_do(app, (Command){DO_EPOCH, speed->epochs > 60 ? (int64_t)(speed->epochs / 60) : 1});
    Moment after = walk_here(app);
    if (moment_same(after, before) && !session_trains(&app->session)) command_do(app, (Command){DO_PLAY, 0});
}

float tick_flow(const App *app) {
    uint64_t passed = app->now - app->ui.flow_start;
    if (app->ui.still || passed >= FLOW_MICROSECONDS) return 1;
    return (float)passed / FLOW_MICROSECONDS;
}

void tick_run(App *app) {
    reload_run(app);
    walk_on(app);
    if (app->ui.scene.playing) play(app);
    float flow = tick_flow(app);
    if (flow != app->ui.scene.flow) {
        app->ui.scene.flow = flow;
        app->dirty = true;
    }
    if (app->ui.message[0] != '\0' && app->now >= app->ui.message_until) {
        app->ui.message[0] = '\0';
        app->dirty = true;
    }
}

static uint64_t sooner(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

int tick_wait(const App *app) {
    uint64_t due = reload_due(app);
    if (app->dirty || walk_goes_on(app)) return 0;
    if (app->ui.scene.playing) due = sooner(due, app->ui.next_tick);
    if (app->ui.scene.flow < 1) due = sooner(due, app->now + 16000);
    if (app->ui.message[0] != '\0') due = sooner(due, app->ui.message_until);
    if (due == UINT64_MAX) return -1;
    return due <= app->now ? 0 : (int)((due - app->now + 999) / 1000);
}
