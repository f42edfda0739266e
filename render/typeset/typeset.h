/* The room render/typeset: boxes on baselines, and formulas made of them.

   typeset: boxes on baselines: runs, rows, scripts, fractions, accents, roots, fences and big operators. It
   knows where things stand (by the constants of STIX Two Math), and nothing of what they mean.

                ┌────────┐ ascent
       baseline ┼────────┤ width
                └────────┘ descent

   Lengths are pixels. A box's pen starts at its left end on the baseline. y is down, but ascent and descent are
   both positive away from the baseline. */
#ifndef BACKSTEP_RENDER_TYPESET_H
#define BACKSTEP_RENDER_TYPESET_H

#include "render/draw/draw.h"

typedef enum TypeKind {
    TYPE_GROUP,  /* nothing of its own: children */
    TYPE_RUN,    /* one run of text */
    TYPE_RULE,   /* a filled bar */
    TYPE_FENCE,  /* a parenthesis, bracket or bar as high as its box */
    TYPE_RADICAL /* the sign of a root, without the bar over what is in it */
} TypeKind;

typedef struct TypeBox {
    TypeKind kind;
    float width, ascent, descent;
    float lean;            /* how far its ink leans out to the right at the top (italic correction) */
    float x, y;            /* its pen in its parent's box; y down from the parent's baseline */
    int first, last, next; /* children and sibling: boxes, 0: none */
    FontFace face;         /* RUN */
    float size;            /* RUN: em; RULE, FENCE, RADICAL: thickness of the stroke */
    Color ink;
    char text[8]; /* FENCE: its glyph */
    size_t run;   /* RUN: offset of its text */
} TypeBox;

/* Owns what is being set. Box 0 is always there and empty: it stands for "none", and for a box for which
   there was no memory (`failed` is then set, and typeset_draw draws nothing). */
typedef struct Typeset {
    Fonts *fonts;
    TypeBox *boxes;
    int count, capacity;
    char *text;
    size_t used, size;
    bool failed;
} Typeset;

void typeset_init(Typeset *set, Fonts *fonts);
void typeset_free(Typeset *set);
const TypeBox *typeset_box(const Typeset *set, int box);

int typeset_run(Typeset *set, FontFace face, float size, Color ink, const char *utf8);

/* An empty row, and a part added `space` to the right of what is there (after its lean). */
int typeset_row(Typeset *set);
void typeset_add(Typeset *set, int row, int part, float space);

/* `above` raised and `below` lowered behind the base; 0: none. `size`: the em of the base. */
int typeset_scripts(Typeset *set, int base, int above, int below, float size);

/* A bar on the math axis, a box centred above it and one below. display: with more air, for its own line. */
int typeset_fraction(Typeset *set, int above, int below, float size, Color ink, bool display);

/* A glyph over the base, moved along a slanted letter's axis. accent: U+02C6, U+02DC or U+00AF. */
int typeset_accent(Typeset *set, int base, float size, Color ink, const char *accent);

int typeset_root(Typeset *set, int inside, float size, Color ink);

/* Between two fences that are centred on the math axis and cover it. open, close: one of ( ) [ ] |. */
int typeset_fence(Typeset *set, int inside, float size, Color ink, const char *open, const char *close);

/* A big operator, with limits under and over it (display) or as scripts behind it; 0: none. */
int typeset_limits(Typeset *set, const char *operator_glyph, int below, int above, float size, Color ink,
                   bool display);

/* Draws a box with its pen at the point; baselines and bars are put on whole pixels. */
void typeset_draw(const Typeset *set, DrawList *list, int box, Point baseline);

/* The height of the math axis (the middle of +, − and =) over the baseline. */
float typeset_axis(float size);

#endif
