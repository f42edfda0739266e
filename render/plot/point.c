/* point: from a pixel of the plot to its numbers and points, and the rings of points that a learner moves. */
#include "point.h"

#include <math.h>

#include "render/draw/rect.h"

#define REACH 11 /* desktop units from a point's middle at which it can be grabbed */

void plot_point_axes(const ViewAxes *axes, Axis *x, Axis *y) {
    *x = axis_make((double)axes->x_low, (double)axes->x_high, 0.045, false);
    *y = axis_make((double)axes->y_low, (double)axes->y_high, 0.06, false);
}

Rect plot_point_area(const DrawList *list) {
    for (size_t i = 0; i < list->count; i++)
        if (list->commands[i].mark.role == PART_PLOT && list->commands[i].kind == DRAW_RECT)
            return list->commands[i].rect;
    return (Rect){0, 0, 0, 0};
}

/* The axes as they are laid out in that frame; false: it has no such plot. */
static bool find_frame(const DrawList *list, const ViewAxes *axes, PlotFrame *frame) {
    Axis x, y;
    plot_point_axes(axes, &x, &y);
    *frame = plot_frame_bare(plot_point_area(list), x, y);
    return !rect_empty(frame->area);
}

static double number_at(const Axis *axis, float pixel) {
    float share = (pixel - axis->from) / (axis->to - axis->from);
    return axis->start + (double)fminf(fmaxf(share, 0), 1) * axis->span;
}

/* The nearest decimal on a grid that is no coarser than a pixel: 0.313, not 0.31296. */
static float rounded(const Axis *axis, double number) {
    double pixel = axis->span / (double)fabsf(axis->to - axis->from);
    double grid = pow(10, floor(log10(pixel)));
    return (float)(round(number / grid) * grid);
}

bool plot_point_numbers(const DrawList *list, const ViewAxes *axes, Point at, float *x, float *y) {
    PlotFrame frame;
    if (!find_frame(list, axes, &frame)) return false;
    *x = rounded(&frame.x, number_at(&frame.x, at.x));
    *y = rounded(&frame.y, number_at(&frame.y, at.y));
    return isfinite(*x) && isfinite(*y);
}

Point plot_point_pixel(const DrawList *list, const View *view, int point) {
    PlotFrame frame;
    const ViewPlot *plot = &view->plot;
    const ViewAxes axes = view_axes(plot);
    if (!find_frame(list, &axes, &frame) || point < 0 || point >= plot->points) return (Point){NAN, NAN};
    return plot_frame_at(&frame, (double)plot->points_x[point], (double)plot->points_y[point]);
}

int plot_point_at(const DrawList *list, const View *view, Point at, float scale) {
    PlotFrame frame;
    const ViewPlot *plot = &view->plot;
    const ViewAxes axes = view_axes(plot);
    float nearest = REACH * scale;
    int found = -1;
    if (!find_frame(list, &axes, &frame)) return -1;
    for (int i = 0; i < plot->points; i++) {
        Point middle = plot_frame_at(&frame, (double)plot->points_x[i], (double)plot->points_y[i]);
        float distance = hypotf(middle.x - at.x, middle.y - at.y);
        if (!(distance < nearest)) continue;
        nearest = distance;
        found = i;
    }
    return found;
}

void plot_point_legend(const Panel *panel, Legend *legend) {
    int every = panel->view->plot.points / PLOT_MOST_POINTS + 1;
    if (every == 1) return;
    char label[64];
    text_fill(panel->texts, label, sizeof label, "plot.every", TEXT_INT("n", every));
    legend_add(legend, LEGEND_DISC, (PlotPen){panel->theme->data, 0, 0, 0}, label);
}

void plot_point_draw(Panel *panel, const SceneOptions *options) {
    const Style *style = &panel->style;
    int chosen = options->chosen_point - 1;
    int under = options->points_free && options->pointer.x >= 0 && !options->help && !options->lessons
                    ? plot_point_at(panel->list, panel->view, options->pointer, options->scale)
                    : -1;
    const int marked[] = {chosen, under};
    draw_mark(panel->list, -1, PART_NONE);
    for (int k = 0; k < 2; k++) {
        Point at = plot_point_pixel(panel->list, panel->view, marked[k]);
        if (isnan(at.x) || (k == 1 && under == chosen)) continue;
        draw_disc(panel->list, at, 3.2f * style->unit, panel->theme->data, (Color){0}, 0);
        draw_disc(panel->list, at, 6.5f * style->unit, (Color){0}, panel->theme->text,
                  marked[k] == under ? style->thick : style->stroke);
    }
}
