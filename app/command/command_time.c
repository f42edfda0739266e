/* command_time: the verbs that move through a run. */
#include "app/session/session.h"
#include "app/session/walk.h"
#include "app/state/message.h"
#include "command_private.h"

/* Phases as the learner sees them: zeroing, forward, loss, backward, update. */
static int phase_of(const Program *program, int step) {
    const Instr *instr = &program->instrs[program->step_instr[step]];
    if (instr->phase == PHASE_FORWARD && instr->loss) return PHASE_UPDATE + 1;
    return (int)instr->phase;
}

static void phase_forward(App *app) {
    const Program *program = app->session.lesson->batch;
    Moment to = walk_after(app, walk_here(app));
    while (to.step < program->steps && phase_of(program, to.step + 1) == phase_of(program, to.step))
        to.step++;
    walk_go(app, to);
}

static void phase_back(App *app) {
    const Program *program = app->session.lesson->batch;
    Moment to;
    if (!moment_before(walk_here(app), program->steps, &to)) return;
    const int steps = program->steps; /* behind the last one a new iteration begins, in a phase of its own */
    while (to.step > 0 && to.step < steps && phase_of(program, to.step) == phase_of(program, to.step + 1))
        to.step--;
    walk_go(app, to);
}

static void say_training(App *app) {
    message_tell(app, "message.training", TEXT_INT("epoch", timeline_trained(app->session.timeline)));
}

/* The last iteration that the run is known to, but at least the learner's own: nobody waits for a long
 * training. */
static int64_t last_known(App *app) {
    int64_t last = timeline_iterations(app->session.timeline) - 1, here = walk_here(app).iteration;
    return last > here ? last : here;
}

/* The same batch and step of another epoch. */
static void seek_epoch(App *app, int64_t epoch) {
    const Lesson *lesson = app->session.lesson;
    int64_t batches = budget_batches(lesson), last = last_known(app);
    Moment at = walk_here(app);
    if (epoch > lesson->train.epochs) epoch = lesson->train.epochs;
    if (epoch < 1) epoch = 1;
    int64_t batch = at.iteration % batches, known = (last - batch) / batches + 1;
    if (epoch > known) {
        epoch = known;
        say_training(app);
    }
    walk_go(app, (Moment){(epoch - 1) * batches + batch, at.step});
}

static int64_t current_epoch(const App *app) {
    return walk_here(app).iteration / budget_batches(app->session.lesson) + 1;
}

static void seek_last(App *app) {
    int64_t last = last_known(app);
    if (last + 1 < budget_iterations(app->session.lesson)) say_training(app);
    walk_go(app, (Moment){last, app->session.lesson->batch->steps});
}

static void seek_step(App *app, int instr) {
    const Program *program = app->session.lesson->batch;
    if (instr >= 0 && instr < program->instr_count)
        walk_go(app, (Moment){walk_here(app).iteration, program->instrs[instr].step});
}

bool command_time(App *app, Command command) {
    if (!session_runs(&app->session)) return false;
    switch (command.verb) {
    case DO_STEP:
        walk_step(app, command.amount > 0);
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
        walk_to_start(app);
        break;
    case DO_LAST:
        seek_last(app);
        break;
    default:
        return false;
    }
    return true;
}
