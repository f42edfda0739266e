/* verdict_view: whether what was pointed at in a hunt lies, and why, over the graph: the explanation stays in
 * sight. */
#include "render/style/views.h"

#include <math.h>

#include "render/draw/rect.h"
#include "render/widget/panel.h"

enum { MOST_TITLE_LINES = 3, MOST_LINES = 60 };

/* Title and reason in lines, the first baseline at *y, which is moved behind the last; draw false: only
 * moved. */
static void draw_words(Panel *panel, const SceneOptions *options, Color ink, float size, bool draw,
                       float *y) {
    const Style *style = &panel->style;
    float x = panel->content.x, w = panel->content.w;
    int lines = panel_wrap(panel, FONT_TEXT_BOLD, style->heading, (Point){x, *y}, w, MOST_TITLE_LINES, ink,
                           options->verdict_title, draw);
    *y += (float)lines * style_line(style->heading);
    lines = panel_wrap(panel, FONT_TEXT, size, (Point){x, *y}, w, MOST_LINES, panel->theme->text,
                       options->verdict, draw);
    *y += (float)lines * style_line(size);
}

/* The plate's height; *size is the largest of text with which it is no higher than `most`, but not below the
 * least. */
static float fit(Panel *panel, const SceneOptions *options, float most, float *size) {
    const Style *style = &panel->style;
    for (*size = style->body;; *size -= 1) {
        float words = 0;
        draw_words(panel, options, panel->theme->text, *size, false, &words);
        float high = words + 1.5f * style->pad;
        if (high <= most || *size - 1 < style->least) return high;
    }
}

void verdict_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area,
                       Rect explain) {
    Panel panel = {.list = list, .view = view, .texts = view->texts, .theme = options->theme};
    panel.style = style_make(list, options);
    const Style *style = &panel.style;
    const Color ink = options->verdict_good ? panel.theme->good : panel.theme->bad;
    panel.content = rect_inset(area, style->margin + style->pad, 0);
    float size, bottom = rect_empty(explain) || options->enlarged != 0 ? area.y + area.h : explain.y;
    float high = fit(&panel, options, bottom - area.y - 2 * style->margin, &size);
    Rect plate = {area.x + style->margin, roundf(bottom - style->margin - high), area.w - 2 * style->margin,
                  high};
    list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_PANEL};
    draw_rect(list, plate, style->radius, panel.theme->panel, ink, style->stroke);
    list->mark.role = PART_LABEL;
    float y = roundf(plate.y + style->pad + style->heading * 0.7f);
    draw_words(&panel, options, ink, size, true, &y);
}
