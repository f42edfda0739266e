/* symbols: sets the op table's templates and slots as mathematics: in symbols, for one element, or with its
 * numbers. */
#include "symbols.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "naming.h"

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

void symbols_localize(const Symbols *s, const char *plain, char *out, size_t size) {
    const char *decimal = s->texts != NULL ? text_get(s->texts, "number.decimal") : ".";
    size_t used = 0;
    out[0] = '\0';
    for (; *plain != '\0'; plain++) {
        const char one[2] = {*plain, '\0'}, *put = *plain == '-' ? "−" : *plain == '.' ? decimal : one;
        if (used + strlen(put) < size) used += (size_t)snprintf(out + used, size - used, "%s", put);
    }
}

void symbols_constant(const Symbols *s, double number, char *out, size_t size) {
    char plain[40];
    snprintf(plain, sizeof plain, "%.6g", number);
    char *power = strchr(plain, 'e');
    if (power != NULL && power[2] == '0') memmove(power + 2, power + 3, strlen(power + 2));
    symbols_localize(s, plain, out, size);
}

/* ---- operations ---- */

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

static void set_binary(Symbols *s, const Scope *scope, int parent, const Expr *e, int tight, Index row,
                       Index col) {
    bool sum = template_is(e, "add") || template_is(e, "sub");
    bool product = template_is(e, "mul");
    int level = sum ? BIND_SUM : BIND_PRODUCT;
    int to = open_paren(s, parent, tight > level);
    symbols_expr(s, scope, to, e->args[0], level, row, col);
    bool numbers = is_scalar(scope, e->args[0]) || is_scalar(scope, e->args[1]);
    const char *sign = template_is(e, "add")                             ? "+"
                       : template_is(e, "sub")                           ? "−"
                       : product && s->mode == SYMBOLS_WHOLE && !numbers ? "∘"
                                                                         : "·";
    tree_sign(s->math, to, sign);
    symbols_expr(s, scope, to, e->args[1], right_level(s, e, level), row, col);
}

static void set_quotient(Symbols *s, const Scope *scope, int parent, const Expr *e, int tight, Index row,
                         Index col) {
    if (!s->fractions) {
        int to = open_paren(s, parent, tight > BIND_PRODUCT);
        symbols_expr(s, scope, to, e->args[0], BIND_PRODUCT, row, col);
        tree_word(s->math, to, "/", INK_PLAIN);
        symbols_expr(s, scope, to, e->args[1], BIND_PRODUCT + 1, row, col);
        return;
    }
    int fraction = tree_add(s->math, parent, MATH_FRACTION, INK_PLAIN, "");
    int above = tree_row(s->math, fraction), below = tree_row(s->math, fraction);
    s->fractions = false;
    symbols_expr(s, scope, above, e->args[0], 0, row, col);
    symbols_expr(s, scope, below, e->args[1], 0, row, col);
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
static void set_summation(Symbols *s, const Scope *scope, int parent, const Summation *sum, Index row,
                          Index col) {
    char below[8];
    Index k, l;
    sum_letters(sum, row, col, &k, &l);
    symbols_sum_letters(sum, below, sizeof below);
    bool single = sum->product && sum->rows * sum->cols == 1; /* nothing to sum */
    if (!single) tree_sum(s->math, parent, below);
    if (!sum->product) {
        symbols_expr(s, scope, parent, sum->left, BIND_PRODUCT, sum->over_rows ? k : row,
                     sum->over_cols ? l : col);
        return;
    }
    symbols_expr(s, scope, parent, sum->left, BIND_PRODUCT, row, k);
    tree_sign(s->math, parent, "·");
    symbols_expr(s, scope, parent, sum->right, BIND_PRODUCT, k, col);
}

void symbols_sum(Symbols *s, const Scope *scope, int parent, const Summation *sum, Index row, Index col) {
    if (sum->divisor != 1) {
        int fraction = tree_add(s->math, parent, MATH_FRACTION, INK_PLAIN, "");
        tree_number(s->math, tree_row(s->math, fraction), "1");
        set_constant(s, tree_row(s->math, fraction), sum->divisor, 0);
    }
    set_summation(s, scope, parent, sum, row, col);
}

static void set_whole_sum(Symbols *s, const Scope *scope, int parent, const Expr *e, const Summation *sum,
                          int tight) {
    Index none = symbols_letter(' ');
    if (sum->product) {
        int to = open_paren(s, parent, tight > BIND_PRODUCT);
        symbols_expr(s, scope, to, e->args[0], BIND_PRODUCT, none, none);
        tree_sign(s->math, to, "·");
        symbols_expr(s, scope, to, e->args[1], BIND_PRODUCT + 1, none, none);
        return;
    }
    const char *axis = sum->over_rows && sum->over_cols ? "" : sum->over_rows ? "i" : "j";
    if (template_is(e, "sum")) {
        int to = open_paren(s, parent, tight > BIND_PRODUCT);
        tree_sum(s->math, to, axis);
        symbols_expr(s, scope, to, e->args[0], BIND_PRODUCT, none, none);
        return;
    }
    int word = *axis == '\0' ? parent : tree_add(s->math, parent, MATH_INDEX, INK_PLAIN, "");
    tree_add(s->math, word, MATH_FUNCTION, INK_PLAIN, e->name);
    if (word != parent) tree_add(s->math, word, MATH_NAME, INK_PLAIN, axis);
    symbols_expr(s, scope, tree_paren(s->math, parent, "("), e->args[0], 0, none, none);
}

static void set_power(Symbols *s, const Scope *scope, int parent, const Expr *e, int tight, Index row,
                      Index col) {
    double exponent = NAN;
    bool constant = constant_value(scope, e->args[1], &exponent);
    if (constant && exponent == 1) {
        symbols_expr(s, scope, parent, e->args[0], tight, row, col);
    } else if (constant && exponent == 0.5) {
        int root = tree_row(s->math, tree_add(s->math, parent, MATH_ROOT, INK_PLAIN, ""));
        symbols_expr(s, scope, root, e->args[0], 0, row, col);
    } else {
        int power = tree_add(s->math, open_paren(s, parent, tight > BIND_POWER), MATH_POWER, INK_PLAIN, "");
        symbols_expr(s, scope, tree_row(s->math, power), e->args[0], BIND_ATOM, row, col);
        symbols_expr(s, scope, tree_row(s->math, power), e->args[1], 0, row, col);
    }
}

/* [a > 0], [p ≤ a ≤ q]: 1 where it holds, else 0. */
static void set_bracket(Symbols *s, const Scope *scope, int parent, const Expr *e, Index row, Index col) {
    int in = tree_paren(s->math, parent, "[");
    bool step = template_is(e, "step");
    if (!step) {
        symbols_expr(s, scope, in, e->args[1], BIND_SUM, row, col);
        tree_sign(s->math, in, "≤");
    }
    symbols_expr(s, scope, in, e->args[0], BIND_SUM, row, col);
    tree_sign(s->math, in, step ? ">" : "≤");
    if (step)
        tree_number(s->math, in, "0");
    else
        symbols_expr(s, scope, in, e->args[2], BIND_SUM, row, col);
}

static void set_arguments(Symbols *s, const Scope *scope, int parent, const Expr *e, const char *open,
                          Index row, Index col) {
    int in = tree_paren(s->math, parent, open);
    for (int k = 0; k < e->count; k++) {
        if (k > 0) tree_sign(s->math, in, comma(s));
        symbols_expr(s, scope, in, e->args[k], 0, row, col);
    }
}

/* Functions that are not written name(…). */
static bool set_special(Symbols *s, const Scope *scope, int parent, const Expr *e, int tight, Index row,
                        Index col) {
    Math *math = s->math;
    if (template_is(e, "neg")) {
        int to = open_paren(s, parent, tight > BIND_SUM);
        tree_word(math, to, "−", INK_PLAIN);
        symbols_expr(s, scope, to, e->args[0], BIND_PRODUCT, row, col);
    } else if (template_is(e, "transpose") && s->mode != SYMBOLS_WHOLE) {
        symbols_expr(s, scope, parent, e->args[0], tight, col, row);
    } else if (template_is(e, "transpose")) {
        int power = tree_add(math, parent, MATH_POWER, INK_PLAIN, "");
        symbols_expr(s, scope, tree_row(math, power), e->args[0], BIND_ATOM, row, col);
        tree_word(math, power, "T", INK_PLAIN);
    } else if (template_is(e, "exp")) {
        int power = tree_add(math, parent, MATH_POWER, INK_PLAIN, "");
        tree_add(math, power, MATH_NAME, INK_PLAIN, "e");
        symbols_expr(s, scope, tree_row(math, power), e->args[0], 0, row, col);
    } else if (template_is(e, "sqrt")) {
        int root = tree_row(math, tree_add(math, parent, MATH_ROOT, INK_PLAIN, ""));
        symbols_expr(s, scope, root, e->args[0], 0, row, col);
    } else if (template_is(e, "abs")) {
        set_arguments(s, scope, parent, e, "|", row, col);
    } else if (template_is(e, "step") || template_is(e, "between")) {
        set_bracket(s, scope, parent, e, row, col);
    } else {
        return false;
    }
    return true;
}

static void set_call(Symbols *s, const Scope *scope, int parent, const Expr *e, int tight, Index row,
                     Index col) {
    if (template_is(e, "add") || template_is(e, "sub") || template_is(e, "mul")) {
        set_binary(s, scope, parent, e, tight, row, col);
    } else if (template_is(e, "div")) {
        set_quotient(s, scope, parent, e, tight, row, col);
    } else if (template_is(e, "pow")) {
        set_power(s, scope, parent, e, tight, row, col);
    } else if (!set_special(s, scope, parent, e, tight, row, col)) {
        tree_add(s->math, parent, MATH_FUNCTION, INK_PLAIN, e->name);
        set_arguments(s, scope, parent, e, "(", row, col);
    }
}

/* Functions of whole rows: an element of them is the function of the whole with an index. */
static bool is_row_function(const Expr *e) {
    return template_is(e, "softmax") || template_is(e, "log_softmax");
}

static void set_row_element(Symbols *s, const Scope *scope, int parent, const Expr *e, Index row, Index col) {
    char index[32];
    SymbolMode mode = s->mode;
    s->mode = SYMBOLS_WHOLE;
    set_call(s, scope, parent, e, BIND_ATOM, row, col);
    s->mode = mode;
    Shape shape = template_shape(scope, e);
    symbols_index(&(Slot){.rows = shape.rows, .cols = shape.cols}, row, col, index, sizeof index);
    tree_number(s->math, parent, index);
}

void symbols_expr(Symbols *s, const Scope *scope, int parent, const Expr *e, int tight, Index row,
                  Index col) {
    double value = NAN;
    Summation sum;
    s->numbers = scope;
    bool summation = template_summation(scope, e, &sum);
    bool whole_row = is_row_function(e);
    if (constant_value(scope, e, &value)) {
        set_constant(s, parent, value, tight);
    } else if (e->kind == EXPR_NAME) {
        int slot;
        if (template_letter(scope, e->name, &slot, &value)) symbols_slot(s, parent, slot, tight, row, col);
    } else if (s->mode == SYMBOLS_NUMBERS && (summation || whole_row)) {
        char text[28];
        value = template_value(scope, e, row.at, col.at);
        text_number(s->texts, text, sizeof text, value, false);
        tree_number(s->math, open_paren(s, parent, value < 0 && tight > BIND_SUM), text);
    } else if (s->mode == SYMBOLS_ELEMENT && summation) {
        symbols_sum(s, scope, open_paren(s, parent, tight > BIND_PRODUCT), &sum, row, col);
    } else if (summation) {
        set_whole_sum(s, scope, parent, e, &sum, tight);
    } else if (s->mode == SYMBOLS_ELEMENT && whole_row) {
        set_row_element(s, scope, parent, e, row, col);
    } else {
        set_call(s, scope, parent, e, tight, row, col);
    }
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
    naming_parts(name, &parts);
    bool letters = (row.at < 0 && slot->rows > 1) || (col.at < 0 && slot->cols > 1);
    if (!letters || parts.upright || parts.index[0] != '\0') {
        naming_math(s->math, parent, name, ink);
        symbols_index(slot, row, col, text, sizeof text);
        tree_add(s->math, parent, MATH_NUMBER, ink, text);
        return;
    }
    int node = tree_add(s->math, parent, MATH_INDEX, ink, "");
    naming_math(s->math, tree_row(s->math, node), name, ink);
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
    return slot->role == ROLE_LOSS ? naming_loss(slot->name) : slot->name;
}

static bool is_single(const Slot *slot) {
    return slot->rows == 1 && slot->cols == 1;
}

static void set_named(Symbols *s, int parent, const Slot *slot, Index row, Index col) {
    MathInk ink = s->painted ? s->paint : role_ink(slot->role);
    if (s->mode == SYMBOLS_ELEMENT && !is_single(slot))
        set_index(s, parent, shown_name(slot), ink, slot, row, col);
    else
        naming_math(s->math, parent, shown_name(slot), ink);
}

static const char *loss_name(const Symbols *s) {
    return s->program->loss >= 0 ? naming_loss(s->program->slots[s->program->loss].name) : "L";
}

static void set_partial(Symbols *s, int parent) {
    int sign = tree_word(s->math, parent, "∂", INK_BACKWARD);
    if (sign >= 0) s->math->nodes[sign].ink = s->paint;
}

/* What is differentiated by; the index of something without a name stands behind it: ∂L/∂(ŷ − y)[3, 0]. */
static void set_derived(Symbols *s, int parent, int slot, Index row, Index col) {
    const Slot *it = &s->program->slots[slot];
    SymbolMode mode = s->mode;
    bool behind = mode == SYMBOLS_ELEMENT && !it->named && !is_single(it);
    if (behind) s->mode = SYMBOLS_WHOLE;
    symbols_slot(s, parent, slot, BIND_POWER, row, col);
    s->mode = mode;
    if (!behind) return;
    char text[32];
    symbols_index(it, row, col, text, sizeof text);
    tree_add(s->math, parent, MATH_NUMBER, s->paint, text);
}

/* ∂L/∂W₁, all in one colour. */
static void set_gradient(Symbols *s, int parent, const Slot *slot, Index row, Index col) {
    bool painted = s->painted, fractions = s->fractions;
    MathInk paint = s->paint;
    int first = s->math->count;
    if (!painted) s->paint = INK_BACKWARD;
    s->painted = true;
    s->fractions = false;
    int above = parent, below = parent;
    if (fractions) {
        int fraction = tree_add(s->math, parent, MATH_FRACTION, s->paint, "");
        above = tree_row(s->math, fraction);
        below = tree_row(s->math, fraction);
    }
    set_partial(s, above);
    naming_math(s->math, above, loss_name(s), s->paint);
    if (!fractions) tree_word(s->math, parent, "/", s->paint);
    set_partial(s, below);
    set_derived(s, below, slot->of, row, col);
    for (int i = first; i < s->math->count; i++) s->math->nodes[i].ink = s->paint;
    s->painted = painted;
    s->paint = paint;
    s->fractions = fractions;
}

/* A number of the formula; a matrix of numbers stays "[…]". */
static void set_constant_slot(Symbols *s, int parent, const Slot *slot, int tight) {
    char text[28] = "[…]";
    float value = s->program->start[slot->at];
    if (is_single(slot)) symbols_constant(s, (double)value, text, sizeof text);
    tree_number(s->math,
                is_single(slot) && value < 0 && tight > BIND_SUM ? tree_paren(s->math, parent, "(") : parent,
                text);
}

/* m of W₁: the letter with the parameter below it. */
static void set_state(Symbols *s, int parent, const Slot *slot) {
    if (slot->of < 0) {
        naming_math(s->math, parent, slot->name, INK_PARAMETER);
        return;
    }
    char letter[2] = {slot->name[0], '\0'};
    int node = tree_add(s->math, parent, MATH_INDEX, INK_PARAMETER, "");
    tree_add(s->math, node, MATH_NAME, INK_PARAMETER, letter);
    naming_math(s->math, node, s->program->slots[slot->of].name, INK_PARAMETER);
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
static void set_made(Symbols *s, int parent, int slot, int tight, Index row, Index col) {
    const Instr *instr = &s->program->instrs[s->maker[slot]];
    const Scope scope = template_scope(s->program, s->values, instr);
    const Expr *formula = instr->op->formula != NULL ? template_parse(s->arena, instr->op->formula) : NULL;
    SymbolMode mode = s->mode;
    bool behind =
        mode == SYMBOLS_ELEMENT && instr->op->pattern != OP_ELEMENT && !is_single(&s->program->slots[slot]);
    if (behind || is_single(&s->program->slots[slot])) s->mode = SYMBOLS_WHOLE;
    s->depth--;
    bool named = instr->op->function && (formula == NULL || !template_is(formula, instr->op->name));
    if (named)
        symbols_call(s, &scope, parent, row, col);
    else if (formula != NULL)
        symbols_expr(s, &scope, parent, formula, behind ? BIND_ATOM : tight, row, col);
    s->depth++;
    s->mode = mode;
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
    bool measured = s->measured;
    int depth = s->depth;
    if (!measured) s->depth = fitting_depth(s, slot);
    s->measured = true;
    set_made(s, parent, slot, tight, row, col);
    s->measured = measured;
    s->depth = depth;
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
    tree_add(s->math, value < 0 && tight > BIND_SUM ? tree_paren(s->math, parent, "(") : parent, MATH_NUMBER,
             role_ink(slot->role), text);
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
