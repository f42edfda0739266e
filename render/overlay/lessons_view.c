/* lessons_view: the list of lessons, numbered, over everything else. */
#include <math.h>
#include <stdio.h>

#include "render/draw/rect.h"
#include "render/style/style.h"
#include "render/style/views.h"
#include "sheet.h"

enum { MOST_COLUMNS = 3 };

typedef struct LessonTable {
    DrawList *list;
    Style style;
    Rect area; /* of the rows */
    const HelpRow *rows;
    int count, selected;
    int columns, lines; /* lines: of a column */
    int first;          /* entry at the top */
    float width[MOST_COLUMNS];
    float size; /* em */
    float line; /* distance of two baselines */
} LessonTable;

/* Room for as many digits as the last number has. */
static float number_width(const LessonTable *table) {
    char last[16];
    snprintf(last, sizeof last, "%d", table->count);
    return fonts_width(table->list->fonts, FONT_NUMBER, table->size, last);
}

static float lesson_gap(const LessonTable *table) {
    return roundf(table->size * 0.7f);
}

/* The widest of some entries, number and all. */
static float widest_row(const LessonTable *table, int first, int end) {
    Fonts *fonts = table->list->fonts;
    float width = 0;
    for (int i = first; i < table->count && i < end; i++) {
        float row = fonts_width(fonts, FONT_TEXT, table->size, table->rows[i].text);
        if (table->rows[i].marked)
            row += lesson_gap(table) + fonts_width(fonts, FONT_TEXT_ITALIC, table->size, table->rows[i].keys);
        width = fmaxf(width, row);
    }
    return width + number_width(table) + 3 * lesson_gap(table);
}

static float least_line(float size) {
    return roundf(size * 1.6f);
}

/* Whether all entries have room at that size, in as few columns as hold them, each as wide as it must be. */
static bool fits(LessonTable *table, float size) {
    table->size = size;
    table->line = least_line(size);
    for (table->columns = 1; table->columns <= MOST_COLUMNS; table->columns++) {
        table->lines = (table->count + table->columns - 1) / table->columns;
        float width = 0;
        for (int c = 0; c < table->columns; c++)
            width += table->width[c] = widest_row(table, c * table->lines, (c + 1) * table->lines);
        if (width <= table->area.w && (float)table->lines * table->line <= table->area.h) return true;
    }
    return false;
}

/* Pages of what has room at a size that can be read, one line at least; the last page is as full as the
 * others. */
static void turn_pages(LessonTable *table, float size) {
    for (table->size = size; table->size > table->style.least; table->size -= 0.5f)
        if (widest_row(table, 0, table->count) <= table->area.w) break;
    table->line = least_line(table->size);
    table->width[0] = table->area.w;
    table->columns = 1;
    table->lines = (int)fmaxf(floorf(table->area.h / table->line), 1);
    table->first = table->selected / table->lines * table->lines;
    if (table->first + table->lines > table->count) table->first = table->count - table->lines;
    if (table->first < 0) table->first = 0;
}

/* All at once, or pages, before the text becomes much smaller than the learner's. Room that is left goes
   between the lines and the columns. */
static void lesson_fit(LessonTable *table) {
    const Style *style = &table->style;
    float size = roundf(style->heading * 1.1f), least = fmaxf(style->body * 0.85f, style->least);
    while (size >= least && !fits(table, size)) size -= 0.5f;
    if (size < least) {
        turn_pages(table, style->body);
        return;
    }
    float left = table->area.w, most = roundf(2.2f * size);
    table->line = fminf(fmaxf(floorf(table->area.h / (float)table->lines), table->line), most);
    for (int c = 0; c < table->columns; c++) left -= table->width[c];
    for (int c = 0; c < table->columns; c++) table->width[c] += floorf(left / (float)table->columns);
}

static Rect row_of(const LessonTable *table, int index) {
    int place = index - table->first, column = place / table->lines;
    float x = table->area.x;
    for (int c = 0; c < column; c++) x += table->width[c];
    return (Rect){x, table->area.y + (float)(place % table->lines) * table->line,
                  table->width[column] - lesson_gap(table), table->line};
}

static void draw_entry(LessonTable *table, int index) {
    const Theme *theme = table->style.theme;
    DrawList *list = table->list;
    bool selected = index == table->selected;
    Rect row = row_of(table, index), plate = rect_inset(row, 0, roundf(table->line * 0.05f));
    char number[16];
    snprintf(number, sizeof number, "%d", index + 1);
    list->mark = (DrawMark){-1, index, PANEL_OVERLAY, PART_ENTRY};
    draw_rect(list, plate, 5 * table->style.unit, selected ? theme->now : theme->panel, (Color){0}, 0);
    float baseline = roundf(row.y + row.h / 2 + fonts_ascent(list->fonts, FONT_TEXT, table->size) / 2);
    float x = row.x + lesson_gap(table) / 2 + number_width(table);
    draw_text_in(list, FONT_NUMBER, table->size, (Point){x, baseline}, 1, 0,
                 selected ? theme->on_accent : theme->text_dim, number);
    x += lesson_gap(table);
    Color loud = selected ? theme->on_accent : theme->text,
          quiet = selected ? theme->on_accent : theme->text_dim;
    if (table->rows[index].marked)
        x += lesson_gap(table) + draw_text(list, FONT_TEXT_ITALIC, table->size, (Point){x, baseline}, quiet,
                                           table->rows[index].keys);
    draw_text_in(list, FONT_TEXT, table->size, (Point){x, baseline}, 0, row.x + row.w - x, loud,
                 table->rows[index].text);
}

/* The chosen file's name, as the command line takes it, and where there are pages "1 – 14 of 35". */
static void draw_foot(LessonTable *table, const Texts *texts, Rect foot) {
    const Theme *theme = table->style.theme;
    float size = table->style.small, baseline = roundf(foot.y + foot.h - size * 0.3f);
    char text[120];
    int end = table->first + table->lines * table->columns;
    table->list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_LABEL};
    float width = 0;
    if (table->selected < table->count && !table->rows[table->selected].marked)
        width = draw_text_in(table->list, FONT_NUMBER, size, (Point){foot.x, baseline}, 0, foot.w / 2,
                             theme->text_dim, table->rows[table->selected].keys);
    if (table->first == 0 && end >= table->count) return;
    text_fill(texts, text, sizeof text, "lessons.page", TEXT_INT("first", table->first + 1),
              TEXT_INT("last", end < table->count ? end : table->count), TEXT_INT("count", table->count));
    draw_text_in(table->list, FONT_TEXT, size, (Point){foot.x + foot.w, baseline}, 1, foot.w - width,
                 theme->text_dim, text);
}

void lessons_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    LessonTable table = {.list = list,
                         .style = style_make(list, options),
                         .rows = options->lesson_rows,
                         .count = options->lesson_count,
                         .selected = options->lesson_selected < 0 ? 0 : options->lesson_selected};
    table.area = sheet_draw(list, &table.style, area, text_get(view->texts, "lessons.title"),
                            text_get(view->texts, "lessons.how"));
    Rect foot = rect_cut_bottom(&table.area, style_line(table.style.small), table.style.gap);
    lesson_fit(&table);
    int end = table.first + table.lines * table.columns;
    for (int i = table.first; i < table.count && i < end; i++) draw_entry(&table, i);
    draw_foot(&table, view->texts, foot);
}
