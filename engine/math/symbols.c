/* symbols: sets the op table's templates as mathematics: in symbols, for one element, or with its numbers. */
#include "symbols.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tree.h"

Index index_at(int at) {
    return (Index){.at = at};
}
Index index_letter(char letter) {
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

void index_text(const Slot *slot, Index row, Index col, char *out, size_t size) {
    char first[16], second[16];
    one_index(row, slot->rows, first, sizeof first);
    one_index(col, slot->cols, second, sizeof second);
    bool letters = row.at < 0 || col.at < 0;
    if (letters && (slot->rows == 1 || slot->cols == 1))
        snprintf(out, size, "[%s]", slot->rows == 1 ? second : first);
    else
        snprintf(out, size, "[%s, %s]", first, second);
}

const char *symbols_comma(const Symbols *s) {
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

void symbols_number(const Symbols *s, double number, bool sign, char *out, size_t size) {
    text_number(s->texts, out, size, number, sign);
}

/* Whether the expression is made of numbers alone and can stand as one. */
static bool constant_value(const Scope *scope, const Expr *expr, double *value) {
    int slot;
    if (expr->kind == EXPR_NAME && (!scope_letter(scope, expr->name, &slot, value) || slot >= 0))
        return false;
    bool counts = template_is(expr, "count") || template_is(expr, "rows") || template_is(expr, "cols");
    for (int k = 0; expr->kind == EXPR_CALL && !counts && k < expr->count; k++)
        if (!constant_value(scope, expr->args[k], value)) return false;
    *value = template_value(scope, expr, 0, 0);
    return true;
}

static int open_paren(Symbols *s, int parent, bool needed) {
    return needed ? math_paren(s->math, parent, "(") : parent;
}

static void set_constant(Symbols *s, int parent, double value, int tight) {
    char text[28];
    symbols_constant(s, value, text, sizeof text);
    math_number(s->math, open_paren(s, parent, value < 0 && tight > BIND_SUM), text);
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
    math_sign(s->math, to, sign);
    symbols_expr(s, scope, to, e->args[1], right_level(s, e, level), row, col);
}

static void set_quotient(Symbols *s, const Scope *scope, int parent, const Expr *e, int tight, Index row,
                         Index col) {
    if (!s->fractions) {
        int to = open_paren(s, parent, tight > BIND_PRODUCT);
        symbols_expr(s, scope, to, e->args[0], BIND_PRODUCT, row, col);
        math_word(s->math, to, "/", INK_PLAIN);
        symbols_expr(s, scope, to, e->args[1], BIND_PRODUCT + 1, row, col);
        return;
    }
    int fraction = math_add(s->math, parent, MATH_FRACTION, INK_PLAIN, "");
    int above = math_row(s->math, fraction), below = math_row(s->math, fraction);
    s->fractions = false;
    symbols_expr(s, scope, above, e->args[0], 0, row, col);
    symbols_expr(s, scope, below, e->args[1], 0, row, col);
    s->fractions = true;
}

/* The letters that a sum's index goes by: i over rows, j over columns, k inside a product; only a sum inside
   of another one's body would meet a letter that is taken. */
static void sum_letters(const Summation *sum, Index row, Index col, Index *k, Index *l) {
    bool transposed = sum->product && template_is(sum->left, "transpose");
    *k = index_letter(sum->product && !transposed ? 'k' : 'i');
    *l = index_letter('j');
    if (row.at < 0 && row.letter == k->letter) k->letter = 'm';
    if (col.at < 0 && (col.letter == l->letter || col.letter == k->letter)) l->letter = 'n';
}

void symbols_sum_letters(const Summation *sum, char *out, size_t size) {
    bool rows = (sum->product || sum->over_rows) && (sum->rows > 1 || sum->product),
         cols = sum->over_cols && sum->cols > 1;
    Index k, l;
    sum_letters(sum, index_at(0), index_at(0), &k, &l);
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
    if (!single) math_sum(s->math, parent, below);
    if (!sum->product) {
        symbols_expr(s, scope, parent, sum->left, BIND_PRODUCT, sum->over_rows ? k : row,
                     sum->over_cols ? l : col);
        return;
    }
    symbols_expr(s, scope, parent, sum->left, BIND_PRODUCT, row, k);
    math_sign(s->math, parent, "·");
    symbols_expr(s, scope, parent, sum->right, BIND_PRODUCT, k, col);
}

void symbols_sum(Symbols *s, const Scope *scope, int parent, const Summation *sum, Index row, Index col) {
    if (sum->divisor != 1) {
        int fraction = math_add(s->math, parent, MATH_FRACTION, INK_PLAIN, "");
        math_number(s->math, math_row(s->math, fraction), "1");
        set_constant(s, math_row(s->math, fraction), sum->divisor, 0);
    }
    set_summation(s, scope, parent, sum, row, col);
}

static void set_whole_sum(Symbols *s, const Scope *scope, int parent, const Expr *e, const Summation *sum,
                          int tight) {
    Index none = index_letter(' ');
    if (sum->product) {
        int to = open_paren(s, parent, tight > BIND_PRODUCT);
        symbols_expr(s, scope, to, e->args[0], BIND_PRODUCT, none, none);
        math_sign(s->math, to, "·");
        symbols_expr(s, scope, to, e->args[1], BIND_PRODUCT + 1, none, none);
        return;
    }
    const char *axis = sum->over_rows && sum->over_cols ? "" : sum->over_rows ? "i" : "j";
    if (template_is(e, "sum")) {
        int to = open_paren(s, parent, tight > BIND_PRODUCT);
        math_sum(s->math, to, axis);
        symbols_expr(s, scope, to, e->args[0], BIND_PRODUCT, none, none);
        return;
    }
    int word = *axis == '\0' ? parent : math_add(s->math, parent, MATH_INDEX, INK_PLAIN, "");
    math_add(s->math, word, MATH_FUNCTION, INK_PLAIN, e->name);
    if (word != parent) math_add(s->math, word, MATH_NAME, INK_PLAIN, axis);
    symbols_expr(s, scope, math_paren(s->math, parent, "("), e->args[0], 0, none, none);
}

static void set_power(Symbols *s, const Scope *scope, int parent, const Expr *e, int tight, Index row,
                      Index col) {
    double exponent = NAN;
    bool constant = constant_value(scope, e->args[1], &exponent);
    if (constant && exponent == 1) {
        symbols_expr(s, scope, parent, e->args[0], tight, row, col);
    } else if (constant && exponent == 0.5) {
        int root = math_row(s->math, math_add(s->math, parent, MATH_ROOT, INK_PLAIN, ""));
        symbols_expr(s, scope, root, e->args[0], 0, row, col);
    } else {
        int power = math_add(s->math, open_paren(s, parent, tight > BIND_POWER), MATH_POWER, INK_PLAIN, "");
        symbols_expr(s, scope, math_row(s->math, power), e->args[0], BIND_ATOM, row, col);
        symbols_expr(s, scope, math_row(s->math, power), e->args[1], 0, row, col);
    }
}

/* [a > 0], [p ≤ a ≤ q]: 1 where it holds, else 0. */
static void set_bracket(Symbols *s, const Scope *scope, int parent, const Expr *e, Index row, Index col) {
    int in = math_paren(s->math, parent, "[");
    bool step = template_is(e, "step");
    if (!step) {
        symbols_expr(s, scope, in, e->args[1], BIND_SUM, row, col);
        math_sign(s->math, in, "≤");
    }
    symbols_expr(s, scope, in, e->args[0], BIND_SUM, row, col);
    math_sign(s->math, in, step ? ">" : "≤");
    if (step)
        math_number(s->math, in, "0");
    else
        symbols_expr(s, scope, in, e->args[2], BIND_SUM, row, col);
}

static void set_arguments(Symbols *s, const Scope *scope, int parent, const Expr *e, const char *open,
                          Index row, Index col) {
    int in = math_paren(s->math, parent, open);
    for (int k = 0; k < e->count; k++) {
        if (k > 0) math_sign(s->math, in, symbols_comma(s));
        symbols_expr(s, scope, in, e->args[k], 0, row, col);
    }
}

/* Functions that are not written name(…). */
static bool set_special(Symbols *s, const Scope *scope, int parent, const Expr *e, int tight, Index row,
                        Index col) {
    Math *math = s->math;
    if (template_is(e, "neg")) {
        int to = open_paren(s, parent, tight > BIND_SUM);
        math_word(math, to, "−", INK_PLAIN);
        symbols_expr(s, scope, to, e->args[0], BIND_PRODUCT, row, col);
    } else if (template_is(e, "transpose") && s->mode != SYMBOLS_WHOLE) {
        symbols_expr(s, scope, parent, e->args[0], tight, col, row);
    } else if (template_is(e, "transpose")) {
        int power = math_add(math, parent, MATH_POWER, INK_PLAIN, "");
        symbols_expr(s, scope, math_row(math, power), e->args[0], BIND_ATOM, row, col);
        math_word(math, power, "T", INK_PLAIN);
    } else if (template_is(e, "exp")) {
        int power = math_add(math, parent, MATH_POWER, INK_PLAIN, "");
        math_add(math, power, MATH_NAME, INK_PLAIN, "e");
        symbols_expr(s, scope, math_row(math, power), e->args[0], 0, row, col);
    } else if (template_is(e, "sqrt")) {
        int root = math_row(math, math_add(math, parent, MATH_ROOT, INK_PLAIN, ""));
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
        math_add(s->math, parent, MATH_FUNCTION, INK_PLAIN, e->name);
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
    index_text(&(Slot){.rows = shape.rows, .cols = shape.cols}, row, col, index, sizeof index);
    math_number(s->math, parent, index);
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
        if (scope_letter(scope, e->name, &slot, &value)) symbols_slot(s, parent, slot, tight, row, col);
    } else if (s->mode == SYMBOLS_NUMBERS && (summation || whole_row)) {
        char text[28];
        value = template_value(scope, e, row.at, col.at);
        symbols_number(s, value, false, text, sizeof text);
        math_number(s->math, open_paren(s, parent, value < 0 && tight > BIND_SUM), text);
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
