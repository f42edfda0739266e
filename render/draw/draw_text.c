/* draw_text: adds runs of text, measured, aligned and cut to a width. */
#include "draw_private.h"

#include <math.h>
#include <string.h>

static const char ellipsis[] = "…";

/* Adds the first `bytes` of a text, and after it `tail`, which together are `width` wide. */
static void add_run(DrawList *list, const DrawCommand *form, const char *utf8, size_t bytes,
                    const char *tail) {
    size_t offset, tail_bytes = strlen(tail);
    char *copy = draw_reserve(list, bytes + tail_bytes + 1, &offset);
    DrawCommand *command = copy ? draw_add(list, DRAW_TEXT) : NULL;
    if (!command) return;
    memcpy(copy, utf8, bytes);
    memcpy(copy + bytes, tail, tail_bytes + 1);
    DrawMark mark = command->mark;
    *command = *form;
    command->mark = mark;
    command->data = offset;
    command->count = bytes + tail_bytes;
    float top, bottom;
    fonts_extent(list->fonts, form->face, form->size, copy, &top, &bottom);
    command->box = (Rect){form->rect.x, form->rect.y + top, form->rect.w, bottom - top};
}

/* How many bytes of the text fit into max_width with the ellipsis behind them; *width: of both. No space is
   left before the ellipsis. */
static size_t cut(const DrawList *list, FontFace face, float size, float max_width, const char *utf8,
                  float *width) {
    float tail = fonts_width(list->fonts, face, size, ellipsis);
    float pen = 0;
    size_t bytes = 0;
    *width = tail;
    const char *at = utf8;
    for (uint32_t code_point; (code_point = utf8_next(&at)) != 0;) {
        pen += fonts_advance(list->fonts, face, size, code_point);
        if (pen + tail > max_width) break;
        if (code_point == ' ') continue;
        bytes = (size_t)(at - utf8);
        *width = pen + tail;
    }
    return bytes;
}

float draw_text_in(DrawList *list, FontFace face, float size, Point baseline, float align, float max_width,
                   Color ink, const char *utf8) {
    if (utf8[0] == 0 || !isfinite(baseline.x) || !isfinite(baseline.y) || !(size > 0) || !isfinite(size))
        return 0;
    size_t bytes = strlen(utf8);
    const char *tail = "";
    float width = fonts_width(list->fonts, face, size, utf8);
    if (max_width > 0 && width > max_width) {
        bytes = cut(list, face, size, max_width, utf8, &width);
        tail = ellipsis;
    }
    DrawCommand form = {.kind = DRAW_TEXT, .face = face, .size = size, .fill = ink};
    form.rect = (Rect){baseline.x - align * width, baseline.y, width, 0};
    add_run(list, &form, utf8, bytes, tail);
    return width;
}

float draw_text(DrawList *list, FontFace face, float size, Point baseline, Color ink, const char *utf8) {
    return draw_text_in(list, face, size, baseline, 0, 0, ink, utf8);
}
