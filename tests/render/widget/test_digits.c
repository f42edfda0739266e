/* test_digits: numbers in little room. */
#include "tests/support/test.h"

#include <math.h>
#include <string.h>

#include "render/widget/number.h"

static void whole_numbers_have_thin_spaces_from_five_digits_on(void **state) {
    (void)state;
    static const struct {
        int64_t number;
        const char *text;
    } rows[] = {
        {0, "0"}, {400, "400"}, {9999, "9999"}, {10000, "10\u2009000"}, {1234567, "1\u2009234\u2009567"}};
    char text[40];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        number_grouped(rows[i].number, text, sizeof text);
        assert_string_equal(text, rows[i].text);
    }
}

static void short_numbers_keep_to_their_cells(void **state) {
    (void)state;
    static const struct {
        double number;
        bool sign;
        int cells;
        const char *text;
    } rows[] = {{0.4, false, 4, "0.40"},     {0.4, false, 5, "0.400"},   {-0.4, false, 4, "−0.4"},
                {1.594, true, 5, "+1.59"},   {-3.534, true, 5, "−3.53"}, {0, true, 5, "0"},
                {12.34, false, 4, "12.3"},   {1234, false, 4, "1234"},   {0.004067, true, 5, "+4e−3"},
                {-0.0041, false, 4, "−0.0"}, {1e-12, true, 6, "+1e−12"}, {1234567, true, 5, "+1e6"},
                {99.96, false, 4, "100"},    {INFINITY, false, 4, "∞"},  {NAN, false, 4, "nan"}};
    char text[40];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        number_short(NULL, rows[i].number, rows[i].sign, rows[i].cells, text, sizeof text);
        if (strcmp(text, rows[i].text) != 0)
            print_error("%g: wanted %s, got %s\n", rows[i].number, rows[i].text, text);
        assert_string_equal(text, rows[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers_have_thin_spaces_from_five_digits_on),
        cmocka_unit_test(short_numbers_keep_to_their_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
