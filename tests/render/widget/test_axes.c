/* test_axes: axes show round numbers that do not collide, whatever the data; lines stay in their frame. */
#include "tests/support/plot_helper.h"

static double random_high(Setting *s, double low) {
    double kind = random_unit(s);
    if (kind < 0.1) return low;
    if (kind < 0.2) return low * (1 + 1e-7);
    if (kind < 0.3) return low * (1 + 1e-3 * random_unit(s));
    return random_number(s);
}

static bool is_round(double value) {
    if (value == 0) return true;
    double power = pow(10, floor(log10(fabs(value)) + 1e-9) - 6);
    double digits = fabs(value) / power; /* seven digits before the point */
    return fabs(digits - round(digits)) < 1e-3;
}

/* 1, 2 or 5 times a power of ten. */
static bool is_round_step(double step) {
    double first = step / pow(10, floor(log10(step) + 1e-9));
    return fabs(first - 1) < 1e-6 || fabs(first - 2) < 1e-6 || fabs(first - 5) < 1e-6;
}

static void check_labels(Setting *s, const AxisText *text, const AxisTicks *ticks) {
    for (int i = 0; i < ticks->count; i++) {
        const AxisTick *tick = &ticks->ticks[i];
        float half = text->vertical ? fonts_ascent(s->fonts, FONT_NUMBER, text->size) / 2
                                    : fonts_width(s->fonts, FONT_NUMBER, text->size, tick->label) / 2;
        if (tick->at - half < text->first || tick->at + half > text->last)
            fail_msg("the label %s at %f leaves the axis", tick->label, (double)tick->at);
        for (int k = 0; k < i; k++) {
            float other = text->vertical
                              ? half
                              : fonts_width(s->fonts, FONT_NUMBER, text->size, ticks->ticks[k].label) / 2;
            if (fabsf(ticks->ticks[k].at - tick->at) < half + other)
                fail_msg("%s and %s overlap", ticks->ticks[k].label, tick->label);
            assert_string_not_equal(ticks->ticks[k].label, tick->label);
        }
    }
}

static void ticks_are_round_and_inside_and_their_labels_apart(void **state) {
    Setting *s = *state;
    int empty = 0, shown = 0;
    for (int i = 0; i < 20000; i++) {
        bool logarithmic = random_unit(s) < 0.4;
        double low = random_number(s), high = random_high(s, low);
        Axis axis = axis_make(low, high, random_unit(s) < 0.5 ? 0 : 0.05, logarithmic);
        assert_true(isfinite(axis.low) && isfinite(axis.high) && axis.low < axis.high);
        assert_true(!logarithmic || axis.low > 0);
        AxisText text = {.fonts = s->fonts, .texts = s->texts, .size = 12, .gap = 6, .spacing = 20};
        text.vertical = random_unit(s) < 0.5;
        float length = 60 + 800 * (float)random_unit(s);
        axis.from = text.vertical ? length : 0;
        axis.to = text.vertical ? 0 : length;
        text.first = -20;
        text.last = length + 20;
        AxisTicks ticks;
        axis_ticks(&axis, &text, &ticks);
        check_labels(s, &text, &ticks);
        for (int k = 0; k < ticks.count; k++) {
            double value = ticks.ticks[k].value, slack = (axis.high - axis.low) * 1e-6;
            if (!is_round(value)) fail_msg("%.17g is not round", value);
            if (value < axis.low - slack || value > axis.high + slack)
                fail_msg("%g is outside of %g … %g", value, axis.low, axis.high);
            if (k && !logarithmic && !is_round_step((ticks.ticks[k].value - ticks.ticks[k - 1].value)))
                fail_msg("a step of %.17g", ticks.ticks[k].value - ticks.ticks[k - 1].value);
        }
        empty += ticks.count == 0;
        shown += ticks.count;
    }
    if (empty > 300) fail_msg("%d of 20000 axes have no tick", empty);
    assert_true(shown > 60000);
}

static const char *label_of(Setting *s, double low, double high, bool logarithmic, int index) {
    static AxisTicks ticks;
    Axis axis = axis_make(low, high, 0, logarithmic);
    axis.from = 0;
    axis.to = 400;
    AxisText text = {
        .fonts = s->fonts, .texts = s->texts, .size = 12, .gap = 6, .spacing = 50, .first = -50, .last = 450};
    axis_ticks(&axis, &text, &ticks);
    assert_true(index < ticks.count);
    return ticks.ticks[index].label;
}

static void labels_are_short_and_have_a_true_minus(void **state) {
    Setting *s = *state;
    assert_string_equal(label_of(s, -1, 1, false, 0), "−1");
    assert_string_equal(label_of(s, -1, 1, false, 1), "−0.5");
    assert_string_equal(label_of(s, -1, 1, false, 2), "0");
    assert_string_equal(label_of(s, 0, 50000, false, 1), "10k");
    assert_string_equal(label_of(s, 0, 3e7, false, 2), "1e7");
    assert_string_equal(label_of(s, 0, 5e-6, false, 1), "1e−6");
    assert_string_equal(label_of(s, 1, 10000, true, 4), "10k");
    assert_string_equal(label_of(s, 0.001, 1, true, 0), "0.001");
}

static void the_language_has_its_decimal_sign(void **state) {
    Setting *s = *state;
    Err e = {0};
    text_close(s->texts);
    s->texts = text_open(getenv("BACKSTEP_ASSETS"), "ru", &e);
    assert_non_null(s->texts);
    assert_string_equal(label_of(s, -1, 1, false, 1), "−0,5");
}

static void values_lie_where_their_ticks_are(void **state) {
    (void)state;
    Axis axis = axis_make(1, 100, 0, true);
    axis.from = 0;
    axis.to = 200;
    assert_true(fabsf(axis_at(&axis, 10) - 100) < 0.01f && fabsf(axis_at(&axis, 1)) < 0.01f);
    assert_true(axis_at(&axis, 0) < 0 && axis_at(&axis, -5) < 0 && isnan(axis_at(&axis, NAN)));
    axis = axis_make(-1, 3, 0, false);
    axis.from = 100;
    axis.to = 0;
    assert_true(fabsf(axis_at(&axis, 0) - 75) < 0.01f);
}

static void a_line_stays_inside_the_frame(void **state) {
    Setting *s = *state;
    PlotFrame frame = {
        .area = {100, 100, 300, 200}, .x = axis_make(0, 1, 0, false), .y = axis_make(0, 1, 0, false)};
    frame.x.from = 100, frame.x.to = 400, frame.y.from = 300, frame.y.to = 100;
    int seen = 0;
    for (int round = 0; round < 200; round++) {
        float x[40], y[40];
        for (int i = 0; i < 40; i++) {
            x[i] = (float)random_unit(s) * 1.4f - 0.2f;
            y[i] = (float)(random_unit(s) < 0.3 ? random_number(s) : random_unit(s));
        }
        draw_clear(&s->list, 500, 500, (Color){0, 0, 0, 255});
        seen += plot_frame_line(&s->list, &frame, x, y, 40, (PlotPen){{255, 255, 255, 255}, 2, 0, 0});
        all_within(&s->list, frame.area, 1.6f); /* half the line's width, and antialiasing */
    }
    assert_int_equal(seen, 200);
    float x[] = {0, 1}, y[] = {2, 3};
    assert_false(plot_frame_line(&s->list, &frame, x, y, 2, (PlotPen){{255, 255, 255, 255}, 2, 0, 0}));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ticks_are_round_and_inside_and_their_labels_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(labels_are_short_and_have_a_true_minus, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_language_has_its_decimal_sign, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values_lie_where_their_ticks_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_line_stays_inside_the_frame, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
