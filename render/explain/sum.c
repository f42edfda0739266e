/* explain_sum: one number and where it comes from: its formula, its value, its check, its products. */
#include <math.h>

#include "engine/base/utf8.h"
#include "explain.h"
#include "render/draw/rect.h"
#include "render/widget/other.h"

static float draw_number(Panel *panel, FontFace face, float size, Point at, Color ink, const char *text) {
    draw_mark(panel->list, panel->view->selection.slot, PART_NUMBER);
    return draw_text(panel->list, face, size, at, ink, text);
}

static float draw_label(Panel *panel, float size, Point at, float room, Color ink, const char *text) {
    draw_mark(panel->list, -1, PART_LABEL);
    return draw_text_in(panel->list, FONT_TEXT, size, at, 0, room, ink, text);
}

/* What stands before the numeric result: the mark and its air; a kink has none. */
static float verdict_size(const Panel *panel) {
    return fonts_ascent(panel->list->fonts, FONT_NUMBER, panel->style.number);
}

static float verdict_number(const Panel *panel) {
    return fonts_width(panel->list->fonts, FONT_NUMBER, panel->style.number, "−0.0000000");
}

static bool verdict_fits(const Panel *panel, float room) {
    return verdict_size(panel) + panel->style.gap + verdict_number(panel) <= room;
}

/* "✓ numeric +0.003683", from x on. */
static void draw_verdict(Panel *panel, float x, float right, float baseline) {
    const Explanation *explanation = &panel->view->explanation;
    const Style *style = &panel->style;
    bool good = explanation->check_good || explanation->check_kink;
    const char *word = text_get(panel->texts, explanation->check_kink ? "explain.kink" : "explain.numeric");
    Color ink = explanation->check_kink ? panel->theme->text_dim
                : good                  ? panel->theme->good
                                        : panel->theme->bad;
    if (!explanation->check_kink)
        x += panel_verdict(panel, (Point){x, baseline}, verdict_size(panel), good) + style->gap;
    float label = right - x - verdict_number(panel) - style->gap;
    float wanted = fonts_width(panel->list->fonts, FONT_TEXT, style->small, word);
    if (label >= wanted)
        x += draw_label(panel, style->small, (Point){x, baseline}, label, ink, word) + style->gap;
    draw_number(panel, FONT_NUMBER, style->number, (Point){x, baseline}, ink, explanation->check_numeric);
}

/* "= +0.003683", and the check at the right, or where there is no room for it in a line of its own. */
static void draw_result(Panel *panel, Rect *room) {
    const Explanation *explanation = &panel->view->explanation;
    const Style *style = &panel->style;
    float size = roundf((style->heading + style->number) / 2), left = room->x, right = left + room->w;
    float baseline = panel_line(panel, room, size);
    int slot = panel->view->selection.slot; /* −1 in a picture */
    bool asked = !explanation->has_result && slot >= 0 && slot == panel->view->question.slot;
    if (!explanation->has_result && !asked) return;
    draw_mark(panel->list, -1, PART_LABEL);
    float x =
        left + style->gap +
        draw_text(panel->list, FONT_MATH, size * 1.1f, (Point){left, baseline}, panel->theme->text, "=");
    if (asked) {
        draw_text(panel->list, FONT_TEXT_BOLD, size, (Point){x, baseline}, panel->theme->now, "?");
        return;
    }
    Color ink = style_ink(panel->theme, explanation->result_ink);
    draw_number(panel, FONT_NUMBER_BOLD, size, (Point){x, baseline}, ink, explanation->result);
    float place = fonts_width(panel->list->fonts, FONT_NUMBER_BOLD, size, "−0.0000000");
    float wide = fonts_width(panel->list->fonts, FONT_NUMBER_BOLD, size, explanation->result);
    if (!explanation->has_check) return;
    float behind = x + fmaxf(place, wide) + 2 * style->gap;
    if (verdict_fits(panel, right - behind)) {
        draw_verdict(panel, behind, right, baseline);
    } else if (verdict_fits(panel, right - left) && room->h > style_line(style->number)) {
        baseline = panel_line(panel, room, style->number);
        draw_verdict(panel, left, right, baseline);
    }
}

/* Characters that the usual numbers take: "+0.9394 × −0.006250", "−0.0005874". */
enum { USUAL_PRODUCT = 21, USUAL_RESULT = 10 };

/* The columns of the terms, in characters of a size. */
typedef struct TermTable {
    float size, line, character;
    int where, product, result; /* characters; 0: not shown */
    float bar;                  /* pixels for bars, 0: none */
    int rows;                   /* terms shown */
    bool more;                  /* a last row says how many are not */
} TermTable;

static int characters(const char *utf8) {
    int count = 0;
    while (utf8_next(&utf8)) count++;
    return count;
}

static void widen(int *columns, const char *text) {
    int count = characters(text);
    if (count > *columns) *columns = count;
}

/* Two blanks behind where, and the equals sign with one on each side. */
static float table_width(const TermTable *table) {
    int blanks = (table->where ? 2 : 0) + (table->product ? 3 : 0);
    return (float)(table->where + table->product + table->result + blanks) * table->character;
}

static void table_size(const Panel *panel, TermTable *table, float size) {
    table->size = size;
    table->line = style_line(size);
    table->character = fonts_width(panel->list->fonts, FONT_NUMBER, size, "0");
}

/* Slots for the usual numbers and lines for as many terms as there can be, so that all keep their places from
   step to step; smaller text, and then fewer columns and rows, where there is little room. */
static TermTable table_plan(const Panel *panel, Rect room) {
    const Explanation *explanation = &panel->view->explanation;
    const Style *style = &panel->style;
    TermTable table = {.where = 6, .product = 0, .result = USUAL_RESULT};
    for (int i = 0; i < explanation->term_count; i++) {
        widen(&table.where, explanation->terms[i].where);
        widen(&table.product, explanation->terms[i].product);
        widen(&table.result, explanation->terms[i].result);
    }
    if (table.product && table.product < USUAL_PRODUCT) table.product = USUAL_PRODUCT;
    table_size(panel, &table, style->number);
    bool high_enough = (VIEW_MAX_TERMS + 1) * table.line <= room.h + 1;
    if (!high_enough || table_width(&table) > room.w) table_size(panel, &table, style->small);
    if (table_width(&table) > room.w) table.where = 0;
    float least = fminf(style->least, style->small);
    while (table_width(&table) > room.w && table.size - 1 >= least) table_size(panel, &table, table.size - 1);
    table.rows = explanation->term_count;
    int most = (int)((room.h + 1) / table.line);
    table.more = explanation->terms_more > 0 || table.rows > most;
    if (table.rows + (table.more ? 1 : 0) > most) table.rows = most > 1 ? most - 1 : 0;
    float left = room.w - table_width(&table) - 2 * table.character;
    table.bar = left > 4 * table.character ? fminf(left, 12 * table.character) : 0;
    return table;
}

static void draw_bar(Panel *panel, Rect slot, double value, double largest) {
    const Theme *theme = panel->theme;
    if (!isfinite(value) || !(largest > 0)) return;
    float half = slot.w / 2, length = (float)(fabs(value) / largest) * half, middle = roundf(slot.x + half);
    Rect bar = {value < 0 ? middle - length : middle, slot.y, length, slot.h};
    draw_mark(panel->list, -1, PART_NONE);
    draw_rect(panel->list, (Rect){middle, slot.y - slot.h / 2, panel->style.hairline, 2 * slot.h}, 0,
              theme->text_dim, (Color){0}, 0);
    draw_rect(panel->list, bar, 0, value < 0 ? theme->negative : theme->positive, (Color){0}, 0);
}

static void draw_term(Panel *panel, const TermTable *table, const ViewTerm *term, Point at, double largest) {
    const Theme *theme = panel->theme;
    float c = table->character, x = at.x;
    draw_mark(panel->list, -1, PART_LABEL);
    if (table->where) {
        draw_text(panel->list, FONT_NUMBER, table->size, at, theme->text_dim, term->where);
        x += (float)(table->where + 2) * c;
    }
    draw_mark(panel->list, -1, PART_NUMBER);
    if (table->product) {
        draw_text_in(panel->list, FONT_NUMBER, table->size, (Point){x, at.y}, 0,
                     (float)table->product * c + 1, theme->text, term->product);
        x += (float)(table->product + 1) * c;
        if (term->result[0] == '\0') return; /* it is asked for */
        draw_text(panel->list, FONT_NUMBER, table->size, (Point){x, at.y}, theme->text_dim, "=");
        x += 2 * c;
    }
    x += (float)table->result * c;
    Color ink = term->value < 0 ? theme->negative_text : term->value > 0 ? theme->positive_text : theme->text;
    draw_text_in(panel->list, FONT_NUMBER, table->size, (Point){x, at.y}, 1, 0, ink, term->result);
    float height = roundf(table->size * 0.4f);
    Rect slot = {x + 2 * c, at.y - roundf(table->size * 0.55f), table->bar, height};
    if (table->bar > 0) draw_bar(panel, slot, term->value, largest);
}

static void draw_terms(Panel *panel, const TermTable *plan, Rect room) {
    const Explanation *explanation = &panel->view->explanation;
    const TermTable table = *plan;
    double largest = 0;
    for (int i = 0; i < table.rows; i++) largest = fmax(largest, fabs(explanation->terms[i].value));
    float middle = room.y + table.line / 2;
    Point at = {room.x, fonts_baseline(panel->list->fonts, FONT_NUMBER, table.size, middle)};
    for (int i = 0; i < table.rows; i++, at.y += table.line)
        draw_term(panel, &table, &explanation->terms[i], at, largest);
    if (!table.more) return;
    char text[64];
    text_fill(panel->texts, text, sizeof text, "explain.more",
              TEXT_INT("n", explanation->terms_more + explanation->term_count - table.rows));
    float indent = table.where ? (float)(table.where + 2) * table.character : 0;
    draw_label(panel, table.size, (Point){at.x + indent, at.y}, room.w - indent, panel->theme->text_dim,
               text);
}

Rect explain_sum_draw(Panel *panel, Rect room) {
    const Explanation *explanation = &panel->view->explanation;
    const Style *style = &panel->style;
    float height = fminf(room.h * 0.4f, 2.2f * style->math);
    FormulaStyle form = {
        .theme = panel->theme, .size = style->math, .max_width = room.w, .max_height = height};
    FormulaSize size = formula_measure(panel->list->fonts, &form, &explanation->element);
    Rect row = rect_cut_top(&room, height, 0);
    float baseline = row.y + fmaxf(size.ascent, size.lines > 1 ? size.ascent : style->math * 1.1f);
    draw_mark(panel->list, panel->view->selection.slot, PART_LABEL);
    formula_draw(panel->list, &form, &explanation->element, (Point){row.x, roundf(baseline)});
    draw_result(panel, &room);
    other_element_draw(panel, &room);
    TermTable table = table_plan(panel, room);
    if (explanation->term_count || explanation->terms_more) draw_terms(panel, &table, room);
    rect_cut_top(&room, (float)(table.rows + table.more) * table.line, 0);
    return room;
}
