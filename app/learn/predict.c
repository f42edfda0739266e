/* predict: opens questions, takes guesses, steps, and counts. */
#include "predict.h"

#include "app/session/session.h"
#include "app/state/message.h"
#include "engine/lesson/lesson.h"
#include "engine/program/tensor.h"
#include "hunt.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool stands_at(const App *app, Moment moment) {
    return session_runs(&app->session) && !app->ui.going && moment_same(app->session.machine->at, moment);
}

bool predict_asks(const App *app) {
    return app->predict.on && app->predict.open && stands_at(app, app->predict.place);
}

/* Whether what is typed goes to an open question: no list and no help lies over it. */
static bool listens(const App *app) {
    const SceneOptions *scene = &app->ui.scene;
    return predict_asks(app) && !scene->help && !scene->lessons && !scene->blank;
}

bool predict_types(const App *app, const Event *key) {
    static const char places[] = "0123456789-=,./e", characters[] = "0123456789+-,./";
    if (!listens(app) || (key->mods & (MOD_CTRL | MOD_ALT)) != 0) return false;
    bool slash = key->key == '/' && (key->text[0] == '\0' || key->text[0] == '/');
    if (slash && (key->mods & MOD_SHIFT) != 0) return false; /* "?" */
    bool one = key->text[0] != '\0' && key->text[1] == '\0';
    return (key->key > 0 && key->key < 128 && strchr(places, key->key) != NULL) ||
           (one && strchr(characters, key->text[0]) != NULL);
}

void predict_leave(App *app) {
    app->predict.open = app->predict.moved = app->predict.unclear = false;
    app->predict.outcome = OUTCOME_NONE;
    app->predict.entry[0] = '\0';
}

void predict_begin_again(App *app) {
    predict_leave(app);
    app->predict.all = app->predict.iteration = (Tally){0};
}

/* ---- what is asked ---- */

/* Whether the verdict on a guess is about this moment. */
static bool judges(const App *app) {
    return app->predict.outcome != OUTCOME_NONE && session_runs(&app->session) &&
           moment_same(app->session.machine->at, app->predict.place);
}

Selection predict_selection(const App *app) {
    Selection selection = app->ui.selection;
    if (!app->predict.on || selection.slot >= 0 || !judges(app)) return selection;
    selection.row = app->predict.asked.row;
    selection.col = app->predict.asked.col;
    return selection;
}

static bool find_question(App *app, Question *out) {
    const ViewerInput input = {
        .machine = app->session.machine,
        .selection = predict_selection(app),
        .chosen = app->predict.moved,
        .disguise = hunt_runs(app) ? &app->hunt.disguise : NULL,
    };
    return viewer_question(app->session.viewer, &input, out);
}

/* The run ends at its first number that is not finite, else at its last step. */
static bool is_over(const App *app) {
    const Machine *machine = app->session.machine;
    Nonfinite end = timeline_nonfinite(app->session.timeline);
    if (end.iteration >= 0 && stands_at(app, (Moment){end.iteration, end.step})) return true;
    return machine->at.step == machine->program->steps && machine->at.iteration + 1 == machine->iterations;
}

/* Whether the step that comes next asks. The end of an iteration and the start of the next are one place. */
static bool next_asks(const App *app) {
    if (!session_runs(&app->session) || app->ui.going || is_over(app)) return false;
    const Machine *machine = app->session.machine;
    if (machine->at.step < machine->program->steps)
        return lesson_asks(machine->lesson, machine->program, machine->at.step + 1);
    return lesson_asks(machine->lesson, machine->lesson->batch, 1);
}

/* What was selected before would stand in the place of the numbers that the question is about. */
static void turn_to(App *app, const Question *question) {
    Selection *selection = &app->ui.selection;
    if (selection->slot != question->slot) *selection = (Selection){.slot = -1, .sample = selection->sample};
}

/* At the start of the iteration that the question is about, nothing of the one before is in sight. */
static void open_question(App *app) {
    Machine *machine = app->session.machine;
    predict_leave(app);
    app->ui.scene.playing = false;
    if (machine->at.step == machine->program->steps) session_go(app, (Moment){machine->at.iteration + 1, 0});
    Question question;
    app->predict.open = find_question(app, &question);
    app->predict.place = machine->at;
    if (app->predict.open) turn_to(app, &question);
}

/* ---- what is guessed ---- */

static void count(Predict *predict, int64_t iteration) {
    if (predict->tallied != iteration) predict->iteration = (Tally){0};
    predict->tallied = iteration;
    Tally *const tallies[] = {&predict->all, &predict->iteration};
    for (int i = 0; i < 2; i++) {
        tallies[i]->right += predict->outcome == OUTCOME_RIGHT;
        tallies[i]->guessed += predict->outcome != OUTCOME_SKIPPED;
        tallies[i]->skipped += predict->outcome == OUTCOME_SKIPPED;
    }
}

static Outcome judge(const char *entry, const Guess *guess, double result, double terms) {
    if (entry[0] == '\0') return OUTCOME_SKIPPED;
    return guess_right(guess, result, terms) ? OUTCOME_RIGHT : OUTCOME_WRONG;
}

static double element(const Machine *machine, int slot, int row, int col) {
    int rows = machine->program->slots[slot].rows;
    return (double)machine_slot(machine, slot)[(size_t)row + (size_t)col * (size_t)tensor_stride(rows)];
}

static void answer(App *app) {
    Predict *predict = &app->predict;
    Guess guess = {0};
    predict->unclear = predict->entry[0] != '\0' && !guess_read(predict->entry, &guess);
    if (predict->unclear) return;
    Moment next = {predict->place.iteration, predict->place.step + 1};
    predict->open = false;
    bool known = find_question(app, &predict->asked);
    predict->asked.text = NULL;
    if (known) turn_to(app, &predict->asked);
    session_step(app, true);
    if (!known || !stands_at(app, next)) return;
    const Question *asked = &predict->asked;
    predict->place = next;
    predict->result = element(app->session.machine, asked->slot, asked->row, asked->col);
    predict->outcome = judge(predict->entry, &guess, predict->result, asked->terms);
    count(predict, next.iteration);
}

/* ---- the verbs ---- */

bool predict_step(App *app) {
    if (!app->predict.on) return false;
    if (predict_asks(app)) {
        answer(app);
    } else if (next_asks(app)) {
        open_question(app);
    } else {
        predict_leave(app);
        return false;
    }
    return true;
}

/* The tally as the text of that key says it. */
static void write_tally(const Texts *texts, const Tally *tally, const char *key, char *out, size_t size) {
    text_fill(texts, out, size, key, TEXT_INT("right", tally->right), TEXT_INT("guessed", tally->guessed),
              TEXT_INT("skipped", tally->skipped));
}

static void say_tally(App *app, const char *key) {
    const Tally *all = &app->predict.all;
    if (all->guessed + all->skipped == 0) return;
    write_tally(app->texts, all, key, app->ui.message, sizeof app->ui.message);
    message_again(app);
}

void predict_sum_up(App *app) {
    if (!app->predict.on) return;
    say_tally(app, "message.predicted_anew");
    predict_begin_again(app);
}

void predict_switch(App *app) {
    if (!session_runs(&app->session)) {
        message_say(app, "message.nothing_to_predict");
        return;
    }
    if (app->predict.on) say_tally(app, "message.predicted");
    app->predict = (Predict){.on = !app->predict.on};
    app->ui.scene.playing = false;
    if (app->predict.on && next_asks(app)) open_question(app);
}

/* Escape takes the entry back, then the mode. */
bool predict_lets_go(App *app) {
    if (!listens(app)) return false;
    app->predict.unclear = false;
    if (app->predict.entry[0] != '\0')
        app->predict.entry[0] = '\0';
    else
        predict_switch(app);
    return true;
}

/* Letters are keys, and no news here. */
void predict_type(App *app, int64_t code) {
    if (!listens(app) || !guess_type(app->predict.entry, (int)code)) return;
    app->predict.unclear = false;
    app->dirty = true;
}

void predict_erase(App *app) {
    if (listens(app)) guess_erase(app->predict.entry);
}

/* ---- the strip ---- */

static const char *text_of(const App *app, const char *key) {
    return text_get(app->texts, key);
}

static void set(char *out, size_t size, const char *text) {
    snprintf(out, size, "%s", text);
}

/* The entry with the signs of the language; a lone sign as it is. */
static void write_entry(const App *app, PredictStrip *strip) {
    text_decimal(app->texts, strip->entry, sizeof strip->entry, app->predict.entry);
}

/* In the lesson's own words, or by the step's phase. */
static const char *question_text(const App *app, const Question *question) {
    const Instr *instr = &app->session.machine->program->instrs[question->instr];
    if (question->text != NULL) return question->text;
    if (instr->phase == PHASE_BACKWARD) return text_of(app, "predict.gradient");
    if (instr->phase == PHASE_UPDATE) return text_of(app, "predict.update");
    return text_of(app, "predict.value");
}

static void write_question(const App *app, PredictStrip *strip) {
    const Question *question = &app->view.question;
    if (question->slot < 0) return;
    strip->asks = true;
    strip->slot = question->slot;
    strip->row = question->row;
    strip->col = question->col;
    set(strip->lead, sizeof strip->lead, question_text(app, question));
    set(strip->note, sizeof strip->note,
        text_of(app, app->predict.unclear ? "predict.unclear" : "predict.how"));
    write_entry(app, strip);
}

/* "5.7", "120", "3e7": no digit more than says something. */
static void write_percent(const App *app, char *out, size_t size, double percent) {
    char plain[TEXT_NUMBER];
    snprintf(plain, sizeof plain, percent < 1e5 ? "%.*f" : "%.*e", percent < 10 ? 1 : 0, percent);
    text_decimal(app->texts, out, size, plain);
}

/* "your guess 3/8 is off by 0.01200, 3.3 %". */
static void write_distance(const App *app, const Guess *guess, PredictStrip *strip) {
    double off = fabs(guess->number - app->predict.result), size = fabs(app->predict.result);
    char percent[TEXT_NUMBER];
    bool near = guess->sign != '\0' || !isfinite(off);
    write_percent(app, percent, sizeof percent, size > 0 ? 100 * off / size : 0);
    text_fill(app->texts, strip->note, sizeof strip->note,
              near       ? "predict.guess"
              : size > 0 ? "predict.distance"
                         : "predict.distance_zero",
              TEXT_STRING("guess", strip->entry), TEXT_REAL("off", off), TEXT_STRING("percent", percent));
}

static bool other_sign(const App *app, const Guess *guess) {
    double result = app->predict.result;
    if (guess->sign != '\0') return result != 0;
    return (guess->number < 0 && result > 0) || (guess->number > 0 && result < 0);
}

static void write_verdict(const App *app, PredictStrip *strip) {
    const Predict *predict = &app->predict;
    Guess guess = {0};
    strip->outcome = predict->outcome;
    strip->slot = predict->asked.slot;
    strip->row = predict->asked.row;
    strip->col = predict->asked.col;
    guess_read(predict->entry, &guess);
    write_entry(app, strip);
    if (predict->outcome != OUTCOME_SKIPPED) write_distance(app, &guess, strip);
    set(strip->lead, sizeof strip->lead,
        text_of(app, predict->outcome == OUTCOME_RIGHT     ? "predict.right"
                     : predict->outcome == OUTCOME_SKIPPED ? "predict.skipped"
                     : other_sign(app, &guess)             ? "predict.wrong_sign"
                                                           : "predict.wrong"));
    text_number(app->texts, strip->entry, sizeof strip->entry, predict->result, true);
}

static bool is_iterations_end(const App *app) {
    const Machine *machine = app->session.machine;
    const Tally *tally = &app->predict.iteration;
    return machine->at.step == machine->program->steps && app->predict.tallied == machine->at.iteration &&
           tally->guessed + tally->skipped > 0;
}

void predict_strip(App *app) {
    const Predict *predict = &app->predict;
    PredictStrip *strip = &app->ui.scene.predict;
    *strip = (PredictStrip){.slot = -1};
    if (!predict->on || !session_runs(&app->session)) return;
    strip->on = true;
    write_question(app, strip);
    if (!strip->asks && judges(app)) write_verdict(app, strip);
    if (!strip->asks && strip->outcome == OUTCOME_NONE)
        set(strip->lead, sizeof strip->lead, text_of(app, is_over(app) ? "predict.end" : "predict.on"));
    static const Tally usual = {88, 88, 88};
    write_tally(app->texts, &usual, "predict.tally_iteration", strip->widest, sizeof strip->widest);
    if (predict->all.guessed + predict->all.skipped == 0) return;
    const char *key = is_iterations_end(app) ? "predict.tally_iteration" : "predict.tally";
    const Tally *tally = is_iterations_end(app) ? &predict->iteration : &predict->all;
    if (tally->guessed > 0) write_tally(app->texts, tally, key, strip->tally, sizeof strip->tally);
    if (tally->skipped > 0)
        write_tally(app->texts, tally, "predict.tally_skipped", strip->skipped, sizeof strip->skipped);
}
