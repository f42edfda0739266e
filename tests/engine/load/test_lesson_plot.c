/* test_lesson_plot: [plot] in all its forms, what is chosen without it, and the programs that draw it. */
#include "tests/support/lesson_helper.h"

#define LINE     "[data]\nx = linspace(0, 1, 10)\ny = x^2\n[parameters]\nw = full(1, 1, 0.5)\nb = 1\n"
#define CLASSES2 "[data]\nx = randn(8, 2)\nt = onehot(zeros(8), 3)\n[parameters]\nW = randn(2, 3)\n"

static Lesson *reference(const char *name) {
    char path[600];
    snprintf(path, sizeof path, "%s/data/reference/%s.lesson", getenv("BACKSTEP_TESTS"), name);
    return load_with(path, NULL, NULL, 0);
}

static void every_form_is_read(void **state) {
    (void)state;
    Lesson *lesson =
        load(CLASSES2 "[model]\ns = x @ W\np = softmax(s)\nloss = cross_entropy(s, t)\n[train]\nepochs = 9\n"
                      "requires_grad = x\n[plot]\nboundary = p over x\nclasses = p\nimages = x as 1x2\n"
                      "snapshots = 3, 5\nfunctions = relu, leaky_relu\nhistory = loss, grad(W), grad(x)\n"
                      "reference = 10.4 random forest, scikit-learn\nreference.2 = -1e-3 another\n");
    const Plot *plot = &lesson->plot;
    is_text(plot->boundary_p, "p");
    is_text(plot->boundary_x, "x");
    is_text(plot->classes, "p");
    is_text(plot->images, "x");
    assert_true(plot->image_rows == 1 && plot->image_cols == 2 && plot->snapshot_count == 2 &&
                plot->snapshots[1] == 5);
    assert_int_equal(plot->function_count, 2);
    is_text(plot->functions[1], "leaky_relu");
    assert_true(plot->history_loss && plot->history_gradient_count == 2);
    is_text(plot->history_gradients[1], "x");
    assert_int_equal(plot->reference_count, 2);
    assert_true(plot->references[0].level == 10.4 && plot->references[1].level == -1e-3);
    is_text(plot->references[0].label, "random forest, scikit-learn");
    lesson_release(lesson);
}

static void a_history_without_the_loss_is_one(void **state) {
    (void)state;
    Lesson *lesson = load(LINE "[model]\np = x * w\nloss = mse(p, y)\n[plot]\nhistory = grad(w)\n");
    assert_true(!lesson->plot.history_loss && lesson->plot.history_gradient_count == 1);
    is_text(lesson->plot.curve_y, "p"); /* and the picture is chosen all the same */
    lesson_release(lesson);
}

static void one_input_column_suggests_the_curve(void **state) {
    (void)state;
    Lesson *lesson = reference("x2-relu");
    const Plot *plot = &lesson->plot;
    is_text(plot->curve_y, "yhat");
    is_text(plot->curve_x, "x");
    is_text(plot->points_y, "y");
    is_text(plot->points_x, "x");
    assert_true(plot->history_loss && plot->boundary_p == NULL && plot->images == NULL);
    assert_int_equal(lesson->curve->samples, CURVE_POINTS);
    assert_null(lesson->plane);
    lesson_release(lesson);
}

static void two_input_columns_and_classes_suggest_the_plane(void **state) {
    (void)state;
    Lesson *lesson = reference("students");
    is_text(lesson->plot.boundary_p, "s");
    is_text(lesson->plot.boundary_x, "x");
    assert_int_equal(lesson->plane->samples, PLANE_SIZE * PLANE_SIZE);
    lesson_release(lesson);
}

static void square_input_suggests_images(void **state) {
    (void)state;
    Lesson *lesson = reference("digits");
    is_text(lesson->plot.images, "x");
    is_text(lesson->plot.classes, "s");
    assert_true(lesson->plot.image_rows == 8 && lesson->plot.image_cols == 8);
    lesson_release(lesson);
}

static void a_named_softmax_is_preferred_to_its_scores(void **state) {
    (void)state;
    Lesson *lesson = load(CLASSES2 "[model]\ns = x @ W\np = softmax(s)\nloss = cross_entropy(s, t)\n");
    is_text(lesson->plot.boundary_p, "p");
    lesson_release(lesson);
    lesson = load(CLASSES2 "[model]\np = softmax(x @ W)\nE = -sum(t * log(p))\n");
    is_text(lesson->plot.boundary_p, "p");
    lesson_release(lesson);
}

static void other_shapes_suggest_no_picture(void **state) {
    (void)state;
    Lesson *lesson = reference("chain-rule"); /* three input columns */
    assert_true(lesson->plot.curve_y == NULL && lesson->plot.boundary_p == NULL &&
                lesson->plot.images == NULL);
    assert_true(lesson->plot.history_loss);
    lesson_release(lesson);
    lesson = load("[data]\nx = randn(8, 2)\ny = randn(8)\n[parameters]\nw = randn(2)\n[model]\np = x @ "
                  "w\nloss = mse(p, y)\n");
    assert_null(lesson->plot.boundary_p); /* no probabilities */
    lesson_release(lesson);
}

static void a_curve_that_needs_more_than_x_goes_through_the_samples(void **state) {
    (void)state;
    Lesson *lesson = load("[data]\nx = linspace(0, 1, 10)\nsquare = x^2\ny = x\n[parameters]\nw = 1\n"
                          "[model]\np = x * w + square\nloss = mse(p, y)\n[plot]\ncurve = p against x\n");
    is_text(lesson->plot.curve_y, "p");
    assert_null(lesson->curve);
    lesson_release(lesson);
    /* a bias a sample, and by chance as many samples as a curve has points */
    assert_int_equal(CURVE_POINTS, 257);
    lesson = load(
        "[data]\nx = linspace(0, 1, 257)\ny = x\n[parameters]\nb = 1\n[model]\np = x + b\nloss = mse(p, y)\n"
        "[bugs]\nb = no_sum\n");
    is_text(lesson->plot.curve_y, "p");
    assert_null(lesson->curve);
    lesson_release(lesson);
    lesson = load("[data]\nx = linspace(0, 1, 10)\ny = x\n[parameters]\nw = ones(10)\n[model]\np = x * "
                  "w\nloss = mse(p, y)\n");
    assert_null(lesson->curve); /* a weight a sample */
    lesson_release(lesson);
}

static void a_picture_has_no_program(void **state) {
    (void)state;
    Lesson *lesson = load("[data]\nt = linspace(0, 6, 100)\nx = cos(t)\ny = sin(t)\n[plot]\ncurve = y "
                          "against x\npoints = y against x\n");
    assert_int_equal(lesson->model_count, 0);
    assert_true(lesson->batch == NULL && lesson->curve == NULL && !lesson->plot.history_loss);
    is_text(lesson->plot.curve_y, "y");
    lesson_release(lesson);
}

static void classifiers_are_known_by_their_loss(void **state) {
    (void)state;
    static const struct {
        const char *name, *scores, *truth;
    } cases[] = {{"digits", "s", "t"},
                 {"students", "s", "t"},
                 {"log-softmax", "logp", "t"},
                 {"softmax-two-layers", "p", "y"},
                 {"cross-entropy-sigmoid", NULL, NULL},
                 {"x2-relu", NULL, NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Lesson *lesson = reference(cases[i].name);
        const Slot *slots = lesson->batch->slots;
        is_text(lesson->classes_slot < 0 ? NULL : slots[lesson->classes_slot].name, cases[i].scores);
        is_text(lesson->classes_target < 0 ? NULL : slots[lesson->classes_target].name, cases[i].truth);
        lesson_release(lesson);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_is_read),
        cmocka_unit_test(a_history_without_the_loss_is_one),
        cmocka_unit_test(one_input_column_suggests_the_curve),
        cmocka_unit_test(two_input_columns_and_classes_suggest_the_plane),
        cmocka_unit_test(square_input_suggests_images),
        cmocka_unit_test(a_named_softmax_is_preferred_to_its_scores),
        cmocka_unit_test(other_shapes_suggest_no_picture),
        cmocka_unit_test(a_curve_that_needs_more_than_x_goes_through_the_samples),
        cmocka_unit_test(a_picture_has_no_program),
        cmocka_unit_test(classifiers_are_known_by_their_loss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
