/* reload: from the saved file to the lesson that is shown, or to its mistake over the last good one. */
#include "reload.h"

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
    bool named = study_runs(&app->study) && slot >= 0 && slot < app->study.lesson->batch->slot_count;
    snprintf(name, size, "%s", named ? app->study.lesson->batch->slots[slot].name : "");
}

static void select_by_name(App *app, const char *name) {
    int slot = name[0] != '\0' && study_runs(&app->study) ? program_find(app->study.lesson->batch, name) : -1;
    if (slot >= 0)
        app->ui.selection.slot = slot;
    else
        app->ui.selection = (Selection){.slot = -1, .sample = app->ui.selection.sample};
}

/* The file has the last word: a rate or seed that keys had set is let go. */
static void read_again(App *app) {
    char name[256];
    Wanted wanted = app->shown;
    Err e = {0};
    selected_name(app, name, sizeof name);
    wanted.rate[0] = wanted.seed[0] = '\0';
    app->edited = true;
    if (runs_load(app, &wanted, &e)) {
        select_by_name(app, name);
        app_say(app, "%s", text_get(app->texts, "message.reloaded"));
    } else {
        app->mistake = e;
        app->ui.message[0] = '\0';
    }
    app->edited = false;
    app->dirty = true;
}

void reload_run(App *app) {
    if (watching(app) && watch_look(&app->watch, app->now)) read_again(app);
}
