/* overlay: what lies over the panels. */
#include "overlay.h"

#include <math.h>

#include "render/draw/rect.h"
#include "render/style/style.h"
#include "render/style/views.h"
#include "render/widget/panel.h"

/* A plate with one line of text, kept inside `area`. */
static void overlay_plate(DrawList *list, const Style *style, Rect area, Point at, float align,
                          const char *text) {
    const Theme *theme = style->theme;
    float pad = style->gap * 1.5f, most = area.w - 2 * style->margin - 2 * pad;
    float width = fminf(fonts_width(list->fonts, FONT_TEXT, style->body, text), most) + 2 * pad;
    float high = style_line(style->body) + pad;
    Rect plate = {at.x - width * align, at.y, width, high};
    plate.x = roundf(fminf(fmaxf(plate.x, area.x + style->margin), area.x + area.w - style->margin - width));
    plate.y = roundf(fminf(fmaxf(plate.y, area.y + style->margin), area.y + area.h - style->margin - high));
    list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_PANEL};
    draw_rect(list, plate, style->radius * 0.7f, theme->text, (Color){0}, 0);
    list->mark.role = PART_LABEL;
    float baseline = roundf(plate.y + plate.h / 2 + fonts_ascent(list->fonts, FONT_TEXT, style->body) / 2);
    draw_text_in(list, FONT_TEXT, style->body, (Point){plate.x + pad, baseline}, 0, most, theme->panel, text);
}

/* Which element of a slot a heat map shows under a point; false where a cell is not one element. */
static bool overlay_element(const DrawCommand *command, const Slot *slot, Point at, int *row, int *col) {
    if (command->kind != DRAW_CELLS || command->rows != slot->rows || command->cols != slot->cols)
        return false;
    *row = (int)((at.y - command->rect.y) / command->rect.h * (float)command->rows);
    *col = (int)((at.x - command->rect.x) / command->rect.w * (float)command->cols);
    return *row >= 0 && *row < slot->rows && *col >= 0 && *col < slot->cols;
}

static void overlay_pointer(DrawList *list, const View *view, const Style *style, Rect area, Point at) {
    const DrawCommand *hit = draw_hit(list, at);
    if (hit == NULL || hit->mark.slot < 0) return;
    const Slot *slot = &view->program->slots[hit->mark.slot];
    int row = -1, col = -1;
    char text[200];
    if (!overlay_element(hit, slot, at, &row, &col)) row = col = -1;
    view_slot_exact(view, hit->mark.slot, row, col, text, sizeof text);
    float below = 18 * style->unit, high = style_line(style->body) + style->gap * 1.5f;
    if (at.y + below + high > area.y + area.h - style->margin) below = -below - high;
    overlay_plate(list, style, area, (Point){at.x, at.y + below}, 0.5f, text);
}

/* What is said for some seconds, in a plate of as many lines as it takes, which ends at `bottom`. */
static void overlay_message(DrawList *list, const View *view, const Style *style, Rect area, float bottom,
                            const char *text) {
    enum { MOST_LINES = 6 };
    Panel panel = {.list = list, .view = view, .texts = view->texts, .theme = style->theme, .style = *style};
    float pad = style->gap * 1.5f, line = style_line(style->body);
    float most = area.w - 2 * style->margin - 2 * pad;
    float width = fminf(fonts_width(list->fonts, FONT_TEXT, style->body, text), most);
    Point at = {roundf(area.x + (area.w - width) / 2), 0};
    int lines =
        panel_wrap(&panel, FONT_TEXT, style->body, at, most, MOST_LINES, style->theme->panel, text, false);
    float high = (float)lines * line + pad;
    Rect plate = {at.x - pad, roundf(bottom - high), width + 2 * pad, high};
    list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_PANEL};
    draw_rect(list, plate, style->radius * 0.7f, style->theme->text, (Color){0}, 0);
    list->mark.role = PART_LABEL;
    at.y = roundf(plate.y + (line + pad) / 2 + fonts_ascent(list->fonts, FONT_TEXT, style->body) / 2);
    panel_wrap(&panel, FONT_TEXT, style->body, at, most, MOST_LINES, style->theme->panel, text, true);
}

void overlay_draw(DrawList *list, const View *view, const SceneOptions *options, const Rect *panels) {
    Style style = style_make(list, options);
    Rect area = panels[PANEL_OVERLAY], timeline = panels[PANEL_TIMELINE], strip = panels[PANEL_PREDICT];
    if (options->lessons)
        lessons_view_draw(list, view, options, area);
    else if (options->help)
        help_view_draw(list, view, options, area);
    else if (options->pointer.x >= 0)
        overlay_pointer(list, view, &style, area, options->pointer);
    Rect above = area;
    above.h = timeline.y - area.y;
    if (options->mistake != NULL) mistake_view_draw(list, view, options, above);
    if (options->verdict != NULL) verdict_view_draw(list, view, options, above, panels[PANEL_EXPLAIN]);
    if (options->message == NULL || options->message[0] == 0) return;
    overlay_message(list, view, &style, area, (rect_empty(strip) ? timeline.y : strip.y) - style.margin,
                    options->message);
}
