/* The room engine/explain: the number in front of you, explained.

   explain: what the learner is told about the chosen slot: title, sentence, formula, the numbers behind one
   element; and what its parts ask about slots, names and sentences. Private to the engine. */
#ifndef BACKSTEP_ENGINE_EXPLAIN_H
#define BACKSTEP_ENGINE_EXPLAIN_H

#include "engine/compile/disguise.h"
#include "engine/math/symbols.h"
#include "engine/view/view.h"

enum { EXPLAINER_NAME = 96, EXPLAINER_FILLS = 32 };

/* All that an explanation is made from. */
typedef struct Explainer {
    const Lesson *lesson;
    const View *view; /* complete but for its explanation */
    Explanation *out; /* the view's */
    Arena *arena;     /* for parsed templates and for `fills` */
    int slot;         /* the one that is explained; −1: there is none */
    int row, col;     /* its element */
    float *shares;    /* [share_room]: what each sample adds to the element, where it is a sum over samples */
    int share_room, share_count;
    bool follows; /* the learner has selected nothing: the current step is explained */
    const Disguise
        *disguise; /* what is hidden, and the view's program then is this disguise's; NULL: nothing is */
    int ahead;     /* the instruction of the step to come that is asked for and explained, −1: none */
    /* found by explain() */
    const Instr *instr; /* that gives its formula; NULL: none */
    bool known;         /* its numbers can be shown */
    /* what stands in the {places} of all sentences (assets/i18n/en.txt lists them); the texts are of the
       arena */
    TextValue fills[EXPLAINER_FILLS + 1];
    int fill_count;
} Explainer;

/* Fills *x->out. */
void explain(Explainer *x);

/* explain_step.c: title and sentence of one operation, with a fact about the numbers at hand for some. */
void explain_step_forward(const Explainer *x);
void explain_step_backward(const Explainer *x);
void explain_step_update(const Explainer *x);

/* Whether the instruction has been done in this iteration; whether it is the one just done. */
bool explainer_executed(const Explainer *x, const Instr *instr);
bool explainer_is_current(const Explainer *x, const Instr *instr);

/* Backward instructions that write the gradient; executed: only those done in this iteration. */
int explainer_uses(const Explainer *x, int grad, bool executed);

/* The gradient with a better name that holds the same numbers: where ∂L/∂(x·W₁) came out of a sum unchanged
   and only what the sum made has a name, ∂L/∂z. */
int explainer_same_gradient(const Explainer *x, int grad);

/* Whether the gradient still holds what earlier iterations left in it. */
bool explainer_kept(const Explainer *x, int grad);

/* Whether the lesson's bug no_sum has given the parameter a row for each sample. */
bool explainer_private(const Explainer *x, int slot);

/* Whether that is hidden: the parameter is then said to be one row for all samples. */
bool explainer_shared(const Explainer *x, int slot);

/* The first visible forward instruction that reads the slot; NULL: none. */
const Instr *explainer_reader(const Explainer *x, int slot);

/* The names and numbers that sentences mention, once slot and instruction are found. */
void explainer_fill(Explainer *x);

/* Sets the title, or adds a sentence, from the key's text. All texts share the places that assets/i18n/en.txt
   lists. explainer_tell(x, key, VALUE, …) fills further places, at most six. */
void explainer_title(const Explainer *x, const char *key);
void explainer_say(const Explainer *x, const char *key);
#define explainer_tell(x, key, ...) explainer_tell_values(x, key, TEXT_VALUES(__VA_ARGS__))
void explainer_tell_values(const Explainer *x, const char *key, const TextValue *values);

/* Adds text as it is. */
void explainer_add(const Explainer *x, const char *text);

/* out = "KEY.VARIANT" where the texts have it, else "KEY"; false: they have neither. */
bool explainer_key(const Explainer *x, char *out, size_t size, const char *key, const char *variant);

/* The slot's name as plain text; a value as a learner reads it. */
void explainer_name(const Explainer *x, int slot, char *out, size_t size);
double explainer_element(const Explainer *x, int slot, int row, int col);

/* Whether a step is −rate · gradient, but for the rounding of float32. */
bool explainer_is_plain_step(double from, double to, double rate, double gradient);

/* "[0, 3]"; empty for a single number. */
void explainer_at(const Explainer *x, int slot, int row, int col, char *out, size_t size);

/* What writes into a tree; the second empties it first. */
Symbols explainer_writer(const Explainer *x, Math *math);
Symbols explainer_symbols(const Explainer *x, Math *math);

/* spelling.c: an instruction's formula bound to its slots, ready to be written, evaluated and taken apart. */

/* A template, and where it is a sum for each element, how that sum runs. */
typedef struct Spelling {
    Scope scope;
    const Expr *expr;
    Summation sum;
    bool sums;
    bool collects; /* the sum is over what was broadcast */
} Spelling;

/* false: the operation has no formula, or memory ran out. */
bool spelling_of(const Explainer *x, const Instr *instr, Spelling *out);

/* Whether a hidden instruction of the step writes the slot. */
bool spelling_makes(const Program *program, int step, int slot);

/* The explained element by the formula, in double. */
double spelling_value(const Explainer *x, const Spelling *s);

/* The formula, the element's formula, the terms of its sum, the operands; the result where it is known. */
void spelling_explain(Explainer *x);

/* Adds "z = x · W₁ + b₁" to the formula, with a comma unless it is the last one. */
void spelling_line(const Explainer *x, const Instr *instr, bool last);

#endif
