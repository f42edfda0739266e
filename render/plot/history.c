/* history: the scales and lines of losses and gradient norms over the epochs. */
#include "history.h"

#include <math.h>

#include "render/widget/other.h"

#define LONG    30  /* epochs from which on their scale is logarithmic */
#define LEAST   5.0 /* a scale of numbers reaches over this factor at least, so that a fall is seen as one */
#define DEEPEST 1e-40 /* of the largest number: lower ones lie on the floor */

Axis history_epochs(const ViewHistory *history) {
    double last = history->epochs > 1 ? (double)history->epochs : 2;
    Axis axis = axis_make(1, last, 0, history->epochs >= LONG);
    axis.whole = true;
    return axis;
}

int64_t history_epoch_at(const ViewHistory *history, Rect bar, float x) {
    const Axis axis = history_epochs(history);
    double laid = axis.start + fmin(fmax((double)((x - bar.x) / bar.w), 0), 1) * axis.span;
    int64_t epoch = llround(axis.logarithmic ? exp(laid) : laid);
    int64_t last = history->epochs > 1 ? history->epochs : 1;
    return epoch < 1 ? 1 : epoch > last ? last : epoch;
}

bool history_is_loss(const ViewHistory *history, int line) {
    bool any = false;
    for (int i = 0; i < history->line_count; i++) any |= history->lines[i].ink != INK_BACKWARD;
    return !any || history->lines[line].ink != INK_BACKWARD;
}

typedef struct Range {
    double low, high; /* above 0; NaN: nothing known */
} Range;

static void take(Range *range, double value) {
    if (!isfinite(value) || value <= 0) return;
    if (!(range->low <= value)) range->low = value;
    if (!(range->high >= value)) range->high = value;
}

/* 1, 2 or 5 times a power of ten: the nearest one that is not above, or not below. */
static double round_level(double value, bool up) {
    double ten = pow(10, floor(log10(value) + 1e-9)), lead = value / ten;
    if (up) return (lead <= 1.0000001 ? 1 : lead <= 2.0000001 ? 2 : lead <= 5.0000001 ? 5 : 10) * ten;
    return (lead >= 4.9999999 ? 5 : lead >= 1.9999999 ? 2 : 1) * ten;
}

Axis history_levels(const ViewHistory *history, bool losses) {
    Range range = {NAN, NAN};
    for (int i = 0; i < history->line_count; i++) {
        const ViewHistoryLine *line = &history->lines[i];
        if (losses && !history_is_loss(history, i)) continue;
        for (int k = 0; k < line->count; k++) {
            take(&range, (double)line->low[k]);
            take(&range, (double)line->high[k]);
        }
    }
    for (int i = 0; !losses && i < history->reference_count; i++) take(&range, history->references[i].level);
    if (!isfinite(range.low)) return axis_make(0, 1, 0, false);
    double high = round_level(range.high, true), low = fmax(range.low, range.high * DEEPEST);
    return axis_make(round_level(fmin(low, high / LEAST), false), high, 0.02, true);
}

PlotPen history_pen(const Panel *panel, int number) {
    const ViewHistoryLine *line = &panel->view->history.lines[number];
    const Style *style = &panel->style;
    PlotPen pen = {style_ink(panel->theme, line->ink), number == 0 ? style->thick * 0.8f : style->stroke, 0,
                   0};
    if (line->ghost) return other_pen(panel->view, &panel->style);
    if (number == 1) pen.dash = 7 * style->unit, pen.gap = 3 * style->unit;
    if (number >= 2) pen.dash = 2.5f * style->unit * (float)(number - 1), pen.gap = 3 * style->unit;
    return pen;
}

/* Whether its points stand for several epochs each. */
static bool has_band(const ViewHistoryLine *line) {
    for (int i = 0; i < line->count; i++)
        if (line->low[i] < line->high[i]) return true;
    return false;
}

/* Between what the epochs of one point reach; only where that can be seen. */
static void draw_band(Panel *panel, const PlotFrame *frame, const ViewHistoryLine *line, Color ink) {
    Point around[2 * VIEW_HISTORY_POINTS];
    size_t count = 0;
    float widest = 0, top = frame->area.y, bottom = top + frame->area.h;
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < line->count; i++) {
            int k = side ? line->count - 1 - i : i;
            if (!isfinite(line->low[k]) || !isfinite(line->high[k])) continue;
            Point high = plot_frame_at(frame, (double)line->epoch[k], (double)line->high[k]);
            Point low = plot_frame_at(frame, (double)line->epoch[k], (double)line->low[k]);
            widest = fmaxf(widest, low.y - high.y);
            Point at = side ? low : high;
            around[count++] = (Point){at.x, fmaxf(top, fminf(bottom, at.y))};
        }
    if (widest > 1.5f && count > 3) draw_polygon(panel->list, around, count, color_alpha(ink, 0.3f));
}

float history_middle(const Axis *axis, float low, float high) {
    if (low == high && (!axis->logarithmic || (double)low >= axis->low)) return low;
    if (!axis->logarithmic) return low + (high - low) / 2;
    double floor = axis->low;
    return (float)sqrt(fmax((double)low, floor) * fmax((double)high, floor));
}

/* A cross where a line ends before the run does: the numbers after it are not finite. */
static void draw_broken(Panel *panel, const PlotFrame *frame, float epoch) {
    Rect area = frame->area;
    float r = 3.5f * panel->style.unit, y = area.y + r + 1;
    float x = fmaxf(area.x + r, fminf(area.x + area.w - r, axis_at(&frame->x, (double)epoch)));
    draw_segment(panel->list, (Point){x - r, y - r}, (Point){x + r, y + r}, panel->theme->bad,
                 panel->style.stroke);
    draw_segment(panel->list, (Point){x - r, y + r}, (Point){x + r, y - r}, panel->theme->bad,
                 panel->style.stroke);
}

/* A point of a long run stands for up to a thirtieth of its epochs. */
static bool is_broken(const ViewHistory *history, const ViewHistoryLine *line) {
    if (line->count == 0 || line->ghost) return false;
    double last = (double)line->epoch[line->count - 1], trained = (double)history->trained;
    return last < trained - 0.5 && last < trained * 0.96;
}

void history_draw_line(Panel *panel, const PlotFrame *frame, int number, PlotPen pen) {
    const ViewHistoryLine *line = &panel->view->history.lines[number];
    float y[VIEW_HISTORY_POINTS];
    for (int i = 0; i < line->count; i++) y[i] = history_middle(&frame->y, line->low[i], line->high[i]);
    if (has_band(line)) draw_band(panel, frame, line, pen.ink);
    plot_frame_line(panel->list, frame, line->epoch, y, line->count, pen);
    if (line->count == 1)
        draw_disc(panel->list, plot_frame_at(frame, (double)line->epoch[0], (double)y[0]), pen.width * 1.3f,
                  pen.ink, (Color){0}, 0);
    if (is_broken(&panel->view->history, line)) draw_broken(panel, frame, line->epoch[line->count - 1]);
}

float history_value(const ViewHistoryLine *line, const Axis *axis, int64_t epoch) {
    float value = NAN;
    for (int i = 0; i < line->count && (i == 0 || line->epoch[i - 1] < (float)epoch); i++)
        value = history_middle(axis, line->low[i], line->high[i]);
    return value;
}
