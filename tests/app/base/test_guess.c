/* test_guess: what counts as a prediction, and when it is right. */
#include "engine/base/utf8.h"
#include "tests/support/test.h"

#include <math.h>
#include <string.h>

#include "app/base/guess.h"
#include "render/draw/fonts.h"

/* The entry after all characters were typed. */
static void is_typed(const char *typed, const char *wanted) {
    char entry[GUESS_ROOM] = "";
    for (const char *at = typed; *at != '\0';) guess_type(entry, (int)utf8_next(&at));
    if (strcmp(entry, wanted) != 0) print_error("%s: wanted %s, got %s\n", typed, wanted, entry);
    assert_string_equal(entry, wanted);
}

static void signs_and_points_of_any_keyboard_are_understood(void **state) {
    (void)state;
    is_typed("-0.375", "-0.375");
    is_typed("−0,375", "-0.375");
    is_typed("+1E−3", "+1e-3");
    is_typed("3/8", "3/8");
    is_typed("-,5/2.5", "-.5/2.5");
}

static void what_can_be_no_guess_is_not_typed(void **state) {
    (void)state;
    is_typed("1a2 3", "123");
    is_typed("--1+", "-1");
    is_typed("1.2.3,4", "1.234");
    is_typed("/5", "5");
    is_typed("e5", "5");
    is_typed("1//2/3", "1/23");
    is_typed("2e3e4", "2e34");
    is_typed("12345678901234567890", "1234567890123456");
}

static void the_last_character_is_taken_back(void **state) {
    (void)state;
    char entry[GUESS_ROOM] = "-3";
    guess_erase(entry);
    assert_string_equal(entry, "-");
    guess_erase(entry);
    guess_erase(entry);
    assert_string_equal(entry, "");
}

static void is_number(const char *entry, double wanted) {
    Guess guess;
    bool read = guess_read(entry, &guess);
    if (!read || guess.sign != '\0' || guess.number != wanted)
        print_error("%s: wanted %.17g, got %d %.17g\n", entry, wanted, read, guess.number);
    assert_true(read && guess.sign == '\0' && guess.number == wanted);
}

static void numbers_and_fractions_are_read(void **state) {
    (void)state;
    is_number("-0.375", -0.375);
    is_number("-3/8", -0.375);
    is_number("3/0.5", 6);
    is_number(".5", 0.5);
    is_number("5.", 5);
    is_number("+2e-3", 2e-3);
    is_number("0", 0);
}

static void a_lone_sign_is_a_guess(void **state) {
    (void)state;
    Guess guess;
    assert_true(guess_read("+", &guess));
    assert_int_equal(guess.sign, '+');
    assert_true(guess_read("-", &guess));
    assert_int_equal(guess.sign, '-');
}

static void what_is_unfinished_is_no_guess(void **state) {
    (void)state;
    static const char *const entries[] = {"", ".", "-.", "3/", "1e", "1e-", "1/0", "0/0", "1e999", "1/2e"};
    Guess guess;
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        if (guess_read(entries[i], &guess)) print_error("%s was read\n", entries[i]);
        assert_false(guess_read(entries[i], &guess));
    }
}

static bool right(const char *entry, double result, double terms) {
    Guess guess;
    assert_true(guess_read(entry, &guess));
    return guess_right(&guess, result, terms);
}

static void two_digits_or_one_percent_are_enough(void **state) {
    (void)state;
    assert_true(right("0.37", 0.3683, 0));
    assert_false(right("0.38", 0.3683, 0));
    assert_false(right("0.36", 0.3683, 0));
    assert_true(right("-0.0063", -0.00625, 0));
    assert_true(right("1", 1.04, 0));
    assert_false(right("1", 1.06, 0));
    assert_true(right("99", 99.9, 0));
    assert_false(right("98", 99.9, 0));
    assert_false(right("0.37", -0.3683, 0));
}

static void shown_numbers_are_rounded(void **state) {
    (void)state;
    assert_false(right("0", 0.0001, 0)); /* 0.5432 − 0.5431, where 0.54321 − 0.54311 was meant */
    assert_true(right("0", 0.0001, 0.5432 + 0.5431));
    assert_true(right("0.0002", 0.0001, 0.5432 + 0.5431));
}

static void nothing_but_zero_is_zero(void **state) {
    (void)state;
    assert_true(right("0", 0, 0));
    assert_true(right("0", -0.0, 0));
    assert_false(right("0.001", 0, 0));
    assert_false(right("+", 0, 0));
    assert_false(right("-", -0.0, 0));
}

static void a_sign_is_compared_with_the_results(void **state) {
    (void)state;
    assert_true(right("+", 1e-30, 0));
    assert_false(right("-", 1e-30, 0));
    assert_true(right("-", -5, 100));
    assert_true(right("+", HUGE_VAL, 0));
    assert_false(right("+", NAN, 0));
    assert_false(right("1", NAN, 1));
    assert_false(right("1", HUGE_VAL, HUGE_VAL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_and_points_of_any_keyboard_are_understood),
        cmocka_unit_test(what_can_be_no_guess_is_not_typed),
        cmocka_unit_test(the_last_character_is_taken_back),
        cmocka_unit_test(numbers_and_fractions_are_read),
        cmocka_unit_test(a_lone_sign_is_a_guess),
        cmocka_unit_test(what_is_unfinished_is_no_guess),
        cmocka_unit_test(two_digits_or_one_percent_are_enough),
        cmocka_unit_test(shown_numbers_are_rounded),
        cmocka_unit_test(nothing_but_zero_is_zero),
        cmocka_unit_test(a_sign_is_compared_with_the_results),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
