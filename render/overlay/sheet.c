/* sheet: what covers the whole frame: all keys, and the list of lessons, both rows in columns. */
#include "sheet.h"

#include <math.h>
#include <stdio.h>

#include "render/draw/rect.h"
#include "render/style/style.h"

/* The sheet with a title and, at its right, how it is used (NULL: nothing); returns the room below. */
static Rect draw_ground(DrawList *list, const Style *style, Rect area, const char *title, const char *how) {
    const Theme *theme = style->theme;
    Rect plate = rect_inset(area, 2 * style->margin, 2 * style->margin);
    list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_PANEL};
    draw_rect(list, area, 0, color_alpha(theme->ground, 0.94f), (Color){0}, 0);
    draw_rect(list, plate, style->radius, theme->panel, theme->border, style->hairline);
    Rect inside = rect_inset(plate, 2 * style->pad, 1.5f * style->pad);
    Rect head = rect_cut_top(&inside, style_line(style->heading), style->pad);
    float baseline = roundf(head.y + style->heading);
    list->mark.role = PART_LABEL;
    float width = draw_text_in(list, FONT_TEXT_BOLD, style->heading, (Point){head.x, baseline}, 0, head.w,
                               theme->text, title);
    float room = head.w - width - style->pad;
    if (how != NULL && fonts_width(list->fonts, FONT_TEXT, style->small, how) <= room)
        draw_text_in(list, FONT_TEXT, style->small, (Point){head.x + head.w, baseline}, 1, room,
                     theme->text_dim, how);
    return inside;
}

enum { MOST_COLUMNS = 3 };

/* Rows in columns that are read downwards. */
typedef struct Table {
    DrawList *list;
    Style style;
    Rect area; /* of the rows */
    const HelpRow *rows;
    int count;
    int columns, lines; /* lines: of a column */
    float width[MOST_COLUMNS];
    float size; /* em */
    float line; /* distance of two baselines */
} Table;

/* How wide rows [first, end) must be, with the air to the next column. */
typedef float ColumnWidth(const Table *table, int first, int end);

/* Whether all rows have room at that size, in as few columns as hold them, each as wide as it must be. */
static bool fits(Table *table, float size, float line, ColumnWidth *column_width) {
    table->size = size;
    table->line = roundf(size * line);
    for (table->columns = 1; table->columns <= MOST_COLUMNS; table->columns++) {
        table->lines = (table->count + table->columns - 1) / table->columns;
        float width = 0;
        for (int c = 0; c < table->columns; c++)
            width += table->width[c] = column_width(table, c * table->lines, (c + 1) * table->lines);
        if (width <= table->area.w && (float)table->lines * table->line <= table->area.h) return true;
    }
    table->columns = MOST_COLUMNS;
    return false;
}

/* Room that is left goes between the lines, up to `most` ems, and the columns. */
static void spread(Table *table, float most) {
    float left = table->area.w, room = floorf(table->area.h / (float)(table->lines > 0 ? table->lines : 1));
    table->line = fminf(fmaxf(room, table->line), roundf(most * table->size));
    for (int c = 0; c < table->columns; c++) left -= table->width[c];
    for (int c = 0; c < table->columns; c++) table->width[c] += floorf(left / (float)table->columns);
}

/* The place of a row, counted from the first one that is shown. */
static Rect row_at(const Table *table, int place) {
    int column = place / table->lines;
    Rect row = {table->area.x, table->area.y + (float)(place % table->lines) * table->line,
                table->width[column], table->line};
    for (int c = 0; c < column; c++) row.x += table->width[c];
    return row;
}

static float row_baseline(const Table *table, Rect row) {
    return roundf(row.y + row.h / 2 + fonts_ascent(table->list->fonts, FONT_TEXT, table->size) / 2);
}

/* All keys. */

static float keys_width(const Table *table, int first, int end) {
    float keys = 0;
    for (int i = first; i < table->count && i < end; i++)
        keys = fmaxf(keys, fonts_width(table->list->fonts, FONT_NUMBER, table->size, table->rows[i].keys));
    return keys;
}

static float help_width(const Table *table, int first, int end) {
    float text = 0;
    for (int i = first; i < table->count && i < end; i++)
        text = fmaxf(text, fonts_width(table->list->fonts, FONT_TEXT, table->size, table->rows[i].text));
    return keys_width(table, first, end) + text + 2 * table->size;
}

static void draw_help_row(Table *table, int index, float keys) {
    const Theme *theme = table->style.theme;
    Rect row = row_at(table, index);
    float baseline = row_baseline(table, row), text = roundf(row.x + keys + 0.8f * table->size);
    draw_text(table->list, FONT_NUMBER, table->size, (Point){row.x, baseline}, theme->text,
              table->rows[index].keys);
    draw_text_in(table->list, FONT_TEXT, table->size, (Point){text, baseline}, 0, row.x + row.w - text,
                 theme->text_dim, table->rows[index].text);
}

/* As large as lets everything be seen at once. */
void sheet_draw_help(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Table table = {.list = list,
                   .style = style_make(list, options),
                   .rows = options->help_rows,
                   .count = options->help_count};
    Style head = style_bars(list, options);
    table.area = draw_ground(list, &head, area, text_get(view->texts, "help.title"), NULL);
    float size = table.style.heading;
    while (!fits(&table, size, 1.55f, help_width) && size > table.style.least) size -= 0.5f;
    spread(&table, 2.1f);
    for (int c = 0; c < table.columns; c++) {
        int first = c * table.lines, end = first + table.lines;
        float keys = keys_width(&table, first, end);
        for (int i = first; i < end && i < table.count; i++) draw_help_row(&table, i, keys);
    }
}

/* The lessons, numbered. */

typedef struct LessonTable {
    Table table;
    int selected;
    int first; /* entry at the top */
} LessonTable;

/* Room for as many digits as the last number has. */
static float number_width(const Table *table) {
    char last[16];
    snprintf(last, sizeof last, "%d", table->count);
    return fonts_width(table->list->fonts, FONT_NUMBER, table->size, last);
}

static float lesson_gap(const Table *table) {
    return roundf(table->size * 0.7f);
}

static float lesson_width(const Table *table, int first, int end) {
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

#define LESSON_LINE 1.6f /* ems, at least */

/* Pages of as many lines as have room, at least one; the last page is as full as the others. */
static void turn_pages(LessonTable *lessons, float size) {
    Table *table = &lessons->table;
    for (table->size = size; table->size > table->style.least; table->size -= 0.5f)
        if (lesson_width(table, 0, table->count) <= table->area.w) break;
    table->line = roundf(table->size * LESSON_LINE);
    table->width[0] = table->area.w;
    table->columns = 1;
    table->lines = (int)fmaxf(floorf(table->area.h / table->line), 1);
    lessons->first = lessons->selected / table->lines * table->lines;
    if (lessons->first + table->lines > table->count) lessons->first = table->count - table->lines;
    if (lessons->first < 0) lessons->first = 0;
}

/* All at once, or pages, before the text becomes much smaller than the learner's. */
static void fit_lessons(LessonTable *lessons) {
    Table *table = &lessons->table;
    const Style *style = &table->style;
    float size = roundf(style->heading * 1.1f), least = fmaxf(style->body * 0.85f, style->least);
    while (size >= least && !fits(table, size, LESSON_LINE, lesson_width)) size -= 0.5f;
    if (size >= least)
        spread(table, 2.2f);
    else
        turn_pages(lessons, style->body);
}

static void draw_lesson(LessonTable *lessons, int index) {
    const Table *table = &lessons->table;
    const Theme *theme = table->style.theme;
    const HelpRow *lesson = &table->rows[index];
    DrawList *list = table->list;
    bool selected = index == lessons->selected;
    Color loud = selected ? theme->on_accent : theme->text, quiet = selected ? loud : theme->text_dim;
    float gap = lesson_gap(table);
    Rect row = row_at(table, index - lessons->first);
    row.w -= gap;
    char number[16];
    snprintf(number, sizeof number, "%d", index + 1);
    list->mark = (DrawMark){-1, index, PANEL_OVERLAY, PART_ENTRY};
    draw_rect(list, rect_inset(row, 0, roundf(table->line * 0.05f)), 5 * table->style.unit,
              selected ? theme->now : theme->panel, (Color){0}, 0);
    Point at = {row.x + gap / 2 + number_width(table), row_baseline(table, row)};
    draw_text_in(list, FONT_NUMBER, table->size, at, 1, 0, quiet, number);
    at.x += gap;
    if (lesson->marked) at.x += gap + draw_text(list, FONT_TEXT_ITALIC, table->size, at, quiet, lesson->keys);
    draw_text_in(list, FONT_TEXT, table->size, at, 0, row.x + row.w - at.x, loud, lesson->text);
}

/* The chosen file's name, as the command line takes it, and where there are pages "1 – 14 of 35". */
static void draw_foot(LessonTable *lessons, const Texts *texts, Rect foot) {
    const Table *table = &lessons->table;
    const Theme *theme = table->style.theme;
    float size = table->style.small, baseline = roundf(foot.y + foot.h - size * 0.3f), width = 0;
    char text[120];
    int end = lessons->first + table->lines * table->columns;
    table->list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_LABEL};
    if (lessons->selected < table->count && !table->rows[lessons->selected].marked)
        width = draw_text_in(table->list, FONT_NUMBER, size, (Point){foot.x, baseline}, 0, foot.w / 2,
                             theme->text_dim, table->rows[lessons->selected].keys);
    if (lessons->first == 0 && end >= table->count) return;
    text_fill(texts, text, sizeof text, "lessons.page", TEXT_INT("first", lessons->first + 1),
              TEXT_INT("last", end < table->count ? end : table->count), TEXT_INT("count", table->count));
    draw_text_in(table->list, FONT_TEXT, size, (Point){foot.x + foot.w, baseline}, 1, foot.w - width,
                 theme->text_dim, text);
}

void sheet_draw_lessons(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    LessonTable lessons = {.selected = options->lesson_selected < 0 ? 0 : options->lesson_selected};
    Table *table = &lessons.table;
    *table = (Table){.list = list,
                     .style = style_make(list, options),
                     .rows = options->lesson_rows,
                     .count = options->lesson_count};
    table->area = draw_ground(list, &table->style, area, text_get(view->texts, "lessons.title"),
                              text_get(view->texts, "lessons.how"));
    Rect foot = rect_cut_bottom(&table->area, style_line(table->style.small), table->style.gap);
    fit_lessons(&lessons);
    int end = lessons.first + table->lines * table->columns;
    for (int i = lessons.first; i < table->count && i < end; i++) draw_lesson(&lessons, i);
    draw_foot(&lessons, view->texts, foot);
}
