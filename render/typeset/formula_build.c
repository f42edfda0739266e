/* formula_build: mathematics to boxes, with TeX's spaces between them (The TeXbook, chapter 18). */
#include "formula_build.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "render/style/style.h"

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

static int build_name(const Setting *setting, const MathNode *node) {
    char letters[4 * sizeof node->text + 1], *end = letters;
    const char *at = node->text;
    for (uint32_t letter; (letter = utf8_next(&at)) != 0;)
        end += utf8_encode(node->upright ? letter : italic(letter), end);
    *end = 0;
    return typeset_run(setting->set, FONT_MATH, em_of(setting), ink_of(setting, node), letters);
}

static int build_text(const Setting *setting, const MathNode *node) {
    return typeset_run(setting->set, FONT_MATH, em_of(setting), ink_of(setting, node), node->text);
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
        return build_name(setting, node);
    case MATH_NUMBER:
    case MATH_SIGN:
    case MATH_FUNCTION:
        return build_text(setting, node);
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
    switch (node->kind) {
    case MATH_SIGN:
        return sign_kind(node->text);
    case MATH_FUNCTION:
    case MATH_BIG:
        return ATOM_OP;
    case MATH_FRACTION:
        return ATOM_INNER;
    case MATH_PAREN:
        return right ? ATOM_CLOSE : ATOM_OPEN;
    case MATH_POWER:
    case MATH_INDEX:
        return node->first < 0 ? ATOM_ORD : kind_of(setting, node->first, right);
    default:
        return ATOM_ORD;
    }
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

void formula_build(Typeset *set, const FormulaStyle *style, const Math *math, float size, AtomList *out) {
    Setting setting = {set, out, style, math, size, 0, style->display};
    out->count = 0;
    if (math->count == 0) return;
    push_row(&setting, 0);
    settle_signs(out->atoms, out->count);
    set_spaces(&setting, out->atoms, out->count);
}
