/* versus: enters and leaves the comparison side by side, and goes along with the other run. */
#include "versus.h"

#include "app/command/command_private.h"

bool versus_on(const App *app) {
    return app->pairing != NULL;
}

bool versus_enter(App *app, Err *e) {
    Pairing *pairing = pairing_new(app->study.lesson, app->ghost.lesson, e);
    if (pairing == NULL || !study_accompany(&app->ghost, app->exec, e)) {
        pairing_free(pairing);
        study_become_ghost(&app->ghost);
        return false;
    }
    app->pairing = pairing;
    Err ignored; /* without memory to look for it nothing is marked */
    parting_find(app->study.lesson, app->ghost.lesson, app->exec, &app->parting, &ignored);
    return true;
}

void versus_forget(App *app) {
    pairing_free(app->pairing);
    app->pairing = NULL;
}

void versus_leave(App *app) {
    bool bugs = app->study.lesson->has_bugs && app->shown.other == OTHER_BUGS;
    versus_forget(app);
    study_become_ghost(&app->ghost);
    if (!bugs) app->parting = (Parting){0};
}

static Moment place_of_other(const App *app) {
    return pairing_moment(app->pairing, app->study.machine->at);
}

bool versus_go(App *app, int64_t microseconds) {
    if (!versus_on(app)) return true;
    return timeline_go(app->ghost.timeline, app->ghost.machine, place_of_other(app), microseconds);
}

bool versus_together(const App *app) {
    if (!versus_on(app)) return true;
    return moment_same(app->ghost.machine->at, place_of_other(app));
}

static void enter(App *app) {
    Err e;
    if (app->ghost.lesson == NULL || !study_runs(&app->study)) {
        app_say(app, "%s", text_get(app->texts, "message.no_other"));
    } else if (!versus_enter(app, &e)) {
        app_complain(app, &e);
    } else {
        command_follow(app, command_here(app));
        app_say(app, "%s", text_get(app->texts, "message.versus_on"));
    }
}

void versus_switch(App *app) {
    if (!versus_on(app)) {
        enter(app);
        return;
    }
    versus_leave(app);
    app_say(app, "%s", text_get(app->texts, "message.versus_off"));
}
