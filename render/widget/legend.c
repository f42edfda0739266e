/* legend: a strip of swatches and labels above a plot, or a block of them in it. */
#include <math.h>
#include <stdio.h>

#include "legend.h"
#include "render/draw/rect.h"

void legend_add(Legend *legend, LegendShape shape, PlotPen pen, const char *label) {
    if (legend->count == LEGEND_MAX_ITEMS) {
        legend->more++;
        return;
    }
    LegendItem *item = &legend->items[legend->count++];
    item->shape = shape;
    item->pen = pen;
    snprintf(item->label, sizeof item->label, "%s", label);
}

/* Where each item stands; rows are filled from the right edge, like a paragraph set flush right. */
typedef struct LegendPlan {
    float x[LEGEND_MAX_ITEMS], width[LEGEND_MAX_ITEMS];
    int row[LEGEND_MAX_ITEMS];
    int shown, rows;
    char more[24]; /* "+3", empty: all are shown */
    float more_x;
} LegendPlan;

/* Pixels. */
static float swatch_width(const Panel *panel, const LegendItem *item) {
    bool point = item->shape == LEGEND_DISC || item->shape == LEGEND_RING;
    return roundf((point ? 8 : 16) * panel->style.unit);
}

static float text_width(const Panel *panel, const char *text) {
    return fonts_width(panel->list->fonts, FONT_TEXT, panel->style.small, text);
}

static float item_width(const Panel *panel, const LegendItem *item) {
    return swatch_width(panel, item) + panel->style.gap + text_width(panel, item->label);
}

/* A place for something `w` wide behind what is there, or in the next row; false: no row is left. */
static bool place_next(LegendPlan *plan, float *pen, float w, float gap, float room, int rows, float *x) {
    if (*pen > 0 && *pen + w > room) {
        if (plan->rows++ == rows) return false;
        *pen = 0;
    }
    *x = *pen;
    *pen += w + gap;
    return true;
}

/* Tries to place the first `shown` items, and "+n", in `rows` rows. */
static bool place(const Panel *panel, const Legend *legend, float room, int shown, int rows,
                  LegendPlan *plan) {
    *plan = (LegendPlan){.shown = shown, .rows = 1};
    int hidden = legend->count - shown + legend->more;
    float pen = 0, gap = roundf(2.2f * panel->style.gap);
    for (int i = 0; i < shown; i++) {
        const LegendItem *item = &legend->items[i];
        float w = item_width(panel, item);
        if (!place_next(plan, &pen, w, gap, room, rows, &plan->x[i])) return false;
        plan->row[i] = plan->rows - 1;
        plan->width[i] = fminf(w, room);
    }
    if (!hidden) return true;
    snprintf(plan->more, sizeof plan->more, "+%d", hidden);
    return place_next(plan, &pen, text_width(panel, plan->more), gap, room, rows, &plan->more_x);
}

/* How far a row is moved right so that it ends at the strip's right end. */
static float row_shift(const Panel *panel, const LegendPlan *plan, int row, float width) {
    float end = 0;
    for (int i = 0; i < plan->shown; i++)
        if (plan->row[i] == row) end = plan->x[i] + plan->width[i];
    if (plan->more[0] && row == plan->rows - 1) end = plan->more_x + text_width(panel, plan->more);
    return fmaxf(0, width - end);
}

static void draw_swatch(Panel *panel, const LegendItem *item, float x, float middle) {
    float width = swatch_width(panel, item), radius = 3.2f * panel->style.unit;
    const PlotPen *pen = &item->pen;
    bool filled = item->shape == LEGEND_BAND || item->shape == LEGEND_DISC;
    Color fill = filled ? pen->ink : (Color){0}, stroke = filled ? (Color){0} : pen->ink;
    float line = filled ? 0 : pen->width;
    if (item->shape == LEGEND_LINE)
        draw_line(panel->list, (Point[]){{x, middle}, {x + width, middle}}, 2, pen->ink, pen->width,
                  pen->dash, pen->gap);
    else if (item->shape == LEGEND_BAND || item->shape == LEGEND_FRAME)
        draw_rect(panel->list, (Rect){x, middle - radius, width, 2 * radius}, 0, fill, stroke, line);
    else
        draw_disc(panel->list, (Point){x + width / 2, middle}, radius, fill, stroke, line);
}

static void item_draw(Panel *panel, const LegendItem *item, Point baseline, float width) {
    const Style *style = &panel->style;
    float ascent = fonts_ascent(panel->list->fonts, FONT_TEXT, style->small);
    float text = swatch_width(panel, item) + style->gap;
    draw_swatch(panel, item, baseline.x, baseline.y - ascent / 2);
    draw_text_in(panel->list, FONT_TEXT, style->small, (Point){baseline.x + text, baseline.y}, 0,
                 width - text + 1, panel->theme->text_dim, item->label);
}

void legend_draw_above(Panel *panel, Rect *room, const Legend *legend, int most_rows) {
    const Style *style = &panel->style;
    if (legend->count + legend->more == 0) return;
    LegendPlan plan;
    int shown = legend->count;
    while (!place(panel, legend, room->w, shown, most_rows, &plan) && shown > 0) shown--;
    float line = style_line(style->small), ascent = fonts_ascent(panel->list->fonts, FONT_TEXT, style->small);
    Rect strip = rect_cut_top(room, line * (float)plan.rows, style->gap);
    float baseline = strip.y + roundf((line + ascent) / 2);
    draw_mark(panel->list, -1, PART_LABEL);
    for (int i = 0; i < plan.shown; i++) {
        float y = baseline + line * (float)plan.row[i];
        float x = strip.x + plan.x[i] + row_shift(panel, &plan, plan.row[i], strip.w);
        item_draw(panel, &legend->items[i], (Point){x, y}, plan.width[i]);
    }
    if (!plan.more[0]) return;
    float x = strip.x + plan.more_x + row_shift(panel, &plan, plan.rows - 1, strip.w);
    draw_text(panel->list, FONT_TEXT, style->small, (Point){x, baseline + line * (float)(plan.rows - 1)},
              panel->theme->text_dim, plan.more);
}

/* Columns of equal width; all items, and "+n" as one more. */
typedef struct Block {
    int cols, rows;
    float column, width, height, pad;
} Block;

static Block block_of(const Panel *panel, const Legend *legend, int cols) {
    const Style *style = &panel->style;
    int count = legend->count + (legend->more > 0);
    Block block = {.cols = cols, .rows = (count + cols - 1) / cols, .pad = style->gap};
    for (int i = 0; i < legend->count; i++)
        block.column = fmaxf(block.column, item_width(panel, &legend->items[i]));
    block.width = block.column * (float)cols + 2 * style->gap * (float)(cols - 1) + 2 * block.pad;
    block.height = style_line(style->small) * (float)block.rows + block.pad;
    return block;
}

static bool find_place(const Panel *panel, const Legend *legend, const Obstacles *obstacles, Rect *box) {
    Rect area = obstacles->area;
    float across = area.w / OBSTACLES_ACROSS, down = area.h / OBSTACLES_DOWN;
    int count = legend->count + (legend->more > 0);
    for (int cols = 1; cols <= count; cols++) {
        Block block = block_of(panel, legend, cols);
        if (cols > 1 && block.rows == block_of(panel, legend, cols - 1).rows) continue;
        int wide = (int)ceilf(block.width / across), high = (int)ceilf(block.height / down), row, col;
        if (block.height > area.h * 0.6f || wide > OBSTACLES_ACROSS || high > OBSTACLES_DOWN) continue;
        if (!obstacles_place(obstacles, high, wide, &row, &col)) continue;
        *box = (Rect){area.x + (float)(col + wide) * across - block.width, area.y + (float)row * down,
                      block.width, block.height};
        return true;
    }
    return false;
}

bool legend_find_place(const Panel *panel, const Legend *legend, const Obstacles *fixed,
                       const Obstacles *moving, Rect *box) {
    if (!find_place(panel, legend, fixed, box)) return false;
    if (obstacles_free(moving, *box)) return true;
    Obstacles both = *fixed;
    for (int row = 0; row < OBSTACLES_DOWN; row++)
        for (int col = 0; col < OBSTACLES_ACROSS; col++) both.taken[row][col] |= moving->taken[row][col];
    find_place(panel, legend, &both, box); /* else it stays */
    return true;
}

void legend_draw_inside(Panel *panel, const Legend *legend, Rect box) {
    const Style *style = &panel->style;
    int cols = 1;
    while (cols < legend->count && block_of(panel, legend, cols).width + 0.5f < box.w) cols++;
    Block block = block_of(panel, legend, cols);
    float line = style_line(style->small), ascent = fonts_ascent(panel->list->fonts, FONT_TEXT, style->small);
    panel_plate(panel, box);
    for (int i = 0; i < legend->count + (legend->more > 0); i++) {
        Point pen = {box.x + block.pad + (block.column + 2 * style->gap) * (float)(i / block.rows),
                     roundf(box.y + block.pad / 2 + line * (float)(i % block.rows) + (line + ascent) / 2)};
        char more[24];
        snprintf(more, sizeof more, "+%d", legend->more);
        if (i < legend->count)
            item_draw(panel, &legend->items[i], pen, block.column);
        else
            draw_text(panel->list, FONT_TEXT, style->small, pen, panel->theme->text_dim, more);
    }
}
