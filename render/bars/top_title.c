/* top_title: the lesson's title, as large as its room allows, and who it is by. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "render/widget/versus.h"
#include "top_view.h"

float top_baseline(const Top *top, FontFace face, float size, float middle) {
    return roundf(middle + fonts_ascent(top->list->fonts, face, size) / 2);
}

static float title_width(const Top *top, float size, const char *text) {
    return fonts_width(top->list->fonts, FONT_TEXT_BOLD, size, text);
}

/* Breaks a title in the middle: the space that makes the longer line shortest. Returns that line's width. */
static float title_break(const Top *top, float size, const char *title, size_t *first) {
    float best = title_width(top, size, title);
    char line[300];
    *first = 0;
    for (const char *at = strchr(title, ' '); at != NULL; at = strchr(at + 1, ' ')) {
        snprintf(line, sizeof line, "%.*s", (int)(at - title), title);
        float longer = fmaxf(title_width(top, size, line), title_width(top, size, at + 1));
        if (longer >= best) continue;
        best = longer;
        *first = (size_t)(at - title);
    }
    return best;
}

bool top_has_subtitle(const Top *top) {
    const View *view = top->view;
    return view->versus.here != NULL || (view->source != NULL && view->source[0] != '\0');
}

static float subtitle_width(const Top *top) {
    Fonts *fonts = top->list->fonts;
    if (top->view->versus.here != NULL) return versus_runs_width(fonts, top->view, &top->style);
    return fonts_width(fonts, FONT_TEXT, top->style.small, top->view->source);
}

static void draw_subtitle(Top *top, Point at, float room) {
    const Style *style = &top->style;
    if (versus_runs_draw(top->list, top->view, style, at) == 0)
        draw_text_in(top->list, FONT_TEXT, style->small, at, 0, room, style->theme->text_dim,
                     top->view->source);
}

/* The best of what fits into `room`: large with the source beside it, with the source under it, in two lines.
 */
TitlePlan top_title_plan(const Top *top, float room, float high) {
    const View *view = top->view;
    const Style *style = &top->style;
    TitlePlan plan = {.size = style->title};
    bool source = top_has_subtitle(top);
    float title = title_width(top, style->title, view->title), gap = 3 * style->gap;
    float words = source ? subtitle_width(top) : 0;
    plan.beside = source && title + gap + words <= room;
    plan.width = plan.beside ? title + gap + words : title;
    if (plan.beside || (!source && title <= room)) return plan;
    for (plan.size = style->title; plan.size >= style->body; plan.size -= 1) {
        plan.width = fmaxf(title_width(top, plan.size, view->title), words);
        plan.under = source && style_line(plan.size) + style_line(style->small) <= high + style->gap;
        if (plan.width <= room && (plan.under || !source)) return plan;
    }
    plan.under = false;
    for (plan.size = roundf(high / 2.5f);; plan.size -= 1) {
        plan.width = title_break(top, plan.size, view->title, &plan.first);
        if (plan.width <= room || plan.size <= style->small) return plan;
    }
}

static void draw_title_line(Top *top, float size, float x, float middle, float room, const char *text) {
    top->list->mark = (DrawMark){-1, -1, PANEL_TOP, PART_LABEL};
    Point at = {x, top_baseline(top, FONT_TEXT_BOLD, size, middle)};
    draw_text_in(top->list, FONT_TEXT_BOLD, size, at, 0, room, top->style.theme->text, text);
}

void top_title_draw(Top *top, const TitlePlan *plan, Rect area) {
    const View *view = top->view;
    const Style *style = &top->style;
    float middle = area.y + area.h / 2, half = style_line(plan->size) / 2;
    if (plan->first > 0) {
        char line[300];
        snprintf(line, sizeof line, "%.*s", (int)plan->first, view->title);
        draw_title_line(top, plan->size, area.x, middle - half, area.w, line);
        draw_title_line(top, plan->size, area.x, middle + half, area.w, view->title + plan->first + 1);
        return;
    }
    float up = plan->under ? middle - style_line(style->small) / 2 : middle;
    draw_title_line(top, plan->size, area.x, up, area.w, view->title);
    if (!plan->beside && !plan->under) return;
    Point at = {area.x, top_baseline(top, FONT_TEXT, style->small, middle + half)};
    if (plan->beside) {
        at.x += title_width(top, plan->size, view->title) + 3 * style->gap;
        at.y = top_baseline(top, FONT_TEXT_BOLD, plan->size, middle);
    }
    draw_subtitle(top, at, area.w);
}
