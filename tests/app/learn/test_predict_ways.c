/* test_predict_ways: predict mode among everything else: other keys, autoplay, lessons that ask, the run's
   ends. */
#include "tests/support/predict_helper.h"

#include "app/command/loop.h"
#include "engine/lesson/lesson.h"
#include "tests/support/folder.h"
#include "tests/support/hunt_helper.h"

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
    press(app, 'a', 0);
    assert_int_equal(app->view.history.trained, 1); /* the future waits */
    press(app, 'q', 0);
    assert_int_equal(app->view.history.trained, 10000);
    press(app, 'a', 0);
    assert_int_equal(app->view.history.trained, 1);
    close_app(app);
}

static void a_question_may_begin_an_iteration(void **state) {
    (void)state;
    App *app = open_plain("housing-accumulate");
    command_do(app, (Command){DO_SEEK_STEP,
                              app->session.lesson->batch->step_instr[app->session.lesson->batch->steps]});
    press(app, 'q', 0);
    const Machine *machine = app->session.machine;
    assert_int_equal(machine->program->zero_steps, 0);
    assert_true(strip(app)->asks);
    assert_int_equal(machine->at.iteration, 1);
    assert_int_equal(machine->at.step, 0);
    assert_false(app->view.known[app->view.question.slot]); /* the number of the iteration before is gone */
    press(app, KEY_ENTER, 0);
    assert_int_equal(machine->at.step, 1);
    close_app(app);
}

static void ends_here(App *app) {
    press(app, KEY_END, 0);
    press(app, 'q', 0);
    assert_string_equal(strip(app)->lead, "The run ends here");
    Moment end = app->session.machine->at;
    press(app, KEY_ENTER, 0);
    assert_false(strip(app)->asks);
    assert_true(app->session.machine->at.iteration == end.iteration && step_of(app) == end.step);
    is_tally(app, 0, 0, 0);
    close_app(app);
}

/* At its last step, or at the first number that is not finite. */
static void nothing_is_asked_where_the_run_ends(void **state) {
    static const char text[] = "[data]\nx = 1\n[parameters]\nw = 0\n[model]\np = log(x * w)\nloss = p^2\n";
    ends_here(open_plain("neuron-scalars"));
    ends_here(open_plain(write_file(*state, "endless.lesson", text, sizeof text - 1)));
}

static void the_element_has_something_to_see(void **state) {
    (void)state;
    App *app = open_plain("digits"); /* pixel 0 is always white: nothing ever comes to its weights */
    const Program *program = app->session.lesson->batch;
    int grad = program_find(program, "dW1");
    press(app, 'q', 0);
    for (int i = 0; i < program->instr_count; i++)
        if (program->instrs[i].dst == grad && program->instrs[i].phase == PHASE_BACKWARD)
            command_do(app, (Command){DO_SEEK_STEP, program->step_instr[program->instrs[i].step - 1]});
    press(app, KEY_RIGHT, 0);
    assert_int_equal(app->view.question.slot, grad);
    assert_true(app->view.question.terms > 0);
    press(app, KEY_ENTER, 0);
    assert_true(app->predict.result != 0);
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
        loop_tick(app);
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
    command_do(app, (Command){DO_SELECT_SLOT, app->view.question.slot});
    frame_draw(app, 1280, 720);
    assert_true(app->view.question.row == 0 && app->view.question.col == 0);
    close_app(app);
}

/* What is selected beside a question is explained until the next one, or the answer, takes its place. */
static void question_and_answer_take_the_place_of_a_selection(void **state) {
    (void)state;
    App *app = open_plain("x2-relu");
    int weights = program_find(app->session.lesson->batch, "W2");
    command_do(app, (Command){DO_SELECT_SLOT, weights});
    press(app, 'q', 0);
    int asked = app->view.question.slot;
    assert_int_equal(app->view.selection.slot, asked);
    command_do(app, (Command){DO_SELECT_SLOT, weights});
    frame_draw(app, 1280, 720);
    assert_int_equal(app->view.selection.slot, weights);
    press(app, KEY_ENTER, 0);
    assert_int_equal(app->view.selection.slot, asked);
    close_app(app);
}

static void a_question_never_changes_the_run(void **state) {
    (void)state;
    App *app = open_plain("x2-relu"), *plain = open_plain("x2-relu");
    press(app, 'q', 0);
    for (int i = 0; i < 120; i++) press(app, KEY_RIGHT, 0);
    const Machine *machine = app->session.machine;
    timeline_seek(plain->session.timeline, plain->session.machine, machine->at);
    assert_true(machine->at.iteration > 0);
    for (int slot = 0; slot < machine->program->slot_count; slot++)
        if (machine_known(machine, slot))
            assert_true(*machine_slot(machine, slot) == *machine_slot(plain->session.machine, slot));
    close_app(app);
    close_app(plain);
}

static void a_lesson_asks_at_its_own_steps_in_its_own_words(void **state) {
    (void)state;
    App *app = open_app("chain-rule");
    const Lesson *lesson = app->session.lesson;
    assert_true(lesson->ask_count > 0);
    press(app, 'q', 0);
    int asked = 0, seen = 0;
    for (int step = 1; step <= lesson->batch->steps; step++)
        asked += lesson_asks(lesson, lesson->batch, step);
    while (app->session.machine->at.iteration == 0 && step_of(app) < app->view.steps) {
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

/* What a lesson says might tell where it lies; Enter answers a question, and accuses where there is none. */
static void a_hunt_keeps_its_secret(void **state) {
    static const char text[] = "[data]\nx = linspace(-1, 1, 8)\ny = x^2\n"
                               "[parameters]\nW1 = [[0.5, -0.5]]\nW2 = [[1], [2]]\n"
                               "[model]\nh = relu(x @ W1)\nloss = mean((h @ W2 - y)^2)\n"
                               "[train]\nepochs = 3\n[bugs]\nh = mask_upstream\n"
                               "[ask]\nh = The mask of h will lie. How large is h?\n";
    Options options = hunt_options(write_file(*state, "lies.lesson", text, sizeof text - 1));
    App *app = open_app_with(&options);
    assert_true(hunt_runs(app));
    press(app, 'q', 0);
    while (!strip(app)->asks) press(app, KEY_RIGHT, 0);
    is_shown(app, "What comes out?", true);
    is_shown(app, "will lie", false);
    press(app, KEY_ENTER, 0);
    is_tally(app, 0, 0, 1);
    assert_int_equal(app->hunt.tries, 0);
    point(app, slot_of(app, "h"));
    assert_int_equal(app->hunt.tries, 1);
    close_app(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_ways_pass_questions_by),
        cmocka_unit_test(a_question_may_begin_an_iteration),
        IN_FOLDER(nothing_is_asked_where_the_run_ends),
        cmocka_unit_test(the_element_has_something_to_see),
        cmocka_unit_test(autoplay_answers_nothing),
        cmocka_unit_test(the_selected_element_is_asked_for),
        cmocka_unit_test(question_and_answer_take_the_place_of_a_selection),
        cmocka_unit_test(a_question_never_changes_the_run),
        cmocka_unit_test(a_lesson_asks_at_its_own_steps_in_its_own_words),
        IN_FOLDER(a_hunt_keeps_its_secret),
        cmocka_unit_test(a_picture_has_nothing_to_predict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
