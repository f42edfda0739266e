/* The room render/matrix: the matrix view: numbers in full.

   matrix_view: the operation that makes the selected value; of what is given the numbers as a grid, or as many of them
   as have room, and beside them those of the other run. */
#include <math.h>
#include <stdio.h>

#include "matrix_operation.h"
#include "render/typeset/formula_view.h"
#include "render/widget/heat.h"
#include "render/widget/number.h"

enum { FEWEST_LINES = 4 }; /* large text leaves so many under each other */
#define LINE        1.75f  /* height of a cell in the em of its number, as matrix_grid has it */
#define MOST_NUMBER 1.8f   /* a matrix of few numbers shows them so much larger than usual */

typedef struct MatrixPicture {
    DrawList *list;
    const View *view;
    const SceneOptions *options;
    Style style;
    MatrixGrid grid;
} MatrixPicture;

static float number_advance(const MatrixPicture *picture, float size) {
    return fonts_advance(picture->list->fonts, FONT_NUMBER, size, '0');
}

/* The largest size, down to the least, at which all columns have room; above the usual, all rows too. */
static float number_size(const MatrixPicture *picture, float wide, float high) {
    const MatrixGrid *grid = &picture->grid;
    const Style *style = &picture->style;
    float lines = fmaxf(14 * style->unit, high / (FEWEST_LINES * LINE));
    float usual = fmaxf(fminf(style->number, floorf(lines)), style->least),
          size = roundf(MOST_NUMBER * usual);
    if (picture->view->other.slots != NULL) size = usual; /* there are two of them */
    while (size > usual && size * LINE * (float)grid->all_rows > high) size -= 1;
    while (size > style->least &&
           (number_advance(picture, size) * NUMBER_CELLS + 7 * style->unit) * (float)grid->all_cols > wide)
        size -= 1;
    return size;
}

/* As large as there is room, and as the learner's zoom makes it: too small for numbers, it is shades. */
static void matrix_size(MatrixPicture *picture, Rect room) {
    const Style *style = &picture->style;
    MatrixGrid *grid = &picture->grid;
    float heads = fmaxf(fminf(style->small, floorf(fmaxf(12 * style->unit, room.h / 12))), style->least);
    matrix_grid_measure(grid, style->least, heads, NUMBER_CELLS);
    float size = number_size(picture, room.w - grid->head_w, room.h - grid->head_h);
    size = roundf(size * picture->options->zoom);
    matrix_grid_measure(grid, size, heads, NUMBER_CELLS);
    if (size >= style->least) return;
    grid->size = 0;
    grid->cell_w = fmaxf(grid->cell_w * 0.5f, 3);
    grid->cell_h = fmaxf(grid->cell_h * 0.7f, 3);
}

static void matrix_page(MatrixPicture *picture, Rect room) {
    MatrixGrid *grid = &picture->grid;
    float gap = picture->style.gap;
    int rows = (int)((room.h - grid->head_h) / grid->cell_h),
        cols = (int)((room.w - grid->head_w) / grid->cell_w);
    grid->cols = cols < 1 ? 1 : cols > grid->all_cols ? grid->all_cols : cols;
    grid->lines = rows < 1 ? 1 : rows > grid->all_rows ? grid->all_rows : rows;
    grid->block = grid->head_w + (float)grid->cols * grid->cell_w + 3 * gap;
    int blocks = (int)((room.w + 3 * gap) / grid->block);
    bool alone = picture->view->other.slots == NULL; /* else the other run's numbers stand there */
    blocks = blocks < 1 || !alone || grid->cols < grid->all_cols ? 1 : blocks;
    int places = grid->lines * blocks;
    grid->rows = places > grid->all_rows ? grid->all_rows : places;
    grid->first_row = matrix_grid_first(picture->options->first_row, grid->rows, grid->all_rows);
    grid->first_col = matrix_grid_first(picture->options->first_col, grid->cols, grid->all_cols);
    grid->area = (Rect){room.x + grid->head_w, room.y + grid->head_h, (float)grid->cols * grid->cell_w,
                        (float)grid->lines * grid->cell_h};
}

static bool is_whole(const MatrixGrid *grid) {
    return grid->rows == grid->all_rows && grid->cols == grid->all_cols;
}

/* The whole value beside its page, with a frame around what the page shows. */
static void draw_overview(MatrixPicture *picture, Rect area) {
    const MatrixGrid *grid = &picture->grid;
    float scale = fminf(area.w / (float)grid->all_cols, area.h / (float)grid->all_rows);
    float least = 10 * picture->style.unit;
    Rect whole = {area.x, area.y, fminf(fmaxf((float)grid->all_cols * scale, least), area.w),
                  fminf(fmaxf((float)grid->all_rows * scale, least), area.h)};
    whole.x = roundf(area.x + area.w - whole.w);
    whole.w = roundf(whole.w);
    whole.h = roundf(whole.h);
    heat_draw(picture->list, picture->view, &picture->style, grid->slot, whole);
    float x = whole.w / (float)grid->all_cols, y = whole.h / (float)grid->all_rows;
    Rect page = {whole.x + (float)grid->first_col * x, whole.y + (float)grid->first_row * y,
                 (float)grid->cols * x, fmaxf((float)grid->rows * y, 2)};
    draw_outline(picture->list, page, 1, picture->style.theme->text, fmaxf(1.5f, 1.5f * picture->style.unit));
}

/* "rows 0 … 19, columns 0 … 7" at the right end, where there is room. */
static void draw_page(MatrixPicture *picture, Point right, float room) {
    const MatrixGrid *grid = &picture->grid;
    const Style *style = &picture->style;
    char text[160];
    text_fill(picture->view->texts, text, sizeof text, "matrix.page", TEXT_INT("row", grid->first_row),
              TEXT_INT("last_row", grid->first_row + grid->rows - 1), TEXT_INT("col", grid->first_col),
              TEXT_INT("last_col", grid->first_col + grid->cols - 1));
    if (fonts_width(picture->list->fonts, FONT_TEXT, style->small, text) > room) return;
    draw_text_in(picture->list, FONT_TEXT, style->small, right, 1, 0, style->theme->text_dim, text);
}

/* "W₁  64×32": name and shape, and at the right which part is shown. Returns where name and shape end. */
static float draw_title(MatrixPicture *picture, Rect area) {
    const View *view = picture->view;
    const Style *style = &picture->style;
    const MatrixGrid *grid = &picture->grid;
    Math math;
    view_slot_math(view, grid->slot, &math);
    FormulaStyle form = {.theme = style->theme, .size = style->heading, .max_width = area.w / 2};
    Point at = {area.x, roundf(area.y + style->heading)};
    draw_mark(picture->list, grid->slot, PART_LABEL);
    float width = formula_draw(picture->list, &form, &math, at).width;
    char shape[32];
    number_shape(&view->program->slots[grid->slot], shape, sizeof shape);
    at.x += width + 2 * style->gap;
    float end =
        at.x + draw_text(picture->list, FONT_NUMBER, style->number, at, style->theme->text_dim, shape);
    at.x = area.x + area.w;
    if (!is_whole(grid) && grid->known) draw_page(picture, at, at.x - end - style->pad);
    return end;
}

/* The numbers of the other run at the right of these, in the same shades, where all of both have room. */
static void draw_other(const MatrixPicture *picture, Rect head, Rect inside, float title) {
    const View *view = picture->view;
    const Style *style = &picture->style;
    MatrixGrid other = picture->grid;
    float ignored, end = inside.x + inside.w;
    other.other = true;
    other.area.x = roundf(fmaxf(title, other.area.x + other.area.w) + 3 * style->pad + other.head_w);
    float name = fonts_width(picture->list->fonts, FONT_TEXT, style->body, view->other.name);
    if (other.area.x + fmaxf(other.area.w, name) > end) return;
    if (!view_other_element(view, other.slot, 0, 0, &ignored)) return;
    Point at = {other.area.x, roundf(head.y + style->heading)};
    draw_mark(picture->list, -1, PART_LABEL);
    draw_text(picture->list, FONT_TEXT, style->body, at, style->theme->text, view->other.name);
    matrix_grid_draw(&other);
}

/* One matrix, in two runs where there is another. */
static void draw_alone(MatrixPicture *picture, Rect inside) {
    const View *view = picture->view;
    const Style *style = &picture->style;
    MatrixGrid *grid = &picture->grid;
    Rect head = rect_cut_top(&inside, style_line(style->heading), style->gap), beside = inside;
    Rect overview = rect_cut_right(&beside, 56 * style->unit, style->pad);
    *grid = matrix_grid_make(picture->list, view, style, view->selection.slot, false);
    grid->lit_row = view->selection.row;
    grid->lit_col = view->selection.col;
    matrix_size(picture, inside);
    matrix_page(picture, inside);
    bool whole = is_whole(grid);
    if (!whole) {
        matrix_size(picture, beside);
        matrix_page(picture, beside);
    }
    float title = draw_title(picture, head);
    if (!grid->known) {
        grid->area = inside;
        matrix_grid_draw(grid);
        return;
    }
    matrix_grid_draw(grid);
    if (!whole) {
        draw_overview(picture, overview);
        inside.w = beside.w * 0.65f; /* over the rest stands which page it is */
    }
    if (view->other.slots != NULL) draw_other(picture, head, inside, title);
}

void matrix_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    MatrixPicture picture = {
        .list = list, .view = view, .options = options, .style = style_main(list, options, area)};
    style_legible(&picture.style, list);
    style_panel(list, &picture.style, PANEL_MAIN, area);
    Rect inside = rect_inset(area, picture.style.pad, picture.style.pad * 0.8f);
    if (rect_empty(inside) || view->selection.slot < 0) return;
    if (matrix_operation_is(view) && view->other.slots == NULL)
        matrix_operation_draw(list, view, options, &picture.style, inside);
    else
        draw_alone(&picture, inside);
}
