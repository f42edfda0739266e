/* plot_frame: draws a plot's frame, and lines cut to it. */
#include "plot_frame.h"

#include <math.h>

#include "render/draw/rect.h"
#include "render/typeset/formula_view.h"

static Color grid_color(const Style *style, double value) {
    const Theme *theme = style->theme;
    return value == 0 ? color_mix(theme->faint, theme->text_dim, 0.4f)
                      : color_mix(theme->panel, theme->faint, 0.75f);
}

static void draw_grid_line(DrawList *list, const Style *style, Rect line, double value) {
    line.x = roundf(line.x);
    line.y = roundf(line.y);
    draw_fill(list, line, 0, grid_color(style, value));
}

static float widest(Fonts *fonts, const Style *style, const AxisTicks *ticks) {
    float width = 0;
    for (int i = 0; i < ticks->count; i++)
        width = fmaxf(width, fonts_width(fonts, FONT_NUMBER, style->small, ticks->ticks[i].label));
    return width;
}

static FormulaStyle name_style(const Style *style, float room) {
    return (FormulaStyle){.theme = style->theme, .size = style->math, .max_width = room};
}

static float name_width(Fonts *fonts, const Style *style, const Math *name, float room) {
    FormulaStyle form = name_style(style, room);
    return name ? formula_measure(fonts, &form, name).width : 0;
}

enum { MOST_Y_TICKS = 8 }; /* more of them do not make a tall plot easier to read */

/* A short name stands in the labels' column, above them; a long one takes a line of its own. */
static void make_y(PlotFrame *frame, AxisText *text, const Style *style, float ascent) {
    Rect *area = &frame->area;
    float name = name_width(text->fonts, style, frame->y_name, frame->name_room);
    bool beside = name > 0 && name <= 2.6f * style->small;
    float name_line = roundf(style->math * 1.1f);
    frame->y_pen = (Point){area->x, area->y + roundf(style->math * 0.75f)};
    if (name > 0 && !beside) rect_cut_top(area, name_line, style->gap);
    text->vertical = true;
    text->spacing = fmaxf(text->size * 1.5f, (frame->y.logarithmic ? 18 : 22) * style->unit);
    text->spacing = fmaxf(text->spacing, area->h / MOST_Y_TICKS);
    text->first = area->y + (beside ? name_line + style->gap / 2 : 0);
    area->y += ascent / 2;
    area->h = fmaxf(1, area->h - ascent / 2);
    text->last = area->y + area->h + ascent;
    frame->y.from = area->y + area->h;
    frame->y.to = area->y;
    axis_ticks(&frame->y, text, &frame->y_ticks);
    float labels = fmaxf(widest(text->fonts, style, &frame->y_ticks), beside ? name : 0);
    float gutter = roundf(labels + style->gap);
    if (beside) frame->y_pen.x += labels - name;
    area->x += gutter;
    area->w = fmaxf(1, area->w - gutter);
}

static void make_x(PlotFrame *frame, AxisText *text, const Style *style, float left, float ascent) {
    Rect *area = &frame->area;
    float right = area->x + area->w, name = name_width(text->fonts, style, frame->x_name, frame->name_room);
    float half_label = style->small; /* so that the last label keeps its place */
    area->w = fmaxf(1, area->w - (name > 0 && name <= style->math ? name : half_label));
    frame->x.from = area->x;
    frame->x.to = area->x + area->w;
    frame->x_pen = (Point){right - name, area->y + area->h + 1.5f * style->gap + ascent};
    text->vertical = false;
    text->gap = 2 * style->gap;
    text->spacing = 46 * style->unit;
    text->first = left;
    text->last = right - (name > 0 ? name + style->gap : 0);
    axis_ticks(&frame->x, text, &frame->x_ticks);
}

PlotFrame plot_frame_bare(Rect area, Axis x, Axis y) {
    x.from = area.x, x.to = area.x + area.w;
    y.from = area.y + area.h, y.to = area.y;
    return (PlotFrame){.area = area, .x = x, .y = y};
}

PlotFrame plot_frame_make(Fonts *fonts, const Style *style, const Texts *texts, Rect room, Axis x, Axis y,
                          const Math *x_name, const Math *y_name) {
    PlotFrame frame = {
        .area = room, .x = x, .y = y, .x_name = x_name, .y_name = y_name, .name_room = room.w / 2};
    float ascent = fonts_ascent(fonts, FONT_NUMBER, style->small);
    AxisText text = {.fonts = fonts, .texts = texts, .size = style->small, .gap = style->gap};
    frame.area.h = fmaxf(1, frame.area.h - ascent - 2 * style->gap);
    make_y(&frame, &text, style, ascent);
    make_x(&frame, &text, style, room.x, ascent);
    return frame;
}

static void draw_x_ticks(DrawList *list, const Style *style, const PlotFrame *frame) {
    Rect area = frame->area;
    float baseline =
        area.y + area.h + 1.5f * style->gap + fonts_ascent(list->fonts, FONT_NUMBER, style->small);
    for (int i = 0; i < frame->x_ticks.count; i++) {
        const AxisTick *tick = &frame->x_ticks.ticks[i];
        draw_grid_line(list, style, (Rect){tick->at, area.y, style->hairline, area.h}, tick->value);
        draw_text_in(list, FONT_NUMBER, style->small, (Point){tick->at, baseline}, 0.5f, 0,
                     style->theme->text_dim, tick->label);
    }
}

static void draw_y_ticks(DrawList *list, const Style *style, const PlotFrame *frame) {
    Rect area = frame->area;
    for (int i = 0; i < frame->y_ticks.count; i++) {
        const AxisTick *tick = &frame->y_ticks.ticks[i];
        draw_grid_line(list, style, (Rect){area.x, tick->at, area.w, style->hairline}, tick->value);
        Point at = {area.x - style->gap, fonts_baseline(list->fonts, FONT_NUMBER, style->small, tick->at)};
        draw_text_in(list, FONT_NUMBER, style->small, at, 1, 0, style->theme->text_dim, tick->label);
    }
}

void plot_frame_draw(DrawList *list, const Style *style, const PlotFrame *frame) {
    draw_mark(list, -1, PART_LABEL);
    draw_x_ticks(list, style, frame);
    draw_y_ticks(list, style, frame);
    FormulaStyle form = name_style(style, frame->name_room);
    if (frame->x_name) formula_draw(list, &form, frame->x_name, frame->x_pen);
    if (frame->y_name) formula_draw(list, &form, frame->y_name, frame->y_pen);
}

Point plot_frame_at(const PlotFrame *frame, double x, double y) {
    return (Point){axis_at(&frame->x, x), axis_at(&frame->y, y)};
}

/* Cuts a segment to the rectangle (Liang and Barsky, 1984); false: nothing is left. */
static bool cut_segment(Rect area, Point *a, Point *b) {
    float dx = b->x - a->x, dy = b->y - a->y;
    float right = area.x + area.w, bottom = area.y + area.h;
    bool inside = fminf(a->x, b->x) >= area.x && fmaxf(a->x, b->x) <= right && fminf(a->y, b->y) >= area.y &&
                  fmaxf(a->y, b->y) <= bottom;
    if (inside) return true;
    const float towards[] = {-dx, dx, -dy, dy};
    const float room[] = {a->x - area.x, right - a->x, a->y - area.y, bottom - a->y};
    float enter = 0, leave = 1;
    for (int i = 0; i < 4; i++) {
        if (towards[i] == 0 && room[i] < 0) return false;
        if (towards[i] < 0) enter = fmaxf(enter, room[i] / towards[i]);
        if (towards[i] > 0) leave = fminf(leave, room[i] / towards[i]);
    }
    if (!(enter <= leave)) return false;
    if (leave < 1) *b = (Point){a->x + leave * dx, a->y + leave * dy};
    if (enter > 0) *a = (Point){a->x + enter * dx, a->y + enter * dy};
    return true;
}

/* Joins segments into lines, so that joints are round and dashes run on. */
typedef struct Joiner {
    DrawList *list;
    PlotPen pen;
    Point points[256];
    size_t count;
    bool any;
} Joiner;

static void flush(Joiner *joiner) {
    const PlotPen *pen = &joiner->pen;
    if (joiner->count > 1)
        draw_line(joiner->list, joiner->points, joiner->count, pen->ink, pen->width, pen->dash, pen->gap);
    joiner->count = 0;
}

static void join(Joiner *joiner, Point a, Point b) {
    size_t most = sizeof joiner->points / sizeof joiner->points[0];
    bool goes_on = joiner->count > 0 && joiner->points[joiner->count - 1].x == a.x &&
                   joiner->points[joiner->count - 1].y == a.y;
    if (!goes_on || joiner->count == most) {
        flush(joiner);
        joiner->points[joiner->count++] = a;
    }
    joiner->points[joiner->count++] = b;
    joiner->any = true;
}

/* Far away, but near enough for float arithmetic; NaN where there is no such point. */
static Point tame_at(const PlotFrame *frame, float x, float y) {
    const float far = 1e7f;
    if (!isfinite(x) || !isfinite(y)) return (Point){NAN, NAN};
    Point p = plot_frame_at(frame, (double)x, (double)y);
    return (Point){p.x < -far ? -far : p.x > far ? far : p.x, p.y < -far ? -far : p.y > far ? far : p.y};
}

bool plot_frame_line(DrawList *list, const PlotFrame *frame, const float *x, const float *y, int count,
                     PlotPen pen) {
    Joiner joiner = {.list = list, .pen = pen, .count = 0, .any = false};
    Point before = {NAN, NAN};
    for (int i = 0; i < count; i++) {
        Point here = tame_at(frame, x[i], y[i]), from = before, to = here;
        if (!isnan(from.x) && !isnan(to.x) && cut_segment(frame->area, &from, &to)) join(&joiner, from, to);
        before = here;
    }
    flush(&joiner);
    return joiner.any;
}
