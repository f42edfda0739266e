/* test_app: key scripts through app_do: what each key does to the state, without a window. */
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/keymap.h"
#include "app/tick.h"

static Assets assets;

static App *open_app(const char *lesson) {
    static Options options;
    options = (Options){.task = TASK_SHOT,
                        .lesson = lesson,
                        .epoch = 1,
                        .batch = 1,
                        .step = -1,
                        .width = 1280,
                        .height = 720,
                        .theme = theme_find("dark"),
                        .lang = "en"};
    Err e = {0};
    App *app = calloc(1, sizeof *app);
    assert_non_null(app);
    if (!assets_find(&assets, &e) || !app_open(app, &options, &assets, &e))
        fail_msg("%s:%d %s", e.file, e.place.line, e.text);
    app->now = 1000000;
    app_do(app, (Command){DO_FIRST, 0}); /* where a window begins */
    app_draw(app, 1280, 720);
    return app;
}

static void close_app(App *app) {
    app_close(app);
    free(app);
}

static void press(App *app, int key, unsigned mods) {
    Event event = {.kind = EVENT_KEY, .key = key, .mods = mods};
    app->now += 2000000;
    app_event(app, &event);
    app_draw(app, 1280, 720);
}

static void starts_before_the_first_forward_operation(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    assert_int_equal(app->study.machine->at.iteration, 0);
    assert_int_equal(app->study.machine->at.step, app->study.lesson->batch->zero_steps);
    const Program *program = app->study.lesson->batch;
    assert_int_equal(program->instrs[program->step_instr[program->zero_steps + 1]].phase, PHASE_FORWARD);
    press(app, KEY_LEFT, 0);
    assert_int_equal(app->study.machine->at.step, app->study.lesson->batch->zero_steps - 1);
    close_app(app);
}

static void one_press_is_one_operation(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    int start = app->study.machine->at.step;
    static const int forward[] = {KEY_RIGHT, KEY_SPACE, KEY_PAGE_DOWN};
    for (int i = 0; i < 3; i++) {
        press(app, forward[i], 0);
        assert_int_equal(app->study.machine->at.step, start + i + 1);
    }
    press(app, KEY_LEFT, 0);
    press(app, KEY_PAGE_UP, 0);
    assert_int_equal(app->study.machine->at.step, start + 1);
    close_app(app);
}

static void down_and_up_move_by_phases(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    const Program *program = app->study.lesson->batch;
    static const struct {
        Phase phase;
        bool loss;
    } wanted[] = {{PHASE_FORWARD, false},
                  {PHASE_FORWARD, true},
                  {PHASE_BACKWARD, false},
                  {PHASE_UPDATE, false},
                  {PHASE_ZERO, false}};
    int starts[5];
    for (int i = 0; i < 5; i++) {
        starts[i] = app->study.machine->at.step;
        press(app, KEY_DOWN, 0);
        const Instr *done = &program->instrs[app->view.instr];
        assert_int_equal(done->phase, wanted[i].phase);
        if (wanted[i].phase == PHASE_FORWARD) assert_int_equal(done->loss, wanted[i].loss);
    }
    assert_int_equal(app->study.machine->at.iteration, 1);
    press(app, KEY_UP, 0);
    assert_int_equal(app->study.machine->at.step, 0);
    press(app, KEY_UP, 0); /* from an iteration's start to the start of the update before it */
    assert_int_equal(app->study.machine->at.iteration, 0);
    assert_int_equal(app->study.machine->at.step, starts[3]);
    close_app(app);
}

static void brackets_move_by_epochs_and_keep_the_step(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    press(app, KEY_RIGHT, 0);
    int step = app->study.machine->at.step;
    press(app, ']', 0);
    press(app, ']', MOD_CTRL);
    press(app, ']', MOD_ALT);
    assert_int_equal(app->view.epoch, 112);
    assert_int_equal(app->study.machine->at.step, step);
    press(app, '[', MOD_ALT);
    press(app, '[', MOD_CTRL);
    press(app, '[', 0);
    press(app, '[', 0);
    assert_int_equal(app->view.epoch, 1);
    close_app(app);
}

static void home_and_end_are_the_first_step_and_the_last_epoch(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    press(app, KEY_END, 0);
    assert_int_equal(app->view.epoch, 10000);
    press(app, KEY_RIGHT, 0);
    assert_int_equal(app->view.epoch, 10000); /* there is nothing after it */
    press(app, KEY_HOME, 0);
    assert_int_equal(app->view.epoch, 1);
    assert_int_equal(app->study.machine->at.step, app->study.lesson->batch->zero_steps);
    close_app(app);
}

static void tab_selects_and_escape_lets_go(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    assert_int_equal(app->ui.selection.slot, -1);
    press(app, KEY_TAB, 0);
    int first = app->ui.selection.slot;
    assert_true(first >= 0);
    press(app, KEY_TAB, 0);
    assert_int_not_equal(app->ui.selection.slot, first);
    press(app, KEY_TAB, MOD_SHIFT);
    assert_int_equal(app->ui.selection.slot, first);
    press(app, KEY_ESCAPE, 0);
    assert_int_equal(app->ui.selection.slot, -1);
    assert_false(app->quit);
    press(app, KEY_ESCAPE, 0);
    assert_true(app->quit);
    close_app(app);
}

static void the_selected_element_stays_inside_its_matrix(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    app_do(app, (Command){DO_SELECT_SLOT, program_find(app->study.lesson->batch, "W1")});
    app_draw(app, 1280, 720);
    for (int i = 0; i < 20; i++) press(app, KEY_RIGHT, MOD_CTRL);
    assert_int_equal(app->ui.selection.col, 9);
    press(app, KEY_DOWN, MOD_CTRL);
    assert_int_equal(app->ui.selection.row, 0);
    for (int i = 0; i < 20; i++) press(app, KEY_LEFT, MOD_CTRL);
    assert_int_equal(app->ui.selection.col, 0);
    close_app(app);
}

static void the_rate_trains_again_and_keeps_the_place(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    for (int i = 0; i < 5; i++) press(app, ']', 0);
    float loss = timeline_epoch(app->study.timeline, 5).loss;
    press(app, ']', MOD_SHIFT);
    assert_float_equal(app->study.lesson->train.lr, 0.04, 1e-9);
    assert_int_equal(app->view.epoch, 6);
    assert_true(timeline_epoch(app->study.timeline, 5).loss != loss);
    assert_non_null(app->ghost.timeline);
    assert_true(timeline_epoch(app->ghost.timeline, 5).loss == loss);
    press(app, '[', MOD_SHIFT);
    assert_float_equal(app->study.lesson->train.lr, 0.03, 1e-9);
    assert_true(timeline_epoch(app->study.timeline, 5).loss == loss);
    close_app(app);
}

static void mouse(App *app, Point at, int button, bool pressed) {
    Event event = {
        .kind = EVENT_MOUSE, .at = at, .button = button, .pressed = pressed, .dragging = button == 0};
    app->now += 2000000; /* slower than any burst of keys */
    app_event(app, &event);
    app_draw(app, 1280, 720);
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
    float before = timeline_epoch(app->study.timeline, 99).loss, last = before;
    mouse(app, at, 1, true);
    for (int i = 1; i <= 5; i++) {
        mouse(app, (Point){at.x - 7 * (float)i, at.y + 40}, 0, false);
        double wanted = 0.03 * pow(10, -7.0 * i / 200), got = app->study.lesson->train.lr;
        if (fabs(got / wanted - 1) > 0.002) fail_msg("wanted a rate of %g, got %g", wanted, got);
        assert_int_equal(app->view.epoch, 101);
        assert_int_equal(timeline_trained(app->study.timeline), 10000);
        assert_int_equal(app->view.plot.last.epoch, 10001);
        assert_true(timeline_epoch(app->study.timeline, 99).loss != last);
        last = timeline_epoch(app->study.timeline, 99).loss;
        assert_true(timeline_epoch(app->ghost.timeline, 99).loss == before); /* of before the drag */
    }
    const Timeline *same = app->study.timeline;
    mouse(app, (Point){at.x - 35, at.y + 50}, 0, false); /* only down: no other rate, no other run */
    assert_ptr_equal(app->study.timeline, same);
    mouse(app, (Point){at.x - 35, at.y}, 1, false);
    mouse(app, at, 0, false);
    assert_ptr_equal(app->study.timeline, same);
    close_app(app);
}

static void a_drag_through_rates_that_explode_comes_back_to_its_place(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    Point at = find_rate(app);
    for (int i = 0; i < 5; i++) press(app, ']', MOD_ALT);
    mouse(app, at, 1, true);
    mouse(app, (Point){at.x + 600, at.y}, 0, false);
    assert_true(timeline_nonfinite(app->study.timeline).iteration >= 0);
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
    assert_float_equal(app->study.lesson->train.lr, 0.03, 1e-9);
    mouse(app, (Point){at.x + 100000, at.y}, 0, false);
    assert_float_equal(app->study.lesson->train.lr, 0.03, 1e-9);
    close_app(app);
}

static void a_bug_is_switched_and_the_other_run_is_the_ghost(void **state) {
    (void)state;
    App *app = open_app("x2-relu-wrong-mask");
    assert_int_equal(app->study.lesson->bug_count, 1);
    assert_int_equal(app->ghost.lesson->bug_count, 0);
    press(app, 'b', 0);
    assert_int_equal(app->study.lesson->bug_count, 0);
    assert_int_equal(app->ghost.lesson->bug_count, 1);
    close_app(app);
}

static void a_new_seed_is_another_run_and_r_alone_the_same(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    float loss = timeline_epoch(app->study.timeline, 0).loss;
    press(app, ']', MOD_ALT);
    press(app, 'r', 0);
    assert_int_equal(app->view.epoch, 1);
    assert_true(timeline_epoch(app->study.timeline, 0).loss == loss);
    press(app, 'r', MOD_SHIFT);
    assert_int_equal(app->study.lesson->seed, 43);
    assert_true(timeline_epoch(app->study.timeline, 0).loss != loss);
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
    assert_string_equal(app->study.lesson->name, assets.names[running + 1]);
    close_app(app);
}

static void screen_keys_change_the_screen_only(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    Moment at = app->study.machine->at;
    press(app, 'v', 0);
    assert_int_equal(app->ui.scene.main_view, MAIN_NETWORK);
    press(app, 't', 0);
    assert_string_equal(app->ui.scene.theme->name, "paper");
    press(app, '2', 0);
    assert_int_equal(app->ui.scene.enlarged, 2);
    press(app, '0', 0);
    assert_int_equal(app->ui.scene.enlarged, 0);
    press(app, '=', MOD_CTRL);
    assert_true(app->ui.scene.text_size > 1);
    press(app, '.', 0);
    assert_true(app->ui.scene.blank);
    press(app, '.', 0);
    press(app, '/', MOD_SHIFT);
    assert_true(app->ui.scene.help);
    press(app, KEY_F1, 0);
    assert_false(app->ui.scene.help);
    press(app, 'f', 0);
    assert_true(app->ui.fullscreen);
    assert_int_equal(app->study.machine->at.step, at.step);
    press(app, 'q', MOD_CTRL);
    assert_true(app->quit);
    close_app(app);
}

static bool shows(const App *app, const char *text) {
    for (size_t i = 0; i < app->list.count; i++) {
        const DrawCommand *command = &app->list.commands[i];
        if (command->kind == DRAW_TEXT && strstr(draw_string(&app->list, command), text) != NULL) return true;
    }
    return false;
}

static void the_language_changes_at_once_and_the_place_stays(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    press(app, KEY_RIGHT, 0);
    press(app, '/', MOD_SHIFT);
    Moment at = app->study.machine->at;
    const char *const wanted[] = {"следующая операция", "next operation"};
    for (int i = 0; i < 2; i++) {
        press(app, 'g', 0);
        assert_true(shows(app, wanted[i]));
        assert_true(shows(app, i == 0 ? "шаг" : "step"));
        assert_false(shows(app, i == 0 ? "rate" : "скорость"));
        press(app, 'l', 0);
        assert_true(shows(app, i == 0 ? "десять" : "ten ReLU"));
        press(app, KEY_ESCAPE, 0);
        press(app, '/', MOD_SHIFT);
    }
    assert_int_equal(app->study.machine->at.step, at.step);
    close_app(app);
}

static void the_run_ends_where_the_numbers_do(void **state) {
    (void)state;
    App *app = open_app("housing-exploding");
    press(app, KEY_END, 0);
    assert_int_equal(app->view.epoch, 14);
    assert_int_equal(app->view.step, 7);
    press(app, KEY_RIGHT, 0);
    assert_int_equal(app->view.step, 7);
    assert_true(app->view.nonfinite_slot >= 0);
    press(app, KEY_LEFT, 0);
    assert_int_equal(app->view.step, 6);
    close_app(app);
}

static void autoplay_steps_with_the_clock(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    int step = app->study.machine->at.step;
    press(app, 'p', 0);
    assert_true(app->ui.scene.playing);
    for (int i = 0; i < 40; i++) {
        app->now += 100000;
        tick_run(app);
    }
    int played = app->study.machine->at.step - step;
    assert_in_range(played, 7, 9); /* four seconds at two operations a second */
    press(app, 'p', 0);
    app->dirty = false;
    app->now += 60000000;
    tick_run(app);
    app->dirty = false;
    assert_int_equal(tick_wait(app), -1); /* nothing is due: the loop sleeps */
    close_app(app);
}

static void every_key_of_the_help_screen_has_a_text_in_both_languages(void **state) {
    (void)state;
    Err e;
    static const char *const langs[] = {"en", "ru"};
    assert_true(assets_find(&assets, &e));
    for (int i = 0; i < 2; i++) {
        Texts *texts = texts_open(assets.root, langs[i], &e);
        assert_non_null(texts);
        HelpRow rows[APP_MAX_ROWS];
        int count = keymap_help(texts, rows, APP_MAX_ROWS);
        assert_true(count >= 25);
        for (int j = 0; j < count; j++)
            if (strncmp(rows[j].text, "help.", 5) == 0) fail_msg("%s lacks %s", langs[i], rows[j].text);
        texts_close(texts);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(starts_before_the_first_forward_operation),
        cmocka_unit_test(one_press_is_one_operation),
        cmocka_unit_test(down_and_up_move_by_phases),
        cmocka_unit_test(brackets_move_by_epochs_and_keep_the_step),
        cmocka_unit_test(home_and_end_are_the_first_step_and_the_last_epoch),
        cmocka_unit_test(tab_selects_and_escape_lets_go),
        cmocka_unit_test(the_selected_element_stays_inside_its_matrix),
        cmocka_unit_test(the_rate_trains_again_and_keeps_the_place),
        cmocka_unit_test(dragging_the_rate_trains_again_with_every_move),
        cmocka_unit_test(a_drag_through_rates_that_explode_comes_back_to_its_place),
        cmocka_unit_test(a_drag_of_the_rate_ends_where_rates_do),
        cmocka_unit_test(a_bug_is_switched_and_the_other_run_is_the_ghost),
        cmocka_unit_test(a_new_seed_is_another_run_and_r_alone_the_same),
        cmocka_unit_test(a_snapshot_comes_and_goes),
        cmocka_unit_test(a_lesson_is_chosen_from_the_list),
        cmocka_unit_test(screen_keys_change_the_screen_only),
        cmocka_unit_test(the_language_changes_at_once_and_the_place_stays),
        cmocka_unit_test(the_run_ends_where_the_numbers_do),
        cmocka_unit_test(autoplay_steps_with_the_clock),
        cmocka_unit_test(every_key_of_the_help_screen_has_a_text_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
