/* symbols: sets a lesson's names, the op table's templates and slots as mathematics: in symbols, for one element,
   or with its numbers. */
#include "symbols.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/utf8.h"

/* ---- names ---- */

static const struct {
    const char *word, *letter;
} greek[] = {
    {"alpha", "α"}, {"beta", "β"},   {"gamma", "γ"}, {"delta", "δ"}, {"epsilon", "ε"}, {"zeta", "ζ"},
    {"eta", "η"},   {"theta", "θ"},  {"iota", "ι"},  {"kappa", "κ"}, {"lambda", "λ"},  {"mu", "μ"},
    {"nu", "ν"},    {"xi", "ξ"},     {"rho", "ρ"},   {"sigma", "σ"}, {"tau", "τ"},     {"upsilon", "υ"},
    {"phi", "φ"},   {"chi", "χ"},    {"psi", "ψ"},   {"omega", "ω"}, {"Gamma", "Γ"},   {"Delta", "Δ"},
    {"Theta", "Θ"}, {"Lambda", "Λ"}, {"Xi", "Ξ"},    {"Pi", "Π"},    {"Sigma", "Σ"},   {"Upsilon", "Υ"},
    {"Phi", "Φ"},   {"Psi", "Ψ"},    {"Omega", "Ω"},
};

static const struct { const char *word, *accent; } accents[] = {{"hat", "^"}, {"tilde", "~"}, {"bar", "¯"}};

enum { COUNT_GREEK = sizeof greek / sizeof *greek, COUNT_ACCENTS = sizeof accents / sizeof *accents };

/* The one letter that the text spells: itself, or a Greek one; NULL: it is a word. */
static const char *single_letter(const char *text) {
    size_t length = strlen(text);
    if (length == 1 || (length == 2 && ((unsigned char)text[0] & 0xE0) == 0xC0)) return text;
    for (int i = 0; i < COUNT_GREEK; i++)
        if (strcmp(text, greek[i].word) == 0) return greek[i].letter;
    return NULL;
}

/* Moves the digits at the end of text into index. */
static void cut_digits(char *text, char *index, size_t size) {
    size_t length = strlen(text), start = length;
    while (start > 1 && isdigit((unsigned char)text[start - 1])) start--;
    if (start == length || length - start >= size) return;
    snprintf(index, size, "%s", text + start);
    text[start] = '\0';
}

static void cut_accent(char *text, char *accent, size_t size) {
    size_t length = strlen(text);
    for (int i = 0; i < COUNT_ACCENTS; i++) {
        size_t tail = strlen(accents[i].word);
        if (length <= tail || strcmp(text + length - tail, accents[i].word) != 0) continue;
        snprintf(accent, size, "%s", accents[i].accent);
        text[length - tail] = '\0';
        return;
    }
}

void symbols_name(const char *name, NameParts *out) {
    memset(out, 0, sizeof *out);
    char base[64];
    snprintf(base, sizeof base, "%s", name);
    cut_digits(base, out->index, sizeof out->index);
    cut_accent(base, out->accent, sizeof out->accent);
    if (out->accent[0] != '\0' && out->index[0] == '\0') cut_digits(base, out->index, sizeof out->index);
    const char *letter = single_letter(base);
    if (strchr(name, '_') != NULL || letter == NULL) {
        bool word = strchr(name, '_') == NULL && out->accent[0] == '\0';
        if (!word) out->index[0] = '\0';
        out->accent[0] = '\0';
        out->upright = true;
        snprintf(out->base, sizeof out->base, "%.27s", word ? base : name);
        return;
    }
    snprintf(out->base, sizeof out->base, "%.27s", letter);
}

/* A lesson's name as mathematics, under parent. */
static void set_name(Math *math, int parent, const char *name, MathInk ink) {
    NameParts parts;
    symbols_name(name, &parts);
    int at = parent;
    if (parts.index[0] != '\0') at = tree_add(math, at, MATH_INDEX, ink, "");
    int base = parts.accent[0] != '\0' ? tree_add(math, at, MATH_ACCENT, ink, parts.accent) : at;
    int letter = tree_add(math, base, MATH_NAME, ink, parts.base);
    if (letter >= 0) math->nodes[letter].upright = parts.upright;
    if (parts.index[0] != '\0') tree_add(math, at, MATH_NUMBER, ink, parts.index);
}

/* What the loss is called in ∂L/∂x: its own name where that is one letter (with digits), else "L". */
static const char *loss_letter(const char *name) {
    NameParts parts;
    symbols_name(name, &parts);
    return parts.upright ? "L" : name;
}

/* ---- indices and numbers ---- */

Index symbols_at(int at) {
    return (Index){.at = at};
}
Index symbols_letter(char letter) {
    return (Index){.at = -1, .letter = letter};
}

/* A row or column of something that has `count` of them: what has only one is repeated, and its number is 0.
 */
static void one_index(Index index, int count, char *out, size_t size) {
    if (index.at >= 0)
        snprintf(out, size, "%d", count == 1 ? 0 : index.at);
    else
        snprintf(out, size, "%c", index.letter);
}

void symbols_index(const Slot *slot, Index row, Index col, char *out, size_t size) {
    char first[16], second[16];
    one_index(row, slot->rows, first, sizeof first);
    one_index(col, slot->cols, second, sizeof second);
    bool letters = row.at < 0 || col.at < 0;
    if (letters && (slot->rows == 1 || slot->cols == 1))
        snprintf(out, size, "[%s]", slot->rows == 1 ? second : first);
    else
        snprintf(out, size, "[%s, %s]", first, second);
}

static const char *comma(const Symbols *s) {
    bool decimal = s->mode == SYMBOLS_NUMBERS && strcmp(text_get(s->texts, "number.decimal"), ",") == 0;
    return decimal ? ";" : ",";
}

void symbols_constant(const Symbols *s, double number, char *out, size_t size) {
    char plain[40];
    snprintf(plain, sizeof plain, "%.6g", number);
    char *power = strchr(plain, 'e');
    if (power != NULL && power[2] == '0') memmove(power + 2, power + 3, strlen(power + 2));
    text_signs(s->texts, out, size, plain);
}

/* ---- operations ---- */

/* The element of a formula, and what its letters stand for. */
typedef struct Element {
    const Scope *scope;
    Index row, col;
} Element;

/* `tight`, a Binding: what binds more loosely stands in parentheses. */
static void set_expr(Symbols *s, const Element *at, int parent, const Expr *e, int tight);

/* Whether the expression is made of numbers alone and can stand as one. */
static bool constant_value(const Scope *scope, const Expr *expr, double *value) {
    int slot;
    if (expr->kind == EXPR_NAME && (!template_letter(scope, expr->name, &slot, value) || slot >= 0))
        return false;
    bool counts = template_is(expr, "count") || template_is(expr, "rows") || template_is(expr, "cols");
    for (int k = 0; expr->kind == EXPR_CALL && !counts && k < expr->count; k++)
        if (!constant_value(scope, expr->args[k], value)) return false;
    *value = template_value(scope, expr, 0, 0);
    return true;
}

static int open_paren(Symbols *s, int parent, bool needed) {
    return needed ? tree_paren(s->math, parent, "(") : parent;
}

static void set_constant(Symbols *s, int parent, double value, int tight) {
    char text[28];
    symbols_constant(s, value, text, sizeof text);
    tree_number(s->math, open_paren(s, parent, value < 0 && tight > BIND_SUM), text);
}

static bool is_scalar(const Scope *scope, const Expr *expr) {
    Shape shape = template_shape(scope, expr);
    return shape.rows == 1 && shape.cols == 1;
}

/* How tightly the right side of a + − · has to bind; a negative number never stands bare behind a sign. */
static int right_level(const Symbols *s, const Expr *e, int level) {
    bool number = s->mode == SYMBOLS_NUMBERS && e->args[1]->kind == EXPR_NAME;
    return template_is(e, "add") && !number ? BIND_SUM : level + 1;
}

static void set_binary(Symbols *s, const Element *at, int parent, const Expr *e, int tight) {
    bool sum = template_is(e, "add") || template_is(e, "sub");
    bool product = template_is(e, "mul");
    int level = sum ? BIND_SUM : BIND_PRODUCT;
    int to = open_paren(s, parent, tight > level);
    set_expr(s, at, to, e->args[0], level);
    bool numbers = is_scalar(at->scope, e->args[0]) || is_scalar(at->scope, e->args[1]);
    const char *sign = template_is(e, "add")                             ? "+"
                       : template_is(e, "sub")                           ? "−"
                       : product && s->mode == SYMBOLS_WHOLE && !numbers ? "∘"
                                                                         : "·";
    tree_sign(s->math, to, sign);
    set_expr(s, at, to, e->args[1], right_level(s, e, level));
}

static void set_quotient(Symbols *s, const Element *at, int parent, const Expr *e, int tight) {
    if (!s->fractions) {
        int to = open_paren(s, parent, tight > BIND_PRODUCT);
        set_expr(s, at, to, e->args[0], BIND_PRODUCT);
        tree_word(s->math, to, "/", INK_PLAIN);
        set_expr(s, at, to, e->args[1], BIND_PRODUCT + 1);
        return;
    }
    int fraction = tree_add(s->math, parent, MATH_FRACTION, INK_PLAIN, "");
    int above = tree_row(s->math, fraction), below = tree_row(s->math, fraction);
    s->fractions = false;
    set_expr(s, at, above, e->args[0], 0);
    set_expr(s, at, below, e->args[1], 0);
    s->fractions = true;
}

/* The letters that a sum's index goes by: i over rows, j over columns, k inside a product; only a sum inside
   of another one's body would meet a letter that is taken. */
static void sum_letters(const Summation *sum, Index row, Index col, Index *k, Index *l) {
    bool transposed = sum->product && template_is(sum->left, "transpose");
    *k = symbols_letter(sum->product && !transposed ? 'k' : 'i');
    *l = symbols_letter('j');
    if (row.at < 0 && row.letter == k->letter) k->letter = 'm';
    if (col.at < 0 && (col.letter == l->letter || col.letter == k->letter)) l->letter = 'n';
}

void symbols_sum_letters(const Summation *sum, char *out, size_t size) {
    bool rows = (sum->product || sum->over_rows) && (sum->rows > 1 || sum->product),
         cols = sum->over_cols && sum->cols > 1;
    Index k, l;
    sum_letters(sum, symbols_at(0), symbols_at(0), &k, &l);
    if (rows && cols)
        snprintf(out, size, "%c, %c", k.letter, l.letter);
    else
        snprintf(out, size, "%c", rows || !cols ? k.letter : l.letter);
}

/* In a sum's body the index letters of what it runs over take the place of row and column. */
static void set_summation(Symbols *s, const Element *at, int parent, const Summation *sum) {
    char below[8];
    Index k, l;
    sum_letters(sum, at->row, at->col, &k, &l);
    symbols_sum_letters(sum, below, sizeof below);
    bool single = sum->product && sum->rows * sum->cols == 1; /* nothing to sum */
    if (!single) tree_sum(s->math, parent, below);
    Element left = {at->scope, sum->over_rows ? k : at->row, sum->over_cols ? l : at->col};
    if (sum->product) left = (Element){at->scope, at->row, k};
    set_expr(s, &left, parent, sum->left, BIND_PRODUCT);
    if (!sum->product) return;
    tree_sign(s->math, parent, "·");
    set_expr(s, &(Element){at->scope, k, at->col}, parent, sum->right, BIND_PRODUCT);
}

void symbols_sum(Symbols *s, const Scope *scope, int parent, const Summation *sum, Index row, Index col) {
    if (sum->divisor != 1) {
        int fraction = tree_add(s->math, parent, MATH_FRACTION, INK_PLAIN, "");
        tree_number(s->math, tree_row(s->math, fraction), "1");
        set_constant(s, tree_row(s->math, fraction), sum->divisor, 0);
    }
    set_summation(s, &(Element){scope, row, col}, parent, sum);
}

static void set_whole_sum(Symbols *s, const Scope *scope, int parent, const Expr *e, const Summation *sum,
                          int tight) {
    const Element whole = {scope, symbols_letter(' '), symbols_letter(' ')};
    const char *axis = sum->over_rows && sum->over_cols ? "" : sum->over_rows ? "i" : "j";
    if (sum->product || template_is(e, "sum")) {
        int to = open_paren(s, parent, tight > BIND_PRODUCT);
        if (!sum->product) tree_sum(s->math, to, axis);
        set_expr(s, &whole, to, e->args[0], BIND_PRODUCT);
        if (!sum->product) return;
        tree_sign(s->math, to, "·");
        set_expr(s, &whole, to, e->args[1], BIND_PRODUCT + 1);
        return;
    }
    int word = *axis == '\0' ? parent : tree_add(s->math, parent, MATH_INDEX, INK_PLAIN, "");
    tree_add(s->math, word, MATH_FUNCTION, INK_PLAIN, e->name);
    if (word != parent) tree_add(s->math, word, MATH_NAME, INK_PLAIN, axis);
    set_expr(s, &whole, tree_paren(s->math, parent, "("), e->args[0], 0);
}

static void set_root(Symbols *s, const Element *at, int parent, const Expr *of) {
    int root = tree_row(s->math, tree_add(s->math, parent, MATH_ROOT, INK_PLAIN, ""));
    set_expr(s, at, root, of, 0);
}

static void set_power(Symbols *s, const Element *at, int parent, const Expr *e, int tight) {
    double exponent = NAN;
    bool constant = constant_value(at->scope, e->args[1], &exponent);
    if (constant && exponent == 1) {
        set_expr(s, at, parent, e->args[0], tight);
    } else if (constant && exponent == 0.5) {
        set_root(s, at, parent, e->args[0]);
    } else {
        int power = tree_add(s->math, open_paren(s, parent, tight > BIND_POWER), MATH_POWER, INK_PLAIN, "");
        set_expr(s, at, tree_row(s->math, power), e->args[0], BIND_ATOM);
        set_expr(s, at, tree_row(s->math, power), e->args[1], 0);
    }
}

/* [a > 0], [p ≤ a ≤ q]: 1 where it holds, else 0. */
static void set_bracket(Symbols *s, const Element *at, int parent, const Expr *e) {
    int in = tree_paren(s->math, parent, "[");
    bool step = template_is(e, "step");
    if (!step) {
        set_expr(s, at, in, e->args[1], BIND_SUM);
        tree_sign(s->math, in, "≤");
    }
    set_expr(s, at, in, e->args[0], BIND_SUM);
    tree_sign(s->math, in, step ? ">" : "≤");
    if (step)
        tree_number(s->math, in, "0");
    else
        set_expr(s, at, in, e->args[2], BIND_SUM);
}

static void set_arguments(Symbols *s, const Element *at, int parent, const Expr *e, const char *open) {
    int in = tree_paren(s->math, parent, open);
    for (int k = 0; k < e->count; k++) {
        if (k > 0) tree_sign(s->math, in, comma(s));
        set_expr(s, at, in, e->args[k], 0);
    }
}

/* Functions that are not written name(…). */
static bool set_special(Symbols *s, const Element *at, int parent, const Expr *e, int tight) {
    Math *math = s->math;
    if (template_is(e, "neg")) {
        int to = open_paren(s, parent, tight > BIND_SUM);
        tree_word(math, to, "−", INK_PLAIN);
        set_expr(s, at, to, e->args[0], BIND_PRODUCT);
    } else if (template_is(e, "transpose") && s->mode != SYMBOLS_WHOLE) {
        set_expr(s, &(Element){at->scope, at->col, at->row}, parent, e->args[0], tight);
    } else if (template_is(e, "transpose")) {
        int power = tree_add(math, parent, MATH_POWER, INK_PLAIN, "");
        set_expr(s, at, tree_row(math, power), e->args[0], BIND_ATOM);
        tree_word(math, power, "T", INK_PLAIN);
    } else if (template_is(e, "exp")) {
        int power = tree_add(math, parent, MATH_POWER, INK_PLAIN, "");
        tree_add(math, power, MATH_NAME, INK_PLAIN, "e");
        set_expr(s, at, tree_row(math, power), e->args[0], 0);
    } else if (template_is(e, "sqrt")) {
        set_root(s, at, parent, e->args[0]);
    } else if (template_is(e, "abs")) {
        set_arguments(s, at, parent, e, "|");
    } else if (template_is(e, "step") || template_is(e, "between")) {
        set_bracket(s, at, parent, e);
    } else {
        return false;
    }
    return true;
}

static void set_call(Symbols *s, const Element *at, int parent, const Expr *e, int tight) {
    if (template_is(e, "add") || template_is(e, "sub") || template_is(e, "mul")) {
        set_binary(s, at, parent, e, tight);
    } else if (template_is(e, "div")) {
        set_quotient(s, at, parent, e, tight);
    } else if (template_is(e, "pow")) {
        set_power(s, at, parent, e, tight);
    } else if (!set_special(s, at, parent, e, tight)) {
        tree_add(s->math, parent, MATH_FUNCTION, INK_PLAIN, e->name);
        set_arguments(s, at, parent, e, "(");
    }
}

/* Functions of whole rows: an element of them is the function of the whole with an index. */
static bool is_row_function(const Expr *e) {
    return template_is(e, "softmax") || template_is(e, "log_softmax");
}

static void set_row_element(Symbols *s, const Element *at, int parent, const Expr *e) {
    char index[32];
    Symbols whole = *s;
    whole.mode = SYMBOLS_WHOLE;
    set_call(&whole, at, parent, e, BIND_ATOM);
    Shape shape = template_shape(at->scope, e);
    symbols_index(&(Slot){.rows = shape.rows, .cols = shape.cols}, at->row, at->col, index, sizeof index);
    tree_number(s->math, parent, index);
}

static void set_expr(Symbols *s, const Element *at, int parent, const Expr *e, int tight) {
    double value = NAN;
    Summation sum;
    int slot;
    s->numbers = at->scope;
    bool summation = template_summation(at->scope, e, &sum);
    bool whole_row = is_row_function(e);
    if (constant_value(at->scope, e, &value)) {
        set_constant(s, parent, value, tight);
    } else if (e->kind == EXPR_NAME) {
        if (template_letter(at->scope, e->name, &slot, &value))
            symbols_slot(s, parent, slot, tight, at->row, at->col);
    } else if (s->mode == SYMBOLS_NUMBERS && (summation || whole_row)) {
        char text[28];
        value = template_value(at->scope, e, at->row.at, at->col.at);
        text_number(s->texts, text, sizeof text, value, false);
        tree_number(s->math, open_paren(s, parent, value < 0 && tight > BIND_SUM), text);
    } else if (s->mode == SYMBOLS_ELEMENT && summation) {
        symbols_sum(s, at->scope, open_paren(s, parent, tight > BIND_PRODUCT), &sum, at->row, at->col);
    } else if (summation) {
        set_whole_sum(s, at->scope, parent, e, &sum, tight);
    } else if (s->mode == SYMBOLS_ELEMENT && whole_row) {
        set_row_element(s, at, parent, e);
    } else {
        set_call(s, at, parent, e, tight);
    }
}

void symbols_expr(Symbols *s, const Scope *scope, int parent, const Expr *e, int tight, Index row,
                  Index col) {
    set_expr(s, &(Element){scope, row, col}, parent, e, tight);
}

/* ---- slots: a name with an index, what it is made of where it has no name, or its number ---- */

static MathInk role_ink(Role role) {
    static const MathInk inks[] = {
        [ROLE_DATA] = INK_DATA,       [ROLE_PARAMETER] = INK_PARAMETER, [ROLE_CONSTANT] = INK_PLAIN,
        [ROLE_VALUE] = INK_FORWARD,   [ROLE_LOSS] = INK_LOSS,           [ROLE_GRADIENT] = INK_BACKWARD,
        [ROLE_STATE] = INK_PARAMETER, [ROLE_SETTING] = INK_PLAIN,
    };
    return inks[role];
}

/* Which of the two indices say something: a row of a column vector, a column of a row vector. Numbers stand
   in brackets, both of them, as in the learner's notebook. */
static void set_index(Symbols *s, int parent, const char *name, MathInk ink, const Slot *slot, Index row,
                      Index col) {
    NameParts parts;
    char text[32];
    symbols_name(name, &parts);
    bool letters = (row.at < 0 && slot->rows > 1) || (col.at < 0 && slot->cols > 1);
    if (!letters || parts.upright || parts.index[0] != '\0') {
        set_name(s->math, parent, name, ink);
        symbols_index(slot, row, col, text, sizeof text);
        tree_add(s->math, parent, MATH_NUMBER, ink, text);
        return;
    }
    int node = tree_add(s->math, parent, MATH_INDEX, ink, "");
    set_name(s->math, tree_row(s->math, node), name, ink);
    int below = tree_row(s->math, node);
    for (int side = 0; side < 2; side++) {
        Index index = side == 0 ? row : col;
        if ((side == 0 ? slot->rows : slot->cols) == 1) continue;
        if (index.at > 9) tree_add(s->math, below, MATH_NUMBER, ink, ",");
        snprintf(text, sizeof text, index.at >= 0 ? "%d" : "%c", index.at >= 0 ? index.at : index.letter);
        tree_add(s->math, below, index.at >= 0 ? MATH_NUMBER : MATH_NAME, ink, text);
    }
}

static const char *shown_name(const Slot *slot) {
    return slot->role == ROLE_LOSS ? loss_letter(slot->name) : slot->name;
}

static bool is_single(const Slot *slot) {
    return slot->rows == 1 && slot->cols == 1;
}

static void set_named(Symbols *s, int parent, const Slot *slot, Index row, Index col) {
    MathInk ink = s->painted ? s->paint : role_ink(slot->role);
    if (s->mode == SYMBOLS_ELEMENT && !is_single(slot))
        set_index(s, parent, shown_name(slot), ink, slot, row, col);
    else
        set_name(s->math, parent, shown_name(slot), ink);
}

static const char *loss_name(const Symbols *s) {
    return s->program->loss >= 0 ? loss_letter(s->program->slots[s->program->loss].name) : "L";
}

/* What is differentiated by; the index of something without a name stands behind it: ∂L/∂(ŷ − y)[3, 0]. */
static void set_derived(Symbols *s, int parent, int slot, Index row, Index col) {
    const Slot *it = &s->program->slots[slot];
    Symbols inside = *s;
    bool behind = s->mode == SYMBOLS_ELEMENT && !it->named && !is_single(it);
    if (behind) inside.mode = SYMBOLS_WHOLE;
    symbols_slot(&inside, parent, slot, BIND_POWER, row, col);
    if (!behind) return;
    char text[32];
    symbols_index(it, row, col, text, sizeof text);
    tree_add(s->math, parent, MATH_NUMBER, s->paint, text);
}

/* ∂L/∂W₁, all in one colour. */
static void set_gradient(const Symbols *s, int parent, const Slot *slot, Index row, Index col) {
    Symbols plain = *s;
    int first = s->math->count, above = parent, below = parent;
    if (!s->painted) plain.paint = INK_BACKWARD;
    plain.painted = true;
    plain.fractions = false;
    if (s->fractions) {
        int fraction = tree_add(s->math, parent, MATH_FRACTION, plain.paint, "");
        above = tree_row(s->math, fraction);
        below = tree_row(s->math, fraction);
    }
    tree_word(s->math, above, "∂", plain.paint);
    set_name(s->math, above, loss_name(s), plain.paint);
    if (!s->fractions) tree_word(s->math, parent, "/", plain.paint);
    tree_word(s->math, below, "∂", plain.paint);
    set_derived(&plain, below, slot->of, row, col);
    for (int i = first; i < s->math->count; i++) s->math->nodes[i].ink = plain.paint;
}

/* A number of the formula; a matrix of numbers stays "[…]". */
static void set_constant_slot(Symbols *s, int parent, const Slot *slot, int tight) {
    char text[28] = "[…]";
    float value = s->program->start[slot->at];
    if (is_single(slot)) symbols_constant(s, (double)value, text, sizeof text);
    tree_number(s->math, open_paren(s, parent, is_single(slot) && value < 0 && tight > BIND_SUM), text);
}

/* m of W₁: the letter with the parameter below it. */
static void set_state(Symbols *s, int parent, const Slot *slot) {
    if (slot->of < 0) {
        set_name(s->math, parent, slot->name, INK_PARAMETER);
        return;
    }
    char letter[2] = {slot->name[0], '\0'};
    int node = tree_add(s->math, parent, MATH_INDEX, INK_PARAMETER, "");
    tree_add(s->math, node, MATH_NAME, INK_PARAMETER, letter);
    set_name(s->math, node, s->program->slots[slot->of].name, INK_PARAMETER);
}

void symbols_call(Symbols *s, const Scope *scope, int parent, Index row, Index col) {
    const Instr *instr = scope->instr;
    tree_add(s->math, parent, MATH_FUNCTION, INK_PLAIN, instr->op->name);
    int in = tree_paren(s->math, parent, "(");
    for (int k = 0; k < instr->ins; k++) {
        if (k > 0) tree_sign(s->math, in, comma(s));
        symbols_slot(s, in, instr->in[k], 0, row, col);
    }
    bool axis = instr->op->pattern == OP_REDUCE && instr->op->numbers == 1;
    for (int k = 0; k < instr->op->numbers; k++) {
        char text[28];
        if (axis && instr->number[k] < 0) continue;
        symbols_constant(s, instr->number[k], text, sizeof text);
        tree_sign(s->math, in, comma(s));
        tree_number(s->math, in, text);
    }
}

/* What a result without a name is made of. Where every element stands for itself the index goes inside: (ŷᵢ −
   yᵢ)²; otherwise it stands behind: (h · W₂)[5, 0]. */
static void set_made(const Symbols *s, int parent, int slot, int tight, Index row, Index col) {
    const Instr *instr = &s->program->instrs[s->maker[slot]];
    const Scope scope = template_scope(s->program, s->values, instr);
    const Expr *formula = instr->op->formula != NULL ? template_parse(s->arena, instr->op->formula) : NULL;
    Symbols inside = *s;
    bool behind = s->mode == SYMBOLS_ELEMENT && instr->op->pattern != OP_ELEMENT &&
                  !is_single(&s->program->slots[slot]);
    if (behind || is_single(&s->program->slots[slot])) inside.mode = SYMBOLS_WHOLE;
    inside.depth--;
    bool named = instr->op->function && (formula == NULL || !template_is(formula, instr->op->name));
    if (named)
        symbols_call(&inside, &scope, parent, row, col);
    else if (formula != NULL)
        symbols_expr(&inside, &scope, parent, formula, behind ? BIND_ATOM : tight, row, col);
    if (!behind) return;
    char text[32];
    symbols_index(&s->program->slots[slot], row, col, text, sizeof text);
    tree_number(s->math, parent, text);
}

static int fitting_depth(const Symbols *s, int slot) {
    for (int depth = s->depth; depth > 1; depth--) {
        Math math;
        Symbols trial = *s;
        trial.math = &math;
        trial.depth = depth;
        trial.measured = true;
        trial.mode = SYMBOLS_WHOLE;
        trial.fractions = false;
        char text[8 * SYMBOLS_NAME];
        symbols_slot(&trial, tree_begin(&math), slot, 0, symbols_letter('i'), symbols_letter('j'));
        tree_text(&math, text, sizeof text);
        if (utf8_length(text, strlen(text)) <= (size_t)s->length && strlen(text) < sizeof text - 8)
            return depth;
    }
    return 1;
}

static void set_unnamed(Symbols *s, int parent, int slot, int tight, Index row, Index col) {
    if (s->depth <= 0 || s->maker[slot] < 0) {
        tree_add(s->math, parent, MATH_NAME, s->painted ? s->paint : INK_DIM, "…");
        return;
    }
    Symbols inside = *s;
    if (!s->measured) inside.depth = fitting_depth(s, slot);
    inside.measured = true;
    set_made(&inside, parent, slot, tight, row, col);
}

/* A value in the place of its name. Negative ones stand in parentheses behind an operator. */
static void set_value(Symbols *s, int parent, int index, int tight, Index row, Index col) {
    const Slot *slot = &s->program->slots[index];
    double value = template_element(s->numbers, index, row.at, col.at);
    char text[28];
    if (slot->role == ROLE_SETTING || (slot->role == ROLE_STATE && slot->of < 0))
        symbols_constant(s, value, text, sizeof text);
    else
        text_number(s->texts, text, sizeof text, value, false);
    int to = open_paren(s, parent, value < 0 && tight > BIND_SUM);
    tree_add(s->math, to, MATH_NUMBER, role_ink(slot->role), text);
}

void symbols_slot(Symbols *s, int parent, int index, int tight, Index row, Index col) {
    const Slot *slot = &s->program->slots[index];
    if (slot->role == ROLE_CONSTANT)
        set_constant_slot(s, parent, slot, tight);
    else if (s->mode == SYMBOLS_NUMBERS)
        set_value(s, parent, index, tight, row, col);
    else if (slot->role == ROLE_GRADIENT)
        set_gradient(s, parent, slot, row, col);
    else if (slot->role == ROLE_STATE)
        set_state(s, parent, slot);
    else if (slot->named || slot->role == ROLE_SETTING)
        set_named(s, parent, slot, row, col);
    else
        set_unnamed(s, parent, index, tight, row, col);
}
