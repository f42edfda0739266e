/* plot_functions: small plots side by side, each a function in blue and its derivative in orange. */
#include <math.h>
#include <stdio.h>

#include "plot.h"
#include "point.h"
#include "render/draw/rect.h"

typedef struct Grid {
    int rows, cols;
} Grid;

/* So many columns that a plot is about half as wide again as high. */
static Grid grid_for(Rect room, int count) {
    Grid best = {count, 1};
    float best_badness = INFINITY;
    for (int cols = 1; cols <= count; cols++) {
        int rows = (count + cols - 1) / cols;
        float aspect = (room.w / (float)cols) / (room.h / (float)rows);
        float badness = fabsf(logf(aspect / 1.5f)) + 0.15f * (float)(rows * cols - count);
        if (badness < best_badness) best_badness = badness, best = (Grid){rows, cols};
    }
    return best;
}

static void widen(const float *values, int count, double *low, double *high) {
    for (int i = 0; i < count; i++) {
        if (!isfinite(values[i])) continue;
        if (!(*low <= (double)values[i])) *low = (double)values[i];
        if (!(*high >= (double)values[i])) *high = (double)values[i];
    }
}

static PlotFrame frame_for(Rect area, const ViewFunction *function) {
    double x_low = NAN, x_high = NAN, y_low = NAN, y_high = NAN;
    widen(function->value.x, function->value.count, &x_low, &x_high);
    widen(function->value.y, function->value.count, &y_low, &y_high);
    widen(function->slope.y, function->slope.count, &y_low, &y_high);
    return plot_frame_bare(area, axis_make(x_low, x_high, 0, false), axis_make(y_low, y_high, 0.08, false));
}

static void draw_cross(Panel *panel, const PlotFrame *frame) {
    Rect area = frame->area;
    Color ink = panel->theme->faint;
    float x = roundf(axis_at(&frame->x, 0)), y = roundf(axis_at(&frame->y, 0)), w = panel->style.hairline;
    draw_mark(panel->list, -1, PART_NONE);
    draw_outline(panel->list, area, 0, ink, w);
    if (x > area.x && x < area.x + area.w) draw_fill(panel->list, (Rect){x, area.y, w, area.h}, 0, ink);
    if (y > area.y && y < area.y + area.h) draw_fill(panel->list, (Rect){area.x, y, area.w, w}, 0, ink);
}

static void draw_labels(Panel *panel, const PlotFrame *frame, bool vertical) {
    const Style *style = &panel->style;
    Rect area = frame->area;
    float ascent = fonts_ascent(panel->list->fonts, FONT_NUMBER, style->small);
    AxisText text = {.fonts = panel->list->fonts, .texts = panel->texts, .size = style->small};
    text.vertical = vertical;
    text.gap = vertical ? style->gap : 2 * style->gap;
    text.spacing = (vertical ? 20 : 34) * style->unit;
    text.first = (vertical ? area.y : area.x) - style->small; /* half a label may stand out */
    text.last = (vertical ? area.y + area.h : area.x + area.w) + style->small;
    AxisTicks ticks;
    axis_ticks(vertical ? &frame->y : &frame->x, &text, &ticks);
    draw_mark(panel->list, -1, PART_LABEL);
    for (int i = 0; i < ticks.count; i++) {
        Point at = {ticks.ticks[i].at, area.y + area.h + style->gap / 2 + ascent};
        if (vertical)
            at = (Point){area.x - style->gap,
                         fonts_baseline(panel->list->fonts, FONT_NUMBER, style->small, ticks.ticks[i].at)};
        draw_text_in(panel->list, FONT_NUMBER, style->small, at, vertical ? 1 : 0.5f, 0,
                     panel->theme->text_dim, ticks.ticks[i].label);
    }
}

static void draw_now(Panel *panel, const PlotFrame *frame, const ViewFunction *function) {
    const Theme *theme = panel->theme;
    float radius = 3.2f * panel->style.unit;
    Point value = plot_frame_at(frame, (double)function->now_x, (double)function->now_y);
    Point slope = plot_frame_at(frame, (double)function->now_x, (double)function->now_slope);
    Rect around = rect_inset(frame->area, -1, -1);
    if (rect_holds(around, slope))
        draw_disc(panel->list, slope, radius, theme->backward, theme->now, panel->style.stroke);
    if (rect_holds(around, value))
        draw_disc(panel->list, value, radius, theme->forward, theme->now, panel->style.stroke);
}

/* The numbers at the axes take room that the curves need more where plots are small. */
static bool has_labels(const Panel *panel, Rect room) {
    return room.h > 8 * panel->style.small && room.w > 11 * panel->style.small;
}

static PlotPen value_pen(const Panel *panel) {
    return (PlotPen){panel->theme->forward, panel->style.thick, 0, 0};
}

static PlotPen slope_pen(const Panel *panel) {
    float unit = panel->style.unit;
    return (PlotPen){panel->theme->backward, panel->style.stroke, 5 * unit, 3 * unit};
}

static void draw_function(Panel *panel, Rect room, const ViewFunction *function) {
    const Style *style = &panel->style;
    float line = style_line(style->small);
    bool labels = has_labels(panel, room);
    Rect head = rect_cut_top(&room, line, 0);
    if (labels) rect_cut_bottom(&room, line, 0);
    if (labels)
        rect_cut_left(&room, fonts_width(panel->list->fonts, FONT_NUMBER, style->small, "−1.5") + style->gap,
                      0);
    PlotFrame frame = frame_for(room, function);
    draw_mark(panel->list, -1, PART_LABEL);
    draw_text_in(panel->list, FONT_TEXT_MEDIUM, style->small, (Point){room.x, head.y + line * 0.7f}, 0,
                 room.w, panel->theme->text, function->name);
    draw_cross(panel, &frame);
    if (labels) draw_labels(panel, &frame, false);
    if (labels) draw_labels(panel, &frame, true);
    draw_mark(panel->list, -1, PART_NONE);
    const ViewCurve *slope = &function->slope, *value = &function->value;
    plot_frame_line(panel->list, &frame, slope->x, slope->y, slope->count, slope_pen(panel));
    plot_frame_line(panel->list, &frame, value->x, value->y, value->count, value_pen(panel));
    if (function->has_now) draw_now(panel, &frame, function);
}

void plot_functions_draw(Panel *panel) {
    const ViewPlot *plot = &panel->view->plot;
    const Style *style = &panel->style;
    Legend legend = {.count = 0};
    legend_add(&legend, LEGEND_LINE, value_pen(panel), text_get(panel->texts, "plot.function"));
    legend_add(&legend, LEGEND_LINE, slope_pen(panel), text_get(panel->texts, "plot.derivative"));
    Rect room = panel->content;
    int most = (int)(room.h / (5 * style->small)) * (int)(room.w / (7 * style->small));
    int shown = plot->function_count < most ? plot->function_count : most;
    if (shown < 1) shown = plot->function_count > 0 ? 1 : 0;
    legend.more = plot->function_count - shown;
    legend_draw_above(panel, &room, &legend, 1);
    if (shown == 0) return;
    Grid grid = grid_for(room, shown);
    float gap = style->gap * 2, w = (room.w - gap * (float)(grid.cols - 1)) / (float)grid.cols;
    float h = (room.h - style->gap * (float)(grid.rows - 1)) / (float)grid.rows;
    for (int i = 0; i < shown; i++) {
        float x = room.x + (w + gap) * (float)(i % grid.cols),
              y = room.y + (h + style->gap) * (float)(i / grid.cols);
        draw_function(panel, (Rect){x, y, w, h}, &plot->functions[i]);
    }
}
