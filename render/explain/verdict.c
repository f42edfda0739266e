/* verdict: the numeric check of a gradient: whether it agrees, and what it was measured from. */
#include <math.h>

#include "explain.h"
#include "render/draw/rect.h"

/* What stands before the numeric result: the mark and its air; a kink has none. */
static float verdict_size(const Panel *panel) {
    return fonts_ascent(panel->list->fonts, FONT_NUMBER, panel->style.number);
}

static float verdict_number(const Panel *panel) {
    return fonts_width(panel->list->fonts, FONT_NUMBER, panel->style.number, "−0.0000000");
}

bool verdict_fits(const Panel *panel, float room) {
    return verdict_size(panel) + panel->style.gap + verdict_number(panel) <= room;
}

float verdict_draw(Panel *panel, Point at, float room) {
    const Explanation *explanation = &panel->view->explanation;
    const Style *style = &panel->style;
    float x = at.x;
    bool good = explanation->check_good || explanation->check_kink;
    const char *word = text_get(panel->texts, explanation->check_kink ? "explain.kink" : "explain.numeric");
    Color ink = explanation->check_kink ? panel->theme->text_dim
                : good                  ? panel->theme->good
                                        : panel->theme->bad;
    if (!explanation->check_kink) x += panel_verdict(panel, at, verdict_size(panel), good) + style->gap;
    float label = at.x + room - x - verdict_number(panel) - style->gap;
    float wanted = fonts_width(panel->list->fonts, FONT_TEXT, style->small, word);
    if (label >= wanted)
        x += panel_draw_label(panel, style->small, (Point){x, at.y}, label, ink, word) + style->gap;
    return x - at.x +
           panel_draw_number(panel, FONT_NUMBER, style->number, (Point){x, at.y}, ink,
                             explanation->check_numeric);
}

/* The two losses that the numeric gradient was measured between, their distance, and the error. */

typedef struct CheckField {
    const char *label, *value;
} CheckField;

enum { FIELDS = 4 };

/* Fields in `cols` columns, filled downwards; each column as wide as its widest label and number. */
typedef struct CheckGrid {
    CheckField fields[FIELDS];
    float size; /* em */
    int rows, cols;
    float label[FIELDS], width[FIELDS]; /* of a column: its labels, all of it */
    float total;
} CheckGrid;

static CheckGrid make_grid(const Panel *panel, float size, int cols) {
    const Explanation *explanation = &panel->view->explanation;
    CheckGrid grid = {.fields = {{text_get(panel->texts, "explain.loss_plus"), explanation->check_plus},
                                 {text_get(panel->texts, "explain.loss_minus"), explanation->check_minus},
                                 {text_get(panel->texts, "explain.step"), explanation->check_step},
                                 {text_get(panel->texts, "explain.error"), explanation->check_error}},
                      .size = size,
                      .rows = FIELDS / cols,
                      .cols = cols};
    float gap = panel->style.gap;
    Fonts *fonts = panel->list->fonts;
    for (int i = 0; i < FIELDS; i++) {
        int col = i / grid.rows;
        grid.label[col] = fmaxf(grid.label[col], fonts_width(fonts, FONT_TEXT, size, grid.fields[i].label));
        const char *slot = i < 2 ? "0.0000000000" : "−0.000e−00";
        float number = fmaxf(fonts_width(fonts, FONT_NUMBER, size, grid.fields[i].value),
                             fonts_width(fonts, FONT_NUMBER, size, slot));
        grid.width[col] = fmaxf(grid.width[col], number);
    }
    for (int col = 0; col < cols; col++) {
        grid.width[col] += grid.label[col] + 1.5f * gap;
        grid.total += grid.width[col] + (col ? 2 * gap : 0);
    }
    return grid;
}

static bool grid_fits(const CheckGrid *grid, Rect room) {
    return grid->total <= room.w && style_line(grid->size) * (float)grid->rows <= room.h;
}

/* In one column or two, as large as fits. */
static bool find_grid(const Panel *panel, Rect room, CheckGrid *grid) {
    float least = fmaxf(panel->style.least, panel->style.small * 0.72f);
    for (float size = panel->style.small; size >= least; size -= 1)
        for (int cols = 1; cols <= 2; cols++) {
            *grid = make_grid(panel, size, cols);
            if (grid_fits(grid, room)) return true;
        }
    return false;
}

float verdict_details(Panel *panel, Rect room) {
    const Style *style = &panel->style;
    CheckGrid grid;
    if (!find_grid(panel, room, &grid)) return 0;
    float line = style_line(grid.size), ascent = fonts_ascent(panel->list->fonts, FONT_TEXT, grid.size);
    float top = room.y + room.h - line * (float)grid.rows + roundf((line + ascent) / 2), x = room.x;
    for (int i = 0; i < FIELDS; i++) {
        int col = i / grid.rows, row = i % grid.rows;
        if (col && row == 0) x += grid.width[col - 1] + 2 * style->gap;
        Point at = {x, top + line * (float)row}, number = {x + grid.label[col] + 1.5f * style->gap, at.y};
        draw_mark(panel->list, -1, PART_LABEL);
        draw_text(panel->list, FONT_TEXT, grid.size, at, panel->theme->text_dim, grid.fields[i].label);
        draw_mark(panel->list, panel->view->selection.slot, PART_NUMBER);
        draw_text(panel->list, FONT_NUMBER, grid.size, number, panel->theme->text, grid.fields[i].value);
    }
    return grid.total;
}
