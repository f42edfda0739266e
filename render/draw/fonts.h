/* fonts: measures text and gives glyphs as coverage masks; SDL_ttf stays behind this header (fonts_sdl.c). */
#ifndef BACKSTEP_RENDER_FONTS_H
#define BACKSTEP_RENDER_FONTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/err.h"
#include "engine/base/utf8.h"

typedef enum FontFace {
    FONT_TEXT,        /* Inter Regular */
    FONT_TEXT_MEDIUM, /* Inter Medium */
    FONT_TEXT_BOLD,   /* Inter SemiBold */
    FONT_TEXT_ITALIC, /* Inter Italic */
    FONT_NUMBER,      /* JetBrains Mono Regular: tabular digits */
    FONT_NUMBER_BOLD, /* JetBrains Mono Bold */
    FONT_MATH,        /* STIX Two Math */
    FONT_COUNT
} FontFace;

typedef struct Fonts Fonts;

/* A glyph's coverage, 0 … 255, width × height bytes, rows from the top. The pen stands on the baseline at
   (0,0); the mask's top-left pixel is at (left, −top). Owned by the Fonts, valid until fonts_close (cached,
   least recently used masks may be dropped by fonts_trim only). */
typedef struct Glyph {
    const uint8_t *mask;
    int width, height, left, top;
    float advance; /* pixels, to the next pen position */
} Glyph;

/* Where a face comes from and how style sheets call it. */
typedef struct FontFile {
    const char *name;   /* in DIR/fonts */
    const char *family; /* as CSS has it */
    int weight;
    bool italic;
} FontFile;

const FontFile *fonts_file(FontFace face);

/* Opens all faces from DIR/fonts. NULL and *e, which names the file, when one is missing or is no font. */
Fonts *fonts_open(const char *asset_dir, Err *e);
void fonts_close(Fonts *fonts);

/* The glyph of a code point at `size` pixels em, with the pen's fraction of a pixel rounded to a quarter
   (subpixel 0…3). A glyph that the face lacks comes from STIX Two Math, or else from Inter or JetBrains Mono;
   one that no face has is shown as U+25A1. NULL only when memory runs out. Everywhere here a size is rounded
   to an eighth of a pixel, 1 … 512. */
const Glyph *fonts_glyph(Fonts *fonts, FontFace face, float size, uint32_t code_point, int subpixel);

/* A character in a face, lengths in ems (they scale: no hinting in them). */
typedef struct CharMetrics {
    FontFace face;       /* where its glyph really comes from */
    uint32_t code_point; /* the glyph shown: itself, or U+25A1 */
    float advance;
    float top, bottom; /* of the ink above the baseline; both 0 where there is none */
} CharMetrics;

/* Cached; when memory runs out it is measured anew each time. */
CharMetrics fonts_metrics(Fonts *fonts, FontFace face, uint32_t code_point);

enum { FONT_STEPS = 8, FONT_LARGEST = 512 };

/* The size that is meant by `size` pixels em, in eighths of a pixel: 1 … 512 pixels. */
int fonts_steps(float size);

float fonts_advance(Fonts *fonts, FontFace face, float size, uint32_t code_point); /* without rasterizing */
float fonts_width(Fonts *fonts, FontFace face, float size, const char *utf8);      /* sum of the advances */
float fonts_ascent(Fonts *fonts, FontFace face, float size); /* of a capital or digit, positive */

/* The largest size, `size` or whole pixels below it down to `least`, at which a text is at most `width` wide; else
   the smallest of these. */
float fonts_fit(Fonts *fonts, FontFace face, float size, float least, float width, const char *utf8);

/* The baseline, on a whole pixel, that puts capitals and digits in the middle of `middle`. */
float fonts_baseline(Fonts *fonts, FontFace face, float size, float middle);

/* The ink's top and bottom relative to the baseline (y down: top negative), over the whole run. */
void fonts_extent(Fonts *fonts, FontFace face, float size, const char *utf8, float *top, float *bottom);

/* Memory has run out while text was measured or set: what is drawn is not whole, until that is forgiven with
   the next frame. */
void fonts_fail(Fonts *fonts);
bool fonts_failed(const Fonts *fonts);
void fonts_forgive(Fonts *fonts);

/* The font's file, as long as the fonts are open. */
const char *fonts_bytes(const Fonts *fonts, FontFace face, size_t *size);

/* Drops glyph masks when they take more than `bytes`; call between frames. */
void fonts_trim(Fonts *fonts, size_t bytes);

#endif
