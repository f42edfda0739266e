/* loop: one turn waits for an event, carries out commands, and draws when something has changed. */
#include "loop.h"

#include "app/learn/predict.h"
#include "app/load/loading.h"
#include "app/load/runs.h"
#include "app/session/session.h"
#include "app/state/keymap.h"
#include "app/state/message.h"
#include "command.h"
#include "engine/base/os.h"
#include "frame.h"

enum {
    GLYPH_BYTES = 8 << 20,
    ACT_MICROSECONDS = 4000,
    SLICE_MICROSECONDS = 8000,
    CHECK_NANOSECONDS = 8000000,
    SLICE_MOST = 50000, /* a key waits no longer */
    FLOW_MICROSECONDS = 180000,
    LEAVE_MICROSECONDS = 350000,
    FAILED_MOST = 100, /* frames in a row that cannot be painted: five seconds of them */
    FAILED_MILLISECONDS = 50
};

/* Microseconds. */
static uint64_t now(void) {
    return (uint64_t)os_now() / 1000;
}

/* ---- elapsed time becomes the same commands that keys give ---- */

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
    const Speed *speed = &keymap_speeds[app->ui.speed];
    uint64_t interval = play_interval(speed);
    if (app->ui.next_tick == 0) app->ui.next_tick = app->now + interval;
    if (app->now < app->ui.next_tick) return;
    uint64_t late = (app->now - app->ui.next_tick) / interval;
    app->ui.next_tick = late > 4 ? app->now + interval : app->ui.next_tick + interval;
    Moment before = session_here(app);
    if (app->ui.going) return;
    if (speed->steps > 0)
        command_do(app, (Command){DO_STEP, 1});
    else
        command_do(app, (Command){DO_EPOCH, speed->epochs > 60 ? (int64_t)(speed->epochs / 60) : 1});
    Moment after = session_here(app);
    if (moment_same(after, before) && !session_trains(&app->session)) command_do(app, (Command){DO_PLAY, 0});
}

static float flow_of(const App *app) {
    uint64_t passed = app->now - app->ui.flow_start;
    if (app->ui.still || passed >= FLOW_MICROSECONDS) return 1;
    return (float)passed / FLOW_MICROSECONDS;
}

/* How far the panels are still from their places, after the first frame. */
static float leaving_of(const App *app) {
    uint64_t passed = app->now - app->ui.left_first;
    bool moves = app->ui.left_first > 0 && !app->ui.still && !app->ui.scene.playing;
    return moves && passed < LEAVE_MICROSECONDS ? 1 - (float)passed / LEAVE_MICROSECONDS : 0;
}

void loop_tick(App *app) {
    runs_reload(app);
    session_go_on(app);
    if (app->ui.scene.playing) play(app);
    float flow = flow_of(app), leaving = leaving_of(app);
    if (flow != app->ui.scene.flow || leaving != app->ui.scene.leaving) {
        app->ui.scene.flow = flow;
        app->ui.scene.leaving = leaving;
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

int loop_wait(const App *app) {
    uint64_t due = runs_due(app);
    if (app->dirty || session_goes_on(app)) return 0;
    if (app->ui.scene.playing) due = sooner(due, app->ui.next_tick);
    if (app->ui.scene.flow < 1 || app->ui.scene.leaving > 0) due = sooner(due, app->now + 16000);
    if (app->ui.message[0] != '\0') due = sooner(due, app->ui.message_until);
    if (due == UINT64_MAX) return -1;
    return due <= app->now ? 0 : (int)((due - app->now + 999) / 1000);
}

/* ---- a turn ---- */

static bool draw_frame(App *app, Raster *raster, Err *e) {
    int width, height;
    window_size(app->window, &width, &height, &app->ui.scene.scale);
    if (app->options->scale > 0) app->ui.scene.scale = app->options->scale;
    if (app->picture) app->hurried = false; /* a picture is of the whole frame */
    app->slice = app->picture ? 0 : CHECK_NANOSECONDS;
    frame_draw(app, width, height);

    Pixels pixels;
    Rect dirty[32];
    int count = 0;
    if (!window_pixels(app->window, &pixels, e)) return false;
    if (!raster_paint(raster, &app->list, pixels, dirty, 32, &count)) return err_memory(e);
    app->dirty = false;
    if (app->picture) {
        app->picture = false;
        frame_save(app, pixels);
    }
    return window_show(app->window, dirty, count, e);
}

/* Keeps the last frame in sight and says so in the next one. Returns whether to go on. */
static bool bear_failure(Loop *loop, const Err *e) {
    App *app = loop->app;
    Err why = *e;
    text_error(app->texts, &why);
    message_tell(app, "message.frame_failed", TEXT_STRING("why", why.text));
    raster_forget(loop->raster);
    app->picture = false;
    return ++loop->failed < FAILED_MOST;
}

/* The frame where one is due. */
static bool show(Loop *loop, Err *e) {
    if (!loop->app->dirty || loop->app->quit) return true;
    uint64_t start = now();
    if (!draw_frame(loop->app, loop->raster, e)) return bear_failure(loop, e);
    loop->failed = 0;
    loop->frame = (int64_t)(now() - start);
    return true;
}

/* A mouse moves more often than a slow frame is drawn: what comes after a while waits for the next turn. */
static void act(Loop *loop, Event event) {
    App *app = loop->app;
    while (event.kind != EVENT_NONE) {
        if (event.kind == EVENT_RESIZE) raster_forget(loop->raster);
        event_do(app, &event);
        if (now() - app->now > ACT_MICROSECONDS) return;
        event = window_wait(app->window, 0);
    }
}

/* Whether nothing but the learner will change the frame soon. */
static bool is_still(const App *app) {
    return !app->ui.scene.playing && flow_of(app) >= 1 && leaving_of(app) <= 0 && !session_goes_on(app);
}

/* A slice of what goes on beside the window, where no threads do it: as long as the last frame took, so that
   slow frames leave half of the time. Returns whether there is more of it. */
static bool work(App *app, int64_t frame) {
    int64_t slice = frame < SLICE_MICROSECONDS ? SLICE_MICROSECONDS : frame < SLICE_MOST ? frame : SLICE_MOST;
    bool loads = loading_turn(app->loading, slice / 2);
    return trainer_turn(app->trainer, loads ? slice / 2 : slice) || loads;
}

/* A slice of what the frame could not wait for; drawn once it is all there. */
static void go_on_with_check(App *app) {
    app->slice = CHECK_NANOSECONDS;
    frame_look(app);
    if (!app->view.check_waits) app->dirty = true;
}

bool loop_turn(Loop *loop, Err *e) {
    App *app = loop->app;
    bool check_due = app->view.check_waits && is_still(app);
    int wait = check_due || loop->works ? 0 : loop_wait(app);
    Event event = window_wait(app->window, loop->failed > 0 ? FAILED_MILLISECONDS : wait);
    app->now = now();
    app->hurried = event.kind != EVENT_NONE || !is_still(app);
    if (check_due && !app->hurried) go_on_with_check(app);
    bool again = loop->failed > 0; /* shown first, before another message takes the place of why */
    if (again && !show(loop, e)) return false;
    act(loop, event);
    loop->works = work(app, loop->frame);
    if (atomic_exchange(&app->trained_on, false)) app->dirty = true;
    runs_take(app);
    loop_tick(app);
    bool good = again || show(loop, e);
    fonts_trim(app->fonts, GLYPH_BYTES);
    return good;
}

bool loop_begin(Loop *loop, App *app, Err *e) {
    *loop = (Loop){.app = app, .raster = raster_new()};
    if (loop->raster == NULL) return err_memory(e);
    if (app->window == NULL)
        app->window = window_open("backstep", app->options->width, app->options->height, e);
    if (app->window == NULL) return false;
    if (window_reduced_motion()) app->ui.still = true;
    app->now = now();
    app->dirty = true;
    message_again(app); /* what was said before there was a window is to be read in it */
    if (app->trainer == NULL) runs_train(app);
    return true;
}

void loop_end(Loop *loop) {
    App *app = loop->app;
    loading_drop(app->loading); /* both threads wake the window */
    trainer_stop(app->trainer);
    window_close(app->window);
    app->loading = NULL;
    app->trainer = NULL;
    app->window = NULL;
    raster_free(loop->raster);
}

bool loop_run(App *app, Err *e) {
    Loop loop;
    bool good = loop_begin(&loop, app, e);
    while (good && !app->quit && os_stopped() == 0) good = loop_turn(&loop, e);
    loop_end(&loop);
    return good && loop.failed == 0; /* what no frame could say */
}
