/* test_typeset: where the parts of a formula stand, how much air is between them, and that it fits its place.
 */
#include "tests/support/render_helper.h"

#include "engine/math/tree.h"
#include "render/typeset/formula_view.h"
#include "render/typeset/typeset.h"

static const Color ink = {1, 2, 3, 255};

typedef struct Setting {
    Fonts *fonts;
    DrawList list;
    Typeset set;
} Setting;

static int set_up(void **state) {
    static Setting setting;
    setting.fonts = open_fonts();
    draw_init(&setting.list, setting.fonts);
    draw_clear(&setting.list, 1000, 1000, (Color){0, 0, 0, 255});
    typeset_init(&setting.set, setting.fonts);
    *state = &setting;
    return 0;
}

static int tear_down(void **state) {
    Setting *s = *state;
    typeset_free(&s->set);
    draw_free(&s->list);
    fonts_close(s->fonts);
    return 0;
}

static int run(Setting *s, float size, const char *text) {
    return typeset_run(&s->set, FONT_MATH, size, ink, text);
}

static void assert_near(double got, double wanted, double tolerance) {
    if (!(fabs(got - wanted) <= tolerance)) fail_msg("wanted %f, got %f", wanted, got);
}

static void widths_of_a_row_add_up(void **state) {
    Setting *s = *state;
    int row = typeset_row(&s->set), a = run(s, 20, "a"), b = run(s, 20, "bc");
    typeset_add(&s->set, row, a, 0);
    typeset_add(&s->set, row, b, 7);
    double wanted = (double)(typeset_box(&s->set, a)->width + 7 + typeset_box(&s->set, b)->width);
    assert_near((double)typeset_box(&s->set, row)->width, wanted, 1e-4);
    assert_near((double)typeset_box(&s->set, b)->x, (double)(typeset_box(&s->set, a)->width + 7), 1e-4);
}

static void a_slanted_letter_keeps_clear_of_what_follows(void **state) {
    Setting *s = *state;
    int row = typeset_row(&s->set), f = run(s, 100, "𝑉"), b = run(s, 100, "]");
    typeset_add(&s->set, row, f, 0);
    typeset_add(&s->set, row, b, 0);
    assert_near((double)typeset_box(&s->set, f)->lean, 10,
                0.01); /* italic correction of U+1D449: 100/1000 em */
    assert_near((double)(typeset_box(&s->set, b)->x - typeset_box(&s->set, f)->width), 10, 0.01);
}

static void the_fraction_bar_is_centred_on_the_math_axis(void **state) {
    Setting *s = *state;
    for (float size = 14; size <= 64; size += 1) {
        draw_clear(&s->list, 1000, 1000, ink);
        int fraction = typeset_fraction(&s->set, run(s, size, "1"), run(s, size, "n"), size, ink, true);
        typeset_draw(&s->set, &s->list, fraction, (Point){10, 500});
        float top, bottom;
        fonts_extent(s->fonts, FONT_MATH, size, "−", &top, &bottom);
        const DrawCommand *bar = find_kind(&s->list, DRAW_RECT);
        assert_non_null(bar);
        double middle = (double)(bar->rect.y + bar->rect.h / 2);
        assert_near(middle, 500 + (double)(top + bottom) / 2,
                    1.01); /* whole pixels: at most one from the minus sign */
        assert_true(bar->rect.h >= 1 && bar->rect.h == roundf(bar->rect.h) &&
                    bar->rect.y == roundf(bar->rect.y));
        const DrawCommand *above = need_text(&s->list, "1"), *below = need_text(&s->list, "n");
        assert_true(above->box.y + above->box.h < bar->rect.y);
        assert_true(below->box.y > bar->rect.y + bar->rect.h);
        double centre = (double)(bar->rect.x + bar->rect.w / 2);
        assert_near((double)(above->rect.x + above->rect.w / 2), centre, 0.01);
        assert_near((double)(below->rect.x + below->rect.w / 2), centre, 0.01);
    }
}

static void exponents_are_raised_and_indices_lowered(void **state) {
    Setting *s = *state;
    int base = run(s, 40, "x"), two = run(s, 28, "2"), i = run(s, 28, "i");
    int box = typeset_scripts(&s->set, base, two, i, 40);
    const TypeBox *up = typeset_box(&s->set, two), *down = typeset_box(&s->set, i);
    assert_true(up->y <= -0.36f * 40 + 0.01f);
    assert_true(down->y >= 0.21f * 40 - 0.01f);
    assert_true(-up->y - up->descent > -down->y + down->ascent); /* they keep apart */
    assert_true(up->x >= typeset_box(&s->set, base)->width && down->x >= typeset_box(&s->set, base)->width);
    assert_true(typeset_box(&s->set, box)->width > up->x + up->width);
}

static void an_index_alone_is_lowered_too(void **state) {
    Setting *s = *state;
    int i = run(s, 28, "i");
    typeset_scripts(&s->set, run(s, 40, "x"), 0, i, 40);
    assert_near((double)typeset_box(&s->set, i)->y, 0.21 * 40, 0.5);
}

static void scripts_of_letters_stand_on_one_line(void **state) {
    Setting *s = *state;
    int low = run(s, 28, "2"), high = run(s, 28, "2");
    typeset_scripts(&s->set, run(s, 40, "x"), low, 0, 40);
    typeset_scripts(&s->set, run(s, 40, "l"), high, 0, 40);
    assert_near((double)typeset_box(&s->set, low)->y, (double)typeset_box(&s->set, high)->y, 1e-5);
}

static void parentheses_cover_what_is_in_them(void **state) {
    Setting *s = *state;
    int low = run(s, 30, "x");
    int plain = typeset_fence(&s->set, low, 30, ink, "(", ")");
    assert_int_equal(typeset_box(&s->set, typeset_box(&s->set, plain)->first)->kind, TYPE_RUN);
    float before = 0;
    for (int depth = 1, inside = run(s, 30, "1"); depth < 6; depth++) {
        inside = typeset_fraction(&s->set, inside, run(s, 30, "2"), 30, ink, true);
        int fenced = typeset_fence(&s->set, inside, 30, ink, "(", ")");
        const TypeBox *fence = typeset_box(&s->set, typeset_box(&s->set, fenced)->first);
        const TypeBox *content = typeset_box(&s->set, inside);
        float axis = typeset_axis(30), half = fmaxf(content->ascent - axis, content->descent + axis);
        float height = fence->ascent + fence->descent;
        assert_true(height >= 1.8f * half && height >= 2 * half - 7.51f && height > before);
        assert_near((double)(fence->ascent - axis), (double)(fence->descent + axis), 0.01);
        before = height;
    }
}

static void a_root_covers_what_is_in_it(void **state) {
    Setting *s = *state;
    int inside = typeset_fraction(&s->set, run(s, 30, "1"), run(s, 30, "2"), 30, ink, true);
    TypeBox content = *typeset_box(&s->set, inside);
    TypeBox root = *typeset_box(&s->set, typeset_root(&s->set, inside, 30, ink));
    assert_true(root.ascent > content.ascent && root.descent >= content.descent &&
                root.width > content.width + 10);
}

static void a_hat_stands_over_the_letters_top(void **state) {
    Setting *s = *state;
    int box = typeset_accent(&s->set, run(s, 60, "𝑦"), 60, ink, "ˆ");
    typeset_draw(&s->set, &s->list, box, (Point){100, 500});
    const DrawCommand *y = need_text(&s->list, "𝑦"), *hat = need_text(&s->list, "ˆ");
    assert_true(hat->box.y + hat->box.h <= y->box.y + 1);
    double wanted = (double)(y->rect.x + y->rect.w / 2) + 60 * 0.075; /* top accent attachment of U+1D466 */
    assert_near((double)(hat->rect.x + hat->rect.w / 2), wanted, 0.5);
}

/* The formulas of these tests, by name; see add_formula. */
static void name(Math *math, int parent, const char *letters) {
    tree_add(math, parent, MATH_NAME, INK_FORWARD, letters);
}

static void slope(Math *math, int parent, const char *letter, const char *index) {
    int fraction = tree_add(math, parent, MATH_FRACTION, INK_BACKWARD, "");
    int above = tree_row(math, fraction), below = tree_row(math, fraction);
    name(math, above, "∂L");
    name(math, below, "∂");
    int indexed = tree_add(math, below, MATH_INDEX, INK_BACKWARD, "");
    name(math, indexed, letter);
    tree_number(math, indexed, index);
}

static void make_product(Math *math) { /* ∂L/∂W₁ = xᵀ · ∂L/∂z₂ + Σᵢ (ŷᵢ − y)² = 0.003683 */
    int root = tree_begin(math);
    slope(math, root, "W", "1");
    tree_sign(math, root, "=");
    int power = tree_add(math, root, MATH_POWER, INK_PLAIN, "");
    name(math, power, "x");
    tree_word(math, power, "T", INK_FORWARD);
    tree_sign(math, root, "·");
    slope(math, root, "z", "2");
    tree_sign(math, root, "+");
    tree_sum(math, root, "i");
    int square = tree_add(math, root, MATH_POWER, INK_PLAIN, ""), inside = tree_paren(math, square, "(");
    int index = tree_add(math, inside, MATH_INDEX, INK_PLAIN, "");
    name(math, tree_add(math, index, MATH_ACCENT, INK_FORWARD, "^"), "y");
    name(math, index, "i");
    tree_sign(math, inside, "−");
    name(math, inside, "y");
    tree_number(math, square, "2");
    tree_sign(math, root, "=");
    tree_number(math, root, "0.003683");
}

static void make_simple(Math *math, const char *left, const char *sign, const char *right) {
    int root = tree_begin(math);
    if (*left) tree_number(math, root, left);
    if (*sign) tree_sign(math, root, sign);
    if (*right) tree_number(math, root, right);
}

static float width_of(Setting *s, const Math *math) {
    FormulaStyle style = {.theme = theme_find("dark"), .size = 36};
    return formula_measure(s->fonts, &style, math).width;
}

static float text_width(Setting *s, const char *text) {
    return fonts_width(s->fonts, FONT_MATH, 36, text);
}

static void spaces_are_those_of_the_texbook(void **state) {
    Setting *s = *state;
    static const struct {
        const char *left, *sign, *right;
        double eighteenths;
    } rows[] = {{"1", "=", "2", 10}, {"1", "+", "2", 8}, {"1", "·", "2", 8}, {"", "−", "2", 0},
                {"1", ",", "2", 3},  {"1", "/", "2", 0}, {"1", "→", "2", 10}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Math math;
        make_simple(&math, rows[i].left, rows[i].sign, rows[i].right);
        double apart = (double)(text_width(s, rows[i].left) + text_width(s, rows[i].sign) +
                                text_width(s, rows[i].right));
        if (fabs((double)width_of(s, &math) - apart - rows[i].eighteenths * 2) > 0.01)
            fail_msg("%s%s%s: wanted %g/18 em of air, got %g", rows[i].left, rows[i].sign, rows[i].right,
                     rows[i].eighteenths, ((double)width_of(s, &math) - apart) / 2);
    }
}

static void there_are_no_wide_spaces_in_scripts(void **state) {
    Setting *s = *state;
    Math math;
    int power = tree_add(&math, tree_begin(&math), MATH_POWER, INK_PLAIN, "");
    tree_number(&math, power, "2");
    int above = tree_row(&math, power);
    tree_number(&math, above, "1");
    tree_sign(&math, above, "+");
    tree_number(&math, above, "2");
    double script = (double)fonts_width(s->fonts, FONT_MATH, 36 * 0.72f, "1+2");
    assert_near((double)width_of(s, &math), (double)text_width(s, "2") + script + 0.04 * 36, 0.1);
}

static void nothing_in_a_formula_overlaps(void **state) {
    Setting *s = *state;
    Math math;
    make_product(&math);
    for (float size = 12; size < 80; size *= 1.37f) {
        draw_clear(&s->list, 4000, 1000, ink);
        FormulaStyle style = {.theme = theme_find("dark"), .size = size, .display = true};
        FormulaSize room = formula_draw(&s->list, &style, &math, (Point){20, 500});
        assert_true(no_texts_overlap(&s->list, 0.6f) > 100);
        all_within(&s->list, (Rect){20, 500 - room.ascent, room.width, room.ascent + room.descent}, 1.5f);
    }
}

static void a_formula_fits_its_place(void **state) {
    Setting *s = *state;
    Math math;
    make_product(&math);
    bool broken = false, smaller = false;
    for (float width = 600; width > 40; width *= 0.9f) {
        draw_clear(&s->list, 1000, 4000, ink);
        FormulaStyle style = {.theme = theme_find("dark"), .size = 27, .max_width = width, .display = true};
        FormulaSize measured = formula_measure(s->fonts, &style, &math);
        FormulaSize room = formula_draw(&s->list, &style, &math, (Point){20, 500});
        assert_memory_equal(&measured, &room, sizeof room);
        if (room.width > width + 0.1f)
            fail_msg("wanted at most %f, got %f", (double)width, (double)room.width);
        all_within(&s->list, (Rect){20, 500 - room.ascent, width, room.ascent + room.descent}, 1.5f);
        no_texts_overlap(&s->list, 0.6f);
        broken |= room.lines > 1;
        smaller |= room.size < 27;
    }
    assert_true(broken && smaller);
}

static void a_formula_keeps_to_a_height(void **state) {
    Setting *s = *state;
    Math math;
    make_product(&math);
    for (float height = 200; height > 40; height *= 0.8f) {
        FormulaStyle style = {
            .theme = theme_find("dark"), .size = 27, .max_width = 500, .max_height = height, .display = true};
        FormulaSize room = formula_measure(s->fonts, &style, &math);
        if (room.ascent + room.descent > height + 0.1f)
            fail_msg("wanted at most %f, got %f", (double)height, (double)(room.ascent + room.descent));
    }
}

static void variables_are_italic_and_numbers_upright(void **state) {
    Setting *s = *state;
    Math math;
    int root = tree_begin(&math);
    name(&math, root, "h");
    name(&math, root, "W");
    name(&math, root, "α");
    name(&math, root, "∂");
    tree_number(&math, root, "0.5");
    tree_word(&math, root, "T", INK_PLAIN);
    tree_add(&math, root, MATH_FUNCTION, INK_PLAIN, "relu");
    FormulaStyle style = {.theme = theme_find("dark"), .size = 27};
    formula_draw(&s->list, &style, &math, (Point){0, 500});
    static const char *const wanted[] = {"ℎ", "𝑊", "𝛼", "𝜕", "0.5", "T", "relu"};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        assert_int_equal(need_text(&s->list, wanted[i])->face, FONT_MATH);
}

static void symbols_have_the_colours_of_their_roles(void **state) {
    Setting *s = *state;
    const Theme *theme = theme_find("paper");
    Math math;
    int root = tree_begin(&math);
    tree_word(&math, root, "a", INK_FORWARD);
    tree_word(&math, root, "b", INK_BACKWARD);
    tree_word(&math, root, "c", INK_PARAMETER);
    tree_word(&math, root, "d", INK_LOSS);
    FormulaStyle style = {.theme = theme, .size = 27};
    formula_draw(&s->list, &style, &math, (Point){0, 500});
    const Color wanted[] = {theme->forward, theme->backward, theme->parameter, theme->loss};
    static const char *const texts[] = {"a", "b", "c", "d"};
    for (int i = 0; i < 4; i++)
        assert_memory_equal(&need_text(&s->list, texts[i])->fill, &wanted[i], sizeof wanted[i]);
    draw_clear(&s->list, 10, 10, ink);
    style.ink = ink;
    formula_draw(&s->list, &style, &math, (Point){0, 500});
    for (int i = 0; i < 4; i++) assert_memory_equal(&need_text(&s->list, texts[i])->fill, &ink, sizeof ink);
}

static void an_empty_formula_takes_no_room(void **state) {
    Setting *s = *state;
    Math none = {.count = 0}, row;
    tree_begin(&row);
    FormulaStyle style = {.theme = theme_find("dark"), .size = 27, .max_width = 100, .max_height = 50};
    assert_true(formula_draw(&s->list, &style, &none, (Point){0, 0}).width == 0);
    assert_true(formula_draw(&s->list, &style, &row, (Point){0, 0}).width == 0);
    assert_int_equal(s->list.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(widths_of_a_row_add_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_slanted_letter_keeps_clear_of_what_follows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_fraction_bar_is_centred_on_the_math_axis, set_up, tear_down),
        cmocka_unit_test_setup_teardown(exponents_are_raised_and_indices_lowered, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_index_alone_is_lowered_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(scripts_of_letters_stand_on_one_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parentheses_cover_what_is_in_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_root_covers_what_is_in_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_hat_stands_over_the_letters_top, set_up, tear_down),
        cmocka_unit_test_setup_teardown(spaces_are_those_of_the_texbook, set_up, tear_down),
        cmocka_unit_test_setup_teardown(there_are_no_wide_spaces_in_scripts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_in_a_formula_overlaps, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_formula_fits_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_formula_keeps_to_a_height, set_up, tear_down),
        cmocka_unit_test_setup_teardown(variables_are_italic_and_numbers_upright, set_up, tear_down),
        cmocka_unit_test_setup_teardown(symbols_have_the_colours_of_their_roles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_formula_takes_no_room, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
