/* panel_place: finds room for a legend inside a plot, where it hides nothing. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "panel.h"

void obstacles_clear(Obstacles *obstacles, Rect area) {
    memset(obstacles, 0, sizeof *obstacles);
    obstacles->area = area;
}

void obstacles_add(Obstacles *obstacles, Point at) {
    Rect area = obstacles->area;
    float x = (at.x - area.x) / area.w * OBSTACLES_ACROSS, y = (at.y - area.y) / area.h * OBSTACLES_DOWN;
    if (!(x >= 0 && y >= 0 && x < OBSTACLES_ACROSS && y < OBSTACLES_DOWN)) return;
    obstacles->taken[(int)y][(int)x] = 1;
}

/* Every cell between two points; what is very long leads far out of the picture. */
static void add_segment(Obstacles *obstacles, Point a, Point b, float cell) {
    float length = fabsf(b.x - a.x) + fabsf(b.y - a.y);
    if (!isfinite(length)) return;
    int steps = length <= cell ? 1 : (int)fminf(length / cell + 1, 200);
    for (int k = 1; k <= steps; k++) {
        float t = (float)k / (float)steps;
        obstacles_add(obstacles, (Point){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
    }
}

void obstacles_add_line(Obstacles *obstacles, const PlotFrame *frame, const float *x, const float *y,
                        int count) {
    float cell = fminf(obstacles->area.w / OBSTACLES_ACROSS, obstacles->area.h / OBSTACLES_DOWN);
    Point before = {NAN, NAN};
    for (int i = 0; i < count; i++) {
        Point here = plot_at(frame, (double)x[i], (double)y[i]);
        add_segment(obstacles, before, here, cell);
        before = here;
    }
}

typedef struct Cells {
    int row, col, end_row, end_col; /* ends excluded */
} Cells;

/* Far out of the picture is just outside of it: no int would hold the cell. */
static int cell_at(float place, int count) {
    return (int)fminf(fmaxf(place, -1), (float)count + 1);
}

static Cells cells_of(const Obstacles *obstacles, Rect box) {
    Rect area = obstacles->area;
    float across = OBSTACLES_ACROSS / area.w, down = OBSTACLES_DOWN / area.h;
    return (Cells){cell_at(floorf((box.y - area.y) * down), OBSTACLES_DOWN),
                   cell_at(floorf((box.x - area.x) * across), OBSTACLES_ACROSS),
                   cell_at(ceilf((box.y + box.h - area.y) * down), OBSTACLES_DOWN),
                   cell_at(ceilf((box.x + box.w - area.x) * across), OBSTACLES_ACROSS)};
}

void obstacles_add_box(Obstacles *obstacles, Rect box) {
    Cells cells = cells_of(obstacles, box);
    for (int row = cells.row < 0 ? 0 : cells.row; row < cells.end_row && row < OBSTACLES_DOWN; row++)
        for (int col = cells.col < 0 ? 0 : cells.col; col < cells.end_col && col < OBSTACLES_ACROSS; col++)
            obstacles->taken[row][col] = 1;
}

bool obstacles_free(const Obstacles *obstacles, Rect box) {
    Cells cells = cells_of(obstacles, box);
    if (cells.row < 0 || cells.col < 0 || cells.end_row > OBSTACLES_DOWN || cells.end_col > OBSTACLES_ACROSS)
        return false;
    for (int row = cells.row; row < cells.end_row; row++)
        for (int col = cells.col; col < cells.end_col; col++)
            if (obstacles->taken[row][col]) return false;
    return true;
}

/* [row][col]: how many of the cells above row and left of col are taken. */
typedef struct Sums {
    int at[OBSTACLES_DOWN + 1][OBSTACLES_ACROSS + 1];
} Sums;

static void sum_up(const Obstacles *obstacles, Sums *sums) {
    memset(sums, 0, sizeof *sums);
    for (int row = 0; row < OBSTACLES_DOWN; row++)
        for (int col = 0; col < OBSTACLES_ACROSS; col++)
            sums->at[row + 1][col + 1] = obstacles->taken[row][col] + sums->at[row][col + 1] +
                                         sums->at[row + 1][col] - sums->at[row][col];
}

static bool is_free(const Sums *sums, int row, int col, int rows, int cols) {
    const int(*at)[OBSTACLES_ACROSS + 1] = sums->at;
    return at[row + rows][col + cols] - at[row][col + cols] - at[row + rows][col] + at[row][col] == 0;
}

/* The free place of rows × cols cells nearest to the top right corner; the left half costs more than the
 * bottom. */
static bool find(const Sums *sums, int rows, int cols, int *best_row, int *best_col) {
    int best = -1;
    for (int row = 0; row + rows <= OBSTACLES_DOWN; row++)
        for (int col = 0; col + cols <= OBSTACLES_ACROSS; col++) {
            int cost = 3 * row + 2 * (OBSTACLES_ACROSS - cols - col);
            if ((best >= 0 && cost >= best) || !is_free(sums, row, col, rows, cols)) continue;
            best = cost, *best_row = row, *best_col = col;
        }
    return best >= 0;
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
        block.column = fmaxf(block.column, legend_item_width(panel, &legend->items[i]));
    block.width = block.column * (float)cols + 2 * style->gap * (float)(cols - 1) + 2 * block.pad;
    block.height = style_line(style->small) * (float)block.rows + block.pad;
    return block;
}

static bool find_place(const Panel *panel, const Legend *legend, const Obstacles *obstacles, Rect *box) {
    Rect area = obstacles->area;
    float across = area.w / OBSTACLES_ACROSS, down = area.h / OBSTACLES_DOWN;
    int count = legend->count + (legend->more > 0);
    Sums sums;
    sum_up(obstacles, &sums);
    for (int cols = 1; cols <= count; cols++) {
        Block block = block_of(panel, legend, cols);
        if (cols > 1 && block.rows == block_of(panel, legend, cols - 1).rows) continue;
        int wide = (int)ceilf(block.width / across), high = (int)ceilf(block.height / down), row, col;
        if (block.height > area.h * 0.6f || wide > OBSTACLES_ACROSS || high > OBSTACLES_DOWN) continue;
        if (!find(&sums, high, wide, &row, &col)) continue;
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
            legend_item_draw(panel, &legend->items[i], pen, block.column);
        else
            draw_text(panel->list, FONT_TEXT, style->small, pen, panel->theme->text_dim, more);
    }
}
