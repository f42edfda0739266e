/* The room render/path: the chain rule drawn along one path: a card for each operation, and the product of its slopes.

     (w) ⇄ [ w · 2 ] ⇄ [ p + 13.5 ] ⇄ … ⇄ (L)        a card: the function of what comes, its tangent, ×slope
      64  =    2      ·      1       · …              each factor below its card
     +0.01 → +0.02    →    +0.02     → …              a real nudge of the first number, carried through
*/
#include <math.h>
#include <stdio.h>

#include "render/draw/rect.h"
#include "render/typeset/typeset.h"
#include "render/widget/number.h"
#include "render/widget/panel.h"
#include "render/widget/plot_frame.h"

/* One card: an operation, or several that are folded into one. */
typedef struct Card {
    int first, count; /* hops */
    double slope;
} Card;

enum { MOST_CARDS = 16, WIRE_CELLS = 6 /* characters of a number over a wire */ };

/* Where all of it stands; shares of the frame's height. */
#define CIRCLE     0.036f /* radius */
#define CARD_WIDTH 0.215f
#define CARD_LEAST 0.113f
#define GAP        0.09f
#define TEXT       0.0235f
#define MATH       0.03f
#define FACTOR     0.062f
#define MAX_TEXT   1.3f /* times, however large the learner's text */

typedef struct Row {
    Panel panel;
    const ViewChain *chain;
    Card cards[MOST_CARDS];
    int count;
    float height;             /* of the frame, times what text has grown by */
    float left, right;        /* middles of the two circles */
    float width, gap, radius; /* of a card, between two of them, of a circle */
} Row;

/* ---- what is folded ---- */

static bool is_one(const Card *card, const ViewChain *chain) {
    return fabs(card->slope - 1) < 1e-12 && chain->hops[card->first].straight;
}

static void merge(Row *row, int at) {
    row->cards[at].count += row->cards[at + 1].count;
    row->cards[at].slope *= row->cards[at + 1].slope;
    for (int i = at + 1; i + 1 < row->count; i++) row->cards[i] = row->cards[i + 1];
    row->count--;
}

/* Neighbours of slope 1 first; then one of slope 1 with its neighbour; then those in the middle. */
static void fold_once(Row *row) {
    for (int needed = 2; needed > 0; needed--)
        for (int i = 0; i + 1 < row->count; i++)
            if (is_one(&row->cards[i], row->chain) + is_one(&row->cards[i + 1], row->chain) >= needed) {
                merge(row, i);
                return;
            }
    merge(row, row->count / 2 - 1);
}

static void lay_out(Row *row, Rect area, float height) {
    const ViewChain *chain = row->chain;
    row->gap = GAP * height;
    row->radius = CIRCLE * height;
    for (int i = 0; i < chain->count; i++) {
        if (row->count == MOST_CARDS) fold_once(row);
        row->cards[row->count++] = (Card){i, 1, chain->hops[i].slope};
    }
    for (;;) {
        float room = area.w - 4 * row->radius - (float)(row->count + 1) * row->gap;
        row->width = fminf(CARD_WIDTH * height, room / (float)row->count);
        if (row->width >= CARD_LEAST * height || row->count < 3) break;
        fold_once(row);
    }
    float used = 4 * row->radius + (float)row->count * row->width + (float)(row->count + 1) * row->gap;
    row->gap += (area.w - used) / (float)(row->count + 1);
    row->left = area.x + row->radius;
    row->right = area.x + area.w - row->radius;
}

static float card_x(const Row *row, int card) {
    return row->left + row->radius + row->gap + (float)card * (row->width + row->gap);
}

static Row row_make(DrawList *list, const View *view, const SceneOptions *options, PanelId id, Rect area) {
    Row row = {.chain = view->chain};
    row.panel = panel_begin(list, view, options, id, area, (Point){1240, 260}, PANEL_TEXT);
    row.height = (float)list->height * fminf(fmaxf(options->text_size, 1), MAX_TEXT);
    if (!rect_empty(row.panel.content)) lay_out(&row, row.panel.content, (float)list->height);
    return row;
}

/* ---- names and numbers ---- */

static void copy_children(Math *to, int parent, const Math *from, int node) {
    for (int child = from->nodes[node].first; child >= 0; child = from->nodes[child].next) {
        const MathNode *it = &from->nodes[child];
        int added = tree_add(to, parent, it->kind, it->ink, it->text);
        if (added >= 0) to->nodes[added].upright = it->upright;
        copy_children(to, added, from, child);
    }
}

/* What has a name is shown as an element; of a result without one its formula, in parentheses where it is more than a
   single thing. */
static void add_element(const Row *row, Math *math, int parent, int slot, int at_row, int at_col) {
    const View *view = row->panel.view;
    Math name;
    if (view->program->slots[slot].named) {
        view_element_math(view, slot, at_row, at_col, &name);
        copy_children(math, parent, &name, 0);
        return;
    }
    view_slot_math(view, slot, &name);
    const int first = name.nodes[0].first;
    copy_children(math, first >= 0 && name.nodes[first].next >= 0 ? tree_paren(math, parent, "(") : parent,
                  &name, 0);
}

static void number_text(const Row *row, double number, char *out, size_t size) {
    char plain[32];
    snprintf(plain, sizeof plain, "%.4g", number == 0 ? 0 : number);
    text_decimal(row->panel.texts, out, size, plain);
}

/* In so few characters that it finds room over a wire. */
static void wire_text(const Row *row, double number, char *out, size_t size) {
    char plain[32];
    int length = snprintf(plain, sizeof plain, "%.3g", number == 0 ? 0 : number);
    if (length <= WIRE_CELLS)
        text_decimal(row->panel.texts, out, size, plain);
    else
        number_short(row->panel.texts, number, false, WIRE_CELLS, out, size);
}

static void signed_text(const Row *row, double number, char *out, size_t size) {
    number_text(row, number, out + (number > 0), size - (number > 0));
    if (number > 0) out[0] = '+';
}

static void add_other(const Row *row, Math *math, double other) {
    char text[32];
    number_text(row, other, text, sizeof text);
    if (other < 0)
        tree_number(math, tree_paren(math, 0, "("), text);
    else
        tree_number(math, 0, text);
}

/* "s + 0.5", "e²", "relu(z)"; brief: "+ 0.5", "relu". */
static void card_title(const Row *row, const ViewHop *hop, bool brief, Math *math) {
    const Instr *instr = &row->panel.view->program->instrs[hop->instr];
    const char *symbol = program_op_symbol(instr);
    char text[32];
    tree_begin(math);
    int inside = 0;
    switch (hop->form) {
    case HOP_FUNCTION:
        tree_word(math, 0, symbol, INK_PLAIN);
        if (brief || !row->panel.view->program->slots[hop->in_slot].named) break;
        inside = tree_paren(math, 0, "(");
        add_element(row, math, inside, hop->in_slot, hop->in_row, hop->in_col);
        break;
    case HOP_POWER:
        inside = tree_add(math, 0, MATH_POWER, INK_PLAIN, "");
        if (brief)
            tree_sign(math, inside, "…");
        else
            add_element(row, math, tree_row(math, inside), hop->in_slot, hop->in_row, hop->in_col);
        number_text(row, hop->other, text, sizeof text);
        tree_number(math, inside, text);
        break;
    case HOP_BEHIND:
        add_other(row, math, hop->other);
        tree_sign(math, 0, symbol);
        if (!brief) add_element(row, math, 0, hop->in_slot, hop->in_row, hop->in_col);
        break;
    case HOP_BEFORE:
    case HOP_TERM:
        if (!brief) add_element(row, math, 0, hop->in_slot, hop->in_row, hop->in_col);
        tree_sign(math, 0, hop->form == HOP_TERM ? "·" : symbol);
        add_other(row, math, hop->other);
    }
}

/* In one line, large enough to be read, or not at all. */
static bool draw_math(const Row *row, const Math *math, float size, float most, Point middle, Color ink) {
    DrawList *list = row->panel.list;
    FormulaStyle style = {.theme = row->panel.theme, .size = size, .max_width = most, .ink = ink};
    FormulaSize took = formula_measure(list->fonts, &style, math);
    if (took.lines > 1 || math->full || took.size < STYLE_LEGIBLE * (float)list->height) return false;
    formula_draw(list, &style, math, (Point){middle.x - took.width / 2, middle.y});
    return true;
}

static void draw_centred(const Row *row, FontFace face, float size, float x, float baseline, float most,
                         Color ink, const char *text) {
    float fits =
        most > 0 ? fonts_fit(row->panel.list->fonts, face, size, row->panel.style.least, most, text) : size;
    draw_text_in(row->panel.list, face, fits, (Point){x, baseline}, 0.5f, most, ink, text);
}

static void mark_hop(const Row *row, const ViewHop *hop, int role) {
    draw_mark(row->panel.list, hop->slot, role);
    row->panel.list->mark.instr = hop->instr;
}

/* ---- the cards ---- */

static PlotFrame card_frame(const ViewHop *hop, Rect plot) {
    const double low = (double)hop->x[0], high = (double)hop->x[VIEW_HOP_POINTS - 1];
    double bottom = hop->value - (high - low) / 2 * (double)(plot.h / plot.w),
           top = hop->value + (high - low) / 2 * (double)(plot.h / plot.w);
    for (int i = 0; i < VIEW_HOP_POINTS && !hop->straight; i++) {
        if (i == 0) bottom = INFINITY, top = -INFINITY;
        if (!isfinite(hop->y[i])) continue;
        bottom = fmin(bottom, (double)hop->y[i]);
        top = fmax(top, (double)hop->y[i]);
    }
    return plot_frame_bare(plot, axis_make(low, high, 0, false),
                           axis_make(bottom, top, hop->straight ? 0 : 0.08, false));
}

static void draw_function(const Row *row, const ViewHop *hop, Rect plot) {
    DrawList *list = row->panel.list;
    const Theme *theme = row->panel.theme;
    const PlotFrame frame = card_frame(hop, plot);
    const float thick = row->panel.style.thick;
    const float ends[] = {hop->x[0], hop->x[VIEW_HOP_POINTS - 1]};
    const float tangent[] = {(float)(hop->value + hop->slope * ((double)ends[0] - hop->in)),
                             (float)(hop->value + hop->slope * ((double)ends[1] - hop->in))};
    const float zero[] = {0, 0}, tall[] = {(float)frame.y.low, (float)frame.y.high};
    plot_frame_line(list, &frame, ends, zero, 2, (PlotPen){theme->faint, row->panel.style.hairline, 0, 0});
    plot_frame_line(list, &frame, zero, tall, 2, (PlotPen){theme->faint, row->panel.style.hairline, 0, 0});
    plot_frame_line(list, &frame, hop->x, hop->y, VIEW_HOP_POINTS,
                    (PlotPen){theme->forward, 2 * thick, 0, 0});
    plot_frame_line(list, &frame, ends, tangent, 2, (PlotPen){theme->backward, thick, 0, 0});
    draw_disc(list, plot_frame_at(&frame, hop->in, hop->value), 2.4f * thick, theme->now, theme->panel,
              thick / 2);
}

static void draw_card(const Row *row, int index, Rect box) {
    const Card *card = &row->cards[index];
    const ViewHop *hop = &row->chain->hops[card->first];
    const Theme *theme = row->panel.theme;
    DrawList *list = row->panel.list;
    const Style *style = &row->panel.style;
    const float pad = 0.4f * TEXT * (float)list->height;
    char number[32], text[48];
    mark_hop(row, hop, PART_NODE);
    draw_rect(list, box, style->radius, theme->ground, theme->backward, style->stroke);
    mark_hop(row, hop, PART_LABEL);
    number_text(row, card->slope, number, sizeof number);
    if (fonts_width(list->fonts, FONT_NUMBER, STYLE_LEGIBLE * (float)list->height, number) >
        0.75f * row->width)
        wire_text(row, card->slope, number, sizeof number);
    snprintf(text, sizeof text, "×%s", number);
    if (card->count > 1) {
        char folded[32];
        const float middle = box.x + box.w / 2, line = box.h / 6, most = box.w - 2 * pad;
        snprintf(folded, sizeof folded, "%d", card->count);
        draw_centred(row, FONT_NUMBER, 1.2f * TEXT * row->height, middle, box.y + 2.2f * line, most,
                     theme->text_dim, folded);
        draw_centred(row, FONT_TEXT, TEXT * row->height, middle, box.y + 3.2f * line, most, theme->text_dim,
                     text_get(row->panel.texts, "chain.folded"));
        draw_centred(row, FONT_NUMBER, 1.2f * TEXT * row->height, middle, box.y + 4.4f * line, most,
                     theme->backward, text);
        return;
    }
    Math title;
    Rect rest = rect_inset(box, pad, pad), head = rect_cut_top(&rest, 1.6f * MATH * row->height, 0);
    Rect foot = rect_cut_bottom(&rest, 1.5f * TEXT * row->height, pad / 2);
    for (int brief = 0; brief < 2; brief++) {
        card_title(row, hop, brief == 1, &title);
        if (draw_math(row, &title, MATH * row->height, head.w,
                      (Point){head.x + head.w / 2, head.y + 0.72f * head.h}, (Color){0}))
            break;
    }
    draw_centred(row, FONT_NUMBER, 1.1f * TEXT * row->height, foot.x + foot.w / 2, foot.y + 0.8f * foot.h,
                 foot.w, theme->backward, text);
    draw_mark(list, -1, PART_PLOT);
    draw_function(row, hop, rest);
}

/* ∂s/∂p = 1 below its card, where both have names and there is room. */
static void draw_derivative(const Row *row, int index, float top, float bottom) {
    const Card *card = &row->cards[index];
    const ViewHop *hop = &row->chain->hops[card->first];
    const Slot *slots = row->panel.view->program->slots;
    if (card->count > 1 || !slots[hop->slot].named || !slots[hop->in_slot].named) return;
    const FormulaStyle style = {.theme = row->panel.theme,
                                .size = 0.9f * MATH * row->height,
                                .max_width = row->width + 0.8f * row->gap,
                                .ink = row->panel.theme->backward,
                                .display = true};
    const int slot_of[] = {hop->slot, hop->in_slot};
    Math math, name;
    char text[32];
    tree_begin(&math);
    int fraction = tree_add(&math, 0, MATH_FRACTION, INK_PLAIN, "");
    for (int k = 0; k < 2; k++) {
        int part = tree_row(&math, fraction);
        tree_word(&math, part, "∂", INK_PLAIN);
        view_slot_math(row->panel.view, slot_of[k], &name);
        copy_children(&math, part, &name, 0);
    }
    tree_sign(&math, 0, "=");
    number_text(row, card->slope, text, sizeof text);
    tree_number(&math, 0, text);
    FormulaSize took = formula_measure(row->panel.list->fonts, &style, &math);
    if (took.lines > 1 || 2.2f * fmaxf(took.ascent, took.descent) > bottom - top ||
        took.size < STYLE_LEGIBLE * (float)row->panel.list->height)
        return;
    mark_hop(row, hop, PART_LABEL);
    const float x = card_x(row, index) + row->width / 2, middle = (top + bottom) / 2;
    formula_draw(row->panel.list, &style, &math,
                 (Point){x - took.width / 2, roundf(middle + typeset_axis(style.size))});
}

static void draw_across(const Row *row, float from, float to, float y, Color ink, float width) {
    draw_arrow(row->panel.list, (Point){from, y}, (Point){to, y}, ink, width, 3.2f * width, 1.8f * width);
}

/* What goes over the wire behind card `index` (−1: behind the first number): its value forward, the path's product
   back. */
static void draw_wire(const Row *row, int index, float y) {
    const ViewChain *chain = row->chain;
    const Theme *theme = row->panel.theme;
    DrawList *list = row->panel.list;
    const float air = 0.004f * row->height, apart = 0.012f * row->height, width = row->panel.style.stroke;
    const float from = index < 0 ? row->left + row->radius + air : card_x(row, index) + row->width + air;
    const float to = index + 1 < row->count ? card_x(row, index + 1) - air : row->right - row->radius - air;
    const float middle = (from + to) / 2, most = row->gap - 2 * air, size = TEXT * row->height;
    double back = 1;
    char text[32];
    for (int i = index + 1; i < row->count; i++) back *= row->cards[i].slope;
    draw_mark(list, -1, PART_EDGE);
    draw_across(row, from, to, y - apart, theme->forward, width);
    draw_across(row, to, from, y + apart, theme->backward, 2 * width);
    draw_mark(list, -1, PART_NUMBER);
    wire_text(row, back, text, sizeof text);
    draw_centred(row, FONT_NUMBER, size, middle, y + apart + 1.7f * size, most, theme->backward, text);
    if (index < 0 || index + 1 == row->count) return;
    const Card *card = &row->cards[index];
    const ViewHop *hop = &chain->hops[card->first + card->count - 1];
    Math name;
    mark_hop(row, hop, PART_LABEL);
    view_slot_math(row->panel.view, hop->slot, &name);
    wire_text(row, hop->value, text, sizeof text);
    draw_centred(row, FONT_NUMBER, size, middle, y - apart - 0.6f * size, most, theme->forward, text);
    draw_math(row, &name, MATH * row->height, most, (Point){middle, y - apart - 2.1f * size}, (Color){0});
}

static void draw_end(const Row *row, int slot, int at_row, int at_col, double number, float x, float y,
                     bool loss) {
    const Theme *theme = row->panel.theme;
    DrawList *list = row->panel.list;
    const Color ink = loss                                                           ? theme->loss
                      : row->panel.view->program->slots[slot].role == ROLE_PARAMETER ? theme->parameter
                                                                                     : theme->forward;
    Math name;
    char text[32];
    draw_mark(list, slot, PART_NODE);
    draw_disc(list, (Point){x, y}, row->radius, loss ? theme->loss : theme->panel, ink,
              row->panel.style.thick);
    draw_mark(list, slot, PART_LABEL);
    const float size = MATH * (float)list->height, below = y + row->radius + 2.2f * size;
    const Slot *it = &row->panel.view->program->slots[slot];
    view_slot_math(row->panel.view, slot, &name);
    draw_math(row, &name, size, 1.8f * row->radius, (Point){x, y + 0.3f * size},
              loss ? theme->on_accent : (Color){0});
    view_element_math(row->panel.view, slot, at_row, at_col, &name);
    const FormulaStyle style = {.theme = theme, .size = size, .max_width = 2 * row->radius + row->gap};
    if (it->rows * it->cols > 1 && formula_measure(list->fonts, &style, &name).lines == 1)
        formula_draw(list, &style, &name, (Point){x - row->radius, below});
    draw_mark(list, slot, PART_NUMBER);
    wire_text(row, number, text, sizeof text);
    const float most = 2 * row->radius + 0.7f * row->gap,
                fits = fonts_fit(list->fonts, FONT_NUMBER, 1.1f * TEXT * row->height, row->panel.style.least,
                                 most, text);
    draw_text_in(
        list, FONT_NUMBER, fits,
        (Point){loss ? x + row->radius : x - row->radius, y - row->radius - 0.6f * TEXT * row->height},
        loss ? 1 : 0, most, ink, text);
}

void path_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Row row = row_make(list, view, options, PANEL_MAIN, area);
    Rect content = row.panel.content;
    if (rect_empty(content)) return;
    const ViewChain *chain = row.chain;
    const float high = fminf(content.h, 1.35f * CARD_WIDTH * (float)list->height),
                y = content.y + fmaxf(high, 0.84f * content.h) / 2;
    for (int i = 0; i < row.count; i++) {
        draw_card(&row, i, (Rect){card_x(&row, i), y - high / 2, row.width, high});
        draw_derivative(&row, i, y + high / 2, content.y + content.h);
    }
    for (int i = -1; i < row.count; i++) draw_wire(&row, i, y);
    draw_end(&row, chain->slot, chain->row, chain->col, chain->number, row.left, y, false);
    draw_end(&row, view->program->loss, 0, 0, chain->loss, row.right, y, true);
}

/* ---- the product ---- */

/* The largest size, at most `size`, in which all factors fit, so that all are as large. */
static float fit_factors(const Row *row, float size) {
    Fonts *fonts = row->panel.list->fonts;
    const float least = row->panel.style.least;
    char text[32];
    for (int i = 0; i < row->count; i++) {
        number_text(row, row->cards[i].slope, text, sizeof text);
        size = fonts_fit(fonts, FONT_NUMBER, size, least, row->width + 0.2f * row->gap, text);
    }
    return size;
}

/* In full below, in the sentence. */
static void product_text(const Row *row, char *out, size_t size) {
    char plain[32];
    snprintf(plain, sizeof plain, "%.3g", row->chain->product);
    text_decimal(row->panel.texts, out, size, plain);
}

static void draw_factors(const Row *row, float baseline, float size) {
    const Theme *theme = row->panel.theme;
    DrawList *list = row->panel.list;
    const float first = row->left - row->radius, most = card_x(row, 0) - first - 0.5f * row->gap;
    char text[32];
    draw_mark(list, row->chain->slot, PART_NUMBER);
    product_text(row, text, sizeof text);
    float fits = fonts_fit(list->fonts, FONT_NUMBER, size, row->panel.style.least, most, text);
    draw_text_in(list, FONT_NUMBER, fits, (Point){first, baseline}, 0, most, theme->backward, text);
    size = fit_factors(row, size);
    for (int i = 0; i < row->count; i++) {
        const Card *card = &row->cards[i];
        const float before = i == 0 ? 0.3f * row->gap : row->gap / 2;
        draw_mark(list, -1, PART_LABEL);
        draw_centred(row, FONT_TEXT_BOLD, 0.7f * size, card_x(row, i) - before, baseline - 0.12f * size, 0,
                     theme->text_dim, i == 0 ? "=" : "·");
        mark_hop(row, &row->chain->hops[card->first], PART_NUMBER);
        number_text(row, card->slope, text, sizeof text);
        draw_centred(row, FONT_NUMBER, size, card_x(row, i) + row->width / 2, baseline,
                     row->width + 0.2f * row->gap, card->slope == 1 ? theme->text_dim : theme->text, text);
    }
}

/* What the product is, below it. */
static void draw_gradient_name(const Row *row, float baseline) {
    const ViewChain *chain = row->chain;
    const int grad = row->panel.view->program->slots[chain->slot].grad;
    if (grad < 0 || chain->total > 1) return;
    Math name;
    FormulaStyle style = {
        .theme = row->panel.theme, .size = MATH * row->height, .max_width = 2 * row->radius + row->gap};
    draw_mark(row->panel.list, grad, PART_LABEL);
    view_element_math(row->panel.view, grad, chain->row, chain->col, &name);
    formula_draw(row->panel.list, &style, &name, (Point){row->left - row->radius, baseline});
}

/* Draws a change and returns where it ends; `from`: where the one before ended, with an arrow between them. */
static float draw_change(const Row *row, double change, Point at, float align, float most, Color ink,
                         float from) {
    DrawList *list = row->panel.list;
    const float size = fonts_ascent(list->fonts, FONT_NUMBER, 1), air = 0.15f * row->gap;
    char text[32];
    signed_text(row, change, text, sizeof text);
    float fits = fonts_fit(list->fonts, FONT_NUMBER, 1.1f * TEXT * row->height, row->panel.style.least, most,
                           text),
          width = fonts_width(list->fonts, FONT_NUMBER, fits, text), left = at.x - align * width;
    draw_mark(list, -1, PART_NUMBER);
    draw_text(list, FONT_NUMBER, fits, (Point){left, at.y}, ink, text);
    draw_mark(list, -1, PART_EDGE);
    if (from > 0 && left - from > 4 * air)
        draw_across(row, from + air, left - air, at.y - 0.4f * size * fits, row->panel.theme->text_dim,
                    row->panel.style.hairline);
    return left + width;
}

/* What the first number's nudge has become behind each card. */
static void draw_nudge(const Row *row, float baseline) {
    const ViewChain *chain = row->chain;
    const Theme *theme = row->panel.theme;
    const float most = row->gap + 0.4f * row->width;
    float end = draw_change(row, chain->nudge, (Point){row->left - row->radius, baseline}, 0, most,
                            theme->parameter, 0);
    for (int i = 0; i + 1 < row->count; i++) {
        const Card *card = &row->cards[i];
        const Point at = {card_x(row, i) + row->width + row->gap / 2, baseline};
        end = draw_change(row, chain->hops[card->first + card->count - 1].change, at, 0.5f, most,
                          theme->forward, end);
    }
    draw_change(row, chain->loss_change, (Point){row->right + row->radius, baseline}, 1, most, theme->loss,
                end);
}

/* The other paths, their sum, and the gradient that all of them make. */
static void sentence(const Row *row, char *out, size_t size) {
    const ViewChain *chain = row->chain;
    char name[100], product[32], rest[32], sum[32], by[32], linear[32], change[32];
    Math math;
    view_element_math(row->panel.view, chain->slot, chain->row, chain->col, &math);
    tree_text(&math, name, sizeof name);
    number_text(row, chain->product, product, sizeof product);
    number_text(row, chain->sum - chain->product, rest, sizeof rest);
    number_text(row, chain->sum, sum, sizeof sum);
    number_text(row, chain->nudge, by, sizeof by);
    number_text(row, chain->sum * chain->nudge, linear, sizeof linear);
    number_text(row, chain->loss_change, change, sizeof change);
    text_fill(row->panel.texts, out, size, chain->total > 1 ? "chain.several" : "chain.one",
              TEXT_STRING("name", name), TEXT_STRING("product", product), TEXT_STRING("rest", rest),
              TEXT_STRING("sum", sum), TEXT_STRING("by", by), TEXT_STRING("linear", linear),
              TEXT_STRING("change", change), TEXT_INT("index", chain->index + 1),
              TEXT_INT("others", (int64_t)(chain->total - 1)));
}

void path_view_draw_product(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Row row = row_make(list, view, options, PANEL_EXPLAIN, area);
    Rect content = row.panel.content;
    if (rect_empty(content)) return;
    const Theme *theme = row.panel.theme;
    const Style *style = &row.panel.style;
    char words[600];
    const float size = fmaxf(TEXT * row.height, style->least), title = 1.35f * size;
    draw_mark(list, -1, PART_LABEL);
    Rect head = rect_cut_top(&content, style_line(title), 0);
    draw_text_in(list, FONT_TEXT_BOLD, title,
                 (Point){head.x, head.y + fonts_ascent(list->fonts, FONT_TEXT_BOLD, title)}, 0, head.w,
                 theme->text, text_get(row.panel.texts, "chain.title"));
    sentence(&row, words, sizeof words);
    int lines =
        panel_wrap(&row.panel, FONT_TEXT, size, (Point){0, 0}, content.w, 3, theme->text_dim, words, false);
    Rect foot = rect_cut_bottom(&content, (float)lines * style_line(size), 0);
    panel_wrap(&row.panel, FONT_TEXT, size,
               (Point){foot.x, foot.y + fonts_ascent(list->fonts, FONT_TEXT, size)}, foot.w, 3,
               theme->text_dim, words, true);
    const bool nudged = row.chain->total == 1 && content.h > 5.5f * size;
    if (content.h < 1.6f * size) return;
    Rect nudge = rect_cut_bottom(&content, nudged ? 1.8f * size : 0, 0);
    const bool named = content.h > 5 * size;
    Rect label = rect_cut_bottom(&content, named ? 1.5f * size : 0, 0);
    const float factor = fminf(FACTOR * (float)list->height, 0.8f * content.h);
    draw_factors(&row, content.y + content.h / 2 + 0.36f * factor, factor);
    if (named) draw_gradient_name(&row, label.y + size * 0.7f);
    if (nudged) draw_nudge(&row, nudge.y + 1.2f * size);
}
