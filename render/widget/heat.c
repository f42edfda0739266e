/* heat: matrices as coloured cells, and single numbers. */
#include "heat.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "render/draw/rect.h"

enum { MOST_CELLS = 4096, ROWS_IN_A_CELL = 8, COLS_IN_A_CELL = 4 };

/* The mean over rows [row, row_end) and columns [col, col_end), or over some of them, evenly. */
static float heat_mean(const View *view, int slot, int row, int row_end, int col, int col_end) {
    int row_step = (row_end - row + ROWS_IN_A_CELL - 1) / ROWS_IN_A_CELL;
    int col_step = (col_end - col + COLS_IN_A_CELL - 1) / COLS_IN_A_CELL;
    double sum = 0;
    int count = 0;
    for (int j = col; j < col_end; j += col_step)
        for (int i = row; i < row_end; i += row_step, count++) sum += (double)view_element(view, slot, i, j);
    return (float)(sum / count);
}

static void draw_question(DrawList *list, const Style *style, float size, Rect box) {
    if (size < style->least) return;
    Point at = {box.x + box.w / 2,
                roundf(box.y + (box.h + fonts_ascent(list->fonts, FONT_TEXT_BOLD, size)) / 2)};
    draw_text_in(list, FONT_TEXT_BOLD, size, at, 0.5f, 0, style->theme->now, "?");
}

/* Not yet computed; where predict mode asks for it, with its mark. */
static void draw_unknown(DrawList *list, const View *view, const Style *style, int slot, Rect box) {
    bool asked = view->question.slot == slot;
    float line = asked ? style->stroke : style->hairline, dash = 3 * style->unit;
    draw_dashed_rect(list, rect_inset(box, line / 2, line / 2), 2 * style->unit,
                     asked ? style->theme->now : style->theme->text_dim, line, dash, dash);
    if (asked) draw_question(list, style, fminf(style->body, roundf(box.h * 0.75f)), box);
}

static int heat_divide(int count, float room, float least) {
    int most = (int)fmaxf(room / least, 1);
    return count < most ? count : most;
}

void heat_draw(DrawList *list, const View *view, const Style *style, PanelId panel, int slot, Rect area) {
    const Slot *what = &view->program->slots[slot];
    Color cells[MOST_CELLS];
    list->mark = (DrawMark){slot, -1, (int)panel, PART_HEAT};
    if (!view->known[slot]) {
        draw_unknown(list, view, style, slot, area);
        return;
    }
    float least = fmaxf(2, roundf(2 * style->unit));
    int rows = heat_divide(what->rows, area.h, least), cols = heat_divide(what->cols, area.w, least);
    while (rows * cols > MOST_CELLS) {
        rows = rows > 32 ? rows / 2 : rows;
        cols = cols > 32 ? cols / 2 : cols;
    }
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < cols; j++) {
            int row = (int)((long)i * what->rows / rows), row_end = (int)((long)(i + 1) * what->rows / rows);
            int col = (int)((long)j * what->cols / cols), col_end = (int)((long)(j + 1) * what->cols / cols);
            float mean = heat_mean(view, slot, row, row_end, col, col_end);
            cells[i * cols + j] = theme_heat(style->theme, mean, view->scale[slot]);
        }
    draw_cells(list, area, rows, cols, cells);
    draw_rect(list, rect_inset(area, -style->hairline / 2, -style->hairline / 2), 0, (Color){0},
              style->theme->faint, style->hairline);
}

float number_width(Fonts *fonts, float size) {
    return NUMBER_CELLS * fonts_advance(fonts, FONT_NUMBER, size, '0');
}

float number_draw(DrawList *list, const View *view, FontFace face, float size, Point left, Color ink,
                  double number) {
    char digits[32], text[40];
    text_number(view->texts, digits, sizeof digits, number, false);
    bool sign = strncmp(digits, "−", strlen("−")) == 0;
    snprintf(text, sizeof text, "%s%s", sign ? "" : " ", digits);
    return draw_text(list, face, size, left, ink, text);
}

/* Most numbers take seven cells, the sign's among them: these stand in the middle. */
Point number_left(Fonts *fonts, float size, Point middle) {
    float cell = fonts_advance(fonts, FONT_NUMBER, size, '0');
    return (Point){roundf(middle.x - 4.2f * cell), roundf(middle.y)};
}

Rect number_slot_draw(DrawList *list, const View *view, const Style *style, PanelId panel, int slot,
                      float size, Point middle, Color ink) {
    Point left = number_left(list->fonts, size, middle);
    float cell = fonts_advance(list->fonts, FONT_NUMBER, size, '0');
    float high = fonts_ascent(list->fonts, FONT_NUMBER, size), line = style->hairline;
    list->mark = (DrawMark){slot, -1, (int)panel, PART_NUMBER};
    Rect box = {left.x + cell, left.y - high - line, 6 * cell, high + 2 * line};
    if (!view->known[slot]) {
        if (view->question.slot == slot)
            draw_question(list, style, size, box);
        else
            draw_unknown(list, view, style, slot, rect_inset(box, -line / 2, -line / 2));
        return box;
    }
    float number = view_element(view, slot, 0, 0);
    Color color = isfinite(number) ? ink : style->theme->bad;
    float width = number_draw(list, view, FONT_NUMBER, size, left, color, (double)number);
    float sign = number < 0 ? 0 : cell;
    return (Rect){left.x + sign, left.y - high, width - sign, high};
}

void shape_text(const Slot *slot, char *out, size_t size) {
    snprintf(out, size, "%d×%d", slot->rows, slot->cols);
}
