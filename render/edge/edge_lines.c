/* edge_lines: values as functions of the samples' one number: lines, sticks from zero, points. */
#include <math.h>

#include "edge_parts.h"

enum { MOST_POINTS = 256, MOST_COLUMNS = 32 };

static float x_of(const View *view, int row) {
    return view_element(view, view->samples.slot, row, 0);
}

static int rows_of(const Edge *edge) {
    return edge->view->program->slots[edge->slot].rows;
}

static PlotFrame frame_of(const Edge *edge) {
    const int *order = edge->view->samples.order;
    double low, high;
    edge_scale_range(edge, &low, &high);
    Axis x = axis_make((double)x_of(edge->view, order[0]), (double)x_of(edge->view, order[rows_of(edge) - 1]),
                       0.04, false);
    return plot_frame_bare(edge->area, x, axis_make(low, high, 0.05, false));
}

static Point point_at(const Edge *edge, const PlotFrame *frame, int row, int col) {
    return plot_frame_at(frame, (double)x_of(edge->view, row),
                         (double)view_element(edge->view, edge->slot, row, col));
}

/* The row that the n-th of `count` points stands for: evenly, the first and the last one too. */
static int row_at(const Edge *edge, int n, int count) {
    int rows = rows_of(edge);
    return edge->view->samples.order[count > 1 ? (int)((long)n * (rows - 1) / (count - 1)) : 0];
}

static void draw_column(const Edge *edge, const PlotFrame *frame, int slot, int col, PlotPen pen) {
    float x[MOST_POINTS], y[MOST_POINTS];
    int count = rows_of(edge) < MOST_POINTS ? rows_of(edge) : MOST_POINTS;
    for (int n = 0; n < count; n++) {
        int row = row_at(edge, n, count);
        x[n] = x_of(edge->view, row);
        y[n] = view_element(edge->view, slot, row, col);
    }
    plot_frame_line(edge->list, frame, x, y, count, pen);
}

static void draw_lines(const Edge *edge, const PlotFrame *frame, int chosen) {
    int cols = edge->view->program->slots[edge->slot].cols, step = (cols + MOST_COLUMNS - 1) / MOST_COLUMNS;
    for (int j = 0; j < cols; j += step)
        if (j != chosen)
            draw_column(edge, frame, edge->slot, j,
                        (PlotPen){.ink = edge_ink_tone(edge, j), .width = edge->unit});
    Color ink = cols > 1 ? edge_ink_bright(edge) : edge->style->theme->forward;
    draw_column(edge, frame, edge->slot, chosen, (PlotPen){.ink = ink, .width = 2.4f * edge->unit});
}

static void draw_dots(const Edge *edge, const PlotFrame *frame, int slot) {
    int count = rows_of(edge) < MOST_POINTS ? rows_of(edge) : MOST_POINTS;
    float radius = fmaxf(1, 1.3f * edge->unit);
    for (int n = 0; n < count; n++) {
        int row = row_at(edge, n, count);
        Point at = plot_frame_at(frame, (double)x_of(edge->view, row),
                                 (double)view_element(edge->view, slot, row, 0));
        if (at.y > edge->area.y + radius && at.y < edge->area.y + edge->area.h - radius)
            draw_disc(edge->list, at, radius, color_alpha(edge->style->theme->data, 0.75f), (Color){0}, 0);
    }
}

static float held(const Edge *edge, float y) {
    return fminf(fmaxf(y, edge->area.y), edge->area.y + edge->area.h);
}

/* One a sample; where they are too many the longest of those beside each other. */
static void draw_sticks(const Edge *edge, const PlotFrame *frame) {
    const int *order = edge->view->samples.order;
    int rows = rows_of(edge), most = (int)fmaxf(edge->area.w / 1.5f, 1), count = rows < most ? rows : most;
    float zero = held(edge, axis_at(&frame->y, 0)), wide = fmaxf(1, 0.8f * edge->area.w / (float)count);
    Color ink = edge->view->program->slots[edge->slot].role == ROLE_GRADIENT ? edge->style->theme->backward
                                                                             : edge->style->theme->forward;
    for (int n = 0; n < count; n++) {
        int longest = (int)((long)n * rows / count), end = (int)((long)(n + 1) * rows / count);
        for (int k = longest; k < end; k++)
            if (fabsf(view_element(edge->view, edge->slot, order[k], 0)) >
                fabsf(view_element(edge->view, edge->slot, order[longest], 0)))
                longest = k;
        Point at = point_at(edge, frame, order[longest], 0);
        if (!isfinite(at.y)) continue;
        float y = held(edge, at.y), left = fmaxf(at.x - wide / 2, edge->area.x);
        float right = fminf(at.x + wide / 2, edge->area.x + edge->area.w);
        draw_fill(edge->list, (Rect){left, fminf(y, zero), right - left, fabsf(y - zero)}, 0, ink);
    }
}

/* The chosen sample: one line in every plot, and its point. */
static void draw_chosen(const Edge *edge, const PlotFrame *frame, int row, int col) {
    const Theme *theme = edge->style->theme;
    Point at = point_at(edge, frame, row, col);
    float x = roundf(at.x), radius = 2.8f * edge->unit;
    draw_segment(edge->list, (Point){x, edge->area.y}, (Point){x, edge->area.y + edge->area.h},
                 color_alpha(theme->now, 0.6f), edge->style->hairline);
    if (at.y >= edge->area.y && at.y <= edge->area.y + edge->area.h)
        draw_disc(edge->list, (Point){at.x, at.y}, radius, theme->now, (Color){0}, 0);
}

void edge_lines_draw(const Edge *edge, EdgeKind kind) {
    const Theme *theme = edge->style->theme;
    PlotFrame frame = frame_of(edge);
    int row, col;
    view_chosen(edge->view, edge->slot, &row, &col);
    float zero = roundf(axis_at(&frame.y, 0));
    if (zero > edge->area.y && zero < edge->area.y + edge->area.h)
        draw_segment(edge->list, (Point){edge->area.x, zero}, (Point){edge->area.x + edge->area.w, zero},
                     theme->faint, edge->style->hairline);
    int wanted = edge->view->samples.wanted[edge->slot];
    if (wanted >= 0 && edge->view->known[wanted]) draw_dots(edge, &frame, wanted);
    if (kind == EDGE_POINTS) draw_dots(edge, &frame, edge->slot);
    if (kind == EDGE_STICKS) draw_sticks(edge, &frame);
    if (kind == EDGE_LINES) draw_lines(edge, &frame, col);
    draw_chosen(edge, &frame, row, col);
}
