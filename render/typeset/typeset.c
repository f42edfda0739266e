/* typeset: the memory of boxes, runs and rows; typeset_parts.c builds the rest and typeset_draw.c draws. */
#include "typeset.h"

#include <stdlib.h>
#include <string.h>

#include "typeset_private.h"

void typeset_init(Typeset *set, Fonts *fonts) {
    *set = (Typeset){.fonts = fonts};
    set->boxes = calloc(64, sizeof set->boxes[0]);
    set->capacity = set->boxes ? 64 : 0;
    set->count = 1;
    set->failed = !set->boxes;
}

void typeset_free(Typeset *set) {
    free(set->boxes);
    free(set->text);
    *set = (Typeset){.failed = true};
}

const TypeBox *type_box(const Typeset *set, int box) {
    static const TypeBox none;
    return set->failed ? &none : &set->boxes[box];
}

int type_new(Typeset *set, TypeBox box) {
    if (set->failed) return 0;
    if (set->count == set->capacity) {
        TypeBox *more = realloc(set->boxes, sizeof more[0] * (size_t)set->capacity * 2);
        if (!more) {
            set->failed = true;
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

int type_run(Typeset *set, FontFace face, float size, Color ink, const char *utf8) {
    TypeBox box = {.kind = TYPE_RUN, .face = face, .size = size, .ink = ink};
    if (set->failed || !keep_text(set, utf8, &box.run)) {
        set->failed = true;
        return 0;
    }
    float top, bottom;
    fonts_extent(set->fonts, face, size, utf8, &top, &bottom);
    box.width = fonts_width(set->fonts, face, size, utf8);
    box.ascent = -top;
    box.descent = bottom;
    if (face == FONT_MATH) box.lean = type_letter(utf8).lean * size;
    return type_new(set, box);
}

int type_row(Typeset *set) {
    return type_new(set, (TypeBox){.kind = TYPE_GROUP});
}

void type_place(Typeset *set, int group, int part, float x, float y) {
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

void type_add(Typeset *set, int row, int part, float space) {
    if (set->failed || !part) return;
    float x = set->boxes[row].width + set->boxes[row].lean + space;
    type_place(set, row, part, x, 0);
    set->boxes[row].width = x + set->boxes[part].width;
    set->boxes[row].lean = set->boxes[part].lean;
}
