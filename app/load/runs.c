/* runs: which run is shown and which is the other one, and their training. */
#include "runs.h"

#include "app/learn/hunt.h"
#include "app/learn/points.h"
#include "app/learn/predict.h"
#include "app/session/session.h"
#include "app/state/keymap.h"
#include "app/state/message.h"
#include "loading.h"
#include "render/style/style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AT_ONCE_NUMBERS 2e9 /* numbers of all iterations together: a second or two */

enum {
    BURST_MICROSECONDS = 1500000,
    PACE_MICROSECONDS = 1000,   /* trained first, it tells how long the rest takes */
    FRAME_MICROSECONDS = 20000, /* a frame waits no longer for a whole run */
    PATIENCE_MILLISECONDS = 10, /* a lesson that is loaded by then is shown as if it had been there */
};

/* Without a window a run is trained to its end or, where that would take long, not at all: what is drawn
   depends on the lesson alone, not on how fast the machine is. In a window a run that can be trained within a
   frame is shown whole, at every step of a drag; the worker trains the rest of a longer one. */
static void train_first(const App *app, const Session *session) {
    if (!session_runs(session)) return;
    double numbers = (double)lesson_iterations(session->lesson) * (double)session->lesson->batch->size;
    if (numbers > AT_ONCE_NUMBERS) return;
    if (app->options->task != TASK_WINDOW) {
        while (timeline_advance(session->timeline, -1)) continue;
        return;
    }
    if (!timeline_advance(session->timeline, PACE_MICROSECONDS)) return;
    int64_t trained = timeline_trained(session->timeline);
    if (session->lesson->train.epochs * PACE_MICROSECONDS <= trained * FRAME_MICROSECONDS)
        timeline_advance(session->timeline, FRAME_MICROSECONDS);
}

static void wake(void *context) {
    App *app = context;
    atomic_store(&app->trained_on, true);
    if (app->window != NULL) window_wake(app->window);
}

void runs_train(App *app) {
    Timeline *runs[TRAINER_MAX_RUNS];
    int count = 0;
    Err e;
    if (session_trains(&app->session)) runs[count++] = app->session.timeline;
    if (session_trains(&app->other)) runs[count++] = app->other.timeline;
    if (count == 0) trainer_cancel(app->trainer); /* the next one waits for it, or the end of the program */
    if (count == 0 || app->window == NULL) return;
    app->trainer = trainer_start(runs, count, wake, app, app->trainer, &e);
    if (app->trainer == NULL) message_complain(app, &e);
}

/* What is shown from now on, and the other run where the lesson brings one. */
typedef struct Change {
    RunSpec wanted, other_wanted;
    Session session, other;
    Disguise disguise;
    Divergence divergence; /* of the two of a lesson with bugs */
    bool same;             /* the lesson that is shown already, and the same hunt */
} Change;

/* The learning rate of a run of the lesson. */
static double rate_of(const RunSpec *wanted, const Lesson *lesson) {
    return wanted->rate[0] != '\0' ? strtod(wanted->rate, NULL) : lesson->train.lr;
}

/* Where both runs part; not where they will be put side by side, which finds it anew. */
static bool find_divergence(Change *change, const App *app, Err *e) {
    Other other = change->wanted.other == OTHER_NONE ? app->shown.other : change->wanted.other;
    return !session_runs(&change->other) || other != OTHER_BUGS ||
           alignment_divergence(session_run(&change->session), session_run(&change->other), app->exec,
                                &change->divergence, e);
}

/* Takes the lessons over, in any case. */
static bool change_begin(Change *change, const App *app, Lessons *lessons, Err *e) {
    Lesson *lesson = lessons->lesson, *other = lessons->other;
    bool good = session_begin(&change->session, lesson, rate_of(&change->wanted, lesson), app->exec, e);
    change->other_wanted = lessons->other_wanted;
    if (!good)
        lesson_release(other);
    else if (other != NULL)
        good = session_begin(&change->other, other, rate_of(&change->other_wanted, other), app->exec, e);
    *lessons = (Lessons){0};
    if (good &&
        hunt_disguise(app, &change->wanted, change->session.lesson, change->same && !app->edited,
                      &change->disguise, e) &&
        find_divergence(change, app, e) && session_enter(&change->session, app->exec, app->texts, e))
        return true;
    disguise_end(&change->disguise);
    session_close(&change->session);
    session_close(&change->other);
    return false;
}

static bool is_held(const App *app) {
    return app->ui.rate_held || app->ui.point.held;
}

/* Whether this change follows the last one so closely that the other run is still the one before both. */
static bool is_burst(const App *app) {
    return is_held(app) ? app->ui.held_changed : app->now - app->retrained < BURST_MICROSECONDS;
}

/* The run before becomes the other one where it is the same lesson at another rate or seed. One that stands
   side by side, or was there before a burst, stays. */
static Session keep_other(App *app) {
    bool stays = session_paired(app) || is_burst(app);
    Session *from = stays ? &app->other : &app->session, other = *from;
    *from = (Session){0};
    if (!stays) {
        session_leave(&other);
        app->other_shown = app->shown;
    }
    return other;
}

static Session choose_other(App *app, Change *change, bool same) {
    Session other = change->other;
    if (other.lesson != NULL)
        app->other_shown = change->other_wanted;
    else if (same && !app->edited)
        other = keep_other(app);
    app->retrained = app->now;
    app->ui.held_changed = is_held(app);
    return other;
}

static void reset(App *app) {
    const Lesson *lesson = app->session.lesson;
    Ui *ui = &app->ui;
    ui->selection = (Selection){.slot = -1};
    ui->snapshot_count = 0;
    for (int i = 0; i < lesson->plot.snapshot_count && i < APP_MAX_SNAPSHOTS; i++)
        ui->snapshots[ui->snapshot_count++] = lesson->plot.snapshots[i];
    ui->scene.zoom = 1;
    ui->scene.pan_x = ui->scene.pan_y = 0;
    ui->scene.first_row = ui->scene.first_col = 0;
    ui->scene.playing = false;
    points_let_go(app);
    predict_begin_again(app);
    session_to_start(app);
}

/* Of the same lesson the place is kept. */
static void stand(App *app, bool same, Moment moment) {
    app->ui.going = false;
    predict_leave(app);
    memset(&app->view, 0, sizeof app->view);
    app->mistake.text[0] = '\0';
    if (same && session_runs(&app->session))
        session_go_trained(app, moment);
    else
        reset(app);
    app->dirty = true;
}

/* A new seed is another experiment: it begins at the start. */
static void begin_again(App *app) {
    session_to_start(app);
    message_tell(app, "message.seed", TEXT_INT("n", app->session.lesson->seed));
}

/* The moment of a run with `batches` mini-batches an epoch, in the run that is shown. */
static Moment same_epoch(const App *app, Moment moment, int batches) {
    int now = session_runs(&app->session) ? lesson_batches(app->session.lesson) : batches;
    if (batches == now || batches == 0) return moment;
    int64_t batch = moment.iteration % batches;
    return (Moment){moment.iteration / batches * now + (batch < now ? batch : now - 1), moment.step};
}

static bool is_same(const App *app, const RunSpec *wanted) {
    return app->session.lesson != NULL && !app->waiting && strcmp(wanted->path, app->shown.path) == 0 &&
           wanted->hunt == app->shown.hunt;
}

static void install(App *app, Change *change) {
    const bool same = change->same;
    bool seeded = same && !app->edited && strcmp(change->wanted.seed, app->shown.seed) != 0;
    bool first = app->waiting && change->wanted.other == OTHER_VERSUS; /* the file is mended at last */
    bool beside = first || (same && session_paired(app));
    Err e;
    /* where the numbers end early at one rate of a drag, the learner is moved only for as long as it lasts */
    Moment moment = is_held(app) ? app->ui.held_place : session_here(app);
    int batches = same && session_runs(&app->session) ? lesson_batches(app->session.lesson) : 0;
    Session other = choose_other(app, change, same);
    app->ui.message[0] = '\0'; /* it was said of the run before */
    session_unpair(app);
    session_close(&app->session);
    session_close(&app->other);
    app->session = change->session;
    app->other = other;
    Other brings = app->shown.other; /* the lesson's way, whether or not it was loaded now */
    app->shown = change->wanted;
    if (app->shown.other == OTHER_NONE) app->shown.other = brings;
    if (beside && other.lesson != NULL && !session_pair(app, &e)) message_complain(app, &e);
    if (!session_paired(app)) app->divergence = change->divergence;
    app->waiting = false;
    hunt_install(app, change->disguise, same && !app->edited);
    train_first(app, &app->session);
    train_first(app, &change->other); /* one that was there before may be in the worker's hands */
    runs_train(app);
    stand(app, same, same_epoch(app, moment, batches));
    if (seeded) begin_again(app);
}

static bool show(App *app, const RunSpec *wanted, Lessons *lessons, Err *e) {
    Change change = {.wanted = *wanted, .same = is_same(app, wanted)};
    if (!change_begin(&change, app, lessons, e)) return false;
    install(app, &change);
    return true;
}

/* The run of --versus is loaded again, at its own rate and seed, where the file or the points have changed;
   one that was let go is not. */
static RunSpec ask(const App *app, const RunSpec *wanted) {
    RunSpec asked = *wanted;
    asked.other_rate[0] = asked.other_seed[0] = '\0';
    if (asked.other != OTHER_VERSUS || app->session.lesson == NULL || app->edited) return asked;
    if (!session_paired(app) || app->other_shown.versus == app->shown.versus) {
        asked.other = OTHER_NONE;
        return asked;
    }
    memcpy(asked.other_rate, app->other_shown.rate, sizeof asked.other_rate);
    memcpy(asked.other_seed, app->other_shown.seed, sizeof asked.other_seed);
    return asked;
}

bool runs_load(App *app, const RunSpec *wanted, Err *e) {
    Lessons lessons;
    const RunSpec asked = ask(app, wanted);
    return loading_lessons(&asked, app->options, app->assets, &lessons, e) && show(app, &asked, &lessons, e);
}

/* ---- the window of a program whose first lesson takes long to read opens at once and says so ---- */

enum { OPENING_MILLISECONDS = 50, LOOK_MILLISECONDS = 20, SLICE_MICROSECONDS = 8000 };

static void draw_reading(App *app, const char *path, int width, int height) {
    const SceneOptions *scene = &app->ui.scene;
    char name[200];
    size_t length;
    const char *start = lesson_name(path, &length);
    snprintf(name, sizeof name, "%.*s", (int)length, start);
    draw_clear(&app->list, width, height, scene->theme->ground);
    Style style = style_make(&app->list, scene);
    Point at = {(float)width / 2, (float)(height / 2)};
    float room = 0.9f * (float)width;
    draw_text_in(&app->list, FONT_TEXT, style.title, at, 0.5f, room, scene->theme->text, name);
    at.y += style_line(style.title);
    draw_text_in(&app->list, FONT_TEXT, style.body, at, 0.5f, room, scene->theme->text_dim,
                 text_get(app->texts, "message.loading"));
}

/* A failure here comes again with the lesson's first frame, which tells it. */
static void show_reading(App *app, Raster *raster, const char *path) {
    int width, height, count = 0;
    Pixels pixels;
    Rect dirty[32];
    Err untold;
    window_size(app->window, &width, &height, &app->ui.scene.scale);
    draw_reading(app, path, width, height);
    if (!window_pixels(app->window, &pixels, &untold)) return;
    if (raster_paint(raster, &app->list, pixels, dirty, 32, &count))
        window_show(app->window, dirty, count, &untold);
}

static bool asks_to_quit(const Event *event) {
    if (event->kind == EVENT_KEY) return keymap_find(event->key, event->mods).verb == DO_QUIT;
    return event->kind == EVENT_QUIT;
}

/* Waits for the first lesson. Where it is not there soon the app's window is opened meanwhile, and says what
   is read; app->quit: the learner has closed it. Without a display nothing is shown: opening the window
   later says why. `path`: of the lesson. */
static void wait_in_window(App *app, Loading *loading, const char *path) {
    Err untold;
    if (loading_wait(loading, OPENING_MILLISECONDS)) return;
    Raster *raster = raster_new();
    if (raster != NULL)
        app->window = window_open("backstep", app->options->width, app->options->height, &untold);
    for (bool drawn = false; app->window != NULL && !loading_wait(loading, 0);) {
        if (!drawn) show_reading(app, raster, path);
        bool works = loading_turn(loading, SLICE_MICROSECONDS);
        Event event = window_wait(app->window, works ? 0 : LOOK_MILLISECONDS);
        drawn = event.kind != EVENT_RESIZE;
        if (!drawn) raster_forget(raster);
        if (asks_to_quit(&event)) app->quit = true;
    }
    raster_free(raster);
}

bool runs_open(App *app, const RunSpec *wanted, Err *e) {
    if (!app->opens) return runs_load(app, wanted, e);
    RunSpec asked = ask(app, wanted);
    Lessons lessons;
    Loading *loading = loading_start(&asked, app->options, app->assets, NULL, NULL, NULL, e);
    if (loading == NULL) return false;
    wait_in_window(app, loading, asked.path);
    return loading_take(loading, &asked, &lessons, e) && show(app, &asked, &lessons, e);
}

void runs_take(App *app) {
    RunSpec wanted;
    Lessons lessons;
    Err e;
    if (app->loading == NULL || !loading_wait(app->loading, 0)) return;
    bool good = loading_take(app->loading, &wanted, &lessons, &e);
    app->loading = NULL;
    app->ui.message[0] = '\0';
    if (!good || !show(app, &wanted, &lessons, &e)) message_complain(app, &e);
}

void runs_load_soon(App *app, const RunSpec *wanted) {
    Err e;
    if (app->window == NULL) {
        if (!runs_load(app, wanted, &e)) message_complain(app, &e);
        return;
    }
    const RunSpec asked = ask(app, wanted);
    app->loading = loading_start(&asked, app->options, app->assets, wake, app, app->loading, &e);
    if (app->loading == NULL)
        message_complain(app, &e);
    else if (loading_wait(app->loading, PATIENCE_MILLISECONDS))
        runs_take(app);
    else
        message_say(app, "message.loading");
}

bool runs_change_rate(App *app, double rate, Err *e) {
    RunSpec wanted = app->shown;
    snprintf(wanted.rate, sizeof wanted.rate, "%.6g", rate); /* what a file would say */
    Lessons lessons = {.lesson = lesson_retain(app->session.lesson), .other_wanted = wanted};
    if (lessons.lesson->has_bugs && wanted.other == OTHER_BUGS) {
        lessons.other = lesson_retain(app->other.lesson);
        lessons.other_wanted.bugs_off = !wanted.bugs_off;
    }
    return show(app, &wanted, &lessons, e);
}

/* Selects the same value in the other run, which may keep other slots; none where it has none. */
static void select_other(App *app) {
    int slot = app->ui.selection.slot;
    if (!session_paired(app) || slot < 0) return;
    bool mine = slot < app->session.lesson->batch->slot_count;
    app->ui.selection.slot = mine ? alignment_slot(app->alignment, slot) : -1;
}

bool runs_switch(App *app, Err *e) {
    Moment moment = session_here(app);
    bool beside = session_paired(app);
    if (!session_enter(&app->other, app->exec, app->texts, e)) return false;
    if (beside)
        moment = alignment_moment(app->alignment, moment);
    else if (session_runs(&app->session)) /* a bug may have taken the zeroing away */
        moment.step += app->other.lesson->batch->zero_steps - app->session.lesson->batch->zero_steps;
    if (moment.step < 0) moment.step = 0;
    select_other(app);
    session_unpair(app);
    session_leave(&app->session);
    Session session = app->session;
    app->session = app->other;
    app->other = session;
    RunSpec shown = app->shown;
    app->shown = app->other_shown;
    app->other_shown = shown;
    if (beside && !session_pair(app, e)) message_complain(app, e);
    stand(app, true, moment);
    return true;
}

/* ---- the learner's own lesson is read again when it is saved ---- */

enum { LOOK_MICROSECONDS = 300000, SETTLE_MICROSECONDS = 50000 };

/* What changes when a file is written in place, or another one takes its name. */
static bool same_stamp(const OsStatus *a, const OsStatus *b) {
    return os_same_file(a, b) && a->size == b->size && a->modified == b->modified;
}

void runs_watch(App *app, const char *path) {
    Watch *watch = &app->watch;
    snprintf(watch->path, sizeof watch->path, "%s", path);
    watch->known = watch->seen = os_status(path);
    watch->next = app->now + LOOK_MICROSECONDS;
}

/* Looks at the file where that is due. true: it has been saved and looks the same for the second time, so
   that it is hardly ever read half written. A file that is gone is waited for. */
static bool has_changed(Watch *watch, uint64_t now) {
    if (watch->path[0] == '\0' || now < watch->next) return false;
    OsStatus stamp = os_status(watch->path);
    bool changed = stamp.kind != OS_NOTHING && !same_stamp(&stamp, &watch->known),
         settled = same_stamp(&stamp, &watch->seen);
    watch->seen = stamp;
    watch->next = now + (changed && !settled ? SETTLE_MICROSECONDS : LOOK_MICROSECONDS);
    if (!changed || !settled) return false;
    watch->known = stamp;
    return true;
}

/* A built-in lesson may have been chosen in the meantime. */
static bool watching(const App *app) {
    return app->watch.path[0] != '\0' && strcmp(app->watch.path, app->shown.path) == 0;
}

uint64_t runs_due(const App *app) {
    return watching(app) ? app->watch.next : UINT64_MAX;
}

/* The selected slot's name; empty where the selection follows the steps. */
static void selected_name(const App *app, char *name, size_t size) {
    int slot = app->ui.selection.slot;
    bool named = session_runs(&app->session) && slot >= 0 && slot < app->session.lesson->batch->slot_count;
    snprintf(name, size, "%s", named ? app->session.lesson->batch->slots[slot].name : "");
}

static void select_by_name(App *app, const char *name) {
    int slot =
        name[0] != '\0' && session_runs(&app->session) ? program_find(app->session.lesson->batch, name) : -1;
    if (slot >= 0)
        app->ui.selection.slot = slot;
    else
        app->ui.selection = (Selection){.slot = -1, .sample = app->ui.selection.sample};
}

/* The file has the last word: a rate or seed that keys had set, and points that were moved, are let go. */
static void read_again(App *app) {
    char name[256];
    RunSpec wanted = app->shown;
    Err e = {0};
    selected_name(app, name, sizeof name);
    wanted.rate[0] = wanted.seed[0] = '\0';
    wanted.points.count = 0;
    app->edited = true;
    if (runs_load(app, &wanted, &e)) {
        points_let_go(app);
        select_by_name(app, name);
        message_say(app, "message.reloaded");
    } else {
        app->mistake = e;
        app->ui.message[0] = '\0';
    }
    app->edited = false;
    app->dirty = true;
}

bool runs_await(App *app, const RunSpec *wanted, Err *e) {
    const Options none = {.task = app->options->task}, *options = app->options;
    RunSpec starter = {0};
    Err failed, mistake = *e;
    if (options->task != TASK_WINDOW || app->watch.path[0] == '\0' || e->place.line == 0) return false;
    assets_starter(app->assets, text_lang(app->texts), starter.path, sizeof starter.path);
    app->options = &none; /* what is set on the command line is meant for the learner's own */
    bool good = runs_load(app, &starter, &failed);
    app->options = options;
    if (!good) return false;
    app->shown = *wanted;
    app->mistake = mistake;
    app->waiting = true;
    return true;
}

void runs_reload(App *app) {
    if (watching(app) && has_changed(&app->watch, app->now)) read_again(app);
}
