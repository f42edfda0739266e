/* view: what is asked of a View: an element, its like in the other run, and what the slots are called. */
#include <math.h>
#include <stdio.h>

#include "engine/math/symbols.h"
#include "engine/math/tree.h"
#include "view.h"

Mat view_mat(const View *view, int slot) {
    const Slot *it = &view->program->slots[slot];
    return tensor_mat((float *)view->values[slot], it->rows, it->cols);
}

float view_element(const View *view, int slot, int row, int col) {
    return *tensor_element(view_mat(view, slot), row, col);
}

bool view_is_picture(const View *view) {
    return view->program == NULL || view->program->instr_count == 0;
}

/* The neuron that the selection is about: a column, or a row of the weights behind it. */
static int chosen_neuron(const View *view) {
    int slot = view->selection.slot;
    if (slot < 0) return 0;
    const Slot *what = &view->program->slots[slot];
    return what->cols > 1 || what->sample ? view->selection.col : view->selection.row;
}

void view_chosen(const View *view, int slot, int *row, int *col) {
    const Selection *at = &view->selection;
    const Slot *what = &view->program->slots[slot];
    int neuron = chosen_neuron(view);
    bool sample = what->rows == view->program->samples && what->rows > 1, own = slot == at->slot;
    bool whole = at->slot >= 0 && view->program->slots[at->slot].rows == view->program->samples;
    int chosen = whole ? at->row : at->sample;
    *row = own ? at->row : sample ? chosen : what->cols == 1 && neuron < what->rows ? neuron : 0;
    *col = own ? at->col : neuron < what->cols ? neuron : 0;
    if (*row >= what->rows) *row = 0;
    if (*col >= what->cols) *col = 0;
}

const ViewOtherSlot *view_other_slot(const View *view, int slot) {
    if (view->other.slots == NULL || !view->known[slot]) return NULL;
    return view->other.slots[slot].at != NULL ? &view->other.slots[slot] : NULL;
}

bool view_other_element(const View *view, int slot, int row, int col, float *number) {
    const ViewOtherSlot *twin = view_other_slot(view, slot);
    if (twin == NULL || (twin->rows != view->program->slots[slot].rows && twin->rows != 1)) return false;
    *number = twin->at[(size_t)(twin->rows > 1 ? row : 0) + (size_t)col * (size_t)tensor_stride(twin->rows)];
    return true;
}

bool view_element_differs(const View *view, int slot, int row, int col) {
    const ViewOtherSlot *twin = view_other_slot(view, slot);
    float here, there;
    if (twin == NULL || !twin->differs) return false;
    if (!view_other_element(view, slot, row, col, &there)) return true;
    here = view_element(view, slot, row, col);
    return here != there && !(isnan(here) && isnan(there));
}

void view_fail(const View *view) {
    if (view->failed != NULL) *view->failed = true;
}

bool view_failed(const View *view) {
    return view->failed != NULL && *view->failed;
}

static void write_math(const View *view, int slot, SymbolMode mode, Index row, Index col, Math *out) {
    int root = tree_begin(out);
    Arena *arena = arena_new();
    if (arena == NULL) {
        view_fail(view);
        return;
    }
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
    if (arena_failed(arena)) view_fail(view);
    arena_free(arena);
}

void view_slot_math(const View *view, int slot, Math *out) {
    write_math(view, slot, SYMBOLS_WHOLE, symbols_letter(' '), symbols_letter(' '), out);
}

void view_element_math(const View *view, int slot, int row, int col, Math *out) {
    write_math(view, slot, SYMBOLS_ELEMENT, symbols_at(row), symbols_at(col), out);
}

void view_slot_text(const View *view, int slot, char *out, size_t size) {
    Math math;
    view_slot_math(view, slot, &math);
    tree_text(&math, out, size);
}

void view_slot_exact(const View *view, int slot, int row, int col, char *out, size_t size) {
    const Slot *it = &view->program->slots[slot];
    char name[160], plain[40], number[64] = "", at[40] = "";
    view_slot_text(view, slot, name, sizeof name);
    bool element = it->rows * it->cols == 1 || row >= 0;
    if (row >= 0 && it->rows * it->cols > 1)
        symbols_index(it, symbols_at(row), symbols_at(col), at, sizeof at);
    if (element && view->known[slot]) { /* all digits that tell the float apart from its neighbours */
        float exact = view_element(view, slot, row < 0 ? 0 : row, row < 0 ? 0 : col);
        snprintf(plain, sizeof plain, "%.9g", (double)exact);
        text_signs(view->texts, number, sizeof number, plain);
    }
    snprintf(out, size, "%s%s%s%s  %d×%d", name, at, number[0] != '\0' ? " = " : "", number, it->rows,
             it->cols);
}
