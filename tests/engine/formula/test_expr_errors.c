/* test_expr_errors: every mistake in a formula is told at its place, with what was expected. */
#include "tests/support/test.h"

#include <string.h>

#include "engine/formula/expr.h"

static const struct {
    const char *text;
    int column;
    const char *says;
} ROWS[] = {
    {"", 1, "expected a number, a name, ( or [, but the formula ends here"},
    {"x +", 4, "but the formula ends here"},
    {"x + # y", 4, "but the formula ends here"},
    {"x * / y", 5, "expected a number, a name, ( or [, found /"},
    {"(a + b", 7, "expected ) for the ( in line 3, column 1"},
    {"f(a, b", 7, "expected , or ) for the ( in line 3, column 2"},
    {"a + b)", 6, "there is no ( for this )"},
    {"()", 2, "found )"},
    {"f(a,)", 5, "found )"},
    {"f(,a)", 3, "found ,"},
    {"f(a b)", 5, "an operator (a product is written a * b or a @ b), found b"},
    {"2x", 2, "an operator (a product is written a * b or a @ b), found x"},
    {"(a)(b)", 4, "a product is written"},
    {"2 3", 3, "a product is written"},
    {"1.2.3", 4, "a product is written"},
    {"0,5", 2, "decimals are written 0.5"},
    {"a]", 2, "expected an operator or the end of the formula, found ]"},
    {"x.shape", 3, "expected T after the point"},
    {"x.", 3, "expected T after the point"},
    {"x ** 2", 3, "a power is written with ^"},
    {"a = b", 3, "= cannot stand in a formula"},
    {"sum(x, axis=0)", 12, "arguments are given by position, as in sum(x, 0)"},
    {"pow(x, 2)", 1, "write a^2"},
    {"1 + matmul(a, b)", 5, "write a @ b"},
    {"a × b", 3, "× cannot stand in a formula: write * for"},
    {"a · b", 3, "@ for the matrix product"},
    {"a – b", 3, "minus sign"},
    {"f(“a”)", 3, "straight quotes"},
    {"√x", 1, "sqrt(x)"},
    {"Aᵀ", 2, "x.T"},
    {"W₁ + 1", 2, "write a plain digit, W1 is shown as W₁"},
    {"х + 1", 1, "Cyrillic"},
    {"2 * xу", 6, "Cyrillic"},
    {"é", 1, "é cannot stand in a formula"},
    {"a $ b", 3, "$ cannot stand in a formula"},
    {"a#b", 2, "a comment begins after a blank"},
    {"_a", 1, "a name begins with a letter"},
    {"\"a\"", 1, "only be an argument by itself"},
    {"f(\"a\" + 1)", 7, "expected , or ) for the ("},
    {"f(1 + \"a\")", 7, "only be an argument by itself"},
    {"f(\"a)", 3, "a quote \" is missing"},
    {"f('a\n')", 3, "a quote ' is missing"},
    {"1e39", 1, "larger than a float32 number can be"},
    {"1e999", 1, "larger than a float32 number can be"},
    {"x^", 3, "but the formula ends here"},
    {"[1, 2]", 2, "a matrix is written row by row"},
    {"[[1, 2], [3]]", 10, "this row of the matrix has 1 number, the rows before it have 2"},
    {"[[1], [2, 3]]", 7, "this row of the matrix has 2 numbers, the rows before it have 1"},
    {"[[]]", 3, "expected a number"},
    {"[]", 2, "row by row"},
    {"[[1 2]]", 5, "expected , or ] in a row of the matrix, found 2"},
    {"[[1, a]]", 6, "a matrix in brackets holds numbers only"},
    {"[[1], ]", 7, "row by row"},
    {"[[1]", 5, "expected , or ] after a row of the matrix"},
    {"[[--1]]", 4, "expected a number"},
    {"a \xff b", 3, "the byte 0xFF is not UTF-8 text"},
    {"f(\"\xC3(\")", 4, "the byte 0xC3 is not UTF-8 text"},
    {"a \x01 b", 3, "the control character 0x01"},
};

static void every_mistake_is_told_at_its_place(void **state) {
    (void)state;
    for (size_t k = 0; k < sizeof ROWS / sizeof *ROWS; k++) {
        Arena *arena = arena_new();
        Expr *expr;
        Err e = {.text = "(accepted)"};
        bool parsed = expr_parse(arena, ROWS[k].text, strlen(ROWS[k].text), (Place){3, 1}, &expr, &e);
        bool as_wanted =
            !parsed && e.place.line == 3 && e.place.column == ROWS[k].column && strstr(e.text, ROWS[k].says);
        if (!as_wanted)
            print_error("%s\n  wanted 3:%d: … %s …\n  got    %d:%d: %s\n", ROWS[k].text, ROWS[k].column,
                        ROWS[k].says, e.place.line, e.place.column, e.text);
        assert_true(as_wanted);
        assert_null(expr);
        arena_free(arena);
    }
}

static void a_nul_byte_is_refused_wherever_it_stands(void **state) {
    (void)state;
    static const char *const texts[] = {"\0", "a\0", "f(\"a\0\")", "1\0", "[[1\0]]"};
    static const size_t sizes[] = {1, 2, 7, 2, 7};
    static const int columns[] = {1, 2, 5, 2, 4};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        Arena *arena = arena_new();
        Expr *expr;
        Err e;
        assert_false(expr_parse(arena, texts[k], sizes[k], (Place){1, 1}, &expr, &e));
        assert_string_equal(e.text, "the control character 0x00 has no place in a formula");
        assert_int_equal(e.place.column, columns[k]);
        arena_free(arena);
    }
}

static void numbers_of_many_digits_end_at_their_limit(void **state) {
    (void)state;
    char digits[200];
    memset(digits, '1', sizeof digits);
    Arena *arena = arena_new();
    Expr *expr;
    Err e;
    memcpy(digits, "0.", 2);
    assert_true(expr_parse(arena, digits, 100, (Place){1, 1}, &expr, &e));
    assert_false(expr_parse(arena, digits, 101, (Place){1, 1}, &expr, &e));
    assert_non_null(strstr(e.text, "at most 100 characters"));
    arena_free(arena);
}

/* What is found is cut where it is long, but never inside a character. */
static void a_long_word_is_shown_in_part(void **state) {
    (void)state;
    char text[3 + 2 * 1000 + 1] = "a ";
    for (size_t k = 0; k < 1000; k++) memcpy(text + 2 + 2 * k, "θ", 3);
    Arena *arena = arena_new();
    Expr *expr;
    Err e;
    assert_false(expr_parse(arena, text, strlen(text), (Place){1, 1}, &expr, &e));
    assert_true(strlen(e.text) < 200);
    assert_non_null(strstr(e.text, "θ…"));
    assert_null(strchr(e.text, '?'));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_is_told_at_its_place),
        cmocka_unit_test(a_nul_byte_is_refused_wherever_it_stands),
        cmocka_unit_test(numbers_of_many_digits_end_at_their_limit),
        cmocka_unit_test(a_long_word_is_shown_in_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
