/* cli: the subcommands that draw nothing. */
#include "cli.h"

#include "app/base/output.h"
#include "app/session/session.h"
#include "engine/base/file.h"
#include "engine/base/os.h"
#include "engine/base/utf8.h"
#include "engine/report/export.h"
#include "engine/report/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STARTER_BYTES = 1 << 16, SLICE_MICROSECONDS = 50000, BAR_CELLS = 24 };

void cli_complain(const Texts *texts, const Err *e) {
    char text[ERR_TEXT + 800];
    Err said = *e;
    text_error(texts, &said);
    err_format(&said, text, sizeof text);
    size_t length = strlen(text);
    fprintf(stderr, "%s%s%s", e->file[0] != '\0' ? "" : "backstep: ", text,
            length > 0 && text[length - 1] == '\n' ? "" : "\n");
}

/* ---- help: what is typed, and a sentence that the languages translate ---- */

typedef struct Row {
    const char *typed; /* "" for a sentence that stands alone */
    const char *meaning;
    int width; /* of the column that `typed` stands in */
} Row;

enum { COMMAND = 28, OPTION = 22, CHOICE = 38, CHOICES = 52 };

static const Row row_table[] = {
    {"", "backstep shows how a neural network learns, one operation at a time.", 0},
    {"", "", 0},
    {"backstep [LESSON]", "the window (x2-relu where no lesson is named)", COMMAND},
    {"backstep list", "the built-in lessons", COMMAND},
    {"backstep trace LESSON", "every operation of one iteration, with its values", COMMAND},
    {"backstep train LESSON", "trains without a window", COMMAND},
    {"backstep check LESSON", "compares every gradient with finite differences", COMMAND},
    {"backstep shot LESSON -o FILE", "draws one frame without a display (.png or .svg)", COMMAND},
    {"backstep new FILE.lesson", "writes a lesson to begin with; the window follows each save of it",
     COMMAND},
    {"", "", 0},
    {"", "LESSON is a built-in lesson's name or a lesson file's path.", 0},
    {"", "", 0},
    {"--epoch N, --batch N", "where to stand (window, trace, shot, check)", OPTION},
    {"--step N", "after this step of the iteration (window, shot); only this line (trace)", OPTION},
    {"--set KEY=VALUE", "in place of a key of [train] or [lesson]; bugs=off leaves [bugs] out", OPTION},
    {"--versus \"KEY=VALUE, …\"", "a second run with these keys, side by side with the first (window, shot)",
     OPTION},
    {"--hunt", "the lesson's mistakes are hidden: find them (window, shot)", OPTION},
    {"--chain", "the chain rule from the selected number to the loss (window, shot)", OPTION},
    {"--epochs N", "how long to train (train)", OPTION},
    {"--format F", "text, json (trace, train, check) or csv (train)", OPTION},
    {"-o FILE", "in place of standard output (trace, train, shot)", OPTION},
    {"--size WxH, --view graph|network|matrix, --scale S", "(window, shot)", CHOICES},
    {"--theme dark|paper|contrast", "(window, shot)", CHOICE},
    {"--lang en|ru", "the language (else as last chosen in the window, or the locale's)", OPTION},
    {"--still", "no animation (window)", OPTION},
    {"", "--help, --version", 0},
    {"", "", 0},
    {"",
     "Exit status: 0 done; 1 the work itself failed; 2 a mistake in the command line or in a lesson file.",
     0},
};

void cli_help(FILE *out, const Texts *texts) {
    for (size_t i = 0; i < sizeof row_table / sizeof *row_table; i++) {
        const Row *row = &row_table[i];
        int length = (int)utf8_length(row->typed, strlen(row->typed));
        fputs(row->typed, out);
        for (int k = length; k < row->width; k++) fputc(' ', out);
        if (row->width > 0) fputc(' ', out);
        fputs(text_sentence(texts, row->meaning), out);
        fputc('\n', out);
    }
}

/* ---- the subcommands ---- */

/* Ends the output; `good` and `status` are of the work before. Work that was done needs no words. */
static int finish(Output *output, bool good, int status, Err *e) {
    if (!output_end(output, good, e)) return EXIT_FAILED;
    *e = (Err){0};
    return status;
}

static int run_list(const Options *options, const Assets *assets, Err *e) {
    Output output;
    if (!output_open(&output, NULL, e)) return EXIT_FAILED;
    int widest = 0;
    for (int i = 0; i < assets->lesson_count; i++) {
        int length = (int)strlen(assets->names[i]);
        if (length > widest) widest = length;
    }
    for (int i = 0; i < assets->lesson_count; i++) {
        char path[ASSETS_PATH], title[160];
        if (!assets_lesson(assets, assets->names[i], path, sizeof path, e) ||
            !load_title(path, options->lang, false, title, sizeof title, e))
            return EXIT_FAILED; /* they are the program's own */
        fprintf(output.stream, "%-*s  %s\n", widest, assets->names[i], title);
    }
    return finish(&output, true, EXIT_DONE, e);
}

/* `train` reports every epoch, however many there are. */
static bool keep_every_epoch(Session *session, Err *e) {
    Timeline *whole = timeline_new_whole(session->lesson, exec_best(), e);
    if (whole == NULL) return false;
    timeline_free(session->timeline);
    session->timeline = whole;
    return true;
}

/* A lesson that can be stepped, with a machine at --epoch and --batch. */
static bool open_session(const Options *options, const Assets *assets, Session *session, Err *e) {
    char path[ASSETS_PATH];
    LessonOptions given = {
        .overrides = options->sets, .override_count = options->set_count, .data_dir = assets->data};
    if (!assets_lesson(assets, options->lesson, path, sizeof path, e)) return false;
    Lesson *lesson = load_lesson(path, &given, e);
    if (lesson == NULL || !session_begin(session, lesson, lesson->train.lr, exec_best(), e)) return false;
    if (!session_runs(session))
        return err_set(e, "%.60s has no [model]: it is a picture, there is nothing to step or train",
                       options->lesson);
    if (options->task == TASK_TRAIN && !keep_every_epoch(session, e)) return false;
    Moment moment;
    int step = options->task == TASK_TRACE && options->step > 0 ? options->step : 0;
    if (!session_moment(session, options->epoch, options->batch, step, &moment, e)) return false;
    session->machine = machine_new(session->lesson, exec_best(), e);
    if (session->machine == NULL) return false;
    moment.step = 0;
    timeline_seek(session->timeline, session->machine, moment);
    return true;
}

static int run_trace(const Options *options, const Texts *texts, Session *session, Err *e) {
    Output output;
    if (!output_spares(options->output, session->lesson, e)) return EXIT_FAILED;
    if (!output_open(&output, options->output, e)) return EXIT_FAILED;
    TraceFormat format = options->format == FORMAT_JSON ? TRACE_JSON : TRACE_TEXT;
    int only = options->step > 0 ? options->step : 0;
    bool good = trace_write(output.stream, texts, session->machine, format, only, e);
    return finish(&output, good, EXIT_DONE, e);
}

static int run_check(const Options *options, const Texts *texts, Session *session, Err *e) {
    Output output;
    const Lesson *lesson = session->lesson;
    int capacity = lesson->parameter_count + lesson->data_count + 1;
    CheckRow *rows = calloc((size_t)capacity, sizeof *rows);
    if (rows == NULL) {
        err_memory(e);
        return EXIT_FAILED;
    }
    int status = EXIT_FAILED;
    int count = gradcheck_run(session->machine, rows, capacity, e);
    if (count >= 0 && output_open(&output, NULL, e)) {
        if (options->format == FORMAT_JSON)
            export_check_json(output.stream, lesson, rows, count);
        else
            export_check_text(output.stream, texts, lesson, rows, count);
        status = finish(&output, true, export_check_holds(rows, count) ? EXIT_DONE : EXIT_FAILED, e);
    }
    free(rows);
    return status;
}

static double now_seconds(void) {
    return (double)os_now() * 1e-9;
}

/* ████████░░░░  epoch 12 / 50   loss 0.3141   4.2 epochs/s   9 s left */
static void show_progress(const Session *session, const Texts *texts, double seconds) {
    int64_t done = timeline_trained(session->timeline), epochs = session->lesson->train.epochs;
    char bar[BAR_CELLS * 3 + 1];
    int full = (int)(done * BAR_CELLS / epochs), length = 0;
    for (int i = 0; i < BAR_CELLS; i++)
        length += snprintf(bar + length, sizeof bar - (size_t)length, "%s", i < full ? "█" : "░");
    fprintf(stderr, "\r%s  ", bar);
    text_print(texts, stderr, "print.progress", TEXT_INT("epoch", done), TEXT_INT("epochs", epochs));
    if (done > 0) {
        double speed = seconds > 0 ? (double)done / seconds : 0;
        double loss = (double)timeline_epoch(session->timeline, done - 1).loss;
        fputs("   ", stderr);
        text_print(texts, stderr, "print.speed", TEXT_FORMAT("loss", "%.4g", loss),
                   TEXT_FORMAT("speed", speed < 1000 ? "%.3g" : "%.0f", speed),
                   TEXT_FORMAT("seconds", "%.0f", (double)(epochs - done) / speed));
        fputs("\033[K", stderr);
    }
    fflush(stderr);
}

static void clear_progress(void) {
    fprintf(stderr, "\r\033[K");
    fflush(stderr);
}

/* Trains in slices; in text mode each epoch's line is written as it comes. */
static void train(const Options *options, const Session *session, Output *output, TrainResult *result) {
    bool bar = os_is_terminal(stderr), text = options->format == FORMAT_TEXT;
    bool lines_there = text && output->stream == stdout && os_is_terminal(stdout);
    double start = now_seconds();
    int64_t next = 0;
    bool more = true, finite = true;
    while (more && finite && os_stopped() == 0 && !ferror(output->stream)) {
        more = timeline_advance(session->timeline, SLICE_MICROSECONDS);
        result->seconds = now_seconds() - start;
        if (bar && lines_there) clear_progress();
        if (text) finite = export_train_lines(output->stream, result, &next);
        if (lines_there) fflush(output->stream);
        if (bar) show_progress(session, result->texts, result->seconds);
    }
    if (bar) clear_progress();
}

static void say_stopped(const Session *session, const Texts *texts) {
    text_print(texts, stderr, "print.stopped", TEXT_INT("epoch", timeline_trained(session->timeline)),
               TEXT_INT("epochs", session->lesson->train.epochs));
    fputc('\n', stderr);
}

static int run_train(const Options *options, const Texts *texts, Session *session, Err *e) {
    Output output;
    if (!output_spares(options->output, session->lesson, e)) return EXIT_FAILED;
    os_stops_watch(OS_STOPS_KEYBOARD);
    if (!output_open(&output, options->output, e)) return EXIT_FAILED;
    TrainResult result = {
        .lesson = session->lesson, .exec = exec_best(), .timeline = session->timeline, .texts = texts};
    train(options, session, &output, &result);
    bool good;
    if (options->format == FORMAT_JSON)
        good = export_train_json(output.stream, &result, e);
    else if (options->format == FORMAT_CSV)
        good = export_train_csv(output.stream, &result, e);
    else
        good = export_train_text(output.stream, &result, e);
    int status = finish(&output, good, EXIT_DONE, e);
    os_stops_ignore();
    if (os_stopped() != 0) say_stopped(session, texts);
    return status == EXIT_DONE && os_stopped() != 0 ? EXIT_STOPPED : status;
}

static bool write_lesson(const char *path, const char *text, size_t size, Err *e) {
    Output output;
    if (os_is_taken(path))
        return err_set(e, "%.300s exists already; nothing was written. Give another name", path);
    if (!output_open(&output, path, e)) return false;
    bool good = fwrite(text, 1, size, output.stream) == size || err_set(e, "cannot write %.300s", path);
    return output_end(&output, good, e);
}

/* The starter, to where the learner wants it; what is there already is left as it is. */
static bool write_new(const Options *options, const Assets *assets, const Texts *texts, Err *e) {
    char path[ASSETS_PATH + 32], *text;
    size_t size;
    assets_starter(assets, options->lang, path, sizeof path);
    if (!file_read(path, STARTER_BYTES, &text, &size, NULL, e)) return false;
    bool good = write_lesson(options->lesson, text, size, e);
    free(text);
    if (!good) return false;
    text_print(texts, stdout, "print.new", TEXT_STRING("file", options->lesson));
    fputc('\n', stdout);
    return (fflush(stdout) == 0 && !ferror(stdout)) || err_set(e, "cannot write standard output");
}

int cli_run(const Options *options, const Assets *assets, const Texts *texts, Err *e) {
    if (options->task == TASK_LIST) return run_list(options, assets, e);
    if (texts == NULL) return EXIT_FAILED;
    if (options->task == TASK_NEW) return write_new(options, assets, texts, e) ? EXIT_DONE : EXIT_FAILED;
    Session session = {0};
    int status = EXIT_MISTAKE;
    if (open_session(options, assets, &session, e)) {
        status = options->task == TASK_TRACE   ? run_trace(options, texts, &session, e)
                 : options->task == TASK_TRAIN ? run_train(options, texts, &session, e)
                                               : run_check(options, texts, &session, e);
    }
    session_close(&session);
    return status;
}
