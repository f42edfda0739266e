/* explainer: what the parts of an explanation ask about slots, names and sentences. */
#include "explain.h"

#include <math.h>
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
    int count = 0;
    for (const Instr *i = NULL; (i = program_next(x->view->program, PHASE_BACKWARD, grad, i)) != NULL;)
        count += !executed || explainer_executed(x, i);
    return count;
}

/* The only backward instruction that writes the gradient; NULL: there are several, or none. */
static const Instr *only_writer(const Program *program, int grad) {
    const Instr *writer = program_next(program, PHASE_BACKWARD, grad, NULL);
    return writer == NULL || program_next(program, PHASE_BACKWARD, grad, writer) != NULL ? NULL : writer;
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
    for (const Instr *i = NULL; (i = program_next(x->view->program, PHASE_FORWARD, -1, i)) != NULL;)
        for (int k = 0; k < i->ins; k++)
            if (i->in[k] == slot) return i;
    return NULL;
}

double explainer_element(const Explainer *x, int slot, int row, int col) {
    return (double)view_element(x->view, slot, row, col);
}

bool explainer_is_plain_step(double from, double to, double rate, double gradient) {
    const double plain = -rate * gradient, rounding = 2e-7 * fmax(fabs(from), fabs(to));
    return fabs(to - from - plain) <= 1e-5 * fabs(plain) + rounding;
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

/* ---- what all sentences may mention ---- */

static int64_t elements(const Explainer *x, int slot) {
    const Slot *s = &x->view->program->slots[slot];
    return (int64_t)s->rows * s->cols;
}

/* As many as there are said to be. */
static int64_t claimed(const Explainer *x, int slot) {
    const Slot *s = &x->view->program->slots[slot];
    int of = s->role == ROLE_GRADIENT && s->of >= 0 ? s->of : slot;
    return explainer_shared(x, of) ? s->cols : elements(x, slot);
}

static const char *add_text(Explainer *x, const char *place, const char *text) {
    const char *kept = arena_string(x->arena, text, strlen(text));
    x->fills[x->fill_count++] = (TextValue)TEXT_STRING(place, kept);
    return kept;
}

static void add_integer(Explainer *x, const char *place, int64_t n) {
    x->fills[x->fill_count++] = (TextValue)TEXT_INT(place, n);
}

/* Slot −1: no name. */
static const char *add_name(Explainer *x, const char *place, int slot) {
    char name[EXPLAINER_NAME] = "";
    if (slot >= 0) explainer_name(x, slot, name, sizeof name);
    return add_text(x, place, name);
}

static void add_count(Explainer *x, const char *place, const char *key, int64_t n) {
    char text[EXPLAINER_NAME];
    text_count(x->view->texts, text, sizeof text, key, n);
    add_text(x, place, text);
}

static void add_constant(Explainer *x, const char *place, double number) {
    Math scratch;
    Symbols s = explainer_symbols(x, &scratch);
    char text[TEXT_NUMBER];
    symbols_constant(&s, number, text, sizeof text);
    add_text(x, place, text);
}

static int operand(const Instr *instr, int k) {
    return instr != NULL && k < instr->ins ? instr->in[k] : -1;
}

/* {x} is what an instruction, or its gradient, is about. */
static void fill_names(Explainer *x) {
    const Program *program = x->view->program;
    const Instr *instr = x->instr;
    const Slot *slot = &program->slots[x->slot];
    int subject = slot->role == ROLE_GRADIENT && slot->of >= 0 ? slot->of : x->slot;
    add_name(x, "x", subject);
    add_name(x, "d", program->slots[subject].grad);
    add_name(x, "of", slot->of);
    add_name(x, "L", program->loss);
    add_name(x, "y", instr == NULL ? -1 : instr->phase == PHASE_BACKWARD ? instr->result : instr->dst);
    add_name(x, "G", instr == NULL ? -1 : explainer_same_gradient(x, instr->upstream));
    const char *a = add_name(x, "a", operand(instr, 0)), *b = add_name(x, "b", operand(instr, 1));
    bool turned = operand(instr, 1) >= 0 && (explainer_private(x, instr->in[0]) ||
                                             elements(x, instr->in[0]) < elements(x, instr->in[1]));
    add_text(x, "small", turned ? a : b);
    add_text(x, "large", turned ? b : a);
}

static void fill_counts(Explainer *x) {
    const Program *program = x->view->program;
    const Instr *instr = x->instr;
    int64_t times = 1, count = elements(x, x->slot), products = 1;
    int rows = program->slots[x->slot].rows;
    if (instr != NULL && instr->ins > 0) {
        int64_t first = claimed(x, instr->in[0]), second = instr->ins > 1 ? claimed(x, instr->in[1]) : first;
        int result = instr->phase == PHASE_BACKWARD && instr->result >= 0 ? instr->result : instr->dst;
        int64_t here = instr->phase == PHASE_BACKWARD ? claimed(x, instr->dst)
                       : first < second               ? first
                                                      : second;
        if (instr->op->pattern == OP_REDUCE) count = first / elements(x, result);
        times = elements(x, result) / (here > 0 ? here : 1);
        products = program->slots[instr->in[0]].cols;
        rows = program->slots[instr->in[0]].rows;
    }
    add_integer(x, "count", count);
    add_count(x, "times", "count.times", times);
    add_count(x, "numbers", "count.numbers", count);
    add_count(x, "products", "count.products", products);
    add_count(x, "samples", "count.samples", rows);
    add_count(x, "of_samples", "count.of_samples", rows);
    add_count(x, "uses", "count.uses", explainer_uses(x, x->slot, false));
}

static void fill_numbers(Explainer *x) {
    const Slot *slot = &x->view->program->slots[x->slot];
    char at[TEXT_NUMBER], value[TEXT_NUMBER] = "";
    add_constant(x, "lr", x->view->lr);
    if (x->instr != NULL) {
        add_constant(x, "p", x->instr->number[0]);
        add_constant(x, "q", x->instr->number[1]);
    }
    add_integer(x, "rows", slot->rows);
    add_integer(x, "cols", slot->cols);
    add_integer(x, "row", x->row);
    add_integer(x, "col", x->col);
    explainer_at(x, x->slot, x->row, x->col, at, sizeof at);
    add_text(x, "at", at);
    if (x->known)
        text_number(x->view->texts, value, sizeof value, explainer_element(x, x->slot, x->row, x->col),
                    false);
    add_text(x, "value", value);
}

void explainer_fill(Explainer *x) {
    x->fill_count = 0;
    if (x->slot < 0) return;
    fill_names(x);
    fill_counts(x);
    fill_numbers(x);
}

/* ---- saying something ---- */

/* values: an array that ends itself; NULL: nothing but the places that all texts share. */
static void fill(const Explainer *x, char *out, size_t size, const char *key, const TextValue *values) {
    TextValue all[EXPLAINER_FILLS + 1];
    int count = x->fill_count;
    memcpy(all, x->fills, (size_t)count * sizeof *all);
    for (; values != NULL && values->place != NULL && count < EXPLAINER_FILLS; values++)
        all[count++] = *values;
    all[count] = (TextValue){.place = NULL};
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
