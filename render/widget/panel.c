/* panel: grounds, growing sizes, names and wrapped text. */
#include "panel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "render/draw/rect.h"

#define MOST_GROWTH 2.0f

Panel panel_make(DrawList *list, const View *view, const SceneOptions *options) {
    return (Panel){.list = list,
                   .view = view,
                   .texts = view->texts,
                   .theme = options->theme,
                   .opens = style_opens(view, options),
                   .style = style_make(list, options)};
}

Panel panel_begin(DrawList *list, const View *view, const SceneOptions *options, PanelId id, Rect area,
                  Point usual, float text) {
    Panel panel = panel_make(list, view, options);
    if (rect_empty(area)) return panel;
    style_panel(list, &panel.style, id, area);
    float by = style_room(&panel.style, area, usual);
    if (by > 1.05f) style_grow(&panel.style, fminf(by, MOST_GROWTH));
    float most = fmaxf(1, text * fminf(by, 1)), size = options->text_size;
    if (size > most) style_scale_text(&panel.style, most / size);
    float pad = panel.style.pad;
    panel.content = rect_inset(area, fminf(pad, area.w / 16), fminf(pad, area.h / 10));
    return panel;
}

void panel_plate(Panel *panel, Rect box) {
    draw_mark(panel->list, -1, PART_PLATE);
    draw_fill(panel->list, box, 3 * panel->style.unit, color_alpha(panel->theme->panel, 0.75f));
    draw_mark(panel->list, -1, PART_LABEL);
}

void panel_append_script(Math *math, MathKind kind, const char *text, bool upright) {
    if (math->count + 3 > MATH_MAX_NODES || math->count == 0) return;
    int base = math->count, script = base + 1, group = base + 2;
    MathInk ink = math->nodes[0].first >= 0 ? math->nodes[math->nodes[0].first].ink : INK_PLAIN;
    math->nodes[base] = math->nodes[0];
    math->nodes[base].next = script;
    math->nodes[script] =
        (MathNode){.kind = MATH_NAME, .ink = ink, .upright = upright, .first = -1, .next = -1};
    snprintf(math->nodes[script].text, sizeof math->nodes[script].text, "%s", text);
    math->nodes[group] = (MathNode){.kind = kind, .ink = ink, .first = base, .next = -1};
    math->nodes[0] = (MathNode){.kind = MATH_ROW, .first = group, .next = -1};
    math->count += 3;
}

void panel_name(const View *view, const char *name, int column, Math *out) {
    int slot = view->program ? program_find(view->program, name) : -1;
    if (slot >= 0) {
        view_slot_math(view, slot, out);
    } else {
        tree_begin(out);
        tree_word(out, 0, name, INK_PLAIN);
    }
    char digits[12];
    snprintf(digits, sizeof digits, "%d", column);
    if (column >= 0) panel_append_script(out, MATH_INDEX, digits, true);
}

/* The bytes of the longest beginning that fits: whole words, or at least one letter. "[0, 3]" is one word. */
static size_t line_bytes(Fonts *fonts, FontFace face, float size, const char *text, float width) {
    size_t word_end = 0, fitting = 0;
    float pen = 0;
    int brackets = 0;
    const char *at = text;
    for (;;) {
        const char *before = at;
        uint32_t letter = utf8_next(&at);
        if (letter == 0) return (size_t)(before - text);
        if (letter == '[') brackets++;
        if (letter == ']') brackets--;
        if (letter == ' ' && brackets <= 0) word_end = (size_t)(before - text);
        pen += fonts_advance(fonts, face, size, letter);
        if (pen > width && letter != ' ') break;
        fitting = (size_t)(at - text);
    }
    if (word_end) return word_end;
    const char *one = text;
    utf8_next(&one);
    return fitting ? fitting : (size_t)(one - text);
}

int panel_wrap(Panel *panel, FontFace face, float size, Point at, float width, int most, Color ink,
               const char *utf8, bool draw) {
    char line[512];
    int lines = 0;
    for (const char *rest = utf8; *rest && lines < most; lines++) {
        size_t bytes = line_bytes(panel->list->fonts, face, size, rest, width);
        bool last = lines + 1 == most;
        const char *shown = rest; /* the last line is given all that is left, and cut */
        if (!last && bytes < sizeof line) {
            memcpy(line, rest, bytes);
            line[bytes] = 0;
            shown = line;
        }
        if (draw) draw_text_in(panel->list, face, size, at, 0, width, ink, shown);
        at.y += style_line(size);
        if (last) return lines + 1;
        rest += bytes;
        while (*rest == ' ') rest++;
    }
    return lines;
}

float panel_draw_number(Panel *panel, FontFace face, float size, Point at, Color ink, const char *text) {
    draw_mark(panel->list, panel->view->selection.slot, PART_NUMBER);
    return draw_text(panel->list, face, size, at, ink, text);
}

float panel_draw_label(Panel *panel, float size, Point at, float room, Color ink, const char *text) {
    draw_mark(panel->list, -1, PART_LABEL);
    return draw_text_in(panel->list, FONT_TEXT, size, at, 0, room, ink, text);
}

float panel_line(const Panel *panel, Rect *room, float size) {
    float line = style_line(size), middle = room->y + line / 2;
    rect_cut_top(room, line, panel->style.gap / 2);
    return fonts_baseline(panel->list->fonts, FONT_NUMBER, size, middle);
}

void panel_note(Panel *panel, Rect room, const char *text) {
    const Style *style = &panel->style;
    Point middle = {room.x + room.w / 2,
                    room.y + (room.h + fonts_ascent(panel->list->fonts, FONT_TEXT, style->body)) / 2};
    draw_mark(panel->list, -1, PART_LABEL);
    draw_text_in(panel->list, FONT_TEXT, style->body, middle, 0.5f, room.w, panel->theme->text_dim, text);
}

float panel_verdict(Panel *panel, Point baseline, float size, bool good) {
    float w = size * 0.8f, x = baseline.x, y = baseline.y, thick = fmaxf(1.5f, size * 0.16f);
    Color ink = good ? panel->theme->good : panel->theme->bad;
    if (good) {
        Point tick[] = {{x, y - size * 0.42f}, {x + w * 0.36f, y - size * 0.05f}, {x + w, y - size * 0.85f}};
        draw_line(panel->list, tick, 3, ink, thick, 0, 0);
    } else {
        draw_segment(panel->list, (Point){x, y - size * 0.85f}, (Point){x + w, y - size * 0.05f}, ink, thick);
        draw_segment(panel->list, (Point){x, y - size * 0.05f}, (Point){x + w, y - size * 0.85f}, ink, thick);
    }
    return w;
}

float panel_draw_name(DrawList *list, const View *view, const Theme *theme, int slot, float size, float most,
                      Point middle, Color ink) {
    Math math;
    view_slot_math(view, slot, &math);
    FormulaStyle style = {.theme = theme, .size = size, .max_width = most, .ink = ink};
    float width = formula_measure(list->fonts, &style, &math).width;
    formula_draw(list, &style, &math, (Point){roundf(middle.x - width / 2), middle.y});
    return width;
}
