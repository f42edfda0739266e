/* slope_terms: a gradient as a sum over samples: operands and terms as pictures, the largest terms, the rest as a
   subtotal, the sum and its numeric check. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "explain.h"
#include "render/draw/rect.h"

/* ---- a number for each sample, as a picture ---- */

typedef struct Samples {
    const View *view;
    int slot, line; /* a row of the transposed slot, or a column of it: element (i, line); −1: the terms */
    int count;
    MathInk ink;
    bool given; /* an operand: it has the frame of what is read now */
} Samples;

static float sample_at(const Samples *samples, int i) {
    if (samples->slot < 0) return samples->view->shares[i];
    return view_element(samples->view, samples->slot, i, samples->line);
}

/* The data that the model reads first, where they are one number a sample: the samples stand along it; −1. */
static int across_slot(const View *view) {
    const Program *program = view->program;
    for (const Instr *i = NULL; (i = program_next(program, PHASE_FORWARD, -1, i)) != NULL;)
        for (int k = 0; k < i->ins; k++) {
            const Slot *slot = &program->slots[i->in[k]];
            if (slot->role == ROLE_DATA && slot->sample) return slot->cols == 1 ? i->in[k] : -1;
        }
    return -1;
}

/* How the samples stand beside each other: along x where there is one, else in their order. */
typedef struct Across {
    const View *view;
    int slot, count;
    float low, span;
    bool rises; /* each further right than the one before */
} Across;

static float across_raw(const Across *across, int i) {
    return across->slot >= 0 ? view_element(across->view, across->slot, i, 0) : (float)i;
}

static Across across_make(const View *view, int count) {
    Across across = {.view = view, .slot = across_slot(view), .count = count, .rises = true};
    float high = across.low = across_raw(&across, 0), before = high;
    for (int i = 1; i < count; i++) {
        float here = across_raw(&across, i);
        across.low = fminf(across.low, here);
        high = fmaxf(high, here);
        if (!(here > before)) across.rises = false;
        before = here;
    }
    across.span = high - across.low;
    return across;
}

/* 0 … 1 */
static float across_at(const Across *across, int i) {
    return across->span > 0 ? (across_raw(across, i) - across->low) / across->span : 0.5f;
}

/* The heights of a picture: from its lowest number or 0 to its highest or 0, the top first. */
typedef struct Heights {
    Rect box;
    float low, span;
} Heights;

static Heights heights_of(const Samples *samples, Rect box) {
    float low = 0, high = 0;
    for (int i = 0; i < samples->count; i++) {
        float number = sample_at(samples, i);
        if (!isfinite(number)) continue;
        low = fminf(low, number);
        high = fmaxf(high, number);
    }
    return (Heights){box, low, high > low ? high - low : 1};
}

static float height_at(const Heights *heights, float number) {
    return heights->box.y + heights->box.h * (1 - (number - heights->low) / heights->span);
}

enum { MOST_STICKS = 512 };

/* Sticks from zero, one a sample; where there are more than pixels, each the largest of its place. */
static void draw_sticks(Panel *panel, const Samples *samples, const Across *across, const Heights *heights,
                        Color ink) {
    float largest[MOST_STICKS] = {0};
    bool any[MOST_STICKS] = {false};
    Rect box = heights->box;
    int places = (int)fminf(fminf((float)samples->count, box.w / 2), MOST_STICKS);
    places = places > 0 ? places : 1;
    for (int i = 0; i < samples->count; i++) {
        int place = (int)fminf(across_at(across, i) * (float)places, (float)places - 1);
        float number = sample_at(samples, i);
        if (!any[place] || fabsf(number) > fabsf(largest[place])) largest[place] = number;
        any[place] = true;
    }
    float wide = box.w / (float)places, air = wide > 4 ? 1 : 0, zero = height_at(heights, 0);
    for (int k = 0; k < places; k++) {
        float top = height_at(heights, largest[k]), x = roundf(box.x + wide * (float)k);
        Rect stick = {x, fminf(top, zero), fmaxf(1, roundf(box.x + wide * (float)(k + 1)) - x - air),
                      fabsf(top - zero)};
        if (any[k] && isfinite(largest[k]) && stick.h > 0) draw_fill(panel->list, stick, 0, ink);
    }
}

/* Through all samples, each further right than the one before. */
static void draw_curve(Panel *panel, const Samples *samples, const Across *across, const Heights *heights,
                       Color ink) {
    enum { RUN = 256 };
    Point points[RUN];
    size_t count = 0;
    float width = 0.0045f * (float)panel->list->height;
    for (int i = 0; i < samples->count; i++) {
        points[count++] = (Point){heights->box.x + heights->box.w * across_at(across, i),
                                  height_at(heights, sample_at(samples, i))};
        if (count < RUN && i + 1 < samples->count) continue;
        draw_line(panel->list, points, count, ink, width, 0, 0);
        points[0] = points[count - 1];
        count = 1;
    }
}

static void draw_picture(Panel *panel, const Samples *samples, const Across *across, Rect box) {
    const Style *style = &panel->style;
    const Theme *theme = panel->theme;
    DrawList *list = panel->list;
    Rect inside = rect_inset(box, style->gap, style->gap);
    Heights heights = heights_of(samples, inside);
    Color ink = style_ink(theme, samples->ink);
    draw_mark(list, samples->slot, PART_HEAT);
    draw_fill(list, box, 0, theme->ground);
    draw_fill(list, (Rect){inside.x, roundf(height_at(&heights, 0)), inside.w, style->hairline}, 0,
              color_mix(theme->ground, theme->text_dim, 0.5f));
    bool curve = across->slot >= 0 && across->rises && samples->ink != INK_BACKWARD && samples->given;
    if (curve)
        draw_curve(panel, samples, across, &heights, ink);
    else
        draw_sticks(panel, samples, across, &heights, ink);
    float chosen =
        inside.x + inside.w * across_at(across, view_index(panel->view->selection.sample, samples->count));
    if (across->slot >= 0)
        draw_fill(list, (Rect){roundf(chosen), box.y, style->hairline, box.h}, 0,
                  color_alpha(theme->now, 0.6f));
    float dash = 0.004f * (float)list->height;
    if (samples->given)
        draw_dashed_rect(list, box, 0, theme->now, style->stroke, dash, dash);
    else
        draw_outline(list, box, 0, theme->faint, style->hairline);
}

/* ---- names and signs over the row of pictures ---- */

/* Which column of a matrix it is: h with the index i4. */
static void name_of(const View *view, const Samples *samples, Math *out) {
    const Slot *slot = &view->program->slots[samples->slot];
    char index[16];
    view_slot_math(view, samples->slot, out);
    bool plain = slot->cols > 1 && slot->role != ROLE_GRADIENT;
    for (int i = 0; i < out->count; i++)
        plain &= out->nodes[i].kind == MATH_ROW || out->nodes[i].kind == MATH_NAME;
    snprintf(index, sizeof index, "i%d", samples->line);
    if (plain) panel_append_script(out, MATH_INDEX, index, false);
}

static void draw_name(Panel *panel, const Samples *samples, float left, float width, float baseline) {
    const Style *style = &panel->style;
    draw_mark(panel->list, samples->slot, PART_LABEL);
    if (samples->slot < 0) {
        char text[64];
        text_count(panel->texts, text, sizeof text, "slope.terms", samples->count);
        if (fonts_width(panel->list->fonts, FONT_TEXT, style->small, text) > width) return;
        draw_text_in(panel->list, FONT_TEXT, style->small, (Point){left + width / 2, baseline}, 0.5f, width,
                     panel->theme->text_dim, text);
        return;
    }
    Math name;
    name_of(panel->view, samples, &name);
    FormulaStyle form = {.theme = panel->theme, .size = style->small * 1.15f, .max_width = width};
    FormulaSize size = formula_measure(panel->list->fonts, &form, &name);
    if (size.lines > 1 || size.width > width) return;
    formula_draw(panel->list, &form, &name, (Point){roundf(left + (width - size.width) / 2), baseline});
}

enum { MOST_PICTURES = 3 };

typedef struct Pictures {
    Samples samples[MOST_PICTURES];
    int count;
} Pictures;

/* The operand's numbers that meet in the sum, one a sample. */
static bool operand_samples(const View *view, const ViewOperand *operand, Samples *out) {
    const Slot *slot = &view->program->slots[operand->slot];
    int line = operand->transposed ? operand->row : operand->col;
    if (slot->rows != view->share_count || line < 0 || line >= slot->cols || !view->known[operand->slot])
        return false;
    MathInk ink = slot->role == ROLE_GRADIENT ? INK_BACKWARD
                  : slot->role == ROLE_DATA   ? INK_DATA
                                              : INK_FORWARD;
    *out = (Samples){view, operand->slot, line, view->share_count, ink, true};
    return true;
}

static Pictures find_pictures(const View *view) {
    const Explanation *explanation = &view->explanation;
    Pictures pictures = {.count = 0};
    Samples a, b;
    if (view->share_count < 2) return pictures;
    bool product = explanation->operand_count == 3 && strcmp(explanation->operands[1].sign, "·") == 0;
    if (product && operand_samples(view, &explanation->operands[0], &a) &&
        operand_samples(view, &explanation->operands[1], &b)) {
        pictures.samples[pictures.count++] = a;
        pictures.samples[pictures.count++] = b;
    }
    pictures.samples[pictures.count++] = (Samples){view, -1, 0, view->share_count, INK_BACKWARD, false};
    return pictures;
}

static void draw_pictures(Panel *panel, const Pictures *pictures, Rect room) {
    static const char *const signs[] = {"×", "="};
    const Style *style = &panel->style;
    Across across = across_make(panel->view, pictures->samples[0].count);
    float sign = 1.3f * style->small, names = roundf(1.5f * style->small);
    float width = pictures->count > 1 ? floorf((room.w - 2 * sign) / 3) : room.w;
    float baseline = roundf(room.y + style->small * 1.05f);
    for (int i = 0; i < pictures->count; i++) {
        Rect box = {roundf(room.x + (float)i * (width + sign)), room.y + names, width, room.h - names};
        draw_name(panel, &pictures->samples[i], box.x, box.w, baseline);
        draw_picture(panel, &pictures->samples[i], &across, box);
        draw_mark(panel->list, -1, PART_LABEL);
        if (i + 1 < pictures->count)
            draw_text_in(panel->list, FONT_MATH, style->math,
                         (Point){box.x + width + sign / 2, roundf(box.y + box.h / 2 + style->math / 4)}, 0.5f,
                         0, panel->theme->text, signs[i]);
    }
}

/* ---- the table of terms ---- */

typedef struct TermTable {
    float size, line, character;
    bool product; /* the factors are shown */
    int rows;     /* terms shown */
    bool rest;    /* a row for the others */
} TermTable;

enum { USUAL_PRODUCT = 23, USUAL_NUMBER = 10, USUAL_WHERE = 7 };

static TermTable table_make(const Panel *panel, float width, int rows) {
    const Explanation *explanation = &panel->view->explanation;
    const Style *style = &panel->style;
    TermTable table = {.size = style->small, .line = style_line(style->small)};
    table.character = fonts_width(panel->list->fonts, FONT_NUMBER, table.size, "0");
    int wide = USUAL_WHERE + USUAL_PRODUCT + 3 + USUAL_NUMBER;
    table.product = width >= (float)wide * table.character && explanation->term_count > 0 &&
                    explanation->terms[0].product[0] != '\0';
    table.rows = explanation->term_count < rows ? explanation->term_count : rows;
    table.rest =
        explanation->term_count + explanation->terms_more > table.rows && explanation->term_count > 0;
    return table;
}

/* With the line and the result below it. */
static float table_height(const Panel *panel, const TermTable *table) {
    return table->line * (float)(table->rows + table->rest) + style_line(panel->style.math) +
           panel->style.gap;
}

static MathInk operand_ink(const View *view, int number) {
    const Explanation *explanation = &view->explanation;
    if (number >= explanation->operand_count) return INK_PLAIN;
    Role role = view->program->slots[explanation->operands[number].slot].role;
    return role == ROLE_GRADIENT ? INK_BACKWARD : role == ROLE_DATA ? INK_DATA : INK_FORWARD;
}

/* "+0.939 × −0.00625", each factor in its colour, flush left; returns nothing but what it drew. */
static void draw_product(Panel *panel, const TermTable *table, Point at, const char *product) {
    const char *sign = strstr(product, " × ");
    const Theme *theme = panel->theme;
    if (sign == NULL) {
        draw_text_in(panel->list, FONT_NUMBER, table->size, at, 0, USUAL_PRODUCT * table->character + 1,
                     theme->text, product);
        return;
    }
    char left[64];
    snprintf(left, sizeof left, "%.*s", (int)(sign - product), product);
    float middle = at.x + 10 * table->character;
    draw_text_in(panel->list, FONT_NUMBER, table->size, (Point){middle, at.y}, 1, 0,
                 style_ink(theme, operand_ink(panel->view, 0)), left);
    draw_text(panel->list, FONT_NUMBER, table->size, (Point){middle, at.y}, theme->text_dim, " × ");
    draw_text_in(panel->list, FONT_NUMBER, table->size, (Point){middle + 3 * table->character, at.y}, 0, 0,
                 style_ink(theme, operand_ink(panel->view, 1)), sign + strlen(" × "));
}

static void draw_row(Panel *panel, const TermTable *table, Rect room, const char *where, const char *product,
                     const char *result) {
    const Theme *theme = panel->theme;
    float right = room.x + room.w, middle = room.y + table->line / 2;
    Point at = {room.x, fonts_baseline(panel->list->fonts, FONT_NUMBER, table->size, middle)};
    draw_mark(panel->list, -1, PART_LABEL);
    draw_text(panel->list, FONT_NUMBER, table->size, at, theme->text_dim, where);
    draw_mark(panel->list, panel->view->selection.slot, PART_NUMBER);
    draw_text_in(panel->list, FONT_NUMBER, table->size, (Point){right, at.y}, 1, 0, theme->text, result);
    if (!table->product || product[0] == '\0') return;
    float wide = (float)(USUAL_PRODUCT + 3) * table->character, end = right - USUAL_NUMBER * table->character;
    Point left = {end - wide, at.y};
    draw_product(panel, table, left, product);
    draw_text(panel->list, FONT_NUMBER, table->size,
              (Point){left.x + (USUAL_PRODUCT + 1) * table->character, at.y}, theme->text_dim, "=");
}

/* All terms but those that are shown. */
static void draw_rest(Panel *panel, const TermTable *table, Rect room) {
    const Explanation *explanation = &panel->view->explanation;
    double rest = explanation->total;
    char where[64], number[TEXT_NUMBER];
    for (int i = 0; i < table->rows; i++) rest -= explanation->terms[i].value;
    int count = explanation->term_count + explanation->terms_more - table->rows;
    text_fill(panel->texts, where, sizeof where, "slope.more", TEXT_INT("n", count));
    text_number(panel->texts, number, sizeof number, rest, true);
    draw_row(panel, table, room, where, "", number);
}

/* Whether the parameter is selected, and not its gradient: then the gradient is shown in its place. */
static bool is_parameter(const View *view) {
    return view->selection.slot == view->slope.slot;
}

/* The sum with its check beside it, under a line. */
static void draw_total(Panel *panel, Rect room, bool line) {
    const Explanation *explanation = &panel->view->explanation;
    const Style *style = &panel->style;
    Fonts *fonts = panel->list->fonts;
    float size = style->math, right = room.x + room.w;
    float wide = fonts_width(fonts, FONT_NUMBER_BOLD, size, "−0.0000000");
    draw_mark(panel->list, -1, PART_NONE);
    if (line)
        draw_fill(panel->list, (Rect){right - wide, roundf(room.y), wide, style->hairline}, 0,
                  panel->theme->text_dim);
    float baseline = fonts_baseline(fonts, FONT_NUMBER, size, room.y + room.h / 2);
    draw_mark(panel->list, panel->view->selection.slot, PART_NUMBER);
    char slope[TEXT_NUMBER];
    text_number(panel->texts, slope, sizeof slope, panel->view->slope.slope, true);
    const char *result = is_parameter(panel->view) ? slope : explanation->result;
    draw_text_in(panel->list, FONT_NUMBER_BOLD, size, (Point){right, baseline}, 1, 0, panel->theme->backward,
                 result);
    if (explanation->has_check) verdict_draw(panel, (Point){room.x, baseline}, room.w - wide - style->gap);
}

static void draw_table(Panel *panel, const TermTable *table, Rect room) {
    const Explanation *explanation = &panel->view->explanation;
    for (int i = 0; i < table->rows; i++) {
        const ViewTerm *term = &explanation->terms[i];
        draw_row(panel, table, rect_cut_top(&room, table->line, 0), term->where, term->product, term->result);
    }
    if (table->rest) draw_rest(panel, table, rect_cut_top(&room, table->line, 0));
    draw_total(panel, room, table->rows > 0);
}

/* What a gradient is that is no sum: its formula with the numbers put in; of a parameter the gradient's name. */
static void draw_element(Panel *panel, Rect room) {
    const View *view = panel->view;
    const Style *style = &panel->style;
    Math name;
    const Math *element = &view->explanation.element;
    if (is_parameter(view)) {
        view_element_math(view, view->program->slots[view->slope.slot].grad, view->slope.row, view->slope.col,
                          &name);
        element = &name;
    }
    FormulaStyle form = {
        .theme = panel->theme, .size = style->math, .max_width = room.w, .max_height = room.h};
    FormulaSize size = formula_measure(panel->list->fonts, &form, element);
    if (size.ascent + size.descent > room.h) return;
    draw_mark(panel->list, view->selection.slot, PART_LABEL);
    formula_draw(panel->list, &form, element, (Point){room.x, roundf(room.y + size.ascent)});
}

/* The pictures over the table. */
static void draw_pictured(Panel *panel, const Pictures *pictures, Rect room) {
    const Style *style = &panel->style;
    int rows = room.h > 20 * style->small ? VIEW_MAX_TERMS : 3;
    TermTable table = table_make(panel, room.w, rows);
    while (rows > 0 && table_height(panel, &table) + 4.6f * style->small > room.h)
        table = table_make(panel, room.w, --rows);
    if (rows == 0) table.rest = false;
    Rect below = rect_cut_bottom(&room, fminf(table_height(panel, &table), room.h), style->gap);
    if (room.h >= 3.4f * style->small) draw_pictures(panel, pictures, room);
    draw_table(panel, &table, below);
}

/* No pictures: the formula of the element, over the table, in the middle of the height. */
static void draw_written(Panel *panel, Rect room) {
    const Style *style = &panel->style;
    int rows = VIEW_MAX_TERMS;
    float formula = 1.6f * style_line(style->math);
    TermTable table = table_make(panel, room.w, rows);
    while (rows > 0 && table_height(panel, &table) + formula > room.h)
        table = table_make(panel, room.w, --rows);
    if (rows == 0) table.rest = false;
    float height = fminf(formula + table_height(panel, &table), room.h);
    rect_cut_top(&room, fminf((room.h - height) / 2, 4 * style->pad), 0);
    draw_element(panel, rect_cut_top(&room, fminf(formula, room.h - table_height(panel, &table)), 0));
    draw_table(panel, &table, rect_cut_top(&room, table_height(panel, &table), 0));
}

void slope_terms_draw(Panel *panel, Rect room) {
    Pictures pictures = find_pictures(panel->view);
    if (panel->check) { /* the two losses take the pictures' place */
        Rect details = rect_cut_bottom(&room, 2 * style_line(panel->style.small), panel->style.gap);
        verdict_details(panel, details);
        pictures.count = 0;
    }
    if (pictures.count > 0)
        draw_pictured(panel, &pictures, room);
    else
        draw_written(panel, room);
}
