/* cli_train: trains without a window. */
#include "cli_train.h"

#include "app/base/output.h"
#include "cli.h"
#include "engine/report/export.h"

#include <stdio.h>

enum { SLICE_MICROSECONDS = 50000, BAR_CELLS = 24 };

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

int cli_train(const Options *options, const Texts *texts, Session *session, Err *e) {
    Output output;
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
    if (!good) {
        output_abandon(&output);
    } else {
        good = output_commit(&output, e);
    }
    os_stops_ignore();
    if (os_stopped() != 0) say_stopped(session, texts);
    if (!good) return EXIT_FAILED;
    *e = (Err){0};
    return os_stopped() != 0 ? EXIT_STOPPED : EXIT_DONE;
}
