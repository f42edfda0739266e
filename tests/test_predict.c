/* test_predict: key scripts through predict mode: questions, guesses, verdicts, the tally. */
#include "app_helper.h"

#include <math.h>
#include <string.h>

#include "app/tick.h"
#include "engine/question.h"

/* A key that types: it comes as a key and as text, as a window sends it. */
static void type(App *app, const char *text) {
    for (; *text != '\0'; text++) {
        Event key = {.kind = EVENT_KEY, .key = *text == '+' ? '=' : *text}, typed = {.kind = EVENT_TEXT};
        if (*text == '+') key.mods = MOD_SHIFT;
        typed.text[0] = *text;
        app_event(app, &key);
        app_event(app, &typed);
    }
    app_draw(app, 1280, 720);
}

static const PredictStrip *strip(const App *app) {
    return &app->ui.scene.predict;
}

static void is_shown(const App *app, const char *wanted, bool shown) {
    bool found = false;
    for (size_t i = 0; i < app->list.count && !found; i++) {
        const DrawCommand *command = &app->list.commands[i];
        found = command->kind == DRAW_TEXT && strstr(draw_string(&app->list, command), wanted) != NULL;
    }
    if (found != shown) print_error("%s is %s\n", wanted, found ? "shown" : "not shown");
    assert_int_equal(found, shown);
}

static void is_tally(const App *app, int right, int guessed, int skipped) {
    const Tally *all = &app->predict.all;
    if (all->right != right || all->guessed != guessed || all->skipped != skipped)
        print_error("wanted %d of %d, %d skipped; got %d of %d, %d\n", right, guessed, skipped, all->right,
                    all->guessed, all->skipped);
    assert_true(all->right == right && all->guessed == guessed && all->skipped == skipped);
}

static int step_of(const App *app) {
    return app->study.machine->at.step;
}

/* The lesson with every step asked: what its own [ask] says is tested apart. */
static App *open_plain(const char *lesson) {
    App *app = open_app(lesson);
    app->study.lesson->ask_count = 0;
    return app;
}

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
    assert_string_not_equal(app->study.lesson->name, "neuron-scalars");
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
    app_event(app, &plus);
    app_event(app, &minus);
    assert_int_equal(app->study.machine->at.iteration, 0);
    assert_false(app->ui.scene.help);
    press(app, ']', 0); /* without the sign it is the key that it always is */
    assert_int_equal(app->study.machine->at.iteration, 1);
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
    close_app(app);
}

/* Answers all steps of an iteration with Enter, the first one with a number. */
static void the_tally_comes_at_the_iterations_end(void **state) {
    (void)state;
    App *app = open_plain("neuron-scalars");
    press(app, 'q', 0);
    type(app, "7");
    while (app->study.machine->at.iteration == 0 && step_of(app) < app->view.steps) {
        is_shown(app, "this iteration", false);
        press(app, KEY_ENTER, 0);
    }
    is_shown(app, "this iteration: 1 of 1 right", true);
    int asked = 0;
    const Program *program = app->study.lesson->batch;
    for (int step = 1; step <= program->steps; step++)
        asked += question_asked(app->study.lesson, program, step);
    is_tally(app, 1, 1, asked - 1);
    press(app, 'r', 0);
    is_shown(app, "Predicted: 1 of 1 right", true);
    is_tally(app, 0, 0, 0);
    assert_int_equal(app->study.machine->at.iteration, 0);
    assert_true(strip(app)->on);
    close_app(app);
}

static void other_ways_pass_questions_by(void **state) {
    (void)state;
    App *app = open_plain("x2-relu");
    press(app, 'q', 0);
    press(app, KEY_DOWN, 0);
    assert_false(strip(app)->asks);
    press(app, ']', 0);
    assert_int_equal(app->view.epoch, 2);
    is_tally(app, 0, 0, 0);
    press(app, KEY_RIGHT, 0);
    assert_true(strip(app)->asks);
    press(app, KEY_LEFT, 0);
    assert_false(strip(app)->asks);
    assert_int_equal(app->view.history.trained, 1);
    press(app, 'q', 0);
    assert_int_equal(app->view.history.trained, 10000);
    close_app(app);
}

static void autoplay_answers_nothing(void **state) {
    (void)state;
    App *app = open_plain("x2-relu");
    press(app, 'q', 0);
    int start = step_of(app);
    press(app, 'p', 0);
    for (int i = 0; i < 10; i++) {
        app->now += 1000000;
        tick_run(app);
    }
    assert_int_equal(step_of(app), start);
    assert_false(app->ui.scene.playing);
    close_app(app);
}

static void the_selected_element_is_asked_for(void **state) {
    (void)state;
    App *app = open_plain("x2-relu");
    press(app, 'q', 0);
    int col = app->view.question.col;
    assert_int_equal(app->view.question.row, 0);
    press(app, KEY_LEFT, MOD_CTRL);
    press(app, KEY_DOWN, MOD_CTRL);
    assert_int_equal(app->view.question.row, 1);
    assert_int_equal(app->view.question.col, col - 1);
    press(app, KEY_ENTER, 0);
    assert_int_equal(app->view.selection.row, 1); /* the explanation is about it */
    assert_int_equal(app->view.selection.col, col - 1);
    press(app, 's', 0);
    press(app, KEY_ENTER, 0);
    assert_int_equal(app->view.question.row, 1); /* of the chosen sample */
    close_app(app);
}

static void a_question_never_changes_the_run(void **state) {
    (void)state;
    App *app = open_plain("x2-relu"), *plain = open_plain("x2-relu");
    press(app, 'q', 0);
    for (int i = 0; i < 120; i++) press(app, KEY_RIGHT, 0);
    const Machine *machine = app->study.machine;
    timeline_seek(plain->study.timeline, plain->study.machine, machine->at);
    assert_true(machine->at.iteration > 0);
    for (int slot = 0; slot < machine->program->slot_count; slot++)
        if (machine_known(machine, slot))
            assert_true(*machine_slot(machine, slot) == *machine_slot(plain->study.machine, slot));
    close_app(app);
    close_app(plain);
}

static void a_lesson_asks_at_its_own_steps_in_its_own_words(void **state) {
    (void)state;
    App *app = open_app("chain-rule");
    const Lesson *lesson = app->study.lesson;
    assert_true(lesson->ask_count > 0);
    press(app, 'q', 0);
    int asked = 0, seen = 0;
    for (int step = 1; step <= lesson->batch->steps; step++)
        asked += question_asked(lesson, lesson->batch, step);
    while (app->study.machine->at.iteration == 0 && step_of(app) < app->view.steps) {
        if (strip(app)->asks) {
            assert_non_null(app->view.question.text);
            is_shown(app, app->view.question.text, true);
            seen++;
        }
        press(app, KEY_RIGHT, 0);
    }
    assert_true(asked > 2 && asked < lesson->batch->steps);
    assert_int_equal(seen, asked);
    close_app(app);
}

static void a_picture_has_nothing_to_predict(void **state) {
    (void)state;
    App *app = open_app("curve");
    press(app, 'q', 0);
    assert_false(strip(app)->on);
    is_shown(app, "nothing that could be predicted", true);
    close_app(app);
}

static void numbers_speak_the_language(void **state) {
    (void)state;
    App *app = open_plain("neuron-scalars");
    Err e;
    assert_true(app_speak(app, "ru", &e));
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
        cmocka_unit_test(an_unfinished_number_is_no_answer),
        cmocka_unit_test(escape_takes_the_entry_then_the_mode),
        cmocka_unit_test(the_tally_comes_at_the_iterations_end),
        cmocka_unit_test(other_ways_pass_questions_by),
        cmocka_unit_test(autoplay_answers_nothing),
        cmocka_unit_test(the_selected_element_is_asked_for),
        cmocka_unit_test(a_question_never_changes_the_run),
        cmocka_unit_test(a_lesson_asks_at_its_own_steps_in_its_own_words),
        cmocka_unit_test(a_picture_has_nothing_to_predict),
        cmocka_unit_test(numbers_speak_the_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
