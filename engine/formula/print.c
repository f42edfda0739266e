/* print: a formula's tree as text again, parentheses only where the grammar of expr.c needs them. */
#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "engine/base/number.h"
#include "expr.h"

/* A growing text of the arena's; what has no memory is left out. */
typedef struct Writer {
    Arena *arena;
    char *text;
    int size;
} Writer;

static void write_tree(Writer *w, const Expr *expr);

static void put_byte(Writer *w, char byte) {
    w->text = arena_grow(w->arena, w->text, w->size, 1);
    if (w->text != NULL)
        w->text[w->size++] = byte;
    else
        w->size = 0;
}

static void put(Writer *w, const char *text) {
    while (*text != '\0') put_byte(w, *text++);
}

static void put_number(Writer *w, double number) {
    char text[NUMBER_TEXT];
    number_write(text, number);
    put(w, text);
}

static const Operator *sign_of(const Expr *expr) {
    const Operator *sign = expr->kind == EXPR_CALL ? expr_operator_named(expr->name) : NULL;
    return sign != NULL && sign->count == expr->count ? sign : NULL;
}

static Binding binding_of(const Expr *expr) {
    const Operator *sign = sign_of(expr);
    if (sign != NULL) return sign->binding;
    return expr->kind == EXPR_NUMBER && expr->number < 0 ? BIND_MINUS : BIND_ATOM;
}

/* Whether the first operand of sign stands in parentheses. */
static bool left_wrapped(const Operator *sign, const Expr *operand) {
    assert(sign != NULL);
    if (sign->sign == '.' && operand->kind == EXPR_NUMBER)
        return true;                                               /* 2.T would be the number 2. and a name */
    if (sign->sign == '^') return binding_of(operand) < BIND_ATOM; /* (a^b)^c is not a^b^c */
    return binding_of(operand) < sign->binding;
}

/* A second operand, or a minus sign's only one. */
static void write_right(Writer *w, const Expr *operand, bool wrapped) {
    if (wrapped) put(w, "(");
    write_tree(w, operand);
    if (wrapped) put(w, ")");
}

/* The operator's sign and what stands behind it. */
static void write_sign(Writer *w, const Expr *expr, const Operator *sign) {
    if (sign->sign == '.') {
        put(w, ".T");
        return;
    }
    bool spaced = sign->sign != '^';
    if (spaced) put(w, " ");
    put_byte(w, sign->sign);
    if (spaced) put(w, " ");
    Binding right = binding_of(expr->args[1]);
    write_right(w, expr->args[1], spaced ? right <= sign->binding : right < BIND_MINUS);
}

static void write_arguments(Writer *w, const Expr *call) {
    put(w, call->name);
    put(w, "(");
    for (int k = 0; k < call->count; k++) {
        if (k > 0) put(w, ", ");
        write_tree(w, call->args[k]);
    }
    put(w, ")");
}

static void write_matrix(Writer *w, const Expr *matrix) {
    put(w, "[");
    for (int i = 0; i < matrix->rows; i++) {
        put(w, i > 0 ? ", [" : "[");
        for (int j = 0; j < matrix->cols; j++) {
            if (j > 0) put(w, ", ");
            put_number(w, matrix->numbers[(size_t)i * (size_t)matrix->cols + (size_t)j]);
        }
        put(w, "]");
    }
    put(w, "]");
}

/* An expression that does not begin with an operand of its own. */
static void write_leaf(Writer *w, const Expr *expr) {
    const Operator *sign = sign_of(expr);
    const char *quote = expr->kind == EXPR_STRING && strchr(expr->name, '"') != NULL ? "'" : "\"";
    switch (expr->kind) {
    case EXPR_NUMBER:
        put_number(w, expr->number);
        break;
    case EXPR_NAME:
        put(w, expr->name);
        break;
    case EXPR_STRING:
        put(w, quote);
        put(w, expr->name);
        put(w, quote);
        break;
    case EXPR_MATRIX:
        write_matrix(w, expr);
        break;
    case EXPR_CALL:
        if (sign == NULL)
            write_arguments(w, expr);
        else {
            put(w, "-");
            write_right(w, expr->args[0], binding_of(expr->args[0]) < BIND_MINUS);
        }
        break;
    }
}

/* The operator that expr is one of and that begins with its first operand; NULL: it is none. */
static const Operator *chain_sign(const Expr *expr) {
    const Operator *sign = sign_of(expr);
    return sign != NULL && sign->binding != BIND_MINUS ? sign : NULL;
}

/* A chain of first operands may be very long, so it is walked in a loop: down to its leaf, and up again. */
static void write_tree(Writer *w, const Expr *expr) {
    size_t length = 0;
    for (const Expr *at = expr; chain_sign(at) != NULL; at = at->args[0]) length++;
    const Expr **chain = arena_alloc(w->arena, length * sizeof *chain);
    if (chain == NULL) return;
    const Expr *leaf = expr;
    for (size_t k = 0; k < length; k++, leaf = leaf->args[0]) {
        chain[k] = leaf;
        if (left_wrapped(sign_of(leaf), leaf->args[0])) put(w, "(");
    }
    write_leaf(w, leaf);
    for (size_t k = length; k-- > 0;) {
        const Operator *sign = sign_of(chain[k]);
        if (left_wrapped(sign, chain[k]->args[0])) put(w, ")");
        write_sign(w, chain[k], sign);
    }
}

char *print_expr(Arena *arena, const Expr *expr) {
    Writer w = {.arena = arena};
    write_tree(&w, expr);
    return arena_string(arena, w.text, (size_t)w.size);
}
