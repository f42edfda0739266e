/* explain: finds what there is to say about the chosen slot at this moment, and says it. */
#include "explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/math/tree.h"
#include "engine/run/nonfinite.h"

/* ---- where no result is computed: at the start, while zeroing, of data and parameters ---- */

enum { START_LINES = 5 }; /* of [model] that are shown before the first step, the last ones */

/* The [model] lines that fit, the last one in any case: what the iteration is going to compute. */
static void write_model(const Explainer *x) {
    const Program *program = x->view->program;
    int lines = 0, at = 0;
    for (const Instr *i = NULL; (i = program_next(program, PHASE_FORWARD, -1, i)) != NULL;)
        lines += program->slots[i->dst].named;
    for (const Instr *i = NULL; (i = program_next(program, PHASE_FORWARD, -1, i)) != NULL;) {
        if (!program->slots[i->dst].named) continue;
        at++;
        if (at == lines - START_LINES) tree_word(&x->out->formula, 0, "…  ", INK_DIM);
        if (at > lines - START_LINES) spelling_line(x, i, at == lines);
    }
}

static void say_start(const Explainer *x) {
    const View *view = x->view;
    if (view->program->slot_count == 0) {
        explainer_title(x, "start.picture");
        if (view->about != NULL) explainer_add(x, view->about);
        return;
    }
    write_model(x);
    char next[EXPLAINER_NAME];
    const char *key = view->batches > 1 ? "start.title.batch" : "start.title";
    text_fill(view->texts, x->out->title, sizeof x->out->title, key, TEXT_INT("epoch", view->epoch),
              TEXT_INT("batch", view->batch), TEXT_INT("batches", view->batches));
    if (view->epoch == 1 && view->batch == 1 && view->about != NULL) {
        explainer_add(x, view->about);
        return;
    }
    bool zeroed = view->step == view->program->zero_steps;
    if (!disguise_hides(x->disguise, BUG_KEPT, NULL))
        explainer_say(x, !zeroed                      ? "start.to_zero"
                         : x->lesson->train.zero_grad ? "start.zeroed"
                                                      : "start.kept");
    const Instr *first = program_next(view->program, PHASE_FORWARD, -1, NULL);
    if (first == NULL) return;
    explainer_name(x, first->dst, next, sizeof next); /* "z = x·W₁ + b₁" */
    explainer_tell(x, "start.next", TEXT_STRING("next", next));
}

/* The title "KEY.title" and the sentence KEY. */
static void say_titled(const Explainer *x, const char *key) {
    char title[80];
    snprintf(title, sizeof title, "%s.title", key);
    explainer_title(x, title);
    explainer_say(x, key);
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
    for (int j = 0; j < value->cols; j++) {
        for (int i = 0; i < value->rows; i++) {
            float v = *tensor_element(value_mat(value), i, j);
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
    explainer_title(x, frozen ? "given.parameter.frozen.title" : "given.parameter.title");
    explainer_tell(x, frozen ? "given.parameter.frozen" : "given.parameter", TEXT_STRING("from", from));
}

/* The state's own letter tells what it is: of all parameters together (t, norm), or the memory of one. */
static void given_state(const Explainer *x) {
    const Slot *slot = &x->view->program->slots[x->slot];
    char key[64];
    explainer_key(x, key, sizeof key, "given.state", slot->of < 0 ? slot->name : NULL);
    say_titled(x, key);
}

static void say_given(const Explainer *x) {
    switch (x->view->program->slots[x->slot].role) {
    case ROLE_PARAMETER:
        given_parameter(x);
        break;
    case ROLE_STATE:
        given_state(x);
        break;
    case ROLE_CONSTANT:
        say_titled(x, "given.constant");
        break;
    case ROLE_SETTING:
        say_titled(x, "given.setting");
        break;
    default:
        explainer_title(x, "given.data.title");
        explainer_say(x, x->view->program->slots[x->slot].sample ? "given.data.sample" : "given.data");
        break;
    }
    const Instr *reader = explainer_reader(x, x->slot);
    if (reader == NULL) return;
    char next[EXPLAINER_NAME];
    explainer_name(x, reader->dst, next, sizeof next);
    explainer_tell(x, "given.data.next", TEXT_STRING("next", next));
}

/* ---- what is explained ---- */

/* The last instruction done in this iteration that wrote the slot, else the first that is going to. The
   current step goes before hidden ones after it. */
static const Instr *find_writer(const Explainer *x, bool *done) {
    const Program *program = x->view->program;
    const Instr *last = NULL, *next = NULL;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        if (instr->dst != x->slot) continue;
        if (explainer_executed(x, instr)) {
            if (last == NULL || !explainer_is_current(x, last)) last = instr;
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
        if (strcmp(say->key, name) == 0) explainer_add(x, lesson_text(say, text_lang(x->view->texts)));
    }
}

/* This result is the first that the mistake changes, or would change. */
static void say_divergence(const Explainer *x) {
    const ViewDivergence *divergence = &x->view->divergence;
    if (!divergence->here || !x->known || x->instr->step != divergence->step) return;
    x->out->mistaken = true;
    if (x->view->other.name != NULL)
        explainer_tell(x, "parting.versus", TEXT_STRING("run", x->view->other.name));
    else
        explainer_say(x, x->view->bugs_on ? "parting.on" : "parting.off");
}

/* PyTorch has no name for a rule with a mistake. A disguise names the rule that it claims. */
static void say_torch(const Explainer *x) {
    if (x->instr->phase != PHASE_BACKWARD) return;
    int of = x->view->program->slots[x->slot].of;
    const char *torch = program_op_torch(x->instr);
    bool wrong = explainer_private(x, of) && !explainer_shared(x, of);
    x->out->mistaken = torch == NULL || wrong;
    if (!x->out->mistaken) snprintf(x->out->torch, sizeof x->out->torch, "%s", torch);
}

static void explain_instr(const Explainer *x) {
    switch (x->instr->phase) {
    case PHASE_ZERO:
        say_titled(x, "zero");
        break;
    case PHASE_FORWARD:
        if (x->known || !x->view->predict) say_of_lesson(x); /* it may tell the number */
        explain_step_forward(x);
        break;
    case PHASE_BACKWARD:
        if (x->instr->forward < 0)
            say_titled(x, "seed");
        else
            explain_step_backward(x);
        break;
    case PHASE_UPDATE:
        explain_step_update(x);
        break;
    }
    say_torch(x);
    say_divergence(x);
    if (!x->known && x->ahead < 0)
        explainer_tell(x, "later", TEXT_INT("step", x->instr->step), TEXT_INT("steps", x->view->steps));
}

/* Where the numbers end, and why: in place of what was said. */
static void say_nonfinite(const Explainer *x) {
    const View *view = x->view;
    const Instr *instr = x->instr;
    const Mat last = instr->ins > 0 ? view_mat(view, instr->in[instr->ins - 1]) : (Mat){0};
    NonfiniteElement bad;
    if (!x->known || !nonfinite_find(instr, view_mat(view, x->slot), last, &bad)) return;
    char at[EXPLAINER_NAME];
    explainer_at(x, x->slot, bad.row, bad.col, at, sizeof at);
    if (at[0] == '\0') explainer_name(x, x->slot, at, sizeof at);
    x->out->sentence[0] = '\0';
    explainer_title(x, "nonfinite.title");
    explainer_tell(x, bad.why, TEXT_STRING("place", at), TEXT_REAL("amount", bad.value));
    if (strcmp(bad.why, "nonfinite.overflow") == 0 && x->disguise == NULL) explainer_say(x, "nonfinite.grew");
}

/* The learner stands before the first forward step: there is no operation to explain yet. */
static bool at_start(const Explainer *x) {
    return x->follows && x->ahead < 0 &&
           (x->view->step == 0 || x->view->step == x->view->program->zero_steps);
}

void explain(Explainer *x) {
    memset(x->out, 0, sizeof *x->out);
    tree_begin(&x->out->formula);
    tree_begin(&x->out->element);
    x->instr = NULL;
    x->known = false;
    if (x->slot >= 0) find_instr(x);
    explainer_fill(x);
    if (at_start(x)) {
        say_start(x);
        return;
    }
    if (x->slot < 0) return;
    if (x->instr != NULL)
        explain_instr(x);
    else
        say_given(x);
    spelling_explain(x);
    if (x->view->nonfinite_slot == x->slot && x->instr != NULL) say_nonfinite(x);
}
