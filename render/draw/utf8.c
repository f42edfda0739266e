/* utf8: reads UTF-8 a code point at a time; what is broken becomes U+FFFD and can never read past the end. */
#include "fonts.h"

enum { REPLACEMENT = 0xFFFD };

/* Length of the sequence that a first byte announces; 0: no sequence starts so (C0, C1 and F5… could only be
   overlong or beyond U+10FFFF). */
static int sequence_length(unsigned char first) {
    if (first >= 0xC2 && first <= 0xDF) return 2;
    if (first >= 0xE0 && first <= 0xEF) return 3;
    if (first >= 0xF0 && first <= 0xF4) return 4;
    return 0;
}

uint32_t utf8_next(const char **utf8) {
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *at = (const unsigned char *)*utf8;
    if (at[0] == 0) return 0;
    *utf8 += 1;
    if (at[0] < 0x80) return at[0];
    int length = sequence_length(at[0]);
    if (length == 0) return REPLACEMENT;
    uint32_t code_point = at[0] & (0x7Fu >> length);
    for (int i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80) return REPLACEMENT; /* the ending 0 stops here too */
        code_point = code_point << 6 | (at[i] & 0x3Fu);
    }
    bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    if (code_point < smallest[length] || surrogate || code_point > 0x10FFFF) return REPLACEMENT;
    *utf8 += length - 1;
    return code_point;
}
