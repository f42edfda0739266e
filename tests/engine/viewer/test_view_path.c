/* test_view_path: of a path of very many points what can be seen is kept. */
#include "tests/support/lesson_helper.h"
#include "tests/support/view_helper.h"

static void find_range(const float *at, int count, float *low, float *high) {
    *low = INFINITY;
    *high = -INFINITY;
    for (int i = 0; i < count; i++) {
        *low = fminf(*low, at[i]);
        *high = fmaxf(*high, at[i]);
    }
}

/* Its ends, its lowest and its highest point, and no more points than columns that are narrower than pixels.
 */
static void a_path_of_very_many_points_is_thinned(void **state) {
    (void)state;
    Stage *stage = stage_open(
        load("[data]\nx = linspace(-1, 1, 300000)\ny = x^2 + randn(300000)\n[plot]\ncurve = y against x\n"),
        "en");
    viewer_build(stage->viewer, &stage->input, &stage->view);
    const ViewCurve *path = &stage->view.plot.now;
    const Value *x = &data(stage->lesson, "x")->value, *y = &data(stage->lesson, "y")->value;
    float low, high, kept_low, kept_high;
    find_range(y->at, y->rows, &low, &high);
    find_range(path->y, path->count, &kept_low, &kept_high);
    assert_in_range(path->count, 4096, 4 * 4097);
    assert_true(kept_low == low && kept_high == high);
    assert_true(path->x[0] == x->at[0] && path->x[path->count - 1] == x->at[x->rows - 1]);
    for (int i = 1; i < path->count; i++) assert_true(path->x[i] > path->x[i - 1]);
    stage_close(stage);
}

/* There is nothing to be left out. */
static void a_path_that_goes_to_and_fro_stays_as_it_is(void **state) {
    (void)state;
    Stage *stage =
        stage_open(load("[data]\nx = rand(100000)\ny = rand(100000)\n[plot]\ncurve = y against x\n"), "en");
    viewer_build(stage->viewer, &stage->input, &stage->view);
    assert_int_equal(stage->view.plot.now.count, 100000);
    stage_close(stage);
}

static void what_is_not_finite_stays_a_gap(void **state) {
    (void)state;
    Stage *stage = stage_open(
        load("[data]\nx = linspace(-1, 1, 100000)\ny = log(x)\n[plot]\ncurve = y against x\n"), "en");
    viewer_build(stage->viewer, &stage->input, &stage->view);
    const ViewCurve *path = &stage->view.plot.now;
    for (int i = 0; i < path->count; i++) assert_true((path->x[i] > 0) == (isfinite(path->y[i]) != 0));
    stage_close(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_of_very_many_points_is_thinned),
        cmocka_unit_test(a_path_that_goes_to_and_fro_stays_as_it_is),
        cmocka_unit_test(what_is_not_finite_stays_a_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
