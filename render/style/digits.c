/* digits: whole numbers as tables have them. */
#include "digits.h"

#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void digits_grouped(int64_t number, char *out, size_t size) {
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%" PRId64, number);
    size_t used = 0;
    out[0] = 0;
    for (int i = 0; i < length && used + 5 < size; i++) {
        bool gap = i > 0 && (length - i) % 3 == 0 && length > 4;
        used += (size_t)snprintf(out + used, size - used, "%s%c", gap ? "\u2009" : "", digits[i]);
    }
}

/* Characters of a power of ten as text_decimal leaves it: "-4e-03" is −4e−3. */
static int power_length(double number, bool plus) {
    return (number < 0 || plus ? 1 : 0) + (fabs(number) < 1e-9 ? 5 : 4);
}

void digits_short(const Texts *texts, double number, bool sign, int cells, char *out, size_t size) {
    char plain[TEXT_NUMBER] = "0";
    bool plus = sign && number > 0;
    if (!isfinite(number)) {
        text_number(texts, out, size, number, sign);
        return;
    }
    int length = number == 0 ? 1 : INT_MAX;
    for (int digits = 3; length > cells && digits >= 0; digits--)
        length = snprintf(plain, sizeof plain, "%s%.*f", plus ? "+" : "", digits, number);
    bool vanished = number != 0 && strtod(plain, NULL) == 0 && power_length(number, plus) <= cells;
    if (length > cells || vanished) snprintf(plain, sizeof plain, "%s%.0e", plus ? "+" : "", number);
    text_decimal(texts, out, size, plain);
}
