/* fonts_sdl: opens the faces with SDL_ttf, measures characters once, and keeps their glyphs as coverage
   masks.

   A glyph is drawn four times as wide as it is high (SDL_ttf takes a resolution for each axis), hinted in
   height only; the average of each four columns, begun at one of four places, is its exact coverage with the
   pen at that quarter of a pixel. */
#include "engine/base/file.h"
#include "fonts.h"

#include <SDL_ttf.h>
#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    QUARTERS = 4,         /* places of the pen inside a pixel */
    MEASURE_SIZE = 4000,  /* em in pixels at which characters are measured, without a trace of hinting */
    MOST_BYTES = 1 << 24, /* of a font's file */
    BOX_SIGN = 0x25A1
};

static const FontFile files[FONT_COUNT] = {
    [FONT_TEXT] = {"Inter-Regular.otf", "Inter", 400, false},
    [FONT_TEXT_MEDIUM] = {"Inter-Medium.otf", "Inter", 500, false},
    [FONT_TEXT_BOLD] = {"Inter-SemiBold.otf", "Inter", 600, false},
    [FONT_TEXT_ITALIC] = {"Inter-Italic.otf", "Inter", 400, true},
    [FONT_NUMBER] = {"JetBrainsMono-Regular.ttf", "JetBrains Mono", 400, false},
    [FONT_NUMBER_BOLD] = {"JetBrainsMono-Bold.ttf", "JetBrains Mono", 700, false},
    [FONT_MATH] = {"STIXTwoMath-Regular.otf", "STIX Two Math", 400, false},
};

const FontFile *fonts_file(FontFace face) {
    assert(face < FONT_COUNT);
    return &files[face];
}

/* A hash table from numbers to pointers, made for caches that are looked into far more often than added to.
   Open addressing with linear probing, at most half full; a zeroed Table is empty. Keys are never 0. The
   values are freed with the table. */
typedef struct Table {
    struct Entry {
        uint64_t key; /* 0: free */
        void *value;
    } * entries;
    size_t capacity; /* 0 or a power of two */
    size_t count;
} Table;

enum { FIRST_CAPACITY = 256 };

/* Where a key is, or where it would go; the table must not be full. */
static struct Entry *find_entry(const Table *table, uint64_t key) {
    uint64_t hash = key * 0x9E3779B97F4A7C15u; /* 2^64 / golden ratio: spreads near keys over the high bits */
    size_t mask = table->capacity - 1;
    size_t place = (size_t)(hash >> 32) & mask;
    while (table->entries[place].key != 0 && table->entries[place].key != key) place = (place + 1) & mask;
    return &table->entries[place];
}

/* NULL: not there. */
static void *table_get(const Table *table, uint64_t key) {
    return table->count > 0 ? find_entry(table, key)->value : NULL;
}

static void put_in_place(Table *table, uint64_t key, void *value) {
    *find_entry(table, key) = (struct Entry){key, value};
    table->count++;
}

static bool grow(Table *table) {
    Table larger = {.capacity = table->capacity ? table->capacity * 2 : FIRST_CAPACITY};
    larger.entries = calloc(larger.capacity, sizeof *larger.entries);
    if (!larger.entries) return false;
    for (size_t i = 0; i < table->capacity; i++)
        if (table->entries[i].key != 0) put_in_place(&larger, table->entries[i].key, table->entries[i].value);
    free(table->entries);
    *table = larger;
    return true;
}

static void table_free(Table *table) {
    for (size_t i = 0; i < table->capacity; i++) free(table->entries[i].value);
    free(table->entries);
}

/* Adds a key that is not there yet; false when memory runs out (nothing is added then). */
static bool table_put(Table *table, uint64_t key, void *value) {
    assert(key != 0);
    if (table->count >= table->capacity / 2 && !grow(table)) return false;
    put_in_place(table, key, value);
    return true;
}

/* One character at one size, with the pen at each quarter of a pixel; the masks lie behind the struct. */
typedef struct GlyphSet {
    Glyph glyph[QUARTERS];
    size_t bytes;
    unsigned used; /* the frame that asked for it last */
    uint8_t masks[];
} GlyphSet;

struct Fonts {
    TTF_Font *face[FONT_COUNT]; /* each reads from its file in memory: */
    char *bytes[FONT_COUNT];
    size_t sizes[FONT_COUNT];
    int steps[FONT_COUNT]; /* the size each face is set to; 0: MEASURE_SIZE */
    Table metrics;         /* CharMetrics by face and code point */
    Table glyphs;          /* GlyphSet by face, code point and size */
    size_t mask_bytes;
    unsigned frame; /* counts the calls of fonts_trim */
    bool failed;
};

int fonts_steps(float size) {
    if (!(size > 1)) return FONT_STEPS; /* not a number too */
    return size < FONT_LARGEST ? (int)(size * FONT_STEPS + 0.5f) : FONT_LARGEST * FONT_STEPS;
}

/* What SDL_ttf says of a font that it refuses. */
static bool refused(const char *path, Err *e) {
    if (strstr(TTF_GetError(), "memory") != NULL) return err_memory(e);
    err_set(e, "the font %s cannot be opened (%s): install backstep again, or copy the file from its source",
            path, TTF_GetError());
    return err_fail(e);
}

static bool open_face(Fonts *fonts, const char *asset_dir, FontFace face, Err *e) {
    const char *name = fonts_file(face)->name;
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/fonts/%s", asset_dir, name);
    if (length < 0 || (size_t)length >= sizeof path) {
        err_set(e, "the path of the font %s is too long: install backstep somewhere shorter", name);
        return err_fail(e);
    }
    errno = 0;
    if (!file_read(path, MOST_BYTES, &fonts->bytes[face], &fonts->sizes[face], NULL, e)) {
        fonts->bytes[face] = NULL;
        if (e->kind == ERR_MEMORY) return false;
        SDL_SetError("%s", errno != 0 ? strerror(errno) : "it is no font's file");
        return refused(path, e);
    }
    SDL_RWops *file = SDL_RWFromConstMem(fonts->bytes[face], (int)fonts->sizes[face]);
    fonts->face[face] = file ? TTF_OpenFontRW(file, 1, MEASURE_SIZE) : NULL;
    if (!fonts->face[face]) return refused(path, e);
    TTF_SetFontHinting(fonts->face[face], TTF_HINTING_LIGHT_SUBPIXEL);
    return true;
}

Fonts *fonts_open(const char *asset_dir, Err *e) {
    Fonts *fonts = calloc(1, sizeof *fonts);
    if (!fonts) {
        err_memory(e);
        return NULL;
    }
    if (TTF_Init() != 0) {
        err_set(e, "the font library does not start (%s): install SDL2_ttf again", TTF_GetError());
        err_fail(e);
        free(fonts);
        return NULL;
    }
    for (int i = 0; i < FONT_COUNT; i++) {
        if (!open_face(fonts, asset_dir, (FontFace)i, e)) {
            fonts_close(fonts);
            return NULL;
        }
    }
    return fonts;
}

void fonts_close(Fonts *fonts) {
    if (!fonts) return;
    table_free(&fonts->metrics);
    table_free(&fonts->glyphs);
    for (int i = 0; i < FONT_COUNT; i++) {
        if (fonts->face[i]) TTF_CloseFont(fonts->face[i]);
        free(fonts->bytes[i]);
    }
    TTF_Quit();
    free(fonts);
}

void fonts_fail(Fonts *fonts) {
    fonts->failed = true;
}

bool fonts_failed(const Fonts *fonts) {
    return fonts->failed;
}

void fonts_forgive(Fonts *fonts) {
    fonts->failed = false;
}

const char *fonts_bytes(const Fonts *fonts, FontFace face, size_t *size) {
    assert(face < FONT_COUNT);
    *size = fonts->sizes[face];
    return fonts->bytes[face];
}

/* Sets a face to a size in eighths of a pixel, four times as wide; 0: to the size for measuring. 9 dots an
   inch make a point (1/72 inch) an eighth of a pixel. */
static bool set_size(Fonts *fonts, FontFace face, int steps) {
    if (fonts->steps[face] == steps) return true;
    fonts->steps[face] = steps;
    if (steps == 0) return TTF_SetFontSizeDPI(fonts->face[face], MEASURE_SIZE, 72, 72) == 0;
    return TTF_SetFontSizeDPI(fonts->face[face], steps, 72 / FONT_STEPS * QUARTERS, 72 / FONT_STEPS) == 0;
}

/* The first face that has the character: its own, mathematics (which has nearly all), text, numbers. */
static void find_source(Fonts *fonts, CharMetrics *metrics) {
    const FontFace order[] = {metrics->face, FONT_MATH, FONT_TEXT, FONT_NUMBER};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        if (!TTF_GlyphIsProvided32(fonts->face[order[i]], metrics->code_point)) continue;
        metrics->face = order[i];
        return;
    }
    metrics->face = FONT_MATH;
    metrics->code_point = BOX_SIGN;
}

static CharMetrics measure(Fonts *fonts, FontFace face, uint32_t code_point) {
    CharMetrics metrics = {.face = face, .code_point = code_point};
    find_source(fonts, &metrics);
    int left, right, bottom, top, advance;
    if (!set_size(fonts, metrics.face, 0) ||
        TTF_GlyphMetrics32(fonts->face[metrics.face], metrics.code_point, &left, &right, &bottom, &top,
                           &advance) != 0) {
        fonts_fail(fonts);
        return metrics;
    }
    metrics.advance = (float)advance / MEASURE_SIZE;
    if (right > left) {
        metrics.top = (float)top / MEASURE_SIZE;
        metrics.bottom = (float)bottom / MEASURE_SIZE;
    }
    return metrics;
}

CharMetrics fonts_metrics(Fonts *fonts, FontFace face, uint32_t code_point) {
    assert(face < FONT_COUNT);
    uint64_t key = 1ull << 63 | (uint64_t)face << 32 | code_point;
    const CharMetrics *known = table_get(&fonts->metrics, key);
    if (known) return *known;
    CharMetrics metrics = measure(fonts, face, code_point);
    CharMetrics *kept = fonts->failed ? NULL : malloc(sizeof *kept);
    if (kept) {
        *kept = metrics;
        if (!table_put(&fonts->metrics, key, kept)) free(kept);
    }
    return metrics;
}

/* A glyph as SDL_ttf drew it: the columns and rows with ink, relative to the pen on the baseline. */
typedef struct Drawing {
    SDL_Surface *surface; /* NULL: no ink */
    int pen, baseline;    /* their column and row in the surface */
    SDL_Rect ink;         /* in the surface */
} Drawing;

static void find_ink(Drawing *drawing) {
    const SDL_Surface *surface = drawing->surface;
    int x0 = surface->w, x1 = 0, y0 = surface->h, y1 = 0;
    for (int y = 0; y < surface->h; y++) {
        const uint8_t *row = (const uint8_t *)surface->pixels + (ptrdiff_t)y * surface->pitch;
        for (int x = 0; x < surface->w; x++) {
            if (row[x] == 0) continue;
            if (x < x0) x0 = x;
            if (x >= x1) x1 = x + 1;
            if (y < y0) y0 = y;
            y1 = y + 1;
        }
    }
    drawing->ink = x0 < x1 ? (SDL_Rect){x0, y0, x1 - x0, y1 - y0} : (SDL_Rect){0, 0, 0, 0};
}

/* False when memory runs out. SDL_ttf moves the pen right and the baseline down where the glyph would stick
   out. */
static bool draw_glyph(TTF_Font *font, uint32_t code_point, Drawing *drawing) {
    int left, right, bottom, top, advance;
    *drawing = (Drawing){0};
    if (TTF_GlyphMetrics32(font, code_point, &left, &right, &bottom, &top, &advance) != 0) return false;
    if (right <= left || top <= bottom) return true;
    SDL_Color white = {255, 255, 255, 255}, black = {0, 0, 0, 255};
    drawing->surface = TTF_RenderGlyph32_Shaded(font, code_point, white, black);
    if (!drawing->surface) return false;
    assert(drawing->surface->format->BytesPerPixel == 1);
    int ascent = TTF_FontAscent(font);
    drawing->pen = left < 0 ? -left : 0;
    drawing->baseline = top > ascent ? top : ascent;
    find_ink(drawing);
    return true;
}

static int divide_down(int number, int by) {
    return number >= 0 ? number / by : -((by - 1 - number) / by);
}

/* Coverage of the four columns that begin at `from` (in the surface), where they are inside the ink. */
static uint8_t average(const uint8_t *row, int from, SDL_Rect ink) {
    int sum = 0;
    for (int x = from; x < from + QUARTERS; x++)
        if (x >= ink.x && x < ink.x + ink.w) sum += row[x];
    return (uint8_t)((sum + QUARTERS / 2) / QUARTERS);
}

static void fill_mask(Glyph *glyph, uint8_t *mask, const Drawing *drawing, int quarter) {
    SDL_Rect ink = drawing->ink;
    int from = ink.x - drawing->pen + quarter; /* in quarters of a pixel from the pen's own pixel */
    glyph->left = divide_down(from, QUARTERS);
    glyph->width = divide_down(from + ink.w - 1, QUARTERS) + 1 - glyph->left;
    glyph->top = drawing->baseline - ink.y;
    glyph->height = ink.h;
    glyph->mask = mask;
    for (int y = 0; y < ink.h; y++) {
        const uint8_t *row =
            (const uint8_t *)drawing->surface->pixels + (ptrdiff_t)(ink.y + y) * drawing->surface->pitch;
        for (int x = 0; x < glyph->width; x++) {
            int column = (glyph->left + x) * QUARTERS - quarter + drawing->pen;
            mask[y * glyph->width + x] = average(row, column, ink);
        }
    }
}

static GlyphSet *new_set(const Drawing *drawing, float advance) {
    size_t mask_size = drawing->ink.h ? (size_t)drawing->ink.h * (size_t)(drawing->ink.w / QUARTERS + 2) : 0;
    size_t bytes = sizeof(GlyphSet) + QUARTERS * mask_size;
    GlyphSet *set = calloc(1, bytes);
    if (!set) return NULL;
    set->bytes = bytes;
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
        set->glyph[quarter].advance = advance;
        if (mask_size)
            fill_mask(&set->glyph[quarter], set->masks + mask_size * (size_t)quarter, drawing, quarter);
    }
    return set;
}

static GlyphSet *make_set(Fonts *fonts, CharMetrics metrics, int steps) {
    float advance = metrics.advance * (float)steps / FONT_STEPS;
    if (!set_size(fonts, metrics.face, steps)) return NULL;
    Drawing drawing;
    GlyphSet *set = NULL;
    if (draw_glyph(fonts->face[metrics.face], metrics.code_point, &drawing)) set = new_set(&drawing, advance);
    SDL_FreeSurface(drawing.surface);
    return set;
}

const Glyph *fonts_glyph(Fonts *fonts, FontFace face, float size, uint32_t code_point, int subpixel) {
    assert(face < FONT_COUNT && subpixel >= 0 && subpixel < QUARTERS);
    if (code_point > 0x10FFFF) code_point = BOX_SIGN;
    int steps = fonts_steps(size);
    uint64_t key = 1ull << 63 | (uint64_t)steps << 24 | (uint64_t)face << 21 | code_point;
    GlyphSet *set = table_get(&fonts->glyphs, key);
    if (!set) {
        set = make_set(fonts, fonts_metrics(fonts, face, code_point), steps);
        if (!set) return NULL;
        if (!table_put(&fonts->glyphs, key, set)) {
            free(set);
            return NULL;
        }
        fonts->mask_bytes += set->bytes;
    }
    set->used = fonts->frame;
    return &set->glyph[subpixel];
}

/* Drops the masks last used before `frame`. */
static void drop_older(Fonts *fonts, unsigned frame) {
    Table kept = {0};
    for (size_t i = 0; i < fonts->glyphs.capacity; i++) {
        struct Entry entry = fonts->glyphs.entries[i];
        GlyphSet *set = entry.value;
        if (!set || (set->used >= frame && table_put(&kept, entry.key, set))) continue;
        fonts->mask_bytes -= set->bytes;
        free(set);
    }
    free(fonts->glyphs.entries);
    fonts->glyphs = kept;
}

void fonts_trim(Fonts *fonts, size_t bytes) {
    if (fonts->mask_bytes > bytes) drop_older(fonts, fonts->frame);
    if (fonts->mask_bytes > bytes) drop_older(fonts, fonts->frame + 1);
    fonts->frame++;
}
