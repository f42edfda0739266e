/* json: numbers, texts and matrices written so that they read back to the same. */
#include "json.h"

#include <math.h>
#include <string.h>

#include "engine/base/utf8.h"

const char *json_number(char out[JSON_NUMBER], float number) {
    if (!isfinite(number))
        return strcpy(out, isnan(number) ? "\"nan\"" : number > 0 ? "\"inf\"" : "\"-inf\"");
    number_write_float(out, number);
    return out;
}

/* By UTF-16, as JSON has it. */
static void escape(FILE *out, uint32_t code) {
    if (code >= 0x10000) fprintf(out, "\\u%04x", (unsigned)(0xD800 + ((code - 0x10000) >> 10)));
    fprintf(out, "\\u%04x", (unsigned)(code < 0x10000 ? code : 0xDC00 + (code & 0x3FF)));
}

void json_string(FILE *out, const char *text) {
    fputc('"', out);
    size_t left = strlen(text);
    while (left > 0) {
        uint32_t code = 0xFFFD; /* the replacement character, for a byte that is no character's */
        size_t length = utf8_decode(text, left, &code), bytes = length > 0 ? length : 1;
        if (code == '"' || code == '\\') fputc('\\', out);
        if (length > 0 && utf8_is_shown(code))
            fwrite(text, 1, length, out);
        else
            escape(out, code);
        text += bytes, left -= bytes;
    }
    fputc('"', out);
}

void json_tensor(FILE *out, Mat m) {
    char number[JSON_NUMBER];
    fprintf(out, "\"shape\": [%d, %d], \"value\": [", m.rows, m.cols);
    for (int i = 0; i < m.rows; i++) {
        fputs(i > 0 ? ", [" : "[", out);
        for (int j = 0; j < m.cols; j++) {
            if (j > 0) fputs(", ", out);
            fputs(json_number(number, *tensor_element(m, i, j)), out);
        }
        fputc(']', out);
    }
    fputc(']', out);
}
