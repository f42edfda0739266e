/* go: the verbs that move through a run. */
#include "app/learn/predict.h"
#include "app/session/walk.h"
#include "app/state/message.h"
#include "handlers.h"

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
    if (!timeline_before(walk_here(app), program->steps, &to)) return;
    const int steps = program->steps; /* behind the last one a new iteration begins, in a phase of its own */
    while (to.step > 0 && to.step < steps && phase_of(program, to.step) == phase_of(program, to.step + 1))
        to.step--;
    walk_go(app, to);
}

static void say_training(App *app) {
    message_tell(app, "message.training", TEXT_INT("epoch", timeline_trained(app->session.timeline)));
}

/* The last iteration that has been trained, but at least the learner's own: a long training is not waited
 * for. */
static int64_t last_known(App *app) {
    int64_t last = timeline_iterations(app->session.timeline) - 1, here = walk_here(app).iteration;
    return last > here ? last : here;
}

void go_step(App *app, int64_t amount) {
    bool forward = amount > 0;
    if (!forward || !predict_step(app)) walk_step(app, forward);
}

void go_phase(App *app, int64_t amount) {
    if (amount > 0)
        phase_forward(app);
    else
        phase_back(app);
}

/* The same batch and step of another epoch. */
void go_to_epoch(App *app, int64_t epoch) {
    const Lesson *lesson = app->session.lesson;
    int64_t batches = lesson_batches(lesson), last = last_known(app);
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

void go_epochs(App *app, int64_t amount) {
    go_to_epoch(app, walk_here(app).iteration / lesson_batches(app->session.lesson) + 1 + amount);
}

void go_to_instr(App *app, int64_t instr) {
    const Program *program = app->session.lesson->batch;
    if (instr >= 0 && instr < program->instr_count)
        walk_go(app, (Moment){walk_here(app).iteration, program->instrs[instr].step});
}

void go_last(App *app) {
    int64_t last = last_known(app);
    if (last + 1 < lesson_iterations(app->session.lesson)) say_training(app);
    walk_go(app, (Moment){last, app->session.lesson->batch->steps});
}
