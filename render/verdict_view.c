/* verdict_view: whether what was pointed at in a hunt lies, and why, over the graph: the explanation stays in
 * sight. */
#include "views.h"

#include <math.h>

#include "panel.h"
#include "rect.h"

enum { MOST_LINES = 9 };

void verdict_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Panel panel = {.list = list, .view = view, .texts = view->texts, .theme = options->theme};
    panel.style = style_make(list, options);
    const Style *style = &panel.style;
    const Color ink = options->verdict_good ? panel.theme->good : panel.theme->bad;
    panel.content = rect_inset(area, style->margin + style->pad, 0);
    float x = panel.content.x, w = panel.content.w, line = style_line(style->body);
    int lines = panel_wrap(&panel, FONT_TEXT, style->body, (Point){0, 0}, w, MOST_LINES, ink,
                           options->verdict, false);
    float high = style_line(style->heading) + (float)lines * line + 1.5f * style->pad;
    Rect plate = {area.x + style->margin, roundf(area.y + area.h - style->margin - high),
                  area.w - 2 * style->margin, high};
    list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_PANEL};
    draw_rect(list, plate, style->radius, panel.theme->panel, ink, style->stroke);
    list->mark.role = PART_LABEL;
    float y = roundf(plate.y + style->pad + style->heading * 0.7f);
    draw_text_in(list, FONT_TEXT_BOLD, style->heading, (Point){x, y}, 0, w, ink, options->verdict_title);
    y += style_line(style->heading);
    panel_wrap(&panel, FONT_TEXT, style->body, (Point){x, y}, w, MOST_LINES, panel.theme->text,
               options->verdict, true);
}
