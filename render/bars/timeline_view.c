/* timeline_view: the bottom bar: steps of this iteration, all epochs, and the keys to move in them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "loss_bar.h"
#include "render/draw/rect.h"
#include "render/typeset/formula_view.h"
#include "render/widget/number.h"

typedef struct TimelinePicture {
    DrawList *list;
    const View *view;
    const SceneOptions *options;
    Style style;
    float line;    /* y of the middle of dots and bar */
    float caption; /* baseline of what is written under them; NAN: nothing is, the panel is too low */
} TimelinePicture;

/* The colour of where two runs part: a mistake's, but of runs side by side none is wrong. */
static Color fork_ink(const TimelinePicture *picture) {
    const Theme *theme = picture->style.theme;
    return picture->view->other.own_name != NULL ? theme->text : theme->bad;
}

/* The sign for where two runs part, above a dot or the bar. */
static void draw_fork(TimelinePicture *picture, float x) {
    float unit = picture->style.unit, y = picture->line - 10.5f * unit;
    Point ends[] = {{x - 3.5f * unit, y - 3.5f * unit}, {x, y}, {x + 3.5f * unit, y - 3.5f * unit}};
    draw_line(picture->list, ends, 3, fork_ink(picture), picture->style.stroke, 0, 0);
}

/* A mark stands for steps [first, end), of one phase. */
typedef struct StepMark {
    int first, end;
    const Instr *instr; /* of the first one */
} StepMark;

static const Instr *step_instr(const View *view, int step) {
    return &view->program->instrs[view->program->step_instr[step]];
}

static bool same_phase(const Instr *a, const Instr *b) {
    return a->phase == b->phase && a->loss == b->loss;
}

/* The mark that begins with a step: at most `group` steps, none of another phase. */
static StepMark mark_at(const View *view, int first, int group) {
    StepMark mark = {first, first + 1, step_instr(view, first)};
    while (mark.end <= view->steps && mark.end - first < group &&
           same_phase(step_instr(view, mark.end), mark.instr))
        mark.end++;
    return mark;
}

/* How much room the marks take, in marks: between two phases there is half a mark more. */
static float marks_room(const View *view, int group) {
    float room = 0;
    for (int step = 1; step <= view->steps;) {
        StepMark mark = mark_at(view, step, group);
        if (step > 1 && !same_phase(mark.instr, step_instr(view, step - 1))) room += 0.5f;
        room += 1;
        step = mark.end;
    }
    return room;
}

static void draw_dot(TimelinePicture *picture, const StepMark *mark, float x, float pitch) {
    const Style *style = &picture->style;
    const Theme *theme = style->theme;
    const View *view = picture->view;
    float radius = fminf(pitch * 0.27f, 6.5f * style->unit);
    Color color = style_phase(theme, mark->instr->phase, mark->instr->loss), none = {0};
    bool now = view->step == mark->first, done = view->step >= mark->first;
    Point at = {x, picture->line};
    if (mark->instr->phase == PHASE_ZERO) radius *= 0.7f;
    if (now)
        draw_disc(picture->list, at, fminf(radius * 1.5f, pitch * 0.46f), color, theme->now,
                  fmaxf(1.5f, 2.2f * style->unit));
    else if (done)
        draw_disc(picture->list, at, radius, color, none, 0);
    else
        draw_disc(picture->list, at, radius, none, color_mix(theme->panel, color, 0.6f),
                  fmaxf(1, 1.3f * style->unit));
}

/* As high as a dot, filled as far as its steps are done. */
static void draw_group(TimelinePicture *picture, const StepMark *mark, float x, float pitch) {
    const Style *style = &picture->style;
    const Theme *theme = style->theme;
    int done = picture->view->step - mark->first + 1, all = mark->end - mark->first;
    bool now = done >= 1 && done <= all;
    Color color = style_phase(theme, mark->instr->phase, mark->instr->loss);
    float high = (now ? 13.0f : 8.0f) * style->unit, width = fmaxf(pitch - fmaxf(1, style->unit), 1);
    float part = fminf(fmaxf((float)done / (float)all, 0), 1);
    Rect rect = {x - pitch / 2, roundf(picture->line - high), width, roundf(2 * high)};
    draw_fill(picture->list, rect, style->unit, color_mix(theme->panel, color, 0.25f + 0.75f * part));
    if (now) draw_outline(picture->list, rect, style->unit, theme->now, fmaxf(1.5f, 2 * style->unit));
}

/* Beside the caption, where there is room: at which step the runs part. */
static void draw_parting(TimelinePicture *picture, Rect area, float caption) {
    const Style *style = &picture->style;
    char text[160];
    if (!picture->view->divergence.here) return;
    text_fill(picture->view->texts, text, sizeof text, "timeline.parting",
              TEXT_INT("step", picture->view->divergence.step));
    float x = area.x + caption + 3 * style->gap;
    if (x + fonts_width(picture->list->fonts, FONT_TEXT, style->small, text) > area.x + area.w) return;
    draw_text(picture->list, FONT_TEXT, style->small, (Point){x, picture->caption}, fork_ink(picture), text);
}

static void caption_text(const View *view, const char *step, int group, char *out, size_t size) {
    const char *key = group > 1 ? "timeline.steps_grouped" : "timeline.steps";
    text_fill(view->texts, out, size, key, TEXT_STRING("step", step), TEXT_INT("steps", view->steps),
              TEXT_INT("group", group));
}

/* As wide as any step's, so that what stands beside it keeps its place. */
static float caption_room(const TimelinePicture *picture, int group) {
    char step[16], text[120];
    int digits = snprintf(step, sizeof step, "%d", picture->view->steps);
    memset(step, '0', (size_t)digits);
    caption_text(picture->view, step, group, text, sizeof text);
    return fonts_width(picture->list->fonts, FONT_TEXT, picture->style.small, text);
}

/* What the step just done has made, behind the caption. */
static void draw_made(TimelinePicture *picture, Rect area, float caption) {
    const View *view = picture->view;
    const Style *style = &picture->style;
    const FormulaStyle form = {
        .theme = style->theme, .size = style->math, .max_height = style_line(style->math)};
    if (view->instr < 0) return;
    Math name;
    view_slot_math(view, view->program->instrs[view->instr].dst, &name);
    Point at = {area.x + caption + 2 * style->gap, picture->caption};
    if (at.x + formula_measure(picture->list->fonts, &form, &name).width > area.x + area.w) return;
    draw_mark(picture->list, -1, PART_NONE); /* each step has another name there */
    formula_draw(picture->list, &form, &name, at);
}

/* How many operations it takes, before the first of them. */
static void draw_first_caption(TimelinePicture *picture, Rect area) {
    const View *view = picture->view;
    char text[160];
    text_fill(view->texts, text, sizeof text,
              view->batches > 1 ? "timeline.operations_batches" : "timeline.operations",
              TEXT_INT("steps", view->steps), TEXT_INT("batches", view->batches));
    draw_mark(picture->list, -1, PART_LABEL);
    float small = picture->style.small;
    float size = fonts_fit(picture->list->fonts, FONT_TEXT, small, picture->style.least, area.w, text);
    draw_text_in(picture->list, FONT_TEXT, size, (Point){area.x, picture->caption}, 0, area.w,
                 picture->style.theme->text_dim, text);
}

static void draw_steps_caption(TimelinePicture *picture, Rect area, int group) {
    const View *view = picture->view;
    char step[16], text[120];
    if (style_opens(view, picture->options)) {
        draw_first_caption(picture, area);
        return;
    }
    const float room = caption_room(picture, group);
    snprintf(step, sizeof step, "%d", view->step);
    caption_text(view, step, group, text, sizeof text);
    draw_mark(picture->list, -1, PART_LABEL);
    draw_text_in(picture->list, FONT_TEXT, picture->style.small, (Point){area.x, picture->caption}, 0, area.w,
                 picture->style.theme->text_dim, text);
    if (view->divergence.here)
        draw_parting(picture, area, room);
    else
        draw_made(picture, area, room);
}

/* The steps of one iteration as dots in their phase's colour; when they are too many, as marks of several
   steps each, so that all of them stay in sight. */
static void draw_steps(TimelinePicture *picture, Rect area) {
    const View *view = picture->view;
    if (view->steps < 1 || rect_empty(area)) return;
    float unit = picture->style.unit, pitch = fminf(area.w / marks_room(view, 1), 25 * unit);
    int group = 1;
    bool dots = pitch >= 9 * unit;
    if (!dots) {
        float least = 5 * unit;
        while (marks_room(view, group) * least > area.w && group < view->steps) group += 1 + group / 4;
        pitch = fminf(area.w / marks_room(view, group), 9 * unit);
    }
    float x = area.x + pitch / 2;
    for (int step = 1; step <= view->steps;) {
        StepMark mark = mark_at(view, step, group);
        if (step > 1 && !same_phase(mark.instr, step_instr(view, step - 1))) x += pitch / 2;
        picture->list->mark = (DrawMark){-1, view->program->step_instr[step], PANEL_TIMELINE, PART_STEP};
        if (dots)
            draw_dot(picture, &mark, roundf(x), pitch);
        else
            draw_group(picture, &mark, x, pitch);
        if (view->divergence.here && view->divergence.step >= mark.first && view->divergence.step < mark.end)
            draw_fork(picture, roundf(x));
        x += pitch;
        step = mark.end;
    }
    if (!isnan(picture->caption)) draw_steps_caption(picture, area, group);
}

enum { HINTS = 5 };

static const struct Hint {
    const char *keys, *text;
} hints[HINTS] = {
    {"←  →", "hint.step"}, {"↑  ↓", "hint.phase"}, {"[  ]", "hint.epoch"},
    {"P", "hint.play"},    {"?", "hint.help"},
};

static float hint_width(const TimelinePicture *picture, int hint) {
    Fonts *fonts = picture->list->fonts;
    float text =
        fonts_width(fonts, FONT_TEXT, picture->style.small, text_get(picture->view->texts, hints[hint].text));
    float keys =
        fonts_width(fonts, FONT_NUMBER, picture->style.small, hints[hint].keys) + 2 * picture->style.gap;
    return ceilf(fmaxf(fmaxf(text, keys), 42 * picture->style.unit));
}

static void draw_hint(TimelinePicture *picture, int hint, float x, float width) {
    const Style *style = &picture->style;
    DrawList *list = picture->list;
    float high = roundf(style_line(style->small) * 1.25f), middle = x + width / 2;
    Rect key = {x, roundf(picture->line - high / 2), width, high};
    draw_mark(list, -1, PART_PLATE);
    draw_outline(list, key, 5 * style->unit, style->theme->border, style->hairline);
    list->mark.role = PART_LABEL;
    Point at = {middle, fonts_baseline(list->fonts, FONT_NUMBER, style->small, picture->line)};
    draw_text_in(list, FONT_NUMBER, style->small, at, 0.5f, 0, style->theme->text, hints[hint].keys);
    at.y = picture->caption;
    draw_text_in(list, FONT_TEXT, style->small, at, 0.5f, 0, style->theme->text_dim,
                 text_get(picture->view->texts, hints[hint].text));
}

/* From the right, the last first (it leads to all others), as many as `most` holds; of a picture that alone, as there
   is nothing to step through, and of the first frame. Returns the width of all. */
static float draw_hints(TimelinePicture *picture, Rect area, float most) {
    float gap = 1.7f * picture->style.gap, x = area.x + area.w;
    const bool one = view_is_picture(picture->view) || style_opens(picture->view, picture->options);
    for (int i = HINTS - 1; i >= 0; i--) {
        float width = hint_width(picture, i);
        if (area.x + area.w - (x - width) > most) break;
        x -= width;
        if (!one || i == HINTS - 1) draw_hint(picture, i, roundf(x), width);
        x -= gap;
    }
    return area.x + area.w - x;
}

static Style timeline_style(const SceneOptions *options, int width, int height) {
    Style style = style_bars(options, width, height);
    style.small = fmaxf(style.small, roundf(STYLE_LEGIBLE * (float)height));
    return style;
}

float timeline_view_height(const SceneOptions *options, int width, int height) {
    const Style style = timeline_style(options, width, height);
    float captions = options->predict.on ? 0.7f : 1.8f;
    return roundf(captions * style_line(style.small) + 27 * style.unit);
}

/* Dots, with words below them where the panel is high enough; then the loss over all epochs; then the keys. */
void timeline_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    TimelinePicture picture = {list, view, options, timeline_style(options, list->width, list->height), 0, 0};
    const Style *style = &picture.style;
    style_panel(list, style, PANEL_TIMELINE, area);
    float key = roundf(style_line(style->small) * 1.25f), all = key + style->gap + style->small;
    float top = area.y + (area.h - all) / 2;
    bool low = area.h < all + 2 * style->gap;
    picture.line = roundf(low ? area.y + area.h / 2 : top + key / 2);
    picture.caption = low ? NAN : roundf(top + key + style->gap + style->small * 0.85f);
    Rect inside = rect_inset(area, style->pad, 0);
    if (!low) rect_cut_right(&inside, draw_hints(&picture, inside, inside.w * 0.3f), style->gap);
    Rect steps = rect_cut_left(&inside, inside.w * 0.56f, 1.5f * style->pad);
    draw_steps(&picture, steps);
    loss_bar_draw(list, view, options, style, rect_inset(inside, 0, roundf(9 * style->unit)),
                  picture.caption);
}
