/* history_view: losses, gradient norms and reference levels of every epoch, and the current one. */
#include <math.h>
#include <stdio.h>

#include "plot.h"
#include "point.h"
#include "render/draw/rect.h"
#include "render/widget/other.h"

#define WIDE    20.0  /* a range of this factor or more is shown on a logarithmic scale */
#define LONG    30    /* epochs from which on theirs is */
#define DEEPEST 1e-40 /* of the largest number: lower ones lie on the floor */

typedef struct Range {
    double low, high; /* above 0; NaN: nothing known */
    bool floor;       /* something is 0 or below */
} Range;

static void take(Range *range, double value) {
    if (!isfinite(value)) return;
    if (value <= 0) {
        range->floor = true;
        return;
    }
    if (!(range->low <= value)) range->low = value;
    if (!(range->high >= value)) range->high = value;
}

static Range range_of(const ViewHistory *history) {
    Range range = {NAN, NAN, false};
    for (int i = 0; i < history->line_count; i++) {
        const ViewHistoryLine *line = &history->lines[i];
        for (int k = 0; k < line->count; k++) {
            take(&range, (double)line->low[k]);
            take(&range, (double)line->high[k]);
        }
    }
    for (int i = 0; i < history->reference_count; i++) take(&range, history->references[i].level);
    return range;
}

static Axis y_axis(const ViewHistory *history) {
    Range range = range_of(history);
    if (!isfinite(range.low)) return axis_make(0, 1, 0, false);
    double low = fmax(range.low, range.high * DEEPEST);
    if (range.high / low >= WIDE) return axis_make(low, range.high, 0.06, true);
    return axis_make(range.floor ? 0 : low, range.high, 0.08, false);
}

static Axis x_axis(const ViewHistory *history) {
    double last = history->epochs > 1 ? (double)history->epochs : 2;
    Axis axis = axis_make(1, last, history->epochs >= LONG ? 0.015 : 0.02, history->epochs >= LONG);
    axis.whole = true;
    return axis;
}

static PlotPen line_pen(const Panel *panel, const ViewHistoryLine *line, int number) {
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

/* The middle of low and high, as the axis shows them; the axis's floor where there is none. */
static float middle(const Axis *axis, float low, float high) {
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

static void draw_history_line(Panel *panel, const PlotFrame *frame, const ViewHistoryLine *line,
                              PlotPen pen) {
    float y[VIEW_HISTORY_POINTS];
    for (int i = 0; i < line->count; i++) y[i] = middle(&frame->y, line->low[i], line->high[i]);
    if (has_band(line)) draw_band(panel, frame, line, pen.ink);
    plot_frame_line(panel->list, frame, line->epoch, y, line->count, pen);
    if (line->count == 1)
        draw_disc(panel->list, plot_frame_at(frame, (double)line->epoch[0], (double)y[0]), pen.width * 1.3f,
                  pen.ink, (Color){0}, 0);
    if (is_broken(&panel->view->history, line)) draw_broken(panel, frame, line->epoch[line->count - 1]);
}

/* Each level has dashes of its own. */
static PlotPen reference_pen(const Panel *panel, int number) {
    static const float dashes[VIEW_MAX_REFERENCES] = {5, 1.5f, 9, 3};
    float unit = panel->style.unit;
    return (PlotPen){panel->theme->text_dim, panel->style.hairline,
                     dashes[number % VIEW_MAX_REFERENCES] * unit, 3 * unit};
}

/* Where on a level, above or below it, its label hides nothing; as far right as it goes. */
static bool find_label(const Panel *panel, const PlotFrame *frame, const Obstacles *obstacles, int number,
                       Rect *box) {
    const ViewReference *reference = &panel->view->history.references[number];
    const Style *style = &panel->style;
    Rect area = frame->area;
    float y = axis_at(&frame->y, reference->level), height = style->small + style->gap / 2;
    float width = fonts_width(panel->list->fonts, FONT_TEXT, style->small, reference->label) + 2 * style->gap;
    for (int below = 0; below < 2; below++)
        for (float x = area.x + area.w - width; x >= area.x; x -= area.w / OBSTACLES_ACROSS) {
            *box = (Rect){x, below ? y + 2 : y - height - 2, width, height};
            if (obstacles_free(obstacles, *box)) return true;
        }
    return false;
}

static void draw_reference(Panel *panel, const PlotFrame *frame, int number) {
    const ViewReference *reference = &panel->view->history.references[number];
    float y = roundf(axis_at(&frame->y, reference->level));
    PlotPen pen = reference_pen(panel, number);
    Point ends[] = {{frame->area.x, y}, {frame->area.x + frame->area.w, y}};
    draw_mark(panel->list, -1, PART_NONE);
    draw_line(panel->list, ends, 2, pen.ink, pen.width, pen.dash, pen.gap);
}

static void draw_reference_label(Panel *panel, int number, const Rect *label) {
    float small = panel->style.small;
    if (!(label->w > 0)) return;
    Point at = {label->x + panel->style.gap,
                fonts_baseline(panel->list->fonts, FONT_TEXT, small, label->y + label->h / 2)};
    panel_plate(panel, *label);
    draw_text(panel->list, FONT_TEXT, small, at, panel->theme->text_dim,
              panel->view->history.references[number].label);
}

static float value_at(const ViewHistoryLine *line, const Axis *axis, float epoch) {
    for (int i = 0; i < line->count; i++)
        if (line->epoch[i] >= epoch) return middle(axis, line->low[i], line->high[i]);
    return NAN;
}

static float now_x(const Panel *panel, const PlotFrame *frame) {
    float x = axis_at(&frame->x, (double)panel->view->epoch);
    return fmaxf(frame->area.x, fminf(frame->area.x + frame->area.w, x));
}

static void draw_now(Panel *panel, const PlotFrame *frame) {
    const View *view = panel->view;
    const Style *style = &panel->style;
    Rect area = frame->area;
    float x = now_x(panel, frame);
    draw_segment(panel->list, (Point){x, area.y}, (Point){x, area.y + area.h}, panel->theme->now,
                 style->stroke);
    for (int i = view->history.line_count - 1; i >= 0; i--) {
        const ViewHistoryLine *line = &view->history.lines[i];
        bool together = line->ghost && view->other.own_name != NULL;
        float y = axis_at(&frame->y, (double)value_at(line, &frame->y, (float)view->epoch));
        if ((i > 0 && !together) || !(y >= area.y && y <= area.y + area.h)) continue;
        draw_disc(panel->list, (Point){x, y}, (together ? 2.6f : 3.4f) * style->unit,
                  together ? panel->theme->text : panel->theme->now, panel->theme->panel, style->hairline);
    }
}

static PlotFrame make_frame(const Panel *panel, Rect room) {
    const ViewHistory *history = &panel->view->history;
    return plot_frame_make(panel->list->fonts, &panel->style, panel->texts, room, x_axis(history),
                           y_axis(history), NULL, NULL);
}

/* Labels of the levels, and the legend with what has no room for a label of its own. */
typedef struct Labels {
    Obstacles obstacles;
    Rect references[VIEW_MAX_REFERENCES]; /* empty: in the legend */
    Legend legend;
    Rect box;
    bool inside;
} Labels;

static void add_obstacles(Obstacles *obstacles, const ViewHistory *history, const PlotFrame *frame) {
    obstacles_clear(obstacles, frame->area);
    for (int i = 0; i < history->line_count; i++) {
        const ViewHistoryLine *line = &history->lines[i];
        obstacles_add_line(obstacles, frame, line->epoch, line->high, line->count);
        if (has_band(line)) obstacles_add_line(obstacles, frame, line->epoch, line->low, line->count);
    }
    for (int i = 0; i < history->reference_count; i++) {
        float y = axis_at(&frame->y, history->references[i].level);
        obstacles_add_box(obstacles, (Rect){frame->area.x, y - 1, frame->area.w, 2});
    }
}

/* Inside the plot where all of them have room there; else everything is for the legend above it. */
static void place_labels(const Panel *panel, const PlotFrame *frame, bool inside, Labels *labels) {
    const ViewHistory *history = &panel->view->history;
    Obstacles *obstacles = &labels->obstacles;
    labels->legend.count = labels->legend.more = 0;
    add_obstacles(obstacles, history, frame);
    for (int i = 0; i < history->line_count; i++)
        legend_add(&labels->legend, LEGEND_LINE, line_pen(panel, &history->lines[i], i),
                   history->lines[i].label);
    for (int i = 0; i < history->reference_count; i++) {
        Rect *box = &labels->references[i];
        if (inside && find_label(panel, frame, obstacles, i, box)) {
            obstacles_add_box(obstacles, *box);
        } else {
            *box = (Rect){0, 0, 0, 0};
            legend_add(&labels->legend, LEGEND_LINE, reference_pen(panel, i), history->references[i].label);
        }
    }
    Obstacles now;
    obstacles_clear(&now, frame->area);
    obstacles_add_box(&now, (Rect){now_x(panel, frame) - 2, frame->area.y, 4, frame->area.h});
    labels->inside = inside && legend_find_place(panel, &labels->legend, obstacles, &now, &labels->box);
}

static void draw_plot(Panel *panel, const PlotFrame *frame, const Labels *labels) {
    const ViewHistory *history = &panel->view->history;
    plot_frame_draw(panel->list, &panel->style, frame);
    for (int i = 0; i < history->reference_count; i++) draw_reference(panel, frame, i);
    draw_mark(panel->list, -1, PART_NONE);
    for (int i = history->line_count - 1; i >= 0; i--)
        draw_history_line(panel, frame, &history->lines[i], line_pen(panel, &history->lines[i], i));
    draw_now(panel, frame);
    for (int i = 0; i < history->reference_count; i++) draw_reference_label(panel, i, &labels->references[i]);
    if (labels->inside) legend_draw_inside(panel, &labels->legend, labels->box);
}

void history_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Panel panel = panel_begin(list, view, options, PANEL_HISTORY, area, (Point){420, 130}, PANEL_TEXT);
    if (rect_empty(panel.content)) return;
    Rect room = panel.content;
    if (view->history.line_count == 0 && view->history.reference_count == 0) {
        panel_note(&panel, room, text_get(panel.texts, "history.none"));
        return;
    }
    Labels labels;
    PlotFrame frame = make_frame(&panel, room);
    place_labels(&panel, &frame, true, &labels);
    if (!labels.inside) {
        place_labels(&panel, &frame, false, &labels);
        legend_draw_above(&panel, &room, &labels.legend,
                          room.h > 11 * panel.style.small || view->other.own_name != NULL ? 2 : 1);
        frame = make_frame(&panel, room);
    }
    draw_plot(&panel, &frame, &labels);
}
