/* test_lost_frames: a frame that cannot be painted or shown ends nothing: the last one stays, and the next one says so.
 */
#include "tests/support/list_says.h"
#include "tests/support/loop_helper.h"

#include <string.h>
#include <time.h>

#include "app/app.h"
#include "app/command/command.h"
#include "app/command/loop.h"
#include "engine/view/view.h"

static int unpainted, unshown; /* so many of the next frames */
static int painted, shown;
static bool no_view;
static int paints_milliseconds;     /* so long at the least */
static int64_t trains_microseconds; /* in the last turn */
static int stops_after;             /* frames, 0: not */

static LoopStage *stage;

/* The linker puts these in the place of the program's own (meson.build). */
bool __real_raster_paint(Raster *raster, const DrawList *list, Pixels pixels, Rect *dirty, int capacity,
                         int *count);
bool __wrap_raster_paint(Raster *raster, const DrawList *list, Pixels pixels, Rect *dirty, int capacity,
                         int *count);
bool __wrap_raster_paint(Raster *raster, const DrawList *list, Pixels pixels, Rect *dirty, int capacity,
                         int *count) {
    const struct timespec pause = {0, paints_milliseconds * 1000000L};
    nanosleep(&pause, NULL);
    if (stops_after > 0 && --stops_after == 0) stage->app.quit = true;
    if (unpainted > 0 && unpainted-- > 0) return false;
    if (!__real_raster_paint(raster, list, pixels, dirty, capacity, count)) return false;
    painted++;
    return true;
}

bool __real_window_show(Window *window, const Rect *dirty, int count, Err *e);
bool __wrap_window_show(Window *window, const Rect *dirty, int count, Err *e);
bool __wrap_window_show(Window *window, const Rect *dirty, int count, Err *e) {
    if (unshown > 0 && unshown-- > 0) return err_set(e, "the display is busy");
    shown += count;
    return __real_window_show(window, dirty, count, e);
}

bool __real_trainer_turn(Trainer *trainer, int64_t microseconds);
bool __wrap_trainer_turn(Trainer *trainer, int64_t microseconds);
bool __wrap_trainer_turn(Trainer *trainer, int64_t microseconds) {
    trains_microseconds = microseconds;
    return __real_trainer_turn(trainer, microseconds);
}

bool __real_view_failed(const View *view);
bool __wrap_view_failed(const View *view);
bool __wrap_view_failed(const View *view) {
    return no_view || __real_view_failed(view);
}

static int laid_out;

void __real_scene_draw(DrawList *list, const View *view, const SceneOptions *options, int width, int height);
void __wrap_scene_draw(DrawList *list, const View *view, const SceneOptions *options, int width, int height);
void __wrap_scene_draw(DrawList *list, const View *view, const SceneOptions *options, int width, int height) {
    laid_out++;
    __real_scene_draw(list, view, options, width, height);
}

static void open_stage(const char *lang) {
    char lang_word[20];
    snprintf(lang_word, sizeof lang_word, "--lang=%s", lang);
    char *arguments[] = {"backstep", "neuron", lang_word, "--still", NULL};
    stage = set_stage(4, arguments);
    begin_stage(stage);
}

static bool says(const char *text) {
    return list_says(&stage->app.list, text);
}

/* One turn of the loop with a step in it. */
static bool step(Err *e) {
    command_do(&stage->app, (Command){DO_STEP, 1});
    return loop_turn(&stage->loop, e);
}

static void the_last_frame_stays_and_the_next_one_says_so(void **state) {
    (void)state;
    Err e = {0};
    for (int russian = 0; russian < 2; russian++) {
        int *const failures[] = {&unpainted, &unshown};
        for (int k = 0; k < 2; k++) {
            open_stage(russian ? "ru" : "en");
            *failures[k] = 3;
            for (int i = 0; i < 3; i++) assert_true(step(&e));
            assert_true(stage->app.dirty); /* the frame is still to come */
            painted = shown = 0;
            assert_true(loop_turn(&stage->loop, &e));
            assert_int_equal(painted, 1);
            assert_true(shown > 0);
            assert_true(says(russian ? "Кадр не удалось нарисовать" : "A frame could not be drawn"));
            assert_true(says(k == 1    ? "the display is busy"
                             : russian ? "не хватает памяти"
                                       : "out of memory"));
            assert_false(stage->app.dirty);
            close_stage(stage);
        }
    }
}

static void a_picture_that_cannot_be_painted_is_given_up(void **state) {
    (void)state;
    Err e = {0};
    open_stage("en");
    command_do(&stage->app, (Command){DO_PICTURE, 0});
    unpainted = 1;
    assert_true(loop_turn(&stage->loop, &e));
    assert_false(stage->app.picture);
    assert_true(loop_turn(&stage->loop, &e));
    assert_true(says("A frame could not be drawn"));
    close_stage(stage);
}

static void a_window_that_shows_nothing_any_more_ends(void **state) {
    (void)state;
    Err e = {0};
    open_stage("en");
    for (int row = 0; row < 2; row++) { /* what counts is a row of them */
        unpainted = 30;
        while (unpainted > 0) assert_true(step(&e));
        assert_true(step(&e));
    }
    unpainted = 1000;
    while (step(&e)) assert_true(unpainted > 0);
    assert_in_range(1000 - unpainted, 31, 200);
    assert_string_equal(e.text, "out of memory: close other programs and try again");
    unpainted = 0;
    close_stage(stage);
}

static void a_run_without_memory_is_laid_out_once_a_frame(void **state) {
    (void)state;
    Err e = {0};
    open_stage("en");
    no_view = true;
    for (int i = 0; i < 3; i++) {
        laid_out = 0;
        assert_true(step(&e));
        assert_int_equal(laid_out, 1);
        assert_true(says("out of memory"));
    }
    no_view = false;
    close_stage(stage);
}

/* What no frame could say is told at the end. */
static void a_window_left_while_nothing_is_painted_has_failed(void **state) {
    (void)state;
    Err e = {0};
    open_stage("en");
    loop_end(&stage->loop);
    unpainted = 1000;
    stops_after = 3;
    assert_false(loop_run(&stage->app, &e));
    assert_non_null(strstr(e.text, "out of memory"));
    unpainted = 0;
    app_close(&stage->app);
    free(stage);
}

/* Where no thread trains: as long as the frame has taken, within bounds. */
static void training_has_its_share_of_slow_frames(void **state) {
    static const struct {
        int paints, low, high;
    } rows[] = {{0, 8000, 50000}, {30, 30000, 50000}, {200, 50000, 50000}};
    (void)state;
    Err e = {0};
    open_stage("en");
    for (int i = 0; i < 3; i++) {
        paints_milliseconds = rows[i].paints;
        for (int k = 0; k < 2; k++) assert_true(step(&e));
        assert_in_range(trains_microseconds, rows[i].low, rows[i].high);
    }
    paints_milliseconds = 0;
    close_stage(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_frame_stays_and_the_next_one_says_so),
        cmocka_unit_test(a_picture_that_cannot_be_painted_is_given_up),
        cmocka_unit_test(a_window_that_shows_nothing_any_more_ends),
        cmocka_unit_test(a_window_left_while_nothing_is_painted_has_failed),
        cmocka_unit_test(training_has_its_share_of_slow_frames),
        cmocka_unit_test(a_run_without_memory_is_laid_out_once_a_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
