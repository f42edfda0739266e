/* utf8: decodes by the table of well-formed sequences, and counts characters with it. */
#include "utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static size_t sequence_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

size_t utf8_decode(const char *text, size_t size, uint32_t *code) {
    static const uint32_t lead_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text;
    size_t length = sequence_length(bytes[0]);
    if (length == 0 || length > size) return 0;
    uint32_t value = bytes[0] & lead_bits[length];
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) return 0;
        value = value << 6 | (bytes[i] & 0x3F);
    }
    if (value < smallest[length] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return 0;
    *code = value;
    return length;
}

uint32_t utf8_next(const char **text) {
    enum { REPLACEMENT = 0xFFFD };
    uint32_t code = (unsigned char)**text;
    if (code >= 0x80) {
        size_t length = utf8_decode(*text, strnlen(*text, 4), &code);
        *text += length > 0 ? length : 1;
        return length > 0 ? code : REPLACEMENT;
    }
    if (code != 0) ++*text;
    return code;
}

size_t utf8_encode(uint32_t code, char out[4]) {
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, code >>= 6) out[i] = (char)(0x80 | (code & 0x3F));
    out[0] = (char)(lead[length] | code);
    return length;
}

bool utf8_is_shown(uint32_t code) {
    static const uint32_t hidden[][2] = {
        {0x0, 0x1F},      {0x7F, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},     {0x61C, 0x61C},
        {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
        {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
        {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
    };
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden && code >= hidden[i][0]; i++)
        if (code <= hidden[i][1]) return false;
    return true;
}

size_t utf8_length(const char *text, size_t size) {
    size_t count = 0;
    uint32_t code;
    for (size_t at = 0; at < size; count++) {
        size_t length = utf8_decode(text + at, size - at, &code);
        at += length > 0 ? length : 1;
    }
    return count;
}

/* Bytes at text, of at most size, that are printable ASCII. */
static size_t plain_run(const char *text, size_t size) {
    size_t length = 0;
    while (length < size && text[length] >= ' ' && text[length] <= '~') length++;
    return length;
}

size_t utf8_clean(char *out, size_t room, const char *text, size_t size) {
    size_t used = 0;
    uint32_t code;
    for (size_t at = 0; at < size;) {
        size_t left = room - 1 - used;
        size_t plain = plain_run(text + at, size - at < left ? size - at : left);
        memcpy(out + used, text + at, plain);
        used += plain, at += plain;
        if (at == size) break;
        size_t length = utf8_decode(text + at, size - at, &code);
        bool shown = length > 0 && utf8_is_shown(code);
        size_t bytes = shown ? length : 1;
        if (used + bytes >= room) break;
        if (shown)
            memcpy(out + used, text + at, length);
        else
            out[used] = text[at] == '\t' ? ' ' : '?';
        used += bytes;
        at += length > 0 ? length : 1;
    }
    out[used] = 0;
    return used;
}

size_t utf8_whole(const char *text, size_t size) {
    for (size_t back = 1; back <= 3 && back <= size; back++) {
        size_t length = sequence_length((unsigned char)text[size - back]);
        if (length > 0) return length > back ? size - back : size;
    }
    return size;
}

size_t utf8_find_bad(const char *text, size_t size) {
    uint32_t code;
    for (size_t at = 0; at < size;) {
        size_t length = utf8_decode(text + at, size - at, &code);
        if (length == 0 || code == 0) return at;
        at += length;
    }
    return size;
}

const char *utf8_skip_mark(const char *text, size_t *size) {
    static const char mark[] = "\xEF\xBB\xBF";
    if (*size < 3 || memcmp(text, mark, 3) != 0) return text;
    *size -= 3;
    return text + 3;
}

void utf8_append(char *out, size_t size, const char *format, ...) {
    size_t used = strlen(out);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(out + used, size - used, format, arguments);
    va_end(arguments);
}
