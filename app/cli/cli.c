/* cli: list, trace and check; training has a file of its own. */
#include "cli.h"

#include "app/base/output.h"
#include "app/session/session.h"
#include "cli_new.h"
#include "cli_train.h"
#include "engine/report/export.h"
#include "engine/report/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void cli_complain(const Texts *texts, const Err *e) {
    char text[ERR_TEXT + 800];
    Err said = *e;
    text_error(texts, &said);
    err_format(&said, text, sizeof text);
    size_t length = strlen(text);
    fprintf(stderr, "%s%s%s", e->file[0] != '\0' ? "" : "backstep: ", text,
            length > 0 && text[length - 1] == '\n' ? "" : "\n");
}

/* Ends the output; `good` and `status` are of the work before. A status of work that was done needs no words.
 */
static int finish(Output *output, bool good, int status, Err *e) {
    if (!good) {
        output_abandon(output);
        return EXIT_FAILED;
    }
    if (!output_commit(output, e)) return EXIT_FAILED;
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

int cli_run(const Options *options, const Assets *assets, const Texts *texts, Err *e) {
    if (options->task == TASK_LIST) return run_list(options, assets, e);
    if (texts == NULL) return EXIT_FAILED;
    if (options->task == TASK_NEW) return cli_new(options, assets, texts, e) ? EXIT_DONE : EXIT_FAILED;
    Session session = {0};
    int status = EXIT_MISTAKE;
    if (open_session(options, assets, &session, e)) {
        status = options->task == TASK_TRACE   ? run_trace(options, texts, &session, e)
                 : options->task == TASK_TRAIN ? cli_train(options, texts, &session, e)
                                               : run_check(options, texts, &session, e);
    }
    session_close(&session);
    return status;
}
