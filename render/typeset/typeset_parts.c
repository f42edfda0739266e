/* typeset: scripts, fractions, accents, roots, fences and big operators, each built of boxes that are there.

   The constants are those of STIX Two Math 2.12 (its MATH table), in ems; the rules are those of The TeXbook,
   appendix G. */
#include <math.h>

#include "typeset_private.h"

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

float type_axis(float size) {
    return AXIS * size;
}

static float larger(float a, float b) {
    return a > b ? a : b;
}

static void widen(Typeset *set, int box, float width) {
    if (!set->failed) set->boxes[box].width = width;
}

static void raise_to_hold(Typeset *set, int box, float ascent, float descent) {
    if (set->failed) return;
    set->boxes[box].ascent = larger(set->boxes[box].ascent, ascent);
    set->boxes[box].descent = larger(set->boxes[box].descent, descent);
}

int type_scripts(Typeset *set, int base, int above, int below, float size) {
    int group = type_row(set);
    TypeBox b = *type_box(set, base), high = *type_box(set, above), low = *type_box(set, below);
    bool letter = b.kind == TYPE_RUN || b.ascent <= LETTER * size; /* their scripts all stand on one line */
    float up = larger(SUPER_SHIFT * size, high.descent + SUPER_BOTTOM * size);
    float down = larger(SUB_SHIFT * size, low.ascent - SUB_TOP * size);
    if (!letter) up = larger(up, b.ascent - SUPER_DROP * size);
    if (!letter) down = larger(down, b.descent + SUB_DROP * size);
    float gap = (up - high.descent) - (low.ascent - down);
    if (above && below && gap < SCRIPT_GAP * size) down += SCRIPT_GAP * size - gap;
    type_add(set, group, base, 0);
    type_place(set, group, above, b.width + b.lean, -up);
    type_place(set, group, below, b.width, down);
    float width =
        larger(above ? b.width + b.lean + high.width + high.lean : 0, below ? b.width + low.width : 0);
    if (width > 0) {
        widen(set, group, width + SCRIPT_SPACE * size);
        if (!set->failed) set->boxes[group].lean = 0;
    }
    return group;
}

int type_fraction(Typeset *set, int above, int below, float size, Color ink, bool display) {
    int group = type_row(set);
    TypeBox high = *type_box(set, above), low = *type_box(set, below);
    float rule = RULE * size, gap = (display ? FRACTION_GAP_DISPLAY : FRACTION_GAP) * size;
    float shift = (display ? FRACTION_SHIFT_DISPLAY : FRACTION_SHIFT) * size;
    float side = FRACTION_SIDE * size;
    float bar = larger(high.width + high.lean, low.width + low.lean) + 2 * side;
    float up = larger(shift, AXIS * size + rule / 2 + gap + high.descent);
    float down = larger(shift, low.ascent + gap + rule / 2 - AXIS * size);
    int line =
        type_new(set, (TypeBox){.kind = TYPE_RULE, .width = bar, .ascent = rule, .size = rule, .ink = ink});
    type_place(set, group, line, side, rule / 2 - AXIS * size);
    type_place(set, group, above, side + (bar - high.width) / 2, -up);
    type_place(set, group, below, side + (bar - low.width) / 2, down);
    widen(set, group, bar + 2 * side);
    return group;
}

/* The slant of a box that is one letter, or one letter with scripts. */
static LetterSlant slant_of(const Typeset *set, int box) {
    const TypeBox *b = type_box(set, box);
    while (b->kind == TYPE_GROUP && b->first) b = type_box(set, b->first);
    return b->kind == TYPE_RUN ? type_letter(set->text + b->run) : (LetterSlant){0, 0};
}

int type_accent(Typeset *set, int base, float size, Color ink, const char *accent) {
    int group = type_row(set), sign = type_run(set, FONT_MATH, size, ink, accent);
    TypeBox b = *type_box(set, base), a = *type_box(set, sign);
    float x = (b.width - a.width) / 2 + slant_of(set, base).skew * size;
    float rise = larger(0, b.ascent - ACCENT_BASE * size);
    type_add(set, group, base, 0);
    type_place(set, group, sign, x, -rise);
    return group;
}

int type_root(Typeset *set, int inside, float size, Color ink) {
    int group = type_row(set);
    TypeBox b = *type_box(set, inside);
    float rule = RULE * size, gap = RADICAL_GAP * size;
    float ascent = larger(b.ascent, 0.66f * size) + gap + rule,
          descent = larger(b.descent, 0.05f * size) + gap / 2;
    TypeBox sign = {.kind = TYPE_RADICAL,
                    .width = 0.62f * size,
                    .ascent = ascent,
                    .descent = descent,
                    .size = rule,
                    .ink = ink};
    int radical = type_new(set, sign);
    float width = b.width + b.lean + 0.08f * size;
    int bar =
        type_new(set, (TypeBox){.kind = TYPE_RULE, .width = width, .ascent = rule, .size = rule, .ink = ink});
    type_add(set, group, radical, 0);
    type_place(set, group, bar, sign.width, rule - ascent);
    type_place(set, group, inside, sign.width, 0);
    widen(set, group, sign.width + width + 0.06f * size);
    return group;
}

/* A glyph with its ink centred on the math axis, whatever its own height. */
static int centred_part(Typeset *set, const char *glyph, float glyph_size, float size, Color ink) {
    int sign = type_run(set, FONT_MATH, glyph_size, ink, glyph), group = type_row(set);
    const TypeBox *s = type_box(set, sign);
    float width = s->width, y = (s->ascent - s->descent) / 2 - AXIS * size;
    type_place(set, group, sign, 0, y);
    widen(set, group, width);
    return group;
}

/* A fence that covers `half` above and below the axis: the font's own glyph, a larger one, and then a shape.
 */
static int fence_part(Typeset *set, const char *glyph, float half, float size, Color ink) {
    float top, bottom;
    fonts_extent(set->fonts, FONT_MATH, size, glyph, &top, &bottom);
    float height =
        larger(1.802f * half, 2 * half - 0.25f * size); /* TeX's delimiterfactor and delimitershortfall */
    float taller = height / (bottom - top);
    if (taller <= 1.02f) return type_run(set, FONT_MATH, size, ink, glyph);
    if (taller <= 1.45f) return centred_part(set, glyph, size * taller, size, ink);
    float width = glyph[0] == '(' || glyph[0] == ')' ? 0.36f : glyph[0] == '|' ? 0.28f : 0.34f;
    TypeBox box = {.kind = TYPE_FENCE,
                   .width = width * size * (0.8f + 0.2f * fminf(taller, 3)),
                   .ascent = AXIS * size + height / 2,
                   .descent = height / 2 - AXIS * size,
                   .size = RULE * size,
                   .ink = ink};
    for (int i = 0; glyph[i] && i + 1 < (int)sizeof box.text; i++) box.text[i] = glyph[i];
    return type_new(set, box);
}

int type_fence(Typeset *set, int inside, float size, Color ink, const char *open, const char *close) {
    TypeBox b = *type_box(set, inside);
    float half = larger(b.ascent - AXIS * size, b.descent + AXIS * size);
    int group = type_row(set);
    type_add(set, group, fence_part(set, open, half, size, ink), 0);
    type_add(set, group, inside, 0);
    type_add(set, group, fence_part(set, close, half, size, ink), 0);
    return group;
}

int type_limits(Typeset *set, const char *operator_glyph, int below, int above, float size, Color ink,
                bool display) {
    int sign = centred_part(set, operator_glyph, size * (display ? OPERATOR_SIZE : 1.0f), size, ink);
    if (!display) return type_scripts(set, sign, above, below, size);
    int group = type_row(set);
    TypeBox s = *type_box(set, sign), high = *type_box(set, above), low = *type_box(set, below);
    float width = larger(s.width, larger(high.width, low.width));
    type_place(set, group, sign, (width - s.width) / 2, 0);
    type_place(set, group, above, (width - high.width) / 2, -(s.ascent + LIMIT_GAP * size + high.descent));
    type_place(set, group, below, (width - low.width) / 2, s.descent + LIMIT_GAP * size + low.ascent);
    widen(set, group, width);
    raise_to_hold(set, group, s.ascent, s.descent);
    return group;
}
