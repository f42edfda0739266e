/* theme: the colours of the screen, chosen so that text reads on every ground and hues stay apart for every
   eye.

   The hues were searched for by computer near the ones that a designer had picked: at least 4.5:1 on panel
   and ground, and as far apart as possible in CIE Lab as people with protanopia, deuteranopia and tritanopia
   see them (tests/render/style/test_theme.c holds the distances). */
#include "theme.h"

#include <math.h>
#include <string.h>

#define RGB(hex)                                                                                             \
    { (hex) >> 16, (hex) >> 8 & 255, (hex)&255, 255 }

const Theme theme_table[] = {
    {
        .name = "dark",
        .ground = RGB(0x11141B),
        .panel = RGB(0x171B24),
        .border = RGB(0x2A3140),
        .text = RGB(0xE8EBF1),
        .text_dim = RGB(0x98A1B3),
        .faint = RGB(0x2F3747),
        .forward = RGB(0x4FA4FA),
        .backward = RGB(0xFF9E45),
        .parameter = RGB(0x55E2CF),
        .loss = RGB(0xF56699),
        .now = RGB(0xFFE27A),
        .on_accent = RGB(0x11141B),
        .positive = RGB(0x97CF87),
        .zero = RGB(0x1D222D),
        .negative = RGB(0xA971B6),
        .positive_text = RGB(0x97CF87),
        .negative_text = RGB(0xB17ABD),
        .data = RGB(0xA3ABBB),
        .good = RGB(0x6FCF97),
        .bad = RGB(0xFF7A70),
        .plot = RGB(0x12161E),
        .forward_tones = {RGB(0x49A1AB), RGB(0x6DBFD2), RGB(0x428EA9), RGB(0x6CAED2), RGB(0x477DA6),
                          RGB(0x759FCF), RGB(0x96B5EB), RGB(0x7686BD), RGB(0xA0A5E0), RGB(0x7C74AD)},
        .backward_tones = {RGB(0xC67B71), RGB(0xE79B89), RGB(0xB36F56), RGB(0xD69270), RGB(0xA3673E),
                           RGB(0xC78D5D), RGB(0xDDA871), RGB(0xAC8043), RGB(0xCBA463), RGB(0x967933)},
        .forward_bright = RGB(0x9CD0FF),
        .backward_bright = RGB(0xFFC892),
        .curve = {RGB(0x6F65A4), RGB(0x6684BD), RGB(0x69A2CD), RGB(0x7EBED7), RGB(0xA0D8E0), RGB(0xC8F0EC)},
    },
    {
        .name = "paper",
        .ground = RGB(0xFBFAF7),
        .panel = RGB(0xFFFFFF),
        .border = RGB(0xE2DED4),
        .text = RGB(0x1D2330),
        .text_dim = RGB(0x636A78),
        .faint = RGB(0xDDD8CC),
        .forward = RGB(0x2471D3),
        .backward = RGB(0xB24D31),
        .parameter = RGB(0x066863),
        .loss = RGB(0xC2256A),
        .now = RGB(0x916B01),
        .on_accent = RGB(0xFFFFFF),
        .positive = RGB(0x497F3D),
        .zero = RGB(0xF3F1EC),
        .negative = RGB(0x451E68),
        .positive_text = RGB(0x497F3D),
        .negative_text = RGB(0x451E68),
        .data = RGB(0x6A7180),
        .good = RGB(0x1B7A3D),
        .bad = RGB(0xC62828),
        .plot = RGB(0xFAF9F5),
        .forward_tones = {RGB(0x008590), RGB(0x2E9BB1), RGB(0x007493), RGB(0x3A8CB5), RGB(0x216594),
                          RGB(0x4D7FB5), RGB(0x6C8ECC), RGB(0x5869A8), RGB(0x7C80C3), RGB(0x645999)},
        .backward_tones = {RGB(0xA75C53), RGB(0xC17563), RGB(0x99533A), RGB(0xB36F4C), RGB(0x8B4E22),
                           RGB(0xA66C39), RGB(0xB88248), RGB(0x90631F), RGB(0xA7803A), RGB(0x7E5F09)},
        .forward_bright = RGB(0x0B4FA6),
        .backward_bright = RGB(0x8E3216),
        .curve = {RGB(0x4DA0A2), RGB(0x288F9F), RGB(0x007699), RGB(0x005D8F), RGB(0x1F4683), RGB(0x342C68)},
    },
    {
        .name = "contrast", /* 7:1 for all text, on black, with bright edges */
        .ground = RGB(0x000000),
        .panel = RGB(0x000000),
        .border = RGB(0xC0C0C0),
        .text = RGB(0xFFFFFF),
        .text_dim = RGB(0xD4D8E0),
        .faint = RGB(0x6A6A6A),
        .forward = RGB(0x4FA8FF),
        .backward = RGB(0xFF9E45),
        .parameter = RGB(0x55E8D4),
        .loss = RGB(0xF96DA0),
        .now = RGB(0xFFE96B),
        .on_accent = RGB(0x000000),
        .positive = RGB(0xA7E890),
        .zero = RGB(0x1A1A1A),
        .negative = RGB(0xCF9ADA),
        .positive_text = RGB(0xA7E890),
        .negative_text = RGB(0xCF9ADA),
        .data = RGB(0xCDD3DE),
        .good = RGB(0x78E084),
        .bad = RGB(0xFF8A80),
        .plot = RGB(0x000000),
        .forward_tones = {RGB(0x5FACB5), RGB(0x7FC7D7), RGB(0x599CB3), RGB(0x7EB8D7), RGB(0x5D8DB1),
                          RGB(0x86ABD5), RGB(0xA3BEED), RGB(0x8695C5), RGB(0xABB0E4), RGB(0x8C85B7)},
        .backward_tones = {RGB(0xCD8B82), RGB(0xEAA797), RGB(0xBC806A), RGB(0xDB9F81), RGB(0xAE7955),
                           RGB(0xCE9B70), RGB(0xE1B282), RGB(0xB68F5A), RGB(0xD1AF76), RGB(0xA3894B)},
        .forward_bright = RGB(0xC4E4FF),
        .backward_bright = RGB(0xFFDDB8),
        .curve = {RGB(0x8073C8), RGB(0x7898D4), RGB(0x7AB8E0), RGB(0x92D2EA), RGB(0xB6E8F0), RGB(0xE4FFFC)},
    },
};
const int theme_count = sizeof theme_table / sizeof theme_table[0];

const Theme *theme_find(const char *name) {
    for (int i = 0; i < theme_count; i++)
        if (strcmp(theme_table[i].name, name) == 0) return &theme_table[i];
    return NULL;
}

const Theme *theme_next(const Theme *theme) {
    return &theme_table[(theme - theme_table + 1) % theme_count];
}

/* Of one channel, 0 … 1, as WCAG 2.1 defines it. */
static double linear(uint8_t channel) {
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(Color color) {
    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}

double theme_contrast(Color a, Color b) {
    double one = luminance(a), other = luminance(b);
    return (fmax(one, other) + 0.05) / (fmin(one, other) + 0.05);
}

Color theme_heat(const Theme *theme, float value, float scale) {
    float part = value / scale;
    if (value == 0) return theme->zero;
    if (isnan(part)) return theme->bad;
    return part < 0 ? color_mix(theme->zero, theme->negative, -part)
                    : color_mix(theme->zero, theme->positive, part);
}
