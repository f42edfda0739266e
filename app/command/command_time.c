/* command_time: the verbs that move through a run. */
#include "app/session/versus.h"
#include "command_private.h"

#include <stdio.h>

/* Phases as the learner sees them: zeroing, forward, loss, backward, update. */
static int phase_of(const Program *program, int step) {
    const Instr *instr = &program->instrs[program->step_instr[step]];
    if (instr->phase == PHASE_FORWARD && instr->loss) return PHASE_UPDATE + 1;
    return (int)instr->phase;
}

/* A frame has time for so much of a way; a key's own frame comes sooner. */
enum { PIECE_MICROSECONDS = 8000, FIRST_PIECE_MICROSECONDS = 3000 };

/* Behind the first result that is not finite there is nothing to learn: the run ends there. */
static Moment stop_where_numbers_end(App *app, Moment moment) {
    Nonfinite end = timeline_nonfinite(app->session.timeline);
    if (end.iteration < 0 || moment.iteration < end.iteration ||
        (moment.iteration == end.iteration && moment.step <= end.step))
        return moment;
    app->ui.scene.playing = false;
    app_say(app, "%s", text_get(app->texts, "message.nonfinite"));
    return (Moment){end.iteration, end.step};
}

/* Where the way ends for now. */
static Moment next_goal(const App *app) {
    int64_t known = app->ui.following ? timeline_iterations(app->session.timeline) : INT64_MAX;
    return app->ui.goal.iteration < known ? app->ui.goal : (Moment){known, 0};
}

static void go_piece(App *app, int64_t microseconds) {
    if (versus_on(app)) microseconds /= 2; /* both go */
    int64_t piece = app->window != NULL ? microseconds : -1;
    app->ui.went = app->now;
    app->ui.goal = stop_where_numbers_end(app, app->ui.goal);
    Moment next = next_goal(app);
    bool there = timeline_go(app->session.timeline, app->session.machine, next, piece);
    there = versus_go(app, piece) && there;
    app->ui.going = !there || next.iteration != app->ui.goal.iteration;
    app->dirty = true;
}

void command_go(App *app, Moment moment) {
    app->ui.goal = moment;
    app->ui.following = false;
    go_piece(app, FIRST_PIECE_MICROSECONDS);
}

void command_follow(App *app, Moment moment) {
    app->ui.goal = moment;
    app->ui.following = app->window != NULL; /* without a window nobody else trains */
    go_piece(app, FIRST_PIECE_MICROSECONDS);
}

void command_go_on(App *app) {
    if (command_goes_on(app) && app->ui.went != app->now) go_piece(app, PIECE_MICROSECONDS);
}

bool command_goes_on(const App *app) {
    if (!app->ui.going) return false;
    return app->session.machine->at.iteration < next_goal(app).iteration || !versus_together(app);
}

Moment command_here(const App *app) {
    if (!session_runs(&app->session)) return (Moment){0, 0};
    return app->ui.going ? app->ui.goal : app->session.machine->at;
}

void command_stand_at_start(App *app) {
    if (session_runs(&app->session)) command_go(app, (Moment){0, app->session.lesson->batch->zero_steps});
}

/* One step on; at the end of the run it stays. All iterations have the same steps. */
static Moment moment_after(const App *app, Moment at) {
    if (at.step < app->session.lesson->batch->steps) return (Moment){at.iteration, at.step + 1};
    return at.iteration + 1 < budget_iterations(app->session.lesson) ? (Moment){at.iteration + 1, 1} : at;
}

static void step(App *app, bool forward) {
    Moment here = command_here(app), to = moment_after(app, here);
    if (forward || moment_before(here, app->session.lesson->batch->steps, &to)) command_go(app, to);
    app->ui.flow_start = app->now;
}

static void phase_forward(App *app) {
    const Program *program = app->session.lesson->batch;
    Moment to = moment_after(app, command_here(app));
    while (to.step < program->steps && phase_of(program, to.step + 1) == phase_of(program, to.step))
        to.step++;
    command_go(app, to);
}

static void phase_back(App *app) {
    const Program *program = app->session.lesson->batch;
    Moment to;
    if (!moment_before(command_here(app), program->steps, &to)) return;
    const int steps = program->steps; /* behind the last one a new iteration begins, in a phase of its own */
    while (to.step > 0 && to.step < steps && phase_of(program, to.step) == phase_of(program, to.step + 1))
        to.step--;
    command_go(app, to);
}

static void say_training(App *app) {
    char done[24], line[200];
    snprintf(done, sizeof done, "%lld", (long long)timeline_trained(app->session.timeline));
    text_fill(app->texts, line, sizeof line, "message.training", "epoch", done, NULL);
    app_say(app, "%s", line);
}

/* The last iteration that the run is known to, but at least the learner's own: nobody waits for a long
 * training. */
static int64_t last_known(App *app) {
    int64_t last = timeline_iterations(app->session.timeline) - 1, here = command_here(app).iteration;
    return last > here ? last : here;
}

/* The same batch and step of another epoch. */
static void seek_epoch(App *app, int64_t epoch) {
    const Lesson *lesson = app->session.lesson;
    int64_t batches = budget_batches(lesson), last = last_known(app);
    Moment at = command_here(app);
    if (epoch > lesson->train.epochs) epoch = lesson->train.epochs;
    if (epoch < 1) epoch = 1;
    int64_t batch = at.iteration % batches, known = (last - batch) / batches + 1;
    if (epoch > known) {
        epoch = known;
        say_training(app);
    }
    command_go(app, (Moment){(epoch - 1) * batches + batch, at.step});
}

static int64_t current_epoch(const App *app) {
    return command_here(app).iteration / budget_batches(app->session.lesson) + 1;
}

static void seek_last(App *app) {
    int64_t last = last_known(app);
    if (last + 1 < budget_iterations(app->session.lesson)) say_training(app);
    command_go(app, (Moment){last, app->session.lesson->batch->steps});
}

static void seek_step(App *app, int instr) {
    const Program *program = app->session.lesson->batch;
    if (instr >= 0 && instr < program->instr_count)
        command_go(app, (Moment){command_here(app).iteration, program->instrs[instr].step});
}

bool command_time(App *app, Command command) {
    if (!session_runs(&app->session)) return false;
    switch (command.verb) {
    case DO_STEP:
        step(app, command.amount > 0);
        break;
    case DO_PHASE:
        command.amount > 0 ? phase_forward(app) : phase_back(app);
        break;
    case DO_EPOCH:
        seek_epoch(app, current_epoch(app) + command.amount);
        break;
    case DO_SEEK:
        seek_epoch(app, command.amount);
        break;
    case DO_SEEK_STEP:
        seek_step(app, (int)command.amount);
        break;
    case DO_FIRST:
        command_stand_at_start(app);
        break;
    case DO_LAST:
        seek_last(app);
        break;
    default:
        return false;
    }
    return true;
}
