/* explain_check: the two losses between which the numeric gradient was measured, how far apart they are, and
 * the error. */
#include <math.h>

#include "explain_parts.h"

typedef struct CheckField {
    const char *label, *value;
} CheckField;

enum { FIELDS = 4 };

/* Fields in `cols` columns, filled downwards; each column as wide as its widest label and number. */
typedef struct CheckGrid {
    CheckField fields[FIELDS];
    int rows, cols;
    float label[FIELDS], width[FIELDS]; /* of a column: its labels, all of it */
    float total;
} CheckGrid;

static CheckGrid make_grid(const Panel *panel, int cols) {
    const Explanation *explanation = &panel->view->explanation;
    CheckGrid grid = {.fields = {{text_get(panel->texts, "explain.loss_plus"), explanation->check_plus},
                                 {text_get(panel->texts, "explain.loss_minus"), explanation->check_minus},
                                 {text_get(panel->texts, "explain.step"), explanation->check_step},
                                 {text_get(panel->texts, "explain.error"), explanation->check_error}},
                      .rows = FIELDS / cols,
                      .cols = cols};
    float small = panel->style.small, gap = panel->style.gap;
    Fonts *fonts = panel->list->fonts;
    for (int i = 0; i < FIELDS; i++) {
        int col = i / grid.rows;
        grid.label[col] = fmaxf(grid.label[col], fonts_width(fonts, FONT_TEXT, small, grid.fields[i].label));
        const char *slot = i < 2 ? "0.0000000000" : "−0.000e−00";
        float number = fmaxf(fonts_width(fonts, FONT_NUMBER, small, grid.fields[i].value),
                             fonts_width(fonts, FONT_NUMBER, small, slot));
        grid.width[col] = fmaxf(grid.width[col], number);
    }
    for (int col = 0; col < cols; col++) {
        grid.width[col] += grid.label[col] + 1.5f * gap;
        grid.total += grid.width[col] + (col ? 2 * gap : 0);
    }
    return grid;
}

static bool grid_fits(const Panel *panel, const CheckGrid *grid, Rect room) {
    return grid->total <= room.w && style_line(panel->style.small) * (float)grid->rows <= room.h;
}

float explain_check_draw(Panel *panel, Rect room) {
    const Style *style = &panel->style;
    float line = style_line(style->small), ascent = fonts_ascent(panel->list->fonts, FONT_TEXT, style->small);
    CheckGrid grid = make_grid(panel, 1);
    if (!grid_fits(panel, &grid, room)) grid = make_grid(panel, 2);
    if (!grid_fits(panel, &grid, room)) return 0;
    float top = room.y + room.h - line * (float)grid.rows + roundf((line + ascent) / 2), x = room.x;
    for (int i = 0; i < FIELDS; i++) {
        int col = i / grid.rows, row = i % grid.rows;
        if (col && row == 0) x += grid.width[col - 1] + 2 * style->gap;
        Point at = {x, top + line * (float)row}, number = {x + grid.label[col] + 1.5f * style->gap, at.y};
        panel_mark(panel, -1, PART_LABEL);
        draw_text(panel->list, FONT_TEXT, style->small, at, panel->theme->text_dim, grid.fields[i].label);
        panel_mark(panel, panel->view->selection.slot, PART_NUMBER);
        draw_text(panel->list, FONT_NUMBER, style->small, number, panel->theme->text, grid.fields[i].value);
    }
    return grid.total;
}
