/* reload: from the saved file to the lesson that is shown, or to its mistake over the last good one. */
#include "reload.h"

#include "app/learn/points.h"
#include "app/session/session.h"
#include "app/state/message.h"
#include "runs.h"

#include <stdio.h>
#include <string.h>

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
    if (watching(app) && watch_look(&app->watch, app->now)) read_again(app);
}
