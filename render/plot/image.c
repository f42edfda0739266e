/* plot_image: the chosen sample's image, and what the model thinks it shows. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "plot.h"
#include "render/draw/rect.h"

static void draw_image(Panel *panel, Rect room) {
    const ViewPlot *plot = &panel->view->plot;
    size_t count = (size_t)plot->image_rows * (size_t)plot->image_cols;
    Color *cells = malloc(sizeof cells[0] * (count ? count : 1));
    if (!cells) {
        panel->list->failed = true;
        return;
    }
    float range = fmaxf(plot->image_high - plot->image_low, 1e-30f);
    for (size_t i = 0; i < count; i++) {
        float t = (plot->image[i] - plot->image_low) / range;
        cells[i] = isfinite(t) ? color_mix(panel->theme->ground, panel->theme->text, fmaxf(0, fminf(1, t)))
                               : panel->theme->bad;
    }
    float cell = fminf(room.w / (float)plot->image_cols, room.h / (float)plot->image_rows);
    if (cell > 4) cell = floorf(cell); /* whole pixels: all of one size */
    Rect box = {roundf(room.x), roundf(room.y), cell * (float)plot->image_cols,
                cell * (float)plot->image_rows};
    draw_mark(panel->list, -1, PART_HEAT);
    draw_cells(panel->list, box, plot->image_rows, plot->image_cols, cells);
    draw_mark(panel->list, -1, PART_NONE);
    draw_outline(panel->list, box, 0, panel->theme->border, panel->style.hairline);
    free(cells);
}

static int most_probable(const ViewPlot *plot) {
    int best = -1;
    for (int i = 0; i < plot->class_count; i++)
        if (isfinite(plot->classes[i]) && (best < 0 || plot->classes[i] > plot->classes[best])) best = i;
    return best;
}

/* Which classes are shown where not all fit: the true one, and then the most probable; in their order. */
static int choose_classes(const ViewPlot *plot, int most, bool *chosen) {
    int count = 0;
    for (int i = 0; i < plot->class_count; i++) chosen[i] = plot->class_count <= most;
    if (plot->class_count <= most) return plot->class_count;
    if (plot->true_class >= 0 && most > 0) chosen[plot->true_class] = true, count = 1;
    for (; count < most; count++) {
        int best = -1;
        for (int i = 0; i < plot->class_count; i++)
            if (!chosen[i] && (best < 0 || plot->classes[i] > plot->classes[best])) best = i;
        chosen[best] = true;
    }
    return count;
}

typedef struct BarRow {
    Rect room;
    float label, number; /* widths */
    float size;          /* of the text */
    bool narrow;         /* no room for four significant digits of small ones: four decimals */
} BarRow;

static void write_probability(const Panel *panel, const BarRow *row, float p, char *out, size_t size) {
    char plain[TEXT_NUMBER];
    snprintf(plain, sizeof plain, "%.4f", (double)p);
    if (row->narrow && isfinite(p))
        text_decimal(panel->texts, out, size, plain);
    else
        text_number(panel->texts, out, size, (double)p, false);
}

/* How far the other run's bar would reach: a stroke across the track. */
static void draw_other(Panel *panel, Rect track, float p) {
    if (panel->view->other.slots == NULL || !isfinite(p)) return;
    float width = 1.5f * panel->style.stroke, x = roundf(track.x + (track.w - width) * fmaxf(0, fminf(1, p)));
    Rect stroke = {x, track.y - 2 * panel->style.unit, width, track.h + 4 * panel->style.unit};
    draw_fill(panel->list, rect_inset(stroke, -1, -1), 0, panel->theme->panel);
    draw_fill(panel->list, stroke, 0, panel->theme->text);
}

static void draw_bar(Panel *panel, const BarRow *row, int class_number, bool best) {
    const ViewPlot *plot = &panel->view->plot;
    const Theme *theme = panel->theme;
    const Style *style = &panel->style;
    float p = plot->classes[class_number];
    bool truth = class_number == plot->true_class, known = isfinite(p);
    float middle = row->room.y + row->room.h / 2;
    float baseline = fonts_baseline(panel->list->fonts, FONT_NUMBER, row->size, middle);
    char text[24];
    snprintf(text, sizeof text, "%d", class_number);
    draw_mark(panel->list, -1, PART_LABEL);
    draw_text_in(panel->list, truth ? FONT_NUMBER_BOLD : FONT_NUMBER, row->size,
                 (Point){row->room.x + row->label - style->gap, baseline}, 1, 0,
                 truth ? theme->text : theme->text_dim, text);
    Rect track = {row->room.x + row->label, row->room.y + row->room.h * 0.2f,
                  row->room.w - row->label - row->number - style->gap, row->room.h * 0.6f};
    draw_mark(panel->list, -1, PART_NONE);
    float radius = fminf(2 * style->unit, track.h / 2);
    if (known)
        draw_fill(panel->list, track, radius, theme->faint);
    else
        draw_dashed_rect(panel->list, track, radius, theme->faint, style->hairline, 3 * style->unit,
                         3 * style->unit);
    Rect bar = {track.x, track.y, track.w * fmaxf(0, fminf(1, known ? p : 0)), track.h};
    Color ink = best ? theme->forward : color_mix(theme->panel, theme->forward, 0.5f);
    if (bar.w >= 1) draw_fill(panel->list, bar, fminf(radius, bar.w / 2), ink);
    if (truth) draw_outline(panel->list, track, radius, theme->text, style->stroke);
    draw_other(panel, track, plot->other_classes[class_number]);
    if (!known) return;
    write_probability(panel, row, p, text, sizeof text);
    draw_mark(panel->list, -1, PART_NUMBER);
    draw_text(panel->list, FONT_NUMBER, row->size, (Point){row->room.x + row->room.w - row->number, baseline},
              best ? theme->text : theme->text_dim, text);
}

static void draw_bars(Panel *panel, Rect room) {
    const ViewPlot *plot = &panel->view->plot;
    const Style *style = &panel->style;
    float line = style_line(style->small);
    bool chosen[VIEW_MAX_CLASSES];
    int most = (int)(room.h / (style->small * 1.1f));
    if (most < plot->class_count) most--;
    int shown = choose_classes(plot, most, chosen), best = most_probable(plot);
    int rows = shown + (shown < plot->class_count ? 1 : 0);
    float height = fminf(room.h / (float)(rows ? rows : 1), 1.6f * line);
    BarRow row = {.room = {room.x, room.y, room.w, height}, .size = style->small};
    row.label = fonts_width(panel->list->fonts, FONT_NUMBER_BOLD, row.size, "00") + style->gap;
    row.number = fonts_width(panel->list->fonts, FONT_NUMBER, row.size, "0.0000e−00");
    row.narrow = row.number > room.w / 3;
    if (row.narrow) row.number = fonts_width(panel->list->fonts, FONT_NUMBER, row.size, "0.0000");
    for (int i = 0; i < plot->class_count; i++) {
        if (!chosen[i]) continue;
        draw_bar(panel, &row, i, i == best);
        row.room.y += height;
    }
    if (shown == plot->class_count) return;
    char text[24];
    snprintf(text, sizeof text, "+%d", plot->class_count - shown);
    draw_mark(panel->list, -1, PART_LABEL);
    draw_text(panel->list, FONT_NUMBER, style->small, (Point){room.x + row.label, row.room.y + line * 0.75f},
              panel->theme->text_dim, text);
}

/* "sample 3 · truth 7 · prediction 9": always three fields in their places. */
static void draw_caption(Panel *panel, Rect *room) {
    const ViewPlot *plot = &panel->view->plot;
    Legend legend = {.count = 0};
    PlotPen pen = {panel->theme->forward, panel->style.stroke, 0, 0};
    int best = most_probable(plot);
    char label[64];
    if (best >= 0) {
        text_fill(panel->texts, label, sizeof label, "plot.prediction", TEXT_INT("class", best));
        legend_add(&legend, LEGEND_BAND, pen, label);
    } else {
        pen.ink = panel->theme->faint;
        legend_add(&legend, LEGEND_BAND, pen, text_get(panel->texts, "plot.not_computed"));
    }
    if (plot->true_class >= 0) {
        text_fill(panel->texts, label, sizeof label, "plot.truth", TEXT_INT("class", plot->true_class));
        pen.ink = panel->theme->text;
        legend_add(&legend, LEGEND_FRAME, pen, label);
    }
    if (panel->view->other.name != NULL) {
        pen.ink = panel->theme->text;
        legend_add(&legend, LEGEND_LINE, pen, panel->view->other.name);
    }
    legend_draw_above(panel, room, &legend, panel->view->other.name != NULL ? 2 : 1);
}

/* In the first frame: the picture in the middle, and what it shows in truth. */
static void draw_large(Panel *panel, Rect room) {
    const ViewPlot *plot = &panel->view->plot;
    const Style *style = &panel->style;
    Rect words = rect_cut_bottom(&room, style_line(style->title), style->gap);
    float aspect = (float)plot->image_cols / (float)plot->image_rows;
    float high = fminf(room.h, room.w / aspect), wide = high * aspect;
    draw_image(panel, (Rect){room.x + (room.w - wide) / 2, room.y + (room.h - high) / 2, wide, high});
    if (plot->true_class < 0) return;
    char text[80];
    text_fill(panel->texts, text, sizeof text, "plot.shows", TEXT_INT("class", plot->true_class));
    draw_mark(panel->list, -1, PART_LABEL);
    draw_text_in(panel->list, FONT_TEXT, style->title,
                 (Point){words.x + words.w / 2,
                         fonts_baseline(panel->list->fonts, FONT_TEXT, style->title, words.y + words.h / 2)},
                 0.5f, words.w, panel->theme->text_dim, text);
}

void plot_image_draw(Panel *panel) {
    const ViewPlot *plot = &panel->view->plot;
    if (!plot->image || plot->image_rows < 1 || plot->image_cols < 1) {
        panel_note(panel, panel->content, text_get(panel->texts, "plot.none"));
        return;
    }
    Rect room = panel->content;
    if (panel->opens) {
        draw_large(panel, room);
        return;
    }
    if (plot->class_count) draw_caption(panel, &room);
    if (!plot->class_count) {
        draw_image(panel, room);
        return;
    }
    float aspect = (float)plot->image_cols / (float)plot->image_rows;
    bool beside = room.w > room.h * 1.1f;
    float size = beside ? fminf(room.h * aspect, room.w * 0.45f) : fminf(room.h * 0.5f, room.w / aspect);
    Rect image = beside ? rect_cut_left(&room, size, 2 * panel->style.pad)
                        : rect_cut_top(&room, size, panel->style.pad);
    draw_image(panel, image);
    draw_bars(panel, room);
}
