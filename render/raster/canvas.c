/* canvas: puts a colour over pixels, in sRGB as browsers do, rounded to the nearest. */
#include "canvas.h"

/* x / 255 rounded, exact for 0 … 255·255. */
static inline uint32_t divide_255(uint32_t x) {
    x += 128;
    return (x + (x >> 8)) >> 8;
}

static inline uint32_t opaque(Color color) {
    return 0xFF000000u | (uint32_t)color.r << 16 | (uint32_t)color.g << 8 | color.b;
}

/* Two channels at a time, each with 16 bits to itself; `over`, `under` and the result are opaque. */
static inline uint32_t blend(uint32_t under, uint32_t over, uint32_t alpha) {
    const uint32_t pair = 0x00FF00FFu, half = 0x00800080u;
    uint32_t rest = 255 - alpha;
    uint32_t rb = (over & pair) * alpha + (under & pair) * rest + half;
    uint32_t ag = (over >> 8 & pair) * alpha + (under >> 8 & pair) * rest + half;
    rb = (rb + (rb >> 8 & pair)) >> 8 & pair;
    ag = (ag + (ag >> 8 & pair)) & ~pair;
    return rb | ag;
}

static inline uint32_t *row_at(const Canvas *canvas, int y) {
    return canvas->pixels.at + (ptrdiff_t)y * canvas->pixels.stride;
}

void canvas_fill(const Canvas *canvas, int y, int from, int to, Color color, uint8_t coverage) {
    uint32_t *restrict row = row_at(canvas, y);
    uint32_t over = opaque(color), alpha = divide_255((uint32_t)color.a * coverage);
    if (alpha == 255)
        for (int x = from; x < to; x++) row[x] = over;
    else if (alpha != 0)
        for (int x = from; x < to; x++) row[x] = blend(row[x], over, alpha);
}

void canvas_blend(const Canvas *canvas, int y, int from, int to, const uint8_t *coverage, Color color) {
    uint32_t *restrict row = row_at(canvas, y) + from;
    const uint8_t *restrict cover = coverage;
    uint32_t over = opaque(color), alpha = color.a;
    int count = to - from;
    if (alpha == 255)
        for (int i = 0; i < count; i++) row[i] = blend(row[i], over, cover[i]);
    else
        for (int i = 0; i < count; i++) row[i] = blend(row[i], over, divide_255(alpha * cover[i]));
}
