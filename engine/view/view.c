/* view_text: what the slots of a View are called, and their numbers in full. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/math/symbols.h"
#include "engine/math/tree.h"
#include "view.h"

float view_element(const View *view, int slot, int row, int col) {
    return view
        ->values[slot][(size_t)row + (size_t)col * (size_t)tensor_stride(view->program->slots[slot].rows)];
}

static void name_math(const View *view, int slot, SymbolMode mode, Index row, Index col, Math *out) {
    int root = math_begin(out);
    Arena *arena = arena_new();
    if (arena == NULL) return;
    Symbols s = {.math = out,
                 .mode = mode,
                 .program = view->program,
                 .values = view->values,
                 .maker = view->maker,
                 .texts = view->texts,
                 .arena = arena,
                 .length = SYMBOLS_LABEL,
                 .depth = SYMBOLS_DEPTH};
    symbols_slot(&s, root, slot, 0, row, col);
    arena_free(arena);
}

void view_slot_math(const View *view, int slot, Math *out) {
    name_math(view, slot, SYMBOLS_WHOLE, index_letter(' '), index_letter(' '), out);
}

void view_element_math(const View *view, int slot, int row, int col, Math *out) {
    name_math(view, slot, SYMBOLS_ELEMENT, index_at(row), index_at(col), out);
}

void view_slot_text(const View *view, int slot, char *out, size_t size) {
    Math math;
    view_slot_math(view, slot, &math);
    math_text(&math, out, size);
}

/* All digits that tell the float apart from its neighbours, with the language's signs. */
static void exact_number(const View *view, float number, char *out, size_t size) {
    const Symbols s = {.texts = view->texts};
    char plain[40];
    snprintf(plain, sizeof plain, "%.9g", (double)number);
    symbols_localize(&s, plain, out, size);
}

void view_slot_exact(const View *view, int slot, int row, int col, char *out, size_t size) {
    const Slot *it = &view->program->slots[slot];
    char name[160], number[64] = "", at[40] = "";
    view_slot_text(view, slot, name, sizeof name);
    bool element = it->rows * it->cols == 1 || row >= 0;
    if (row >= 0 && it->rows * it->cols > 1) index_text(it, index_at(row), index_at(col), at, sizeof at);
    if (element && view->known[slot])
        exact_number(view, view_element(view, slot, row < 0 ? 0 : row, row < 0 ? 0 : col), number,
                     sizeof number);
    snprintf(out, size, "%s%s%s%s  %d×%d", name, at, number[0] != '\0' ? " = " : "", number, it->rows,
             it->cols);
}
