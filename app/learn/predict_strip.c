/* predict_strip: what the strip of predict mode says: the question, the verdict, the tally. */
#include "app/session/session.h"
#include "predict.h"

#include <math.h>
#include <stdio.h>

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
    if (!strip->asks && predict_judges(app)) write_verdict(app, strip);
    if (!strip->asks && strip->outcome == OUTCOME_NONE)
        set(strip->lead, sizeof strip->lead,
            text_of(app, predict_is_over(app) ? "predict.end" : "predict.on"));
    static const Tally usual = {88, 88, 88};
    predict_tell(app->texts, &usual, "predict.tally_iteration", strip->widest, sizeof strip->widest);
    if (predict->all.guessed + predict->all.skipped == 0) return;
    const char *key = is_iterations_end(app) ? "predict.tally_iteration" : "predict.tally";
    const Tally *tally = is_iterations_end(app) ? &predict->iteration : &predict->all;
    if (tally->guessed > 0) predict_tell(app->texts, tally, key, strip->tally, sizeof strip->tally);
    if (tally->skipped > 0)
        predict_tell(app->texts, tally, "predict.tally_skipped", strip->skipped, sizeof strip->skipped);
}
