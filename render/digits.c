/* digits: whole numbers as tables have them. */
#include "digits.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

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
