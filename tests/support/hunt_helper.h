/* hunt_helper: a lesson with its mistakes hidden, and a finger to point with. */
#ifndef BACKSTEP_TESTS_HUNT_HELPER_H
#define BACKSTEP_TESTS_HUNT_HELPER_H

#include "tests/support/app_helper.h"

#include <string.h>

static inline Options hunt_options(const char *lesson) {
    Options options = app_options(lesson);
    options.hunt = true;
    return options;
}

static inline void point(App *app, int slot) {
    command_do(app, (Command){DO_SELECT_SLOT, slot});
    frame_draw(app, 1280, 720);
    press(app, KEY_ENTER, 0);
}

static inline int slot_of(const App *app, const char *name) {
    int slot = program_find(app->session.lesson->batch, name);
    if (slot < 0) fail_msg("%s has no %s", app->session.lesson->name, name);
    return slot;
}

/* The end of the way back in the second epoch: everything has been computed, and what is kept is there. */
static inline App *open_hunt(const Options *options) {
    App *app = open_app_with(options);
    assert_true(hunt_runs(app));
    press(app, ']', 0);
    while (app->view.phase != PHASE_UPDATE) press(app, KEY_RIGHT, 0);
    press(app, KEY_LEFT, 0);
    return app;
}

static inline void says(const App *app, const char *title, const char *text) {
    const Verdict *verdict = &app->hunt.verdict;
    if (!verdict->shown || strstr(verdict->title, title) == NULL || strstr(verdict->text, text) == NULL)
        fail_msg("wanted \"%s\" and \"%s\", got \"%s\" and \"%s\"", title, text, verdict->title,
                 verdict->text);
}

#endif
