/* style: every size of the picture, from the frame and the learner's text size. */
#include "style.h"

#include <math.h>

#include "render/draw/rect.h"

/* Sizes in design units. They step by about a fifth, so that three neighbours are told apart at a glance. */
enum { SMALL = 12, BODY = 14, NUMBER = 14, MATH = 17, HEADING = 18, TITLE = 20, FORMULA = 27 };

static float style_text_size(const Style *style, float units) {
    return roundf(fmaxf(units * style->text, style->least));
}

static Style make(const SceneOptions *options, int width, int height) {
    Style style = {.theme = options->theme};
    style.unit = fminf((float)width / 1280, (float)height / 720);
    style.text = style.unit * options->text_size;
    style.least = fminf(11 * options->scale, (float)height / 36);
    style.least = fmaxf(1, style.least); /* however small the window: heights are divided by that of a line */
    style.small = style_text_size(&style, SMALL);
    style.body = style_text_size(&style, BODY);
    style.number = style_text_size(&style, NUMBER);
    style.math = style_text_size(&style, MATH);
    style.heading = style_text_size(&style, HEADING);
    style.title = style_text_size(&style, TITLE);
    style.formula = style_text_size(&style, FORMULA);
    style.margin = roundf(12 * style.unit);
    style.pad = roundf(16 * style.unit);
    style.gap = roundf(6 * style.unit);
    style.radius = roundf(10 * style.unit);
    style.hairline = fmaxf(1, roundf(style.unit));
    style.stroke = fmaxf(1.25f, 1.5f * style.unit);
    style.thick = fmaxf(2, 2.5f * style.unit);
    return style;
}

bool style_opens(const View *view, const SceneOptions *options) {
    if (view->program == NULL || view_is_picture(view) || view->steps == 0) return false;
    bool starts = view->epoch == 1 && view->batch == 1 && view->step <= view->program->zero_steps;
    bool plain = options->main_view == MAIN_GRAPH && options->enlarged == 0 && !options->predict.on;
    return starts && plain && view->follows && view->chain == NULL && view->other.own_name == NULL;
}

Style style_bars(const SceneOptions *options, int width, int height) {
    SceneOptions damped = *options;
    if (damped.text_size > 1) damped.text_size = 1 + (damped.text_size - 1) / 2;
    return make(&damped, width, height);
}

Style style_make(const DrawList *list, const SceneOptions *options) {
    return make(options, list->width, list->height);
}

float style_room(const Style *style, Rect area, Point usual) {
    return fminf(area.w / (usual.x * style->unit), area.h / (usual.y * style->unit));
}

void style_scale_text(Style *style, float by) {
    float *const sizes[] = {&style->small,   &style->body,  &style->number, &style->math,
                            &style->heading, &style->title, &style->formula};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        *sizes[i] = fmaxf(roundf(*sizes[i] * by), style->least);
    style->text *= by;
}

void style_grow(Style *style, float by) {
    style_scale_text(style, by);
    style->unit *= by;
    style->gap = roundf(style->gap * by);
    style->stroke *= by;
    style->thick *= by;
}

void style_legible(Style *style, const DrawList *list) {
    style->least = fmaxf(style->least, ceilf(STYLE_LEGIBLE * (float)list->height));
    style_scale_text(style, 1);
}

#define MOST_MAIN 1.6f
static const Point usual_main = {850, 355};

Style style_main(const DrawList *list, const SceneOptions *options, Rect area) {
    Style style = style_make(list, options);
    float by = fminf(style_room(&style, area, usual_main), MOST_MAIN), text = options->text_size;
    if (by <= 1.05f) return style;
    style_grow(&style, by);
    if (text > 1) style_scale_text(&style, fmaxf(by, text) / (by * text));
    return style;
}

float style_line(float size) {
    return roundf(size * 1.4f);
}

Color style_ink(const Theme *theme, MathInk ink) {
    const Color inks[] = {[INK_PLAIN] = theme->text,          [INK_DIM] = theme->text_dim,
                          [INK_FORWARD] = theme->forward,     [INK_BACKWARD] = theme->backward,
                          [INK_PARAMETER] = theme->parameter, [INK_LOSS] = theme->loss,
                          [INK_DATA] = theme->text,           [INK_NOW] = theme->now};
    return inks[ink];
}

Color style_phase(const Theme *theme, Phase phase, bool loss) {
    if (phase == PHASE_FORWARD) return loss ? theme->loss : theme->forward;
    return phase == PHASE_UPDATE ? theme->parameter : theme->backward;
}

void style_panel(DrawList *list, const Style *style, PanelId panel, Rect area) {
    list->mark = (DrawMark){-1, -1, (int)panel, PART_PANEL};
    Rect ground =
        rect_inset(area, style->hairline / 2, style->hairline / 2); /* the hairline within the area */
    draw_rect(list, ground, style->radius, style->theme->panel, style->theme->border, style->hairline);
    list->mark = (DrawMark){-1, -1, (int)panel, PART_LABEL};
}
