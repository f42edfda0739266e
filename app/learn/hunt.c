/* hunt: begins, goes on and ends; tells whether what was pointed at lies, and why. It looks that up in the
   program as it is, not as it is shown. */
#include "hunt.h"

#include "app/session/session.h"
#include "app/state/message.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ASK_MICROSECONDS = 6000000 };

static uint64_t all_bugs(const Lesson *lesson) {
    return lesson->bug_count >= DISGUISE_MAX_BUGS ? UINT64_MAX : ((uint64_t)1 << lesson->bug_count) - 1;
}

bool hunt_runs(const App *app) {
    return app->hunt.disguise.hidden != 0;
}

bool hunt_disguise(const App *app, const RunSpec *wanted, const Lesson *lesson, bool same, Disguise *out,
                   Err *e) {
    *out = (Disguise){0};
    uint64_t hidden = wanted->hunt == 0 || lesson->batch == NULL ? 0
                      : same                                     ? app->hunt.disguise.hidden
                                                                 : all_bugs(lesson);
    return hidden == 0 || disguise_begin(out, lesson, hidden, e);
}

void hunt_install(App *app, Disguise disguise, bool same) {
    Hunt *hunt = &app->hunt;
    disguise_end(&hunt->disguise);
    hunt->disguise = disguise;
    hunt->verdict.shown = false;
    if (same) return;
    hunt->tries = 0;
    hunt->asked = 0;
    hunt->all = disguise.hidden != 0 ? disguise.lesson->bug_count : 0;
}

void hunt_close(App *app) {
    disguise_end(&app->hunt.disguise);
}

static int count_bits(uint64_t bits) {
    int count = 0;
    for (; bits != 0; bits &= bits - 1) count++;
    return count;
}

static void write_texts(App *app) {
    Hunt *hunt = &app->hunt;
    const Texts *texts = app->texts;
    const char *title = lesson_text(&app->session.lesson->hunt, text_lang(texts));
    text_fill(texts, hunt->title, sizeof hunt->title, title != NULL ? "hunt.title" : "hunt.title.none",
              TEXT_STRING("title", title != NULL ? title : ""));
    text_fill(texts, hunt->about, sizeof hunt->about, hunt->all == 1 ? "hunt.about.one" : "hunt.about.many",
              TEXT_INT("n", hunt->all));
    text_fill(texts, hunt->status, sizeof hunt->status, "hunt.status",
              TEXT_INT("n", hunt->all - count_bits(hunt->disguise.hidden)), TEXT_INT("all", hunt->all),
              TEXT_INT("tries", hunt->tries));
}

void hunt_hide(App *app, ViewerInput *input) {
    write_texts(app);
    input->disguise = &app->hunt.disguise;
    input->title = app->hunt.title;
    input->about = app->hunt.about;
    input->source = app->hunt.status;
    input->other_timeline = NULL;
    input->other_run = (Run){0};
    input->divergence = (Divergence){0};
}

enum { NAME = 96 };

/* ---- the verdict ---- */

/* What was pointed at. */
typedef struct Suspect {
    int slot;
    const Instr *instrs[64];
    int count;
    bool update; /* a parameter stands for its update */
} Suspect;

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

/* The first instruction, in the order of execution, that a bug of the lesson has changed: of those pointed
   at, and where none of them is one, of the program. */
static const Instr *find_liar(const App *app, const Suspect *suspect, int bug) {
    const Program *program = app->session.machine->program;
    for (int i = 0; i < suspect->count; i++)
        if (disguise_bugs(app->session.lesson, program, suspect->instrs[i]) >> bug & 1)
            return suspect->instrs[i];
    for (int i = 0; i < program->instr_count; i++)
        if (disguise_bugs(app->session.lesson, program, &program->instrs[i]) >> bug & 1)
            return &program->instrs[i];
    return NULL;
}

static const char *const found_keys[] = {
    [BUG_MASK_UPSTREAM] = "hunt.found.mask_upstream",
    [BUG_WRONG_INPUT] = "hunt.found.wrong_input",
    [BUG_NO_SUM] = "hunt.found.no_sum",
    [BUG_KEPT] = "hunt.found.zero_grad",
    [BUG_RATE] = "hunt.found.lr",
};

static void add_bugs(App *app, const Suspect *suspect, uint64_t bugs) {
    for (int i = 0; i < app->session.lesson->bug_count && i < DISGUISE_MAX_BUGS; i++) {
        Places places;
        if (!(bugs >> i & 1)) continue;
        write_places(app, -1, find_liar(app, suspect, i), &places);
        places.lr = app->session.lesson->bugs[i].rate;
        add(app, found_keys[app->session.lesson->bugs[i].kind], &places);
    }
}

/* The title's name: a parameter stands for its update. */
static void write_pointed(const App *app, const Suspect *suspect, Places *places) {
    write_places(app, suspect->slot, suspect->count > 0 ? suspect->instrs[0] : NULL, places);
    if (!suspect->update || suspect->count == 0) return;
    Places of = *places;
    fill(app, places->name, sizeof places->name, "hunt.update_of", &of);
}

static void say_all(App *app, uint64_t bugs) {
    const Places nothing = {0};
    const Suspect none = {.slot = -1};
    say(app, false, "hunt.shown.title", NULL, &nothing);
    add_bugs(app, &none, bugs);
    add(app, "hunt.over", &nothing);
}

enum { MOST_ELEMENTS = 48 };

typedef enum Agreement { AGREES, DIFFERS, NOT_FINITE } Agreement;

/* How the gradient of a slot compares with differences, over all its elements or, of many, some. */
static Agreement check(const App *app, int grad, double *error) {
    Err ignored;
    CheckRow row = {0};
    Checker *checker = gradcheck_new(app->session.lesson, &ignored);
    if (checker != NULL) gradcheck_whole(checker, app->session.machine, grad, MOST_ELEMENTS, &row);
    gradcheck_free(checker);
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

static void say_innocent(App *app, const Suspect *suspect, const Places *pointed) {
    Places places;
    Agreement agreement;
    double error;
    const Instr *instr = speaker(app, suspect, &agreement, &error);
    write_places(app, -1, instr != NULL ? instr : suspect->instrs[0], &places);
    memcpy(places.name, pointed->name, sizeof places.name);
    places.error = error;
    say(app, false, "hunt.wrong.title", reason(app, suspect, instr, agreement), &places);
}

/* ---- pointing at an operation ---- */

/* Whether an instruction is meant by pointing at the slot: a gradient stands for what yields it on the way
   back, a result for its operation on the way back, a parameter for its update. */
static bool is_meant(const Program *program, const Instr *instr, int slot) {
    switch (program->slots[slot].role) {
    case ROLE_GRADIENT:
        return instr->phase == PHASE_BACKWARD && instr->dst == slot;
    case ROLE_VALUE:
    case ROLE_LOSS:
        return (instr->phase == PHASE_BACKWARD && instr->result == slot) ||
               (instr->phase == PHASE_FORWARD && instr->dst == slot);
    case ROLE_PARAMETER:
        return instr->phase == PHASE_UPDATE && instr->dst == slot;
    default:
        return false;
    }
}

static Suspect find_suspect(const App *app) {
    const Program *program = app->session.machine->program;
    bool begins =
        app->view.step == 0 || app->view.step == program->zero_steps; /* no operation is explained */
    Suspect suspect = {.slot = begins && app->ui.selection.slot < 0 ? -1 : app->view.selection.slot};
    if (suspect.slot < 0) return suspect;
    suspect.update = program->slots[suspect.slot].role == ROLE_PARAMETER;
    const int room = sizeof suspect.instrs / sizeof *suspect.instrs;
    for (int i = 0; i < program->instr_count && suspect.count < room; i++)
        if (is_meant(program, &program->instrs[i], suspect.slot))
            suspect.instrs[suspect.count++] = &program->instrs[i];
    return suspect;
}

static uint64_t bugs_of(const App *app, const Suspect *suspect) {
    uint64_t bugs = 0;
    for (int i = 0; i < suspect->count; i++)
        bugs |= disguise_bugs(app->session.lesson, app->session.machine->program, suspect->instrs[i]);
    return bugs;
}

/* The learner's iteration, or the last one whose numbers are all finite. */
static int64_t whole_iteration(const App *app) {
    int64_t here = session_here(app).iteration, end = timeline_nonfinite(app->session.timeline).iteration;
    return end > 0 && here >= end ? end - 1 : here;
}

/* To the step that did it, which is then explained as it is. */
static void go_to_lie(App *app, const Suspect *suspect, uint64_t bugs) {
    for (int i = 0; i < DISGUISE_MAX_BUGS; i++) {
        const Instr *instr = bugs >> i & 1 ? find_liar(app, suspect, i) : NULL;
        if (instr == NULL) continue;
        app->ui.selection = (Selection){.slot = -1, .sample = app->ui.selection.sample};
        session_go(app, (Moment){whole_iteration(app), instr->step});
        return;
    }
}

/* What is found is hidden no more. Without memory for the rest nothing is: better than a lie for ever. */
static void show_bugs(App *app, const Suspect *suspect, uint64_t bugs) {
    Disguise *disguise = &app->hunt.disguise, rest = {0};
    uint64_t hidden = disguise->hidden & ~bugs;
    go_to_lie(app, suspect, bugs & disguise->hidden);
    Err e;
    if (hidden != 0 && !disguise_begin(&rest, app->session.lesson, hidden, &e)) message_complain(app, &e);
    disguise_end(disguise);
    *disguise = rest;
}

bool hunt_closes_verdict(App *app, Command command, bool harmless) {
    Verdict *verdict = &app->hunt.verdict;
    bool leaves = command.verb == DO_LEAVE;
    if (!verdict->shown || (harmless && !leaves)) return false;
    verdict->shown = false;
    app->dirty = true;
    return leaves || command.verb == DO_CHOOSE;
}

void hunt_point(App *app) {
    Hunt *hunt = &app->hunt;
    Suspect suspect = find_suspect(app);
    Places pointed;
    uint64_t bugs = bugs_of(app, &suspect), found = bugs & hunt->disguise.hidden;
    write_pointed(app, &suspect, &pointed);
    if (suspect.slot < 0 || suspect.count == 0) {
        say(app, false, suspect.slot >= 0 ? "hunt.nothing.title" : "hunt.nowhere.title", "hunt.nothing",
            &pointed);
    } else if (found != 0) {
        bool over = found == hunt->disguise.hidden;
        hunt->tries++;
        say(app, true, over ? "hunt.found.last.title" : "hunt.found.title", NULL, &pointed);
        add_bugs(app, &suspect, found);
        add(app, over ? "hunt.over" : "hunt.more", &pointed);
        show_bugs(app, &suspect, found);
    } else if (bugs != 0) {
        say(app, true, "hunt.again.title", "hunt.more", &pointed);
    } else {
        hunt->tries++;
        say_innocent(app, &suspect, &pointed);
    }
}

void hunt_give_up(App *app) {
    Hunt *hunt = &app->hunt;
    bool twice = hunt->asked != 0 && app->now - hunt->asked < ASK_MICROSECONDS;
    hunt->asked = app->now;
    if (!twice) {
        message_say(app, "hunt.ask");
        return;
    }
    app->ui.message[0] = '\0';
    const Suspect none = {.slot = -1};
    say_all(app, hunt->disguise.hidden);
    show_bugs(app, &none, UINT64_MAX);
}
