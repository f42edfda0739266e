/* test_theme: text reads on every ground, and hues that mean different things stay apart for colour-blind
 * eyes. */
#include "tests/support/test.h"

#include <math.h>
#include <string.h>

#include "render/style/theme.h"

typedef struct Linear {
    double r, g, b; /* linear light, 0 … 1 */
} Linear;

typedef enum Eye { EYE_NORMAL, EYE_PROTAN, EYE_DEUTAN, EYE_TRITAN, EYE_COUNT } Eye;

static const char *const eye_names[] = {"normal", "protanopia", "deuteranopia", "tritanopia"};

static double linear(uint8_t channel) {
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double held(double value) {
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

static Linear apply(const double m[9], Linear c) {
    return (Linear){held(m[0] * c.r + m[1] * c.g + m[2] * c.b), held(m[3] * c.r + m[4] * c.g + m[5] * c.b),
                    held(m[6] * c.r + m[7] * c.g + m[8] * c.b)};
}

/* What a colour looks like to an eye without one kind of cones: Viénot, Brettel and Mollon 1999 (red, green),
   Brettel, Viénot and Mollon 1997 (blue: two half planes), as matrices over linear sRGB: the ones that
   libDaltonLens publishes for these papers (daltonlens.org, public domain). */
static Linear seen_by(Eye eye, Linear c) {
    static const double protan[] = {0.11238, 0.88762, 0, 0.11238, 0.88762, 0, 0.00401, -0.00401, 1};
    static const double deutan[] = {0.29275, 0.70725, 0, 0.29275, 0.70725, 0, -0.02234, 0.02234, 1};
    static const double tritan[2][9] = {
        {1.01277, 0.13548, -0.14826, -0.01243, 0.86812, 0.14431, 0.07589, 0.80500, 0.11911},
        {0.93678, 0.18979, -0.12657, 0.06154, 0.81526, 0.12320, -0.37562, 1.12767, 0.24796},
    };
    if (eye == EYE_PROTAN) return apply(protan, c);
    if (eye == EYE_DEUTAN) return apply(deutan, c);
    if (eye == EYE_TRITAN) return apply(tritan[0.03901 * c.r - 0.02788 * c.g - 0.01113 * c.b < 0], c);
    return c;
}

static double lab_curve(double t) {
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

/* CIE Lab under D65. */
static void to_lab(Linear c, double lab[3]) {
    double x = lab_curve((0.4124564 * c.r + 0.3575761 * c.g + 0.1804375 * c.b) / 0.95047);
    double y = lab_curve(0.2126729 * c.r + 0.7151522 * c.g + 0.0721750 * c.b);
    double z = lab_curve((0.0193339 * c.r + 0.1191920 * c.g + 0.9503041 * c.b) / 1.08883);
    lab[0] = 116 * y - 16;
    lab[1] = 500 * (x - y);
    lab[2] = 200 * (y - z);
}

static double distance(Eye eye, Color a, Color b) {
    double lab[2][3], sum = 0;
    to_lab(seen_by(eye, (Linear){linear(a.r), linear(a.g), linear(a.b)}), lab[0]);
    to_lab(seen_by(eye, (Linear){linear(b.r), linear(b.g), linear(b.b)}), lab[1]);
    for (int i = 0; i < 3; i++) sum += (lab[0][i] - lab[1][i]) * (lab[0][i] - lab[1][i]);
    return sqrt(sum);
}

typedef struct Named {
    const char *name;
    Color color;
} Named;

static void assert_apart(const Theme *theme, Named a, Named b, Eye eye, double wanted) {
    double got = distance(eye, a.color, b.color);
    if (got < wanted)
        fail_msg("%s, %s: %s and %s are %.1f apart, wanted %.1f", theme->name, eye_names[eye], a.name, b.name,
                 got, wanted);
}

static void every_text_reads_on_panel_and_ground(void **state) {
    (void)state;
    for (int i = 0; i < theme_count; i++) {
        const Theme *t = &theme_table[i];
        const Named texts[] = {{"text", t->text},
                               {"text_dim", t->text_dim},
                               {"forward", t->forward},
                               {"backward", t->backward},
                               {"parameter", t->parameter},
                               {"loss", t->loss},
                               {"now", t->now},
                               {"positive_text", t->positive_text},
                               {"negative_text", t->negative_text},
                               {"data", t->data},
                               {"good", t->good},
                               {"bad", t->bad}};
        for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
            double panel = theme_contrast(texts[k].color, t->panel),
                   ground = theme_contrast(texts[k].color, t->ground);
            if (fmin(panel, ground) < 4.5)
                fail_msg("%s: %s has a contrast of %.2f and %.2f", t->name, texts[k].name, panel, ground);
        }
    }
}

static void the_contrast_theme_has_seven_to_one(void **state) {
    (void)state;
    const Theme *t = theme_find("contrast");
    assert_non_null(t);
    const Named texts[] = {{"text_dim", t->text_dim},
                           {"forward", t->forward},
                           {"backward", t->backward},
                           {"parameter", t->parameter},
                           {"loss", t->loss},
                           {"now", t->now},
                           {"positive_text", t->positive_text},
                           {"negative_text", t->negative_text},
                           {"data", t->data},
                           {"good", t->good},
                           {"bad", t->bad}};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
        double got =
            fmin(theme_contrast(texts[k].color, t->panel), theme_contrast(texts[k].color, t->ground));
        if (got < 7) fail_msg("%s has a contrast of %.2f", texts[k].name, got);
    }
    for (int k = 0; k < 6; k++)
        if (theme_contrast(t->curve[k], t->panel) < 4.5) fail_msg("curve %d is too dark", k);
    assert_true(theme_contrast(t->border, t->panel) >= 7);
}

/* The columns' tones in a plot: seen on its ground, and neighbours told apart by lightness, whatever the eye. */
static void tones_are_seen_and_neighbours_differ(void **state) {
    (void)state;
    for (int i = 0; i < theme_count; i++) {
        const Theme *t = &theme_table[i];
        for (int way = 0; way < 2; way++) {
            const Color *tones = way == 0 ? t->forward_tones : t->backward_tones;
            Color bright = way == 0 ? t->forward_bright : t->backward_bright;
            if (theme_contrast(bright, t->plot) < 4.5)
                fail_msg("%s: the selected column is too dim", t->name);
            for (int k = 0; k < 10; k++) {
                double seen = theme_contrast(tones[k], t->plot);
                if (seen < 3) fail_msg("%s: tone %d of %d has a contrast of %.2f", t->name, k, way, seen);
                for (Eye eye = EYE_NORMAL; eye < EYE_COUNT; eye++)
                    assert_apart(t, (Named){"a tone", tones[k]}, (Named){"the next", tones[(k + 1) % 10]},
                                 eye, 7);
            }
        }
    }
}

static void text_on_an_accent_reads(void **state) {
    (void)state;
    for (int i = 0; i < theme_count; i++) {
        const Theme *t = &theme_table[i];
        const Named accents[] = {
            {"forward", t->forward},  {"backward", t->backward}, {"parameter", t->parameter},
            {"loss", t->loss},        {"now", t->now},           {"positive", t->positive},
            {"negative", t->negative}};
        for (size_t k = 0; k < sizeof accents / sizeof accents[0]; k++) {
            double got = theme_contrast(t->on_accent, accents[k].color);
            if (got < 4.5) fail_msg("%s: on %s the contrast is %.2f", t->name, accents[k].name, got);
        }
    }
}

static void lines_and_curves_are_visible(void **state) {
    (void)state;
    for (int i = 0; i < theme_count; i++)
        for (int k = 0; k < 6; k++) {
            double got = theme_contrast(theme_table[i].curve[k], theme_table[i].panel);
            if (got < 3) fail_msg("%s: curve %d has a contrast of %.2f", theme_table[i].name, k, got);
        }
}

/* Distances in CIE Lab (1976). A difference of 2.3 is just noticed (Mahy, Van Eycken and Oosterlinck 1994);
   what differs in meaning differs by five times that to every eye, a sign and its opposite by more, since
   heat maps mix them with zero, and the two directions are never to be mistaken for each other. */
static const double apart = 12.5, apart_signs = 30, apart_directions = 60, apart_normal = 33;

enum { HUES = 7 };

static void hues_of(const Theme *t, Named hues[HUES]) {
    const Named all[HUES] = {{"forward", t->forward},  {"backward", t->backward}, {"parameter", t->parameter},
                             {"loss", t->loss},        {"now", t->now},           {"positive", t->positive},
                             {"negative", t->negative}};
    memcpy(hues, all, sizeof all);
}

static void directions_signs_roles_and_now_stay_apart_for_every_eye(void **state) {
    (void)state;
    int compared = 0;
    for (int i = 0; i < theme_count; i++) {
        const Theme *t = &theme_table[i];
        Named hues[HUES], zero = {"zero", t->zero};
        hues_of(t, hues);
        for (Eye eye = EYE_NORMAL; eye < EYE_COUNT; eye++) {
            assert_apart(t, hues[0], hues[1], eye, apart_directions);
            assert_apart(t, hues[5], hues[6], eye, apart_signs);
            assert_apart(t, hues[5], zero, eye, apart_signs);
            assert_apart(t, hues[6], zero, eye, apart_signs);
            for (int a = 0; a < HUES; a++)
                for (int b = a + 1; b < HUES; b++, compared++) assert_apart(t, hues[a], hues[b], eye, apart);
        }
    }
    assert_int_equal(compared, theme_count * EYE_COUNT * HUES * (HUES - 1) / 2);
}

/* The inks of signed numbers, beside those of names and values. */
static void signs_as_text_stay_apart_from_the_other_inks(void **state) {
    (void)state;
    for (int i = 0; i < theme_count; i++) {
        const Theme *t = &theme_table[i];
        const Named inks[] = {{"positive_text", t->positive_text}, {"negative_text", t->negative_text}};
        Named hues[HUES];
        hues_of(t, hues);
        for (Eye eye = EYE_NORMAL; eye < EYE_COUNT; eye++)
            for (int a = 0; a < 2; a++) {
                for (int b = 0; b < 5; b++) assert_apart(t, inks[a], hues[b], eye, apart);
                assert_apart(t, inks[0], inks[1], eye, apart_signs);
            }
    }
}

/* A simulation leaves greys as they are, and makes the colours that such an eye confuses the same. */
static void the_simulated_eyes_confuse_what_they_should(void **state) {
    (void)state;
    const Color grey = color_rgb(0x808080), red = color_rgb(0xFF0000), green = color_rgb(0x00FF00),
                blue = color_rgb(0x0000FF);
    for (Eye eye = EYE_NORMAL; eye < EYE_COUNT; eye++) {
        Linear before = {linear(grey.r), linear(grey.g), linear(grey.b)}, after = seen_by(eye, before);
        assert_true(fabs(after.r - before.r) < 1e-4 && fabs(after.g - before.g) < 1e-4 &&
                    fabs(after.b - before.b) < 1e-4);
    }
    /* red and green of the same lightness for that eye: one is a darker shade of the other, of the same hue
     */
    for (Eye eye = EYE_PROTAN; eye <= EYE_DEUTAN; eye++) {
        Linear a = seen_by(eye, (Linear){linear(red.r), 0, 0}),
               b = seen_by(eye, (Linear){0, linear(green.g), 0});
        assert_true(fabs(a.r - a.g) < 1e-9 && fabs(b.r - b.g) < 1e-9);
        assert_true(distance(eye, red, blue) > 100);
    }
    assert_true(distance(EYE_TRITAN, color_rgb(0x0000FF), color_rgb(0x004A4A)) <
                distance(EYE_NORMAL, color_rgb(0x0000FF), color_rgb(0x004A4A)) / 3);
}

static void to_the_normal_eye_all_hues_are_far_apart(void **state) {
    (void)state;
    for (int i = 0; i < theme_count; i++) {
        Named hues[HUES];
        hues_of(&theme_table[i], hues);
        for (int a = 0; a < HUES; a++)
            for (int b = a + 1; b < HUES; b++)
                assert_apart(&theme_table[i], hues[a], hues[b], EYE_NORMAL, apart_normal);
    }
}

static void neighbouring_curves_can_be_told_apart(void **state) {
    (void)state;
    for (int i = 0; i < theme_count; i++)
        for (int k = 0; k + 1 < 6; k++)
            for (Eye eye = EYE_NORMAL; eye < EYE_COUNT; eye++)
                assert_apart(&theme_table[i], (Named){"a curve", theme_table[i].curve[k]},
                             (Named){"the next", theme_table[i].curve[k + 1]}, eye, 7);
}

static void the_contrast_is_that_of_wcag(void **state) {
    (void)state;
    Color black = color_rgb(0), white = color_rgb(0xFFFFFF), grey = color_rgb(0x767676);
    assert_true(fabs(theme_contrast(black, white) - 21) < 1e-9);
    assert_true(fabs(theme_contrast(grey, white) - 4.54) <
                0.01); /* the darkest grey that passes, as WCAG tools say */
    assert_true(fabs(theme_contrast(white, grey) - theme_contrast(grey, white)) < 1e-12);
}

static void heat_goes_from_negative_over_zero_to_positive(void **state) {
    (void)state;
    const Theme *t = theme_find("dark");
    const float values[] = {-2, -1, 0, 1, 5, NAN, INFINITY, -INFINITY};
    const Color wanted[] = {t->negative, t->negative, t->zero,     t->positive,
                            t->positive, t->bad,      t->positive, t->negative};
    for (int i = 0; i < 8; i++) {
        Color got = theme_heat(t, values[i], 1);
        if (memcmp(&got, &wanted[i], sizeof got) != 0)
            fail_msg("heat of %f: wanted %d %d %d, got %d %d %d", (double)values[i], wanted[i].r, wanted[i].g,
                     wanted[i].b, got.r, got.g, got.b);
    }
    Color nothing = theme_heat(t, 0, 0);
    assert_memory_equal(&nothing, &t->zero, sizeof nothing);
}

static void themes_are_found_and_cycled(void **state) {
    (void)state;
    assert_string_equal(theme_find("paper")->name, "paper");
    assert_null(theme_find("pink"));
    const Theme *theme = theme_find("dark");
    assert_ptr_not_equal(theme_next(theme), theme);
    for (int i = 0; i < theme_count; i++) theme = theme_next(theme);
    assert_ptr_equal(theme, theme_find("dark"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_reads_on_panel_and_ground),
        cmocka_unit_test(the_contrast_theme_has_seven_to_one),
        cmocka_unit_test(tones_are_seen_and_neighbours_differ),
        cmocka_unit_test(text_on_an_accent_reads),
        cmocka_unit_test(lines_and_curves_are_visible),
        cmocka_unit_test(directions_signs_roles_and_now_stay_apart_for_every_eye),
        cmocka_unit_test(signs_as_text_stay_apart_from_the_other_inks),
        cmocka_unit_test(the_simulated_eyes_confuse_what_they_should),
        cmocka_unit_test(to_the_normal_eye_all_hues_are_far_apart),
        cmocka_unit_test(neighbouring_curves_can_be_told_apart),
        cmocka_unit_test(the_contrast_is_that_of_wcag),
        cmocka_unit_test(heat_goes_from_negative_over_zero_to_positive),
        cmocka_unit_test(themes_are_found_and_cycled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
