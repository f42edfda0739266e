/* test_compile_refuse: what cannot work is refused at its place in the lesson, by the compiler itself too. */
#include "tests/support/compile_helper.h"

static void what_does_not_work_is_refused_at_its_place(void **state) {
    (void)state;
    static const struct {
        const char *formula;
        int column;
        const char *text, *hint;
    } cases[] = {
        {"sum(x @ k)", 7, "x @ k: 3×2 @ 1×2: ", ""},
        {"sum(x + w)", 7, "x + w: 3×2 and 2×1 do not fit together", ""},
        {"sum(x @ w + k.T * b)", 11, "x @ w + k.T * b: ", ""},
        {"mse(x @ w, k)", 1, "mse(x @ w, k): 3×1 against 1×2", ""},
        {"sum(x @ v)", 9, "there is no v in [data], [parameters] or the lines above", ""},
        {"sum(x @ w) + loss", 14, "loss is used before the line that defines it", ""},
        {"sum(rellu(x @ w))", 5, "rellu is not a function for [model]", "did you mean relu?"},
        {"sum(rand(3) * x @ w)", 5, "rand is not a function for [model]", ""},
        {"sum(sgd(x, w, b))", 5, "sgd is not a function for [model]", ""},
        {"sum(relu(x @ w, 2))", 5, "relu takes 1 argument, not 2", ""},
        {"sum(clip(x @ w, 2))", 5, "clip takes 3 arguments, not 2", ""},
        {"sum(leaky_relu(x @ w, 1, 2))", 5, "leaky_relu takes 1 to 2 arguments, not 3", ""},
        {"sum(x @ w, 2)", 12, "the axis is 0", ""},
        {"sum((x @ w)^b)", 13, "the exponent must be a constant number", ""},
        {"sum(leaky_relu(x @ w, b))", 23, "this must be a constant number", ""},
        {"sum(x @ w, \"a\")", 12, "a text in quotes has no place in [model]", ""},
        {"rows(x, 1) * b", 1, "rows takes 1 argument, not 2", ""},
        {"b * (1 / 0)", 8, "this comes to inf, which a float32 cannot hold", ""},
        {"b * (1e30 * 1e30)", 11, "this comes to 1e+60", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Lesson *lesson = load(DATA PARAMETERS "[model]\nloss = sum(x @ w + b)\n");
        Err e = {0};
        Program *program = compile_formula(lesson, cases[i].formula, &e);
        if (program != NULL || strstr(e.text, cases[i].text) != e.text || e.place.column != cases[i].column)
            print_error("%s\nwanted column %d: %s\ngot column %d: %s\n", cases[i].formula, cases[i].column,
                        cases[i].text, e.place.column, e.text);
        assert_null(program);
        assert_ptr_equal(strstr(e.text, cases[i].text), e.text);
        assert_int_equal(e.place.line, 9);
        assert_int_equal(e.place.column, cases[i].column);
        assert_non_null(strstr(e.hint, cases[i].hint));
        lesson_release(lesson);
    }
}

static void a_loss_that_teaches_nothing_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *formula, *text;
    } cases[] = {
        {"x @ w", "the last line of [model] is the loss, one number, but loss is 3×1"},
        {"k * b", "the last line of [model] is the loss, one number, but loss is 1×2"},
        {"2 * 3", "loss, the loss, is a constant"},
        {"[[4]]", "loss, the loss, is a constant"},
        {"sum(x)", "loss depends on no parameter that learns"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Lesson *lesson = load(DATA PARAMETERS "[model]\nloss = sum(x @ w + b)\n");
        Err e = {0};
        assert_null(compile_formula(lesson, cases[i].formula, &e));
        if (strstr(e.text, cases[i].text) != e.text) print_error("%s: %s\n", cases[i].formula, e.text);
        assert_ptr_equal(strstr(e.text, cases[i].text), e.text);
        lesson_release(lesson);
    }
}

static void no_memory_is_taken_for_what_is_too_large(void **state) {
    (void)state;
    Lesson *lesson = load("[data]\nu = ones(5500, 1)\nv = ones(1, 5500)\n[parameters]\nb = 1\n[model]\n"
                          "loss = sum(u) + sum(v) + b\n");
    Err e = {0};
    assert_null(
        compile_formula(lesson, "sum(u * v) + sum(u * v) + sum(u * v) + sum(u * v) + sum(u * v) + b", &e));
    assert_string_equal(e.text, "all values of the model together are more than 2²⁷ numbers (512 MiB); a "
                                "smaller batch takes less");
    assert_true(e.place.line == 9 && e.place.column > 40);
    lesson_release(lesson);
}

/* A chain of `count` additions of w. */
static char *long_chain(int count) {
    char *text = malloc((size_t)count * 4 + 3), *at = text;
    assert_non_null(text);
    *at++ = 'b';
    for (int i = 0; i < count; i++) at += sprintf(at, " + b");
    return text;
}

static void ten_thousand_operations_are_the_limit(void **state) {
    (void)state;
    Lesson *lesson = load("[parameters]\nb = 1\n[model]\nloss = b * 2\n");
    Err e = {0};
    char *text = long_chain(PROGRAM_MAX_OPERATIONS);
    Program *program = compile_formula(lesson, text, &e);
    assert_non_null(program);
    assert_int_equal(program->steps, 1 + PROGRAM_MAX_OPERATIONS + 1 + 2 * PROGRAM_MAX_OPERATIONS + 1);
    program_free(program);
    free(text);
    text = long_chain(PROGRAM_MAX_OPERATIONS + 1);
    assert_null(compile_formula(lesson, text, &e));
    assert_string_equal(e.text, "[model] has more than 10000 operations");
    char *within = malloc(strlen(text) + 20); /* what only a shape is taken of is not an operation */
    assert_non_null(within);
    sprintf(within, "b * rows(%.*s) + b", 9999 * 4 + 1, text);
    program = compile_formula(lesson, within, &e);
    assert_non_null(program);
    assert_int_equal(program->steps, 1 + 2 + 1 + 3 + 1);
    program_free(program);
    free(within);
    free(text);
    lesson_release(lesson);
}

static void a_bug_that_changes_nothing_is_refused(void **state) {
    (void)state;
    Lesson *lesson = load(DATA PARAMETERS "[model]\nh = relu(x @ w + b)\nloss = sum(h)\n");
    Bug bug = {.name = "h", .kind = BUG_MASK_UPSTREAM, .place = {7, 3}};
    lesson->bugs = &bug;
    lesson->bug_count = 1;
    Err e = {0};
    Program *program = compile_formula(lesson, "sum(h)", &e);
    assert_non_null(program);
    program_free(program);
    assert_null(compile_formula(lesson, "sum(x @ w)", &e));
    assert_true(e.place.line == 7 && strstr(e.text, "h is not the result of a relu") == e.text);
    bug = (Bug){.name = "w", .kind = BUG_WRONG_INPUT, .input = "k", .place = {7, 3}};
    assert_null(compile_formula(lesson, "sum(h)", &e));
    assert_true(e.place.line == 7 &&
                strstr(e.text, "k in place of the product's left side does not fit") == e.text);
    lesson_release(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_does_not_work_is_refused_at_its_place),
        cmocka_unit_test(a_loss_that_teaches_nothing_is_refused),
        cmocka_unit_test(no_memory_is_taken_for_what_is_too_large),
        cmocka_unit_test(ten_thousand_operations_are_the_limit),
        cmocka_unit_test(a_bug_that_changes_nothing_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
