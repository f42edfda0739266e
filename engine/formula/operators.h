/* expr_sign: the operators of formulas, a row each: read by the parser, written by expr_text. Private to
 * expr*.c. */
#ifndef BACKSTEP_ENGINE_EXPR_SIGN_H
#define BACKSTEP_ENGINE_EXPR_SIGN_H

/* How tightly a form binds, the loosest first. */
typedef enum Binding { BIND_SUM, BIND_PRODUCT, BIND_MINUS, BIND_POWER, BIND_ATOM } Binding;

typedef struct ExprSign {
    const char *name; /* of the EXPR_CALL */
    char sign;        /* '.': .T behind its operand */
    Binding binding;
    int count; /* of operands */
    const char *example;
} ExprSign;

/* NULL: no operator has that name. */
const ExprSign *expr_sign_named(const char *name);

/* The operator with `count` operands and that sign; NULL: none. */
const ExprSign *expr_sign_find(char sign, int count);

#endif
