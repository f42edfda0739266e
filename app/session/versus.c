/* versus: enters and leaves the comparison side by side, and goes along with the other run. */
#include "versus.h"

#include "session.h"

bool versus_on(const App *app) {
    return app->alignment != NULL;
}

bool versus_enter(App *app, Err *e) {
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

void versus_forget(App *app) {
    alignment_free(app->alignment);
    app->alignment = NULL;
}

void versus_leave(App *app) {
    bool bugs = app->session.lesson->has_bugs && app->shown.other == OTHER_BUGS;
    versus_forget(app);
    session_leave(&app->other);
    if (!bugs) app->divergence = (Divergence){0};
}

static Moment place_of_other(const App *app) {
    return alignment_moment(app->alignment, app->session.machine->at);
}

bool versus_go(App *app, int64_t microseconds) {
    if (!versus_on(app)) return true;
    return timeline_go(app->other.timeline, app->other.machine, place_of_other(app), microseconds);
}

bool versus_together(const App *app) {
    if (!versus_on(app)) return true;
    return moment_same(app->other.machine->at, place_of_other(app));
}
