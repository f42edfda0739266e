/* timeline_steps: the steps of one iteration as dots in their phase's colour; when they are too many, as
   marks of several steps each, so that all of them stay in sight. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "timeline_view.h"

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
static void draw_mark(TimelinePicture *picture, const StepMark *mark, float x, float pitch) {
    const Style *style = &picture->style;
    const Theme *theme = style->theme;
    int done = picture->view->step - mark->first + 1, all = mark->end - mark->first;
    bool now = done >= 1 && done <= all;
    Color color = style_phase(theme, mark->instr->phase, mark->instr->loss);
    float high = (now ? 13.0f : 8.0f) * style->unit, width = fmaxf(pitch - fmaxf(1, style->unit), 1);
    float part = fminf(fmaxf((float)done / (float)all, 0), 1);
    Rect rect = {x - pitch / 2, roundf(picture->line - high), width, roundf(2 * high)};
    draw_rect(picture->list, rect, style->unit, color_mix(theme->panel, color, 0.25f + 0.75f * part),
              (Color){0}, 0);
    if (now)
        draw_rect(picture->list, rect, style->unit, (Color){0}, theme->now, fmaxf(1.5f, 2 * style->unit));
}

/* Beside the caption, where there is room: at which step the runs part. */
static void draw_parting(TimelinePicture *picture, Rect area, float caption) {
    const Style *style = &picture->style;
    char step[16], text[160];
    if (!picture->view->divergence.here) return;
    snprintf(step, sizeof step, "%d", picture->view->divergence.step);
    text_fill(picture->view->texts, text, sizeof text, "timeline.parting", "step", step, NULL);
    float x = area.x + caption + 3 * style->gap;
    if (x + fonts_width(picture->list->fonts, FONT_TEXT, style->small, text) > area.x + area.w) return;
    draw_text(picture->list, FONT_TEXT, style->small, (Point){x, picture->caption},
              timeline_fork_ink(picture), text);
}

static void caption_text(const View *view, const char *step, int group, char *out, size_t size) {
    char steps[16], many[16];
    snprintf(steps, sizeof steps, "%d", view->steps);
    snprintf(many, sizeof many, "%d", group);
    const char *key = group > 1 ? "timeline.steps_grouped" : "timeline.steps";
    text_fill(view->texts, out, size, key, "step", step, "steps", steps, "group", many, NULL);
}

/* As wide as any step's, so that what stands beside it keeps its place. */
static float caption_room(const TimelinePicture *picture, int group) {
    char step[16], text[120];
    int digits = snprintf(step, sizeof step, "%d", picture->view->steps);
    memset(step, '0', (size_t)digits);
    caption_text(picture->view, step, group, text, sizeof text);
    return fonts_width(picture->list->fonts, FONT_TEXT, picture->style.small, text);
}

static void draw_caption(TimelinePicture *picture, Rect area, int group) {
    const View *view = picture->view;
    char step[16], text[120];
    snprintf(step, sizeof step, "%d", view->step);
    caption_text(view, step, group, text, sizeof text);
    picture->list->mark = (DrawMark){-1, -1, PANEL_TIMELINE, PART_LABEL};
    draw_text_in(picture->list, FONT_TEXT, picture->style.small, (Point){area.x, picture->caption}, 0, area.w,
                 picture->style.theme->text_dim, text);
    draw_parting(picture, area, caption_room(picture, group));
}

void timeline_draw_steps(TimelinePicture *picture, Rect area) {
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
            draw_mark(picture, &mark, x, pitch);
        if (view->divergence.here && view->divergence.step >= mark.first && view->divergence.step < mark.end)
            timeline_draw_fork(picture, roundf(x));
        x += pitch;
        step = mark.end;
    }
    if (!isnan(picture->caption)) draw_caption(picture, area, group);
}
