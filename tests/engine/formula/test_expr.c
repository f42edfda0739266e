/* test_expr: formulas become the tree that is meant, and text again; limits hold. */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/formula/expr.h"
#include "engine/formula/scan.h"

static Expr *parse(Arena *arena, const char *text) {
    Expr *expr;
    Err e;
    if (!expr_parse(arena, text, strlen(text), (Place){1, 1}, &expr, &e)) {
        print_error("%s: %d:%d: %s\n", text, e.place.line, e.place.column, e.text);
        fail();
    }
    return expr;
}

/* The tree with all its parentheses: (add a (mul b c)). Only for small trees. */
static char *show(Arena *arena, const Expr *expr) {
    char *text;
    switch (expr->kind) {
    case EXPR_NUMBER:
        return arena_format(arena, "%.17g", expr->number);
    case EXPR_NAME:
        return arena_format(arena, "%s", expr->name);
    case EXPR_STRING:
        return arena_format(arena, "'%s'", expr->name);
    case EXPR_MATRIX:
        text = arena_format(arena, "%dx%d", expr->rows, expr->cols);
        for (int k = 0; k < expr->rows * expr->cols; k++)
            text = arena_format(arena, "%s:%g", text, expr->numbers[k]);
        return text;
    case EXPR_CALL:
        break;
    }
    text = arena_format(arena, "(%s", expr->name);
    for (int k = 0; k < expr->count; k++)
        text = arena_format(arena, "%s %s", text, show(arena, expr->args[k]));
    return arena_format(arena, "%s)", text);
}

static const struct Row {
    const char *text, *tree, *again; /* again: the text that print_expr makes */
} ROWS[] = {
    {"x", "x", "x"},
    {"a+b*c", "(add a (mul b c))", "a + b * c"},
    {"(a+b)*c", "(mul (add a b) c)", "(a + b) * c"},
    {"a-b-c", "(sub (sub a b) c)", "a - b - c"},
    {"a-(b-c)", "(sub a (sub b c))", "a - (b - c)"},
    {"a+(b+c)", "(add a (add b c))", "a + (b + c)"},
    {"a*b@c/d", "(div (matmul (mul a b) c) d)", "a * b @ c / d"},
    {"a@(b*c)", "(matmul a (mul b c))", "a @ (b * c)"},
    {"x @ W1 + b1", "(add (matmul x W1) b1)", "x @ W1 + b1"},
    {"-a^2", "(neg (pow a 2))", "-a^2"},
    {"(-a)^2", "(pow (neg a) 2)", "(-a)^2"},
    {"-a*b", "(mul (neg a) b)", "-a * b"},
    {"-(a*b)", "(neg (mul a b))", "-(a * b)"},
    {"a--b", "(sub a (neg b))", "a - -b"},
    {"--a", "(neg (neg a))", "--a"},
    {"+a", "a", "a"},
    {"2^-+x", "(pow 2 (neg x))", "2^-x"},
    {"a ^ -1", "(pow a (neg 1))", "a^-1"},
    {"a^0.5", "(pow a 0.5)", "a^0.5"},
    {"2^3^4", "(pow 2 (pow 3 4))", "2^3^4"},
    {"(2^3)^4", "(pow (pow 2 3) 4)", "(2^3)^4"},
    {"2^(a*b)", "(pow 2 (mul a b))", "2^(a * b)"},
    {"x²", "(pow x 2)", "x^2"},
    {"x³ + y²", "(add (pow x 3) (pow y 2))", "x^3 + y^2"},
    {"-x²", "(neg (pow x 2))", "-x^2"},
    {"x⁻¹²", "(pow x (neg 12))", "x^-12"},
    {"2^x²", "(pow 2 (pow x 2))", "2^x^2"},
    {"a.T", "(transpose a)", "a.T"},
    {"a.T.T^2", "(pow (transpose (transpose a)) 2)", "a.T.T^2"},
    {"(a@b) . T", "(transpose (matmul a b))", "(a @ b).T"},
    {"(a^2).T", "(transpose (pow a 2))", "(a^2).T"},
    {"(2).T", "(transpose 2)", "(2).T"},
    {"-a.T@b", "(matmul (neg (transpose a)) b)", "-a.T @ b"},
    {"mean((yhat - y)^2)", "(mean (pow (sub yhat y) 2))", "mean((yhat - y)^2)"},
    {"f()", "(f)", "f()"},
    {"leaky_relu (x, -0.1)", "(leaky_relu x (neg 0.10000000000000001))", "leaky_relu(x, -0.1)"},
    {"csv(\"a b.csv\", 'y')", "(csv 'a b.csv' 'y')", "csv(\"a b.csv\", \"y\")"},
    {"f('a\"b', \"#\")", "(f 'a\"b' '#')", "f('a\"b', \"#\")"},
    {"[[1, 2], [3, -4]]", "2x2:1:2:3:-4", "[[1, 2], [3, -4]]"},
    {"[ [ +1e-3 , .5 , 5. ] ]", "1x3:0.001:0.5:5", "[[0.001, 0.5, 5]]"},
    {"θ*μ_1", "(mul θ μ_1)", "θ * μ_1"},
    {"a − b", "(sub a b)", "a - b"},
    {"a\xC2\xA0+\tb", "(add a b)", "a + b"},
    {"100 + 1e5 + 1E+10 + 1e-5", "(add (add (add 100 100000) 10000000000) 1.0000000000000001e-05)",
     "100 + 100000 + 1e10 + 1e-5"},
    {"0.1 + 123456.789", "(add 0.10000000000000001 123456.789)", "0.1 + 123456.789"},
};

static void formulas_become_the_tree_that_is_meant(void **state) {
    (void)state;
    for (size_t k = 0; k < sizeof ROWS / sizeof *ROWS; k++) {
        Arena *arena = arena_new();
        assert_string_equal(show(arena, parse(arena, ROWS[k].text)), ROWS[k].tree);
        arena_free(arena);
    }
}

static void text_has_the_fewest_parentheses_and_reads_back_to_the_same_tree(void **state) {
    (void)state;
    for (size_t k = 0; k < sizeof ROWS / sizeof *ROWS; k++) {
        Arena *arena = arena_new();
        const char *again = print_expr(arena, parse(arena, ROWS[k].text));
        assert_string_equal(again, ROWS[k].again);
        assert_string_equal(show(arena, parse(arena, again)), ROWS[k].tree);
        arena_free(arena);
    }
}

/* What the parser never makes, but a program that builds trees may. */
static void negative_numbers_are_wrapped_like_a_minus(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Expr *power = parse(arena, "a^b"), *product = parse(arena, "a * b");
    Expr minus = {.kind = EXPR_NUMBER, .number = -2};
    power->args[0] = &minus;
    product->args[1] = &minus;
    assert_string_equal(print_expr(arena, power), "(-2)^b");
    assert_string_equal(print_expr(arena, product), "a * -2");
    arena_free(arena);
}

static void nodes_know_their_place_across_lines_and_comments(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const char *text = "αβ + # the first\r\n  # c#d\n  f(x.T, \"θ\",\n    -y)";
    Expr *sum, *call;
    Err e;
    assert_true(expr_parse(arena, text, strlen(text), (Place){7, 5}, &sum, &e));
    call = sum->args[1];
    const struct {
        Place wanted, got;
    } rows[] = {
        {{7, 8}, sum->place},           {{7, 5}, sum->args[0]->place},   {{9, 3}, call->place},
        {{9, 6}, call->args[0]->place}, {{9, 10}, call->args[1]->place}, {{10, 5}, call->args[2]->place},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        assert_int_equal(rows[k].got.line, rows[k].wanted.line);
        assert_int_equal(rows[k].got.column, rows[k].wanted.column);
    }
    arena_free(arena);
}

static void names_are_letters_of_two_alphabets_digits_and_underscores(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t length;
    } rows[] = {{"W1+2", 2}, {"dz_dx ", 5}, {"θ1", 3},  {"1a", 0}, {"_a", 0}, {"", 0},      {"ж", 0},
                {"aж", 1},   {"é", 0},      {"a.T", 1}, {"µ", 0},  {"϶", 0},  {"Ωmega;", 6}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        assert_int_equal(scan_name_length(rows[k].text, strlen(rows[k].text)), rows[k].length);
    assert_int_equal(scan_name_length("θ", 1), 0);
}

/* before × count, middle, after × count. */
static char *repeat(const char *before, const char *middle, const char *after, int count) {
    size_t first = strlen(before), last = strlen(after),
           size = (first + last) * (size_t)count + strlen(middle) + 1;
    char *text = malloc(size), *at = text;
    assert_non_null(text);
    for (int k = 0; k < count; k++, at += first) memcpy(at, before, first);
    at = strcpy(at, middle) + strlen(middle);
    for (int k = 0; k < count; k++, at += last) memcpy(at, after, last + 1);
    return text;
}

static void nesting_ends_at_its_limit(void **state) {
    (void)state;
    static const char *const rows[][2] = {{"(", ")"}, {"f(", ")"}, {"-", ""},
                                          {"x^", ""}, {"+", ""},   {"f(1, (x^-", "))"}};
    static const int levels[] = {1, 1, 1, 1, 1, 4};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        int most = EXPR_MAX_DEPTH / levels[k];
        Arena *arena = arena_new();
        char *deep = repeat(rows[k][0], "x", rows[k][1], most),
             *deeper = repeat(rows[k][0], "x", rows[k][1], most + 1);
        Expr *expr = parse(arena, deep);
        assert_non_null(print_expr(arena, expr));
        Err e;
        assert_false(expr_parse(arena, deeper, strlen(deeper), (Place){1, 1}, &expr, &e));
        assert_non_null(strstr(e.text, "more than 200"));
        char *hostile = repeat(rows[k][0], "x", rows[k][1], 100000);
        assert_false(expr_parse(arena, hostile, strlen(hostile), (Place){1, 1}, &expr, &e));
        free(deep);
        free(deeper);
        free(hostile);
        arena_free(arena);
    }
}

/* A chain is as deep a tree as it is long: neither reading nor writing it may use the stack for that. */
static void long_chains_are_read_and_written(void **state) {
    (void)state;
    static const char *const links[] = {" + y", " @ y", ".T", " - f(z)"};
    for (size_t k = 0; k < sizeof links / sizeof *links; k++) {
        Arena *arena = arena_new();
        char *text = repeat("", "x", links[k], 10000);
        assert_string_equal(print_expr(arena, parse(arena, text)), text);
        free(text);
        arena_free(arena);
    }
}

static void parts_end_at_their_limit(void **state) {
    (void)state;
    Arena *arena = arena_new();
    char *text = repeat("", "x", " + x", EXPR_MAX_NODES / 2 - 1);
    parse(arena, text);
    free(text);
    text = repeat("", "x", " + x", EXPR_MAX_NODES / 2);
    Expr *expr;
    Err e;
    assert_false(expr_parse(arena, text, strlen(text), (Place){1, 1}, &expr, &e));
    assert_non_null(strstr(e.text, "at most 40000 parts"));
    assert_null(expr);
    free(text);
    arena_free(arena);
}

/* A MiB of anything is answered at once: work that grows with the square would take minutes. */
static void a_mebibyte_of_anything_takes_no_time(void **state) {
    (void)state;
    static const char *const pieces[] = {"a ", "\"a\",", "[", "1,", "x.T", "²",        "#\n", "\n",
                                         "((", "θ",      "1", "'",  "-",   "f(\"a\"+", "\xff"};
    clock_t start = clock();
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++)
        for (int inside = 0; inside <= 2; inside++) {
            static const char *const before[] = {"", "f(", "[["};
            char *text = repeat("", before[inside], pieces[k], (int)((1 << 20) / strlen(pieces[k])));
            Arena *arena = arena_new();
            Expr *expr;
            Err e;
            expr_parse(arena, text, strlen(text), (Place){1, 1}, &expr, &e);
            arena_free(arena);
            free(text);
        }
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (seconds > 10) print_error("%g seconds\n", seconds);
    assert_true(seconds <= 10);
}

static void a_large_matrix_is_read(void **state) {
    (void)state;
    Arena *arena = arena_new();
    char *row = repeat("", "1", ",1", 100000), *text = malloc(strlen(row) * 2 + 20);
    assert_non_null(text);
    sprintf(text, "[[%s],[%s]]", row, row);
    Expr *expr = parse(arena, text);
    assert_int_equal(expr->rows, 2);
    assert_int_equal(expr->cols, 100001);
    assert_true(expr->numbers[2 * 100001 - 1] == 1);
    free(row);
    free(text);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formulas_become_the_tree_that_is_meant),
        cmocka_unit_test(text_has_the_fewest_parentheses_and_reads_back_to_the_same_tree),
        cmocka_unit_test(negative_numbers_are_wrapped_like_a_minus),
        cmocka_unit_test(nodes_know_their_place_across_lines_and_comments),
        cmocka_unit_test(names_are_letters_of_two_alphabets_digits_and_underscores),
        cmocka_unit_test(nesting_ends_at_its_limit),
        cmocka_unit_test(long_chains_are_read_and_written),
        cmocka_unit_test(parts_end_at_their_limit),
        cmocka_unit_test(a_mebibyte_of_anything_takes_no_time),
        cmocka_unit_test(a_large_matrix_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
