/* graph_symbol: what stands in an operation's box. */
#include <stdio.h>
#include <string.h>

#include "graph.h"

/* A small power as it is written behind a base: 2 as ², −1 as ⁻¹; others as ^0.5. */
static void symbol_power(double power, char *out, size_t size) {
    static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%g", power);
    if (strspn(digits, "-0123456789") != (size_t)length || length > 3) {
        snprintf(out, size, "^%.16s", digits);
        return;
    }
    size_t used = 0;
    out[0] = 0;
    for (const char *at = digits; *at != 0 && used + 4 < size; at++)
        used += (size_t)snprintf(out + used, size - used, "%s", *at == '-' ? "⁻" : raised[*at - '0']);
}

/* A sign, a short word, or a long one broken after an underscore: cross_ / entropy. */
void graph_symbol(const Instr *instr, GraphSize *size) {
    const char *symbol = program_op_symbol(instr), *name = program_op_name(instr);
    const char *under = strchr(symbol, '_');
    size->text[1][0] = 0;
    if (strcmp(name, "transpose") == 0) {
        snprintf(size->text[0], sizeof size->text[0], "T");
    } else if (strcmp(name, "pow") == 0) {
        symbol_power(instr->number[0], size->text[0], sizeof size->text[0]);
    } else if (strlen(symbol) > 8 && under != NULL) {
        snprintf(size->text[0], sizeof size->text[0], "%.*s", (int)(under + 1 - symbol), symbol);
        snprintf(size->text[1], sizeof size->text[1], "%s", under + 1);
    } else {
        snprintf(size->text[0], sizeof size->text[0], "%s", symbol);
    }
    bool word = symbol[0] >= 'a' && symbol[0] <= 'z';
    size->raised = strcmp(name, "pow") == 0;
    bool dot = strcmp(symbol, "·") == 0;
    size->text_size = word ? GRAPH_WORD : dot ? 2 * GRAPH_SIGN : GRAPH_SIGN;
}
