/* test_symbols: names and formulas as mathematics, and as the plain text that titles are made of. */
#include "tests/support/view_helper.h"

#include "engine/base/utf8.h"
#include "engine/math/tree.h"

static void a_name_is_shown_as_mathematics(void **state) {
    (void)state;
    static const struct {
        const char *name, *base, *accent, *index;
        bool upright;
    } cases[] = {
        {"W1", "W", "", "1", false},        {"yhat", "y", "^", "", false},
        {"theta", "θ", "", "", false},      {"θ", "θ", "", "", false},
        {"theta12", "θ", "", "12", false},  {"dz_dx", "dz_dx", "", "", true},
        {"y_pred", "y_pred", "", "", true}, {"logits", "logits", "", "", true},
        {"x1hat", "x", "^", "1", false},    {"that", "t", "^", "", false},
        {"hat", "hat", "", "", true},       {"ybar2", "y", "¯", "2", false},
        {"Omega", "Ω", "", "", false},      {"x", "x", "", "", false},
        {"relu1", "relu", "", "1", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        NameParts parts;
        symbols_name(cases[i].name, &parts);
        assert_string_equal(parts.base, cases[i].base);
        assert_string_equal(parts.accent, cases[i].accent);
        assert_string_equal(parts.index, cases[i].index);
        assert_int_equal(parts.upright, cases[i].upright);
    }
}

static void slots_have_names_for_people(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    const View *view = stage_show(stage, 1, 8);
    static const char *const cases[][2] = {{"W1", "W₁"},      {"yhat", "ŷ"},      {"loss", "L"},
                                           {"dW1", "∂L/∂W₁"}, {"dyhat", "∂L/∂ŷ"}, {"lr", "lr"}};
    char text[100];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        view_slot_text(view, stage_slot(stage, cases[i][0]), text, sizeof text);
        assert_string_equal(text, cases[i][1]);
    }
    int square = view->program->slots[stage_slot(stage, "loss")].grad; /* of the loss: ∂L/∂L */
    view_slot_text(view, square, text, sizeof text);
    assert_string_equal(text, "∂L/∂L");
    view_slot_text(view, view->program->instrs[view->maker[stage_slot(stage, "loss")]].in[0], text,
                   sizeof text);
    assert_string_equal(text, "(ŷ − y)²");
    stage_close(stage);
}

static void a_long_result_is_shortened_in_its_name(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "cross-entropy-sigmoid", NULL, 0), "en");
    const View *view = stage_show(stage, 1, 1);
    for (int slot = 0; slot < view->program->slot_count; slot++) {
        char text[200];
        view_slot_text(view, slot, text, sizeof text);
        assert_in_range(utf8_length(text, strlen(text)), 1, SYMBOLS_LABEL + 8);
    }
    stage_close(stage);
}

static void a_tooltip_gives_all_digits_and_the_shape(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "mazur", NULL, 0), "en");
    const View *view = stage_show(stage, 1, stage_step(stage, PHASE_FORWARD, "E"));
    char text[100];
    view_slot_exact(view, stage_slot(stage, "E"), -1, -1, text, sizeof text);
    assert_string_equal(text, "E = 0.298371106  1×1");
    view_slot_exact(view, stage_slot(stage, "h"), 0, 1, text, sizeof text);
    assert_string_equal(text, "h[0, 1] = 0.59688437  1×2");
    view_slot_exact(view, stage_slot(stage, "dW1"), -1, -1, text, sizeof text);
    assert_string_equal(text, "∂E/∂W₁  2×2");
    stage_close(stage);
}

/* The whole formula of each [model] line of a lesson with these parameters. */
static void is_written(const char *formula, const char *wanted) {
    char text[600];
    snprintf(text, sizeof text,
             "[parameters]\na = [[1, 2], [3, 4]]\nb = [[1, 2]]\nc = 3\nlogits = [[1], [2]]\n"
             "[model]\nz = %s\nloss = sum(z) + sum(a) + sum(b) + c + sum(logits)\n[train]\nlr = 0.1\n",
             formula);
    Stage *stage = stage_open(load_with("formula.lesson", text, NULL, 0), "en");
    stage_select(stage, "z", 0, 0);
    is_math(&stage_show(stage, 1, stage_step(stage, PHASE_FORWARD, "z"))->explanation.formula, wanted);
    stage_close(stage);
}

static void formulas_have_the_parentheses_they_need_and_no_more(void **state) {
    (void)state;
    is_written("a + b + c", "z = a + b + c");
    is_written("a - (b + c)", "z = a − (b + c)");
    is_written("a * (b + c)", "z = a∘(b + c)");
    is_written("c * a / 2", "z = (c·a)/2");
    is_written("a / (b * c)", "z = a/(b·c)");
    is_written("-(a + b)^2", "z = −(a + b)²");
    is_written("(-a)^3", "z = (−a)³");
    is_written("a^0.5 + a^-1", "z = √a + a⁻¹");
    is_written("(a @ a.T) @ a", "z = a·aᵀ·a");
    is_written("a @ (a @ a)", "z = a·(a·a)");
    is_written("(a + b) @ logits", "z = (a + b)·logits");
    is_written("exp(a - b)", "z = e^(a − b)");
    is_written("abs(a) + sqrt(a)", "z = |a| + √a");
    is_written("leaky_relu(a, 0.2)", "z = leaky_relu(a, 0.2) = max(a, 0) + 0.2·min(a, 0)");
    is_written("a * -0.5", "z = a·(−0.5)");
    is_written("mean(a, 0)", "z = meanᵢ(a)");
    is_written("sum(a * b)", "z = Σa∘b");
}

static void a_full_tree_ends_in_dots(void **state) {
    (void)state;
    Math math;
    tree_begin(&math);
    for (int i = 0; i < 2 * MATH_MAX_NODES; i++) tree_number(&math, 0, "1");
    assert_true(math.full);
    assert_int_equal(math.count, MATH_MAX_NODES);
    assert_string_equal(math.nodes[MATH_MAX_NODES - 1].text, "…");
    assert_int_equal(tree_add(&math, -1, MATH_NAME, INK_PLAIN, "x"), -1);
}

static void plain_text_is_cut_between_characters(void **state) {
    (void)state;
    Math math;
    tree_begin(&math);
    for (int i = 0; i < 20; i++) tree_add(&math, 0, MATH_NAME, INK_PLAIN, "∂");
    char text[11];
    tree_text(&math, text, sizeof text);
    assert_string_equal(text, "∂∂∂");
}

/* ∂L/∂W₁ is one colour, names have the colour of what they stand for. */
static void symbols_have_the_ink_of_their_role(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    const View *view = stage_show(stage, 1, 1);
    static const struct {
        const char *slot;
        MathInk ink;
    } cases[] = {{"x", INK_DATA},
                 {"W1", INK_PARAMETER},
                 {"h", INK_FORWARD},
                 {"loss", INK_LOSS},
                 {"dW1", INK_BACKWARD}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Math math;
        int letters = 0;
        view_slot_math(view, stage_slot(stage, cases[i].slot), &math);
        for (int k = 1; k < math.count; k++) {
            if (math.nodes[k].kind != MATH_NAME && math.nodes[k].kind != MATH_NUMBER) continue;
            assert_int_equal(math.nodes[k].ink, cases[i].ink);
            letters++;
        }
        assert_true(letters > 0);
    }
    stage_close(stage);
}

static void a_gradient_is_one_colour_with_all_that_is_in_it(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "cross-entropy-sigmoid", NULL, 0), "en");
    const View *view = stage_show(stage, 1, 1);
    int seen = 0;
    for (int slot = 0; slot < view->program->slot_count; slot++) {
        Math math;
        if (view->program->slots[slot].role != ROLE_GRADIENT) continue;
        view_slot_math(view, slot, &math);
        for (int i = 1; i < math.count; i++, seen++) assert_int_equal(math.nodes[i].ink, INK_BACKWARD);
    }
    assert_true(seen > 60);
    stage_close(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_shown_as_mathematics),
        cmocka_unit_test(slots_have_names_for_people),
        cmocka_unit_test(a_long_result_is_shortened_in_its_name),
        cmocka_unit_test(a_tooltip_gives_all_digits_and_the_shape),
        cmocka_unit_test(formulas_have_the_parentheses_they_need_and_no_more),
        cmocka_unit_test(a_full_tree_ends_in_dots),
        cmocka_unit_test(plain_text_is_cut_between_characters),
        cmocka_unit_test(symbols_have_the_ink_of_their_role),
        cmocka_unit_test(a_gradient_is_one_colour_with_all_that_is_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
