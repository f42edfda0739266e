/* command_time: the verbs that move through a run. */
#include "command_private.h"

#include <stdio.h>

/* Phases as the learner sees them: zeroing, forward, loss, backward, update. */
static int phase_of(const Program *program, int step) {
    const Instr *instr = &program->instrs[program->step_instr[step]];
    if (instr->phase == PHASE_FORWARD && instr->loss) return PHASE_UPDATE + 1;
    return (int)instr->phase;
}

static void go_to(App *app, Moment moment) {
    timeline_seek(app->study.timeline, app->study.machine, moment);
}

static void phase_forward(App *app) {
    Machine *machine = app->study.machine;
    if (!machine_step(machine)) return;
    while (machine->at.step < machine->program->steps &&
           phase_of(machine->program, machine->at.step + 1) == phase_of(machine->program, machine->at.step))
        machine_step(machine);
}

static void phase_back(App *app) {
    Machine *machine = app->study.machine;
    if (!timeline_back(app->study.timeline, machine)) return;
    Moment at = machine->at;
    const int steps = machine->program->steps; /* behind the last one a new iteration begins */
    while (at.step > 0 && at.step < steps &&
           phase_of(machine->program, at.step) == phase_of(machine->program, at.step + 1))
        at.step--;
    go_to(app, at);
}

/* The epoch where the run is known to: nobody waits for a long training. */
static int64_t last_known_epoch(App *app) {
    int64_t trained = timeline_trained(app->study.timeline), epochs = app->study.lesson->train.epochs;
    return trained < epochs ? trained + 1 : epochs;
}

static void say_training(App *app) {
    char done[24], line[200];
    snprintf(done, sizeof done, "%lld", (long long)timeline_trained(app->study.timeline));
    text_fill(app->texts, line, sizeof line, "message.training", "epoch", done, NULL);
    app_say(app, "%s", line);
}

static void seek_epoch(App *app, int64_t epoch) {
    int64_t last = last_known_epoch(app);
    if (epoch > last) {
        epoch = last;
        if (last < app->study.lesson->train.epochs) say_training(app);
    }
    if (epoch < 1) epoch = 1;
    int64_t batches = machine_batches(app->study.lesson);
    Moment at = app->study.machine->at;
    go_to(app, (Moment){(epoch - 1) * batches + at.iteration % batches, at.step});
}

static int64_t current_epoch(const App *app) {
    return app->study.machine->at.iteration / machine_batches(app->study.lesson) + 1;
}

static void seek_last(App *app) {
    int64_t last = last_known_epoch(app);
    int64_t batches = machine_batches(app->study.lesson);
    go_to(app, (Moment){last * batches - 1, app->study.lesson->batch->steps});
}

static void seek_step(App *app, int instr) {
    const Program *program = app->study.machine->program;
    if (instr >= 0 && instr < program->instr_count)
        go_to(app, (Moment){app->study.machine->at.iteration, program->instrs[instr].step});
}

/* Behind the first result that is not finite there is nothing to learn: the run ends there. */
static void stop_where_numbers_end(App *app) {
    Nonfinite end = timeline_nonfinite(app->study.timeline);
    Moment at = app->study.machine->at;
    if (end.iteration < 0 || at.iteration < end.iteration ||
        (at.iteration == end.iteration && at.step <= end.step))
        return;
    go_to(app, (Moment){end.iteration, end.step});
    app->ui.scene.playing = false;
    app_say(app, "%s", text_get(app->texts, "message.nonfinite"));
}

bool command_time(App *app, Command command) {
    if (!study_runs(&app->study)) return false;
    switch (command.verb) {
    case DO_STEP:
        if (command.amount > 0)
            machine_step(app->study.machine);
        else
            timeline_back(app->study.timeline, app->study.machine);
        app->ui.flow_start = app->now;
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
    stop_where_numbers_end(app);
    return true;
}
