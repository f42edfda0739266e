/* test_lesson_values: what the functions of [data] and [parameters] give, and in which order they draw. */
#include "tests/support/lesson_helper.h"

#define PICTURE "[plot]\nfunctions = relu\n"

static void functions_of_data_give_what_the_format_says(void **state) {
    (void)state;
    Lesson *lesson =
        load("[data]\nl = linspace(-1, 1, 5)\none = linspace(3, 4, 1)\nz = zeros(2)\no = ones(1, 3)\n"
             "f = full(2, 2, -0.5)\nm = [[1, -2], [3, 4]]\nt = onehot([[2], [0]], 3)\n"
             "s = standardize([[1, 5], [3, 5]])\nr = rows(m) * 10 + cols(o)\n" PICTURE);
    holds(data(lesson, "l"), 5, 1, (double[]){-1, -0.5, 0, 0.5, 1});
    holds(data(lesson, "one"), 1, 1, (double[]){3});
    holds(data(lesson, "z"), 2, 1, (double[]){0, 0});
    holds(data(lesson, "o"), 1, 3, (double[]){1, 1, 1});
    holds(data(lesson, "f"), 2, 2, (double[]){-0.5, -0.5, -0.5, -0.5});
    holds(data(lesson, "m"), 2, 2, (double[]){1, -2, 3, 4});
    holds(data(lesson, "t"), 2, 3, (double[]){0, 0, 1, 1, 0, 0});
    holds(data(lesson, "s"), 2, 2, (double[]){-1, 0, 1, 0});
    holds(data(lesson, "r"), 1, 1, (double[]){23});
    lesson_release(lesson);
}

static void a_linspace_ends_where_it_should(void **state) {
    (void)state;
    char text[80];
    for (int count = 2; count < 200; count++) {
        snprintf(text, sizeof text, "[data]\nx = linspace(0, 1, %d)\n" PICTURE, count);
        Lesson *lesson = load(text);
        assert_true(element(data(lesson, "x"), 0, 0) == 0 && element(data(lesson, "x"), count - 1, 0) == 1);
        lesson_release(lesson);
    }
}

static void operators_work_as_in_models(void **state) {
    (void)state;
    Lesson *lesson =
        load("[data]\na = [[1, 2], [3, 4]]\nrow = [[10, 20]]\ncol = [[100], [200]]\n"
             "sum1 = a + row\nsum2 = row + col\np = a @ a\nd = a / 2 - 1\nn = -a^2\nq = 4^0.5 + 2^-1\n"
             "s = a²\nt = a.T\nsm = sum(a)\ns0 = sum(a, 0)\nm1 = mean(a, 1)\nr = relu(-a + 3)\n"
             "k = clip(a, 1.5, 3)\nc = 1 - 2 - 3\nu = 2 * pi\n" PICTURE);
    holds(data(lesson, "sum1"), 2, 2, (double[]){11, 22, 13, 24});
    holds(data(lesson, "sum2"), 2, 2, (double[]){110, 120, 210, 220});
    holds(data(lesson, "p"), 2, 2, (double[]){7, 10, 15, 22});
    holds(data(lesson, "d"), 2, 2, (double[]){-0.5, 0, 0.5, 1});
    holds(data(lesson, "n"), 2, 2, (double[]){-1, -4, -9, -16});
    holds(data(lesson, "q"), 1, 1, (double[]){2.5});
    holds(data(lesson, "s"), 2, 2, (double[]){1, 4, 9, 16});
    holds(data(lesson, "t"), 2, 2, (double[]){1, 3, 2, 4});
    holds(data(lesson, "sm"), 1, 1, (double[]){10});
    holds(data(lesson, "s0"), 1, 2, (double[]){4, 6});
    holds(data(lesson, "m1"), 2, 1, (double[]){1.5, 3.5});
    holds(data(lesson, "r"), 2, 2, (double[]){2, 1, 0, 0});
    holds(data(lesson, "k"), 2, 2, (double[]){1.5, 2, 3, 3});
    holds(data(lesson, "c"), 1, 1, (double[]){-4});
    holds(data(lesson, "u"), 1, 1, (double[]){6.283185307});
    lesson_release(lesson);
}

static void counts_may_be_worked_out(void **state) {
    (void)state;
    Lesson *lesson = load("[data]\nn = 3\nx = zeros(2 * n, sqrt(4))\ny = ones(rows(x), cols(x) + 1)\n"
                          "[parameters]\nw = zeros(cols(y), n)\n" PICTURE);
    is_shape(data(lesson, "x"), 6, 2);
    is_shape(data(lesson, "y"), 6, 3);
    is_shape(parameter(lesson, "w"), 3, 3);
    lesson_release(lesson);
}

static void draws_follow_the_file_from_left_to_right(void **state) {
    (void)state;
    Lesson *lesson = load(
        "[parameters]\nw = rand(1) + 10 * rand(1)\n[data]\nx = rand(2, 2)\n[lesson]\nseed = 3\n" PICTURE);
    Rng rng;
    float drawn[6];
    rng_seed(&rng, RNG_TORCH, 3);
    rng_rand(&rng, drawn, 6);
    holds(parameter(lesson, "w"), 1, 1, (double[]){(double)drawn[0] + 10 * (double)drawn[1]});
    holds(data(lesson, "x"), 2, 2,
          (double[]){(double)drawn[2], (double)drawn[3], (double)drawn[4], (double)drawn[5]});
    assert_memory_equal(&rng, &lesson->rng, sizeof rng); /* shuffling goes on from there */
    lesson_release(lesson);
}

static void a_linear_weight_is_drawn_as_pytorch_lays_it(void **state) {
    (void)state;
    Lesson *lesson =
        load("[parameters]\nw = linear_weight(4, 3)\nb = linear_bias(4, 3)\n[lesson]\nseed = 5\n" PICTURE);
    Rng rng;
    float drawn[15];
    rng_seed(&rng, RNG_TORCH, 5);
    rng_uniform(&rng, -0.5, 0.5, drawn, 15);
    is_shape(parameter(lesson, "w"), 4, 3);
    for (int out = 0; out < 3; out++)
        for (int in = 0; in < 4; in++)
            assert_true(element(parameter(lesson, "w"), in, out) == drawn[out * 4 + in]);
    is_shape(parameter(lesson, "b"), 1, 3);
    for (int out = 0; out < 3; out++) assert_true(element(parameter(lesson, "b"), 0, out) == drawn[12 + out]);
    lesson_release(lesson);
}

static void a_lesson_can_choose_numpys_generator(void **state) {
    (void)state;
    Lesson *lesson = load(
        "[lesson]\nseed = 42\ngenerator = numpy\n[data]\nx = uniform(0, 1, 1, 3)\ny = randn(1, 3)\n" PICTURE);
    holds(data(lesson, "x"), 1, 3, (double[]){0.37454012, 0.95071431, 0.73199394});
    holds(data(lesson, "y"), 1, 3, (double[]){-1.11188012, 0.31890218, 0.27904129});
    lesson_release(lesson);
}

static void a_csv_column_is_found_by_its_name(void **state) {
    (void)state;
    char text[200];
    snprintf(text, sizeof text,
             "[data]\nx = csv(\"%s/data/broken/files/good.csv\", \"width\", \"height\")\n" PICTURE,
             getenv("BACKSTEP_TESTS"));
    Lesson *lesson = load(text);
    holds(data(lesson, "x"), 2, 2, (double[]){2, 1, 4, 3});
    lesson_release(lesson);
}

static void a_baseline_is_the_best_linear_fit(void **state) {
    (void)state;
    /* y = x² on −1, 0, 1: the best line is the constant 2/3, mean squared error 2/9. */
    Lesson *lesson =
        load("[data]\nx = linspace(-1, 1, 3)\ny = x^2\n[parameters]\nw = 1\n[model]\nloss = mse(x * w, y)\n"
             "[train]\nbaseline = least_squares y from x\n");
    assert_true(fabs(lesson->train.baseline - 2.0 / 9) < 1e-12);
    is_text(lesson->train.baseline_y, "y");
    is_text(lesson->train.baseline_x, "x");
    lesson_release(lesson);
}

static void a_baseline_leaves_out_columns_that_depend_on_others(void **state) {
    (void)state;
    /* the third column is the sum of the others, the fourth a constant on another scale */
    Lesson *lesson = load("[data]\na = [[1, 2], [3, 5], [4, 4], [0, 7], [2, 9]]\nx = a @ [[1, 0, 1, 0], [0, "
                          "1, 1, 0]] + [[0, 0, 0, 1e6]]\n"
                          "y = a @ [[3], [-2]] + 7\nz = [[1], [0], [2], [5], [3]]\n[parameters]\nw = 1\n"
                          "[model]\nloss = mse(a * w, a) + sum(y) + sum(x) + sum(z)\n[train]\nbaseline = "
                          "least_squares y from x\n");
    assert_true(fabs(lesson->train.baseline) < 1e-12);
    lesson_release(lesson);
}

static void a_baseline_does_not_see_the_holdout(void **state) {
    (void)state;
    Lesson *lesson = load("[data]\nx = linspace(0, 9, 10)\ny = relu(x - 7)\n[parameters]\nw = "
                          "1\n[model]\nloss = mse(x * w, y)\n"
                          "[train]\nholdout = 0.2\nbaseline = least_squares y from x\n");
    assert_true(fabs(lesson->train.baseline) < 1e-12);
    lesson_release(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_of_data_give_what_the_format_says),
        cmocka_unit_test(a_linspace_ends_where_it_should),
        cmocka_unit_test(operators_work_as_in_models),
        cmocka_unit_test(counts_may_be_worked_out),
        cmocka_unit_test(draws_follow_the_file_from_left_to_right),
        cmocka_unit_test(a_linear_weight_is_drawn_as_pytorch_lays_it),
        cmocka_unit_test(a_lesson_can_choose_numpys_generator),
        cmocka_unit_test(a_csv_column_is_found_by_its_name),
        cmocka_unit_test(a_baseline_is_the_best_linear_fit),
        cmocka_unit_test(a_baseline_leaves_out_columns_that_depend_on_others),
        cmocka_unit_test(a_baseline_does_not_see_the_holdout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
