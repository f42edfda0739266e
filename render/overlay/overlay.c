/* overlay: what lies over the panels: plates with a mistake, a verdict, a message or an exact value, and sheets with
   all keys or the list of lessons. */
#include "overlay.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "render/draw/rect.h"
#include "render/widget/panel.h"

/* Plates. */

static void draw_plate_ground(DrawList *list, Rect plate, float radius, Color fill, Color outline,
                              float width) {
    list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_PANEL};
    draw_rect(list, plate, radius, fill, outline, width);
    list->mark.role = PART_LABEL;
}

/* A title and a text under it. */
typedef struct Words {
    const char *title, *text;
    Color ink;      /* of title and outline */
    float size;     /* em of the text */
    int most_lines; /* of the text */
} Words;

enum { MOST_TITLE_LINES = 3 };

/* Title and text from the baseline *y on, which moves behind the last line; draw false: only moves it. */
static void draw_words(Panel *panel, const Words *words, bool draw, float *y) {
    float x = panel->content.x, w = panel->content.w, heading = panel->style.heading;
    int lines = panel_wrap(panel, FONT_TEXT_BOLD, heading, (Point){x, *y}, w, MOST_TITLE_LINES, words->ink,
                           words->title, draw);
    *y += (float)lines * style_line(heading);
    lines = panel_wrap(panel, FONT_TEXT, words->size, (Point){x, *y}, w, words->most_lines,
                       panel->theme->text, words->text, draw);
    *y += (float)lines * style_line(words->size);
}

static float words_height(Panel *panel, const Words *words) {
    float y = 0;
    draw_words(panel, words, false, &y);
    return y;
}

/* A plate `high` pixels high, a margin above `bottom`, with the words from its top on. Returns their end. */
static float draw_plate(Panel *panel, const Words *words, Rect area, float bottom, float high, float lead) {
    const Style *style = &panel->style;
    Rect plate = {area.x + style->margin, roundf(bottom - style->margin - high), area.w - 2 * style->margin,
                  high};
    draw_plate_ground(panel->list, plate, style->radius, panel->theme->panel, words->ink, style->stroke);
    float y = roundf(plate.y + style->pad + style->heading * lead);
    draw_words(panel, words, true, &y);
    return y;
}

/* A mistake: place, sentence, line, caret, hint. */

/* The part of the source line that is shown: so much is left out at its left that the caret is in sight.
   *caret: the characters before it in what is left. */
static const char *shown_source(const Panel *panel, const Err *mistake, int *caret) {
    float letter = fonts_width(panel->list->fonts, FONT_NUMBER, panel->style.number, "0");
    int room = (int)(panel->content.w / letter), skipped = mistake->caret - room * 3 / 4;
    const char *at = mistake->source;
    *caret = mistake->caret;
    if (mistake->caret < room || skipped <= 0) return at;
    for (int i = 0; i < skipped && *at != '\0'; i++) utf8_next(&at);
    *caret -= skipped;
    return at;
}

/* The source line with its caret below, from the baseline at *y on, which is moved on. */
static void draw_source(Panel *panel, const Err *mistake, float *y) {
    float size = panel->style.number, x = panel->content.x;
    float letter = fonts_width(panel->list->fonts, FONT_NUMBER, size, "0");
    int caret;
    const char *source = shown_source(panel, mistake, &caret);
    draw_text_in(panel->list, FONT_NUMBER, size, (Point){x, *y}, 0, panel->content.w, panel->theme->text,
                 source);
    *y += roundf(size * 1.1f);
    draw_text(panel->list, FONT_NUMBER_BOLD, size, (Point){x + (float)caret * letter, *y}, panel->theme->bad,
              "^");
    *y += style_line(size);
}

/* "my.lesson:12:8: sentence", without the folders. */
static void write_sentence(const Err *mistake, char *out, size_t size) {
    const char *slash = strrchr(mistake->file, '/'), *file = slash != NULL ? slash + 1 : mistake->file;
    if (mistake->place.line > 0)
        snprintf(out, size, "%s:%d:%d: %s", file, mistake->place.line, mistake->place.column, mistake->text);
    else
        snprintf(out, size, "%s%s%s", file, *file != '\0' ? ": " : "", mistake->text);
}

static void draw_mistake(Panel *panel, const SceneOptions *options, Rect area) {
    const Style *style = &panel->style;
    const Err *mistake = options->mistake;
    char sentence[sizeof mistake->text + sizeof mistake->file + 40];
    write_sentence(mistake, sentence, sizeof sentence);
    Words words = {.title = text_get(panel->texts, options->waiting ? "mistake.first" : "mistake.title"),
                   .text = sentence,
                   .ink = panel->theme->bad,
                   .size = style->body,
                   .most_lines = 9};
    float high = words_height(panel, &words) + 2 * style->pad;
    if (mistake->source[0] != '\0')
        high += style->gap + roundf(style->number * 1.1f) + style_line(style->number);
    if (mistake->hint[0] != '\0') high += style_line(style->body);
    float y = draw_plate(panel, &words, area, area.y + area.h, high, 0.9f) + style->gap;
    if (mistake->source[0] != '\0') draw_source(panel, mistake, &y);
    if (mistake->hint[0] != '\0')
        draw_text_in(panel->list, FONT_TEXT_MEDIUM, style->body, (Point){panel->content.x, y}, 0,
                     panel->content.w, panel->theme->good, mistake->hint);
}

/* In the largest text with which the plate is no higher than its room, but not below the least. */
static void draw_verdict(Panel *panel, const SceneOptions *options, Rect area, Rect explain) {
    const Style *style = &panel->style;
    Words words = {.title = options->verdict_title,
                   .text = options->verdict,
                   .ink = options->verdict_good ? panel->theme->good : panel->theme->bad,
                   .most_lines = 60};
    float bottom = rect_empty(explain) || options->enlarged != 0 ? area.y + area.h : explain.y, high;
    for (words.size = style->body;; words.size -= 1) {
        high = words_height(panel, &words) + 1.5f * style->pad;
        if (high <= bottom - area.y - 2 * style->margin || words.size - 1 < style->least) break;
    }
    draw_plate(panel, &words, area, bottom, high, 0.7f);
}

/* Messages and values: text in the panel's colour on a plate in the text's. */

/* A plate of that size with the baseline of its first line. */
static float draw_line_plate(Panel *panel, Rect plate, float pad) {
    const Style *style = &panel->style;
    draw_plate_ground(panel->list, plate, style->radius * 0.7f, panel->theme->text, (Color){0}, 0);
    float middle = plate.y + (style_line(style->body) + pad) / 2;
    return fonts_baseline(panel->list->fonts, FONT_TEXT, style->body, middle);
}

/* How wide a line of text is, and may be. */
static float line_width(const Panel *panel, Rect area, float pad, const char *text, float *most) {
    *most = area.w - 2 * panel->style.margin - 2 * pad;
    return fminf(fonts_width(panel->list->fonts, FONT_TEXT, panel->style.body, text), *most);
}

/* One line near the pointer. */
static void draw_value(Panel *panel, Rect area, Point pointer, const char *text) {
    const Style *style = &panel->style;
    float pad = style->gap * 1.5f, high = style_line(style->body) + pad, below = 18 * style->unit, most;
    float width = line_width(panel, area, pad, text, &most) + 2 * pad;
    if (pointer.y + below + high > area.y + area.h - style->margin) below = -below - high;
    Rect room = rect_inset(area, style->margin, style->margin);
    Rect plate = {pointer.x - width / 2, pointer.y + below, width, high};
    plate.x = roundf(fminf(fmaxf(plate.x, room.x), room.x + room.w - width));
    plate.y = roundf(fminf(fmaxf(plate.y, room.y), room.y + room.h - high));
    Point at = {plate.x + pad, draw_line_plate(panel, plate, pad)};
    draw_text_in(panel->list, FONT_TEXT, style->body, at, 0, most, panel->theme->panel, text);
}

/* As many lines as the text takes, down to `bottom`. */
static void draw_message(Panel *panel, Rect area, float bottom, const char *text) {
    enum { MOST_LINES = 6 };
    const Style *style = &panel->style;
    float pad = style->gap * 1.5f, most, width = line_width(panel, area, pad, text, &most);
    Color ink = panel->theme->panel;
    Point at = {roundf(area.x + (area.w - width) / 2), 0};
    int lines = panel_wrap(panel, FONT_TEXT, style->body, at, most, MOST_LINES, ink, text, false);
    float high = (float)lines * style_line(style->body) + pad;
    Rect plate = {at.x - pad, roundf(bottom - high), width + 2 * pad, high};
    at.y = draw_line_plate(panel, plate, pad);
    panel_wrap(panel, FONT_TEXT, style->body, at, most, MOST_LINES, ink, text, true);
}

/* Sheets, with rows in columns. */

/* The sheet with a title and, at its right, how it is used (NULL: nothing); returns the room below. */
static Rect draw_sheet(DrawList *list, const Style *style, Rect area, const char *title, const char *how) {
    const Theme *theme = style->theme;
    Rect plate = rect_inset(area, 2 * style->margin, 2 * style->margin);
    list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_PANEL};
    draw_fill(list, area, 0, color_alpha(theme->ground, 0.94f));
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
    float size;          /* em */
    float line;          /* distance of two baselines */
    int selected, first; /* of lessons: the chosen one, and the one at the top */
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
    return fonts_baseline(table->list->fonts, FONT_TEXT, table->size, row.y + row.h / 2);
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
static void draw_help(Panel *panel, const SceneOptions *options, Rect area) {
    Table table = {
        .list = panel->list, .style = panel->style, .rows = options->help_rows, .count = options->help_count};
    Style head = style_bars(options, panel->list->width, panel->list->height);
    table.area = draw_sheet(panel->list, &head, area, text_get(panel->texts, "help.title"), NULL);
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

/* Room for as many digits as the last number has. */
static float digits_width(const Table *table) {
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
    return width + digits_width(table) + 3 * lesson_gap(table);
}

#define LESSON_LINE 1.6f /* ems, at least */

/* Pages of as many lines as have room, at least one; the last page is as full as the others. */
static void turn_pages(Table *table, float size) {
    for (table->size = size; table->size > table->style.least; table->size -= 0.5f)
        if (lesson_width(table, 0, table->count) <= table->area.w) break;
    table->line = roundf(table->size * LESSON_LINE);
    table->width[0] = table->area.w;
    table->columns = 1;
    table->lines = (int)fmaxf(floorf(table->area.h / table->line), 1);
    table->first = table->selected / table->lines * table->lines;
    if (table->first + table->lines > table->count) table->first = table->count - table->lines;
    if (table->first < 0) table->first = 0;
}

/* All at once, or pages, before the text becomes much smaller than the learner's. */
static void fit_lessons(Table *table) {
    const Style *style = &table->style;
    float size = roundf(style->heading * 1.1f), least = fmaxf(style->body * 0.85f, style->least);
    while (size >= least && !fits(table, size, LESSON_LINE, lesson_width)) size -= 0.5f;
    if (size >= least)
        spread(table, 2.2f);
    else
        turn_pages(table, style->body);
}

static void draw_lesson(const Table *table, int index) {
    const Theme *theme = table->style.theme;
    const HelpRow *lesson = &table->rows[index];
    DrawList *list = table->list;
    bool selected = index == table->selected;
    Color loud = selected ? theme->on_accent : theme->text, quiet = selected ? loud : theme->text_dim;
    float gap = lesson_gap(table);
    Rect row = row_at(table, index - table->first);
    row.w -= gap;
    char number[16];
    snprintf(number, sizeof number, "%d", index + 1);
    list->mark = (DrawMark){-1, index, PANEL_OVERLAY, PART_ENTRY};
    draw_fill(list, rect_inset(row, 0, roundf(table->line * 0.05f)), 5 * table->style.unit,
              selected ? theme->now : theme->panel);
    Point at = {row.x + gap / 2 + digits_width(table), row_baseline(table, row)};
    draw_text_in(list, FONT_NUMBER, table->size, at, 1, 0, quiet, number);
    at.x += gap;
    if (lesson->marked) at.x += gap + draw_text(list, FONT_TEXT_ITALIC, table->size, at, quiet, lesson->keys);
    draw_text_in(list, FONT_TEXT, table->size, at, 0, row.x + row.w - at.x, loud, lesson->text);
}

/* The chosen file's name, as the command line takes it, and where there are pages "1 – 14 of 35". */
static void draw_foot(const Table *table, const Texts *texts, Rect foot) {
    const Theme *theme = table->style.theme;
    float size = table->style.small, baseline = roundf(foot.y + foot.h - size * 0.3f), width = 0;
    char text[120];
    int end = table->first + table->lines * table->columns;
    table->list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_LABEL};
    if (table->selected < table->count && !table->rows[table->selected].marked)
        width = draw_text_in(table->list, FONT_NUMBER, size, (Point){foot.x, baseline}, 0, foot.w / 2,
                             theme->text_dim, table->rows[table->selected].keys);
    if (table->first == 0 && end >= table->count) return;
    text_fill(texts, text, sizeof text, "lessons.page", TEXT_INT("first", table->first + 1),
              TEXT_INT("last", end < table->count ? end : table->count), TEXT_INT("count", table->count));
    draw_text_in(table->list, FONT_TEXT, size, (Point){foot.x + foot.w, baseline}, 1, foot.w - width,
                 theme->text_dim, text);
}

static void draw_lessons(Panel *panel, const SceneOptions *options, Rect area) {
    Table table = {.list = panel->list,
                   .style = panel->style,
                   .rows = options->lesson_rows,
                   .count = options->lesson_count,
                   .selected = options->lesson_selected < 0 ? 0 : options->lesson_selected};
    table.area = draw_sheet(panel->list, &table.style, area, text_get(panel->texts, "lessons.title"),
                            text_get(panel->texts, "lessons.how"));
    Rect foot = rect_cut_bottom(&table.area, style_line(table.style.small), table.style.gap);
    fit_lessons(&table);
    int end = table.first + table.lines * table.columns;
    for (int i = table.first; i < table.count && i < end; i++) draw_lesson(&table, i);
    draw_foot(&table, panel->texts, foot);
}

/* What is asked for. */

/* Which element of a slot a heat map shows under a point; false where a cell is not one element. */
static bool find_element(const DrawCommand *command, const Slot *slot, Point at, int *row, int *col) {
    if (command->kind != DRAW_CELLS || command->rows != slot->rows || command->cols != slot->cols)
        return false;
    *row = (int)((at.y - command->rect.y) / command->rect.h * (float)command->rows);
    *col = (int)((at.x - command->rect.x) / command->rect.w * (float)command->cols);
    return *row >= 0 && *row < slot->rows && *col >= 0 && *col < slot->cols;
}

static void draw_pointed(Panel *panel, Rect area, Point at) {
    const DrawCommand *hit = draw_hit(panel->list, at);
    if (hit == NULL || hit->mark.slot < 0) return;
    int row, col, slot = hit->mark.slot;
    char text[200];
    if (!find_element(hit, &panel->view->program->slots[slot], at, &row, &col)) row = col = -1;
    view_slot_exact(panel->view, slot, row, col, text, sizeof text);
    draw_value(panel, area, at, text);
}

void overlay_draw(DrawList *list, const View *view, const SceneOptions *options, const Rect *panels) {
    Panel panel = panel_make(list, view, options);
    Rect area = panels[PANEL_OVERLAY], timeline = panels[PANEL_TIMELINE], strip = panels[PANEL_PREDICT];
    Rect above = {area.x, area.y, area.w, timeline.y - area.y};
    panel.content = rect_inset(above, panel.style.margin + panel.style.pad, 0); /* of a plate */
    if (options->lessons)
        draw_lessons(&panel, options, area);
    else if (options->help)
        draw_help(&panel, options, area);
    else if (options->pointer.x >= 0)
        draw_pointed(&panel, area, options->pointer);
    if (options->mistake != NULL) draw_mistake(&panel, options, above);
    if (options->verdict != NULL) draw_verdict(&panel, options, above, panels[PANEL_EXPLAIN]);
    float bottom = (rect_empty(strip) ? timeline.y : strip.y) - panel.style.margin;
    if (options->message != NULL && options->message[0] != 0)
        draw_message(&panel, area, bottom, options->message);
}
