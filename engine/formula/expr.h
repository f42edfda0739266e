/* The room engine/formula: a formula as words, as a tree and as text.

   expr: formulas as trees: numbers, names, matrices of numbers, and calls (an operator is a call). */
#ifndef BACKSTEP_ENGINE_FORMULA_EXPR_H
#define BACKSTEP_ENGINE_FORMULA_EXPR_H

#include "engine/base/arena.h"
#include "engine/base/err.h"

typedef enum ExprKind {
    EXPR_NUMBER, /* number */
    EXPR_NAME,   /* name */
    EXPR_STRING, /* name: the text between the quotes */
    EXPR_CALL,   /* name(args): operators are add sub mul div matmul pow neg transpose */
    EXPR_MATRIX  /* [[…], …]: rows × cols numbers, row by row */
} ExprKind;

typedef struct Expr Expr;
struct Expr {
    ExprKind kind;
    Place place;      /* of its first character; of the sign for an operator (of the point for .T) */
    const char *name; /* owned by the arena */
    double number;
    Expr **args;
    int count;       /* arguments */
    double *numbers; /* EXPR_MATRIX */
    int rows, cols;
};

#define EXPR_PI 3.14159265358979323846 /* the name pi */

enum { EXPR_MAX_DEPTH = 200, EXPR_MAX_NODES = 40000 };

/* A chain of operators from left to right (a + b - c …, x.T.T) is as deep as it is long, up to
   EXPR_MAX_NODES: walk down args[0] in a loop. All else is at most EXPR_MAX_DEPTH levels deep. A call whose
   name is an operator's has that operator's arguments: no lesson can write add(a). */

/* Parses text[0..size) (which may contain line breaks and #-comments of continued lines), whose first
   character stands at `place` of its file. The tree is owned by the arena. false and *e with the place of the
   first mistake: one cause, what was expected. Nested parentheses, calls, brackets, minus signs and powers
   count towards EXPR_MAX_DEPTH. Besides the lesson's language it takes 'single quotes', the true minus sign,
   a plus before a term and other superscripts. */
bool expr_parse(Arena *arena, const char *text, size_t size, Place place, Expr **out, Err *e);

/* How tightly a form binds, the loosest first. What stands where a tighter one is wanted gets parentheses. */
typedef enum Binding {
    BIND_NONE,    /* stands alone */
    BIND_SUM,     /* + - */
    BIND_PRODUCT, /* * / @ */
    BIND_MINUS,
    BIND_POWER, /* ^ */
    BIND_ATOM   /* names, numbers, calls, .T */
} Binding;

/* An operator of formulas: read by the parser, written by print. */
typedef struct Operator {
    const char *name; /* of the EXPR_CALL */
    char sign;        /* '.': .T behind its operand */
    Binding binding;
    int count; /* of operands */
    const char *example;
} Operator;

/* NULL: no operator has that name. */
const Operator *expr_operator_named(const char *name);

/* What an operator of numbers, any but @ and .T, gives; b is unused where it has one operand. */
double expr_fold(const Operator *sign, double a, double b);

/* The formula as a lesson writes it, with the fewest parentheses ("x @ W1 + b1"); owned by the arena. */
char *print_expr(Arena *arena, const Expr *expr);

#endif
