/* test_predict: key scripts through predict mode: questions, guesses, verdicts, the tally. */
#include "tests/support/predict_helper.h"

#include "engine/lesson/lesson.h"

/* neuron-scalars: p1 = w1 * x1 = 3.5 · 2. */
static void q_hides_the_next_number_until_it_is_guessed(void **state) {
    (void)state;
    App *app = open_plain("neuron-scalars");
    int start = step_of(app);
    press(app, 'q', 0);
    assert_true(strip(app)->asks);
    assert_int_equal(app->view.question.slot, program_find(app->view.program, "p1"));
    is_shown(app, "7.000", false);
    type(app, "7");
    assert_int_equal(step_of(app), start);
    is_shown(app, "7.000", false);
    press(app, KEY_ENTER, 0);
    assert_int_equal(step_of(app), start + 1);
    assert_int_equal(strip(app)->outcome, OUTCOME_RIGHT);
    is_shown(app, "7.000", true);
    is_tally(app, 1, 1, 0);
    press(app, KEY_RIGHT, 0); /* opens the next question, and takes no step */
    assert_int_equal(step_of(app), start + 1);
    assert_true(strip(app)->asks);
    press(app, 'q', 0);
    assert_false(strip(app)->on);
    close_app(app);
}

static void a_wrong_guess_is_told_how_far_off(void **state) {
    (void)state;
    App *app = open_plain("neuron-scalars");
    press(app, 'q', 0);
    type(app, "3.5");
    press(app, KEY_ENTER, 0);
    assert_int_equal(strip(app)->outcome, OUTCOME_WRONG);
    is_shown(app, "off by 3.500, 50 %", true);
    is_shown(app, "Not quite", true);
    is_tally(app, 0, 1, 0);
    press(app, KEY_RIGHT, 0);
    type(app, "-13.5");
    press(app, KEY_RIGHT, 0);
    is_shown(app, "The sign is a different one", true);
    is_tally(app, 0, 2, 0);
    close_app(app);
}

static void signs_fractions_and_commas_are_guesses(void **state) {
    (void)state;
    App *app = open_plain("neuron-scalars");
    press(app, 'q', 0);
    static const char *const guesses[] = {"14/2", "13,5", "+", "-"}; /* 7, 13.5, 20.5, 21 */
    static const int right[] = {1, 2, 3, 3};
    for (int i = 0; i < 4; i++) {
        type(app, guesses[i]);
        press(app, KEY_ENTER, 0);
        is_tally(app, right[i], i + 1, 0);
        press(app, KEY_ENTER, 0);
        assert_true(strip(app)->asks);
    }
    close_app(app);
}

static void nothing_typed_is_skipped_and_no_mistake(void **state) {
    (void)state;
    App *app = open_plain("neuron-scalars");
    int start = step_of(app);
    press(app, 'q', 0);
    static const int keys[] = {KEY_ENTER, KEY_RIGHT, KEY_SPACE, KEY_PAGE_DOWN};
    for (int i = 0; i < 4; i++) {
        press(app, keys[i], 0);
        assert_int_equal(step_of(app), start + i + 1);
        assert_int_equal(strip(app)->outcome, OUTCOME_SKIPPED);
        is_tally(app, 0, 0, i + 1);
        press(app, keys[i], 0);
    }
    close_app(app);
}

static void what_is_typed_reaches_no_other_key(void **state) {
    (void)state;
    App *app = open_plain("neuron-scalars");
    int speed = app->ui.speed;
    press(app, 'q', 0);
    type(app, "-1.23/40e+,");
    assert_string_equal(app->predict.entry, "-1.23/40e+");
    assert_int_equal(app->ui.scene.enlarged, 0);
    assert_int_equal(app->ui.speed, speed);
    assert_false(app->ui.scene.blank || app->ui.scene.help);
    press(app, KEY_BACKSPACE, 0);
    press(app, KEY_BACKSPACE, 0);
    assert_string_equal(app->predict.entry, "-1.23/40");
    press(app, 't', 0); /* other letters keep their meaning */
    assert_string_equal(app->ui.scene.theme->name, "paper");
    press(app, 'l', 0); /* over an open list digits choose */
    type(app, "2");
    press(app, KEY_ENTER, 0);
    assert_string_not_equal(app->session.lesson->name, "neuron-scalars");
    close_app(app);
    app = open_app("neuron-scalars");
    type(app, "1"); /* without a question */
    assert_int_equal(app->ui.scene.enlarged, 1);
    close_app(app);
}

/* On a German keyboard + lies where ] is on a US one, and - where / is. */
static void other_layouts_have_their_signs_elsewhere(void **state) {
    (void)state;
    App *app = open_plain("x2-relu");
    press(app, 'q', 0);
    Event plus = {.kind = EVENT_KEY, .key = ']', .text = "+"},
          minus = {.kind = EVENT_KEY, .key = '/', .text = "-"};
    event_do(app, &plus);
    event_do(app, &minus);
    assert_int_equal(app->session.machine->at.iteration, 0);
    assert_false(app->ui.scene.help);
    press(app, ']', 0); /* without the sign it is the key that it always is */
    assert_int_equal(app->session.machine->at.iteration, 1);
    close_app(app);
}

/* Shift+/ is ? where / is, and a comma on a Russian keyboard. */
static void the_help_comes_and_goes_over_a_question(void **state) {
    (void)state;
    App *app = open_plain("x2-relu");
    press(app, 'q', 0);
    Event key = {.kind = EVENT_KEY, .key = '/', .mods = MOD_SHIFT, .text = "/"};
    Event typed = {.kind = EVENT_TEXT, .text = "?"};
    for (int i = 0; i < 2; i++) {
        event_do(app, &key);
        event_do(app, &typed);
        assert_int_equal(app->ui.scene.help, i == 0);
        assert_true(predict_asks(app));
    }
    key.text[0] = '.';
    typed.text[0] = ',';
    event_do(app, &key);
    event_do(app, &typed);
    assert_false(app->ui.scene.help);
    assert_string_equal(app->predict.entry, ".");
    close_app(app);
}

static void an_unfinished_number_is_no_answer(void **state) {
    (void)state;
    App *app = open_plain("neuron-scalars");
    int start = step_of(app);
    press(app, 'q', 0);
    type(app, "7/");
    press(app, KEY_ENTER, 0);
    assert_int_equal(step_of(app), start);
    is_shown(app, "This is no number yet", true);
    is_tally(app, 0, 0, 0);
    type(app, "1");
    is_shown(app, "This is no number yet", false);
    press(app, KEY_ENTER, 0);
    is_tally(app, 1, 1, 0);
    close_app(app);
}

static void escape_takes_the_entry_then_the_mode(void **state) {
    (void)state;
    App *app = open_plain("neuron-scalars");
    press(app, 'q', 0);
    type(app, "12");
    press(app, KEY_ESCAPE, 0);
    assert_true(strip(app)->asks);
    assert_string_equal(app->predict.entry, "");
    press(app, KEY_ESCAPE, 0);
    assert_false(strip(app)->on);
    assert_false(app->quit);
    press(app, 'q', 0);
    press(app, KEY_ENTER, 0); /* between two questions */
    assert_false(strip(app)->asks);
    press(app, KEY_ESCAPE, 0);
    assert_false(strip(app)->on);
    is_shown(app, "Ctrl+Q ends", false);
    close_app(app);
}

/* Answers all steps of an iteration with Enter, the first one with a number. */
static void the_tally_comes_at_the_iterations_end(void **state) {
    (void)state;
    App *app = open_plain("neuron-scalars");
    press(app, 'q', 0);
    type(app, "7");
    while (app->session.machine->at.iteration == 0 && step_of(app) < app->view.steps) {
        is_shown(app, "this iteration", false);
        press(app, KEY_ENTER, 0);
    }
    is_shown(app, "this iteration: 1 of 1 right", true);
    int asked = 0;
    const Program *program = app->session.lesson->batch;
    for (int step = 1; step <= program->steps; step++)
        asked += lesson_asks(app->session.lesson, program, step);
    is_tally(app, 1, 1, asked - 1);
    press(app, 'r', 0);
    is_shown(app, "Predicted: 1 of 1 right", true);
    is_tally(app, 0, 0, 0);
    assert_int_equal(app->session.machine->at.iteration, 0);
    assert_true(strip(app)->on);
    close_app(app);
}

/* Where nothing is set back to zero, an iteration begins with a question. */
static void numbers_speak_the_language(void **state) {
    (void)state;
    App *app = open_plain("neuron-scalars");
    Err e;
    assert_true(frame_speak(app, "ru", &e));
    press(app, 'q', 0);
    type(app, "-3.5");
    is_shown(app, "−3,5", true);
    press(app, KEY_ENTER, 0);
    is_shown(app, "+7,000", true);
    is_shown(app, "разница 10,50", true);
    close_app(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(q_hides_the_next_number_until_it_is_guessed),
        cmocka_unit_test(a_wrong_guess_is_told_how_far_off),
        cmocka_unit_test(signs_fractions_and_commas_are_guesses),
        cmocka_unit_test(nothing_typed_is_skipped_and_no_mistake),
        cmocka_unit_test(what_is_typed_reaches_no_other_key),
        cmocka_unit_test(other_layouts_have_their_signs_elsewhere),
        cmocka_unit_test(the_help_comes_and_goes_over_a_question),
        cmocka_unit_test(an_unfinished_number_is_no_answer),
        cmocka_unit_test(escape_takes_the_entry_then_the_mode),
        cmocka_unit_test(the_tally_comes_at_the_iterations_end),
        cmocka_unit_test(numbers_speak_the_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
