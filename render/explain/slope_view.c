/* slope_view: the gradient as a slope: title, sentence and formula, the loss as a function of the element, and the
   sum that the gradient is; and an update as a step on a line.

     title     ┌ L(w) ───────────┐  a × b = terms
     sentence  │                 │  ┌──┐ ┌──┐ ┌──┐
     formula   └─────────────────┘  largest terms, rest, sum, check

   Where there is little room the right goes first, then the formula. */
#include <math.h>

#include "explain.h"
#include "render/draw/rect.h"
#include "render/widget/other.h"

/* Text as high as is read from the back row: per cent of the frame's height, at text size 1. */
static void set_text(Panel *panel) {
    Style *style = &panel->style;
    const struct {
        float *size, share;
    } texts[] = {{&style->small, 2.2f}, {&style->body, 2.4f},    {&style->number, 2.6f},
                 {&style->math, 2.9f},  {&style->heading, 3.2f}, {&style->formula, 4}};
    const float width = (float)panel->list->width, height = (float)panel->list->height;
    float grown = style->unit / fminf(width / 1280, height / 720); /* of an enlarged panel */
    float percent = fmaxf(1, style->text / style->unit) * grown * height / 100;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i].size = fmaxf(roundf(texts[i].share * percent), style->least);
}

static int count_lines(Panel *panel, FontFace face, float size, float width, const char *text) {
    return panel_wrap(panel, face, size, (Point){0, 0}, width, 40, (Color){0}, text, false);
}

/* Words from the top of *room down; `most` lines. */
static void draw_words(Panel *panel, Rect *room, FontFace face, float size, int most, Color ink,
                       const char *text) {
    Point at = {room->x, room->y + fonts_ascent(panel->list->fonts, face, size)};
    int lines = panel_wrap(panel, face, size, at, room->w, most, ink, text, true);
    rect_cut_top(room, (float)lines * style_line(size), 0);
}

/* The size, down to that of notes, in which the sentence leaves room for the formula. */
static float sentence_size(Panel *panel, Rect room, float formula) {
    const char *text = panel->view->explanation.sentence;
    float size = panel->style.body, least = panel->style.small;
    for (; size - 1 >= least; size -= 1)
        if ((float)count_lines(panel, FONT_TEXT, size, room.w, text) * style_line(size) <= room.h - formula)
            break;
    return size;
}

/* Title, sentence, and below them the formula where there is room for it. Returns whether there is. */
static bool draw_left(Panel *panel, Rect room) {
    const Explanation *explanation = &panel->view->explanation;
    const Style *style = &panel->style;
    FormulaStyle form = {.theme = panel->theme, .size = style->formula, .max_width = room.w, .display = true};
    FormulaSize usual = formula_measure(panel->list->fonts, &form, &explanation->formula);
    draw_mark(panel->list, -1, PART_LABEL);
    draw_words(panel, &room, FONT_TEXT_BOLD, style->heading, 3, panel->theme->text, explanation->title);
    float size = sentence_size(panel, room, 0.8f * (usual.ascent + usual.descent));
    int most = (int)fmaxf(1, (room.h + style->gap) / style_line(size));
    draw_words(panel, &room, FONT_TEXT, size, most, panel->theme->text_dim, explanation->sentence);
    other_element_draw(panel, &room);
    form.max_height = room.h;
    FormulaSize asked = formula_measure(panel->list->fonts, &form, &explanation->formula);
    if (asked.ascent + asked.descent > room.h || asked.size < 0.6f * style->formula) return false;
    float air = fminf((room.h - asked.ascent - asked.descent) / 2, 2 * style->gap);
    draw_mark(panel->list, panel->view->selection.slot, PART_LABEL);
    formula_draw(panel->list, &form, &explanation->formula,
                 (Point){room.x, roundf(room.y + air + asked.ascent)});
    return true;
}

bool slope_view_draw(Panel *panel, Rect room) {
    set_text(panel);
    const Style *style = &panel->style;
    float gap = 2 * style->pad, width = room.w - 2 * gap;
    Rect left = rect_cut_left(&room, fmaxf(width * 0.245f, fminf(13 * style->body, width * 0.4f)), gap);
    float right = width * 0.36f, least = 12 * style->small; /* of the right */
    if (right >= least && room.w - right - gap >= 14 * style->small)
        slope_terms_draw(panel, rect_cut_right(&room, right, gap));
    slope_plot_draw(panel, room);
    return draw_left(panel, left);
}

bool slope_view_draw_move(Panel *panel, Rect room) {
    set_text(panel);
    const Style *style = &panel->style;
    Rect left = rect_cut_left(&room, room.w * 0.34f, 3 * style->pad);
    FormulaStyle form = {.theme = panel->theme, .size = style->math * 1.15f, .max_width = room.w};
    const Math *element = &panel->view->explanation.element;
    FormulaSize size = formula_measure(panel->list->fonts, &form, element);
    float formula = size.ascent + size.descent, line = 5.5f * style->number;
    if (formula + line > room.h) return false;
    rect_cut_top(&room, fminf((room.h - formula - line) / 3, 3 * style->pad), 0);
    Rect top = rect_cut_top(&room, formula, style->gap);
    draw_mark(panel->list, panel->view->selection.slot, PART_LABEL);
    formula_draw(panel->list, &form, element, (Point){top.x, roundf(top.y + size.ascent)});
    move_draw(panel, room);
    return draw_left(panel, left);
}
