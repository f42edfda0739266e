/* session: opens and closes a lesson with its run, timeline and viewer. */
#include "session.h"
#include "app/state/message.h"

#include "render/style/style.h"

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

/* Makes the machine, so that the run can stand beside another; one that has it keeps it. On failure nothing
   has changed. */
static bool accompany(Session *session, const Exec *exec, Err *e) {
    if (!session_runs(session) || session->machine != NULL) return true;
    session->machine = machine_new(session->lesson, exec, e);
    if (session->machine == NULL) return false;
    machine_set_rate(session->machine, timeline_rate(session->timeline));
    return true;
}

bool session_enter(Session *session, const Exec *exec, const Texts *texts, Err *e) {
    Viewer *viewer = viewer_new(session->lesson, exec, texts, e);
    if (viewer == NULL || !accompany(session, exec, e)) {
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
    if (alignment == NULL || !accompany(&app->other, app->exec, e) ||
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

bool session_was_shown(const App *app) {
    const RunSpec *here = &app->shown, *other = &app->other_shown;
    return !session_paired(app) && here->bugs_off == other->bugs_off && here->versus == other->versus;
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

/* ---- through a run, and with it the other one ---- */

/* A frame has time for so much of a way; a key's own frame comes sooner. */
enum { PIECE_MICROSECONDS = 8000, FIRST_PIECE_MICROSECONDS = 3000 };

/* Behind the first result that is not finite there is nothing to learn: the run ends there. */
static Moment stop_where_numbers_end(App *app, Moment moment) {
    Nonfinite end = timeline_nonfinite(app->session.timeline);
    if (end.iteration < 0 || moment.iteration < end.iteration ||
        (moment.iteration == end.iteration && moment.step <= end.step))
        return moment;
    app->ui.scene.playing = false;
    message_say(app, "message.nonfinite");
    return (Moment){end.iteration, end.step};
}

/* Where the way ends for now. */
static Moment next_goal(const App *app) {
    int64_t known = app->ui.following ? timeline_iterations(app->session.timeline) : INT64_MAX;
    return app->ui.goal.iteration < known ? app->ui.goal : (Moment){known, 0};
}

static void go_piece(App *app, int64_t microseconds) {
    if (session_paired(app)) microseconds /= 2; /* both go */
    int64_t piece = app->window != NULL ? microseconds : -1;
    app->ui.went = app->now;
    app->ui.goal = stop_where_numbers_end(app, app->ui.goal);
    Moment next = next_goal(app);
    bool there = timeline_go(app->session.timeline, app->session.machine, next, piece);
    there = session_follow(app, piece) && there;
    app->ui.going = !there || next.iteration != app->ui.goal.iteration;
    app->dirty = true;
}

void session_go(App *app, Moment moment) {
    app->ui.goal = moment;
    app->ui.following = false;
    go_piece(app, FIRST_PIECE_MICROSECONDS);
}

void session_go_trained(App *app, Moment moment) {
    app->ui.goal = moment;
    app->ui.following = app->window != NULL; /* without a window no worker trains */
    go_piece(app, FIRST_PIECE_MICROSECONDS);
}

void session_go_on(App *app) {
    if (session_goes_on(app) && app->ui.went != app->now) go_piece(app, PIECE_MICROSECONDS);
}

bool session_goes_on(const App *app) {
    if (!app->ui.going) return false;
    return app->session.machine->at.iteration < next_goal(app).iteration || !session_together(app);
}

Moment session_here(const App *app) {
    if (!session_runs(&app->session)) return (Moment){0, 0};
    return app->ui.going ? app->ui.goal : app->session.machine->at;
}

void session_to_start(App *app) {
    if (session_runs(&app->session)) session_go(app, (Moment){0, app->session.lesson->batch->zero_steps});
}

/* All iterations have the same steps. */
Moment session_after(const App *app, Moment at) {
    if (at.step < app->session.lesson->batch->steps) return (Moment){at.iteration, at.step + 1};
    return at.iteration + 1 < lesson_iterations(app->session.lesson) ? (Moment){at.iteration + 1, 1} : at;
}

void session_step(App *app, bool forward) {
    Moment here = session_here(app), to = session_after(app, here);
    if (forward && style_opens(&app->view, &app->ui.scene)) app->ui.left_first = app->now;
    if (forward || timeline_before(here, app->session.lesson->batch->steps, &to)) session_go(app, to);
    app->ui.flow_start = app->now;
}
