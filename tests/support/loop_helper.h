/* loop_helper: the program in its window, with the driver that shows nothing, a turn of the loop at a time. */
#ifndef BACKSTEP_TESTS_LOOP_HELPER_H
#define BACKSTEP_TESTS_LOOP_HELPER_H

#include <stdlib.h>

#include "app/app.h"
#include "app/command/loop.h"
#include "tests/support/test.h"

typedef struct LoopStage {
    Assets assets;
    Options options;
    App app;
    Loop loop;
} LoopStage;

/* Reads the command line arguments[0 … count), which is cut into the options; the lesson is the caller's text. */
static inline LoopStage *set_stage(int count, char **arguments) {
    LoopStage *stage = calloc(1, sizeof *stage);
    Err e = {0};
    assert_non_null(stage);
    if (!options_parse(&stage->options, count, arguments, &e) || !assets_find(&stage->assets, &e))
        fail_msg("%s", e.text);
    return stage;
}

/* Opens the window where the program has not done so, and shows the first frame. */
static inline void begin_stage(LoopStage *stage) {
    Err e = {0};
    if (!app_open(&stage->app, &stage->options, &stage->assets, &e)) fail_msg("%s", e.text);
    if (!loop_begin(&stage->loop, &stage->app, &e)) fail_msg("%s", e.text);
    assert_true(loop_turn(&stage->loop, &e));
}

static inline void close_stage(LoopStage *stage) {
    loop_end(&stage->loop);
    app_close(&stage->app);
    free(stage);
}

#endif
