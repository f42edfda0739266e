/* plot_plane: two inputs: the regions that the model tells apart, their border, and the data. */
#include <math.h>
#include <stdlib.h>

#include "plot.h"
#include "point.h"
#include "render/widget/other.h"

#define REGION_INK 0.42f /* how strongly a sure region is coloured: points and line must stand out */

/* Class 1 and class 0 in the colours of a positive and a negative score. */
static Color class_color(const Theme *theme, int label) {
    const int colors = (int)(sizeof theme->curve / sizeof theme->curve[0]);
    if (label == 1) return theme->positive;
    return label == 0 ? theme->negative : theme->curve[label % colors];
}

/* The probability between four grid points. */
static float between(const ViewPlot *plot, float x, float y) {
    int n = plot->plane_size, col = (int)x, row = (int)y;
    const float *at = plot->plane + (size_t)row * (size_t)n + (size_t)col;
    float u = x - (float)col, v = y - (float)row;
    return (at[0] * (1 - u) + at[1] * u) * (1 - v) + (at[n] * (1 - u) + at[n + 1] * u) * v;
}

static Color region_color(const Theme *theme, float p) {
    if (!isfinite(p)) return color_mix(theme->panel, theme->bad, REGION_INK / 2);
    return color_mix(theme->panel, theme_heat(theme, 2 * p - 1, 1), REGION_INK);
}

static void draw_regions(Panel *panel, Rect box) {
    const ViewPlot *plot = &panel->view->plot;
    int grid = plot->plane_size - 1, finer = (int)fminf(3, ceilf(box.w / (float)grid / 5)), n = grid * finer;
    Color *cells = malloc(sizeof cells[0] * (size_t)n * (size_t)n);
    if (!cells) {
        panel->list->failed = true;
        return;
    }
    for (int row = 0; row < n; row++)
        for (int col = 0; col < n; col++) {
            float x = ((float)col + 0.5f) / (float)finer, y = ((float)(n - 1 - row) + 0.5f) / (float)finer;
            cells[row * n + col] = region_color(panel->theme, between(plot, x, y));
        }
    draw_mark(panel->list, -1, PART_HEAT);
    draw_cells(panel->list, box, n, n, cells);
    free(cells);
}

typedef struct Corner {
    float x, y, p;
} Corner;

/* Where p passes one half between two corners. */
static bool crossing(Corner a, Corner b, Point *at) {
    if ((a.p < 0.5f) == (b.p < 0.5f) || !isfinite(a.p) || !isfinite(b.p)) return false;
    float t = (0.5f - a.p) / (b.p - a.p);
    *at = (Point){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
    return true;
}

/* Marching squares over two triangles a cell, which leaves no doubtful cases. */
static void cross_triangle(Panel *panel, Corner a, Corner b, Corner c, PlotPen pen) {
    Point ends[3];
    int count = 0;
    count += crossing(a, b, &ends[count]);
    count += crossing(b, c, &ends[count]);
    count += crossing(c, a, &ends[count]);
    if (count == 2) draw_segment(panel->list, ends[0], ends[1], pen.ink, pen.width);
}

/* A pen with gaps leaves out every other cell. */
static void draw_border(Panel *panel, Rect box, const float *p, PlotPen pen) {
    int n = panel->view->plot.plane_size;
    float step_x = box.w / (float)(n - 1), step_y = box.h / (float)(n - 1);
    for (int row = 0; row + 1 < n; row++)
        for (int col = 0; col + 1 < n; col++) {
            if (pen.gap > 0 && (row + col) % 2 != 0) continue;
            const float *at = p + (size_t)row * (size_t)n + (size_t)col;
            float left = box.x + (float)col * step_x, low = box.y + box.h - (float)row * step_y;
            Corner a = {left, low, at[0]}, b = {left + step_x, low, at[1]};
            Corner c = {left, low - step_y, at[n]}, d = {left + step_x, low - step_y, at[n + 1]};
            cross_triangle(panel, a, b, d, pen);
            cross_triangle(panel, a, d, c, pen);
        }
}

static void draw_labelled_points(Panel *panel, const PlotFrame *frame) {
    const ViewPlot *plot = &panel->view->plot;
    int every = plot->points / PLOT_MOST_POINTS + 1;
    float radius = (plot->points > 300 ? 2.0f : 3.0f) * panel->style.unit;
    Color edge = panel->theme->panel;
    for (int i = 0; i < plot->points; i += every) {
        Point at = plot_frame_at(frame, (double)plot->points_x[i], (double)plot->points_y[i]);
        if (!isfinite(at.x) || !isfinite(at.y)) continue;
        int label = plot->label ? plot->label[i] : 1;
        Color ink = plot->label ? class_color(panel->theme, label) : panel->theme->data;
        if (label == 0)
            draw_disc(panel->list, at, radius, edge, ink, 1.5f * panel->style.unit);
        else
            draw_disc(panel->list, at, radius + panel->style.hairline / 2, ink, edge, panel->style.hairline);
    }
}

static PlotPen now_pen(const Panel *panel) {
    return (PlotPen){panel->theme->now, panel->style.thick, 0, 0};
}

static void fill_legend(const Panel *panel, Legend *legend) {
    const Theme *theme = panel->theme;
    PlotPen point = {theme->data, 1.5f * panel->style.unit, 0, 0};
    char label[32];
    text_fill(panel->texts, label, sizeof label, "plot.half", TEXT_FORMAT("half", "%g", 0.5));
    const ViewOther *run = &panel->view->other;
    legend_add(legend, LEGEND_LINE, now_pen(panel), run->own_name != NULL ? run->own_name : label);
    if (panel->view->plot.other_plane != NULL)
        legend_add(legend, LEGEND_LINE, other_pen(panel->view, &panel->style), run->name);
    if (!panel->view->plot.label) return;
    point.ink = class_color(theme, 1);
    legend_add(legend, LEGEND_DISC, point, text_get(panel->texts, "plot.class_1"));
    point.ink = class_color(theme, 0);
    legend_add(legend, LEGEND_RING, point, text_get(panel->texts, "plot.class_0"));
}

void plot_plane_draw(Panel *panel) {
    const ViewPlot *plot = &panel->view->plot;
    Legend legend = {.count = 0};
    Math first, second;
    panel_name(panel->view, plot->x_name, 0, &first);
    panel_name(panel->view, plot->x_name, 1, &second);
    fill_legend(panel, &legend);
    plot_point_legend(panel, &legend);
    Rect room = panel->content;
    legend_draw_above(panel, &room, &legend, plot->other_plane != NULL ? 2 : 1);
    PlotFrame frame =
        plot_frame_make(panel->list->fonts, &panel->style, panel->texts, room,
                        axis_make((double)plot->x_low, (double)plot->x_high, 0, false),
                        axis_make((double)plot->y_low, (double)plot->y_high, 0, false), &first, &second);
    plot_frame_draw(panel->list, &panel->style, &frame);
    if (plot->plane && plot->plane_size > 1) {
        Rect box = {roundf(frame.area.x), roundf(frame.area.y), roundf(frame.area.w), roundf(frame.area.h)};
        draw_regions(panel, box);
        draw_mark(panel->list, -1, PART_NONE);
        if (plot->other_plane != NULL)
            draw_border(panel, box, plot->other_plane, other_pen(panel->view, &panel->style));
        draw_border(panel, box, plot->plane, now_pen(panel));
    }
    draw_mark(panel->list, -1, PART_NONE);
    draw_labelled_points(panel, &frame);
}
