/* test_number: decimals and characters are read as they stand, whatever surrounds them. */
#include "tests/support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/utf8.h"
#include "engine/data/rng.h"

static void a_number_ends_where_it_ends(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        double number;
    } rows[] = {
        {"0", 1, 0},
        {"12", 2, 12},
        {"12.5", 4, 12.5},
        {".5", 2, .5},
        {"5.", 2, 5},
        {"5.e2", 4, 500},
        {"1e3", 3, 1000},
        {"1E+3x", 4, 1000},
        {"1e-3,", 4, .001},
        {"2e", 1, 2},
        {"2e+", 1, 2},
        {"2exp", 1, 2},
        {"1.2.3", 3, 1.2},
        {"007", 3, 7},
        {"0x10", 1, 0},
        {".", 0, 0},
        {"-1", 0, 0},
        {"", 0, 0},
        {"e5", 0, 0},
        {"nan", 0, 0},
        {"inf", 0, 0},
        {" 1", 0, 0},
        {"0.1", 3, .1},
        {"1e23", 4, 1e23},
        {"1e-400", 6, 0},
        {"1e400", 5, INFINITY},
        {"1e99999999999", 13, INFINITY},
        {"0e99999999999", 13, 0},
        {"9007199254740993", 16, 9007199254740992.0},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        double number = 0;
        size_t length = number_read(rows[k].text, strlen(rows[k].text), &number);
        if (length != rows[k].length || number != rows[k].number)
            print_error("%s: wanted %zu bytes, %.17g; got %zu, %.17g\n", rows[k].text, rows[k].length,
                        rows[k].number, length, number);
        assert_int_equal(length, rows[k].length);
        assert_true(number == rows[k].number);
    }
}

static void no_byte_behind_the_text_is_read(void **state) {
    (void)state;
    double number = 0;
    assert_int_equal(number_read("12345", 3, &number), 3);
    assert_true(number == 123);
    assert_int_equal(number_read("1e55", 3, &number), 3);
    assert_true(number == 1e5);
    assert_int_equal(number_read("1e5", 2, &number), 1);
    assert_int_equal(number_read(".5", 1, &number), 0);
}

/* The C library's strtod rounds correctly: so must the short way. */
static void numbers_are_the_nearest_doubles(void **state) {
    (void)state;
    Rng rng;
    rng_seed(&rng, RNG_NUMPY, 1);
    for (int k = 0; k < 200000; k++) {
        char text[64];
        uint64_t digits = ((uint64_t)rng_u32(&rng) << 32 | rng_u32(&rng)) >> rng_u32(&rng) % 64;
        int power = (int)(rng_u32(&rng) % 60) - 30;
        snprintf(text, sizeof text, "%.*fe%d", (int)(rng_u32(&rng) % 6), (double)digits / 1024, power);
        double number = -1;
        assert_int_equal(number_read(text, strlen(text), &number), strlen(text));
        if (number != strtod(text, NULL))
            print_error("%s: wanted %.17g, got %.17g\n", text, strtod(text, NULL), number);
        assert_true(number == strtod(text, NULL));
    }
}

static void written_numbers_are_short_and_read_back(void **state) {
    (void)state;
    static const struct {
        double number;
        const char *text;
    } rows[] = {
        {0, "0"},
        {1, "1"},
        {-2, "-2"},
        {0.1, "0.1"},
        {1e-3, "0.001"},
        {1e-5, "1e-5"},
        {100, "100"},
        {1e6, "1000000"},
        {1e7, "1e7"},
        {1.5e20, "1.5e20"},
        {1.0 / 3, "0.3333333333333333"},
        {-1e-300, "-1e-300"},
        {123456.789, "123456.789"},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        char text[NUMBER_TEXT];
        number_write(text, rows[k].number);
        assert_string_equal(text, rows[k].text);
        assert_true(strtod(text, NULL) == rows[k].number);
    }
}

static void well_formed_characters_are_told_from_broken_ones(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        uint32_t code;
    } rows[] = {
        {"a", 1, 'a'},
        {"é", 2, 0xE9},
        {"→", 3, 0x2192},
        {"𝑥", 4, 0x1D465},
        {"\x7f", 1, 0x7F},
        {"\xC2\x80", 2, 0x80},
        {"\xF4\x8F\xBF\xBF", 4, 0x10FFFF},
        {"\x80", 0, 0},
        {"\xC0\x80", 0, 0},
        {"\xC1\xBF", 0, 0},
        {"\xE0\x9F\xBF", 0, 0},
        {"\xED\xA0\x80", 0, 0},
        {"\xF0\x8F\xBF\xBF", 0, 0},
        {"\xF4\x90\x80\x80", 0, 0},
        {"\xF5\x80\x80\x80", 0, 0},
        {"\xFF", 0, 0},
        {"\xC3", 0, 0},
        {"\xE2\x86", 0, 0},
        {"\xE2\x86x", 0, 0},
        {"\xC3(", 0, 0},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        uint32_t code = 0;
        assert_int_equal(utf8_decode(rows[k].text, strlen(rows[k].text), &code), rows[k].length);
        assert_int_equal(code, rows[k].code);
    }
}

static void characters_are_counted_and_never_cut(void **state) {
    (void)state;
    assert_int_equal(utf8_length("aé→𝑥", 10), 4);
    assert_int_equal(utf8_length("\xFF\xE2\x86", 3), 3);
    static const size_t whole[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
    for (size_t size = 0; size <= 10; size++) assert_int_equal(utf8_whole("aé→𝑥", size), whole[size]);
    assert_int_equal(utf8_find_bad("aé→", 6), 6);
    assert_int_equal(utf8_find_bad("aé\xFF", 4), 3);
    assert_int_equal(utf8_find_bad("a\0b", 3), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_ends_where_it_ends),
        cmocka_unit_test(no_byte_behind_the_text_is_read),
        cmocka_unit_test(numbers_are_the_nearest_doubles),
        cmocka_unit_test(written_numbers_are_short_and_read_back),
        cmocka_unit_test(well_formed_characters_are_told_from_broken_ones),
        cmocka_unit_test(characters_are_counted_and_never_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
