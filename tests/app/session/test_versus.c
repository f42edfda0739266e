/* test_versus: two runs side by side: in lock-step on every way through time, marked where they differ and
 * nowhere else. */
#include "tests/support/versus_helper.h"

static void every_step_forward_and_back_is_in_lock_step(void **state) {
    for (int i = 0; i < CHANGES; i++) {
        Pair *pair = open_pair(*state, changes[i].versus);
        int found = 0, steps = pair->app.session.lesson->batch->steps;
        assert_int_equal(steps, 28);
        for (int k = 0; k < 3 * steps; k++, press(pair, KEY_RIGHT, 0))
            found += check_marks(pair, &changes[i]);
        for (int k = 0; k < 2 * steps; k++, press(pair, KEY_LEFT, 0)) found += check_marks(pair, &changes[i]);
        assert_true(found > 100);
        close_pair(pair);
    }
}

static void any_way_through_the_run_is_in_lock_step(void **state) {
    static const struct {
        int key;
        unsigned mods;
    } keys[] = {{KEY_RIGHT, 0}, {KEY_LEFT, 0},   {KEY_DOWN, 0},   {KEY_UP, 0},   {']', 0},
                {'[', 0},       {']', MOD_CTRL}, {'[', MOD_CTRL}, {KEY_HOME, 0}, {KEY_END, 0}};
    for (int i = 0; i < CHANGES; i++) {
        Pair *pair = open_pair(*state, changes[i].versus);
        uint32_t draw = 12345;
        for (int k = 0; k < 80; k++) {
            draw = draw * 1664525u + 1013904223u;
            size_t at = (draw >> 16) % (sizeof keys / sizeof *keys);
            press(pair, keys[at].key, keys[at].mods);
            check_marks(pair, &changes[i]);
        }
        close_pair(pair);
    }
}

static void the_command_line_stands_both_where_it_says(void **state) {
    Pair *pair = calloc(1, sizeof *pair);
    Err e = {0};
    assert_non_null(pair);
    write_file(*state, "my.lesson", text, strlen(text));
    snprintf(pair->lesson, sizeof pair->lesson, "%s", ((Folder *)*state)->file);
    snprintf(pair->versus, sizeof pair->versus, "--versus=seed=7");
    char *arguments[] = {"backstep",   "shot",      "-o",        "none.png", pair->lesson,
                         pair->versus, "--epoch=9", "--step=20", NULL};
    assert_true(options_parse(&pair->options, 8, arguments, &e));
    assert_true(assets_find(&pair->assets, &e));
    assert_true(app_open(&pair->app, &pair->options, &pair->assets, &e));
    frame_draw(&pair->app, 1280, 720);
    assert_int_equal(pair->app.view.epoch, 9);
    assert_true(check_marks(pair, &changes[0]) > 5);
    close_pair(pair);
}

static void the_runs_are_named_by_what_tells_them_apart(void **state) {
    static const struct {
        const char *versus, *here, *there;
    } wanted[] = {{"lr=0.3, seed=7", "lr = 0.05 · seed = 5", "lr = 0.3 · seed = 7"},
                  {"optimizer=adam", "sgd", "adam"},
                  {"clip_norm=0.5, zero_grad=no", "clip_norm = none · zero_grad = yes",
                   "clip_norm = 0.5 · zero_grad = no"},
                  {"frozen=b, c", "frozen = none", "frozen = b c"},
                  {"bugs=off", "with the mistake", "without the mistake"},
                  {"lr=0.05", "this run", "other run"}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        Pair *pair = open_pair(*state, wanted[i].versus);
        assert_string_equal(pair->app.view.other.own_name, wanted[i].here);
        assert_string_equal(pair->app.view.other.name, wanted[i].there);
        assert_string_equal(pair->app.view.history.lines[1].label, wanted[i].there);
        close_pair(pair);
    }
}

static void what_cannot_stand_side_by_side_is_refused(void **state) {
    static const struct {
        const char *versus, *file, *says;
    } wanted[] = {
        {"", "", "--versus takes KEY=VALUE"},
        {"lr", "", "--versus takes KEY=VALUE"},
        {"=3", "", "--versus takes KEY=VALUE"},
        {"seed=7, lr", "--versus seed=7, lr", "a comma stands only in lists"},
        {"lr=0", "--versus lr=0", "a number above 0"},
        {"speed=3", "--versus speed=3", "neither [train] nor [lesson] has a key speed"},
        {"batch=5", "", "the same mini-batches, not 3 of 4 samples and 2 of 5"},
        {"holdout=0.2", "", "the same mini-batches, not 3 of 4 samples and 2 of 4"},
        {"epochs=31", "", "the same epochs, not 30 and 31"},
        {"bugs=maybe", "--versus bugs=maybe", "bugs is on or off"},
    };
    write_file(*state, "my.lesson", text, strlen(text));
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        Pair *pair = calloc(1, sizeof *pair);
        Err e;
        assert_non_null(pair);
        assert_false(pair_open(pair, ((Folder *)*state)->file, wanted[i].versus, "en", &e));
        assert_says(&e, wanted[i].says);
        assert_string_equal(e.file, wanted[i].file);
        close_pair(pair);
    }
    Pair *pair = calloc(1, sizeof *pair);
    Err e;
    assert_non_null(pair);
    assert_false(pair_open(pair, "x2-relu", "bugs=off", "en", &e));
    assert_says(&e, "this lesson has no [bugs]");
    close_pair(pair);
}

/* Where they first differ: the seed's first product, the rate's first update, the mask's gradient. */
static void the_first_step_that_differs_is_marked(void **state) {
    static const struct {
        const char *versus;
        int step;
    } wanted[] = {{"seed=7", 4}, {"lr=0.3", 24}, {"optimizer=adam", 24}, {"momentum=0.5", 52}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        Pair *pair = open_pair(*state, wanted[i].versus);
        assert_int_equal(pair->app.view.divergence.epoch, 1);
        int step = (int)pair->app.divergence.at.iteration * 28 + pair->app.divergence.at.step;
        if (step != wanted[i].step + 1)
            fail_msg("%s: wanted step %d, got %d", wanted[i].versus, wanted[i].step + 1, step);
        close_pair(pair);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(every_step_forward_and_back_is_in_lock_step),
        IN_FOLDER(any_way_through_the_run_is_in_lock_step),
        IN_FOLDER(the_command_line_stands_both_where_it_says),
        IN_FOLDER(the_runs_are_named_by_what_tells_them_apart),
        IN_FOLDER(what_cannot_stand_side_by_side_is_refused),
        IN_FOLDER(the_first_step_that_differs_is_marked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
