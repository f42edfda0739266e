/* text_number: numbers as a learner reads them. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* A lesson reads and prints in English numerals where the language's file says nothing else. */
static const char *decimal_sign(const Texts *texts) {
    static const char key[] = "number.decimal";
    const char *sign = texts != NULL ? text_get(texts, key) : key;
    return strcmp(sign, key) != 0 ? sign : ".";
}

void text_decimal(const Texts *texts, char *out, size_t size, const char *plain) {
    if (size == 0) return;
    const char *point = decimal_sign(texts);
    size_t used = 0;
    bool leading = false; /* in the exponent, before its first digit: e+07 is e7, e-07 is e−7 */
    for (const char *at = plain; *at != 0; at++) {
        if (leading && (*at == '+' || (*at == '0' && at[1] != 0))) continue;
        leading = *at == 'e' || (leading && *at == '-');
        const char *put = *at == '-' ? "−" : *at == '.' ? point : at;
        size_t length = put == at ? 1 : strlen(put);
        if (used + length >= size) break;
        memcpy(out + used, put, length);
        used += length;
    }
    out[used] = 0;
}

void text_format(const Texts *texts, char *out, size_t size, const char *format, ...) {
    if (size == 0) return;
    char plain[2 * TEXT_NUMBER];
    const char *point = decimal_sign(texts);
    size_t used = 0;
    va_list values;
    va_start(values, format);
    vsnprintf(plain, sizeof plain, format, values);
    va_end(values);
    for (const char *at = plain; *at != 0; at++) {
        const char *put = *at == '.' ? point : at;
        size_t length = put == at ? 1 : strlen(put);
        if (used + length >= size) break;
        memcpy(out + used, put, length);
        used += length;
    }
    out[used] = 0;
}

/* The magnitude as printf writes it; its power of ten is the one after rounding, so that 0.99996 is 1.000. */
static void write_magnitude(char out[TEXT_NUMBER], double magnitude) {
    snprintf(out, TEXT_NUMBER, "%.3e", magnitude);
    int power = magnitude > 0 ? atoi(strchr(out, 'e') + 1) : 0;
    if (power >= -4 && magnitude < 99999.5)
        snprintf(out, TEXT_NUMBER, "%.*f", power < 3 ? 3 - power : 0, magnitude);
}

void text_number(const Texts *texts, char *out, size_t size, double number, bool sign) {
    char magnitude[TEXT_NUMBER] = "∞", plain[TEXT_NUMBER + 1];
    if (isfinite(number)) write_magnitude(magnitude, fabs(number));
    const char *mark = number < 0 ? "-" : sign && number > 0 ? "+" : "";
    snprintf(plain, sizeof plain, "%s%s", mark, isnan(number) ? "nan" : magnitude);
    text_decimal(texts, out, size, plain);
}
