/* plot_curve: data points and what the model makes of them: now, at the snapshots, at the end, and in the
 * other run. */
#include <math.h>
#include <stdio.h>

#include "plot_parts.h"

/* From the oldest to the newest of `count` along the theme's row of colours. */
static Color snapshot_color(const Theme *theme, int i, int count) {
    const int last = (int)(sizeof theme->curve / sizeof theme->curve[0]) - 1;
    return theme->curve[count > 1 ? i * last / (count - 1) : last];
}

static PlotPen now_pen(const Panel *panel) {
    return (PlotPen){panel->theme->now, panel->style.thick, 0, 0};
}

static PlotPen snapshot_pen(const Panel *panel, int i) {
    return (PlotPen){snapshot_color(panel->theme, i, panel->view->plot.snapshot_count), panel->style.stroke,
                     0, 0};
}

static PlotPen last_pen(const Panel *panel) {
    return (PlotPen){color_mix(panel->theme->panel, panel->theme->text, 0.7f), panel->style.stroke,
                     6 * panel->style.unit, 3.5f * panel->style.unit};
}

static PlotPen ghost_pen(const Panel *panel) {
    return (PlotPen){panel->theme->text_dim, panel->style.stroke, 1.2f * panel->style.unit,
                     3.5f * panel->style.unit};
}

static void epoch_label(const Panel *panel, int64_t epoch, char *out, size_t size) {
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)epoch);
    text_fill(panel->texts, out, size, "plot.epoch", "epoch", digits, NULL);
}

static void fill_legend(const Panel *panel, Legend *legend) {
    const ViewPlot *plot = &panel->view->plot;
    char label[64];
    if (plot->now.count) legend_add(legend, LEGEND_LINE, now_pen(panel), text_get(panel->texts, "plot.now"));
    if (plot->ghost.count)
        legend_add(legend, LEGEND_LINE, ghost_pen(panel), text_get(panel->texts, "plot.ghost"));
    if (plot->last.count)
        legend_add(legend, LEGEND_LINE, last_pen(panel), text_get(panel->texts, "plot.last"));
    bool first = true;
    for (int i = 0; i < plot->snapshot_count; i++) {
        if (!plot->snapshots[i].count) continue;
        if (first)
            epoch_label(panel, plot->snapshots[i].epoch, label, sizeof label);
        else
            snprintf(label, sizeof label, "%lld", (long long)plot->snapshots[i].epoch);
        legend_add(legend, LEGEND_LINE, snapshot_pen(panel, i), label);
        first = false;
    }
    legend->more = plot->snapshots_more;
    plot_legend_sample(panel, legend);
    if (legend->count == 1 && plot->now.count && plot->points == 0)
        legend->count = 0; /* one line needs no legend */
}

static void draw_data(Panel *panel, const PlotFrame *frame) {
    const ViewPlot *plot = &panel->view->plot;
    int every = plot->points / PLOT_MOST_POINTS + 1;
    float radius = (plot->points > 300 ? 1.8f : 2.4f) * panel->style.unit;
    Color ink = color_alpha(panel->theme->data, 0.8f);
    for (int i = 0; i < plot->points; i += every) {
        Point at = plot_at(frame, (double)plot->points_x[i], (double)plot->points_y[i]);
        if (isfinite(at.x) && isfinite(at.y)) draw_disc(panel->list, at, radius, ink, (Color){0}, 0);
    }
}

static bool draw_curve(Panel *panel, const PlotFrame *frame, const ViewCurve *curve, PlotPen pen) {
    return plot_line(panel->list, frame, curve->x, curve->y, curve->count, pen);
}

/* Says where the current curve is when none of it can be seen. */
static void draw_off_scale(Panel *panel, const PlotFrame *frame) {
    const Style *style = &panel->style;
    float ascent = fonts_ascent(panel->list->fonts, FONT_TEXT, style->small);
    panel_mark(panel, -1, PART_LABEL);
    Point at = {frame->area.x + frame->area.w / 2, frame->area.y + ascent + style->gap};
    draw_text_in(panel->list, FONT_TEXT, style->small, at, 0.5f, frame->area.w, panel->theme->now,
                 text_get(panel->texts, "plot.off_scale"));
}

static void add_obstacles(Obstacles *obstacles, const PlotFrame *frame, const ViewPlot *plot) {
    obstacles_clear(obstacles, frame->area);
    for (int i = 0; i < plot->points; i++)
        obstacles_add(obstacles, plot_at(frame, (double)plot->points_x[i], (double)plot->points_y[i]));
    obstacles_add_line(obstacles, frame, plot->last.x, plot->last.y, plot->last.count);
    obstacles_add_line(obstacles, frame, plot->ghost.x, plot->ghost.y, plot->ghost.count);
    for (int i = 0; i < plot->snapshot_count; i++) {
        const ViewCurve *curve = &plot->snapshots[i];
        obstacles_add_line(obstacles, frame, curve->x, curve->y, curve->count);
    }
    if (plot->kind == PLOT_PATH)
        obstacles_add_line(obstacles, frame, plot->now.x, plot->now.y, plot->now.count);
}

static PlotFrame make_frame(const Panel *panel, Rect room, const Math *x_name, const Math *y_name) {
    const ViewPlot *plot = &panel->view->plot;
    Axis x = axis_make((double)plot->x_low, (double)plot->x_high, 0.045, false);
    Axis y = axis_make((double)plot->y_low, (double)plot->y_high, 0.06, false);
    return plot_frame_make(panel->list->fonts, &panel->style, panel->texts, room, x, y, x_name, y_name);
}

static void draw_curves(Panel *panel, const PlotFrame *frame) {
    const ViewPlot *plot = &panel->view->plot;
    draw_curve(panel, frame, &plot->ghost, ghost_pen(panel));
    draw_curve(panel, frame, &plot->last, last_pen(panel));
    for (int i = 0; i < plot->snapshot_count; i++)
        draw_curve(panel, frame, &plot->snapshots[i], snapshot_pen(panel, i));
    bool seen = draw_curve(panel, frame, &plot->now, now_pen(panel));
    if (plot->now.count > 1 && !seen) draw_off_scale(panel, frame);
}

void plot_curve_draw(Panel *panel) {
    const ViewPlot *plot = &panel->view->plot;
    Legend legend = {.count = 0};
    Obstacles obstacles;
    Math x_name, y_name;
    Rect room = panel->content, box;
    panel_name(panel->view, plot->x_name, -1, &x_name);
    panel_name(panel->view, plot->y_name, -1, &y_name);
    fill_legend(panel, &legend);
    PlotFrame frame = make_frame(panel, room, &x_name, &y_name);
    add_obstacles(&obstacles, &frame, plot);
    bool inside = legend_find_place(panel, &legend, &obstacles, &box);
    if (!inside) {
        legend_draw_above(panel, &room, &legend, room.h > 14 * panel->style.small ? 2 : 1);
        frame = make_frame(panel, room, &x_name, &y_name);
    }
    plot_frame_draw(panel->list, &panel->style, &frame);
    panel_mark(panel, -1, PART_NONE);
    draw_data(panel, &frame);
    draw_curves(panel, &frame);
    if (inside) legend_draw_inside(panel, &legend, box);
}
