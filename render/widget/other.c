/* other: corners, the other run's pen, and its number below the one that is explained. */
#include "other.h"

#include <math.h>
#include <stdio.h>

/* On any ground: an edge in the panel's colour keeps it apart from what it lies on. */
void other_corner(DrawList *list, const Theme *theme, Rect box, float size) {
    float right = box.x + box.w, edge = fmaxf(1, size * 0.2f), outer = size + 2.4f * edge;
    const Point ground[] = {{right - outer, box.y}, {right, box.y}, {right, box.y + outer}};
    const Point ink[] = {{right - size, box.y}, {right, box.y}, {right, box.y + size}};
    draw_polygon(list, ground, 3, theme->panel);
    draw_polygon(list, ink, 3, theme->text);
}

static bool slot_differs(const View *view, int slot) {
    const ViewOtherSlot *other = view_other_slot(view, slot);
    return other != NULL && other->differs;
}

void other_mark_heat(DrawList *list, const View *view, const Theme *theme, int slot, Rect box, float unit) {
    if (slot_differs(view, slot)) other_corner(list, theme, box, fminf(7.5f * unit, box.h * 0.6f));
}

/* Behind the number's upper end, where an exponent would stand. */
void other_mark_number(DrawList *list, const View *view, const Theme *theme, int slot, Rect box, float unit) {
    float size = 5.5f * unit;
    Rect behind = {box.x + box.w + 3.5f * unit, box.y - 2 * unit, size, size};
    if (slot_differs(view, slot)) other_corner(list, theme, behind, size);
}

PlotPen other_pen(const View *view, const Style *style) {
    bool together = view->other.own_name != NULL;
    return (PlotPen){together ? style->theme->text : style->theme->text_dim,
                     together ? style->thick * 0.75f : style->stroke, 1.2f * style->unit, 3.5f * style->unit};
}

static float swatch_width(const Style *style) {
    return roundf(20 * style->unit);
}

static float run_width(Fonts *fonts, const Style *style, const char *name) {
    return swatch_width(style) + style->gap + fonts_width(fonts, FONT_TEXT, style->small, name);
}

float other_runs_width(Fonts *fonts, const View *view, const Style *style) {
    if (view->other.own_name == NULL) return 0;
    return run_width(fonts, style, view->other.own_name) + 3 * style->gap +
           run_width(fonts, style, view->other.name);
}

static float draw_run(DrawList *list, const Style *style, Point at, PlotPen pen, const char *name) {
    float middle = roundf(at.y - fonts_ascent(list->fonts, FONT_TEXT, style->small) / 2);
    float wide = swatch_width(style);
    draw_line(list, (Point[]){{at.x, middle}, {at.x + wide, middle}}, 2, pen.ink, pen.width, pen.dash,
              pen.gap);
    at.x += wide + style->gap;
    return wide + style->gap + draw_text(list, FONT_TEXT, style->small, at, style->theme->text, name);
}

float other_runs_draw(DrawList *list, const View *view, const Style *style, Point at) {
    if (view->other.own_name == NULL) return 0;
    const PlotPen here = {style->theme->now, style->thick, 0, 0};
    float width = draw_run(list, style, at, here, view->other.own_name) + 3 * style->gap;
    at.x += width;
    return width + draw_run(list, style, at, other_pen(view, style), view->other.name);
}

/* The words that fit: what tells the other run apart, or that it is the other one. */
static const char *run_name(const Panel *panel, float size, float most) {
    const char *name = panel->view->other.name;
    if (fonts_width(panel->list->fonts, FONT_TEXT, size, name) <= most) return name;
    return text_get(panel->texts, "versus.there");
}

void other_element_draw(Panel *panel, Rect *room) {
    const View *view = panel->view;
    const Style *style = &panel->style;
    const Selection *at = &view->selection;
    Fonts *fonts = panel->list->fonts;
    bool told = view->explanation.has_result && view->other.element[0] != '\0';
    if (!told || at->slot < 0 || view_other_slot(view, at->slot) == NULL) return;
    float small = style->small, x = room->x, right = room->x + room->w;
    float baseline = panel_line(panel, room, style->number);
    draw_mark(panel->list, at->slot, PART_LABEL);
    bool differs = view_element_differs(view, at->slot, at->row, at->col);
    Rect corner = {x, roundf(baseline - small * 0.62f), roundf(small * 0.5f), roundf(small * 0.5f)};
    if (differs) other_corner(panel->list, panel->theme, corner, corner.w);
    x += corner.w + style->gap;
    float number = fonts_width(fonts, FONT_NUMBER, style->number, view->other.element);
    const char *name = run_name(panel, small, right - x - number - 2 * style->gap);
    x += draw_text(panel->list, FONT_TEXT, small, (Point){x, baseline}, panel->theme->text_dim, name);
    draw_mark(panel->list, at->slot, PART_NUMBER);
    draw_text(panel->list, FONT_NUMBER, style->number, (Point){x + 2 * style->gap, baseline},
              differs ? panel->theme->text : panel->theme->text_dim, view->other.element);
}
