/* explain: finds what there is to say about the chosen slot at this moment, and has it said. */
#include "explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/math/tree.h"

/* ---- looking at the program ---- */

static bool executed(const Explainer *x, const Instr *instr) {
    return instr->step <= x->view->step;
}

int explain_uses(const Explainer *x, int grad, bool only_executed) {
    const Program *program = x->view->program;
    int count = 0;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        count +=
            instr->phase == PHASE_BACKWARD && instr->dst == grad && (!only_executed || executed(x, instr));
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

int explain_same_gradient(const Explainer *x, int grad) {
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

bool explain_private(const Explainer *x, int slot) {
    for (int i = 0; i < x->lesson->bug_count; i++) {
        const Bug *bug = &x->lesson->bugs[i];
        if (bug->kind == BUG_NO_SUM && strcmp(bug->name, x->view->program->slots[slot].name) == 0)
            return true;
    }
    return false;
}

bool explain_shared(const Explainer *x, int slot) {
    return disguise_hides(x->disguise, BUG_NO_SUM, x->view->program->slots[slot].name);
}

bool explain_kept(const Explainer *x, int grad) {
    return x->view->program->slots[grad].lasting && !x->lesson->train.zero_grad &&
           !disguise_hides(x->disguise, BUG_KEPT, NULL);
}

const Instr *explain_reader(const Explainer *x, int slot) {
    const Program *program = x->view->program;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        for (int k = 0; k < instr->ins && instr->phase == PHASE_FORWARD; k++)
            if (instr->in[k] == slot) return instr;
    }
    return NULL;
}

double explain_element(const Explainer *x, int slot, int row, int col) {
    return (double)view_element(x->view, slot, row, col);
}

void explain_at(const Explainer *x, int slot, int row, int col, char *out, size_t size) {
    const Slot *it = &x->view->program->slots[slot];
    out[0] = '\0';
    if (it->rows * it->cols > 1) index_text(it, index_at(row), index_at(col), out, size);
}

void explain_name(const Explainer *x, int slot, char *out, size_t size) {
    Math math;
    Symbols s = explain_symbols(x, &math);
    symbols_slot(&s, 0, slot, BIND_PRODUCT, index_letter(' '), index_letter(' '));
    math_text(&math, out, size);
}

Symbols explain_writer(const Explainer *x, Math *math) {
    return (Symbols){.math = math,
                     .program = x->view->program,
                     .values = x->view->values,
                     .maker = x->view->maker,
                     .texts = x->view->texts,
                     .arena = x->arena,
                     .length = SYMBOLS_NAME,
                     .depth = SYMBOLS_DEPTH};
}

Symbols explain_symbols(const Explainer *x, Math *math) {
    math_begin(math);
    return explain_writer(x, math);
}

/* ---- saying something ---- */

static void fill(const Explainer *x, char *out, size_t size, const char *key, const char *const *more) {
    const Fills *f = x->fills;
    const char *extra[8] = {0};
    for (int i = 0; more != NULL && i < 8 && more[i] != NULL; i++) extra[i] = more[i];
    text_fill(x->view->texts, out, size, key, TEXT_STRING("y", f->y), TEXT_STRING("a", f->a),
              TEXT_STRING("b", f->b), TEXT_STRING("x", f->x), TEXT_STRING("d", f->d), TEXT_STRING("G", f->G),
              TEXT_STRING("L", f->L), TEXT_STRING("small", f->small), TEXT_STRING("large", f->large),
              TEXT_STRING("of", f->of), TEXT_STRING("rows", f->rows), TEXT_STRING("cols", f->cols),
              TEXT_STRING("count", f->count), TEXT_STRING("row", f->row), TEXT_STRING("col", f->col),
              TEXT_STRING("p", f->p), TEXT_STRING("q", f->q), TEXT_STRING("lr", f->lr),
              TEXT_STRING("at", f->at), TEXT_STRING("value", f->value), TEXT_STRING("uses", f->uses),
              TEXT_STRING("products", f->products), TEXT_STRING("numbers", f->numbers),
              TEXT_STRING("times", f->times), TEXT_STRING("samples", f->samples),
              TEXT_STRING("of_samples", f->of_samples), {.place = extra[0], .string = extra[1]},
              {.place = extra[2], .string = extra[3]}, {.place = extra[4], .string = extra[5]},
              {.place = extra[6], .string = extra[7]});
}

void explain_title(const Explainer *x, const char *key) {
    fill(x, x->out->title, sizeof x->out->title, key, NULL);
}

void explain_add(const Explainer *x, const char *text) {
    size_t used = strlen(x->out->sentence), size = sizeof x->out->sentence;
    snprintf(x->out->sentence + used, size - used, "%s%s", used > 0 ? " " : "", text);
}

void explain_say(const Explainer *x, const char *key, const char *const *more) {
    char text[sizeof x->out->sentence];
    fill(x, text, sizeof text, key, more);
    explain_add(x, text);
}

static bool has_text(const Explainer *x, const char *key) {
    return strcmp(text_get(x->view->texts, key), key) != 0;
}

bool explain_key(const Explainer *x, char *out, size_t size, const char *key, const char *variant) {
    if (variant != NULL) {
        snprintf(out, size, "%s.%s", key, variant);
        if (has_text(x, out)) return true;
    }
    snprintf(out, size, "%s", key);
    return has_text(x, out);
}

/* ---- what is explained ---- */

static bool is_current(const Explainer *x, const Instr *instr) {
    return x->view->instr >= 0 && instr == &x->view->program->instrs[x->view->instr];
}

/* The last instruction done in this iteration that wrote the slot, else the first that is going to. The
   current step goes before hidden ones after it. */
static const Instr *find_writer(const Explainer *x, bool *done) {
    const Program *program = x->view->program;
    const Instr *last = NULL, *next = NULL;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        if (instr->dst != x->slot) continue;
        if (executed(x, instr)) {
            if (last == NULL || !is_current(x, last)) last = instr;
        } else if (next == NULL && instr->phase != PHASE_ZERO) {
            next = instr;
        }
    }
    *done = last != NULL;
    return last != NULL ? last : next;
}

/* Data, parameters that have not moved yet, and the optimizer's own are explained as what is given. */
static void find_instr(Explainer *x) {
    bool done = false;
    const Slot *slot = &x->view->program->slots[x->slot];
    if (x->ahead >= 0) {
        x->instr = &x->view->program->instrs[x->ahead];
        return;
    }
    const Instr *writer = find_writer(x, &done);
    bool given = slot->role == ROLE_DATA || slot->role == ROLE_CONSTANT || slot->role == ROLE_SETTING ||
                 ((slot->role == ROLE_PARAMETER || slot->role == ROLE_STATE) && !done);
    x->instr = given ? NULL : writer;
    x->known = x->view->known[x->slot] && (given || done);
}

/* The lesson's own words give its mistakes away. */
static void say_of_lesson(const Explainer *x) {
    const Lesson *lesson = x->lesson;
    if (x->disguise != NULL) return;
    const char *name = x->view->program->slots[x->slot].name;
    for (int i = 0; i < lesson->say_count; i++) {
        const Text *say = &lesson->say[i];
        if (strcmp(say->key, name) == 0) explain_add(x, lesson_text(say, texts_lang(x->view->texts)));
    }
}

static void say_later(const Explainer *x) {
    char step[16], steps[16];
    snprintf(step, sizeof step, "%d", x->instr->step);
    snprintf(steps, sizeof steps, "%d", x->view->steps);
    explain_say(x, "later", (const char *const[]){"step", step, "steps", steps, NULL});
}

/* This result is the first that the mistake changes, or would change. */
static void say_parting(const Explainer *x) {
    const ViewParting *divergence = &x->view->divergence;
    if (!divergence->here || !x->known || x->instr->step != divergence->step) return;
    if (x->view->versus.there != NULL)
        explain_say(x, "parting.versus", (const char *const[]){"run", x->view->versus.there, NULL});
    else
        explain_say(x, x->view->bugs_on ? "parting.on" : "parting.off", NULL);
}

/* PyTorch has no name for a rule with a mistake. A disguise names the rule that it claims. */
static void say_torch(const Explainer *x) {
    if (x->instr->phase != PHASE_BACKWARD) return;
    int of = x->view->program->slots[x->slot].of;
    const char *torch = program_op_torch(x->instr);
    bool wrong = explain_private(x, of) && !explain_shared(x, of);
    if (torch != NULL && !wrong) snprintf(x->out->torch, sizeof x->out->torch, "%s", torch);
}

static void explain_instr(const Explainer *x) {
    switch (x->instr->phase) {
    case PHASE_ZERO:
        explain_zero(x);
        break;
    case PHASE_FORWARD:
        if (x->known || !x->view->predict) say_of_lesson(x); /* it may tell the number */
        explain_forward(x);
        break;
    case PHASE_BACKWARD:
        if (x->instr->forward < 0)
            explain_zero(x);
        else
            explain_backward(x);
        break;
    case PHASE_UPDATE:
        explain_update(x);
        break;
    }
    say_torch(x);
    say_parting(x);
    if (!x->known && x->ahead < 0) say_later(x);
}

/* The learner stands before the first forward step: there is no operation to explain yet. */
static bool at_start(const Explainer *x) {
    return x->follows && x->ahead < 0 &&
           (x->view->step == 0 || x->view->step == x->view->program->zero_steps);
}

void explain(Explainer *x) {
    memset(x->out, 0, sizeof *x->out);
    math_begin(&x->out->formula);
    math_begin(&x->out->element);
    Fills fills;
    x->fills = &fills;
    x->instr = NULL;
    x->known = false;
    if (x->slot >= 0) find_instr(x);
    explain_fill(x, &fills);
    if (at_start(x)) {
        explain_start(x);
        return;
    }
    if (x->slot < 0) return;
    if (x->instr != NULL)
        explain_instr(x);
    else
        explain_given(x);
    spell(x);
    if (x->view->nonfinite_slot == x->slot && x->instr != NULL) explain_nonfinite(x);
}
