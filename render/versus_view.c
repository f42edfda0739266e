/* versus_view: corners, the other run's pen, and its number beside the one that is explained. */
#include "versus_view.h"

#include <math.h>
#include <stdio.h>

#include "rect.h"

/* On any ground: an edge in the panel's colour keeps it apart from what it lies on. */
void versus_corner(DrawList *list, const Theme *theme, Rect box, float size) {
    float right = box.x + box.w, edge = fmaxf(1, size * 0.2f), outer = size + 2.4f * edge;
    const Point ground[] = {{right - outer, box.y}, {right, box.y}, {right, box.y + outer}};
    const Point ink[] = {{right - size, box.y}, {right, box.y}, {right, box.y + size}};
    draw_polygon(list, ground, 3, theme->panel);
    draw_polygon(list, ink, 3, theme->text);
}

static bool slot_differs(const View *view, int slot) {
    const ViewTwin *twin = view_twin(view, slot);
    return twin != NULL && twin->differs;
}

void versus_mark_heat(DrawList *list, const View *view, const Theme *theme, int slot, Rect box, float unit) {
    if (slot_differs(view, slot)) versus_corner(list, theme, box, fminf(7.5f * unit, box.h * 0.6f));
}

/* Behind the number's upper end, where an exponent would stand. */
void versus_mark_number(DrawList *list, const View *view, const Theme *theme, int slot, Rect box,
                        float unit) {
    float size = 5.5f * unit;
    Rect behind = {box.x + box.w + 1.5f * unit, box.y - unit, size, size};
    if (slot_differs(view, slot)) versus_corner(list, theme, behind, size);
}

float versus_sign(DrawList *list, const Theme *theme, Point baseline, float size) {
    float width = roundf(size * 0.5f);
    versus_corner(list, theme, (Rect){baseline.x, roundf(baseline.y - size * 0.62f), width, width}, width);
    return width;
}

PlotPen versus_pen(const Panel *panel) {
    const Style *style = &panel->style;
    bool beside = panel->view->versus.here != NULL;
    return (PlotPen){beside ? panel->theme->text : panel->theme->text_dim,
                     beside ? style->thick * 0.75f : style->stroke, 1.2f * style->unit, 3.5f * style->unit};
}

/* The words that fit: what tells the other run apart, or that it is the other one. */
static const char *run_name(const Panel *panel, float size, float most) {
    const char *name = panel->view->versus.there;
    if (fonts_width(panel->list->fonts, FONT_TEXT, size, name) <= most) return name;
    return text_get(panel->texts, "versus.there");
}

void versus_element_draw(Panel *panel, Rect *room) {
    const View *view = panel->view;
    const Style *style = &panel->style;
    const Selection *at = &view->selection;
    Fonts *fonts = panel->list->fonts;
    if (at->slot < 0 || view_twin(view, at->slot) == NULL || view->versus.element[0] == '\0') return;
    float line = style_line(style->number), small = style->small;
    Rect row = rect_cut_top(room, line, style->gap / 2);
    float x = row.x, right = row.x + row.w;
    float baseline = roundf(row.y + (line + fonts_ascent(fonts, FONT_NUMBER, style->number)) / 2);
    panel_mark(panel, at->slot, PART_LABEL);
    bool differs = view_element_differs(view, at->slot, at->row, at->col);
    float sign = roundf(small * 0.5f) + style->gap;
    if (differs) versus_sign(panel->list, panel->theme, (Point){x, baseline}, small);
    x += sign;
    float number = fonts_width(fonts, FONT_NUMBER, style->number, view->versus.element);
    const char *name = run_name(panel, small, right - x - number - 2 * style->gap);
    x += draw_text(panel->list, FONT_TEXT, small, (Point){x, baseline}, panel->theme->text_dim, name);
    panel_mark(panel, at->slot, PART_NUMBER);
    draw_text(panel->list, FONT_NUMBER, style->number, (Point){x + 2 * style->gap, baseline},
              differs ? panel->theme->text : panel->theme->text_dim, view->versus.element);
}
