/* explainer: all that an explanation is made from, and what its parts ask about slots, names and sentences.
 */
#include "explainer.h"

#include <stdio.h>
#include <string.h>

#include "engine/math/tree.h"

/* ---- looking at the program ---- */

bool explainer_executed(const Explainer *x, const Instr *instr) {
    return instr->step <= x->view->step;
}

bool explainer_is_current(const Explainer *x, const Instr *instr) {
    return x->view->instr >= 0 && instr == &x->view->program->instrs[x->view->instr];
}

int explainer_uses(const Explainer *x, int grad, bool executed) {
    const Program *program = x->view->program;
    int count = 0;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        count += instr->phase == PHASE_BACKWARD && instr->dst == grad &&
                 (!executed || explainer_executed(x, instr));
    }
    return count;
}

/* The only backward instruction that writes the gradient; NULL: there are several, or none. */
static const Instr *only_writer(const Program *program, int grad) {
    const Instr *writer = NULL;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        if (instr->phase != PHASE_BACKWARD || instr->dst != grad) continue;
        if (writer != NULL) return NULL;
        writer = instr;
    }
    return writer;
}

int explainer_same_gradient(const Explainer *x, int grad) {
    const Program *program = x->view->program;
    enum { FAR = 16 }; /* results without a name that a gradient passes through unchanged */
    for (int hop = 0; hop < FAR && grad >= 0; hop++) {
        if (program->slots[grad].of < 0 || program->slots[program->slots[grad].of].named) break;
        const Instr *writer = only_writer(program, grad);
        if (writer == NULL || writer->forward < 0 || strcmp(template_of(writer), "G") != 0) break;
        const Slot *from = &program->slots[writer->upstream], *to = &program->slots[grad];
        if (from->rows != to->rows || from->cols != to->cols) break;
        grad = writer->upstream;
    }
    return grad;
}

bool explainer_private(const Explainer *x, int slot) {
    for (int i = 0; i < x->lesson->bug_count; i++) {
        const Bug *bug = &x->lesson->bugs[i];
        if (bug->kind == BUG_NO_SUM && strcmp(bug->name, x->view->program->slots[slot].name) == 0)
            return true;
    }
    return false;
}

bool explainer_shared(const Explainer *x, int slot) {
    return disguise_hides(x->disguise, BUG_NO_SUM, x->view->program->slots[slot].name);
}

bool explainer_kept(const Explainer *x, int grad) {
    return x->view->program->slots[grad].lasting && !x->lesson->train.zero_grad &&
           !disguise_hides(x->disguise, BUG_KEPT, NULL);
}

const Instr *explainer_reader(const Explainer *x, int slot) {
    const Program *program = x->view->program;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        for (int k = 0; k < instr->ins && instr->phase == PHASE_FORWARD; k++)
            if (instr->in[k] == slot) return instr;
    }
    return NULL;
}

double explainer_element(const Explainer *x, int slot, int row, int col) {
    return (double)view_element(x->view, slot, row, col);
}

void explainer_at(const Explainer *x, int slot, int row, int col, char *out, size_t size) {
    const Slot *it = &x->view->program->slots[slot];
    out[0] = '\0';
    if (it->rows * it->cols > 1) symbols_index(it, symbols_at(row), symbols_at(col), out, size);
}

void explainer_name(const Explainer *x, int slot, char *out, size_t size) {
    Math math;
    Symbols s = explainer_symbols(x, &math);
    symbols_slot(&s, 0, slot, BIND_PRODUCT, symbols_letter(' '), symbols_letter(' '));
    tree_text(&math, out, size);
}

Symbols explainer_writer(const Explainer *x, Math *math) {
    return (Symbols){.math = math,
                     .program = x->view->program,
                     .values = x->view->values,
                     .maker = x->view->maker,
                     .texts = x->view->texts,
                     .arena = x->arena,
                     .length = SYMBOLS_NAME,
                     .depth = SYMBOLS_DEPTH};
}

Symbols explainer_symbols(const Explainer *x, Math *math) {
    tree_begin(math);
    return explainer_writer(x, math);
}

/* ---- saying something ---- */

/* values: an array that ends itself; NULL: nothing but the places that all texts share. */
static void fill(const Explainer *x, char *out, size_t size, const char *key, const TextValue *values) {
    const Fills *f = x->fills;
    const TextValue *shared = TEXT_VALUES(
        TEXT_STRING("y", f->y), TEXT_STRING("a", f->a), TEXT_STRING("b", f->b), TEXT_STRING("x", f->x),
        TEXT_STRING("d", f->d), TEXT_STRING("G", f->G), TEXT_STRING("L", f->L),
        TEXT_STRING("small", f->small), TEXT_STRING("large", f->large), TEXT_STRING("of", f->of),
        TEXT_INT("rows", f->rows), TEXT_INT("cols", f->cols), TEXT_INT("count", f->count),
        TEXT_INT("row", x->row), TEXT_INT("col", x->col), TEXT_STRING("p", f->p), TEXT_STRING("q", f->q),
        TEXT_STRING("lr", f->lr), TEXT_STRING("at", f->at), TEXT_STRING("value", f->value),
        TEXT_STRING("uses", f->uses), TEXT_STRING("products", f->products),
        TEXT_STRING("numbers", f->numbers), TEXT_STRING("times", f->times),
        TEXT_STRING("samples", f->samples), TEXT_STRING("of_samples", f->of_samples));
    enum { MOST = 32 };
    TextValue all[MOST + 1] = {{.place = NULL}};
    int count = 0;
    for (; shared[count].place != NULL; count++) all[count] = shared[count];
    for (; values != NULL && values->place != NULL && count < MOST; values++) all[count++] = *values;
    text_fill_values(x->view->texts, out, size, key, all);
}

void explainer_title(const Explainer *x, const char *key) {
    fill(x, x->out->title, sizeof x->out->title, key, NULL);
}

void explainer_add(const Explainer *x, const char *text) {
    size_t used = strlen(x->out->sentence), size = sizeof x->out->sentence;
    snprintf(x->out->sentence + used, size - used, "%s%s", used > 0 ? " " : "", text);
}

void explainer_tell_values(const Explainer *x, const char *key, const TextValue *values) {
    char text[sizeof x->out->sentence];
    fill(x, text, sizeof text, key, values);
    explainer_add(x, text);
}

void explainer_say(const Explainer *x, const char *key) {
    explainer_tell_values(x, key, NULL);
}

static bool has_text(const Explainer *x, const char *key) {
    return strcmp(text_get(x->view->texts, key), key) != 0;
}

bool explainer_key(const Explainer *x, char *out, size_t size, const char *key, const char *variant) {
    if (variant != NULL) {
        snprintf(out, size, "%s.%s", key, variant);
        if (has_text(x, out)) return true;
    }
    snprintf(out, size, "%s", key);
    return has_text(x, out);
}
