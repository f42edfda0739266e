/* test_divergence: where a lesson's run with its mistakes and the one without first differ. */
#include "tests/support/view_helper.h"

#include "engine/program/op.h"

#define START "[data]\nx = linspace(-1, 1, 8)\ny = x^2\n"
#define MODEL                                                                                                \
    "[model]\nz = x @ w + b\nh = relu(z)\np = h @ v\nloss = mean((p - y)^2)\n[train]\nlr = 0.1\nepochs = "   \
    "400\n"
#define RANDOM "[parameters]\nw = randn(1, 4)\nb = zeros(1, 4)\nv = randn(4, 1)\n"

typedef struct Pair {
    Lesson *wrong, *right;
    Divergence divergence;
} Pair;

static Pair open_pair(const char *text, const char *path) {
    const Override off = {"bugs", "off"};
    Err e = {0};
    Pair pair = {load_with(path, text, NULL, 0), load_with(path, text, &off, 1), {{0, 0}, 0}};
    assert_true(
        alignment_divergence(run_of(pair.wrong), run_of(pair.right), exec_best(), &pair.divergence, &e));
    return pair;
}

static void close_pair(Pair *pair) {
    lesson_release(pair->wrong);
    lesson_release(pair->right);
}

static const Instr *divergence_instr(const Pair *pair) {
    const Program *program = pair->wrong->batch;
    return &program->instrs[program->step_instr[pair->divergence.at.step]];
}

/* What is right up to there and wrong from there on: the step that the mistake is made in. */
static void the_runs_part_where_the_mistake_is_made(void **state) {
    (void)state;
    static const struct {
        const char *bugs, *slot, *op;
    } wanted[] = {
        {"h = mask_upstream\n", "dz", "relu_mask_upstream"},
        {"v = wrong_input x\n", "dv", "matmul_wrong_input"},
        {"b = no_sum\n", "db", "add"},
        {"v = wrong_input x\nb = no_sum\n", "dv", "matmul_wrong_input"}, /* the one that comes first */
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        char text[800];
        snprintf(text, sizeof text, "%s%s%s[bugs]\n%s", START, RANDOM, MODEL, wanted[i].bugs);
        Pair pair = open_pair(text, "t.lesson");
        assert_int_equal(pair.divergence.at.iteration, 0);
        assert_string_equal(pair.wrong->batch->slots[pair.divergence.slot].name, wanted[i].slot);
        assert_int_equal(divergence_instr(&pair)->dst, pair.divergence.slot);
        assert_string_equal(divergence_instr(&pair)->op->name, wanted[i].op);
        close_pair(&pair);
    }
}

/* All of these have one; before it the machines hold the same bits, which is what was searched for. */
static void every_lesson_with_bugs_has_a_place_where_its_runs_part(void **state) {
    (void)state;
    static const char *const names[] = {"batch-neuron-as-written", "x2-linear-as-written",
                                        "x2-relu-as-written", "x2-relu-wrong-mask"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[800];
        snprintf(path, sizeof path, "%s/lessons/%s.lesson", getenv("BACKSTEP_ASSETS"), names[i]);
        Pair pair = open_pair(NULL, path);
        assert_int_equal(pair.divergence.at.iteration, 0);
        assert_int_equal(divergence_instr(&pair)->phase, PHASE_BACKWARD);
        close_pair(&pair);
    }
}

/* With w and v zero there is no gradient to get wrong until b, and then v, have moved. */
static void a_mistake_may_show_later(void **state) {
    (void)state;
    Pair pair = open_pair(START "[parameters]\nw = zeros(1, 4)\nb = full(1, 4, 0.5)\nv = zeros(4, 1)\n" MODEL
                                "[bugs]\nh = mask_upstream\n",
                          "t.lesson");
    assert_int_equal(pair.divergence.at.iteration, 1);
    close_pair(&pair);
}

/* Nothing is ever below zero here, neither the input nor the gradient. */
static void runs_that_do_not_part_are_not_searched_for_ever(void **state) {
    (void)state;
    Pair pair =
        open_pair("[data]\nx = ones(4, 1)\n[parameters]\nw = ones(1, 1)\n[model]\nh = relu(x @ w)\n"
                  "loss = mean(h)\n[train]\nlr = 1e-9\nepochs = 1000000000\n[bugs]\nh = mask_upstream\n",
                  "t.lesson");
    assert_int_equal(pair.divergence.at.step, 0);
    close_pair(&pair);
}

/* w falls by lr each iteration; below zero the mask of the wrong place lets the gradient through. */
static void a_mistake_is_searched_for_a_while_and_no_longer(void **state) {
    (void)state;
    static const struct {
        const char *lr;
        bool found;
    } rates[] = {{"0.05", true}, {"0.0066", false}};
    for (int i = 0; i < 2; i++) {
        char text[400];
        snprintf(text, sizeof text,
                 "[data]\nx = ones(4, 1)\n[parameters]\nw = ones(1, 1)\n[model]\nh = relu(x @ w)\n"
                 "loss = mean(h)\n[train]\nlr = %s\nepochs = 1000\n[bugs]\nh = mask_upstream\n",
                 rates[i].lr);
        Pair pair = open_pair(text, "t.lesson");
        assert_int_equal(pair.divergence.at.step > 0, rates[i].found);
        if (rates[i].found) assert_in_range(pair.divergence.at.iteration, 19, 22);
        close_pair(&pair);
    }
}

static void the_explanation_says_it_at_that_step_and_at_no_other(void **state) {
    (void)state;
    char path[800];
    snprintf(path, sizeof path, "%s/lessons/x2-relu-wrong-mask.lesson", getenv("BACKSTEP_ASSETS"));
    Pair pair = open_pair(NULL, path);
    Stage *stage = stage_open(lesson_retain(pair.wrong), "en");
    stage->input.divergence = pair.divergence;
    for (int64_t epoch = 1; epoch <= 2; epoch++)
        for (int step = 1; step <= stage->lesson->batch->steps; step++) {
            const View *view = stage_show(stage, epoch, step);
            bool said = strstr(view->explanation.sentence, "Here the two runs part") != NULL;
            assert_int_equal(said, epoch == 1 && step == pair.divergence.at.step);
            assert_int_equal(view->divergence.here, epoch == 1);
            assert_int_equal(view->divergence.epoch, 1);
        }
    stage_close(stage);
    close_pair(&pair);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_runs_part_where_the_mistake_is_made),
        cmocka_unit_test(every_lesson_with_bugs_has_a_place_where_its_runs_part),
        cmocka_unit_test(a_mistake_may_show_later),
        cmocka_unit_test(runs_that_do_not_part_are_not_searched_for_ever),
        cmocka_unit_test(a_mistake_is_searched_for_a_while_and_no_longer),
        cmocka_unit_test(the_explanation_says_it_at_that_step_and_at_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
