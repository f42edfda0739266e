/* color: arithmetic with colours. */
#include "draw.h"

static uint8_t mix(uint8_t a, uint8_t b, float t) {
    return (uint8_t)((float)a + ((float)b - (float)a) * t + 0.5f);
}

static float unit(float number) {
    return number > 0 ? number < 1 ? number : 1 : 0; /* not a number: 0 */
}

Color color_mix(Color a, Color b, float t) {
    t = unit(t);
    return (Color){mix(a.r, b.r, t), mix(a.g, b.g, t), mix(a.b, b.b, t), mix(a.a, b.a, t)};
}

Color color_alpha(Color color, float alpha) {
    color.a = (uint8_t)((float)color.a * unit(alpha) + 0.5f);
    return color;
}
