/* matrix_grid: cells, the numbers in them, heads, and a frame around the row and the column that are used. */
#include "matrix_grid.h"

#include <math.h>
#include <stdio.h>

#include "render/widget/number.h"
#include "render/widget/other.h"

#define LINE 1.75f /* height of a cell in the em of its number */

MatrixGrid matrix_grid_make(DrawList *list, const View *view, const Style *style, int slot, bool transposed) {
    const Slot *it = &view->program->slots[slot];
    return (MatrixGrid){.list = list,
                        .view = view,
                        .style = style,
                        .slot = slot,
                        .transposed = transposed,
                        .known = view->known[slot],
                        .all_rows = transposed ? it->cols : it->rows,
                        .all_cols = transposed ? it->rows : it->cols,
                        .lit_row = -1,
                        .lit_col = -1};
}

static float advance(const MatrixGrid *grid, float size) {
    return fonts_advance(grid->list->fonts, FONT_NUMBER, size, '0');
}

static int int_width(int number) {
    char text[16];
    return snprintf(text, sizeof text, "%d", number);
}

void matrix_grid_measure(MatrixGrid *grid, float size, float heads, int digits) {
    float gap = grid->style->gap;
    grid->digits = digits;
    grid->size = size;
    grid->heads = heads;
    grid->cell_w = roundf(advance(grid, size) * (float)digits + 7 * grid->style->unit);
    grid->cell_h = roundf(size * LINE);
    grid->head_w = grid->all_rows > 1
                       ? roundf((float)int_width(grid->all_rows - 1) * advance(grid, heads) + 2 * gap)
                       : 0;
    grid->head_h = grid->all_cols > 1 ? roundf(heads * 1.7f) : 0;
}

int matrix_grid_first(int wanted, int shown, int count) {
    if (shown >= count) return 0;
    int first = wanted / shown * shown;
    return first + shown > count ? count - shown : first < 0 ? 0 : first;
}

float matrix_grid_element(const MatrixGrid *grid, int row, int col) {
    int i = grid->transposed ? col : row, j = grid->transposed ? row : col;
    float other;
    if (grid->before) return grid->view->before[i * grid->view->program->slots[grid->slot].cols + j];
    if (grid->other && view_other_element(grid->view, grid->slot, i, j, &other)) return other;
    return view_element(grid->view, grid->slot, i, j);
}

/* A row of the page. */
static Rect row_rect(const MatrixGrid *grid, int row) {
    return (Rect){grid->area.x + (float)(row / grid->lines) * grid->block,
                  grid->area.y + (float)(row % grid->lines) * grid->cell_h, grid->area.w, grid->cell_h};
}

static bool is_lit(const MatrixGrid *grid, int row, int col) {
    return !grid->dims ||
           ((grid->lit_row < 0 || row == grid->lit_row) && (grid->lit_col < 0 || col == grid->lit_col));
}

static Color ink_of(const MatrixGrid *grid, int row, int col, float value) {
    const Theme *theme = grid->style->theme;
    return !isfinite(value) ? theme->bad : is_lit(grid, row, col) ? theme->text : theme->text_dim;
}

/* As strongly coloured as the number on it stays readable. */
static Color ground_of(const MatrixGrid *grid, int row, int col) {
    const Theme *theme = grid->style->theme;
    float value = matrix_grid_element(grid, row, col);
    Color heat = theme_heat(theme, value, grid->view->scale[grid->slot]);
    if (grid->size <= 0) return heat;
    Color ink = ink_of(grid, row, col, value);
    for (int percent = is_lit(grid, row, col) ? 38 : 20; percent > 6; percent -= 6) {
        Color ground = color_mix(theme->panel, heat, (float)percent / 100);
        if (theme_contrast(ink, ground) >= 4.6) return ground;
    }
    return theme->panel;
}

/* All digits, the sign in a place of its own; or where that is too wide, few of them, at the cell's right end. */
static void draw_number(const MatrixGrid *grid, Rect row, int i, int j) {
    float value = matrix_grid_element(grid, i, j), x = row.x + (float)(j - grid->first_col) * grid->cell_w;
    float size = grid->size,
          baseline = fonts_baseline(grid->list->fonts, FONT_NUMBER, size, row.y + row.h / 2);
    float pad = (grid->cell_w - advance(grid, size) * (float)grid->digits) / 2;
    Color ink = ink_of(grid, i, j, value);
    if (grid->digits == NUMBER_CELLS) {
        number_draw(grid->list, grid->view, FONT_NUMBER, size, (Point){roundf(x + pad), baseline}, ink,
                    (double)value);
        return;
    }
    char text[32];
    number_short(grid->view->texts, (double)value, false, grid->digits, text, sizeof text);
    draw_text_in(grid->list, FONT_NUMBER, size, (Point){roundf(x + grid->cell_w - pad), baseline}, 1, 0, ink,
                 text);
}

static void draw_cells_and_numbers(const MatrixGrid *grid) {
    enum { ROW = 1024 };
    Color colors[ROW];
    int cols = grid->cols > ROW ? ROW : grid->cols;
    for (int i = 0; i < grid->rows; i++) {
        Rect row = row_rect(grid, i);
        for (int j = 0; j < cols; j++) colors[j] = ground_of(grid, grid->first_row + i, grid->first_col + j);
        draw_mark(grid->list, grid->slot, PART_HEAT);
        draw_cells(grid->list, row, 1, cols, colors);
        if (grid->size <= 0) continue;
        grid->list->mark.role = PART_NUMBER;
        for (int j = 0; j < cols; j++) draw_number(grid, row, grid->first_row + i, grid->first_col + j);
    }
}

/* A corner in each cell that is another number in the other run. */
static void draw_differences(const MatrixGrid *grid) {
    float size = fminf(0.3f * grid->cell_h, 8 * grid->style->unit);
    if (grid->view->other.slots == NULL) return;
    draw_mark(grid->list, grid->slot, PART_HEAT);
    for (int i = 0; i < grid->rows; i++)
        for (int j = 0; j < grid->cols; j++) {
            int row = grid->first_row + i, col = grid->first_col + j;
            if (!view_element_differs(grid->view, grid->slot, grid->transposed ? col : row,
                                      grid->transposed ? row : col))
                continue;
            Rect cell = row_rect(grid, i);
            cell.x += (float)j * grid->cell_w;
            cell.w = grid->cell_w;
            other_corner(grid->list, grid->style->theme, cell, size);
        }
}

/* Every so many rows or columns has its number, so that they do not touch. */
static int head_step(float cell, float need) {
    return cell >= need ? 1 : (int)ceilf(need / cell);
}

static void draw_head(const MatrixGrid *grid, Point at, float align, int number, bool strong) {
    const Theme *theme = grid->style->theme;
    char text[16];
    snprintf(text, sizeof text, "%d", number);
    draw_mark(grid->list, -1, PART_LABEL);
    draw_text_in(grid->list, strong ? FONT_NUMBER_BOLD : FONT_NUMBER, grid->heads, at, align, 0,
                 strong ? theme->text : theme->text_dim, text);
}

static void draw_row_heads(const MatrixGrid *grid) {
    int step = head_step(grid->cell_h, grid->heads * 1.2f);
    for (int i = 0; i < grid->rows && grid->head_w > 0; i++) {
        if (i % grid->lines % step != 0) continue;
        Rect rect = row_rect(grid, i);
        float middle = rect.y + rect.h / 2;
        Point at = {rect.x - grid->style->gap,
                    fonts_baseline(grid->list->fonts, FONT_NUMBER, grid->heads, middle)};
        draw_head(grid, at, 1, grid->first_row + i, grid->first_row + i == grid->lit_row);
    }
}

/* Over each block. */
static void draw_column_heads(const MatrixGrid *grid) {
    float need = ((float)int_width(grid->all_cols - 1) + 1) * advance(grid, grid->heads);
    int step = head_step(grid->cell_w, need);
    for (int i = 0; i < grid->rows && grid->head_h > 0; i += grid->lines)
        for (int j = 0; j < grid->cols; j += step) {
            Rect top = row_rect(grid, i);
            Point at = {top.x + ((float)j + 0.5f) * grid->cell_w, top.y - grid->style->gap};
            draw_head(grid, at, 0.5f, grid->first_col + j, grid->first_col + j == grid->lit_col);
        }
}

/* The element, or the row or column that it is made of; nothing where that is not on the page, or is all of it. */
static void draw_lit(const MatrixGrid *grid) {
    int i = grid->lit_row - grid->first_row, j = grid->lit_col - grid->first_col;
    bool row = grid->lit_row >= 0, col = grid->lit_col >= 0;
    if ((row && (i < 0 || i >= grid->rows)) || (col && (j < 0 || j >= grid->cols)) || (!row && !col)) return;
    draw_mark(grid->list, grid->slot, PART_NODE);
    for (int first = row ? i : 0; first < (row ? i + 1 : grid->rows); first += grid->lines) {
        Rect lit = row_rect(grid, first); /* of a column: its part in each block */
        int rows = grid->rows - first < grid->lines ? grid->rows - first : grid->lines;
        if (!row) lit.h *= (float)rows;
        if (col) lit.x += (float)j * grid->cell_w, lit.w = grid->cell_w;
        draw_outline(grid->list, lit, 2 * grid->style->unit, grid->style->theme->now, grid->style->thick);
    }
}

static void draw_unknown(const MatrixGrid *grid) {
    const Style *style = grid->style;
    const char *text = text_get(grid->view->texts, "matrix.unknown");
    Rect area = grid->area;
    draw_mark(grid->list, grid->slot, PART_HEAT);
    number_draw_unknown(grid->list, grid->view, style, grid->slot, area);
    if (grid->view->question.slot == grid->slot) return; /* its mark says it */
    bool room = fonts_width(grid->list->fonts, FONT_TEXT, style->body, text) + style->gap < area.w;
    Point at = {area.x + area.w / 2,
                fonts_baseline(grid->list->fonts, FONT_TEXT, style->body, area.y + area.h / 2)};
    draw_mark(grid->list, -1, PART_LABEL);
    draw_text_in(grid->list, FONT_TEXT, style->body, at, 0.5f, 0, style->theme->text_dim, room ? text : "–");
}

void matrix_grid_draw(const MatrixGrid *grid) {
    if (!grid->known) {
        draw_unknown(grid);
        return;
    }
    draw_cells_and_numbers(grid);
    draw_differences(grid);
    draw_row_heads(grid);
    draw_column_heads(grid);
    draw_lit(grid);
}
