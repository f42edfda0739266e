/* formula_view: finds the size and the lines in which a formula fits its place, and draws it. */
#include "formula_view.h"

#include <math.h>

#include "formula_build.h"

#define SMALLEST                                                                                             \
    0.72f /* of the size: a formula is set smaller than this only when breaking it did not help */
#define LEAST    0.4f
#define LINE_GAP 0.4f /* between two lines, ems */
#define INDENT   1.0f /* of the second line and the following, ems */

enum { MAX_LINES = 12 };

/* Where lines may be broken. */
typedef enum BreakAt { BREAK_NOWHERE, BREAK_RELATIONS, BREAK_OPERATORS, BREAK_ANYWHERE } BreakAt;

typedef struct Line {
    int first, count; /* atoms */
    float width, ascent, descent;
} Line;

/* A formula set in one size: its atoms and its lines. */
typedef struct Setup {
    Typeset set;
    AtomList atoms;
    Line lines[MAX_LINES];
    int line_count;
    float size;
    FormulaSize room;
    bool cut; /* ends with "…" */
} Setup;

static bool may_break(const Atom *atom, BreakAt where) {
    if (where == BREAK_ANYWHERE) return true;
    bool relation = atom->left == ATOM_REL, operation = atom->left == ATOM_BIN;
    return where != BREAK_NOWHERE && (relation || (where == BREAK_OPERATORS && operation));
}

static void add_atom(const Setup *setup, Line *line, int i) {
    const Atom *atom = &setup->atoms.atoms[i];
    const TypeBox *box = typeset_box(&setup->set, atom->box);
    line->width += (line->count ? atom->space : 0) + box->width + box->lean;
    line->ascent = fmaxf(line->count ? line->ascent : -INFINITY, box->ascent);
    line->descent = fmaxf(line->count ? line->descent : -INFINITY, box->descent);
    line->count++;
}

/* The end of the piece that starts at atom i and cannot be broken. */
static int piece_end(const Setup *setup, int i, BreakAt where) {
    int end = i + 1;
    while (end < setup->atoms.count && !may_break(&setup->atoms.atoms[end], where)) end++;
    return end;
}

static void break_lines(Setup *setup, BreakAt where, float max_width) {
    setup->line_count = 0;
    Line line = {.first = 0};
    for (int i = 0; i < setup->atoms.count;) {
        int end = piece_end(setup, i, where);
        Line longer = line;
        for (int k = i; k < end; k++) add_atom(setup, &longer, k);
        float indent = setup->line_count ? INDENT * setup->size : 0;
        bool fits = max_width <= 0 || longer.width + indent <= max_width;
        if (!fits && line.count && setup->line_count + 1 < MAX_LINES) {
            setup->lines[setup->line_count++] = line;
            line = (Line){.first = i};
            continue;
        }
        line = longer;
        i = end;
    }
    if (line.count) setup->lines[setup->line_count++] = line;
}

static float indent_of(const Setup *setup, int line) {
    return line ? INDENT * setup->size : 0;
}

/* From the baseline of a line to that of the next. */
static float line_skip(const Setup *setup, int line) {
    const Line *upper = &setup->lines[line], *lower = &setup->lines[line + 1];
    return roundf(fmaxf(upper->descent + LINE_GAP * setup->size + lower->ascent, 1.3f * setup->size));
}

static void measure_room(Setup *setup) {
    FormulaSize room = {.size = setup->size, .lines = setup->line_count};
    float y = 0;
    for (int i = 0; i < setup->line_count; i++) {
        const Line *line = &setup->lines[i];
        room.width = fmaxf(room.width, line->width + indent_of(setup, i));
        if (i == 0) room.ascent = line->ascent;
        room.descent = y + line->descent;
        if (i + 1 < setup->line_count) y += line_skip(setup, i);
    }
    setup->room = room;
}

static bool fits(const Setup *setup, const FormulaStyle *style) {
    const float slack = 0.01f;
    float height = setup->room.ascent + setup->room.descent;
    return (style->max_width <= 0 || setup->room.width <= style->max_width + slack) &&
           (style->max_height <= 0 || height <= style->max_height + slack);
}

static void set_at(Setup *setup, const FormulaStyle *style, const Math *math, float size) {
    Fonts *fonts = setup->set.fonts;
    typeset_free(&setup->set);
    typeset_init(&setup->set, fonts);
    setup->size = size;
    formula_build(&setup->set, style, math, size, &setup->atoms);
}

/* Breaks the formula as allowed, in its size and then in the size that its overhang asks for, if that is at
   least `smallest` of the wanted one. */
static bool try_to_fit(Setup *setup, const FormulaStyle *style, const Math *math, BreakAt where,
                       float smallest) {
    float scale = 1;
    for (int attempt = 0; attempt < 12 && scale >= smallest; attempt++) {
        float size = style->size * scale;
        if (setup->size != size) set_at(setup, style, math, size);
        break_lines(setup, where, style->max_width);
        measure_room(setup);
        if (fits(setup, style)) return true;
        float over = 1;
        if (style->max_width > 0) over = fmaxf(over, setup->room.width / style->max_width);
        float height = setup->room.ascent + setup->room.descent;
        if (style->max_height > 0) over = fmaxf(over, height / style->max_height);
        float next = where == BREAK_NOWHERE ? scale / over * 0.995f : scale * 0.93f;
        scale = scale > smallest && next < smallest && where != BREAK_NOWHERE ? smallest : next;
    }
    return false;
}

/* The last resort: as many atoms of one line as fit, and "…" behind them. */
static void cut_line(Setup *setup, const FormulaStyle *style) {
    float dots = fonts_width(setup->set.fonts, FONT_MATH, setup->size, "…") + setup->size / 6;
    Line line = {.first = 0};
    for (int i = 0; i < setup->atoms.count; i++) {
        Line longer = line;
        add_atom(setup, &longer, i);
        if (longer.width + dots > style->max_width) break;
        line = longer;
    }
    setup->lines[0] = line;
    setup->line_count = 1;
    setup->cut = true;
    measure_room(setup);
    float top, bottom;
    fonts_extent(setup->set.fonts, FONT_MATH, setup->size, "…", &top, &bottom);
    setup->room.width += dots;
    setup->room.ascent = fmaxf(setup->room.ascent, -top);
    setup->room.descent = fmaxf(setup->room.descent, bottom);
}

static void lay_out(Setup *setup, const FormulaStyle *style, const Math *math) {
    setup->size = -1; /* none yet; in a window of one pixel the size asked for may be 0 */
    setup->cut = false;
    if (try_to_fit(setup, style, math, BREAK_NOWHERE, SMALLEST)) return;
    if (try_to_fit(setup, style, math, BREAK_RELATIONS, SMALLEST)) return;
    if (try_to_fit(setup, style, math, BREAK_OPERATORS, SMALLEST)) return;
    for (int where = BREAK_NOWHERE; where <= BREAK_ANYWHERE; where++)
        if (try_to_fit(setup, style, math, (BreakAt)where, LEAST)) return;
    if (style->max_width > 0) cut_line(setup, style);
}

static void draw_line_of(const Setup *setup, DrawList *list, const Line *line, Point pen) {
    for (int i = 0; i < line->count; i++) {
        const Atom *atom = &setup->atoms.atoms[line->first + i];
        const TypeBox *box = typeset_box(&setup->set, atom->box);
        if (i) pen.x += atom->space;
        typeset_draw(&setup->set, list, atom->box, pen);
        pen.x += box->width + box->lean;
    }
}

FormulaSize formula_measure(Fonts *fonts, const FormulaStyle *style, const Math *math) {
    Setup setup;
    typeset_init(&setup.set, fonts);
    lay_out(&setup, style, math);
    typeset_free(&setup.set);
    return setup.room;
}

FormulaSize formula_draw(DrawList *list, const FormulaStyle *style, const Math *math, Point baseline) {
    Setup setup;
    typeset_init(&setup.set, list->fonts);
    lay_out(&setup, style, math);
    Point pen = baseline;
    for (int i = 0; i < setup.line_count; i++) {
        pen.x = baseline.x + indent_of(&setup, i);
        draw_line_of(&setup, list, &setup.lines[i], pen);
        if (i + 1 < setup.line_count) pen.y += line_skip(&setup, i);
    }
    if (setup.cut) {
        Color dim = style->ink.a ? style->ink : style->theme->text_dim;
        float x = baseline.x + setup.lines[0].width + setup.size / 6;
        draw_text(list, FONT_MATH, setup.size, (Point){x, baseline.y}, dim, "…");
    }
    typeset_free(&setup.set);
    return setup.room;
}
