/* edge_cells: values as cells: a matrix, the chosen picture, and the weights that meet it as masks. */
#include <math.h>

#include "edge_parts.h"
#include "render/draw/rect.h"
#include "render/widget/heat.h"

enum { MOST_PIXELS = 4096, MASKS = 4 };

void edge_cells_draw(const Edge *edge) {
    const Slot *what = &edge->view->program->slots[edge->slot];
    int row, col;
    view_chosen(edge->view, edge->slot, &row, &col);
    heat_draw(edge->list, edge->view, edge->style, edge->slot, edge->area);
    float w = edge->area.w / (float)what->cols, h = edge->area.h / (float)what->rows;
    float least = 5 * edge->unit, wide = fmaxf(w, least), high = fmaxf(h, least);
    Rect ring = {edge->area.x + fminf(w * (float)col, edge->area.w - wide),
                 edge->area.y + fminf(h * (float)row, edge->area.h - high), wide, high};
    draw_outline(edge->list, ring, 0, edge->style->theme->text, fmaxf(1, edge->unit));
}

/* The largest place for a picture in the middle of an area. */
static Rect picture_place(const Edge *edge, Rect area) {
    float rows = (float)edge->view->samples.image_rows, cols = (float)edge->view->samples.image_cols;
    float cell = fminf(area.w / cols, area.h / rows);
    if (cell > 1) cell = floorf(cell);
    return (Rect){roundf(area.x + (area.w - cell * cols) / 2), roundf(area.y + (area.h - cell * rows) / 2),
                  cell * cols, cell * rows};
}

void edge_cells_picture(const Edge *edge) {
    const View *view = edge->view;
    const Theme *theme = edge->style->theme;
    int rows = view->samples.image_rows, cols = view->samples.image_cols, row, col;
    Color cells[MOST_PIXELS];
    view_chosen(view, edge->slot, &row, &col);
    if (rows * cols > MOST_PIXELS || rows * cols > view->program->slots[edge->slot].cols) return;
    float scale = view->scale[edge->slot];
    for (int k = 0; k < rows * cols; k++)
        cells[k] =
            color_mix(theme->plot, theme->text, fmaxf(0, view_element(view, edge->slot, row, k) / scale));
    draw_cells(edge->list, picture_place(edge, edge->area), rows, cols, cells);
}

static void draw_mask(const Edge *edge, int col, Rect area, bool chosen) {
    const View *view = edge->view;
    int rows = view->samples.image_rows, cols = view->samples.image_cols;
    Color cells[MOST_PIXELS];
    Rect place = picture_place(edge, area);
    if (rows * cols > MOST_PIXELS) return;
    for (int k = 0; k < rows * cols; k++)
        cells[k] =
            theme_heat(edge->style->theme, view_element(view, edge->slot, k, col), view->scale[edge->slot]);
    draw_cells(edge->list, place, rows, cols, cells);
    if (chosen) draw_outline(edge->list, place, 0, edge_ink_bright(edge), fmaxf(1, edge->unit));
}

static double mask_strength(const Edge *edge, int col) {
    double sum = 0;
    for (int k = 0; k < edge->view->program->slots[edge->slot].rows; k++)
        sum += pow((double)view_element(edge->view, edge->slot, k, col), 2);
    return sum;
}

/* The selected mask and the strongest of the others, as many as there is room for. */
void edge_cells_masks(const Edge *edge) {
    int cols = edge->view->program->slots[edge->slot].cols, row, col, strongest[MASKS] = {0}, count = 1;
    double strength[MASKS] = {0};
    view_chosen(edge->view, edge->slot, &row, &col);
    float aspect = (float)edge->view->samples.image_cols / (float)edge->view->samples.image_rows;
    int most = (int)fminf(MASKS, fmaxf(1, edge->area.w / (edge->area.h * aspect)));
    strongest[0] = col;
    for (int j = 0; j < cols; j++) {
        double own = j != col ? mask_strength(edge, j) : -1;
        int at = count < most ? count++ : most;
        if (j == col) {
            if (at == count - 1 && at > 0) count--;
            continue;
        }
        while (at > 1 && strength[at - 1] < own) {
            if (at < most) strongest[at] = strongest[at - 1], strength[at] = strength[at - 1];
            at--;
        }
        if (at > 0 && at < most) strongest[at] = j, strength[at] = own;
    }
    float step = edge->area.w / (float)count;
    for (int n = 0; n < count; n++)
        draw_mask(edge, strongest[n],
                  (Rect){edge->area.x + step * (float)n, edge->area.y, step - edge->unit, edge->area.h},
                  n == 0);
}
