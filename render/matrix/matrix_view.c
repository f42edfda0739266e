/* The room render/matrix: the matrix view: one matrix in full.

   matrix_view: the numbers of the selected value as a grid, or as many of them as have room. */
#include <math.h>
#include <stdio.h>

#include "render/typeset/formula_view.h"
#include "render/widget/heat.h"
#include "render/widget/number.h"
#include "render/widget/other.h"

enum { FEWEST_LINES = 4 }; /* large text leaves so many under each other */
#define LINE        1.75f  /* height of a cell in the em of its number */
#define MOST_NUMBER 1.8f   /* a matrix of few numbers shows them so much larger than usual */

typedef struct MatrixPicture {
    DrawList *list;
    const View *view;
    const SceneOptions *options;
    Style style;
    const Slot *slot;
    int index;   /* of the slot */
    bool other;  /* its numbers in the other run */
    float size;  /* em of the numbers; 0: shades only */
    float heads; /* em of the row and column numbers */
    float cell_w, cell_h, head_w, head_h;
    int first_row, first_col, rows, cols; /* the page */
    int lines;   /* rows under each other: a narrow matrix goes on in further blocks … */
    float block; /* … that begin so far apart */
    Rect grid;   /* of the first block */
} MatrixPicture;

static void draw_label(MatrixPicture *picture, FontFace face, float size, Point at, float align, Color ink,
                       const char *text) {
    draw_mark(picture->list, -1, PART_LABEL);
    draw_text_in(picture->list, face, size, at, align, 0, ink, text);
}

static float number_advance(const MatrixPicture *picture, float size) {
    return fonts_advance(picture->list->fonts, FONT_NUMBER, size, '0');
}

static int int_width(int number) {
    char text[16];
    return snprintf(text, sizeof text, "%d", number);
}

/* The largest size, down to `least`, at which all columns have room; above the usual, all rows too. */
static float number_size(const MatrixPicture *picture, float wide, float high, float pad, float least) {
    const Slot *slot = picture->slot;
    float lines = fmaxf(14 * picture->style.unit, high / (FEWEST_LINES * LINE));
    float usual = fmaxf(fminf(picture->style.number, floorf(lines)), least),
          size = roundf(MOST_NUMBER * usual);
    if (picture->view->other.slots != NULL) size = usual; /* there are two of them */
    while (size > usual && size * LINE * (float)slot->rows > high) size -= 1;
    while (size > least && (number_advance(picture, size) * NUMBER_CELLS + pad) * (float)slot->cols > wide)
        size -= 1;
    return size;
}

/* As large as there is room, and as the learner's zoom makes it. */
static void matrix_size(MatrixPicture *picture, Rect room) {
    const Style *style = &picture->style;
    float zoom = picture->options->zoom,
          least = fmaxf(style->least, fminf(style->small * 0.9f, 12.6f * style->unit));
    float pad = 7 * style->unit, head = (float)int_width(picture->slot->rows - 1);
    picture->heads = fmaxf(fminf(style->small, floorf(fmaxf(12 * style->unit, room.h / 12))), style->least);
    picture->head_w = roundf(head * number_advance(picture, picture->heads) + 2 * style->gap);
    picture->head_h = roundf(picture->heads * 1.7f);
    float size = number_size(picture, room.w - picture->head_w, room.h - picture->head_h, pad, least);
    picture->size = roundf(size * zoom);
    picture->cell_w = roundf(number_advance(picture, picture->size) * NUMBER_CELLS + pad * zoom);
    picture->cell_h = roundf(picture->size * LINE);
    if (picture->size < style->least * 0.75f) {
        picture->size = 0;
        picture->cell_w = fmaxf(picture->cell_w * 0.5f, 3);
        picture->cell_h = fmaxf(picture->cell_h * 0.7f, 3);
    }
}

/* The page that holds `wanted`. Pages do not overlap, so that a page stands still while one moves in it. */
static int page_first(int wanted, int shown, int count) {
    if (shown >= count) return 0;
    int first = wanted / shown * shown;
    return first + shown > count ? count - shown : first < 0 ? 0 : first;
}

static void matrix_page(MatrixPicture *picture, Rect room) {
    int rows = (int)((room.h - picture->head_h) / picture->cell_h),
        cols = (int)((room.w - picture->head_w) / picture->cell_w);
    picture->cols = cols < 1 ? 1 : cols > picture->slot->cols ? picture->slot->cols : cols;
    picture->lines = rows < 1 ? 1 : rows > picture->slot->rows ? picture->slot->rows : rows;
    picture->block = picture->head_w + (float)picture->cols * picture->cell_w + 3 * picture->style.gap;
    int blocks = (int)((room.w + 3 * picture->style.gap) / picture->block);
    bool alone = picture->view->other.slots == NULL; /* else the other run's numbers stand there */
    blocks = blocks < 1 || !alone || picture->cols < picture->slot->cols ? 1 : blocks;
    int places = picture->lines * blocks;
    picture->rows = places > picture->slot->rows ? picture->slot->rows : places;
    picture->first_row = page_first(picture->options->first_row, picture->rows, picture->slot->rows);
    picture->first_col = page_first(picture->options->first_col, picture->cols, picture->slot->cols);
    picture->grid = (Rect){room.x + picture->head_w, room.y + picture->head_h,
                           (float)picture->cols * picture->cell_w, (float)picture->lines * picture->cell_h};
}

/* A row of the page. */
static Rect row_rect(const MatrixPicture *picture, int row) {
    return (Rect){picture->grid.x + (float)(row / picture->lines) * picture->block,
                  picture->grid.y + (float)(row % picture->lines) * picture->cell_h, picture->grid.w,
                  picture->cell_h};
}

static float element(const MatrixPicture *picture, int row, int col) {
    float other;
    if (picture->other && view_other_element(picture->view, picture->index, row, col, &other)) return other;
    return view_element(picture->view, picture->index, row, col);
}

static void draw_cells_and_numbers(MatrixPicture *picture) {
    const View *view = picture->view;
    const Theme *theme = picture->style.theme;
    enum { ROW = 1024 };
    Color colors[ROW];
    float pad = (picture->cell_w - number_advance(picture, picture->size) * NUMBER_CELLS) / 2;
    int cols = picture->cols > ROW ? ROW : picture->cols;
    for (int i = 0; i < picture->rows; i++) {
        Rect row = row_rect(picture, i);
        for (int j = 0; j < cols; j++) {
            float value = element(picture, picture->first_row + i, picture->first_col + j);
            Color heat = theme_heat(theme, value, view->scale[picture->index]);
            colors[j] = picture->size > 0 ? color_mix(theme->panel, heat, 0.38f) : heat;
        }
        draw_mark(picture->list, picture->index, PART_HEAT);
        draw_cells(picture->list, row, 1, cols, colors);
        if (picture->size <= 0) continue;
        picture->list->mark.role = PART_NUMBER;
        float baseline = fonts_baseline(picture->list->fonts, FONT_NUMBER, picture->size, row.y + row.h / 2);
        for (int j = 0; j < cols; j++) {
            float value = element(picture, picture->first_row + i, picture->first_col + j);
            Point at = {roundf(row.x + (float)j * picture->cell_w + pad), baseline};
            number_draw(picture->list, view, FONT_NUMBER, picture->size, at,
                        isfinite(value) ? theme->text : theme->bad, (double)value);
        }
    }
}

/* A corner in each cell that is another number in the other run. */
static void draw_differences(MatrixPicture *picture) {
    float size = fminf(0.3f * picture->cell_h, 8 * picture->style.unit);
    draw_mark(picture->list, picture->index, PART_HEAT);
    for (int i = 0; i < picture->rows; i++)
        for (int j = 0; j < picture->cols; j++) {
            if (!view_element_differs(picture->view, picture->index, picture->first_row + i,
                                      picture->first_col + j))
                continue;
            Rect cell = {picture->grid.x + (float)j * picture->cell_w,
                         picture->grid.y + (float)i * picture->cell_h, picture->cell_w, picture->cell_h};
            other_corner(picture->list, picture->style.theme, cell, size);
        }
}

/* Every so many rows or columns has its number, so that they do not touch. */
static int head_step(float cell, float need) {
    return cell >= need ? 1 : (int)ceilf(need / cell);
}

static void draw_head(MatrixPicture *picture, Point at, float align, int number, bool strong) {
    const Theme *theme = picture->style.theme;
    char text[16];
    snprintf(text, sizeof text, "%d", number);
    draw_label(picture, strong ? FONT_NUMBER_BOLD : FONT_NUMBER, picture->heads, at, align,
               strong ? theme->text : theme->text_dim, text);
}

static void draw_row_heads(MatrixPicture *picture) {
    int selected = picture->view->selection.row, step = head_step(picture->cell_h, picture->heads * 1.2f);
    for (int i = 0; i < picture->rows; i++) {
        if (i % picture->lines % step != 0) continue;
        int row = picture->first_row + i;
        Rect rect = row_rect(picture, i);
        float middle = rect.y + rect.h / 2;
        Point at = {rect.x - picture->style.gap,
                    fonts_baseline(picture->list->fonts, FONT_NUMBER, picture->heads, middle)};
        draw_head(picture, at, 1, row, row == selected && picture->slot->rows > 1);
    }
}

/* Over each block. */
static void draw_column_heads(MatrixPicture *picture) {
    int selected = picture->view->selection.col;
    float need = ((float)int_width(picture->slot->cols - 1) + 1) * number_advance(picture, picture->heads);
    int step = head_step(picture->cell_w, need);
    for (int i = 0; i < picture->rows; i += picture->lines)
        for (int j = 0; j < picture->cols; j += step) {
            int col = picture->first_col + j;
            Rect top = row_rect(picture, i);
            Point at = {top.x + ((float)j + 0.5f) * picture->cell_w, top.y - picture->style.gap};
            draw_head(picture, at, 0.5f, col, col == selected && picture->slot->cols > 1);
        }
}

static void draw_selected(MatrixPicture *picture) {
    int i = picture->view->selection.row - picture->first_row,
        j = picture->view->selection.col - picture->first_col;
    if (i < 0 || j < 0 || i >= picture->rows || j >= picture->cols) return;
    Rect cell = row_rect(picture, i);
    cell.x += (float)j * picture->cell_w;
    cell.w = picture->cell_w;
    draw_mark(picture->list, picture->index, PART_NODE);
    draw_outline(picture->list, cell, 2 * picture->style.unit, picture->style.theme->now,
                 picture->style.thick);
}

/* The whole value beside its page, with a frame around what the page shows. */
static void draw_overview(MatrixPicture *picture, Rect area) {
    const Slot *slot = picture->slot;
    float scale = fminf(area.w / (float)slot->cols, area.h / (float)slot->rows);
    float least = 10 * picture->style.unit;
    Rect whole = {area.x, area.y, fminf(fmaxf((float)slot->cols * scale, least), area.w),
                  fminf(fmaxf((float)slot->rows * scale, least), area.h)};
    whole.x = roundf(area.x + area.w - whole.w);
    whole.w = roundf(whole.w);
    whole.h = roundf(whole.h);
    heat_draw(picture->list, picture->view, &picture->style, picture->index, whole);
    float x = whole.w / (float)slot->cols, y = whole.h / (float)slot->rows;
    Rect page = {whole.x + (float)picture->first_col * x, whole.y + (float)picture->first_row * y,
                 (float)picture->cols * x, fmaxf((float)picture->rows * y, 2)};
    draw_outline(picture->list, page, 1, picture->style.theme->text, fmaxf(1.5f, 1.5f * picture->style.unit));
}

/* "W₁  64×32": name and shape, and at the right which part is shown. Returns where name and shape end. */
static float draw_title(MatrixPicture *picture, Rect area) {
    const View *view = picture->view;
    Math math;
    view_slot_math(view, picture->index, &math);
    FormulaStyle style = {
        .theme = picture->style.theme, .size = picture->style.heading, .max_width = area.w / 2};
    Point at = {area.x, roundf(area.y + picture->style.heading)};
    draw_mark(picture->list, picture->index, PART_LABEL);
    float width = formula_draw(picture->list, &style, &math, at).width;
    char text[160], shape[32];
    number_shape(picture->slot, shape, sizeof shape);
    at.x += width + 2 * picture->style.gap;
    float end = at.x + draw_text(picture->list, FONT_NUMBER, picture->style.number, at,
                                 picture->style.theme->text_dim, shape);
    bool whole = picture->rows == picture->slot->rows && picture->cols == picture->slot->cols;
    if (whole || !view->known[picture->index]) return end;
    text_fill(view->texts, text, sizeof text, "matrix.page", TEXT_INT("row", picture->first_row),
              TEXT_INT("last_row", picture->first_row + picture->rows - 1),
              TEXT_INT("col", picture->first_col),
              TEXT_INT("last_col", picture->first_col + picture->cols - 1));
    at.x = area.x + area.w;
    draw_text_in(picture->list, FONT_TEXT, picture->style.small, at, 1,
                 fmaxf(at.x - end - picture->style.pad, 1), picture->style.theme->text_dim, text);
    return end;
}

/* The numbers of the other run at the right of these, in the same shades, where all of both have room. */
static void draw_other(const MatrixPicture *picture, Rect head, Rect inside, float title) {
    const View *view = picture->view;
    const Style *style = &picture->style;
    MatrixPicture other = *picture;
    float ignored, end = inside.x + inside.w;
    other.other = true;
    other.grid.x = roundf(fmaxf(title, picture->grid.x + picture->grid.w) + 3 * style->pad + picture->head_w);
    float name = fonts_width(picture->list->fonts, FONT_TEXT, style->body, view->other.name);
    if (other.grid.x + fmaxf(other.grid.w, name) > end) return;
    if (!view_other_element(view, picture->index, 0, 0, &ignored)) return;
    draw_label(&other, FONT_TEXT, style->body, (Point){other.grid.x, roundf(head.y + style->heading)}, 0,
               style->theme->text, view->other.name);
    draw_cells_and_numbers(&other);
    draw_differences(&other);
    draw_row_heads(&other);
    draw_column_heads(&other);
    draw_selected(&other);
}

static void draw_unknown(MatrixPicture *picture, Rect area) {
    const Style *style = &picture->style;
    heat_draw(picture->list, picture->view, style, picture->index, area);
    if (picture->view->question.slot == picture->index) return; /* its mark says it */
    Point at = {area.x + area.w / 2, roundf(area.y + area.h / 2)};
    draw_label(picture, FONT_TEXT, style->body, at, 0.5f, style->theme->text_dim,
               text_get(picture->view->texts, "matrix.unknown"));
}

void matrix_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    MatrixPicture picture = {
        .list = list, .view = view, .options = options, .style = style_main(list, options, area)};
    const Style *style = &picture.style;
    style_panel(list, style, PANEL_MAIN, area);
    Rect inside = rect_inset(area, style->pad, style->pad * 0.8f);
    picture.index = view->selection.slot;
    if (rect_empty(inside) || picture.index < 0) return;
    picture.slot = &view->program->slots[picture.index];
    Rect head = rect_cut_top(&inside, style_line(style->heading), style->gap), beside = inside;
    Rect overview = rect_cut_right(&beside, 56 * style->unit, style->pad);
    matrix_size(&picture, inside);
    matrix_page(&picture, inside);
    bool whole = picture.rows == picture.slot->rows && picture.cols == picture.slot->cols;
    if (!whole) {
        matrix_size(&picture, beside);
        matrix_page(&picture, beside);
    }
    float title = draw_title(&picture, head);
    if (!view->known[picture.index]) {
        draw_unknown(&picture, inside);
        return;
    }
    draw_cells_and_numbers(&picture);
    draw_differences(&picture);
    draw_row_heads(&picture);
    draw_column_heads(&picture);
    draw_selected(&picture);
    if (!whole) {
        draw_overview(&picture, overview);
        inside.w = beside.w * 0.65f; /* over the rest stands which page it is */
    }
    if (view->other.slots != NULL) draw_other(&picture, head, inside, title);
}
