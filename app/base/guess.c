/* guess: reads and judges predictions. */
#include "guess.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_digits(const char *at) {
    while (isdigit((unsigned char)*at)) at++;
    return at;
}

/* Digits, a point, an exponent, as far as they go. *whole: they are a number. */
static const char *skip_decimal(const char *at, bool *whole) {
    const char *start = at;
    at = skip_digits(at);
    long digits = at - start;
    if (*at == '.') {
        const char *after = skip_digits(at + 1);
        digits += after - at - 1;
        at = after;
    }
    *whole = digits > 0;
    if (!*whole || *at != 'e') return at;
    at++;
    if (*at == '-' || *at == '+') at++;
    const char *end = skip_digits(at);
    *whole = end > at;
    return end;
}

/* Whether the text can still become a guess, and whether it is one (*whole). */
static bool is_begun(const char *entry, bool *whole) {
    const char *at = entry + (*entry == '-' || *entry == '+');
    *whole = true;
    if (*at == '\0') return true;
    at = skip_decimal(at, whole);
    if (*at == '/' && *whole) at = skip_decimal(at + 1, whole);
    return *at == '\0';
}

static char plain_character(int code) {
    enum { TRUE_MINUS = 0x2212, CAPITAL_E = 'E' };
    if (code == TRUE_MINUS) return '-';
    if (code == ',') return '.';
    if (code == CAPITAL_E) return 'e';
    return code > 0 && code < 128 && strchr("0123456789+-./e", code) != NULL ? (char)code : '\0';
}

bool guess_type(char entry[GUESS_ROOM], int code) {
    size_t length = strlen(entry);
    char character = plain_character(code);
    bool whole;
    if (character == '\0' || length + 1 >= GUESS_ROOM) return false;
    entry[length] = character;
    entry[length + 1] = '\0';
    if (is_begun(entry, &whole)) return true;
    entry[length] = '\0';
    return false;
}

void guess_erase(char entry[GUESS_ROOM]) {
    size_t length = strlen(entry);
    if (length > 0) entry[length - 1] = '\0';
}

bool guess_read(const char *entry, Guess *out) {
    bool whole;
    *out = (Guess){0};
    if (*entry == '\0' || !is_begun(entry, &whole) || !whole) return false;
    if (entry[1] == '\0' && !isdigit((unsigned char)*entry)) {
        out->sign = *entry;
        return true;
    }
    char *end;
    out->number = strtod(entry, &end);
    if (*end == '/') out->number /= strtod(end + 1, &end);
    return isfinite(out->number);
}

double guess_tolerance(double result, double terms) {
    if (!isfinite(result)) return 0;
    double size = fabs(result), digit = size > 0 ? pow(10, floor(log10(size)) - 1) : 0;
    return fmax(0.01 * size, 0.5 * digit) + 0.0005 * (isfinite(terms) ? terms : 0);
}

bool guess_right(const Guess *guess, double result, double terms) {
    if (guess->sign != '\0') return guess->sign == '+' ? result > 0 : result < 0;
    return fabs(guess->number - result) <= guess_tolerance(result, terms);
}
