/* loss_bar: the scrub bar over all epochs: the loss as far as it is known, on an empty track.

     loss  ───╮
              ╰────●
    epoch 1   10  100   1k     The curve is the track's: the epoch below it can be chosen anywhere.  */
#include "loss_bar.h"

#include <math.h>

#include "render/draw/rect.h"
#include "render/plot/history.h"

typedef struct Bar {
    Panel panel;
    PlotFrame frame; /* its lower side is the track */
} Bar;

static float now_x(const Bar *bar) {
    float x = axis_at(&bar->frame.x, (double)bar->panel.view->epoch);
    return fmaxf(bar->frame.area.x, fminf(bar->frame.area.x + bar->frame.area.w, x));
}

/* Playing: a triangle; standing: nothing. Drawn, not typed. */
static void draw_playing(Bar *bar, Rect area) {
    float size = 6 * bar->panel.style.unit, y = area.y + 1.5f * size;
    Point tip[3] = {{area.x, y - size}, {area.x + 1.7f * size, y}, {area.x, y + size}};
    draw_mark(bar->panel.list, -1, PART_NONE);
    draw_polygon(bar->panel.list, tip, 3, bar->panel.theme->now);
}

/* Below the first line down to the track, up to here. */
static void draw_fall(Bar *bar, const ViewHistoryLine *line, Color ink) {
    Point around[VIEW_HISTORY_POINTS + 2];
    const PlotFrame *frame = &bar->frame;
    float bottom = frame->area.y + frame->area.h;
    size_t count = 1;
    for (int i = 0; i < line->count; i++) {
        float level = history_middle(&frame->y, line->low[i], line->high[i]);
        Point at = plot_frame_at(frame, (double)line->epoch[i], (double)level);
        if (!isfinite(at.x) || !isfinite(at.y)) continue;
        around[count++] = (Point){at.x, fmaxf(frame->area.y, fminf(bottom, at.y))};
    }
    if (count < 3) return;
    around[0] = (Point){around[1].x, bottom};
    around[count] = (Point){around[count - 1].x, bottom};
    draw_polygon(bar->panel.list, around, count + 1, color_alpha(ink, 0.22f));
}

static void draw_lines(Bar *bar) {
    const ViewHistory *history = &bar->panel.view->history;
    bool first = true;
    draw_mark(bar->panel.list, -1, PART_NONE);
    for (int i = 0; i < history->line_count; i++) {
        PlotPen pen = history_pen(&bar->panel, i);
        if (!history_is_loss(history, i)) continue;
        if (first) draw_fall(bar, &history->lines[i], pen.ink);
        history_draw_line(&bar->panel, &bar->frame, i, pen);
        first = false;
    }
}

/* The track with a mark at each round epoch, and at each one whose curve stays. */
static void draw_track(Bar *bar, const AxisTicks *ticks) {
    const Panel *panel = &bar->panel;
    const Style *style = &panel->style;
    const ViewPlot *plot = &panel->view->plot;
    Rect area = bar->frame.area;
    float y = area.y + area.h, high = roundf(3 * style->unit);
    Rect track = {area.x, roundf(y), area.w, fmaxf(2, roundf(2 * style->unit))};
    draw_mark(panel->list, -1, PART_NONE);
    draw_fill(panel->list, track, track.h / 2, panel->theme->faint);
    for (int i = 0; i < ticks->count; i++)
        draw_fill(panel->list, (Rect){roundf(ticks->ticks[i].at), y, style->hairline, 2 * high}, 0,
                  panel->theme->faint);
    for (int i = 0; i < plot->snapshot_count; i++) {
        float x = roundf(axis_at(&bar->frame.x, (double)plot->snapshots[i].epoch));
        if (x < area.x || x > area.x + area.w) continue;
        draw_segment(panel->list, (Point){x, y - 3 * high}, (Point){x, y}, panel->theme->text_dim,
                     style->hairline);
    }
}

/* A line over the whole height, and a knob where the loss is; on the track where it is not known. */
static void draw_now(Bar *bar) {
    const Panel *panel = &bar->panel;
    const Style *style = &panel->style;
    const ViewHistory *history = &panel->view->history;
    Rect area = bar->frame.area;
    float x = now_x(bar), y = NAN, bottom = area.y + area.h;
    for (int i = history->line_count - 1; i >= 0; i--)
        if (history_is_loss(history, i) && !history->lines[i].ghost)
            y = axis_at(&bar->frame.y,
                        (double)history_value(&history->lines[i], &bar->frame.y, panel->view->epoch));
    if (!isfinite(y)) y = bottom;
    y = fmaxf(area.y, fminf(bottom, y));
    draw_mark(panel->list, -1, PART_NONE);
    draw_segment(panel->list, (Point){x, area.y - 2 * style->unit}, (Point){x, bottom}, panel->theme->now,
                 style->stroke);
    draw_disc(panel->list, (Point){x, y}, 4.5f * style->unit, panel->theme->now, panel->theme->panel,
              style->hairline);
}

/* The sign for where two runs part, above the curve; of runs side by side none is wrong. */
static void draw_fork(Bar *bar) {
    const View *view = bar->panel.view;
    const Theme *theme = bar->panel.theme;
    float unit = bar->panel.style.unit, y = bar->frame.area.y;
    float x = axis_at(&bar->frame.x, (double)view->divergence.epoch);
    if (view->divergence.epoch <= 0 || !isfinite(x)) return;
    Point ends[] = {{x - 3.5f * unit, y - 3.5f * unit}, {x, y}, {x + 3.5f * unit, y - 3.5f * unit}};
    draw_line(bar->panel.list, ends, 3, view->other.own_name != NULL ? theme->text : theme->bad,
              bar->panel.style.stroke, 0, 0);
}

static AxisTicks find_ticks(const Bar *bar) {
    const Style *style = &bar->panel.style;
    Rect area = bar->frame.area;
    AxisText text = {.fonts = bar->panel.list->fonts,
                     .texts = bar->panel.texts,
                     .size = style->small,
                     .gap = 2 * style->gap,
                     .spacing = 60 * style->unit,
                     .first = area.x - style->small,
                     .last = area.x + area.w + style->small};
    AxisTicks ticks;
    axis_ticks(&bar->frame.x, &text, &ticks);
    return ticks;
}

static const char *const words[] = {"top.loss", "top.epoch"};

static float words_width(const Panel *panel) {
    float width = 0;
    for (int i = 0; i < 2; i++)
        width = fmaxf(width, fonts_width(panel->list->fonts, FONT_TEXT, panel->style.small,
                                         text_get(panel->texts, words[i])));
    return width;
}

/* What the curve is, and what the numbers below it count. */
static void draw_names(Bar *bar, const AxisTicks *ticks, float baseline) {
    const Panel *panel = &bar->panel;
    float small = panel->style.small, right = bar->frame.area.x - 2 * panel->style.gap;
    float middle =
        fonts_baseline(panel->list->fonts, FONT_TEXT, small, bar->frame.area.y + bar->frame.area.h / 2);
    Point ends[] = {{right, middle}, {right, baseline}};
    draw_mark(panel->list, -1, PART_LABEL);
    for (int i = 0; i < 2; i++)
        draw_text_in(panel->list, FONT_TEXT, small, ends[i], 1, 0,
                     i == 0 ? panel->theme->loss : panel->theme->text_dim, text_get(panel->texts, words[i]));
    for (int i = 0; i < ticks->count; i++)
        draw_text_in(panel->list, FONT_NUMBER, small, (Point){ticks->ticks[i].at, baseline}, 0.5f, 0,
                     panel->theme->text_dim, ticks->ticks[i].label);
}

void loss_bar_draw(DrawList *list, const View *view, const SceneOptions *options, const Style *style,
                   Rect area, float caption) {
    Bar bar = {.panel = panel_make(list, view, options)};
    bar.panel.style = *style;
    float small = style->small;
    if (view_is_picture(view) || view->epochs < 2) return; /* there is nowhere to go */
    if (options->playing) draw_playing(&bar, area);
    Rect plot = area;
    if (!isnan(caption))
        plot.h = roundf(caption - fonts_ascent(list->fonts, FONT_NUMBER, small) - 6 * style->unit) - plot.y;
    rect_cut_left(&plot, words_width(&bar.panel) + 3 * style->gap, 0);
    plot.w -= small;
    if (plot.w < 20 * style->unit || plot.h < 4 * style->unit) return;
    const ViewHistory *history = &view->history;
    bar.frame = plot_frame_bare(plot, history_epochs(history), history_levels(history, true));
    draw_mark(list, -1, PART_SCRUB);
    draw_rect(list, plot, 0, (Color){0}, (Color){0}, 0);
    const AxisTicks ticks = find_ticks(&bar);
    draw_track(&bar, &ticks);
    draw_lines(&bar);
    draw_fork(&bar);
    draw_now(&bar);
    if (!isnan(caption)) draw_names(&bar, &ticks, caption);
}
