/* plot_curve: data points and the model's curve: now, at the snapshots that have passed, and in the other run. */
#include <math.h>
#include <stdio.h>

#include "line_label.h"
#include "plot.h"
#include "point.h"
#include "render/draw/rect.h"
#include "render/widget/number.h"
#include "render/widget/other.h"

/* A path that no model draws stands for no moment: it is a line of values. */
static PlotPen now_pen(const Panel *panel) {
    bool path = panel->view->plot.kind == PLOT_PATH;
    return (PlotPen){path ? panel->theme->forward : panel->theme->now,
                     path ? panel->style.stroke : panel->style.thick, 0, 0};
}

/* From the oldest to the newest along the theme's row of colours. */
static PlotPen snapshot_pen(const Panel *panel, int i) {
    const Color *colors = panel->theme->curve;
    const int last = (int)(sizeof panel->theme->curve / sizeof *colors) - 1;
    int count = panel->view->plot.snapshot_count;
    return (PlotPen){colors[count > 1 ? i * last / (count - 1) : last], panel->style.stroke, 0, 0};
}

static PlotPen last_pen(const Panel *panel) {
    return (PlotPen){color_mix(panel->theme->panel, panel->theme->text, 0.7f), panel->style.stroke,
                     6 * panel->style.unit, 3.5f * panel->style.unit};
}

static void epoch_label(const Panel *panel, int64_t epoch, bool alone, char *out, size_t size) {
    char digits[24];
    number_grouped(epoch, digits, sizeof digits);
    if (alone)
        snprintf(out, size, "%s", digits);
    else
        text_fill(panel->texts, out, size, "plot.epoch", TEXT_STRING("epoch", digits));
}

/* The epochs at their curves, the first with the word; all of them in the legend where one has no place. */
typedef struct SnapshotLabels {
    LineLabel at[VIEW_MAX_SNAPSHOTS];
    char words[VIEW_MAX_SNAPSHOTS][64];
    bool inside;
} SnapshotLabels;

static void fill_legend(const Panel *panel, Legend *legend, bool snapshots) {
    const ViewPlot *plot = &panel->view->plot;
    char label[64];
    const ViewOther *run = &panel->view->other;
    const char *now = run->own_name, *other = run->name;
    bool named = panel->opens && !snapshots; /* at their places */
    if (now == NULL) now = text_get(panel->texts, "plot.now"), other = text_get(panel->texts, "plot.ghost");
    if (plot->now.count && !named) legend_add(legend, LEGEND_LINE, now_pen(panel), now);
    if (plot->ghost.count) legend_add(legend, LEGEND_LINE, other_pen(panel->view, &panel->style), other);
    if (plot->last.count)
        legend_add(legend, LEGEND_LINE, last_pen(panel), text_get(panel->texts, "plot.last"));
    bool first = true;
    for (int i = 0; snapshots && i < plot->snapshot_count; i++) {
        if (!plot->snapshots[i].count) continue;
        epoch_label(panel, plot->snapshots[i].epoch, !first, label, sizeof label);
        legend_add(legend, LEGEND_LINE, snapshot_pen(panel, i), label);
        first = false;
    }
    legend->more += plot->snapshots_more;
    plot_point_legend(panel, legend);
    if (legend->count == 1 && plot->now.count && plot->points == 0)
        legend->count = 0; /* one line needs no legend */
}

static void draw_data(Panel *panel, const PlotFrame *frame) {
    const ViewPlot *plot = &panel->view->plot;
    int every = plot->points / PLOT_MOST_POINTS + 1;
    float radius = (plot->points > 300 ? 1.8f : 2.4f) * panel->style.unit;
    Color ink = color_alpha(panel->theme->data, 0.8f);
    for (int i = 0; i < plot->points; i += every) {
        Point at = plot_frame_at(frame, (double)plot->points_x[i], (double)plot->points_y[i]);
        if (isfinite(at.x) && isfinite(at.y)) draw_disc(panel->list, at, radius, ink, (Color){0}, 0);
    }
}

static bool draw_curve(Panel *panel, const PlotFrame *frame, const ViewCurve *curve, PlotPen pen) {
    bool seen = plot_frame_line(panel->list, frame, curve->x, curve->y, curve->count, pen);
    line_label_exits(panel, frame, curve, pen.ink);
    return seen;
}

/* Where a curve is of which nothing is in sight: an arrow at the edge, and words where they hide nothing. */
static void draw_off_scale(Panel *panel, const PlotFrame *frame, Obstacles *obstacles) {
    const ViewCurve *now = &panel->view->plot.now;
    const Style *style = &panel->style;
    const char *words = text_get(panel->texts, "plot.off_scale");
    Rect area = frame->area;
    bool above = axis_at(&frame->y, (double)now->y[now->count / 2]) < area.y;
    float size = 5 * style->unit, middle = area.x + area.w / 2, tip = above ? area.y : area.y + area.h;
    float base = above ? tip + size : tip - size;
    Point arrow[] = {{middle, tip}, {middle + size, base}, {middle - size, base}};
    draw_polygon(panel->list, arrow, 3, panel->theme->now);
    float width = fonts_width(panel->list->fonts, FONT_TEXT, style->small, words),
          height = style_line(style->small);
    for (float y = area.y; y + height <= area.y + area.h; y += height / 2) {
        Rect box = {middle - width / 2, y + size, width, height};
        if (!obstacles_free(obstacles, box)) continue;
        panel_plate(panel, box);
        draw_text(panel->list, FONT_TEXT, style->small, (Point){box.x, roundf(box.y + height * 0.75f)},
                  panel->theme->now, words);
        return;
    }
}

static void add_obstacles(Obstacles *obstacles, const PlotFrame *frame, const ViewPlot *plot) {
    obstacles_clear(obstacles, frame->area);
    int every = plot->points / PLOT_MOST_POINTS + 1; /* as they are drawn */
    for (int i = 0; i < plot->points; i += every)
        obstacles_add(obstacles, plot_frame_at(frame, (double)plot->points_x[i], (double)plot->points_y[i]));
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
    const ViewAxes axes = view_axes(plot);
    Axis x, y;
    plot_point_axes(&axes, &x, &y);
    return plot_frame_make(panel->list->fonts, &panel->style, panel->texts, room, x, y, x_name, y_name);
}

static bool draw_curves(Panel *panel, const PlotFrame *frame) {
    const ViewPlot *plot = &panel->view->plot;
    draw_curve(panel, frame, &plot->ghost, other_pen(panel->view, &panel->style));
    draw_curve(panel, frame, &plot->last, last_pen(panel));
    for (int i = 0; i < plot->snapshot_count; i++)
        draw_curve(panel, frame, &plot->snapshots[i], snapshot_pen(panel, i));
    return draw_curve(panel, frame, &plot->now, now_pen(panel));
}

static void place_snapshots(const Panel *panel, const PlotFrame *frame, const Obstacles *taken,
                            SnapshotLabels *labels) {
    const ViewPlot *plot = &panel->view->plot;
    Obstacles fixed = *taken, moving;
    obstacles_clear(&moving, frame->area);
    obstacles_add_line(&moving, frame, plot->now.x, plot->now.y, plot->now.count);
    labels->inside = true;
    bool first = true;
    if (panel->opens) return; /* one of epoch 1 is the current curve */
    for (int i = 0; i < plot->snapshot_count && labels->inside; i++) {
        char *words = labels->words[i];
        if (plot->snapshots[i].count == 0) continue;
        epoch_label(panel, plot->snapshots[i].epoch, !first, words, sizeof labels->words[i]);
        labels->inside = line_label_place(frame, &fixed, &moving, plot->snapshots, plot->snapshot_count, i,
                                          line_label_size(panel, words), &labels->at[i]);
        if (labels->inside) obstacles_add_box(&fixed, labels->at[i].box);
        first = false;
    }
}

static void draw_snapshot_labels(Panel *panel, const PlotFrame *frame, const SnapshotLabels *labels) {
    const ViewPlot *plot = &panel->view->plot;
    for (int i = 0; i < plot->snapshot_count && labels->inside && !panel->opens; i++)
        if (plot->snapshots[i].count > 0)
            line_label_draw(panel, frame, &labels->at[i], snapshot_pen(panel, i).ink, labels->words[i]);
}

/* In the first frame words stand at the points and at the current curve; in the legend where they have no room. */
typedef struct FirstWords {
    LineLabel at[2]; /* of the points, of the curve */
    bool inside;
} FirstWords;

static const char *const first_words[] = {"plot.should", "plot.answers"};

static void place_first_words(const Panel *panel, const PlotFrame *frame, const Obstacles *taken,
                              FirstWords *words) {
    const ViewPlot *plot = &panel->view->plot;
    const ViewCurve curves[] = {{plot->points_x, plot->points_y, plot->points, 0}, plot->now};
    Obstacles fixed = *taken;
    obstacles_add_line(&fixed, frame, plot->now.x, plot->now.y, plot->now.count);
    words->inside = true;
    for (int i = 0; i < 2 && words->inside; i++) {
        Point size = line_label_size(panel, text_get(panel->texts, first_words[i]));
        words->inside = line_label_place(frame, &fixed, &fixed, curves, 2, i, size, &words->at[i]);
        if (words->inside) obstacles_add_box(&fixed, words->at[i].box);
    }
}

static void draw_first_words(Panel *panel, const PlotFrame *frame, const FirstWords *words) {
    const Color inks[] = {panel->theme->data, panel->theme->now};
    for (int i = 0; i < 2 && words->inside; i++)
        line_label_draw(panel, frame, &words->at[i], inks[i], text_get(panel->texts, first_words[i]));
}

/* What the plot's parts are laid out to. */
typedef struct CurvePlan {
    Math x_name, y_name;
    PlotFrame frame;
    Obstacles taken;
    Legend legend;
    SnapshotLabels labels;
    FirstWords words;
    bool inside; /* the legend lies within the plot, in `box` */
    Rect box;
} CurvePlan;

static void plan_frame(const Panel *panel, Rect room, CurvePlan *plan) {
    plan->frame = make_frame(panel, room, &plan->x_name, &plan->y_name);
    add_obstacles(&plan->taken, &plan->frame, &panel->view->plot);
}

/* The legend above the plot, drawn at once: it decides how much room is left. The snapshots are in it where not
   all of them have room at their curves. */
static void plan_above(Panel *panel, CurvePlan *plan) {
    const DrawPlace before = draw_place(panel->list);
    for (int listed = 0; listed < 2; listed++) {
        Rect room = panel->content;
        draw_back(panel->list, before);
        plan->legend.count = plan->legend.more = 0;
        fill_legend(panel, &plan->legend, listed);
        if (panel->opens && plan->legend.count == 0) /* the other run may come into it: the plot stays */
            rect_cut_top(&room, style_line(panel->style.small), panel->style.gap);
        legend_draw_above(panel, &room, &plan->legend, room.h > 14 * panel->style.small ? 2 : 1);
        plan_frame(panel, room, plan);
        plan->labels.inside = plan->words.inside = false;
        if (listed) return;
        place_snapshots(panel, &plan->frame, &plan->taken, &plan->labels);
        if (panel->opens) place_first_words(panel, &plan->frame, &plan->taken, &plan->words);
        if (plan->labels.inside && plan->words.inside == panel->opens) return;
    }
}

/* The current curve goes wherever the training leads it, and the learner's hand moves points: the legend
   stands above the plot, where it never hides them nor has to step aside. Only a path that no model draws
   stays as it is. */
void plot_curve_draw(Panel *panel) {
    const ViewPlot *plot = &panel->view->plot;
    CurvePlan plan = {.inside = false};
    panel_name(panel->view, plot->x_name, -1, &plan.x_name);
    panel_name(panel->view, plot->y_name, -1, &plan.y_name);
    if (plot->kind == PLOT_PATH) {
        fill_legend(panel, &plan.legend, true);
        plan_frame(panel, panel->content, &plan);
        plan.inside = legend_find_place(panel, &plan.legend, &plan.taken, &plan.taken, &plan.box);
    }
    if (!plan.inside) plan_above(panel, &plan);
    plot_frame_draw(panel->list, &panel->style, &plan.frame);
    draw_mark(panel->list, -1, PART_PLOT);
    draw_rect(panel->list, plan.frame.area, 0, (Color){0}, (Color){0}, 0);
    draw_mark(panel->list, -1, PART_NONE);
    draw_data(panel, &plan.frame);
    bool seen = draw_curves(panel, &plan.frame);
    draw_snapshot_labels(panel, &plan.frame, &plan.labels);
    draw_first_words(panel, &plan.frame, &plan.words);
    if (plot->now.count > 1 && !seen) draw_off_scale(panel, &plan.frame, &plan.taken);
    if (plan.inside) legend_draw_inside(panel, &plan.legend, plan.box);
}
