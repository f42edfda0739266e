/* explain_operands: finds room for the operands' matrices in a row, and draws names, signs and matrices. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "explain.h"
#include "matrix.h"
#include "render/draw/rect.h"
#include "render/typeset/typeset.h"

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
    operand->matrix = explain_matrix(view, source);
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

static void set_texts(Layout *layout, MatrixText text) {
    for (int i = 0; i < layout->count; i++) {
        Operand *operand = &layout->operands[i];
        explain_matrix_choose(layout->panel, &operand->matrix, text, layout->height);
        operand->width = operand->matrix.width;
    }
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
    explain_matrix_choose(layout->panel, &widest->matrix, MATRIX_SHADES, layout->height);
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
            explain_matrix_squeeze(&operand->matrix, operand->width);
        }
    }
}

static bool has_shades(const Layout *layout) {
    for (int i = 0; i < layout->count; i++)
        if (layout->operands[i].matrix.text == MATRIX_SHADES) return true;
    return false;
}

/* Returns how much of `spare` is used. */
static float arrange(Layout *layout, float room, float spare) {
    for (MatrixText text = MATRIX_NUMBERS; text < MATRIX_SHADES; text++) {
        set_texts(layout, text);
        float over = total_width(layout) - room;
        if (over <= 0) return 0;
        if (over <= spare && text != MATRIX_NUMBERS && !has_shades(layout)) return over;
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
    if (number) draw_sign(panel, operand, source->sign, x, top + explain_matrix_axis(&operand->matrix));
    x += operand->sign;
    FormulaStyle form = name_style(layout);
    draw_mark(panel->list, source->slot, PART_LABEL);
    formula_draw(panel->list, &form, &operand->name, (Point){x, baseline});
    draw_text(panel->list, FONT_NUMBER, style->small,
              (Point){x + operand->name_size.width + style->gap, baseline}, panel->theme->text_dim,
              operand->shape);
    explain_matrix_draw(panel, &operand->matrix, (Point){x, top});
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
