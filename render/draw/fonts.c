/* fonts: what follows from the advances and extents of characters; SDL_ttf is in fonts_sdl.c. */
#include "fonts.h"

#include <math.h>

#include "engine/base/utf8.h"

/* So that what is measured is what is drawn. */
static float snap(float size) {
    return (float)fonts_steps(size) / FONT_STEPS;
}

float fonts_advance(Fonts *fonts, FontFace face, float size, uint32_t code_point) {
    return fonts_metrics(fonts, face, code_point).advance * snap(size);
}

float fonts_width(Fonts *fonts, FontFace face, float size, const char *utf8) {
    float width = 0;
    for (uint32_t code_point; (code_point = utf8_next(&utf8)) != 0;)
        width += fonts_advance(fonts, face, size, code_point);
    return width;
}

float fonts_ascent(Fonts *fonts, FontFace face, float size) {
    float capital = fonts_metrics(fonts, face, 'H').top;
    float digit = fonts_metrics(fonts, face, '0').top;
    return (capital > digit ? capital : digit) * snap(size);
}

float fonts_fit(Fonts *fonts, FontFace face, float size, float least, float width, const char *utf8) {
    while (size - 1 >= least && fonts_width(fonts, face, size, utf8) > width) size -= 1;
    return size;
}

float fonts_baseline(Fonts *fonts, FontFace face, float size, float middle) {
    return roundf(middle + fonts_ascent(fonts, face, size) / 2);
}

void fonts_extent(Fonts *fonts, FontFace face, float size, const char *utf8, float *top, float *bottom) {
    bool inked = false;
    *top = *bottom = 0;
    for (uint32_t code_point; (code_point = utf8_next(&utf8)) != 0;) {
        CharMetrics metrics = fonts_metrics(fonts, face, code_point);
        if (metrics.top == metrics.bottom) continue; /* a space */
        float above = -metrics.top * snap(size), below = -metrics.bottom * snap(size);
        if (!inked || above < *top) *top = above;
        if (!inked || below > *bottom) *bottom = below;
        inked = true;
    }
}
