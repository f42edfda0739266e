/* test_switch_memory: the two runs change places, or stay as they are where memory runs out on the way. */
#include "app/load/runs.h"
#include "tests/support/failing.h"
#include "tests/support/versus_helper.h"

/* Switches with the n-th call failing. Returns whether there was an n-th one. */
static bool switch_without(Pair *pair, long n) {
    App *app = &pair->app;
    const Lesson *shown = app->session.lesson, *other = app->other.lesson;
    const bool beside = session_paired(app);
    const Moment here = app->session.machine->at;
    Err e = {0};
    failing_arm(n);
    const bool good = runs_switch(app, &e), failed = failing_has_failed();
    failing_disarm();
    assert_true(good || failed);
    assert_ptr_equal(app->session.lesson, good ? other : shown);
    assert_ptr_equal(app->other.lesson, good ? shown : other);
    if (!good) {
        assert_int_equal(session_paired(app), beside);
        assert_true(moment_same(app->session.machine->at, here));
        assert_true(strstr(e.text, "memory") != NULL);
    }
    assert_int_equal(app->other.machine != NULL, session_paired(app));
    frame_draw(app, 1280, 720);
    if (good) {
        if (beside && !session_paired(app)) assert_true(session_pair(app, &e));
        assert_true(runs_switch(app, &e));
    }
    return failed;
}

static void both_runs_stay_where_memory_ends(void **state) {
    static const char *const versus[] = {"lr = 0.02", "zero_grad=no", "bugs=off"};
    for (int i = 0; i < 3; i++) {
        Pair *pair = open_pair(*state, versus[i]);
        press(pair, KEY_RIGHT, 0);
        press(pair, KEY_RIGHT, 0);
        long n = 1;
        while (switch_without(pair, n)) n++;
        assert_true(n > 10);
        session_part(&pair->app);
        for (n = 1; switch_without(pair, n);) n++;
        assert_true(n > 10);
        close_pair(pair);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {IN_FOLDER(both_runs_stay_where_memory_ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
