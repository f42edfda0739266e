/* explain_operands: the operands as matrices in a row, as numbers where they fit, else as shades, with the used row
   and column framed, and names and signs between them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "explain.h"
#include "render/draw/rect.h"
#include "render/typeset/typeset.h"

/* One matrix. */

/* What is written in a cell: four digits, as everywhere; three or two decimals; nothing. */
typedef enum MatrixText { MATRIX_NUMBERS, MATRIX_SHORT, MATRIX_BRIEF, MATRIX_SHADES } MatrixText;

typedef struct OperandMatrix {
    const View *view;
    const ViewOperand *operand;
    int rows, cols; /* of the drawing, after transposing */
    bool known;
    MatrixText text;
    float width, height; /* pixels */
} OperandMatrix;

enum { MOST_NUMBERS = 64, MOST_ROWS = 10 };

/* Characters of a cell. */
static const int text_slots[] = {[MATRIX_NUMBERS] = 10, [MATRIX_SHORT] = 6, [MATRIX_BRIEF] = 5};

static OperandMatrix make_matrix(const View *view, const ViewOperand *operand) {
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

/* Sets text and the size that it asks for; shades where the numbers would not be within `height`. */
static void choose_text(const Panel *panel, OperandMatrix *matrix, MatrixText text, float height) {
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

/* How far below its top a sign before it stands. */
static float matrix_axis(const OperandMatrix *matrix) {
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
    draw_outline(panel->list, mark, 1.5f * panel->style.unit, panel->theme->now, panel->style.stroke * 1.2f);
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
    for (int i = 0; i < matrix->rows; i++)
        for (int j = 0; j < matrix->cols; j++) {
            float value = element(matrix, i, j);
            char text[32];
            if (matrix->text == MATRIX_NUMBERS)
                text_number(panel->texts, text, sizeof text, (double)value, false);
            else
                write_short(panel->texts, text, sizeof text, value, matrix->text == MATRIX_BRIEF);
            float middle = box.y + height * ((float)i + 0.5f);
            Point right = {box.x + width * (float)(j + 1) - style->gap / 2,
                           fonts_baseline(panel->list->fonts, FONT_NUMBER, style->small, middle)};
            draw_text_in(panel->list, FONT_NUMBER, style->small, right, 1, 0, panel->theme->text, text);
        }
}

static void draw_matrix(Panel *panel, const OperandMatrix *matrix, Point at) {
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

/* Room for all of them in a row. */

typedef struct Operand {
    OperandMatrix matrix;
    Math name;
    FormulaSize name_size;
    char shape[32];
    float label; /* width of what stands above */
    float glyph; /* width of the sign before it … */
    float sign;  /* … with its air */
    float width; /* of the matrix */
} Operand;

typedef struct Layout {
    Panel *panel;
    Operand operands[VIEW_MAX_OPERANDS];
    int count;
    float label_row, height; /* of the names; of the matrices below them */
    float name_size;         /* em */
} Layout;

static FormulaStyle name_style(const Layout *layout) {
    const Panel *panel = layout->panel;
    return (FormulaStyle){
        .theme = panel->theme, .size = layout->name_size, .max_width = 7 * layout->name_size};
}

static void prepare(Layout *layout, int number) {
    Panel *panel = layout->panel;
    const View *view = panel->view;
    const ViewOperand *source = &view->explanation.operands[number];
    const Style *style = &panel->style;
    Operand *operand = &layout->operands[number];
    operand->matrix = make_matrix(view, source);
    view_slot_math(view, source->slot, &operand->name);
    if (source->transposed) panel_append_script(&operand->name, MATH_POWER, "T", true);
    FormulaStyle form = name_style(layout);
    operand->name_size = formula_measure(panel->list->fonts, &form, &operand->name);
    snprintf(operand->shape, sizeof operand->shape, "%d×%d", operand->matrix.rows, operand->matrix.cols);
    float shape = fonts_width(panel->list->fonts, FONT_NUMBER, style->small, operand->shape);
    operand->label = operand->name_size.width + style->gap + shape;
    operand->glyph = operand->sign = 0;
    if (number) {
        operand->glyph = fonts_width(panel->list->fonts, FONT_MATH, style->heading * 1.2f, source->sign);
        operand->sign = fmaxf(operand->glyph, style->heading * 0.6f) + 3 * style->gap;
    }
}

/* Narrower: names without shapes, and smaller. */
static void press(Layout *layout) {
    Panel *panel = layout->panel;
    layout->name_size *= 0.8f;
    for (int i = 0; i < layout->count; i++) {
        Operand *operand = &layout->operands[i];
        FormulaStyle form = name_style(layout);
        operand->shape[0] = 0;
        operand->name_size = formula_measure(panel->list->fonts, &form, &operand->name);
        operand->label = operand->name_size.width;
        operand->sign = fmaxf(operand->sign * 0.8f, operand->glyph + panel->style.gap);
    }
}

static float column_width(const Operand *operand) {
    return fmaxf(operand->label, operand->width);
}

static float total_width(const Layout *layout) {
    float width = 0;
    for (int i = 0; i < layout->count; i++)
        width += layout->operands[i].sign + column_width(&layout->operands[i]);
    return width;
}

/* Returns whether all have room for numbers. */
static bool set_texts(Layout *layout, MatrixText text) {
    bool all = true;
    for (int i = 0; i < layout->count; i++) {
        Operand *operand = &layout->operands[i];
        choose_text(layout->panel, &operand->matrix, text, layout->height);
        operand->width = operand->matrix.width;
        all = all && operand->matrix.text != MATRIX_SHADES;
    }
    return all;
}

/* The matrix with numbers that takes the most room becomes a heat map. false: there is none left. */
static bool give_up_numbers(Layout *layout) {
    Operand *widest = NULL;
    for (int i = 0; i < layout->count; i++) {
        Operand *operand = &layout->operands[i];
        bool single = operand->matrix.rows == 1 && operand->matrix.cols == 1;
        if (operand->matrix.text == MATRIX_SHADES || single) continue;
        if (!widest || operand->width > widest->width) widest = operand;
    }
    if (!widest) return false;
    choose_text(layout->panel, &widest->matrix, MATRIX_SHADES, layout->height);
    widest->width = widest->matrix.width;
    return true;
}

/* Heat maps share what the other columns leave. */
static void squeeze(Layout *layout, float room) {
    for (int pass = 0; pass < 4 && total_width(layout) > room; pass++) {
        float fixed = 0, flexible = 0;
        for (int i = 0; i < layout->count; i++) {
            Operand *operand = &layout->operands[i];
            bool can = operand->matrix.text == MATRIX_SHADES && operand->width > operand->label;
            fixed += operand->sign + (can ? 0 : column_width(operand));
            flexible += can ? operand->width : 0;
        }
        if (!(flexible > 0)) return;
        float by = fmaxf(0, (room - fixed) / flexible);
        for (int i = 0; i < layout->count; i++) {
            Operand *operand = &layout->operands[i];
            if (operand->matrix.text != MATRIX_SHADES || operand->width <= operand->label) continue;
            operand->width = fmaxf(operand->label, operand->width * by);
            operand->matrix.width = floorf(fmaxf(operand->width, 4));
        }
    }
}

/* Returns how much of `spare` is used. */
static float arrange(Layout *layout, float room, float spare) {
    for (MatrixText text = MATRIX_NUMBERS; text < MATRIX_SHADES; text++) {
        bool numbers = set_texts(layout, text);
        float over = total_width(layout) - room;
        if (over <= 0) return 0;
        if (over <= spare && text != MATRIX_NUMBERS && numbers) return over;
    }
    while (total_width(layout) > room && give_up_numbers(layout)) continue;
    squeeze(layout, room);
    for (int i = 0; i < 3 && total_width(layout) > room + 0.5f; i++) {
        press(layout);
        squeeze(layout, room);
    }
    return 0;
}

static void draw_sign(Panel *panel, const Operand *operand, const char *sign, float x, float y) {
    const Style *style = &panel->style;
    float size = style->heading * 1.2f, middle = x + operand->sign / 2;
    draw_mark(panel->list, -1, PART_LABEL);
    draw_text_in(panel->list, FONT_MATH, size, (Point){middle, roundf(y + typeset_axis(size))}, 0.5f, 0,
                 panel->theme->text, sign);
}

static void draw_operand(Layout *layout, int number, float x, Rect room) {
    Panel *panel = layout->panel;
    const Style *style = &panel->style;
    Operand *operand = &layout->operands[number];
    const ViewOperand *source = &panel->view->explanation.operands[number];
    float baseline = roundf(room.y + style->math), top = room.y + layout->label_row;
    if (number) draw_sign(panel, operand, source->sign, x, top + matrix_axis(&operand->matrix));
    x += operand->sign;
    FormulaStyle form = name_style(layout);
    draw_mark(panel->list, source->slot, PART_LABEL);
    formula_draw(panel->list, &form, &operand->name, (Point){x, baseline});
    draw_text(panel->list, FONT_NUMBER, style->small,
              (Point){x + operand->name_size.width + style->gap, baseline}, panel->theme->text_dim,
              operand->shape);
    draw_matrix(panel, &operand->matrix, (Point){x, top});
}

/* Lays the operands out in the panel's text sizes; *begin becomes where they begin. Returns whether they have
   room. */
static bool make_layout(Layout *layout, Panel *panel, Rect room, float spare, float *begin) {
    *layout = (Layout){.panel = panel, .count = panel->view->explanation.operand_count};
    layout->name_size = panel->style.math;
    layout->label_row = roundf(panel->style.math * 1.25f + panel->style.gap);
    layout->height = room.h - layout->label_row;
    if (layout->height < panel->style.small) return false;
    for (int i = 0; i < layout->count; i++) prepare(layout, i);
    float more = arrange(layout, room.w, spare);
    *begin = room.x - more;
    return layout->height >= 2 * panel->style.small && total_width(layout) <= room.w + more + 0.5f;
}

bool explain_operands_draw(Panel *panel, Rect room, float spare) {
    Layout layout;
    Panel smaller = *panel;
    float x;
    bool whole = make_layout(&layout, &smaller, room, spare, &x);
    for (int i = 0; i < 4 && !whole; i++) {
        style_scale_text(&smaller.style, 0.88f);
        if (make_layout(&layout, &smaller, room, spare, &x)) break;
    }
    if (layout.height < smaller.style.small) return false;
    for (int i = 0; i < layout.count; i++) {
        draw_operand(&layout, i, x, room);
        x += layout.operands[i].sign + column_width(&layout.operands[i]);
    }
    return whole && layout.name_size == panel->style.math;
}
