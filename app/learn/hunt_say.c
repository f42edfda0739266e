/* hunt_say: tells whether what was pointed at lies, and why. */
#include "hunt.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NAME = 96 };

/* What stands in the {places} of the verdicts: the names of one instruction's slots. */
typedef struct Places {
    char name[NAME + 40]; /* of what is pointed at */
    char x[NAME];         /* what is differentiated, or updated */
    char d[NAME];         /* its gradient */
    char a[NAME], y[NAME], G[NAME];
    char input[NAME]; /* what was taken in place of a */
    double error;     /* of the gradient */
    double lr;        /* the rate of a bug; the learner may have changed it since */
} Places;

static void write_name(const App *app, int slot, char *out) {
    out[0] = '\0';
    if (slot >= 0) view_slot_text(&app->view, slot, out, NAME);
}

static void write_places(const App *app, int slot, const Instr *instr, Places *out) {
    const Program *program = app->session.machine->program;
    *out = (Places){0};
    if (slot >= 0) view_slot_text(&app->view, slot, out->name, NAME);
    if (instr == NULL) return;
    bool backward = instr->phase == PHASE_BACKWARD;
    int x = backward ? program->slots[instr->dst].of : instr->dst;
    write_name(app, x, out->x);
    write_name(app, x >= 0 ? program->slots[x].grad : -1, out->d);
    write_name(app, backward ? instr->result : instr->dst, out->y);
    write_name(app, instr->upstream, out->G);
    int a = backward && instr->forward >= 0 ? program->instrs[instr->forward].in[0] : -1;
    write_name(app, a, out->a);
    write_name(app, backward && instr->ins > 0 ? instr->in[0] : -1, out->input);
}

static void fill(const App *app, char *out, size_t size, const char *key, const Places *p) {
    text_fill(app->texts, out, size, key, TEXT_STRING("name", p->name), TEXT_STRING("x", p->x),
              TEXT_STRING("d", p->d), TEXT_STRING("a", p->a), TEXT_STRING("y", p->y), TEXT_STRING("G", p->G),
              TEXT_STRING("input", p->input), TEXT_REAL("error", p->error), TEXT_REAL("lr", p->lr),
              TEXT_INT("all", app->hunt.all), TEXT_INT("tries", app->hunt.tries));
}

static void say(App *app, bool good, const char *title, const char *text, const Places *places) {
    Verdict *verdict = &app->hunt.verdict;
    verdict->shown = true;
    verdict->good = good;
    verdict->text[0] = '\0';
    fill(app, verdict->title, sizeof verdict->title, title, places);
    if (text != NULL) fill(app, verdict->text, sizeof verdict->text, text, places);
}

static void add(App *app, const char *key, const Places *places) {
    Verdict *verdict = &app->hunt.verdict;
    char text[600];
    fill(app, text, sizeof text, key, places);
    size_t used = strlen(verdict->text);
    snprintf(verdict->text + used, sizeof verdict->text - used, "%s%s", used > 0 ? " " : "", text);
}

const Instr *hunt_liar(const App *app, const Suspect *suspect, int bug) {
    const Program *program = app->session.machine->program;
    for (int i = 0; i < suspect->count; i++)
        if (disguise_bugs(app->session.lesson, program, suspect->instrs[i]) >> bug & 1)
            return suspect->instrs[i];
    for (int i = 0; i < program->instr_count; i++)
        if (disguise_bugs(app->session.lesson, program, &program->instrs[i]) >> bug & 1)
            return &program->instrs[i];
    return NULL;
}

static const char *found_key(BugKind kind) {
    switch (kind) {
    case BUG_MASK_UPSTREAM:
        return "hunt.found.mask_upstream";
    case BUG_WRONG_INPUT:
        return "hunt.found.wrong_input";
    case BUG_NO_SUM:
        return "hunt.found.no_sum";
    case BUG_KEPT:
        return "hunt.found.zero_grad";
    case BUG_RATE:
        return "hunt.found.lr";
    }
    return NULL;
}

static void add_bugs(App *app, const Suspect *suspect, uint64_t bugs) {
    for (int i = 0; i < app->session.lesson->bug_count && i < DISGUISE_MAX_BUGS; i++) {
        Places places;
        if (!(bugs >> i & 1)) continue;
        write_places(app, -1, hunt_liar(app, suspect, i), &places);
        places.lr = app->session.lesson->bugs[i].rate;
        add(app, found_key(app->session.lesson->bugs[i].kind), &places);
    }
}

/* The title's name: a parameter stands for its update. */
static void write_pointed(const App *app, const Suspect *suspect, Places *places) {
    write_places(app, suspect->slot, suspect->count > 0 ? suspect->instrs[0] : NULL, places);
    if (!suspect->update || suspect->count == 0) return;
    Places of = *places;
    fill(app, places->name, sizeof places->name, "hunt.update_of", &of);
}

void hunt_say_found(App *app, const Suspect *suspect, uint64_t bugs, bool over) {
    Places places;
    write_pointed(app, suspect, &places);
    say(app, true, over ? "hunt.found.last.title" : "hunt.found.title", NULL, &places);
    add_bugs(app, suspect, bugs);
    add(app, over ? "hunt.over" : "hunt.more", &places);
}

void hunt_say_again(App *app, const Suspect *suspect) {
    Places places;
    write_pointed(app, suspect, &places);
    say(app, true, "hunt.again.title", "hunt.more", &places);
}

void hunt_say_nothing(App *app, const Suspect *suspect) {
    Places places;
    write_pointed(app, suspect, &places);
    say(app, false, suspect->slot >= 0 ? "hunt.nothing.title" : "hunt.nowhere.title", "hunt.nothing",
        &places);
}

void hunt_say_all(App *app, uint64_t bugs) {
    const Places none = {0};
    const Suspect nobody = {.slot = -1};
    say(app, false, "hunt.shown.title", NULL, &none);
    add_bugs(app, &nobody, bugs);
    add(app, "hunt.over", &none);
}

enum { MOST_ELEMENTS = 48 };

typedef enum Agreement { AGREES, DIFFERS, NOT_FINITE } Agreement;

/* How the gradient of a slot compares with differences, over all its elements or, of many, some. */
static Agreement check(const App *app, int grad, double *error) {
    Err ignored;
    CheckRow row = {0};
    Checker *checker = checker_new(app->session.lesson, &ignored);
    if (checker != NULL) checker_whole(checker, app->session.machine, grad, MOST_ELEMENTS, &row);
    checker_free(checker);
    *error = row.max_error;
    if (!isfinite(*error)) return NOT_FINITE;
    return *error <= CHECK_TOLERANCE ? AGREES : DIFFERS;
}

/* Why a backward instruction is right though its gradient is not: its own gradient came in wrong, or another
   one adds to the same. */
static const char *why_wrong(const App *app, const Instr *instr) {
    double ignored;
    return check(app, instr->upstream, &ignored) == DIFFERS ? "hunt.innocent.passes" : "hunt.innocent.other";
}

/* The backward instruction that speaks for the suspect, with its error: the first whose gradient does not
   agree, else the first of all; NULL: no gradient passes. */
static const Instr *speaker(const App *app, const Suspect *suspect, Agreement *agreement, double *error) {
    const Instr *first = NULL;
    *agreement = AGREES;
    *error = 0;
    for (int i = 0; i < suspect->count; i++) {
        const Instr *instr = suspect->instrs[i];
        double own;
        if (instr->phase != PHASE_BACKWARD || instr->forward < 0) continue;
        Agreement found = check(app, instr->dst, &own);
        if (first == NULL || found != AGREES) *error = own;
        if (first == NULL) first = instr;
        if (found == AGREES) continue;
        *agreement = found;
        return instr;
    }
    return first;
}

/* Why the suspect is right, which `instr` speaks for. */
static const char *reason(const App *app, const Suspect *suspect, const Instr *instr, Agreement agreement) {
    if (suspect->update) return "hunt.innocent.update";
    if (instr == NULL)
        return suspect->instrs[0]->phase == PHASE_BACKWARD ? "hunt.innocent.seed" : "hunt.innocent.forward";
    if (agreement == NOT_FINITE) return "hunt.innocent.nonfinite";
    return agreement == AGREES ? "hunt.innocent.agrees" : why_wrong(app, instr);
}

void hunt_say_innocent(App *app, const Suspect *suspect) {
    Places pointed, places;
    Agreement agreement;
    double error;
    const Instr *instr = speaker(app, suspect, &agreement, &error);
    write_pointed(app, suspect, &pointed);
    write_places(app, -1, instr != NULL ? instr : suspect->instrs[0], &places);
    memcpy(places.name, pointed.name, sizeof places.name);
    places.error = error;
    say(app, false, "hunt.wrong.title", reason(app, suspect, instr, agreement), &places);
}
