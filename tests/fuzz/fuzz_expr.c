/* fuzz_expr: any bytes as a formula: refused with a place inside it, or read, and then its text reads back
 * the same. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "engine/formula/expr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    if (arena == NULL) return 0;
    Expr *expr, *again;
    Err e = {0};
    if (expr_parse(arena, (const char *)data, size, (Place){1, 1}, &expr, &e)) {
        const char *text = print_expr(arena, expr);
        assert(text != NULL);
        assert(expr_parse(arena, text, strlen(text), (Place){1, 1}, &again, &e));
        const char *text_again = print_expr(arena, again);
        assert(text_again != NULL && strcmp(text, text_again) == 0);
    } else {
        Place end = err_place_of((const char *)data, size);
        assert(expr == NULL && e.text[0] != 0);
        assert(e.place.line >= 1 && e.place.line <= end.line && e.place.column >= 1);
        assert(e.place.line < end.line || e.place.column <= end.column);
        err_locate(&e, "fuzz", (const char *)data, size);
        char printed[2000];
        err_format(&e, printed, sizeof printed);
    }
    arena_free(arena);
    return 0;
}
