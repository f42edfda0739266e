/* app_helper: a program without a window, and keys for it. */
#ifndef BACKSTEP_TESTS_APP_HELPER_H
#define BACKSTEP_TESTS_APP_HELPER_H

#include <stdio.h>
#include <stdlib.h>

#include "app/app.h"
#include "app/command/command.h"
#include "app/command/frame.h"
#include "app/learn/hunt.h"
#include "app/learn/predict.h"
#include "app/session/session.h"
#include "tests/support/test.h"

static Assets assets;

static inline Options app_options(const char *lesson) {
    Options options = options_usual();
    options.task = TASK_SHOT;
    options.lesson = lesson;
    snprintf(options.lang, sizeof options.lang, "en");
    return options;
}

/* The lesson at the place where a window begins; close_app frees it. The options must outlive it. */
static inline App *open_app_with(const Options *options) {
    Err e = {0};
    App *app = calloc(1, sizeof *app);
    assert_non_null(app);
    if (!assets_find(&assets, &e) || !app_open(app, options, &assets, &e))
        fail_msg("%s:%d %s", e.file, e.place.line, e.text);
    app->now = 1000000;
    command_do(app, (Command){DO_FIRST, 0}); /* where a window begins */
    frame_draw(app, 1280, 720);
    return app;
}

static inline App *open_app(const char *lesson) {
    static Options options;
    options = app_options(lesson);
    return open_app_with(&options);
}

static void close_app(App *app) {
    app_close(app);
    free(app);
}

/* A key two seconds after the one before, and the frame after it. */
static inline void press(App *app, int key, unsigned mods) {
    Event event = {.kind = EVENT_KEY, .key = key, .mods = mods};
    app->now += 2000000;
    event_do(app, &event);
    frame_draw(app, 1280, 720);
}

#endif
