/* expr_sign: the table of operators. */
#include "operators.h"

#include <stddef.h>
#include <string.h>

static const ExprSign SIGNS[] = {
    {"add", '+', BIND_SUM, 2, "a + b"},        {"sub", '-', BIND_SUM, 2, "a - b"},
    {"mul", '*', BIND_PRODUCT, 2, "a * b"},    {"div", '/', BIND_PRODUCT, 2, "a / b"},
    {"matmul", '@', BIND_PRODUCT, 2, "a @ b"}, {"neg", '-', BIND_MINUS, 1, "-a"},
    {"pow", '^', BIND_POWER, 2, "a^2"},        {"transpose", '.', BIND_ATOM, 1, "a.T"},
};
enum { SIGN_COUNT = sizeof SIGNS / sizeof *SIGNS };

const ExprSign *expr_sign_named(const char *name) {
    for (int k = 0; k < SIGN_COUNT; k++)
        if (strcmp(SIGNS[k].name, name) == 0) return &SIGNS[k];
    return NULL;
}

const ExprSign *expr_sign_find(char sign, int count) {
    for (int k = 0; k < SIGN_COUNT; k++)
        if (SIGNS[k].sign == sign && SIGNS[k].count == count) return &SIGNS[k];
    return NULL;
}
