/* reload: notices that a file was saved, by looking at it now and then, which works on every system and with every
   editor; from the saved file to the lesson that is shown, or to its mistake over the last good one. */
#include "reload.h"

#include "app/learn/points.h"
#include "app/session/session.h"
#include "app/state/message.h"
#include "runs.h"

#include <stdio.h>
#include <string.h>

enum { LOOK_MICROSECONDS = 300000, SETTLE_MICROSECONDS = 50000 };

/* What changes when a file is written in place, or another one takes its name. */
static bool same(const OsStatus *a, const OsStatus *b) {
    return os_same_file(a, b) && a->size == b->size && a->modified == b->modified;
}

void reload_watch(App *app, const char *path) {
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
    bool changed = stamp.kind != OS_NOTHING && !same(&stamp, &watch->known),
         settled = same(&stamp, &watch->seen);
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

uint64_t reload_due(const App *app) {
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

bool reload_wait(App *app, const RunSpec *wanted, Err *e) {
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

void reload_run(App *app) {
    if (watching(app) && has_changed(&app->watch, app->now)) read_again(app);
}
