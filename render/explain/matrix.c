/* explain_matrix: draws a matrix's cells, and the row, column or cell that is used now. */
#include "matrix.h"

#include <math.h>
#include <stdio.h>

enum { MOST_NUMBERS = 64, MOST_ROWS = 10 };

/* Characters of a cell. */
static const int text_slots[] = {[MATRIX_NUMBERS] = 10, [MATRIX_SHORT] = 6, [MATRIX_BRIEF] = 5};

OperandMatrix explain_matrix(const View *view, const ViewOperand *operand) {
    const Slot *slot = &view->program->slots[operand->slot];
    return (OperandMatrix){.view = view,
                           .operand = operand,
                           .rows = operand->transposed ? slot->cols : slot->rows,
                           .cols = operand->transposed ? slot->rows : slot->cols,
                           .known = view->known[operand->slot] && !operand->hidden};
}

static float element(const OperandMatrix *matrix, int row, int col) {
    bool transposed = matrix->operand->transposed;
    return view_element(matrix->view, matrix->operand->slot, transposed ? col : row, transposed ? row : col);
}

/* How many usual cells long a side of n numbers is drawn: long ones are pressed together, but stay longer. */
static float cells_long(int n) {
    return n <= 12 ? (float)n : 12 + 3 * log2f((float)n / 12);
}

void explain_matrix_choose(const Panel *panel, OperandMatrix *matrix, MatrixText text, float height) {
    const Style *style = &panel->style;
    float character = fonts_width(panel->list->fonts, FONT_NUMBER, style->small, "0");
    float line =
        fmaxf(style->small * 1.25f, fminf(style->small * 1.7f, floorf(height / (float)matrix->rows)));
    bool small = matrix->rows <= MOST_ROWS && matrix->rows * matrix->cols <= MOST_NUMBERS;
    if (!small || line * (float)matrix->rows > height) text = MATRIX_SHADES;
    bool single = matrix->rows == 1 && matrix->cols == 1;
    if (single) text = MATRIX_NUMBERS;
    matrix->text = text;
    if (text == MATRIX_SHADES) {
        float cell = 20 * style->unit;
        matrix->width = roundf(cells_long(matrix->cols) * cell);
        matrix->height = roundf(fminf(cells_long(matrix->rows) * cell, height));
        return;
    }
    matrix->width = roundf((float)text_slots[text] * character + style->gap) * (float)matrix->cols;
    matrix->height = fminf(line * (float)matrix->rows, height);
}

void explain_matrix_squeeze(OperandMatrix *matrix, float width) {
    matrix->width = floorf(fmaxf(width, 4));
}

float explain_matrix_axis(const OperandMatrix *matrix) {
    float cell = matrix->height / (float)matrix->rows;
    return fmaxf(fminf(cell, matrix->height) / 2, fminf(matrix->height / 2, 10));
}

static Color shade(const OperandMatrix *matrix, const Theme *theme, float value) {
    if (!isfinite(value)) return theme->bad;
    return theme_heat(theme, value, matrix->view->scale[matrix->operand->slot]);
}

/* A part of the matrix as cells, at most one a pixel: of many numbers the middle one of each bin. */
static void draw_shades(Panel *panel, const OperandMatrix *matrix, Rect box, int row, int rows, int col,
                        int cols) {
    enum { MOST = 4096, LONGEST = 128 };
    Color cells[MOST];
    int down = (int)fminf(fminf((float)rows, LONGEST), fmaxf(1, box.h / 2));
    int across = (int)fminf(fminf((float)cols, LONGEST), fmaxf(1, box.w / 2));
    if (down * across > MOST) down = MOST / across;
    for (int i = 0; i < down; i++)
        for (int j = 0; j < across; j++) {
            int r = row + (int)(((int64_t)2 * i + 1) * rows / (2 * down));
            int c = col + (int)(((int64_t)2 * j + 1) * cols / (2 * across));
            cells[i * across + j] = shade(matrix, panel->theme, element(matrix, r, c));
        }
    draw_cells(panel->list, box, down, across, cells);
}

/* Where row (or column) i of n lies in a side of `length` pixels: at least `least` wide, inside the side. */
static void span(int i, int n, float length, float least, float *from, float *size) {
    float cell = length / (float)n, middle = ((float)i + 0.5f) * cell;
    *size = fminf(length, fmaxf(cell, least));
    *from = fmaxf(0, fminf(length - *size, middle - *size / 2));
}

static void snap(Rect *rect) {
    float right = roundf(rect->x + rect->w), bottom = roundf(rect->y + rect->h);
    rect->x = roundf(rect->x);
    rect->y = roundf(rect->y);
    rect->w = right - rect->x;
    rect->h = bottom - rect->y;
}

/* The used row, column or cell, wide enough to be seen, with a frame. In a matrix of shades it is drawn again
   inside the frame, as under a lens. */
static void draw_used(Panel *panel, const OperandMatrix *matrix, Rect box) {
    const ViewOperand *operand = matrix->operand;
    bool has_row = operand->row >= 0 && operand->row < matrix->rows;
    bool has_col = operand->col >= 0 && operand->col < matrix->cols;
    if (!has_row && !has_col) return;
    float least = 7 * panel->style.unit, from, size;
    Rect mark = box;
    if (has_row) {
        span(operand->row, matrix->rows, box.h, least, &from, &size);
        mark.y = box.y + from, mark.h = size;
    }
    if (has_col) {
        span(operand->col, matrix->cols, box.w, least, &from, &size);
        mark.x = box.x + from, mark.w = size;
    }
    snap(&mark);
    if (matrix->known && matrix->text == MATRIX_SHADES) {
        draw_mark(panel->list, operand->slot, PART_HEAT);
        draw_shades(panel, matrix, mark, has_row ? operand->row : 0, has_row ? 1 : matrix->rows,
                    has_col ? operand->col : 0, has_col ? 1 : matrix->cols);
    }
    draw_mark(panel->list, operand->slot, PART_NONE);
    draw_rect(panel->list, mark, 1.5f * panel->style.unit, (Color){0}, panel->theme->now,
              panel->style.stroke * 1.2f);
}

/* Three digits before the point or so many after it: "−0.315", "−12.35", "1e−5"; "−0.32", "−12.4" (brief). */
static void write_short(const Texts *texts, char *out, size_t size, float value, bool brief) {
    char plain[32];
    double magnitude = fabs((double)value);
    int decimals = (magnitude < 10 ? 3 : magnitude < 100 ? 2 : magnitude < 1000 ? 1 : 0) - (brief ? 1 : 0);
    bool small = magnitude > 0 && magnitude < (brief ? 0.005 : 0.0005),
         large = magnitude >= (brief ? 9999.5 : 99999.5);
    if (small || large)
        snprintf(plain, sizeof plain, "%.0e", (double)value);
    else
        snprintf(plain, sizeof plain, "%.*f", decimals > 0 ? decimals : 0, value == 0 ? 0.0 : (double)value);
    text_decimal(texts, out, size, plain);
    if (!isfinite(value)) text_number(texts, out, size, (double)value, false);
}

/* As strongly coloured as the number on it stays readable. */
static Color number_ground(const OperandMatrix *matrix, const Theme *theme, float value) {
    Color hue = shade(matrix, theme, value);
    for (int percent = 50; percent > 10; percent -= 8) {
        Color ground = color_mix(theme->panel, hue, (float)percent / 100);
        if (theme_contrast(theme->text, ground) >= 5) return ground;
    }
    return theme->panel;
}

static void draw_numbers(Panel *panel, const OperandMatrix *matrix, Rect box) {
    const Style *style = &panel->style;
    Color grounds[MOST_NUMBERS];
    for (int i = 0; i < matrix->rows * matrix->cols; i++)
        grounds[i] = number_ground(matrix, panel->theme, element(matrix, i / matrix->cols, i % matrix->cols));
    draw_mark(panel->list, matrix->operand->slot, PART_HEAT);
    draw_cells(panel->list, box, matrix->rows, matrix->cols, grounds);
    draw_mark(panel->list, matrix->operand->slot, PART_NUMBER);
    float width = box.w / (float)matrix->cols, height = box.h / (float)matrix->rows;
    float ascent = fonts_ascent(panel->list->fonts, FONT_NUMBER, style->small);
    for (int i = 0; i < matrix->rows; i++)
        for (int j = 0; j < matrix->cols; j++) {
            float value = element(matrix, i, j);
            char text[32];
            if (matrix->text == MATRIX_NUMBERS)
                text_number(panel->texts, text, sizeof text, (double)value, false);
            else
                write_short(panel->texts, text, sizeof text, value, matrix->text == MATRIX_BRIEF);
            Point right = {box.x + width * (float)(j + 1) - style->gap / 2,
                           roundf(box.y + height * ((float)i + 0.5f) + ascent / 2)};
            draw_text_in(panel->list, FONT_NUMBER, style->small, right, 1, 0, panel->theme->text, text);
        }
}

void explain_matrix_draw(Panel *panel, const OperandMatrix *matrix, Point at) {
    const Style *style = &panel->style;
    Rect box = {at.x, at.y, matrix->width, matrix->height};
    snap(&box);
    if (!matrix->known) {
        draw_mark(panel->list, matrix->operand->slot, PART_HEAT);
        draw_dashed_rect(panel->list, box, 0, panel->theme->text_dim, style->hairline, 3 * style->unit,
                         3 * style->unit);
    } else if (matrix->text == MATRIX_SHADES) {
        draw_mark(panel->list, matrix->operand->slot, PART_HEAT);
        draw_shades(panel, matrix, box, 0, matrix->rows, 0, matrix->cols);
    } else {
        draw_numbers(panel, matrix, box);
    }
    draw_used(panel, matrix, box);
}
