/* json: numbers, texts and matrices written so that they read back to the same. */
#include "json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/program/tensor.h"

const char *json_number(char out[JSON_NUMBER], float number) {
    if (!isfinite(number))
        return strcpy(out, isnan(number) ? "\"nan\"" : number > 0 ? "\"inf\"" : "\"-inf\"");
    for (int digits = 6; digits <= 9; digits++) { /* nine are always enough */
        snprintf(out, JSON_NUMBER, "%.*g", digits, (double)number);
        if (strtof(out, NULL) == number) break;
    }
    return out;
}

void json_string(FILE *out, const char *text) {
    fputc('"', out);
    for (; *text != '\0'; text++) {
        const unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') fputc('\\', out);
        if (c < 0x20)
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

void json_matrix(FILE *out, const float *at, int rows, int cols) {
    const size_t stride = (size_t)tensor_stride(rows);
    char number[JSON_NUMBER];
    fputc('[', out);
    for (int i = 0; i < rows; i++) {
        fputs(i > 0 ? ", [" : "[", out);
        for (int j = 0; j < cols; j++) {
            if (j > 0) fputs(", ", out);
            fputs(json_number(number, at[(size_t)i + (size_t)j * stride]), out);
        }
        fputc(']', out);
    }
    fputc(']', out);
}

void json_tensor(FILE *out, const float *at, int rows, int cols) {
    fprintf(out, "\"shape\": [%d, %d], \"value\": ", rows, cols);
    json_matrix(out, at, rows, cols);
}
