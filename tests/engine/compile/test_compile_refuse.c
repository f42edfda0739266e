/* test_compile_refuse: a formula that cannot work is refused at its place in the lesson. */
#include "tests/support/compile_helper.h"

static void what_does_not_work_is_refused_at_its_place(void **state) {
    (void)state;
    static const struct {
        const char *formula;
        int column;
        const char *text, *hint;
    } cases[] = {
        {"sum(x @ k)", 7, "3×2 @ 1×2: ", ""},
        {"sum(x + w)", 7, "3×2 and 2×1 do not fit together", ""},
        {"sum(x @ w + k.T * b)", 11, "3×1 and 2×1 do not fit together", ""},
        {"mse(x @ w, k)", 1, "3×1 against 1×2", ""},
        {"sum(x @ v)", 9, "there is no name v in [data], [parameters] or [model]", ""},
        {"sum(x @ w) + loss", 14, "loss is used in its own definition", ""},
        {"sum(rellu(x @ w))", 5, "there is no function rellu", "did you mean relu?"},
        {"sum(rand(3) * x @ w)", 5,
         "rand belongs to [data] and [parameters]; [model] is made of operations that learn", ""},
        {"sum(sgd(x, w, b))", 5, "there is no function sgd", ""},
        {"sum(relu(x @ w, 2))", 5, "relu takes 1 argument, not 2", ""},
        {"sum(clip(x @ w, 2))", 5, "clip takes 3 arguments, not 2", ""},
        {"sum(leaky_relu(x @ w, 1, 2))", 5, "leaky_relu takes 1 to 2 arguments, not 3", ""},
        {"sum(x @ w, 2)", 12, "the axis of sum is 0 (over the rows) or 1", ""},
        {"sum((x @ w)^b)", 13, "the exponent of a power is a plain number", ""},
        {"sum(leaky_relu(x @ w, b))", 23, "argument 2 of leaky_relu is a plain number", ""},
        {"sum(x @ w, \"a\")", 12, "a text in quotes names a file or a column", ""},
        {"rows(x, 1) * b", 1, "rows is written rows(x); here it has 2 arguments", ""},
        {"b * (1 / 0)", 8, "this comes to inf, which a float32 cannot hold", ""},
        {"b * (1e30 * 1e30)", 11, "this comes to 1e+60", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Err e = {0};
        Lesson *lesson = load_formula(cases[i].formula, &e);
        int column = e.place.column - FORMULA_COLUMN + 1;
        if (lesson != NULL || strstr(e.text, cases[i].text) != e.text || column != cases[i].column)
            print_error("%s\nwanted column %d: %s\ngot column %d: %s\n", cases[i].formula, cases[i].column,
                        cases[i].text, column, e.text);
        assert_null(lesson);
        assert_ptr_equal(strstr(e.text, cases[i].text), e.text);
        assert_int_equal(e.place.line, FORMULA_LINE);
        assert_int_equal(column, cases[i].column);
        assert_non_null(strstr(e.hint, cases[i].hint));
    }
}

static void a_loss_that_teaches_nothing_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *formula, *text;
    } cases[] = {
        {"x @ w", "the last line of [model] is the loss, one number; loss is 3×1"},
        {"k * b", "the last line of [model] is the loss, one number; loss is 1×2"},
        {"2 * 3", "loss, the loss, is a constant"},
        {"[[4]]", "loss, the loss, is a constant"},
        {"sum(x)", "loss depends on no parameter that learns"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Err e = {0};
        assert_null(load_formula(cases[i].formula, &e));
        if (strstr(e.text, cases[i].text) != e.text) print_error("%s: %s\n", cases[i].formula, e.text);
        assert_ptr_equal(strstr(e.text, cases[i].text), e.text);
    }
}

/* The model is the loader's where it has no test samples, and one that the compiler alone sees where it has.
 */
static void the_test_samples_have_to_fit_as_well(void **state) {
    (void)state;
    static const struct {
        const char *formula, *text;
    } cases[] = {
        {"sum(x * w + [[1], [2]])",
         "x * w + [[1], [2]]: 3×1 and 2×1 do not fit together: 3 rows against 2, and neither is 1"},
        {"x * w", "the last line of [model] is the loss, one number, but loss is 3×1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[400];
        Err e = {0};
        snprintf(
            text, sizeof text,
            "[data]\nx = [[1], [2]]\n[test]\nx = [[1], [2], [3]]\n[parameters]\nw = 1\n[train]\nbatch = %d\n"
            "[model]\nloss = %s\n",
            i == 0 ? 2 : 1, cases[i].formula);
        assert_null(load_lesson_text("t.lesson", text, strlen(text), NULL, &e));
        if (strcmp(e.text, cases[i].text) != 0) print_error("%s: %s\n", cases[i].formula, e.text);
        assert_string_equal(e.text, cases[i].text);
        assert_int_equal(e.place.line, 10);
    }
}

static void no_memory_is_taken_for_what_is_too_large(void **state) {
    (void)state;
    static const char text[] = "[data]\nu = ones(5500, 1)\nv = ones(1, 5500)\n[parameters]\nb = 1\n[model]\n"
                               "loss = sum(u * v) + sum(u * v) + sum(u * v) + sum(u * v) + sum(u * v) + b\n";
    Err e = {0};
    assert_null(load_lesson_text("t.lesson", text, strlen(text), NULL, &e));
    assert_string_equal(e.text, "all values of the model together are more than 2²⁷ numbers (512 MiB); a "
                                "smaller batch takes less");
    assert_true(e.place.line == 7 && e.place.column > 47);
}

/* A lesson with the loss `before` b + b + … `after`, of `count` additions; NULL and *e where it is refused.
 */
static Lesson *load_chain(const char *before, int count, const char *after, Err *e) {
    static const char head[] = "[parameters]\nb = 1\n[model]\nloss = ";
    char *text = malloc(sizeof head + strlen(before) + (size_t)count * 4 + strlen(after) + 3);
    assert_non_null(text);
    char *at = text + sprintf(text, "%s%sb", head, before);
    for (int i = 0; i < count; i++) at += sprintf(at, " + b");
    sprintf(at, "%s\n", after);
    Lesson *lesson = load_lesson_text("t.lesson", text, strlen(text), NULL, e);
    free(text);
    return lesson;
}

static void ten_thousand_operations_are_the_limit(void **state) {
    (void)state;
    enum { MOST = 10000 - 1 }; /* the line of b counts as one */
    Err e = {0};
    Lesson *lesson = load_chain("", MOST, "", &e);
    assert_non_null(lesson);
    assert_int_equal(lesson->batch->steps, 1 + MOST + 1 + 2 * MOST + 1);
    lesson_release(lesson);
    assert_null(load_chain("", MOST + 1, "", &e));
    assert_string_equal(e.text, "a lesson has at most 10,000 operations; the line of loss goes beyond that");
    lesson = load_chain("b * rows(", MOST - 3, ") + b", &e); /* what only a shape is taken of is no step */
    assert_non_null(lesson);
    assert_int_equal(lesson->batch->steps, 1 + 2 + 1 + 3 + 1);
    lesson_release(lesson);
}

static void a_bug_that_changes_nothing_is_refused(void **state) {
    (void)state;
    Lesson *lesson = load(DATA PARAMETERS "[model]\nh = relu(x @ w + b)\nloss = sum(x @ w)\n");
    Bug bug = {.name = "h", .kind = BUG_MASK_UPSTREAM, .place = {7, 3}};
    lesson->bugs = &bug;
    lesson->bug_count = 1;
    Err e = {0};
    assert_null(compile_model(lesson, lesson->train.batch, NULL, &e));
    assert_true(e.place.line == 7 && strstr(e.text, "h is not the result of a relu") == e.text);
    lesson_release(lesson);
    lesson = load(DATA PARAMETERS "[model]\nh = relu(x @ w + b)\nloss = sum(h)\n");
    lesson->bugs = &bug;
    lesson->bug_count = 1;
    Program *program = compile_model(lesson, lesson->train.batch, NULL, &e);
    assert_non_null(program);
    program_free(program);
    bug = (Bug){.name = "w", .kind = BUG_WRONG_INPUT, .input = "k", .place = {7, 3}};
    assert_null(compile_model(lesson, lesson->train.batch, NULL, &e));
    assert_true(e.place.line == 7 &&
                strstr(e.text, "k in place of the product's left side does not fit") == e.text);
    lesson_release(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_does_not_work_is_refused_at_its_place),
        cmocka_unit_test(a_loss_that_teaches_nothing_is_refused),
        cmocka_unit_test(the_test_samples_have_to_fit_as_well),
        cmocka_unit_test(no_memory_is_taken_for_what_is_too_large),
        cmocka_unit_test(ten_thousand_operations_are_the_limit),
        cmocka_unit_test(a_bug_that_changes_nothing_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
