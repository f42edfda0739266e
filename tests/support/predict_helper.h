/* predict_helper: a learner in predict mode. */
#ifndef BACKSTEP_TESTS_PREDICT_HELPER_H
#define BACKSTEP_TESTS_PREDICT_HELPER_H

#include <string.h>

#include "tests/support/app_helper.h"
#include "tests/support/list_says.h"

/* A key that types: it comes as a key and as text, as a window sends it. */
static inline void type(App *app, const char *text) {
    for (; *text != '\0'; text++) {
        Event key = {.kind = EVENT_KEY, .key = *text == '+' ? '=' : *text}, typed = {.kind = EVENT_TEXT};
        if (*text == '+') key.mods = MOD_SHIFT;
        typed.text[0] = *text;
        event_do(app, &key);
        event_do(app, &typed);
    }
    frame_draw(app, 1280, 720);
}

static inline const PredictStrip *strip(const App *app) {
    return &app->ui.scene.predict;
}

static inline void is_shown(const App *app, const char *wanted, bool shown) {
    bool found = list_says(&app->list, wanted);
    if (found != shown) print_error("%s is %s\n", wanted, found ? "shown" : "not shown");
    assert_int_equal(found, shown);
}

static inline void is_tally(const App *app, int right, int guessed, int skipped) {
    const Tally *all = &app->predict.all;
    if (all->right != right || all->guessed != guessed || all->skipped != skipped)
        print_error("wanted %d of %d, %d skipped; got %d of %d, %d\n", right, guessed, skipped, all->right,
                    all->guessed, all->skipped);
    assert_true(all->right == right && all->guessed == guessed && all->skipped == skipped);
}

static inline int step_of(const App *app) {
    return app->session.machine->at.step;
}

/* The lesson with every step asked: what its own [ask] says is tested apart. */
static inline App *open_plain(const char *lesson) {
    App *app = open_app(lesson);
    app->session.lesson->ask_count = 0;
    return app;
}

#endif
