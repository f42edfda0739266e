/* timeline_seek: puts a machine at any moment of a run: the nearest keyframe before it, then forward. */
#include "timeline.h"
#include "timeline_run.h"

static Moment moment_clamp(const Timeline *timeline, const Machine *machine, Moment moment) {
    const int64_t last = budget_iterations(timeline->lesson) - 1;
    if (moment.iteration < 0) return (Moment){0, 0};
    const int steps = machine->program->steps; /* the same in all of a lesson's iterations */
    if (moment.iteration > last) return (Moment){last, steps};
    if (moment.step < 0) moment.step = 0;
    if (moment.step > steps) moment.step = steps;
    return moment;
}

static bool is_before(Moment a, Moment b) {
    return a.iteration < b.iteration || (a.iteration == b.iteration && a.step <= b.step);
}

static int64_t frames_known(TimelineKnown *known) {
    os_lock(known->lock);
    int64_t frames = known->frames;
    os_unlock(known->lock);
    return frames;
}

/* Puts the machine at the nearest known start of an iteration, or leaves it where it is if that is nearer.
   From a keyframe of the run on, a way leaves a trail of frames, evenly spaced, where the learner may want to
   go back: `way` says which. */
static void go_near(Timeline *timeline, Machine *machine, Moment moment, Way *way) {
    Keyframes *keyframes = &timeline->keyframes;
    int64_t frame = moment.iteration / keyframes->plan.stride;
    const int64_t frames = frames_known(timeline->known);
    if (frame >= frames) frame = frames - 1;
    int trail = way != NULL ? keyframes_trail_find(keyframes, moment.iteration) : -1;
    int64_t frame_at = frame < 0 ? -1 : frame * keyframes->plan.stride;
    int64_t trail_at = trail < 0 ? -1 : keyframes->trail_at[trail];
    int64_t machine_at = is_before(machine->at, moment) ? machine->at.iteration : -1;
    if (machine_at >= 0 && machine_at >= frame_at && machine_at >= trail_at) return;
    if (trail_at >= frame_at && trail_at >= 0) {
        keyframes_trail_load(keyframes, trail, machine);
        return;
    }
    if (frame >= 0)
        keyframes_load(keyframes, frame, machine);
    else
        machine_restart(machine);
    if (way == NULL) return;
    int64_t from = machine->at.iteration, length = moment.iteration - from;
    *way =
        (Way){.from = from, .goal = moment.iteration, .spacing = length / keyframes->plan.trail_capacity + 1};
    keyframes_trail_clear(keyframes);
}

/* The last frame of the trail is the last iteration's start; the others stand along the way that began it. */
static void drop_frame(Keyframes *keyframes, Way *way, const Machine *machine, int64_t goal) {
    int last = keyframes->plan.trail_capacity - 1;
    int64_t at = machine->at.iteration;
    if (at == goal)
        keyframes_trail_set(keyframes, last, machine);
    else if (way->goal == goal && way->next < last && at == way->from + (way->next + 1) * way->spacing)
        keyframes_trail_set(keyframes, way->next++, machine);
}

/* Whole iterations, until the machine stands in the moment's or the time is over. */
static void go_iterations(Timeline *timeline, Machine *machine, Moment moment, Way *way,
                          int64_t microseconds) {
    const int64_t start = microseconds < 0 ? 0 : os_now();
    go_near(timeline, machine, moment, way);
    while (machine->at.iteration < moment.iteration) {
        machine_finish(machine);
        machine_next(machine);
        if (way != NULL) drop_frame(&timeline->keyframes, way, machine, moment.iteration);
        if (microseconds >= 0 && (os_now() - start) / 1000 >= microseconds) return;
    }
}

static bool go(Timeline *timeline, Machine *machine, Moment moment, Way *way, int64_t microseconds) {
    moment = moment_clamp(timeline, machine, moment);
    os_lock(timeline->known->trail);
    go_iterations(timeline, machine, moment, way, microseconds);
    os_unlock(timeline->known->trail);
    if (machine->at.iteration < moment.iteration) return false;
    machine_run(machine, moment.step);
    return true;
}

bool timeline_go(Timeline *timeline, Machine *machine, Moment moment, int64_t microseconds) {
    return go(timeline, machine, moment, &timeline->way, microseconds);
}

void timeline_seek(Timeline *timeline, Machine *machine, Moment moment) {
    timeline_go(timeline, machine, moment, -1);
}

bool moment_before(Moment at, int steps, Moment *before) {
    if (at.iteration == 0 && at.step == 0) return false;
    *before = (Moment){at.iteration, at.step - 1};
    if (at.step == 0)
        *before = (Moment){at.iteration - 1, steps - 1};
    else if (at.step == 1 && at.iteration > 0)
        *before = (Moment){at.iteration - 1, steps};
    return true;
}

bool timeline_back(Timeline *timeline, Machine *machine) {
    Moment before;
    if (!moment_before(machine->at, machine->program->steps, &before)) return false;
    timeline_seek(timeline, machine, before);
    return true;
}

void timeline_state(Timeline *timeline, Machine *scratch, int64_t epoch, float *state) {
    go(timeline, scratch, (Moment){epoch * scratch->batches, 0}, NULL, -1);
    machine_save(scratch, state, NULL);
}
