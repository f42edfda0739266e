/* test_hunt: each hunt is found by the operations that lie and by no others, and the check holds the numbers
 * against what is claimed. */
#include "tests/support/hunt_helper.h"

/* What lies in each hunt: gradients whose backward operation does, or parameters whose update does. */
typedef struct Answer {
    const char *lesson;
    const char *slots[4]; /* one for each bug */
    int bugs;
    const char *same; /* a further gradient that the same bug spoils, or NULL */
} Answer;

static const Answer answers[] = {
    {"batch-neuron-as-written", {"db"}, 1, NULL},
    {"x2-linear-as-written", {"dW2", "db1", "db2"}, 3, NULL},
    {"x2-relu-as-written", {"dz", "dW2", "db1", "db2"}, 4, NULL},
    {"x2-relu-wrong-mask", {"dz"}, 1, NULL},
    {"housing-exploding", {"w"}, 1, "b"},
    {"housing-accumulate", {"dw"}, 1, "db"},
};
enum { ANSWERS = sizeof answers / sizeof *answers };

/* The box in which a gradient is computed on the way back: the result of its operation; −1: there is none. */
static int box_of(const App *app, int grad) {
    const Program *program = app->session.lesson->batch;
    for (int i = 0; i < program->instr_count; i++)
        if (program->instrs[i].phase == PHASE_BACKWARD && program->instrs[i].dst == grad)
            return program->instrs[i].result;
    return -1;
}

static bool is_guilty(const App *app, const Answer *answer, int slot) {
    for (int i = 0; i < answer->bugs; i++) {
        int guilty = slot_of(app, answer->slots[i]);
        if (slot == guilty || slot == box_of(app, guilty)) return true;
    }
    if (answer->same == NULL) return false;
    int guilty = slot_of(app, answer->same);
    return slot == guilty || slot == box_of(app, guilty);
}

static void nothing_but_the_operations_that_lie_is_found(void **state) {
    (void)state;
    int refused = 0;
    for (int i = 0; i < ANSWERS; i++) {
        Options options = hunt_options(answers[i].lesson);
        App *app = open_hunt(&options);
        const Program *program = app->session.lesson->batch;
        for (int slot = 0; slot < program->slot_count; slot++) {
            Role role = program->slots[slot].role;
            if (is_guilty(app, &answers[i], slot)) continue;
            bool computes = role != ROLE_DATA && role != ROLE_CONSTANT && role != ROLE_SETTING;
            int tries = app->hunt.tries;
            point(app, slot);
            if (!hunt_runs(app) || app->hunt.verdict.good)
                fail_msg("%s: %s is taken for a lie", answers[i].lesson, program->slots[slot].name);
            assert_true(app->hunt.verdict.shown);
            assert_int_equal(app->hunt.tries, tries + computes);
            refused += computes;
        }
        close_app(app);
    }
    assert_in_range(refused, 60, 200);
}

static void every_lie_is_found_and_then_the_lesson_speaks(void **state) {
    (void)state;
    for (int i = 0; i < ANSWERS; i++) {
        const Answer *answer = &answers[i];
        Options options = hunt_options(answer->lesson);
        App *app = open_hunt(&options);
        for (int k = 0; k < answer->bugs; k++) {
            point(app, slot_of(app, answer->slots[k]));
            assert_true(app->hunt.verdict.shown && app->hunt.verdict.good);
            assert_int_equal(app->hunt.tries, k + 1);
            assert_int_equal(hunt_runs(app), k + 1 < answer->bugs);
            /* the learner stands where it happens, and nothing else is explained */
            assert_true(is_guilty(app, answer, app->view.program->instrs[app->view.instr].dst));
            assert_int_equal(app->view.selection.slot, app->view.program->instrs[app->view.instr].dst);
        }
        assert_string_equal(app->view.title, app->session.lesson->title.en);
        assert_true(app->view.bugs_on);
        press(app, 'b', 0);
        assert_int_equal(app->session.lesson->bug_count, 0);
        assert_false(app->hunt.verdict.shown);
        close_app(app);
    }
}

static void the_box_of_a_lie_is_the_lie(void **state) {
    (void)state;
    for (int i = 0; i < ANSWERS; i++) {
        Options options = hunt_options(answers[i].lesson);
        App *app = open_hunt(&options);
        int box = box_of(app, slot_of(app, answers[i].slots[0]));
        if (box >= 0) {
            point(app, box);
            assert_true(app->hunt.verdict.good);
            assert_int_equal(app->hunt.tries, 1);
        }
        close_app(app);
    }
}

static void a_refusal_has_its_reason(void **state) {
    (void)state;
    Options options = hunt_options("x2-relu-wrong-mask");
    App *app = open_hunt(&options);
    point(app, slot_of(app, "dh"));
    says(app, "Not here: ∂L/∂h", "∂L/∂h agrees with the differences of the loss (largest error ");
    point(app, slot_of(app, "dW1"));
    says(app, "Not here: ∂L/∂W₁",
         "∂L/∂W₁ is wrong, but this operation is right: ∂L/∂(x·W₁) had been wrong before");
    point(app, slot_of(app, "W1"));
    says(app, "Not here: the update of W₁", "The update does with ∂L/∂W₁ what its formula says");
    point(app, slot_of(app, "x"));
    says(app, "x computes nothing", "Point at an operation");
    point(app, slot_of(app, "dloss"));
    says(app, "Not here", "this 1 is right");
    point(app, slot_of(app, "dz"));
    says(app, "Found: ∂L/∂z · tries: 5", "h lets a gradient pass where that gradient is positive");
    close_app(app);
}

/* One mistake spoils both gradients: the verdict is about the one pointed at. */
static void what_is_pointed_at_is_what_is_told_and_shown(void **state) {
    (void)state;
    static const char *const gradients[] = {"dw", "db"};
    static const char *const said[] = {"Nobody sets ∂L/∂w to zero", "Nobody sets ∂L/∂b to zero"};
    for (int i = 0; i < 2; i++) {
        Options options = hunt_options("housing-accumulate");
        App *app = open_hunt(&options);
        int grad = slot_of(app, gradients[i]);
        point(app, grad);
        says(app, "Found", said[i]);
        frame_draw(app, 1280, 720);
        assert_int_equal(app->view.selection.slot, grad);
        close_app(app);
    }
}

static void where_an_iteration_begins_nothing_is_pointed_at(void **state) {
    (void)state;
    Options options = hunt_options("housing-exploding"); /* its first operation reads w, which is what lies */
    App *app = open_hunt(&options);
    command_do(app, (Command){DO_FIRST, 0});
    frame_draw(app, 1280, 720);
    command_do(app, (Command){DO_CHOOSE, 0});
    says(app, "Nothing is selected", "Point at an operation");
    assert_int_equal(app->hunt.tries, 0);
    close_app(app);
}

static void what_is_found_is_shown_and_the_rest_stays_hidden(void **state) {
    (void)state;
    Options options = hunt_options("x2-relu-as-written");
    App *app = open_hunt(&options);
    point(app, slot_of(app, "dz"));
    says(app, "Found: ∂L/∂z", "There is more to find");
    assert_non_null(strstr(app->view.explanation.sentence, "This is the mistake"));
    assert_null(strstr(app->view.explanation.torch, "Relu"));
    assert_string_equal(app->view.title, "Hunt: It gets worse before it gets better");
    assert_string_equal(app->view.source, "found 1 of 4 · tries 1 · Enter: this one lies");
    point(app, slot_of(app, "dz"));
    says(app, "Found before: ∂L/∂z", "more");
    assert_int_equal(app->hunt.tries, 1);
    command_do(app, (Command){DO_SELECT_SLOT, slot_of(app, "db2")});
    frame_draw(app, 1280, 720);
    assert_null(strstr(app->view.explanation.sentence, "mistake"));
    close_app(app);
}

static void the_check_holds_the_numbers_against_what_is_claimed(void **state) {
    (void)state;
    static const struct {
        const char *lesson, *red, *green;
    } rows[] = {{"batch-neuron-as-written", "db", "dw"}, {"x2-linear-as-written", "dW2", "dW1"},
                {"x2-linear-as-written", "db1", "dh"},   {"x2-relu-as-written", "db2", "dh"},
                {"x2-relu-wrong-mask", "dz", "dh"},      {"housing-accumulate", "dw", "dy_pred"},
                {"housing-accumulate", "db", "dy_pred"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Options options = hunt_options(rows[i].lesson);
        App *app = open_hunt(&options);
        for (int good = 0; good < 2; good++) {
            command_do(app, (Command){DO_SELECT_SLOT, slot_of(app, good ? rows[i].green : rows[i].red)});
            frame_draw(app, 1280, 720);
            assert_true(app->view.explanation.has_check);
            if (app->view.explanation.check_good != good)
                fail_msg("%s: the check of %s is %s", rows[i].lesson, app->view.slot_label,
                         good ? "red" : "green");
        }
        close_app(app);
    }
}

/* All samples' gradients summed are what a bias that all samples share would get. */
static void a_shared_bias_is_checked_as_one_number(void **state) {
    (void)state;
    Options options = hunt_options("batch-neuron-as-written");
    App *app = open_hunt(&options);
    int grad = slot_of(app, "db");
    double sum = 0;
    char wanted[TEXT_NUMBER];
    for (int i = 0; i < 25; i++) sum += (double)view_element(&app->view, grad, i, 0);
    text_number(app->texts, wanted, sizeof wanted, sum, true);
    command_do(app, (Command){DO_SELECT_SLOT, grad});
    frame_draw(app, 1280, 720);
    assert_string_equal(app->view.explanation.check_numeric, wanted);
    assert_int_equal(app->view.explanation.term_count + app->view.explanation.terms_more, 25);
    close_app(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_but_the_operations_that_lie_is_found),
        cmocka_unit_test(every_lie_is_found_and_then_the_lesson_speaks),
        cmocka_unit_test(the_box_of_a_lie_is_the_lie),
        cmocka_unit_test(a_refusal_has_its_reason),
        cmocka_unit_test(what_is_pointed_at_is_what_is_told_and_shown),
        cmocka_unit_test(where_an_iteration_begins_nothing_is_pointed_at),
        cmocka_unit_test(what_is_found_is_shown_and_the_rest_stays_hidden),
        cmocka_unit_test(the_check_holds_the_numbers_against_what_is_claimed),
        cmocka_unit_test(a_shared_bias_is_checked_as_one_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
