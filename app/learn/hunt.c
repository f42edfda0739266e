/* hunt: begins, goes on and ends; what is pointed at is looked up in the program as it is, not as it is
 * shown. */
#include "hunt.h"

#include "app/session/walk.h"
#include "app/state/message.h"

enum { ASK_MICROSECONDS = 6000000 };

static uint64_t all_bugs(const Lesson *lesson) {
    return lesson->bug_count >= DISGUISE_MAX_BUGS ? UINT64_MAX : ((uint64_t)1 << lesson->bug_count) - 1;
}

bool hunt_runs(const App *app) {
    return app->hunt.disguise.hidden != 0;
}

bool hunt_claim(const App *app, const RunSpec *wanted, const Lesson *lesson, bool same, Disguise *out,
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
    const char *title = lesson_text(&app->session.lesson->hunt, texts_lang(texts));
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
    input->ghost = NULL;
    input->ghost_lesson = NULL;
    input->divergence = (Divergence){0};
}

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
    int64_t here = walk_here(app).iteration, end = timeline_nonfinite(app->session.timeline).iteration;
    return end > 0 && here >= end ? end - 1 : here;
}

/* To the step that did it, which is then explained as it is. */
static void go_to_lie(App *app, const Suspect *suspect, uint64_t bugs) {
    for (int i = 0; i < DISGUISE_MAX_BUGS; i++) {
        const Instr *instr = bugs >> i & 1 ? hunt_liar(app, suspect, i) : NULL;
        if (instr == NULL) continue;
        app->ui.selection = (Selection){.slot = -1, .sample = app->ui.selection.sample};
        walk_go(app, (Moment){whole_iteration(app), instr->step});
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
    uint64_t bugs = bugs_of(app, &suspect), found = bugs & hunt->disguise.hidden;
    if (suspect.slot < 0 || suspect.count == 0) {
        hunt_say_nothing(app, &suspect);
    } else if (found != 0) {
        hunt->tries++;
        hunt_say_found(app, &suspect, found, found == hunt->disguise.hidden);
        show_bugs(app, &suspect, found);
    } else if (bugs != 0) {
        hunt_say_again(app, &suspect);
    } else {
        hunt->tries++;
        hunt_say_innocent(app, &suspect);
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
    const Suspect nobody = {.slot = -1};
    hunt_say_all(app, hunt->disguise.hidden);
    show_bugs(app, &nobody, UINT64_MAX);
}
