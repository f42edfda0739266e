/* explain_step: what is said of one operation: forward, backward, and in the update. */
#include <stdio.h>
#include <string.h>

#include "explain.h"

/* Title and sentence of "PHASE.OP.VARIANT", or of "PHASE.OP". */
static void say_variant(const Explainer *x, const char *phase, const char *variant, bool title) {
    char base[64], key[80], title_key[96];
    snprintf(base, sizeof base, "%s.%s", phase, x->instr->op->name);
    if (explain_key(x, key, sizeof key, base, variant)) explain_say(x, key, NULL);
    snprintf(title_key, sizeof title_key, "%s.title", key);
    if (title) explain_title(x, title_key);
}

static bool same_shape(const Explainer *x, int a, int b) {
    const Slot *slots = x->view->program->slots;
    return slots[a].rows == slots[b].rows && slots[a].cols == slots[b].cols;
}

static const char *forward_variant(const Explainer *x) {
    const Instr *instr = x->instr;
    if (instr->op->pattern == OP_ELEMENT && instr->ins == 2 && !same_shape(x, instr->in[0], instr->in[1]))
        return "spread";
    if (instr->op->pattern == OP_PRODUCT && x->view->program->slots[instr->in[0]].cols == 1) return "one";
    if (instr->op->pattern == OP_REDUCE && instr->op->numbers == 1 && instr->number[0] >= 0) return "axis";
    return strcmp(instr->op->name, "pow") == 0 && instr->number[0] == 2 ? "two" : NULL;
}

void explain_forward(const Explainer *x) {
    bool loss = x->known && x->view->program->slots[x->slot].role == ROLE_LOSS;
    say_variant(x, "forward", forward_variant(x), !loss);
    if (loss) explain_title(x, "forward.loss.title");
    if (x->known) explain_forward_fact(x);
}

static void backward_title(const Explainer *x, int uses) {
    const Slot *of = &x->view->program->slots[x->view->program->slots[x->slot].of];
    bool current = x->view->instr >= 0 && x->instr == &x->view->program->instrs[x->view->instr];
    if (uses > 1 && current && x->instr->add && explain_uses(x, x->slot, true) > 1)
        explain_title(x, "backward.title.more");
    else
        explain_title(x, of->role == ROLE_PARAMETER ? "backward.title.parameter"
                         : of->role == ROLE_DATA    ? "backward.title.data"
                                                    : "backward.title.value");
}

static const char *backward_variant(const Explainer *x) {
    const Instr *instr = x->instr;
    const Slot *slots = x->view->program->slots;
    if (instr->op->pattern == OP_ELEMENT && !same_shape(x, instr->dst, instr->upstream)) return "sum";
    if (instr->op->pattern == OP_PRODUCT && slots[instr->upstream].rows == 1) return "one";
    return strcmp(instr->op->name, "pow") == 0 && instr->number[0] == 2 ? "two" : NULL;
}

void explain_backward(const Explainer *x) {
    char base[64], key[80];
    int uses = explain_uses(x, x->slot, false);
    bool complete = x->known && explain_uses(x, x->slot, true) == uses;
    bool current = x->view->instr >= 0 && x->instr == &x->view->program->instrs[x->view->instr];
    backward_title(x, uses);
    x->out->adds_up = uses > 1 || explain_kept(x, x->slot);
    snprintf(base, sizeof base, "backward.%s.%c", x->instr->op->name, x->instr->wrt == 0 ? 'a' : 'b');
    if (uses > 1 && complete && !current)
        explain_say(x, "backward.adds_up", NULL);
    else if (explain_key(x, key, sizeof key, base, backward_variant(x)))
        explain_say(x, key, NULL);
    if (uses > 1 && (current || !complete)) explain_say(x, "backward.more", NULL);
    if (explain_kept(x, x->slot)) explain_say(x, "backward.kept", NULL);
    if (x->known) explain_backward_fact(x);
}

void explain_update(const Explainer *x) {
    bool momentum = strcmp(x->instr->op->name, "sgd") == 0 && x->lesson->train.momentum > 0;
    say_variant(x, "update", momentum ? "momentum" : NULL, !momentum);
    if (momentum) explain_title(x, "update.sgd.title");
}
