/* session: opens and closes a lesson with its run, timeline and viewer. */
#include "session.h"

#include <inttypes.h>

bool session_runs(const Session *session) {
    return session->timeline != NULL;
}

Run session_run(const Session *session) {
    if (session->lesson == NULL) return (Run){0};
    bool runs = session_runs(session);
    return (Run){session->lesson, runs ? timeline_rate(session->timeline) : session->lesson->train.lr};
}

bool session_trains(const Session *session) {
    return session_runs(session) && timeline_trained(session->timeline) < session->lesson->train.epochs;
}

bool session_begin(Session *session, Lesson *lesson, double rate, const Exec *exec, Err *e) {
    *session = (Session){.lesson = lesson};
    if (lesson->model_count == 0) return true;
    if ((session->timeline = timeline_new(lesson, exec, e)) == NULL) {
        session_close(session);
        return false;
    }
    timeline_set_rate(session->timeline, rate);
    return true;
}

bool session_accompany(Session *session, const Exec *exec, Err *e) {
    if (!session_runs(session) || session->machine != NULL) return true;
    session->machine = machine_new(session->lesson, exec, e);
    if (session->machine == NULL) return false;
    machine_set_rate(session->machine, timeline_rate(session->timeline));
    return true;
}

bool session_enter(Session *session, const Exec *exec, const Texts *texts, Err *e) {
    Viewer *viewer = viewer_new(session->lesson, exec, texts, e);
    if (viewer == NULL || !session_accompany(session, exec, e)) {
        viewer_free(viewer);
        return false;
    }
    session->viewer = viewer;
    return true;
}

bool session_speak(Session *session, const Exec *exec, const Texts *texts, Err *e) {
    Viewer *viewer = viewer_new(session->lesson, exec, texts, e);
    if (viewer == NULL) return false;
    viewer_free(session->viewer);
    session->viewer = viewer;
    return true;
}

void session_leave(Session *session) {
    viewer_free(session->viewer);
    machine_free(session->machine);
    session->viewer = NULL;
    session->machine = NULL;
}

void session_close(Session *session) {
    session_leave(session);
    timeline_free(session->timeline);
    lesson_release(session->lesson);
    *session = (Session){0};
}

bool session_moment(const Session *session, int64_t epoch, int64_t batch, int step, Moment *out, Err *e) {
    const Lesson *lesson = session->lesson;
    *out = (Moment){0, 0};
    if (!session_runs(session)) return true;
    if (epoch > lesson->train.epochs)
        return err_set(e, "--epoch %" PRId64 ": this lesson has %" PRId64 " epochs", epoch,
                       lesson->train.epochs);
    int batches = lesson_batches(lesson);
    if (batch > batches)
        return err_set(e, "--batch %" PRId64 ": an epoch of this lesson has %d mini-batches", batch, batches);
    if (step > lesson->batch->steps)
        return err_set(e, "--step %d: an iteration of this lesson has %d steps", step, lesson->batch->steps);
    *out = (Moment){(epoch - 1) * batches + batch - 1, step};
    return true;
}

/* ---- two runs side by side ---- */

bool session_paired(const App *app) {
    return app->alignment != NULL;
}

bool session_pair(App *app, Err *e) {
    Alignment *alignment = alignment_new(app->session.lesson, app->other.lesson, e);
    if (alignment == NULL || !session_accompany(&app->other, app->exec, e) ||
        !alignment_divergence(session_run(&app->session), session_run(&app->other), app->exec,
                              &app->divergence, e)) {
        alignment_free(alignment);
        session_leave(&app->other);
        return false;
    }
    app->alignment = alignment;
    return true;
}

void session_unpair(App *app) {
    alignment_free(app->alignment);
    app->alignment = NULL;
}

void session_part(App *app) {
    bool bugs = app->session.lesson->has_bugs && app->shown.other == OTHER_BUGS;
    session_unpair(app);
    session_leave(&app->other);
    if (!bugs) app->divergence = (Divergence){0};
}

static Moment place_of_other(const App *app) {
    return alignment_moment(app->alignment, app->session.machine->at);
}

bool session_follow(App *app, int64_t microseconds) {
    if (!session_paired(app)) return true;
    return timeline_go(app->other.timeline, app->other.machine, place_of_other(app), microseconds);
}

bool session_together(const App *app) {
    if (!session_paired(app)) return true;
    return moment_same(app->other.machine->at, place_of_other(app));
}
