/* move: an update as places on one line: where the element stood, the step, and where it stands now. */
#include <math.h>

#include "explain.h"
#include "render/draw/rect.h"
#include "render/widget/axis.h"

/* "−lr · slope = +0.1097", in its colours, its middle over the step. */
static void draw_step(Panel *panel, Rect room, float middle, float baseline) {
    const Explanation *explanation = &panel->view->explanation;
    const Theme *theme = panel->theme;
    Fonts *fonts = panel->list->fonts;
    float size = panel->style.number;
    char number[TEXT_NUMBER];
    text_number(panel->texts, number, sizeof number, explanation->moved_to - explanation->moved_from, true);
    const bool plain = explanation->moved_plain;
    const struct {
        FontFace face;
        Color ink;
        const char *text;
    } parts[] = {{FONT_TEXT, theme->text, text_get(panel->texts, plain ? "slope.rate" : "slope.step")},
                 {FONT_TEXT, theme->backward, plain ? text_get(panel->texts, "slope.slope") : ""},
                 {FONT_TEXT, theme->text, " = "},
                 {FONT_NUMBER_BOLD, theme->parameter, number}};
    float width = 0;
    for (int i = 0; i < 4; i++) width += fonts_width(fonts, parts[i].face, size, parts[i].text);
    if (width > room.w) return;
    Point at = {fmaxf(room.x, fminf(middle - width / 2, room.x + room.w - width)), baseline};
    draw_mark(panel->list, -1, PART_LABEL);
    for (int i = 0; i < 4; i++)
        at.x += draw_text(panel->list, parts[i].face, size, at, parts[i].ink, parts[i].text);
}

/* The line with round numbers below it. */
static void draw_scale(Panel *panel, const Axis *axis, Rect room, float line, float size) {
    const Style *style = &panel->style;
    Fonts *fonts = panel->list->fonts;
    AxisText text = {.fonts = fonts,
                     .texts = panel->texts,
                     .size = size,
                     .gap = 2 * style->gap,
                     .spacing = 4 * size,
                     .first = room.x,
                     .last = room.x + room.w};
    AxisTicks ticks;
    axis_ticks(axis, &text, &ticks);
    float half = roundf(0.35f * size),
          baseline = line + half + style->gap / 2 + fonts_ascent(fonts, FONT_NUMBER, size);
    draw_mark(panel->list, -1, PART_LABEL);
    draw_fill(panel->list, (Rect){room.x, line, room.w, style->hairline}, 0, panel->theme->text_dim);
    for (int i = 0; i < ticks.count; i++) {
        const AxisTick *tick = &ticks.ticks[i];
        draw_fill(panel->list, (Rect){roundf(tick->at), line - half, style->hairline, 2 * half}, 0,
                  panel->theme->text_dim);
        draw_text_in(panel->list, FONT_NUMBER, size, (Point){tick->at, baseline}, 0.5f, 0,
                     panel->theme->text_dim, tick->label);
    }
}

static void draw_way(Panel *panel, float from, float to, float line) {
    const Style *style = &panel->style;
    Color ink = panel->theme->parameter;
    float head = 0.65f * style->number, way = to < from ? -1 : 1, radius = 0.36f * style->number;
    draw_mark(panel->list, panel->view->selection.slot, PART_NONE);
    if (from != to)
        draw_arrow(panel->list, (Point){from, line}, (Point){to - way * radius, line}, ink, 2 * style->stroke,
                   head, 0.6f * head);
    draw_disc(panel->list, (Point){from, line}, radius, panel->theme->text_dim, (Color){0}, 0);
    draw_disc(panel->list, (Point){to, line}, radius, panel->theme->now, ink, style->stroke);
}

/* Both values over their places on the line, side by side where those are near each other. */
static void draw_values(Panel *panel, Rect room, float from, float to, float baseline) {
    const Explanation *explanation = &panel->view->explanation;
    Fonts *fonts = panel->list->fonts;
    float size = panel->style.number;
    char old[TEXT_NUMBER], new[TEXT_NUMBER];
    text_number(panel->texts, old, sizeof old, explanation->moved_from, true);
    text_number(panel->texts, new, sizeof new, explanation->moved_to, true);
    float old_half = fonts_width(fonts, FONT_NUMBER, size, old) / 2;
    float new_half = fonts_width(fonts, FONT_NUMBER_BOLD, size, new) / 2;
    float way = to < from ? -1 : 1, least = old_half + new_half + 2 * panel->style.gap;
    float missing = fmaxf(0, least - fabsf(to - from)) / 2;
    draw_mark(panel->list, panel->view->selection.slot, PART_LABEL);
    float at = fmaxf(room.x + new_half, fminf(to + way * missing, room.x + room.w - new_half));
    draw_text_in(panel->list, FONT_NUMBER_BOLD, size, (Point){at, baseline}, 0.5f, 0, panel->theme->parameter,
                 new);
    if (explanation->moved_from == explanation->moved_to) return;
    at = fmaxf(room.x + old_half, fminf(from - way * missing, room.x + room.w - old_half));
    draw_text_in(panel->list, FONT_NUMBER, size, (Point){at, baseline}, 0.5f, 0, panel->theme->text_dim, old);
}

void move_draw(Panel *panel, Rect room) {
    const Explanation *explanation = &panel->view->explanation;
    const Style *style = &panel->style;
    double from = explanation->moved_from, to = explanation->moved_to, margin = 0.7 * fabs(to - from);
    float value = style_line(style->number), scale = style_line(style->small) + style->gap;
    float wide = fonts_width(panel->list->fonts, FONT_NUMBER_BOLD, style->number, "−0.0000000");
    if (room.h < 2 * value + scale + style->gap || room.w < 3.2f * wide) return;
    rect_cut_top(&room, fminf(room.h - 2 * value - scale - style->gap, 2 * style->gap), 0);
    Axis axis = axis_make(fmin(from, to) - margin, fmax(from, to) + margin, 0, false);
    axis.from = room.x;
    axis.to = room.x + room.w;
    float a = roundf(axis_at(&axis, from)), b = roundf(axis_at(&axis, to)),
          line = roundf(room.y + 2 * value + style->gap);
    float above = room.y + value * 1.75f - style->gap / 2;
    draw_scale(panel, &axis, room, line, style->small);
    draw_way(panel, a, b, line);
    draw_step(panel, room, (a + b) / 2, room.y + 0.75f * value);
    draw_values(panel, room, a, b, above);
}
