/* edge_discs: values over the plane of the samples' two numbers: a disc a sample, its area the size of the number and
   its colour the sign. */
#include <math.h>

#include "edge_parts.h"

enum { MOST_DISCS = 300, MOST_PLANES = 3 };

static void column_ends(const Edge *edge, int col, double *low, double *high) {
    const View *view = edge->view;
    *low = INFINITY;
    *high = -INFINITY;
    for (int i = 0; i < view->program->slots[view->samples.slot].rows; i++) {
        double x = (double)view_element(view, view->samples.slot, i, col);
        *low = fmin(*low, x);
        *high = fmax(*high, x);
    }
}

static void draw_plane(const Edge *edge, Rect area, int col, int chosen) {
    const View *view = edge->view;
    const Theme *theme = edge->style->theme;
    int rows = view->program->slots[edge->slot].rows, step = (rows + MOST_DISCS - 1) / MOST_DISCS;
    double x_low, x_high, y_low, y_high;
    column_ends(edge, 0, &x_low, &x_high);
    column_ends(edge, 1, &y_low, &y_high);
    PlotFrame frame =
        plot_frame_bare(area, axis_make(x_low, x_high, 0.15, false), axis_make(y_low, y_high, 0.15, false));
    float room = sqrtf(area.w * area.h / (float)rows) * 0.55f; /* many are smaller */
    float most = fminf(fminf(area.w, area.h) * 0.1f, room), least = fmaxf(1, 1.2f * edge->unit);
    for (int i = 0; i < rows; i += step) {
        float number = view_element(view, edge->slot, i, col), part = fabsf(number) / view->scale[edge->slot];
        Point at = plot_frame_at(&frame, (double)view_element(view, view->samples.slot, i, 0),
                                 (double)view_element(view, view->samples.slot, i, 1));
        Color ink = isnan(number) ? theme->bad : number < 0 ? theme->negative : theme->positive;
        float radius = fmaxf(least, most * sqrtf(fminf(part, 1)));
        draw_disc(edge->list, at, radius, isfinite(number) && number == 0 ? theme->faint : ink, (Color){0},
                  0);
    }
    Point at = plot_frame_at(&frame, (double)view_element(view, view->samples.slot, chosen, 0),
                             (double)view_element(view, view->samples.slot, chosen, 1));
    draw_disc(edge->list, at, most + edge->unit, (Color){0}, theme->now, fmaxf(1, edge->unit));
}

void edge_discs_draw(const Edge *edge) {
    int cols = edge->view->program->slots[edge->slot].cols, row, col;
    view_chosen(edge->view, edge->slot, &row, &col);
    int count = cols <= MOST_PLANES && edge->area.w > 1.8f * edge->area.h ? cols : 1;
    float step = edge->area.w / (float)count;
    for (int j = 0; j < count; j++)
        draw_plane(edge, (Rect){edge->area.x + step * (float)j, edge->area.y, step, edge->area.h},
                   count > 1 ? j : col, row);
}
