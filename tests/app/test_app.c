/* test_app: key scripts through command_do: what each key does to the state, without a window. */
#include "tests/support/app_helper.h"
#include "tests/support/list_says.h"

#include <math.h>
#include <string.h>

#include "app/command/loop.h"
#include "app/state/keymap.h"

static void starts_before_the_first_forward_operation(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    assert_int_equal(app->session.machine->at.iteration, 0);
    assert_int_equal(app->session.machine->at.step, app->session.lesson->batch->zero_steps);
    const Program *program = app->session.lesson->batch;
    assert_int_equal(program->instrs[program->step_instr[program->zero_steps + 1]].phase, PHASE_FORWARD);
    press(app, KEY_LEFT, 0);
    assert_int_equal(app->session.machine->at.step, app->session.lesson->batch->zero_steps - 1);
    close_app(app);
}

static void one_press_is_one_operation(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    int start = app->session.machine->at.step;
    static const int forward[] = {KEY_RIGHT, KEY_SPACE, KEY_PAGE_DOWN};
    for (int i = 0; i < 3; i++) {
        press(app, forward[i], 0);
        assert_int_equal(app->session.machine->at.step, start + i + 1);
    }
    press(app, KEY_LEFT, 0);
    press(app, KEY_PAGE_UP, 0);
    assert_int_equal(app->session.machine->at.step, start + 1);
    close_app(app);
}

static void down_and_up_move_by_phases(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    const Program *program = app->session.lesson->batch;
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
        starts[i] = app->session.machine->at.step;
        press(app, KEY_DOWN, 0);
        const Instr *done = &program->instrs[app->view.instr];
        assert_int_equal(done->phase, wanted[i].phase);
        if (wanted[i].phase == PHASE_FORWARD) assert_int_equal(done->loss, wanted[i].loss);
    }
    assert_int_equal(app->session.machine->at.iteration, 1);
    press(app, KEY_UP, 0);
    assert_int_equal(app->session.machine->at.step, 0);
    press(app, KEY_UP, 0); /* from an iteration's start to the start of the update before it */
    assert_int_equal(app->session.machine->at.iteration, 0);
    assert_int_equal(app->session.machine->at.step, starts[3]);
    close_app(app);
}

static void brackets_move_by_epochs_and_keep_the_step(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    press(app, KEY_RIGHT, 0);
    int step = app->session.machine->at.step;
    press(app, ']', 0);
    press(app, ']', MOD_CTRL);
    press(app, ']', MOD_ALT);
    assert_int_equal(app->view.epoch, 112);
    assert_int_equal(app->session.machine->at.step, step);
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
    assert_int_equal(app->session.machine->at.step, app->session.lesson->batch->zero_steps);
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
    press(app, KEY_ESCAPE, 0);
    assert_false(app->quit);
    assert_string_equal(app->ui.message, "Ctrl+Q ends the program");
    press(app, 'q', MOD_CTRL);
    assert_true(app->quit);
    close_app(app);
}

static void a_lesson_that_is_no_network_skips_its_view(void **state) {
    (void)state;
    App *app = open_app("autograd-square");
    press(app, 'v', 0);
    assert_int_equal(app->ui.scene.main_view, MAIN_MATRIX);
    assert_non_null(strstr(app->ui.message, "no chain of dense layers"));
    press(app, 'v', 0);
    assert_int_equal(app->ui.scene.main_view, MAIN_GRAPH);
    close_app(app);
}

/* D follows the chain rule once the loss is known, Tab goes round its paths, D goes back; predict mode tells none. */
static void the_chain_is_followed_by_a_key(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    press(app, 'd', 0);
    frame_draw(app, 1280, 720);
    assert_false(app->ui.chain);
    assert_string_equal(app->ui.message, text_get(app->texts, "message.no_chain"));
    press(app, KEY_DOWN, 0);
    press(app, KEY_DOWN, 0);
    command_do(app, (Command){DO_SELECT_SLOT, program_find(app->session.lesson->batch, "W1")});
    press(app, 'd', 0);
    frame_draw(app, 1280, 720);
    assert_non_null(app->view.chain);
    double strongest = fabs(app->view.chain->product);
    press(app, KEY_TAB, 0);
    frame_draw(app, 1280, 720);
    assert_int_equal(app->view.chain->index, 1);
    assert_true(fabs(app->view.chain->product) <= strongest);
    press(app, KEY_TAB, MOD_SHIFT);
    press(app, KEY_TAB, MOD_SHIFT);
    frame_draw(app, 1280, 720);
    assert_int_equal(app->view.chain->index, app->view.chain->told - 1);
    press(app, 'q', 0);
    frame_draw(app, 1280, 720);
    assert_null(app->view.chain);
    press(app, 'q', 0);
    frame_draw(app, 1280, 720);
    assert_non_null(app->view.chain);
    press(app, 'd', 0);
    frame_draw(app, 1280, 720);
    assert_null(app->view.chain);
    close_app(app);
}

static void the_selected_element_stays_inside_its_matrix(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    command_do(app, (Command){DO_SELECT_SLOT, program_find(app->session.lesson->batch, "W1")});
    frame_draw(app, 1280, 720);
    for (int i = 0; i < 20; i++) press(app, KEY_RIGHT, MOD_CTRL);
    assert_int_equal(app->ui.selection.col, 9);
    press(app, KEY_DOWN, MOD_CTRL);
    assert_int_equal(app->ui.selection.row, 0);
    for (int i = 0; i < 20; i++) press(app, KEY_LEFT, MOD_CTRL);
    assert_int_equal(app->ui.selection.col, 0);
    close_app(app);
}

static void screen_keys_change_the_screen_only(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    Moment at = app->session.machine->at;
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
    assert_false(app->ui.scene.blank);
    press(app, '.', 0);
    press(app, KEY_RIGHT, 0); /* in the dark a key only brings the frame back: the step below is the same */
    assert_false(app->ui.scene.blank);
    press(app, '/', MOD_SHIFT);
    assert_true(app->ui.scene.help);
    press(app, KEY_F1, 0);
    assert_false(app->ui.scene.help);
    press(app, 'f', 0);
    assert_true(app->ui.fullscreen);
    assert_int_equal(app->session.machine->at.step, at.step);
    press(app, 'q', MOD_CTRL);
    assert_true(app->quit);
    close_app(app);
}

static void the_language_changes_at_once_and_the_place_stays(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    press(app, KEY_RIGHT, 0);
    press(app, '/', MOD_SHIFT);
    Moment at = app->session.machine->at;
    const char *const wanted[] = {"следующая операция", "next operation"};
    for (int i = 0; i < 2; i++) {
        press(app, 'g', 0);
        assert_true(list_says(&app->list, wanted[i]));
        assert_true(list_says(&app->list, i == 0 ? "шаг" : "step"));
        assert_false(list_says(&app->list, i == 0 ? "rate" : "скорость"));
        press(app, 'l', 0);
        assert_true(list_says(&app->list, i == 0 ? "десять" : "ten ReLU"));
        press(app, KEY_ESCAPE, 0);
        press(app, '/', MOD_SHIFT);
    }
    assert_int_equal(app->session.machine->at.step, at.step);
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

static void autoplay_ends_where_something_is_read(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    static const int keys[] = {'l', KEY_F1};
    for (int i = 0; i < 2; i++) {
        Moment at = app->session.machine->at;
        press(app, 'p', 0);
        press(app, keys[i], 0);
        int entry = app->ui.scene.lesson_selected;
        for (int turn = 0; turn < 10; turn++) {
            app->now += 1000000;
            loop_tick(app);
        }
        assert_false(app->ui.scene.playing);
        assert_true(i == 0 ? app->ui.scene.lessons : app->ui.scene.help);
        assert_int_equal(app->ui.scene.lesson_selected, entry);
        assert_int_equal(app->session.machine->at.step, at.step);
        press(app, keys[i], 0);
    }
    close_app(app);
}

static void keys_reach_nothing_behind_the_list(void **state) {
    (void)state;
    App *app = open_app("x2-relu-wrong-mask");
    press(app, KEY_RIGHT, 0);
    const Lesson *lesson = app->session.lesson;
    Moment at = app->session.machine->at;
    press(app, 'l', 0);
    static const int keys[] = {'b', 'x', 'q', 'r', 'n', 'v', 's', 'p', ']', KEY_HOME, KEY_END};
    for (int i = 0; i < (int)(sizeof keys / sizeof *keys); i++) press(app, keys[i], 0);
    assert_int_equal(app->ui.scene.lesson_selected, app->ui.scene.lesson_count - 1);
    press(app, KEY_HOME, 0);
    assert_int_equal(app->ui.scene.lesson_selected, 0);
    press(app, 'l', 0);
    assert_ptr_equal(app->session.lesson, lesson);
    assert_int_equal(app->session.machine->at.iteration, at.iteration);
    assert_int_equal(app->session.machine->at.step, at.step);
    assert_true(app->ui.scene.main_view == MAIN_GRAPH && !app->predict.on && !app->ui.scene.playing);
    close_app(app);
}

static void autoplay_steps_with_the_clock(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    int step = app->session.machine->at.step;
    press(app, 'p', 0);
    assert_true(app->ui.scene.playing);
    for (int i = 0; i < 40; i++) {
        app->now += 100000;
        loop_tick(app);
    }
    int played = app->session.machine->at.step - step;
    assert_in_range(played, 7, 9); /* four seconds at two operations a second */
    press(app, 'p', 0);
    app->dirty = false;
    app->now += 60000000;
    loop_tick(app);
    app->dirty = false;
    assert_int_equal(loop_wait(app), -1); /* nothing is due: the loop sleeps */
    close_app(app);
}

static void every_key_of_the_help_screen_has_a_text_in_both_languages(void **state) {
    (void)state;
    Err e;
    static const char *const langs[] = {"en", "ru"};
    assert_true(assets_find(&assets, &e));
    for (int i = 0; i < 2; i++) {
        Texts *texts = text_open(assets.root, langs[i], &e);
        assert_non_null(texts);
        HelpRow rows[APP_MAX_ROWS];
        int count = keymap_help(texts, rows, APP_MAX_ROWS);
        assert_true(count >= 25);
        for (int j = 0; j < count; j++)
            if (strncmp(rows[j].text, "help.", 5) == 0) fail_msg("%s lacks %s", langs[i], rows[j].text);
        text_close(texts);
    }
}

/* A verb without a handler would crash. What would write a file is left out. */
static void every_verb_has_a_handler(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    for (int verb = DO_NOTHING; verb <= DO_QUIT; verb++) {
        if (verb == DO_POINTS_SAVE) continue;
        command_do(app, (Command){(Verb)verb, 1});
        app->ui.scene.lessons = false;
        frame_draw(app, 1280, 720);
    }
    assert_true(app->quit);
    close_app(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_verb_has_a_handler),
        cmocka_unit_test(starts_before_the_first_forward_operation),
        cmocka_unit_test(one_press_is_one_operation),
        cmocka_unit_test(down_and_up_move_by_phases),
        cmocka_unit_test(brackets_move_by_epochs_and_keep_the_step),
        cmocka_unit_test(home_and_end_are_the_first_step_and_the_last_epoch),
        cmocka_unit_test(tab_selects_and_escape_lets_go),
        cmocka_unit_test(a_lesson_that_is_no_network_skips_its_view),
        cmocka_unit_test(the_chain_is_followed_by_a_key),
        cmocka_unit_test(the_selected_element_stays_inside_its_matrix),
        cmocka_unit_test(screen_keys_change_the_screen_only),
        cmocka_unit_test(the_language_changes_at_once_and_the_place_stays),
        cmocka_unit_test(the_run_ends_where_the_numbers_do),
        cmocka_unit_test(autoplay_ends_where_something_is_read),
        cmocka_unit_test(keys_reach_nothing_behind_the_list),
        cmocka_unit_test(autoplay_steps_with_the_clock),
        cmocka_unit_test(every_key_of_the_help_screen_has_a_text_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
