/* walk: goes to a moment of the run, and with it the other run. */
#include "walk.h"

#include "app/state/message.h"
#include "session.h"

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

void walk_go(App *app, Moment moment) {
    app->ui.goal = moment;
    app->ui.following = false;
    go_piece(app, FIRST_PIECE_MICROSECONDS);
}

void walk_follow(App *app, Moment moment) {
    app->ui.goal = moment;
    app->ui.following = app->window != NULL; /* without a window no worker trains */
    go_piece(app, FIRST_PIECE_MICROSECONDS);
}

void walk_on(App *app) {
    if (walk_goes_on(app) && app->ui.went != app->now) go_piece(app, PIECE_MICROSECONDS);
}

bool walk_goes_on(const App *app) {
    if (!app->ui.going) return false;
    return app->session.machine->at.iteration < next_goal(app).iteration || !session_together(app);
}

Moment walk_here(const App *app) {
    if (!session_runs(&app->session)) return (Moment){0, 0};
    return app->ui.going ? app->ui.goal : app->session.machine->at;
}

void walk_to_start(App *app) {
    if (session_runs(&app->session)) walk_go(app, (Moment){0, app->session.lesson->batch->zero_steps});
}

/* All iterations have the same steps. */
Moment walk_after(const App *app, Moment at) {
    if (at.step < app->session.lesson->batch->steps) return (Moment){at.iteration, at.step + 1};
    return at.iteration + 1 < lesson_iterations(app->session.lesson) ? (Moment){at.iteration + 1, 1} : at;
}

void walk_step(App *app, bool forward) {
    Moment here = walk_here(app), to = walk_after(app, here);
    if (forward || timeline_before(here, app->session.lesson->batch->steps, &to)) walk_go(app, to);
    app->ui.flow_start = app->now;
}
