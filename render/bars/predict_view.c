/* predict_view: the strip of predict mode: what is asked for, what is typed or was the result, and the tally.

     question, or ✓ verdict      ∂L/∂W₁[0, 3] = [ −0.25▏ ]      7 of 9 right
     how to answer, or how far off                                 2 skipped     The box keeps its place.  */
#include <math.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "render/draw/rect.h"
#include "render/widget/panel.h"

enum { BOX_CHARACTERS = 11 }; /* "−0.00001234", a guess of usual length */

#define MOST_TEXT 1.6f /* larger text takes the panels' room */

static Style strip_style(const SceneOptions *options, int width, int height) {
    SceneOptions held = *options;
    held.text_size = fminf(held.text_size, MOST_TEXT);
    return style_bars(&held, width, height);
}

float predict_view_height(const SceneOptions *options, int width, int height) {
    const Style style = strip_style(options, width, height);
    return style_line(style.title) + style_line(style.body) + 3 * style.gap;
}

/* Two lines under each other, flush right; returns their width. */
static float draw_tally(Panel *panel, const PredictStrip *strip, Rect area) {
    const Style *style = &panel->style;
    Fonts *fonts = panel->list->fonts;
    float width = fmaxf(fonts_width(fonts, FONT_TEXT_MEDIUM, style->body, strip->widest),
                        fonts_width(fonts, FONT_TEXT, style->small, strip->skipped));
    bool both = strip->tally[0] != '\0' && strip->skipped[0] != '\0';
    float middle = area.y + area.h / 2, half = both ? style_line(style->body) / 2 : 0;
    Point at = {area.x + area.w,
                fonts_baseline(panel->list->fonts, FONT_TEXT_MEDIUM, style->body, middle - half)};
    draw_mark(panel->list, -1, PART_LABEL);
    draw_text_in(panel->list, FONT_TEXT_MEDIUM, style->body, at, 1, width + 1, panel->theme->text,
                 strip->tally);
    at.y = fonts_baseline(panel->list->fonts, FONT_TEXT, style->small, middle + half);
    draw_text_in(panel->list, FONT_TEXT, style->small, at, 1, width + 1, panel->theme->text_dim,
                 strip->skipped);
    return width;
}

static Color box_color(const Panel *panel, const PredictStrip *strip) {
    if (strip->asks) return panel->theme->now;
    if (strip->outcome == OUTCOME_RIGHT) return panel->theme->good;
    return strip->outcome == OUTCOME_WRONG ? panel->theme->bad : panel->theme->border;
}

/* What is typed, with a caret behind it; of a long entry its end. Or the result. */
static void draw_box(Panel *panel, const PredictStrip *strip, Rect box, float size) {
    const Style *style = &panel->style;
    Color color = box_color(panel, strip);
    draw_mark(panel->list, -1, PART_PLATE);
    draw_rect(panel->list, box, style->radius / 2, panel->theme->ground, color, style->thick);
    Rect inside = rect_inset(box, style->gap, 0);
    Point at = {inside.x, fonts_baseline(panel->list->fonts, FONT_NUMBER_BOLD, size, box.y + box.h / 2)};
    const char *text = strip->entry;
    while (*text != '\0' && fonts_width(panel->list->fonts, FONT_NUMBER_BOLD, size, text) > inside.w)
        utf8_next(&text);
    draw_mark(panel->list, strip->asks ? -1 : strip->slot, PART_NUMBER);
    float width = draw_text(panel->list, FONT_NUMBER_BOLD, size, at, panel->theme->text, text);
    if (!strip->asks) return;
    float caret = at.x + width + style->unit;
    draw_segment(panel->list, (Point){caret, box.y + box.h * 0.2f}, (Point){caret, box.y + box.h * 0.8f},
                 color, fmaxf(1.5f, 1.5f * style->unit));
}

/* The box at the right end of the area, and before it the number's name; returns their left end. */
static float draw_number(Panel *panel, const PredictStrip *strip, Rect area) {
    const Style *style = &panel->style;
    float size = roundf(1.2f * style->title), right = area.x + area.w;
    if (strip->slot < 0) return right;
    float width = BOX_CHARACTERS * fonts_advance(panel->list->fonts, FONT_NUMBER_BOLD, size, '0');
    width += 2 * style->gap;
    Rect box = {roundf(right - width), area.y + style->gap, width, area.h - 2 * style->gap};
    draw_box(panel, strip, box, size);
    Math name;
    view_element_math(panel->view, strip->slot, strip->row, strip->col, &name);
    FormulaStyle form = {.theme = panel->theme,
                         .size = style->formula * 0.9f,
                         .max_width = area.w * 0.3f,
                         .max_height = area.h - style->gap};
    FormulaSize measured = formula_measure(panel->list->fonts, &form, &name);
    float equals = fonts_width(panel->list->fonts, FONT_MATH, form.size, "=") + 2 * style->gap;
    Point at = {box.x - equals,
                fonts_baseline(panel->list->fonts, FONT_NUMBER_BOLD, size, box.y + box.h / 2)};
    draw_mark(panel->list, strip->slot, PART_LABEL);
    draw_text(panel->list, FONT_MATH, form.size, (Point){at.x + style->gap, at.y}, panel->theme->text, "=");
    at.x -= measured.width;
    formula_draw(panel->list, &form, &name, at);
    return at.x;
}

/* Question or verdict, cut to its width: smaller first, then on two lines without the note. */
static void draw_words(Panel *panel, const PredictStrip *strip, Rect area) {
    const Style *style = &panel->style;
    float middle = area.y + area.h / 2, half = style_line(style->body) / 2, size = style->title;
    if (strip->outcome == OUTCOME_RIGHT || strip->outcome == OUTCOME_WRONG) {
        draw_mark(panel->list, -1, PART_NONE);
        Point at = {area.x, fonts_baseline(panel->list->fonts, FONT_TEXT_BOLD, size, middle - half)};
        float tick = panel_verdict(panel, at, size, strip->outcome == OUTCOME_RIGHT);
        rect_cut_left(&area, tick, 2 * style->gap);
    }
    while (size > style->body && fonts_width(panel->list->fonts, FONT_TEXT_BOLD, size, strip->lead) > area.w)
        size -= 1;
    draw_mark(panel->list, -1, PART_LABEL);
    if (strip->note[0] == '\0') half = 0;
    Point at = {area.x, fonts_baseline(panel->list->fonts, FONT_TEXT_BOLD, size, middle - half)};
    int lines = panel_wrap(panel, FONT_TEXT_BOLD, size, at, area.w, 2, panel->theme->text, strip->lead, true);
    if (lines > 1) return;
    float note = fonts_fit(panel->list->fonts, FONT_TEXT, style->body, style->least, area.w, strip->note);
    at.y = fonts_baseline(panel->list->fonts, FONT_TEXT, style->body, middle + half);
    draw_text_in(panel->list, FONT_TEXT, note, at, 0, area.w, panel->theme->text_dim, strip->note);
}

void predict_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    const PredictStrip *strip = &options->predict;
    Panel panel = panel_make(list, view, options);
    panel.style = strip_style(options, list->width, list->height);
    const Style *style = &panel.style;
    style_panel(list, style, PANEL_PREDICT, area);
    if (strip->asks) {
        draw_mark(panel.list, -1, PART_PANEL);
        draw_outline(list, area, style->radius, options->theme->now, style->thick);
    }
    Rect inside = rect_inset(area, style->pad, 0);
    rect_cut_right(&inside, draw_tally(&panel, strip, inside), 2 * style->pad);
    float left = draw_number(&panel, strip, inside);
    rect_cut_right(&inside, inside.x + inside.w - left, 2 * style->pad);
    draw_words(&panel, strip, inside);
}
