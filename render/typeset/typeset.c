/* typeset: boxes on baselines, built of boxes that are there, and drawn.

   The constants are those of STIX Two Math 2.12 (its MATH table), in ems; the rules are those of The TeXbook,
   appendix G. */
#include "typeset.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/utf8.h"

#define AXIS                   0.258f
#define RULE                   0.068f
#define SUPER_SHIFT            0.360f /* least rise of an exponent */
#define SUPER_DROP             0.230f /* how far its baseline may be under a high base's top */
#define SUPER_BOTTOM           0.120f /* how near its bottom may come to the baseline */
#define SUB_SHIFT              0.210f /* least drop of an index */
#define SUB_DROP               0.160f /* how far its baseline must be under a deep base's bottom */
#define SUB_TOP                0.368f /* how high its top may reach */
#define SCRIPT_GAP             0.150f /* least distance of an exponent and an index */
#define SCRIPT_SPACE           0.040f /* behind scripts */
#define LETTER                 0.850f /* what is no higher than this has its scripts where a letter has them */
#define FRACTION_SHIFT         0.585f /* least distance of a part's baseline from the baseline */
#define FRACTION_SHIFT_DISPLAY 0.640f
#define FRACTION_GAP           0.068f
#define FRACTION_GAP_DISPLAY   0.150f
#define FRACTION_SIDE          0.100f /* air on both sides of the bar */
#define ACCENT_BASE            0.480f /* the height that spacing accents are drawn for */
#define RADICAL_GAP            0.120f
#define LIMIT_GAP              0.135f
#define OPERATOR_SIZE          1.45f /* a big operator of a line of its own, against one within a line */

/* How the letters of the math italic alphabets lean, from the MATH table. */

/* How a slanted letter of the math italic alphabets stands, in ems: how far it leans out at the top right,
   and how far the middle of its top is right of the middle of its advance. Zeros for any other character. */
typedef struct LetterSlant {
    float lean, skew;
} LetterSlant;

typedef struct LetterUnits {
    short lean, skew; /* thousandths of an em: italic correction; top accent attachment − half the advance */
} LetterUnits;

/* U+1D434 … U+1D467; the place of the missing h (U+1D455) holds U+210E. */
static const LetterUnits latin[] = {
    {0, 140},  {30, 84},  {50, 152}, {20, 69},   {30, 103}, {65, 119}, {25, 132},  {45, 102}, {45, 99},
    {60, 136}, {65, 123}, {0, 6},    {45, 86},   {65, 103}, {20, 97},  {35, 96},   {20, 97},  {15, 70},
    {30, 108}, {65, 100}, {75, 115}, {100, 120}, {100, 94}, {80, 112}, {110, 117}, {35, 97},  {0, 63},
    {5, 91},   {0, 83},   {20, 102}, {0, 88},    {20, 182}, {0, 49},   {10, 106},  {20, 83},  {20, 145},
    {5, 84},   {20, 81},  {0, 65},   {0, 58},    {0, 57},   {0, 111},  {0, 82},    {0, 59},   {0, 72},
    {15, 61},  {0, 53},   {15, 68},  {15, 77},   {10, 66},  {15, 75},  {10, 64},
};

/* U+1D6E2 … U+1D71B */
static const LetterUnits greek[] = {
    {0, 140},  {30, 84},  {80, 125}, {0, 154},  {35, 103}, {35, 97},  {45, 102}, {20, 102}, {45, 104},
    {65, 113}, {0, 123},  {45, 106}, {65, 118}, {35, 83},  {0, 97},   {55, 105}, {35, 96},  {0, 97},
    {30, 83},  {65, 100}, {80, 112}, {20, 99},  {80, 122}, {80, 100}, {20, 94},  {80, 97},  {0, 38},
    {30, 145}, {0, 65},   {20, 136}, {0, 63},   {20, 141}, {0, 86},   {25, 123}, {0, 66},   {10, 75},
    {0, 78},   {0, 61},   {0, 67},   {25, 130}, {0, 77},   {0, 78},   {0, 97},   {0, 74},   {0, 45},
    {0, 68},   {0, 62},   {0, 77},   {0, 115},  {0, 129},  {0, 70},   {15, 108}, {0, 80},   {25, 119},
    {0, 68},   {0, 122},  {0, 73},   {0, 83},
};

enum { LATIN_FIRST = 0x1D434, LATIN_H = 0x1D455, PLANCK = 0x210E, GREEK_FIRST = 0x1D6E2 };

/* Of the run's last character. */
static LetterSlant typeset_letter(const char *utf8) {
    uint32_t letter = 0;
    for (uint32_t next; (next = utf8_next(&utf8)) != 0;) letter = next == PLANCK ? LATIN_H : next;
    LetterUnits units = {0, 0};
    if (letter >= LATIN_FIRST && letter - LATIN_FIRST < sizeof latin / sizeof latin[0])
        units = latin[letter - LATIN_FIRST];
    else if (letter >= GREEK_FIRST && letter - GREEK_FIRST < sizeof greek / sizeof greek[0])
        units = greek[letter - GREEK_FIRST];
    return (LetterSlant){(float)units.lean / 1000, (float)units.skew / 1000};
}

static void fail(Typeset *set) {
    set->failed = true;
    fonts_fail(set->fonts);
}

void typeset_init(Typeset *set, Fonts *fonts) {
    *set = (Typeset){.fonts = fonts};
    set->boxes = calloc(64, sizeof set->boxes[0]);
    set->capacity = set->boxes ? 64 : 0;
    set->count = 1;
    if (!set->boxes) fail(set);
}

void typeset_free(Typeset *set) {
    free(set->boxes);
    free(set->text);
    *set = (Typeset){.failed = true};
}

const TypeBox *typeset_box(const Typeset *set, int box) {
    static const TypeBox none;
    return set->failed ? &none : &set->boxes[box];
}

/* Adds a box to the pool; 0 when memory ran out. */
static int typeset_new(Typeset *set, TypeBox box) {
    if (set->failed) return 0;
    if (set->count == set->capacity) {
        TypeBox *more = realloc(set->boxes, sizeof more[0] * (size_t)set->capacity * 2);
        if (!more) {
            fail(set);
            return 0;
        }
        set->boxes = more;
        set->capacity *= 2;
    }
    set->boxes[set->count] = box;
    return set->count++;
}

static bool keep_text(Typeset *set, const char *utf8, size_t *offset) {
    size_t bytes = strlen(utf8) + 1;
    if (set->used + bytes > set->size) {
        size_t size = set->size * 2 > set->used + bytes ? set->size * 2 : set->used + bytes + 256;
        char *more = realloc(set->text, size);
        if (!more) return false;
        set->text = more;
        set->size = size;
    }
    memcpy(set->text + set->used, utf8, bytes);
    *offset = set->used;
    set->used += bytes;
    return true;
}

int typeset_run(Typeset *set, FontFace face, float size, Color ink, const char *utf8) {
    TypeBox box = {.kind = TYPE_RUN, .face = face, .size = size, .ink = ink};
    if (set->failed) return 0;
    if (!keep_text(set, utf8, &box.run)) {
        fail(set);
        return 0;
    }
    float top, bottom;
    fonts_extent(set->fonts, face, size, utf8, &top, &bottom);
    box.width = fonts_width(set->fonts, face, size, utf8);
    box.ascent = -top;
    box.descent = bottom;
    if (face == FONT_MATH) box.lean = typeset_letter(utf8).lean * size;
    return typeset_new(set, box);
}

int typeset_row(Typeset *set) {
    return typeset_new(set, (TypeBox){.kind = TYPE_GROUP});
}

/* Puts a part into a group with its pen at (x, y) from the group's, and lets the group's height grow to hold
   it; the group's width is the caller's to set. */
static void typeset_place(Typeset *set, int group, int part, float x, float y) {
    if (set->failed || !part) return;
    TypeBox *into = &set->boxes[group], *box = &set->boxes[part];
    box->x = x;
    box->y = y;
    if (into->last)
        set->boxes[into->last].next = part;
    else
        into->first = part;
    into->last = part;
    bool first = into->first == part;
    if (first || box->ascent - y > into->ascent) into->ascent = box->ascent - y;
    if (first || box->descent + y > into->descent) into->descent = box->descent + y;
}

void typeset_add(Typeset *set, int row, int part, float space) {
    if (set->failed || !part) return;
    float x = set->boxes[row].width + set->boxes[row].lean + space;
    typeset_place(set, row, part, x, 0);
    set->boxes[row].width = x + set->boxes[part].width;
    set->boxes[row].lean = set->boxes[part].lean;
}

float typeset_axis(float size) {
    return AXIS * size;
}

static void widen(Typeset *set, int box, float width) {
    if (!set->failed) set->boxes[box].width = width;
}

int typeset_scripts(Typeset *set, int base, int above, int below, float size) {
    int group = typeset_row(set);
    TypeBox b = *typeset_box(set, base), high = *typeset_box(set, above), low = *typeset_box(set, below);
    bool letter = b.kind == TYPE_RUN || b.ascent <= LETTER * size; /* their scripts all stand on one line */
    float up = fmaxf(SUPER_SHIFT * size, high.descent + SUPER_BOTTOM * size);
    float down = fmaxf(SUB_SHIFT * size, low.ascent - SUB_TOP * size);
    if (!letter) up = fmaxf(up, b.ascent - SUPER_DROP * size);
    if (!letter) down = fmaxf(down, b.descent + SUB_DROP * size);
    float gap = (up - high.descent) - (low.ascent - down);
    if (above && below && gap < SCRIPT_GAP * size) down += SCRIPT_GAP * size - gap;
    typeset_add(set, group, base, 0);
    typeset_place(set, group, above, b.width + b.lean, -up);
    typeset_place(set, group, below, b.width, down);
    float width =
        fmaxf(above ? b.width + b.lean + high.width + high.lean : 0, below ? b.width + low.width : 0);
    if (width > 0) {
        widen(set, group, width + SCRIPT_SPACE * size);
        if (!set->failed) set->boxes[group].lean = 0;
    }
    return group;
}

static int rule_part(Typeset *set, float width, float thick, Color ink) {
    return typeset_new(
        set, (TypeBox){.kind = TYPE_RULE, .width = width, .ascent = thick, .size = thick, .ink = ink});
}

int typeset_fraction(Typeset *set, int above, int below, float size, Color ink, bool display) {
    int group = typeset_row(set);
    TypeBox high = *typeset_box(set, above), low = *typeset_box(set, below);
    float rule = RULE * size, gap = (display ? FRACTION_GAP_DISPLAY : FRACTION_GAP) * size;
    float shift = (display ? FRACTION_SHIFT_DISPLAY : FRACTION_SHIFT) * size;
    float side = FRACTION_SIDE * size;
    float bar = fmaxf(high.width + high.lean, low.width + low.lean) + 2 * side;
    float up = fmaxf(shift, AXIS * size + rule / 2 + gap + high.descent);
    float down = fmaxf(shift, low.ascent + gap + rule / 2 - AXIS * size);
    int line = rule_part(set, bar, rule, ink);
    typeset_place(set, group, line, side, rule / 2 - AXIS * size);
    typeset_place(set, group, above, side + (bar - high.width) / 2, -up);
    typeset_place(set, group, below, side + (bar - low.width) / 2, down);
    widen(set, group, bar + 2 * side);
    return group;
}

/* The slant of a box that is one letter, or one letter with scripts. */
static LetterSlant slant_of(const Typeset *set, int box) {
    const TypeBox *b = typeset_box(set, box);
    while (b->kind == TYPE_GROUP && b->first) b = typeset_box(set, b->first);
    return b->kind == TYPE_RUN ? typeset_letter(set->text + b->run) : (LetterSlant){0, 0};
}

int typeset_accent(Typeset *set, int base, float size, Color ink, const char *accent) {
    int group = typeset_row(set), sign = typeset_run(set, FONT_MATH, size, ink, accent);
    TypeBox b = *typeset_box(set, base), a = *typeset_box(set, sign);
    float x = (b.width - a.width) / 2 + slant_of(set, base).skew * size;
    float rise = fmaxf(0, b.ascent - ACCENT_BASE * size);
    typeset_add(set, group, base, 0);
    typeset_place(set, group, sign, x, -rise);
    return group;
}

int typeset_root(Typeset *set, int inside, float size, Color ink) {
    int group = typeset_row(set);
    TypeBox b = *typeset_box(set, inside);
    float rule = RULE * size, gap = RADICAL_GAP * size;
    float ascent = fmaxf(b.ascent, 0.66f * size) + gap + rule,
          descent = fmaxf(b.descent, 0.05f * size) + gap / 2;
    TypeBox sign = {.kind = TYPE_RADICAL,
                    .width = 0.62f * size,
                    .ascent = ascent,
                    .descent = descent,
                    .size = rule,
                    .ink = ink};
    int radical = typeset_new(set, sign);
    float width = b.width + b.lean + 0.08f * size;
    int bar = rule_part(set, width, rule, ink);
    typeset_add(set, group, radical, 0);
    typeset_place(set, group, bar, sign.width, rule - ascent);
    typeset_place(set, group, inside, sign.width, 0);
    widen(set, group, sign.width + width + 0.06f * size);
    return group;
}

/* A glyph with its ink centred on the math axis, whatever its own height. */
static int centred_part(Typeset *set, const char *glyph, float glyph_size, float size, Color ink) {
    int sign = typeset_run(set, FONT_MATH, glyph_size, ink, glyph), group = typeset_row(set);
    const TypeBox *s = typeset_box(set, sign);
    float width = s->width, y = (s->ascent - s->descent) / 2 - AXIS * size;
    typeset_place(set, group, sign, 0, y);
    widen(set, group, width);
    return group;
}

/* A fence that covers `half` above and below the axis: the font's glyph, a larger one, else a shape. */
static int fence_part(Typeset *set, const char *glyph, float half, float size, Color ink) {
    float top, bottom;
    fonts_extent(set->fonts, FONT_MATH, size, glyph, &top, &bottom);
    float height =
        fmaxf(1.802f * half, 2 * half - 0.25f * size); /* TeX's delimiterfactor and delimitershortfall */
    float taller = height / (bottom - top);
    if (taller <= 1.02f) return typeset_run(set, FONT_MATH, size, ink, glyph);
    if (taller <= 1.45f) return centred_part(set, glyph, size * taller, size, ink);
    float width = glyph[0] == '(' || glyph[0] == ')' ? 0.36f : glyph[0] == '|' ? 0.28f : 0.34f;
    TypeBox box = {.kind = TYPE_FENCE,
                   .width = width * size * (0.8f + 0.2f * fminf(taller, 3)),
                   .ascent = AXIS * size + height / 2,
                   .descent = height / 2 - AXIS * size,
                   .size = RULE * size,
                   .ink = ink};
    for (int i = 0; glyph[i] && i + 1 < (int)sizeof box.text; i++) box.text[i] = glyph[i];
    return typeset_new(set, box);
}

int typeset_fence(Typeset *set, int inside, float size, Color ink, const char *open, const char *close) {
    TypeBox b = *typeset_box(set, inside);
    float half = fmaxf(b.ascent - AXIS * size, b.descent + AXIS * size);
    int group = typeset_row(set);
    typeset_add(set, group, fence_part(set, open, half, size, ink), 0);
    typeset_add(set, group, inside, 0);
    typeset_add(set, group, fence_part(set, close, half, size, ink), 0);
    return group;
}

int typeset_limits(Typeset *set, const char *operator_glyph, int below, int above, float size, Color ink,
                   bool display) {
    int sign = centred_part(set, operator_glyph, size * (display ? OPERATOR_SIZE : 1.0f), size, ink);
    if (!display) return typeset_scripts(set, sign, above, below, size);
    int group = typeset_row(set);
    TypeBox s = *typeset_box(set, sign), high = *typeset_box(set, above), low = *typeset_box(set, below);
    float width = fmaxf(s.width, fmaxf(high.width, low.width));
    typeset_place(set, group, sign, (width - s.width) / 2, 0);
    typeset_place(set, group, above, (width - high.width) / 2, -(s.ascent + LIMIT_GAP * size + high.descent));
    typeset_place(set, group, below, (width - low.width) / 2, s.descent + LIMIT_GAP * size + low.ascent);
    widen(set, group, width);
    return group;
}

enum { ARC_POINTS = 13 };

/* A crescent between two parabolas: thin at the tips and `thick` in the middle. */
static void draw_parenthesis(DrawList *list, const TypeBox *box, Point pen, bool opens) {
    float top = pen.y - box->ascent, height = box->ascent + box->descent;
    float side = box->width * 0.18f, reach = box->width - 2 * side, thick = box->size * 1.5f,
          tip = box->size * 0.5f;
    Point points[2 * ARC_POINTS];
    for (int i = 0; i < ARC_POINTS; i++) {
        float t = (float)i / (ARC_POINTS - 1), bend = (2 * t - 1) * (2 * t - 1);
        float outer = side + (reach - tip) * bend, inner = outer + thick + (tip - thick) * bend;
        float y = top + height * t;
        points[i] = (Point){pen.x + (opens ? outer : box->width - outer), y};
        points[2 * ARC_POINTS - 1 - i] = (Point){pen.x + (opens ? inner : box->width - inner), y};
    }
    draw_polygon(list, points, 2 * ARC_POINTS, box->ink);
}

static void draw_bracket(DrawList *list, const TypeBox *box, Point pen, bool opens) {
    float top = roundf(pen.y - box->ascent), bottom = roundf(pen.y + box->descent);
    float thick = fmaxf(1, roundf(box->size)), arm = box->width * 0.55f;
    float stem = roundf(opens ? pen.x + box->width * 0.3f : pen.x + box->width * 0.7f - thick);
    float left = opens ? stem : stem + thick - arm;
    draw_fill(list, (Rect){stem, top, thick, bottom - top}, 0, box->ink);
    draw_fill(list, (Rect){left, top, arm, thick}, 0, box->ink);
    draw_fill(list, (Rect){left, bottom - thick, arm, thick}, 0, box->ink);
}

static void draw_bar(DrawList *list, const TypeBox *box, Point pen) {
    float thick = fmaxf(1, roundf(box->size)), x = roundf(pen.x + (box->width - thick) / 2);
    draw_fill(list, (Rect){x, pen.y - box->ascent, thick, box->ascent + box->descent}, 0, box->ink);
}

static void draw_fence(DrawList *list, const TypeBox *box, Point pen) {
    char glyph = box->text[0];
    if (glyph == '(' || glyph == ')')
        draw_parenthesis(list, box, pen, glyph == '(');
    else if (glyph == '[' || glyph == ']')
        draw_bracket(list, box, pen, glyph == '[');
    else
        draw_bar(list, box, pen);
}

/* A short thin stroke up, a thick one down, and a thin one up to the left end of the bar. */
static void draw_radical(DrawList *list, const TypeBox *box, Point pen) {
    float thin = fmaxf(1, box->size * 0.8f), thick = box->size * 1.8f;
    float rule = fmaxf(1, roundf(box->size));
    float top = roundf(pen.y - box->ascent) + rule / 2, bottom = pen.y + box->descent - thick / 2;
    float knee = bottom - 0.42f * (bottom - top), w = box->width;
    Point hook[] = {{pen.x + 0.08f * w, knee + 0.06f * w}, {pen.x + 0.24f * w, knee - 0.04f * w}};
    Point down[] = {hook[1], {pen.x + 0.5f * w, bottom}};
    Point rise[] = {down[1], {pen.x + w - rule / 2, top}, {pen.x + w, top}};
    draw_line(list, hook, 2, box->ink, thin, 0, 0);
    draw_line(list, down, 2, box->ink, thick, 0, 0);
    draw_line(list, rise, 3, box->ink, thin, 0, 0);
}

void typeset_draw(const Typeset *set, DrawList *list, int box, Point baseline) {
    if (set->failed) return;
    const TypeBox *b = typeset_box(set, box);
    Point pen = {baseline.x, roundf(baseline.y)};
    if (b->kind == TYPE_RUN) draw_text(list, b->face, b->size, pen, b->ink, set->text + b->run);
    if (b->kind == TYPE_FENCE) draw_fence(list, b, pen);
    if (b->kind == TYPE_RADICAL) draw_radical(list, b, pen);
    if (b->kind == TYPE_RULE) {
        float thick = fmaxf(1, roundf(b->ascent));
        float middle = baseline.y - b->ascent / 2;
        draw_fill(list, (Rect){pen.x, roundf(middle - thick / 2), b->width, thick}, 0, b->ink);
    }
    for (int child = b->first; child; child = typeset_box(set, child)->next) {
        const TypeBox *c = typeset_box(set, child);
        typeset_draw(set, list, child, (Point){baseline.x + c->x, baseline.y + c->y});
    }
}
