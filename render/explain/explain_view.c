/* explain_view: what happens and why: title, sentence, formula, operands, and the sum spelled out.

     title ............................................. torch's name
     sentence
     ┌ formula ──────┐ ┌ operands ───────────┐ ┌ element ────────┐
     │               │ │   xᵀ ·  ∂L/∂z  =  … │ │ = result  check │
     └ check's losses┘ └─────────────────────┘ └ terms ──────────┘

   The body keeps its place whatever the sentence's length, and the columns keep theirs, so that numbers do not
   move from step to step. */
#include "explain.h"

#include <math.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "render/draw/rect.h"
#include "render/widget/other.h"

#define FORMULA_SHARE 0.36f

static float draw_torch(Panel *panel, Rect head, float baseline) {
    const char *name = panel->view->explanation.torch;
    if (!name[0]) return 0;
    const Style *style = &panel->style;
    float width = fonts_width(panel->list->fonts, FONT_NUMBER, style->small, name);
    if (width > head.w / 3) return 0;
    draw_text_in(panel->list, FONT_NUMBER, style->small, (Point){head.x + head.w, baseline}, 1, 0,
                 panel->theme->text_dim, name);
    return width + 2 * style->pad;
}

static void draw_title(Panel *panel, Rect *room) {
    const Style *style = &panel->style;
    const char *title = panel->view->explanation.title;
    float baseline = room->y + fonts_ascent(panel->list->fonts, FONT_TEXT_BOLD, style->heading);
    float width = room->w - draw_torch(panel, *room, baseline);
    float least = fmaxf(style->heading * 0.7f, style->least); /* in one line, if that is not too small */
    float size = fonts_fit(panel->list->fonts, FONT_TEXT_BOLD, style->heading, least, width, title);
    int lines = panel_wrap(panel, FONT_TEXT_BOLD, size, (Point){room->x, baseline}, width, 2,
                           panel->theme->text, title, true);
    rect_cut_top(room, style_line(style->heading) + (lines > 1 ? style_line(size) : 0), 0);
}

/* The largest size, down to 0.7 of the usual one, in which the sentence is no higher than `height`. */
static float size_for_height(Panel *panel, float width, float height) {
    const char *text = panel->view->explanation.sentence;
    float size = panel->style.body, least = fmaxf(size * 0.7f, panel->style.least);
    for (; size - 1 >= least; size -= 1) {
        int lines = panel_wrap(panel, FONT_TEXT, size, (Point){0, 0}, width, 40, (Color){0}, text, false);
        if ((float)lines * style_line(size) <= height) break;
    }
    return size;
}

/* Title and sentence, cut off the top of *room. Two lines are kept free for the sentence even where it has
   one. Returns whether room enough is left for the rest. */
static bool draw_header(Panel *panel, Rect *room) {
    const Style *style = &panel->style;
    float height = room->h, line = style_line(style->body);
    draw_mark(panel->list, -1, PART_LABEL);
    draw_title(panel, room);
    bool words = panel->view->explanation.formula.count == 0; /* and nothing else */
    float size = size_for_height(panel, room->w, fmaxf(line, height * (words ? 0.7f : 0.34f)));
    int most = (int)fmaxf(1, height * (words ? 0.8f : 0.52f) / style_line(size)),
        usual = height > 8 * line ? 2 : 1;
    Point at = {room->x, room->y + fonts_ascent(panel->list->fonts, FONT_TEXT, style->body)};
    int lines = panel_wrap(panel, FONT_TEXT, size, at, room->w, most, panel->theme->text_dim,
                           panel->view->explanation.sentence, true);
    rect_cut_top(room, fmaxf(line * (float)usual, style_line(size) * (float)lines), 1.6f * style->gap);
    return room->h >= 0.4f * height;
}

/* At the start of an iteration there is nothing but the model's formulas. */
static bool is_alone(const Panel *panel) {
    const Explanation *explanation = &panel->view->explanation;
    return explanation->operand_count == 0 && !explanation->has_result && explanation->term_count == 0;
}

/* Returns the room that it took; its ascent is counted from the top of `room`. The check's lines keep
   theirs. */
static FormulaSize draw_formula(Panel *panel, Rect room) {
    const Style *style = &panel->style;
    const Math *formula = &panel->view->explanation.formula;
    float check = 2 * style_line(style->small) + style->gap;
    if (panel->view->explanation.has_check && room.h > 2.2f * check) room.h -= check;
    FormulaStyle form = {.theme = panel->theme,
                         .size = is_alone(panel) ? 1.4f * style->formula : style->formula,
                         .max_width = room.w,
                         .max_height = room.h,
                         .display = true};
    FormulaSize size = formula_measure(panel->list->fonts, &form, formula);
    float above = fmaxf(size.ascent, form.size * 1.25f);
    if (above + size.descent > room.h) above = size.ascent;
    draw_mark(panel->list, panel->view->selection.slot, PART_LABEL);
    formula_draw(panel->list, &form, formula, (Point){room.x, roundf(room.y + above)});
    size.ascent = above;
    return size;
}

/* One number and where it comes from: its formula, its value, its check, its products. */

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
    panel_draw_number(panel, FONT_NUMBER_BOLD, size, (Point){x, baseline}, ink, explanation->result);
    float place = fonts_width(panel->list->fonts, FONT_NUMBER_BOLD, size, "−0.0000000");
    float wide = fonts_width(panel->list->fonts, FONT_NUMBER_BOLD, size, explanation->result);
    if (!explanation->has_check) return;
    float behind = x + fmaxf(place, wide) + 2 * style->gap;
    if (verdict_fits(panel, right - behind)) {
        verdict_draw(panel, (Point){behind, baseline}, right - behind);
    } else if (verdict_fits(panel, right - left) && room->h > style_line(style->number)) {
        baseline = panel_line(panel, room, style->number);
        verdict_draw(panel, (Point){left, baseline}, right - left);
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
    const int where = table.where;
    if (table_width(&table) > room.w) table.where = 0;
    float least = fminf(style->least, style->small);
    while (table_width(&table) > room.w && table.size - 1 >= least) table_size(panel, &table, table.size - 1);
    if (table_width(&table) > room.w) { /* long terms: which they are, and what comes of them */
        table.product = 0;
        table.where = where;
    }
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
    draw_fill(panel->list, (Rect){middle, slot.y - slot.h / 2, panel->style.hairline, 2 * slot.h}, 0,
              theme->text_dim);
    draw_fill(panel->list, bar, 0, value < 0 ? theme->negative : theme->positive);
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
    panel_draw_label(panel, table.size, (Point){at.x + indent, at.y}, room.w - indent, panel->theme->text_dim,
                     text);
}

/* The selected element: its formula, the result with the numeric check beside it, and the products that it is the sum
   of. Returns what is left of the room below them. */
static Rect draw_sum(Panel *panel, Rect room) {
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
    if (explanation->moves) move_draw(panel, room);
    TermTable table = table_plan(panel, room);
    if (explanation->term_count || explanation->terms_more) draw_terms(panel, &table, room);
    rect_cut_top(&room, (float)(table.rows + table.more) * table.line, 0);
    return room;
}

/* A panel that is high for its width (enlarged): larger text, the operands below the formula, the check below
   the terms. */
static bool draw_high(Panel *panel, Rect body) {
    float gap = 2 * panel->style.pad;
    Rect sum = is_alone(panel) ? (Rect){0} : rect_cut_right(&body, (body.w - gap) * 0.41f, gap);
    bool seen = draw_header(panel, &body);
    bool operands = panel->view->explanation.operand_count > 0;
    Rect formula =
        operands ? rect_cut_top(&body, fminf(3.1f * panel->style.formula, body.h * 0.4f), gap / 2) : body;
    draw_formula(panel, formula);
    if (operands) seen = explain_operands_draw(panel, body, 0) && seen;
    if (rect_empty(sum)) return seen;
    Rect rest = draw_sum(panel, sum);
    if (panel->check) verdict_details(panel, rest);
    return seen;
}

/* The formula's share of the width that it has together with the operands: the same from step to step, and
   more only for one that would be set much smaller. */
static float formula_column(Panel *panel, float width) {
    FormulaStyle form = {.theme = panel->theme, .size = panel->style.formula, .display = true};
    float asked = formula_measure(panel->list->fonts, &form, &panel->view->explanation.formula).width;
    float usual = width * FORMULA_SHARE, most = width * 0.5f;
    return asked * 0.72f <= usual ? usual : fminf(asked * 0.8f, most);
}

/* The formula `column` wide and the operands beside it; the check below the formula where it has room there:
   checked. Returns whether all have room. */
static bool draw_pair(Panel *panel, Rect body, float column, bool *checked) {
    bool operands = panel->view->explanation.operand_count > 0;
    Rect formula = operands ? rect_cut_left(&body, column, 2 * panel->style.pad) : body, rest = formula;
    FormulaSize size = draw_formula(panel, formula);
    rect_cut_top(&rest, size.ascent + size.descent, panel->style.gap);
    float check = panel->check ? verdict_details(panel, rest) : 0, used = fmaxf(size.width, check);
    *checked = check > 0;
    return !operands || explain_operands_draw(panel, body, formula.w - used);
}

/* Whether the explained number is a slope that can be shown, now or soon. */
static bool is_slope(const View *view) {
    return view->slope.slot >= 0 && (view->slope.known || view->check_waits);
}

static bool draw_wide(Panel *panel, Rect body) {
    float gap = 2 * panel->style.pad;
    Rect sum = is_alone(panel) ? (Rect){0} : rect_cut_right(&body, (body.w - 2 * gap) * 0.31f, gap);
    bool seen = draw_header(panel, &body), checked;
    DrawPlace place = draw_place(panel->list);
    float usual = (body.w - gap) * FORMULA_SHARE, asked = formula_column(panel, body.w - gap);
    bool whole = draw_pair(panel, body, asked, &checked);
    if (!whole && asked > usual) { /* the operands need the room more */
        draw_back(panel->list, place);
        whole = draw_pair(panel, body, usual, &checked);
    }
    if (rect_empty(sum)) return seen && whole;
    Rect rest = draw_sum(panel, sum);
    if (panel->check && !checked) verdict_details(panel, rest);
    return seen && whole;
}

static const char dots[] = "…";

/* Formulas that have dots of their own. */
static int own_dots(const Math *math) {
    int count = 0;
    for (int i = 0; i < math->count; i++) count += strstr(math->nodes[i].text, dots) != NULL;
    return count;
}

static bool ends_in_dots(const char *text) {
    size_t length = strlen(text), end = sizeof dots - 1;
    return length >= end && strcmp(text + length - end, dots) == 0;
}

/* Whether nothing drawn from `place` on leaves the area or had to be cut. */
static bool is_whole(const Panel *panel, DrawPlace place, Rect area) {
    const DrawList *list = panel->list;
    const Explanation *explanation = &panel->view->explanation;
    int own = own_dots(&explanation->formula) + own_dots(&explanation->element);
    Rect inside = rect_inset(area, panel->style.hairline, panel->style.hairline);
    for (size_t i = place.count; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        Rect box = command->box;
        if (command->kind != DRAW_TEXT) continue;
        if (ends_in_dots(draw_string(list, command)) && (command->face != FONT_MATH || own-- <= 0))
            return false;
        if (box.x < inside.x || box.y < inside.y || box.x + box.w > inside.x + inside.w ||
            box.y + box.h > inside.y + inside.h)
            return false;
    }
    return true;
}

typedef bool DrawPanel(Panel *panel, Rect content);

/* In the learner's text size, or where that leaves no room for all there is to say, in a smaller one. Returns whether
   all has room; the smallest text stays even so, where `must`. */
static bool draw_sized(DrawList *list, const View *view, const SceneOptions *options, Rect area,
                       DrawPanel *draw, bool must) {
    bool high = area.h > 0.36f * area.w;
    Point usual = high ? (Point){830, 380} : (Point){1270, 250};
    DrawPlace place = draw_place(list);
    for (float text = fmaxf(options->text_size, PANEL_TEXT);; text = fmaxf(text * 0.88f, PANEL_TEXT)) {
        Panel panel = panel_begin(list, view, options, PANEL_EXPLAIN, area, usual, text);
        if (rect_empty(panel.content)) return true;
        panel.check = options->check && view->explanation.has_check;
        bool seen = draw(&panel, panel.content) && is_whole(&panel, place, area);
        if (seen || (must && text <= PANEL_TEXT)) return true;
        draw_back(list, place);
        if (text <= PANEL_TEXT) return false;
    }
}

void explain_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    bool high = area.h > 0.36f * area.w;
    if (is_slope(view)) {
        draw_sized(list, view, options, area, slope_view_draw, true);
        return;
    }
    bool moves = view->explanation.moves && !high;
    if (moves && draw_sized(list, view, options, area, slope_view_draw_move, false)) return;
    draw_sized(list, view, options, area, high ? draw_high : draw_wide, true);
}
