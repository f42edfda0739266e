/* fonts_private: what the two halves of `fonts` share. */
#ifndef BACKSTEP_RENDER_FONTS_PRIVATE_H
#define BACKSTEP_RENDER_FONTS_PRIVATE_H

#include "fonts.h"

/* A character in a face, lengths in ems (they scale: no hinting in them). */
typedef struct CharMetrics {
    FontFace face;       /* where its glyph really comes from */
    uint32_t code_point; /* the glyph shown: itself, or U+25A1 */
    float advance;
    float top, bottom; /* of the ink above the baseline; both 0 where there is none */
} CharMetrics;

enum { FONT_STEPS = 8, FONT_LARGEST = 512 };

/* The size that is meant by `size` pixels em, in eighths of a pixel: 1 … 512 pixels. */
int fonts_steps(float size);

/* Cached; when memory runs out it is measured anew each time. */
CharMetrics fonts_metrics(Fonts *fonts, FontFace face, uint32_t code_point);

#endif
