/* explainer: all that an explanation is made from, and what its parts ask about slots, names and sentences.
   Private to the engine. */
#ifndef BACKSTEP_ENGINE_EXPLAINER_H
#define BACKSTEP_ENGINE_EXPLAINER_H

#include "engine/compile/disguise.h"
#include "engine/math/symbols.h"
#include "engine/view/view.h"

enum { FILL_TEXT = 96, FILL_NUMBER = 32 };
/* What stands in the {places} of sentences; assets/i18n/en.txt lists them. */
typedef struct Fills {
    char y[FILL_TEXT], a[FILL_TEXT], b[FILL_TEXT], x[FILL_TEXT], d[FILL_TEXT], G[FILL_TEXT], L[FILL_TEXT];
    char small[FILL_TEXT], large[FILL_TEXT], of[FILL_TEXT];
    int rows, cols;
    int64_t count;
    char p[FILL_NUMBER], q[FILL_NUMBER], lr[FILL_NUMBER], at[FILL_NUMBER], value[FILL_NUMBER],
        uses[FILL_TEXT];
    char products[FILL_TEXT], numbers[FILL_TEXT], times[FILL_TEXT], samples[FILL_TEXT], of_samples[FILL_TEXT];
} Fills;

/* All that an explanation is made from. */
typedef struct Explainer {
    const Lesson *lesson;
    const View *view; /* complete but for its explanation */
    Explanation *out; /* the view's */
    Arena *arena;     /* for parsed templates */
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
    const Fills *fills;
} Explainer;

enum { EXPLAINER_NAME = 96 };

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

/* "[0, 3]"; empty for a single number. */
void explainer_at(const Explainer *x, int slot, int row, int col, char *out, size_t size);

/* What writes into a tree; the second empties it first. */
Symbols explainer_writer(const Explainer *x, Math *math);
Symbols explainer_symbols(const Explainer *x, Math *math);

#endif
