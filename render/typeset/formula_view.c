/* formula_view: mathematics to boxes, with TeX's spaces between them (The TeXbook, chapter 18); finds the size and the
   lines in which a formula fits its place, and draws it. */
#include "formula_view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "render/style/style.h"
#include "typeset.h"

/* TeX's kinds of atoms. A box's left and right neighbour may see different ones: a parenthesis opens and
   closes. */
typedef enum AtomKind {
    ATOM_ORD,
    ATOM_OP,
    ATOM_BIN,
    ATOM_REL,
    ATOM_OPEN,
    ATOM_CLOSE,
    ATOM_PUNCT,
    ATOM_INNER
} AtomKind;

typedef struct Atom {
    int box;
    AtomKind left, right; /* what it is to its left and to its right neighbour */
    float space;          /* before it, where it does not start a line */
} Atom;

/* The symbols of a row, ready to be put side by side; nested rows are taken apart. Also the stack on which
   inner rows are built: every node gives one atom at most. */
typedef struct AtomList {
    Atom atoms[MATH_MAX_NODES];
    int count;
} AtomList;

/* How deep in scripts: sizes shrink twice, and then no more. */
typedef struct Setting {
    Typeset *set;
    AtomList *atoms;
    const FormulaStyle *style;
    const Math *math;
    float size; /* em of the outermost level */
    int level;  /* 0: text; 1: script; 2 and more: script of a script */
    bool display;
} Setting;

static float em_of(const Setting *setting) {
    static const float scale[] = {1.0f, 0.72f, 0.6f};
    return setting->size * scale[setting->level < 2 ? setting->level : 2];
}

static Color ink_of(const Setting *setting, const MathNode *node) {
    return setting->style->ink.a ? setting->style->ink : style_ink(setting->style->theme, node->ink);
}

static Setting inner(const Setting *setting, int levels) {
    Setting deeper = *setting;
    deeper.level += levels;
    deeper.display = false;
    return deeper;
}

/* Letters of a variable: math italic where there is one. */
static uint32_t italic(uint32_t letter) {
    if (letter == 'h') return 0x210E;
    if (letter >= 'A' && letter <= 'Z') return 0x1D434 + letter - 'A';
    if (letter >= 'a' && letter <= 'z') return 0x1D44E + letter - 'a';
    if (letter >= 0x391 && letter <= 0x3A9) return 0x1D6E2 + letter - 0x391;
    if (letter >= 0x3B1 && letter <= 0x3C9) return 0x1D6FC + letter - 0x3B1;
    static const uint32_t others[][2] = {{0x2202, 0x1D715 /* ∂ */},
                                         {0x3F5, 0x1D716 /* ϵ */},
                                         {0x3D1, 0x1D717 /* ϑ */},
                                         {0x3D5, 0x1D719 /* ϕ */}};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (others[i][0] == letter) return others[i][1];
    return letter;
}

static int build_letters(const Setting *setting, const MathNode *node) {
    char letters[4 * sizeof node->text + 1], *end = letters;
    const char *at = node->text;
    bool upright = node->upright || node->kind != MATH_NAME;
    for (uint32_t letter; (letter = utf8_next(&at)) != 0;)
        end += utf8_encode(upright ? letter : italic(letter), end);
    *end = 0;
    return typeset_run(setting->set, FONT_MATH, em_of(setting), ink_of(setting, node), letters);
}

static bool one_of(const char *text, const char *const *list) {
    for (; *list; list++)
        if (strcmp(text, *list) == 0) return true;
    return false;
}

static AtomKind sign_kind(const char *text) {
    static const char *const relations[] = {"=", "≈", "≠", "<", ">",  "≤", "≥", "≪", "≫",
                                            "→", "←", "↦", "∈", ":=", "≔", "~", NULL};
    static const char *const punctuation[] = {",", ";", ":", NULL};
    static const char *const plain[] = {"/", "!", "′", "%", "∞", NULL};
    static const char *const dots[] = {"…", "⋯", "...", NULL};
    if (one_of(text, relations)) return ATOM_REL;
    if (one_of(text, punctuation)) return ATOM_PUNCT;
    if (one_of(text, plain)) return ATOM_ORD;
    if (one_of(text, dots)) return ATOM_INNER;
    if (text[0] == '(' || text[0] == '[') return ATOM_OPEN;
    if (text[0] == ')' || text[0] == ']') return ATOM_CLOSE;
    return ATOM_BIN;
}

static int build_row(const Setting *setting, int node);

static const MathNode *node_at(const Setting *setting, int index) {
    return &setting->math->nodes[index];
}

static int second_child(const Setting *setting, const MathNode *node) {
    return node->first < 0 ? -1 : node_at(setting, node->first)->next;
}

/* Zero for a child that is not there or is an empty row. */
static int build_child(const Setting *setting, int child, int levels) {
    if (child < 0) return 0;
    const MathNode *node = node_at(setting, child);
    if (node->kind == MATH_ROW && node->first < 0) return 0;
    Setting deeper = inner(setting, levels);
    return build_row(&deeper, child);
}

static const char *spacing_accent(const char *text) {
    if (strcmp(text, "~") == 0) return "˜";
    return strcmp(text, "¯") == 0 || strcmp(text, "-") == 0 ? "¯" : "ˆ";
}

static const char *closing(const char *open) {
    return open[0] == '(' ? ")" : open[0] == '[' ? "]" : open[0] == '{' ? "}" : open;
}

/* x² of a base that has an index already: both scripts stand above each other. */
static int build_scripts(const Setting *setting, const MathNode *node) {
    int base = node->first, above = -1, below = -1;
    int script = second_child(setting, node);
    if (node->kind == MATH_POWER)
        above = script;
    else
        below = script;
    const MathNode *inside = base < 0 ? NULL : node_at(setting, base);
    if (inside && node->kind == MATH_POWER && inside->kind == MATH_INDEX) {
        base = inside->first;
        below = second_child(setting, inside);
    } else if (inside && node->kind == MATH_INDEX && inside->kind == MATH_POWER) {
        base = inside->first;
        above = second_child(setting, inside);
    }
    return typeset_scripts(setting->set, build_child(setting, base, 0), build_child(setting, above, 1),
                           build_child(setting, below, 1), em_of(setting));
}

static int build_node(const Setting *setting, int index) {
    const MathNode *node = node_at(setting, index);
    int one = node->first, two = second_child(setting, node);
    float em = em_of(setting);
    Color ink = ink_of(setting, node);
    switch (node->kind) {
    case MATH_ROW:
        return build_row(setting, index);
    case MATH_NAME:
    case MATH_NUMBER:
    case MATH_SIGN:
    case MATH_FUNCTION:
        return build_letters(setting, node);
    case MATH_POWER:
    case MATH_INDEX:
        return build_scripts(setting, node);
    case MATH_FRACTION: {
        int levels = setting->display ? 0 : 1;
        return typeset_fraction(setting->set, build_child(setting, one, levels),
                                build_child(setting, two, levels), em, ink, setting->display);
    }
    case MATH_ACCENT:
        return typeset_accent(setting->set, build_child(setting, one, 0), em, ink,
                              spacing_accent(node->text));
    case MATH_ROOT:
        return typeset_root(setting->set, build_child(setting, one, 0), em, ink);
    case MATH_PAREN:
        return typeset_fence(setting->set, one < 0 ? 0 : build_row(setting, one), em, ink, node->text,
                             closing(node->text));
    case MATH_BIG:
        return typeset_limits(setting->set, strcmp(node->text, "Π") == 0 ? "∏" : "∑",
                              build_child(setting, one, 1), build_child(setting, two, 1), em, ink,
                              setting->display);
    }
    return 0;
}

static AtomKind kind_of(const Setting *setting, int index, bool right) {
    const MathNode *node = node_at(setting, index);
    bool script = node->kind == MATH_POWER || node->kind == MATH_INDEX;
    if (node->kind == MATH_SIGN) return sign_kind(node->text);
    if (node->kind == MATH_FUNCTION || node->kind == MATH_BIG) return ATOM_OP;
    if (node->kind == MATH_FRACTION) return ATOM_INNER;
    if (node->kind == MATH_PAREN) return right ? ATOM_CLOSE : ATOM_OPEN;
    return script && node->first >= 0 ? kind_of(setting, node->first, right) : ATOM_ORD;
}

/* A sign between two operands is an operator; at the start, or behind a sign, it belongs to its operand. */
static void settle_signs(Atom *atoms, int count) {
    for (int i = 0; i < count; i++) {
        if (atoms[i].left != ATOM_BIN) continue;
        AtomKind before = i ? atoms[i - 1].right : ATOM_OPEN;
        AtomKind after = i + 1 < count ? atoms[i + 1].left : ATOM_CLOSE;
        bool operand_before = before == ATOM_ORD || before == ATOM_CLOSE || before == ATOM_INNER;
        bool operand_after = after != ATOM_REL && after != ATOM_CLOSE && after != ATOM_PUNCT;
        if (!operand_before || !operand_after) atoms[i].left = atoms[i].right = ATOM_ORD;
    }
}

/* Eighteenths of an em; negative: none within scripts. */
static int space_between(AtomKind before, AtomKind after) {
    static const signed char table[8][8] = {
        /*            ord op bin rel open close punct inner */
        /* ord   */ {0, 3, -4, -5, 0, 0, 0, -3},
        /* op    */ {3, 3, 0, -5, 0, 0, 0, -3},
        /* bin   */ {-4, -4, 0, 0, -4, 0, 0, -4},
        /* rel   */ {-5, -5, 0, 0, -5, 0, 0, -5},
        /* open  */ {0, 0, 0, 0, 0, 0, 0, 0},
        /* close */ {0, 3, -4, -5, 0, 0, 0, -3},
        /* punct */ {-3, -3, 0, -3, -3, -3, -3, -3},
        /* inner */ {-3, 3, -4, -5, -3, 0, -3, -3},
    };
    return table[before][after];
}

static void set_spaces(const Setting *setting, Atom *atoms, int count) {
    float em = em_of(setting);
    for (int i = 1; i < count; i++) {
        int space = space_between(atoms[i - 1].right, atoms[i].left);
        bool tight = space < 0 && setting->level > 0;
        atoms[i].space = tight ? 0 : (float)abs(space) / 18 * em;
    }
}

static void push_atom(const Setting *setting, int node) {
    Atom atom = {build_node(setting, node), kind_of(setting, node, false), kind_of(setting, node, true), 0};
    if (setting->atoms->count < MATH_MAX_NODES) setting->atoms->atoms[setting->atoms->count++] = atom;
}

/* Pushes the symbols of a row, or of a node that stands where a row may stand. */
static void push_row(const Setting *setting, int row) {
    if (node_at(setting, row)->kind != MATH_ROW) {
        push_atom(setting, row);
        return;
    }
    for (int child = node_at(setting, row)->first; child >= 0; child = node_at(setting, child)->next)
        push_row(setting, child);
}

static int build_row(const Setting *setting, int row) {
    int start = setting->atoms->count;
    Atom *atoms = setting->atoms->atoms + start;
    push_row(setting, row);
    int count = setting->atoms->count - start;
    setting->atoms->count = start;
    settle_signs(atoms, count);
    set_spaces(setting, atoms, count);
    if (count == 1) return atoms[0].box;
    int box = typeset_row(setting->set);
    for (int i = 0; i < count; i++) typeset_add(setting->set, box, atoms[i].box, atoms[i].space);
    return box;
}

/* The symbols of the outermost row. */
static void build(Typeset *set, const FormulaStyle *style, const Math *math, float size, AtomList *out) {
    Setting setting = {set, out, style, math, size, 0, style->display};
    out->count = 0;
    if (math->count == 0) return;
    push_row(&setting, 0);
    settle_signs(out->atoms, out->count);
    set_spaces(&setting, out->atoms, out->count);
}

/* Size and lines. */

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
    build(&setup->set, style, math, size, &setup->atoms);
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
