/* explain_parts: what is said where no result is computed: at the start, while zeroing, of data and
 * parameters. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/math/tree.h"
#include "explain.h"

enum { START_LINES = 5 }; /* of [model] that are shown before the first step, the last ones */

/* The next forward instruction's result and formula: "z = x·W₁ + b₁". */
static bool next_formula(const Explainer *x, char *out, size_t size) {
    const Program *program = x->view->program;
    for (int i = 0; i < program->instr_count; i++) {
        if (program->instrs[i].phase != PHASE_FORWARD) continue;
        explain_name(x, program->instrs[i].dst, out, size);
        return true;
    }
    return false;
}

/* The [model] lines that fit, the last one in any case: what the iteration is going to compute. */
static void write_model(const Explainer *x) {
    const Program *program = x->view->program;
    int lines = 0, at = 0;
    for (int i = 0; i < program->instr_count; i++)
        lines += program->instrs[i].phase == PHASE_FORWARD && program->slots[program->instrs[i].dst].named;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        if (instr->phase != PHASE_FORWARD || !program->slots[instr->dst].named) continue;
        at++;
        if (at == lines - START_LINES) math_word(&x->out->formula, 0, "…  ", INK_DIM);
        if (at > lines - START_LINES) spell_line(x, instr, at == lines);
    }
}

void explain_start(const Explainer *x) {
    const View *view = x->view;
    if (view->program->slot_count == 0) {
        explain_title(x, "start.picture");
        if (view->about != NULL) explain_add(x, view->about);
        return;
    }
    write_model(x);
    char next[EXPLAIN_NAME];
    const char *key = view->batches > 1 ? "start.title.batch" : "start.title";
    text_fill(view->texts, x->out->title, sizeof x->out->title, key, TEXT_INT("epoch", view->epoch),
              TEXT_INT("batch", view->batch), TEXT_INT("batches", view->batches));
    if (view->epoch == 1 && view->batch == 1 && view->about != NULL) {
        explain_add(x, view->about);
        return;
    }
    bool zeroed = view->step == view->program->zero_steps;
    if (!disguise_hides(x->disguise, BUG_KEPT, NULL))
        explain_say(x,
                    !zeroed                      ? "start.to_zero"
                    : x->lesson->train.zero_grad ? "start.zeroed"
                                                 : "start.kept",
                    NULL);
    if (next_formula(x, next, sizeof next))
        explain_say(x, "start.next", (const char *const[]){"next", next, NULL});
}

void explain_zero(const Explainer *x) {
    bool seed = x->instr->phase == PHASE_BACKWARD;
    explain_title(x, seed ? "seed.title" : "zero.title");
    explain_say(x, seed ? "seed" : "zero", NULL);
}

static const Named *find_parameter(const Explainer *x) {
    for (int i = 0; i < x->lesson->parameter_count; i++)
        if (strcmp(x->lesson->parameters[i].name, x->view->program->slots[x->slot].name) == 0)
            return &x->lesson->parameters[i];
    return NULL;
}

/* "0.5", or from the smallest to the largest: "−1.123 … 2.208". */
static void value_range(const Explainer *x, const Value *value, char *out, size_t size) {
    float low = INFINITY, high = -INFINITY;
    size_t stride = (size_t)tensor_stride(value->rows);
    for (int j = 0; j < value->cols; j++) {
        for (int i = 0; i < value->rows; i++) {
            float v = value->at[(size_t)i + (size_t)j * stride];
            if (v < low) low = v;
            if (v > high) high = v;
        }
    }
    char first[28], last[28];
    text_number(x->view->texts, first, sizeof first, (double)low, false);
    text_number(x->view->texts, last, sizeof last, (double)high, false);
    if (low < high)
        snprintf(out, size, "%s … %s", first, last);
    else
        snprintf(out, size, "%s", first);
}

static void given_parameter(const Explainer *x) {
    const Named *parameter = find_parameter(x);
    bool frozen = parameter != NULL && parameter->frozen;
    char from[64] = "";
    if (parameter != NULL) value_range(x, &parameter->value, from, sizeof from);
    explain_title(x, frozen ? "given.parameter.frozen.title" : "given.parameter.title");
    explain_say(x, frozen ? "given.parameter.frozen" : "given.parameter",
                (const char *const[]){"from", from, NULL});
}

static void given_data(const Explainer *x) {
    explain_title(x, "given.data.title");
    explain_say(x, x->view->program->slots[x->slot].sample ? "given.data.sample" : "given.data", NULL);
}

/* The state's own letter tells what it is: of all parameters together (t, norm), or the memory of one. */
static void given_state(const Explainer *x) {
    const Slot *slot = &x->view->program->slots[x->slot];
    char key[64], title[80];
    explain_key(x, key, sizeof key, "given.state", slot->of < 0 ? slot->name : NULL);
    snprintf(title, sizeof title, "%s.title", key);
    explain_title(x, title);
    explain_say(x, key, NULL);
}

void explain_given(const Explainer *x) {
    switch (x->view->program->slots[x->slot].role) {
    case ROLE_PARAMETER:
        given_parameter(x);
        break;
    case ROLE_STATE:
        given_state(x);
        break;
    case ROLE_CONSTANT:
        explain_title(x, "given.constant.title");
        explain_say(x, "given.constant", NULL);
        break;
    case ROLE_SETTING:
        explain_title(x, "given.setting.title");
        explain_say(x, "given.setting", NULL);
        break;
    default:
        given_data(x);
        break;
    }
    const Instr *reader = explain_reader(x, x->slot);
    if (reader == NULL) return;
    char next[EXPLAIN_NAME];
    explain_name(x, reader->dst, next, sizeof next);
    explain_say(x, "given.data.next", (const char *const[]){"next", next, NULL});
}
