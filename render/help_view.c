/* help_view: all keys, or all lessons, over everything else. */
#include <math.h>

#include "rect.h"
#include "style.h"
#include "views.h"

typedef struct HelpTable {
    DrawList *list;
    Style style;
    Rect area; /* of the rows */
    const HelpRow *rows;
    int count, columns, lines; /* lines: of a column */
    int first;                 /* row at the top */
    int selected;              /* −1: none, and the rows are no entries */
    float keys;                /* width of the keys' column */
    float size;                /* em */
} HelpTable;

/* A plate over the whole frame with a title; returns the room below it. */
static Rect help_plate(DrawList *list, const Style *style, Rect area, const char *title) {
    const Theme *theme = style->theme;
    Rect plate = rect_inset(area, 2 * style->margin, 2 * style->margin);
    list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_PANEL};
    draw_rect(list, area, 0, color_alpha(theme->ground, 0.82f), (Color){0}, 0);
    draw_rect(list, plate, style->radius, theme->panel, theme->border, style->hairline);
    Rect inside = rect_inset(plate, 2 * style->pad, 1.5f * style->pad);
    Rect head = rect_cut_top(&inside, style_line(style->heading), style->pad);
    list->mark.role = PART_LABEL;
    draw_text_in(list, FONT_TEXT_BOLD, style->heading, (Point){head.x, roundf(head.y + style->heading)}, 0,
                 head.w, theme->text, title);
    return inside;
}

static float help_line(const HelpTable *table) {
    return roundf(table->size * 1.75f);
}

static float widest_keys(const HelpTable *table) {
    float width = 0;
    for (int i = 0; i < table->count; i++)
        width = fmaxf(width, fonts_width(table->list->fonts, FONT_NUMBER, table->size, table->rows[i].keys));
    return width;
}

static float widest_row(const HelpTable *table) {
    float width = 0;
    for (int i = 0; i < table->count; i++)
        width = fmaxf(width, fonts_width(table->list->fonts, FONT_TEXT, table->size, table->rows[i].text));
    return width + table->keys + 2 * table->style.pad;
}

/* The fewest columns that hold all rows; where even three do not, or they are too narrow, smaller text. */
static void help_fit(HelpTable *table) {
    for (table->size = table->style.heading;; table->size -= 0.5f) {
        int fit = (int)(table->area.h / help_line(table));
        fit = fit < 1 ? 1 : fit;
        table->keys = widest_keys(table);
        table->columns = (table->count + fit - 1) / fit;
        table->columns = table->columns < 1 ? 1 : table->columns > 3 ? 3 : table->columns;
        table->lines = (table->count + table->columns - 1) / table->columns;
        table->lines = table->lines > fit ? fit : table->lines;
        bool all = table->lines * table->columns >= table->count;
        bool wide = widest_row(table) * (float)table->columns <= table->area.w;
        if ((all && wide) || table->size <= table->style.least) return;
    }
}

static void draw_row(HelpTable *table, int index) {
    const Theme *theme = table->style.theme;
    DrawList *list = table->list;
    float line = help_line(table), wide = table->area.w / (float)table->columns;
    int place = index - table->first;
    Rect row = {table->area.x + (float)(place / table->lines) * wide,
                table->area.y + (float)(place % table->lines) * line, wide - table->style.pad, line};
    bool selected = index == table->selected, entry = table->selected >= 0;
    list->mark = (DrawMark){-1, entry ? index : -1, PANEL_OVERLAY, entry ? PART_ENTRY : PART_LABEL};
    if (entry) {
        Rect plate = rect_inset(row, 0, line * 0.06f);
        draw_rect(list, plate, 5 * table->style.unit, selected ? theme->now : theme->panel, (Color){0}, 0);
        rect_cut_left(&row, table->style.gap * 1.5f, 0);
        rect_cut_right(&row, table->style.gap, 0);
    }
    float baseline = roundf(row.y + line / 2 + fonts_ascent(list->fonts, FONT_TEXT, table->size) / 2);
    Color keys = selected ? theme->on_accent : entry ? theme->text_dim : theme->text;
    Color text = selected ? theme->on_accent : entry ? theme->text : theme->text_dim;
    Rect keys_room = rect_cut_left(&row, fminf(table->keys, row.w * 0.45f), table->style.pad);
    draw_text_in(list, FONT_NUMBER, table->size, (Point){keys_room.x, baseline}, 0, keys_room.w + 1, keys,
                 table->rows[index].keys);
    draw_text_in(list, FONT_TEXT, table->size, (Point){row.x, baseline}, 0, row.w, text,
                 table->rows[index].text);
}

static void draw_table(HelpTable *table) {
    help_fit(table);
    int room = table->lines * table->columns;
    if (table->selected >= 0 && table->count > room) table->first = table->selected / room * room;
    for (int i = table->first; i < table->count && i < table->first + room; i++) draw_row(table, i);
}

void help_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    HelpTable table = {.list = list, .style = style_make(list, options), .selected = -1};
    table.rows = options->help_rows;
    table.count = options->help_count;
    table.area = help_plate(list, &table.style, area, text_get(view->texts, "help.title"));
    draw_table(&table);
}

void lessons_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    HelpTable table = {
        .list = list, .style = style_make(list, options), .selected = options->lesson_selected};
    table.rows = options->lesson_rows;
    table.count = options->lesson_count;
    if (table.selected < 0) table.selected = 0;
    table.area = help_plate(list, &table.style, area, text_get(view->texts, "lessons.title"));
    draw_table(&table);
}
