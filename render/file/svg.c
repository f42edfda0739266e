/* svg: writes numbers, colours, text and files in the notations of SVG. */
#include "svg.h"

#include <math.h>

#include "engine/base/utf8.h"

/* By hand, since printf writes a comma where the locale has one. */
void svg_number(FILE *out, float number) {
    long thousandths = lrintf(number * 1000);
    if (thousandths < 0) fputc('-', out);
    unsigned long part = (unsigned long)(thousandths < 0 ? -thousandths : thousandths);
    fprintf(out, "%lu", part / 1000);
    part %= 1000;
    if (part == 0) return;
    int digits = part % 10 ? 3 : part % 100 ? 2 : 1;
    for (int i = digits; i < 3; i++) part /= 10;
    fprintf(out, ".%0*lu", digits, part);
}

void svg_attribute(FILE *out, const char *name, float number) {
    fprintf(out, " %s=\"", name);
    svg_number(out, number);
    fputc('"', out);
}

void svg_paint(FILE *out, const char *property, Color color) {
    if (color.a == 0) {
        fprintf(out, " %s=\"none\"", property);
        return;
    }
    fprintf(out, " %s=\"#%02x%02x%02x\"", property, color.r, color.g, color.b);
    if (color.a == 255) return;
    fprintf(out, " %s-opacity=\"", property);
    svg_number(out, (float)color.a / 255);
    fputc('"', out);
}

void svg_code_point(FILE *out, uint32_t code_point) {
    char utf8[4];
    bool forbidden = code_point < ' ' || code_point == 0xFFFE || code_point == 0xFFFF; /* in XML 1.0 */
    switch (code_point) {
    case '<':
        fputs("&lt;", out);
        return;
    case '>':
        fputs("&gt;", out);
        return;
    case '&':
        fputs("&amp;", out);
        return;
    default:
        fwrite(utf8, 1, utf8_encode(forbidden ? 0xFFFD : code_point, utf8), out);
    }
}

bool svg_base64(FILE *out, FILE *in) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned char bytes[3];
    size_t count;
    while ((count = fread(bytes, 1, sizeof bytes, in)) > 0) {
        if (count < 3) bytes[2] = 0;
        if (count < 2) bytes[1] = 0;
        fputc(digits[bytes[0] >> 2], out);
        fputc(digits[(bytes[0] & 3) << 4 | bytes[1] >> 4], out);
        fputc(count > 1 ? digits[(bytes[1] & 15) << 2 | bytes[2] >> 6] : '=', out);
        fputc(count > 2 ? digits[bytes[2] & 63] : '=', out);
    }
    return !ferror(in);
}
