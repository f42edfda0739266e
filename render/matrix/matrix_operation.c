/* matrix_operation: A · B = C: operands and result beside each other, with names, shapes and signs.

       name  shape      name  shape      name  shape
       ┌─┬─┬─┬─┐        ┌─┬─┐            ┌─┬─┐
       │ │ │ │ │   ·    │ │ │     =      │ │ │       middles at one height
       └─┴─┴─┴─┘        └─┴─┘            └─┴─┘ */
#include "matrix_operation.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "render/typeset/formula_view.h"
#include "render/typeset/typeset.h"
#include "render/widget/number.h"
#include "render/widget/panel.h"

enum { SHORT_DIGITS = 6, FEWEST_LINES = 4 }; /* large text leaves so many under each other */
#define LINE        1.75f /* height of a cell in the em of its number, as matrix_grid has it */
#define MOST_NUMBER 1.8f  /* few numbers are so much larger than usual */
#define SIGN        1.5f  /* em of a sign in the em of names */

typedef struct Operand {
    MatrixGrid grid;
    const char *sign; /* before it */
    float sign_w;
    Math name;
    char shape[32];
    float name_w, label_w;
} Operand;

typedef struct Operation {
    const View *view;
    const Style *style;
    Operand operands[VIEW_MAX_OPERANDS + 1];
    int count;
    Rect room;     /* of all */
    float label_h; /* of names */
} Operation;

bool matrix_operation_is(const View *view) {
    return view->explanation.operand_count > 1;
}

static FormulaStyle name_style(const Operation *operation) {
    return (FormulaStyle){.theme = operation->style->theme,
                          .size = operation->style->heading,
                          .max_width = operation->room.w / 4};
}

static void operand_add(Operation *operation, DrawList *list, const ViewOperand *source) {
    const Style *style = operation->style;
    int number = operation->count++;
    Operand *operand = &operation->operands[number];
    MatrixGrid *grid = &operand->grid;
    *grid = matrix_grid_make(list, operation->view, style, source->slot, source->transposed);
    grid->known = grid->known && !source->hidden;
    grid->lit_row = source->row;
    grid->lit_col = source->col;
    grid->dims = true;
    operand->sign = source->sign;
    float wide = fonts_width(list->fonts, FONT_MATH, SIGN * style->heading, source->sign);
    operand->sign_w = number > 0 ? wide + 4 * style->gap : 0;
    view_slot_math(operation->view, source->slot, &operand->name);
    if (source->transposed) panel_append_script(&operand->name, MATH_POWER, "T", true);
    snprintf(operand->shape, sizeof operand->shape, "%d×%d", grid->all_rows, grid->all_cols);
    FormulaStyle form = name_style(operation);
    operand->name_w = formula_measure(list->fonts, &form, &operand->name).width;
    operand->label_w =
        operand->name_w + style->gap + fonts_width(list->fonts, FONT_NUMBER, style->small, operand->shape);
}

static const Instr *find_update(const View *view, int slot) {
    for (const Instr *i = NULL; (i = program_next(view->program, PHASE_UPDATE, -1, i)) != NULL;)
        if (i->dst == slot) return i;
    return NULL;
}

/* An update begins with what it has written over, which the formula calls by the result's name. */
static void add_before(Operation *operation, DrawList *list) {
    const View *view = operation->view;
    const Explanation *explanation = &view->explanation;
    ViewOperand old = explanation->operands[explanation->operand_count - 1];
    if (view->before == NULL || old.slot != view->selection.slot || old.hidden) return;
    operand_add(operation, list, &old);
    operation->operands[0].grid.before = true;
}

/* What joins the old numbers to the gradient. */
static void join_before(Operation *operation) {
    const Instr *update = find_update(operation->view, operation->view->selection.slot);
    if (operation->count < 2 || !operation->operands[0].grid.before || update == NULL) return;
    Operand *gradient = &operation->operands[1];
    const Style *style = operation->style;
    gradient->sign = strcmp(program_op_name(update), "sgd") == 0 ? "− lr ·" : ",";
    gradient->sign_w =
        fonts_width(gradient->grid.list->fonts, FONT_MATH, SIGN * style->heading, gradient->sign) +
        4 * style->gap;
}

static int block_count(const MatrixGrid *grid) {
    return (grid->rows + grid->lines - 1) / grid->lines;
}

/* Of the blocks on its page, with heads; and of its label, whichever is more. */
static float operand_width(const Operand *operand) {
    const MatrixGrid *grid = &operand->grid;
    float block = grid->head_w + (float)grid->cols * grid->cell_w, gap = 3 * grid->style->gap;
    int blocks = block_count(grid);
    return fmaxf((float)blocks * block + (float)(blocks - 1) * gap, operand->label_w);
}

static float operation_width(const Operation *operation) {
    float width = 0;
    for (int i = 0; i < operation->count; i++)
        width += operation->operands[i].sign_w + operand_width(&operation->operands[i]);
    return width;
}

static float operation_height(const Operation *operation) {
    float height = 0;
    for (int i = 0; i < operation->count; i++) {
        const MatrixGrid *grid = &operation->operands[i].grid;
        height = fmaxf(height, grid->head_h + (float)grid->lines * grid->cell_h);
    }
    return height + operation->label_h;
}

static bool fits(const Operation *operation) {
    return operation_width(operation) <= operation->room.w &&
           operation_height(operation) <= operation->room.h;
}

static void show_one(MatrixGrid *grid) {
    grid->rows = grid->lines = grid->cols = 1;
}

/* All rows and columns in that size. */
static bool whole_fits(Operation *operation, float size, int digits) {
    for (int i = 0; i < operation->count; i++) {
        MatrixGrid *grid = &operation->operands[i].grid;
        matrix_grid_measure(grid, size, fminf(size, operation->style->small), digits);
        grid->rows = grid->lines = grid->all_rows;
        grid->cols = grid->all_cols;
    }
    return fits(operation);
}

/* The longest side grows first, as long as all have room: shorter ones are then whole. */
static bool grow(Operation *operation, bool columns) {
    MatrixGrid *least = NULL;
    for (int i = 0; i < operation->count; i++) {
        MatrixGrid *grid = &operation->operands[i].grid;
        int *shown = columns ? &grid->cols : &grid->lines, all = columns ? grid->all_cols : grid->all_rows;
        if (*shown >= all) continue;
        *shown += 1;
        grid->rows = grid->lines;
        bool room = fits(operation);
        *shown -= 1;
        grid->rows = grid->lines;
        if (room && (least == NULL || *shown < (columns ? least->cols : least->lines))) least = grid;
    }
    if (least == NULL) return false;
    *(columns ? &least->cols : &least->lines) += 1;
    least->rows = least->lines;
    return true;
}

/* What is long goes on beside itself: all that are as long as the longest, while all have room. */
static void add_blocks(Operation *operation) {
    int longest = 0;
    for (int i = 0; i < operation->count; i++)
        if (operation->operands[i].grid.all_rows > longest) longest = operation->operands[i].grid.all_rows;
    for (int blocks = 2; blocks < longest; blocks++) {
        int before[VIEW_MAX_OPERANDS + 1];
        for (int i = 0; i < operation->count; i++) {
            MatrixGrid *grid = &operation->operands[i].grid;
            bool grows = grid->all_rows == longest && grid->cols == grid->all_cols;
            before[i] = grid->rows;
            if (grows && grid->rows < longest)
                grid->rows = grid->lines * blocks < longest ? grid->lines * blocks : longest;
        }
        if (fits(operation)) continue;
        for (int i = 0; i < operation->count; i++) operation->operands[i].grid.rows = before[i];
        return;
    }
}

/* As many rows and columns of each as have room. Where two show the same columns, they show as many of them. */
static void choose_pages(Operation *operation) {
    for (int i = 0; i < operation->count; i++) show_one(&operation->operands[i].grid);
    while (grow(operation, true)) {
    }
    while (grow(operation, false)) {
    }
    for (int i = 0; i < operation->count; i++)
        for (int k = 0; k < operation->count; k++) {
            MatrixGrid *grid = &operation->operands[i].grid, *other = &operation->operands[k].grid;
            if (grid->all_cols == other->all_cols && grid->cols > other->cols) grid->cols = other->cols;
        }
    add_blocks(operation);
}

/* Of numbers that have no room as a whole: as large as the learner wants to read, but some lines and a column of each
   are to be seen. */
static float page_size(Operation *operation, float zoom) {
    const Style *style = operation->style;
    float lines = floorf((operation->room.h - operation->label_h) / (FEWEST_LINES * LINE + 2));
    float size = fmaxf(roundf(fminf(style->number, lines) * zoom), style->least);
    for (; size > style->least; size -= 1) {
        whole_fits(operation, size, SHORT_DIGITS);
        for (int i = 0; i < operation->count; i++) show_one(&operation->operands[i].grid);
        if (fits(operation)) break;
    }
    return size;
}

/* All numbers with all digits, or with few; else pages, with all digits where all columns have room. */
static void choose_size(Operation *operation, float zoom) {
    float most = roundf(MOST_NUMBER * operation->style->number), least = page_size(operation, zoom);
    for (float size = most; size >= least; size -= 1)
        if (whole_fits(operation, size, NUMBER_CELLS)) return;
    for (float size = most; size >= least; size -= 1)
        if (whole_fits(operation, size, SHORT_DIGITS)) return;
    whole_fits(operation, least, NUMBER_CELLS);
    if (operation_width(operation) > operation->room.w) whole_fits(operation, least, SHORT_DIGITS);
    choose_pages(operation);
}

/* The index along which a product sums that adds most to the selected element. */
static int strongest_term(const Operation *operation) {
    const MatrixGrid *left = &operation->operands[0].grid, *right = &operation->operands[1].grid;
    int strongest = 0;
    float most = -1;
    if (!left->known || !right->known) return 0;
    for (int k = 0; k < left->all_cols; k++) {
        float term = fabsf(matrix_grid_element(left, left->lit_row, k) *
                           matrix_grid_element(right, k, right->lit_col));
        if (term <= most) continue;
        most = term;
        strongest = k;
    }
    return strongest;
}

static bool is_product(const Operation *operation) {
    const MatrixGrid *left = &operation->operands[0].grid, *right = &operation->operands[1].grid;
    return operation->count == 3 && strcmp(operation->operands[1].sign, "·") == 0 && left->lit_row >= 0 &&
           left->lit_col < 0 && right->lit_col >= 0 && right->lit_row < 0 &&
           left->all_cols == right->all_rows;
}

static void turn_pages(Operation *operation) {
    int term = is_product(operation) ? strongest_term(operation) : 0;
    for (int i = 0; i < operation->count; i++) {
        MatrixGrid *grid = &operation->operands[i].grid;
        int row = grid->lit_row < 0 ? term : grid->lit_row, col = grid->lit_col < 0 ? term : grid->lit_col;
        grid->first_row = matrix_grid_first(row, grid->rows, grid->all_rows);
        grid->first_col = matrix_grid_first(col, grid->cols, grid->all_cols);
        grid->block = grid->head_w + (float)grid->cols * grid->cell_w + 3 * grid->style->gap;
    }
}

static void draw_label(const Operation *operation, const Operand *operand, Point at) {
    const Style *style = operation->style;
    DrawList *list = operand->grid.list;
    FormulaStyle form = name_style(operation);
    draw_mark(list, operand->grid.slot, PART_LABEL);
    formula_draw(list, &form, &operand->name, at);
    at.x += operand->name_w + style->gap;
    draw_text(list, FONT_NUMBER, style->small, at, style->theme->text_dim, operand->shape);
}

/* How much of a side is on the page: a thumb in a groove along it. */
static void draw_groove(const MatrixGrid *grid, Rect groove, bool across, int first, int shown, int all) {
    if (shown >= all) return;
    const Theme *theme = grid->style->theme;
    Rect thumb = groove;
    float from = (float)first / (float)all, part = (float)shown / (float)all;
    if (across) {
        thumb.x += from * groove.w;
        thumb.w = fmaxf(part * groove.w, groove.h);
    } else {
        thumb.y += from * groove.h;
        thumb.h = fmaxf(part * groove.h, groove.w);
    }
    draw_mark(grid->list, -1, PART_NONE);
    draw_fill(grid->list, groove, 0, theme->faint);
    draw_fill(grid->list, thumb, 0, theme->text_dim);
}

static void draw_grooves(const MatrixGrid *grid) {
    float thin = 2 * grid->style->unit, air = 2 * grid->style->unit;
    const Rect *area = &grid->area;
    draw_groove(grid, (Rect){area->x, area->y + area->h + air, area->w, thin}, true, grid->first_col,
                grid->cols, grid->all_cols);
    float right = area->x + area->w + (float)(block_count(grid) - 1) * grid->block;
    draw_groove(grid, (Rect){right + air, area->y, thin, area->h}, false, grid->first_row, grid->rows,
                grid->all_rows);
}

static void draw_operand(const Operation *operation, Operand *operand, float x, float middle) {
    const Style *style = operation->style;
    MatrixGrid *grid = &operand->grid;
    float wide = (float)grid->cols * grid->cell_w, high = (float)grid->lines * grid->cell_h;
    float top = roundf(middle - high / 2);
    grid->area = (Rect){x + grid->head_w, top, wide, high};
    draw_label(operation, operand, (Point){x, roundf(top - grid->head_h - 0.5f * style->heading)});
    matrix_grid_draw(grid);
    draw_grooves(grid);
}

static void draw_sign(const Operation *operation, const Operand *operand, float x, float middle) {
    const Style *style = operation->style;
    DrawList *list = operand->grid.list;
    Point at = {x + operand->sign_w / 2, roundf(middle + typeset_axis(SIGN * style->heading))};
    draw_mark(list, -1, PART_LABEL);
    draw_text_in(list, FONT_MATH, SIGN * style->heading, at, 0.5f, 0, style->theme->text, operand->sign);
}

void matrix_operation_draw(DrawList *list, const View *view, const SceneOptions *options, const Style *style,
                           Rect room) {
    Operation operation = {.view = view, .style = style, .room = room};
    operation.label_h = style->heading * 1.6f + 4 * style->unit;
    add_before(&operation, list);
    for (int i = 0; i < view->explanation.operand_count; i++)
        operand_add(&operation, list, &view->explanation.operands[i]);
    join_before(&operation);
    choose_size(&operation, options->zoom);
    turn_pages(&operation);
    float x = roundf(room.x + fmaxf((room.w - operation_width(&operation)) / 2, 0)), most = 0;
    for (int i = 0; i < operation.count; i++) {
        const MatrixGrid *grid = &operation.operands[i].grid;
        most = fmaxf(most, grid->head_h);
    }
    float middle = roundf(room.y + (room.h + operation.label_h + most - 4 * style->unit) / 2);
    float signs[VIEW_MAX_OPERANDS + 1];
    for (int i = 0; i < operation.count; i++) {
        Operand *operand = &operation.operands[i];
        signs[i] = x;
        x = roundf(x + operand->sign_w);
        draw_operand(&operation, operand, x, middle);
        x += operand_width(operand);
    }
    for (int i = 1; i < operation.count; i++) draw_sign(&operation, &operation.operands[i], signs[i], middle);
}
