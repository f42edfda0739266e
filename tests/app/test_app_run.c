/* test_app_run: the keys and drags that start another run: rate, bug, seed, snapshot, lesson. */
#include "tests/support/app_helper.h"

#include <math.h>
#include <string.h>

static void the_rate_trains_again_and_keeps_the_place(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    for (int i = 0; i < 5; i++) press(app, ']', 0);
    float loss = timeline_epoch(app->session.timeline, 5).loss;
    press(app, ']', MOD_SHIFT);
    assert_float_equal(session_run(&app->session).rate, 0.04, 1e-9);
    assert_int_equal(app->view.epoch, 6);
    assert_true(timeline_epoch(app->session.timeline, 5).loss != loss);
    assert_non_null(app->other.timeline);
    assert_true(timeline_epoch(app->other.timeline, 5).loss == loss);
    press(app, '[', MOD_SHIFT);
    assert_float_equal(session_run(&app->session).rate, 0.03, 1e-9);
    assert_true(timeline_epoch(app->session.timeline, 5).loss == loss);
    close_app(app);
}

static void mouse(App *app, Point at, int button, bool pressed) {
    Event event = {
        .kind = EVENT_MOUSE, .at = at, .button = button, .pressed = pressed, .dragging = button == 0};
    app->now += 2000000; /* slower than any burst of keys */
    event_do(app, &event);
    frame_draw(app, 1280, 720);
}

/* The middle of the learning rate in the top bar. */
static Point find_rate(const App *app) {
    for (size_t i = 0; i < app->list.count; i++) {
        const DrawCommand *command = &app->list.commands[i];
        if (command->mark.role != PART_RATE || command->kind != DRAW_TEXT) continue;
        return (Point){command->box.x + command->box.w / 2, command->box.y + command->box.h / 2};
    }
    fail_msg("the learning rate is not in the picture");
    return (Point){0, 0};
}

static void dragging_the_rate_trains_again_with_every_move(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    Point at = find_rate(app);
    press(app, ']', MOD_ALT);
    press(app, 'a', 0);
    float before = timeline_epoch(app->session.timeline, 99).loss, last = before;
    mouse(app, at, 1, true);
    for (int i = 1; i <= 5; i++) {
        mouse(app, (Point){at.x - 7 * (float)i, at.y + 40}, 0, false);
        double wanted = 0.03 * pow(10, -7.0 * i / 200), got = session_run(&app->session).rate;
        if (fabs(got / wanted - 1) > 0.002) fail_msg("wanted a rate of %g, got %g", wanted, got);
        assert_int_equal(app->view.epoch, 101);
        assert_int_equal(timeline_trained(app->session.timeline), 10000);
        assert_int_equal(app->view.plot.last.epoch, 10001);
        assert_true(timeline_epoch(app->session.timeline, 99).loss != last);
        last = timeline_epoch(app->session.timeline, 99).loss;
        assert_true(timeline_epoch(app->other.timeline, 99).loss == before); /* of before the drag */
    }
    const Timeline *same = app->session.timeline;
    mouse(app, (Point){at.x - 35, at.y + 50}, 0, false); /* only down: no other rate, no other run */
    assert_ptr_equal(app->session.timeline, same);
    mouse(app, (Point){at.x - 35, at.y}, 1, false);
    mouse(app, at, 0, false);
    assert_ptr_equal(app->session.timeline, same);
    close_app(app);
}

static void a_drag_through_rates_that_explode_comes_back_to_its_place(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    Point at = find_rate(app);
    for (int i = 0; i < 5; i++) press(app, ']', MOD_ALT);
    mouse(app, at, 1, true);
    mouse(app, (Point){at.x + 600, at.y}, 0, false);
    assert_true(timeline_nonfinite(app->session.timeline).iteration >= 0);
    assert_in_range(app->view.epoch, 1, 500);
    mouse(app, (Point){at.x + 1, at.y}, 0, false);
    assert_int_equal(app->view.epoch, 501);
    close_app(app);
}

static void a_drag_of_the_rate_ends_where_rates_do(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    Point at = find_rate(app);
    mouse(app, at, 1, true);
    mouse(app, (Point){at.x - 100000, at.y}, 0, false);
    assert_float_equal(session_run(&app->session).rate, 0.03, 1e-9);
    mouse(app, (Point){at.x + 100000, at.y}, 0, false);
    assert_float_equal(session_run(&app->session).rate, 0.03, 1e-9);
    close_app(app);
}

static void a_bug_is_switched_and_the_other_run_is_the_ghost(void **state) {
    (void)state;
    App *app = open_app("x2-relu-wrong-mask");
    assert_int_equal(app->session.lesson->bug_count, 1);
    assert_int_equal(app->other.lesson->bug_count, 0);
    press(app, 'b', 0);
    assert_int_equal(app->session.lesson->bug_count, 0);
    assert_int_equal(app->other.lesson->bug_count, 1);
    assert_non_null(strstr(app->ui.message, "Without the mistake: the two runs part in epoch 1, at step 21"));
    press(app, 'r', MOD_SHIFT); /* what B has chosen holds for what is loaded next */
    assert_int_equal(app->session.lesson->bug_count, 0);
    assert_int_equal(app->other.lesson->bug_count, 1);
    assert_int_equal(app->other.lesson->seed, app->session.lesson->seed);
    press(app, ']', MOD_SHIFT); /* and both train at the other rate */
    assert_int_equal(app->session.lesson->bug_count, 0);
    assert_true(session_run(&app->other).rate == session_run(&app->session).rate);
    assert_int_equal(timeline_trained(app->other.timeline), 10000);
    close_app(app);
}

static void a_new_seed_is_another_run_and_r_alone_the_same(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    float loss = timeline_epoch(app->session.timeline, 0).loss;
    press(app, ']', MOD_ALT);
    press(app, 'r', 0);
    assert_int_equal(app->view.epoch, 1);
    assert_true(timeline_epoch(app->session.timeline, 0).loss == loss);
    press(app, ']', MOD_ALT);
    press(app, 'r', MOD_SHIFT);
    assert_int_equal(app->view.epoch, 1);
    assert_string_equal(app->ui.message, "Seed: 43");
    assert_int_equal(app->session.lesson->seed, 43);
    assert_true(timeline_epoch(app->session.timeline, 0).loss != loss);
    close_app(app);
}

static void a_snapshot_comes_and_goes(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    int before = app->ui.snapshot_count;
    press(app, 'n', 0);
    assert_int_equal(app->ui.snapshot_count, before + 1);
    assert_int_equal(app->ui.snapshots[0], 1);
    press(app, 'n', 0);
    assert_int_equal(app->ui.snapshot_count, before);
    close_app(app);
}

static void a_lesson_is_chosen_from_the_list(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    press(app, 'l', 0);
    assert_true(app->ui.scene.lessons);
    int running = app->ui.scene.lesson_selected;
    assert_string_equal(assets.names[running], "x2-relu");
    press(app, KEY_DOWN, 0);
    assert_int_equal(app->ui.scene.lesson_selected, running + 1);
    press(app, KEY_ENTER, 0);
    assert_false(app->ui.scene.lessons);
    assert_string_equal(app->session.lesson->name, assets.names[running + 1]);
    close_app(app);
}

static void a_lesson_is_chosen_by_its_number(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    press(app, 'l', 0);
    press(app, '1', 0);
    assert_true(app->ui.scene.lessons); /* there may be more to come */
    assert_int_equal(app->ui.scene.lesson_selected, 0);
    press(app, '2', 0);
    assert_false(app->ui.scene.lessons);
    assert_string_equal(app->session.lesson->name, assets.names[11]);
    press(app, 'l', 0);
    press(app, '7', 0); /* no lesson has a number that begins so */
    assert_string_equal(app->session.lesson->name, assets.names[6]);
    press(app, 'l', 0);
    press(app, '2', 0);
    press(app, KEY_DOWN, 0); /* starts anew */
    press(app, '1', 0);
    assert_int_equal(app->ui.scene.lesson_selected, 0);
    press(app, KEY_ENTER, 0);
    assert_string_equal(app->session.lesson->name, assets.names[0]);
    close_app(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rate_trains_again_and_keeps_the_place),
        cmocka_unit_test(dragging_the_rate_trains_again_with_every_move),
        cmocka_unit_test(a_drag_through_rates_that_explode_comes_back_to_its_place),
        cmocka_unit_test(a_drag_of_the_rate_ends_where_rates_do),
        cmocka_unit_test(a_bug_is_switched_and_the_other_run_is_the_ghost),
        cmocka_unit_test(a_new_seed_is_another_run_and_r_alone_the_same),
        cmocka_unit_test(a_snapshot_comes_and_goes),
        cmocka_unit_test(a_lesson_is_chosen_from_the_list),
        cmocka_unit_test(a_lesson_is_chosen_by_its_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
