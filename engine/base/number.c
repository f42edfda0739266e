/* number: reads a decimal by exact arithmetic where that is possible, which is nearly always, and else by
 * strtod. */
#include "number.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(const char *at, const char *end) {
    return at < end && *at >= '0' && *at <= '9';
}

/* A number's digits as a whole number times a power of ten. */
typedef struct Decimal {
    uint64_t digits;
    int count;    /* of digits from the first that is not 0; above 19 some are missing in `digits` */
    int exponent; /* of ten */
} Decimal;

static const char *read_digits(const char *at, const char *end, bool after_point, Decimal *decimal) {
    for (; is_digit(at, end); at++) {
        if (decimal->count > 0 || *at != '0') decimal->count++;
        if (decimal->count <= 19) decimal->digits = decimal->digits * 10 + (uint64_t)(*at - '0');
        decimal->exponent -= after_point;
    }
    return at;
}

/* Behind the exponent at `at`; `at` itself where there is none: in "2e" the e is not the number's. */
static const char *read_exponent(const char *at, const char *end, Decimal *decimal) {
    if (at == end || (*at != 'e' && *at != 'E')) return at;
    const char *digit = at + 1;
    bool negative = digit < end && *digit == '-';
    if (digit < end && (*digit == '-' || *digit == '+')) digit++;
    if (!is_digit(digit, end)) return at;
    int exponent = 0;
    for (; is_digit(digit, end); digit++)
        if (exponent < 100000) exponent = exponent * 10 + (*digit - '0');
    decimal->exponent += negative ? -exponent : exponent;
    return digit;
}

static double read_slowly(const char *text, size_t length) {
    char copy[NUMBER_MAX_LENGTH + 1];
    memcpy(copy, text, length);
    copy[length] = 0;
    return strtod(copy, NULL);
}

/* Both are exact in double, so that one multiplication or division rounds once (W. Clinger, "How to read
   floating point numbers accurately", 1990). */
static bool is_exact(const Decimal *decimal) {
    return decimal->count <= 19 && decimal->digits <= (uint64_t)1 << 53 && decimal->exponent >= -22 &&
           decimal->exponent <= 22;
}

size_t number_read(const char *text, size_t size, double *out) {
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const char *end = text + size;
    Decimal decimal = {0, 0, 0};
    const char *at = read_digits(text, end, false, &decimal);
    bool whole = at > text;
    if (at < end && *at == '.' && (whole || is_digit(at + 1, end))) {
        at = read_digits(at + 1, end, true, &decimal);
        whole = true;
    }
    if (!whole) return 0;
    at = read_exponent(at, end, &decimal);
    size_t length = (size_t)(at - text);
    if (length > NUMBER_MAX_LENGTH) return 0;
    double digits = (double)decimal.digits;
    if (!is_exact(&decimal))
        *out = read_slowly(text, length);
    else
        *out = decimal.exponent < 0 ? digits / powers[-decimal.exponent] : digits * powers[decimal.exponent];
    return length;
}

void number_write(char out[NUMBER_TEXT], double number) {
    int digits = 1;
    do snprintf(out, NUMBER_TEXT, "%.*g", digits, number);
    while (strtod(out, NULL) != number && ++digits <= 17);
    char *exponent = strchr(out, 'e');
    if (exponent == NULL) return;
    int power = atoi(exponent + 1);
    bool plain = power >= 0 && power < 7; /* %g writes 100 as 1e+02 */
    if (plain)
        snprintf(out, NUMBER_TEXT, "%.0f", number);
    else
        snprintf(exponent, (size_t)(out + NUMBER_TEXT - exponent), "e%d", power);
}

void number_write_float(char out[NUMBER_TEXT], float number) {
    for (int digits = 6; digits <= 9; digits++) { /* nine are always enough */
        snprintf(out, NUMBER_TEXT, "%.*g", digits, (double)number);
        if (strtof(out, NULL) == number && (float)strtod(out, NULL) == number) break;
    }
}
