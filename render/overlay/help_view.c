/* help_view: all keys, over everything else. */
#include <math.h>

#include "render/draw/rect.h"
#include "render/style/views.h"
#include "sheet.h"

enum { MOST_COLUMNS = 3 };

typedef struct HelpTable {
    DrawList *list;
    Style style;
    Rect area; /* of the rows */
    const HelpRow *rows;
    int count, columns, lines;                     /* lines: of a column */
    float keys[MOST_COLUMNS], width[MOST_COLUMNS]; /* of a column's keys, and of all of it */
    float size;                                    /* em */
    float line;                                    /* distance of two baselines */
} HelpTable;

/* Widths of the entries [first, end), and the air to the next column. */
static void measure_column(HelpTable *table, int column, int first, int end) {
    Fonts *fonts = table->list->fonts;
    float keys = 0, text = 0;
    for (int i = first; i < table->count && i < end; i++) {
        keys = fmaxf(keys, fonts_width(fonts, FONT_NUMBER, table->size, table->rows[i].keys));
        text = fmaxf(text, fonts_width(fonts, FONT_TEXT, table->size, table->rows[i].text));
    }
    table->keys[column] = keys;
    table->width[column] = keys + text + 2 * table->size;
}

/* Whether all rows have room at that size, in as few columns as hold them. */
static bool fits(HelpTable *table, float size) {
    table->size = size;
    table->line = roundf(size * 1.55f);
    for (table->columns = 1; table->columns <= MOST_COLUMNS; table->columns++) {
        table->lines = (table->count + table->columns - 1) / table->columns;
        float width = 0;
        for (int c = 0; c < table->columns; c++) {
            measure_column(table, c, c * table->lines, (c + 1) * table->lines);
            width += table->width[c];
        }
        if (width <= table->area.w && (float)table->lines * table->line <= table->area.h) return true;
    }
    table->columns = MOST_COLUMNS;
    return false;
}

/* As large as lets everything be seen at once; what room is left goes between the lines and the columns. */
static void help_fit(HelpTable *table) {
    float size = table->style.heading, left = table->area.w;
    while (!fits(table, size) && size > table->style.least) size -= 0.5f;
    float room = floorf(table->area.h / (float)(table->lines > 0 ? table->lines : 1));
    table->line = fminf(fmaxf(room, table->line), roundf(2.1f * table->size));
    for (int c = 0; c < table->columns; c++) left -= table->width[c];
    for (int c = 0; c < table->columns; c++) table->width[c] += floorf(left / (float)table->columns);
}

static void draw_row(HelpTable *table, int index) {
    const Theme *theme = table->style.theme;
    DrawList *list = table->list;
    int column = index / table->lines;
    float x = table->area.x, y = table->area.y + ((float)(index % table->lines) + 0.5f) * table->line;
    for (int c = 0; c < column; c++) x += table->width[c];
    float baseline = roundf(y + fonts_ascent(list->fonts, FONT_TEXT, table->size) / 2);
    float text = roundf(x + table->keys[column] + 0.8f * table->size);
    list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_LABEL};
    draw_text(list, FONT_NUMBER, table->size, (Point){x, baseline}, theme->text, table->rows[index].keys);
    draw_text_in(list, FONT_TEXT, table->size, (Point){text, baseline}, 0, x + table->width[column] - text,
                 theme->text_dim, table->rows[index].text);
}

void help_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    HelpTable table = {.list = list, .style = style_make(list, options)};
    table.rows = options->help_rows;
    table.count = options->help_count;
    Style head = style_bars(list, options);
    table.area = sheet_draw(list, &head, area, text_get(view->texts, "help.title"), NULL);
    help_fit(&table);
    for (int i = 0; i < table.count && i < table.lines * table.columns; i++) draw_row(&table, i);
}
