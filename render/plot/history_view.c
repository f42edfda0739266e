/* history_view: losses, gradient norms and reference levels of every epoch, and the current one. */
#include <math.h>
#include <stdio.h>

#include "history.h"
#include "plot.h"
#include "point.h"
#include "render/draw/rect.h"
#include "render/widget/other.h"

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
        float y = axis_at(&frame->y, (double)history_value(line, &frame->y, view->epoch));
        if ((i > 0 && !together) || !(y >= area.y && y <= area.y + area.h)) continue;
        draw_disc(panel->list, (Point){x, y}, (together ? 2.6f : 3.4f) * style->unit,
                  together ? panel->theme->text : panel->theme->now, panel->theme->panel, style->hairline);
    }
}

static PlotFrame make_frame(const Panel *panel, Rect room) {
    const ViewHistory *history = &panel->view->history;
    return plot_frame_make(panel->list->fonts, &panel->style, panel->texts, room, history_epochs(history),
                           history_levels(history, false), NULL, NULL);
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
        obstacles_add_line(obstacles, frame, line->epoch, line->low, line->count);
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
        legend_add(&labels->legend, LEGEND_LINE, history_pen(panel, i), history->lines[i].label);
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
    draw_mark(panel->list, -1, PART_SCRUB);
    draw_rect(panel->list, frame->area, 0, (Color){0}, (Color){0}, 0);
    for (int i = 0; i < history->reference_count; i++) draw_reference(panel, frame, i);
    draw_mark(panel->list, -1, PART_NONE);
    for (int i = history->line_count - 1; i >= 0; i--)
        history_draw_line(panel, frame, i, history_pen(panel, i));
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
