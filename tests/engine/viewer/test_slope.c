/* test_slope: the curve of the loss over one element is what the forward pass says, its window shows what there is to
   see, and the step lands where the update takes the element. */
#include "tests/support/view_helper.h"

#include <math.h>

#include "engine/run/gradcheck.h"

static const View *show_gradient(Stage *stage, int64_t epoch, const char *gradient, int row, int col) {
    stage->input.check = true;
    stage_select(stage, gradient, row, col);
    return stage_show(stage, epoch, stage_step(stage, PHASE_BACKWARD, gradient));
}

static void curve_holds(const Stage *stage, const ViewSlope *slope) {
    Probe probe;
    assert_true(probe_open(&probe, stage->lesson));
    for (int i = 0; i < slope->curve.count; i += 8) {
        double value = (double)slope->curve.x[i], loss;
        assert_true(
            probe_losses(&probe, stage->machine, slope->slot, slope->row, slope->col, &value, 1, &loss));
        double bend = 1e-5 * (fabs(loss) + fabs(slope->slope) + 1); /* values are held as float */
        if (!(fabs((double)slope->curve.y[i] - loss) < bend))
            fail_msg("at %g: wanted %g, got %g", value, loss, (double)slope->curve.y[i]);
    }
    probe_close(&probe);
}

/* Rising, with the point of now inside, and as much as a plot of it must show. */
static void window_holds(const ViewSlope *slope) {
    const ViewCurve *curve = &slope->curve;
    assert_true(curve->count == VIEW_SLOPE_POINTS || curve->count == 33);
    for (int i = 1; i < curve->count; i++) assert_true(curve->x[i] > curve->x[i - 1]);
    double low = (double)curve->x[0], width = (double)curve->x[curve->count - 1] - low;
    double part = (slope->at - low) / width;
    assert_true(part > 0.15 && part < 0.85);
    assert_true(slope->low < slope->loss && slope->loss < slope->high);
}

static void any_gradient_of_a_parameter_is_the_slope_of_its_curve(void **state) {
    (void)state;
    static const struct {
        const char *folder, *lesson, *gradient;
        int row, col;
        int64_t epoch;
    } cases[] = {
        {"lessons", "x2-relu", "dW1", 0, 3, 1},      {"lessons", "x2-relu", "dW2", 4, 0, 1},
        {"lessons", "x2-relu", "db2", 0, 0, 3000},   {"lessons", "x2-linear", "dW2", 1, 0, 20},
        {"lessons", "students", "dW1", 1, 2, 7},     {"lessons", "mazur", "dW1", 1, 1, 1},
        {"lessons", "digits", "dW2", 3, 5, 1},       {"lessons", "neuron-scalars", "dw1", 0, 0, 1},
        {"lessons", "housing-deep", "dW1", 2, 3, 2}, {"models", "gru-cell", "dUz", 0, 1, 5},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        Stage *stage = stage_open(load_file(cases[c].folder, cases[c].lesson, NULL, 0), "en");
        const View *view =
            show_gradient(stage, cases[c].epoch, cases[c].gradient, cases[c].row, cases[c].col);
        const ViewSlope *slope = &view->slope;
        if (!slope->known || view->check_waits) fail_msg("%s %s", cases[c].lesson, cases[c].gradient);
        curve_holds(stage, slope);
        window_holds(slope);
        double numeric = (slope->plus - slope->minus) / (2 * slope->step);
        assert_true(fabs(numeric - slope->slope) < 1e-4 * (1 + fabs(numeric)));
        stage_close(stage);
    }
}

static void a_window_reaches_from_zero_to_twice_the_loss_and_past_the_minimum(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-linear", NULL, 0), "en");
    const ViewSlope *slope = &show_gradient(stage, 1, "dW2", 4, 0)->slope;
    assert_true(slope->low == 0 && fabs(slope->high - 2 * slope->loss) < 1e-6);
    int lowest = 0, last = slope->curve.count - 1;
    for (int i = 0; i <= last; i++)
        if (slope->curve.y[i] < slope->curve.y[lowest]) lowest = i;
    assert_true(lowest > last / 4 &&
                lowest < last - last / 8); /* a parabola's, with some of its other side */
    stage_close(stage);
}

static void the_step_lands_where_the_update_takes_the_element(void **state) {
    (void)state;
    static const struct {
        const char *train;
        bool plain;
    } cases[] = {
        {"lr = 0.1", true},
        {"lr = 0.1\nmomentum = 0.9", false},
        {"lr = 0.01\noptimizer = rmsprop", false},
        {"lr = 0.01\noptimizer = adam", false},
        {"lr = 0.1\nclip_norm = 0.01", false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char text[600];
        snprintf(text, sizeof text,
                 "[data]\nx = linspace(-1, 1, 20)\ny = x^2\n[parameters]\nW1 = randn(1, 5)\nb1 = full(1, 5, "
                 "0.5)\nW2 = randn(5, 1)\n[model]\nh = relu(x @ W1 + b1)\nyhat = h @ W2\nloss = mean((yhat - "
                 "y)^2)\n[train]\nepochs = 9\n%s\n",
                 cases[c].train);
        Stage *stage = stage_open(load(text), "en");
        const ViewSlope slope = show_gradient(stage, 4, "dW2", 2, 0)->slope;
        assert_true(slope.known && slope.lands);
        assert_int_equal(slope.plain, cases[c].plain);
        machine_finish(stage->machine);
        double now = (double)slot_element(stage->machine, "W2", 2, 0);
        assert_true(slope.to == now && slope.to != slope.at);
        const ViewSlope again = show_gradient(stage, 4, "dW2", 2, 0)->slope;
        Probe probe;
        double loss;
        assert_true(probe_open(&probe, stage->lesson));
        assert_true(probe_losses(&probe, stage->machine, again.slot, 2, 0, &now, 1, &loss));
        assert_true(loss == slope.loss_to);
        probe_close(&probe);
        stage_close(stage);
    }
}

static void what_is_to_come_is_kept_from_who_predicts(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    assert_true(show_gradient(stage, 2, "dW2", 1, 0)->slope.lands);
    stage->input.predict = true;
    const ViewSlope *slope = &show_gradient(stage, 2, "dW2", 1, 0)->slope;
    assert_true(slope->known && !slope->lands && slope->to == 0 && slope->loss_to == 0);
    stage_close(stage);
}

static void there_is_no_slope_where_the_gradient_is_not_that_of_this_loss(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    stage->input.check = true;
    int computed = stage_step(stage, PHASE_BACKWARD, "dW2"), updated = stage_step(stage, PHASE_UPDATE, "W1");
    stage_select(stage, "dW2", 1, 0);
    assert_int_equal(stage_show(stage, 2, computed - 1)->slope.slot, -1);
    assert_true(stage_show(stage, 2, computed)->slope.known);
    assert_int_equal(stage_show(stage, 2, updated)->slope.slot, -1);
    stage_select(stage, "dh", 1, 0);
    assert_int_equal(stage_show(stage, 2, updated - 1)->slope.slot, -1); /* of no parameter */
    stage_close(stage);
    stage = stage_open(load_file("lessons", "housing-accumulate", NULL, 0), "en");
    assert_true(show_gradient(stage, 1, "dw", 0, 0)->slope.known);
    assert_int_equal(show_gradient(stage, 2, "dw", 0, 0)->slope.slot, -1); /* of two losses */
    stage_close(stage);
}

static const char large[] =
    "[data]\nx = randn(400, 150)\ny = randn(400, 1)\n[parameters]\nW1 = 0.1 * randn(150, 100)\n"
    "W2 = 0.1 * randn(100, 1)\n[model]\nh = relu(x @ W1)\nyhat = h @ W2\nloss = "
    "mean((yhat - y)^2)\n[train]\nepochs = 3\n";

static void a_parameter_has_the_slope_of_its_gradient(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    const ViewSlope gradient = show_gradient(stage, 2, "dW2", 4, 0)->slope;
    stage_select(stage, "W2", 4, 0);
    int step = stage_step(stage, PHASE_BACKWARD, "dW2");
    const View *view = stage_show(stage, 2, step);
    assert_true(view->slope.known && view->slope.slot == stage_slot(stage, "W2") &&
                gradient.slot == view->slope.slot);
    assert_true(view->slope.slope == gradient.slope && view->slope.to == gradient.to &&
                view->slope.loss == gradient.loss);
    assert_true(view->explanation.has_check && view->explanation.check_good);
    view = stage_show(stage, 2, step - 1);
    assert_true(view->slope.slot < 0 && !view->explanation.has_check); /* not yet */
    view = stage_show(stage, 2, stage_step(stage, PHASE_UPDATE, "W2"));
    assert_true(view->slope.slot < 0 && !view->explanation.has_check && view->explanation.moves);
    stage_close(stage);
}

static void slices_come_to_the_same_curve(void **state) {
    (void)state;
    Stage *whole = stage_open(load(large), "en"), *sliced = stage_open(load(large), "en");
    sliced->input.hurried = true;
    const View *view = show_gradient(sliced, 1, "dW1", 20, 3);
    assert_true(view->check_waits && view->slope.slot >= 0 && !view->slope.known);
    assert_int_equal(view->slope.curve.count, 0);
    sliced->input.hurried = false;
    sliced->input.slice = 1;
    int slices = 0;
    while (show_gradient(sliced, 1, "dW1", 20, 3)->check_waits) assert_true(++slices < 1000);
    assert_true(slices > 10);
    const ViewSlope *a = &show_gradient(whole, 1, "dW1", 20, 3)->slope, *b = &sliced->view.slope;
    assert_true(a->known && b->known && a->curve.count == b->curve.count && a->curve.count < 40);
    assert_memory_equal(a->curve.y, b->curve.y, (size_t)a->curve.count * sizeof *a->curve.y);
    assert_true(a->to == b->to && a->loss_to == b->loss_to && a->low == b->low && a->high == b->high);
    sliced->input.hurried = true; /* it is kept */
    assert_true(show_gradient(sliced, 1, "dW1", 20, 3)->slope.known);
    stage_close(whole);
    stage_close(sliced);
}

static void another_element_epoch_or_rate_is_another_curve(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    ViewSlope first = show_gradient(stage, 1, "dW2", 1, 0)->slope;
    ViewSlope other = show_gradient(stage, 1, "dW2", 4, 0)->slope;
    assert_true(first.at != other.at && first.to != other.to && first.slope != other.slope);
    other = show_gradient(stage, 2, "dW2", 1, 0)->slope;
    assert_true(first.at != other.at && first.loss != other.loss);
    first = show_gradient(stage, 1, "dW2", 1, 0)->slope;
    timeline_set_rate(stage->timeline, 0.3);
    machine_set_rate(stage->machine, 0.3);
    other = show_gradient(stage, 1, "dW2", 1, 0)->slope;
    assert_true(first.at == other.at && first.to != other.to && other.plain);
    stage_close(stage);
}

static void a_wrong_rule_is_said_to_be_no_slope(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu-wrong-mask", NULL, 0), "en");
    const View *view = show_gradient(stage, 300, "dW1", 0, 6);
    assert_string_equal(view->explanation.title, "This is not the slope");
    text_has(view->explanation.sentence, view->explanation.check_numeric);
    stage_close(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_gradient_of_a_parameter_is_the_slope_of_its_curve),
        cmocka_unit_test(a_window_reaches_from_zero_to_twice_the_loss_and_past_the_minimum),
        cmocka_unit_test(the_step_lands_where_the_update_takes_the_element),
        cmocka_unit_test(what_is_to_come_is_kept_from_who_predicts),
        cmocka_unit_test(there_is_no_slope_where_the_gradient_is_not_that_of_this_loss),
        cmocka_unit_test(a_parameter_has_the_slope_of_its_gradient),
        cmocka_unit_test(slices_come_to_the_same_curve),
        cmocka_unit_test(another_element_epoch_or_rate_is_another_curve),
        cmocka_unit_test(a_wrong_rule_is_said_to_be_no_slope),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
