/* timeline_seek: puts a machine at any moment of a run: the nearest keyframe before it, then forward. */
#include "timeline.h"
#include "timeline_run.h"

static Moment moment_clamp(const Timeline *timeline, const Machine *machine, Moment moment) {
    const int64_t last = machine_iterations(timeline->lesson) - 1;
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

/* Frames of the trail stand evenly along a way that starts at a keyframe of the run; the last is at its end.
 */
typedef struct Trail {
    bool renew;
    int64_t from, spacing;
    int next;
} Trail;

static int64_t frames_known(TimelineKnown *known) {
    pthread_mutex_lock(&known->mutex);
    int64_t frames = known->frames;
    pthread_mutex_unlock(&known->mutex);
    return frames;
}

/* Puts the machine at the nearest known start of an iteration, or leaves it where it is if that is nearer. */
static Trail go_near(Timeline *timeline, Machine *machine, Moment moment, bool use_trail) {
    Keyframes *keyframes = &timeline->keyframes;
    int64_t frame = moment.iteration / keyframes->stride;
    const int64_t frames = frames_known(timeline->known);
    if (frame >= frames) frame = frames - 1;
    int trail = use_trail ? trail_find(keyframes, moment.iteration) : -1;
    int64_t frame_at = frame < 0 ? -1 : frame * keyframes->stride;
    int64_t trail_at = trail < 0 ? -1 : keyframes->trail_at[trail];
    int64_t machine_at = is_before(machine->at, moment) ? machine->at.iteration : -1;
    Trail way = {.from = frame_at};
    if (machine_at >= 0 && machine_at >= frame_at && machine_at >= trail_at) {
        way.from = machine_at;
    } else if (trail_at >= frame_at && trail_at >= 0) {
        trail_load(keyframes, trail, machine);
        way.from = trail_at;
    } else if (frame >= 0) {
        keyframes_load(keyframes, frame, machine);
        way.renew = use_trail;
    } else {
        machine_restart(machine);
        way.from = 0;
        way.renew = use_trail;
    }
    return way;
}

/* A keyframe on the way: evenly spaced ones, and the last iteration's start, where the learner may step back.
 */
static void drop_frame(Keyframes *keyframes, Trail *way, const Machine *machine, int64_t end) {
    int last = keyframes->trail_capacity - 1;
    if (machine->at.iteration == end) {
        trail_set(keyframes, last, machine);
    } else if (way->renew && way->next < last && (machine->at.iteration - way->from) % way->spacing == 0) {
        trail_set(keyframes, way->next++, machine);
    }
}

static void go(Timeline *timeline, Machine *machine, Moment moment, bool use_trail) {
    Keyframes *keyframes = &timeline->keyframes;
    moment = moment_clamp(timeline, machine, moment);
    pthread_mutex_lock(&timeline->known->trail);
    Trail way = go_near(timeline, machine, moment, use_trail);
    way.spacing = (moment.iteration - way.from) / keyframes->trail_capacity + 1;
    if (way.renew) trail_clear(keyframes);
    while (machine->at.iteration < moment.iteration) {
        machine_finish(machine);
        machine_next(machine);
        if (use_trail) drop_frame(keyframes, &way, machine, moment.iteration);
    }
    pthread_mutex_unlock(&timeline->known->trail);
    machine_run(machine, moment.step);
}

void timeline_seek(Timeline *timeline, Machine *machine, Moment moment) {
    go(timeline, machine, moment, true);
}

bool timeline_back(Timeline *timeline, Machine *machine) {
    Moment to = {machine->at.iteration, machine->at.step - 1};
    if (machine->at.iteration == 0 && machine->at.step == 0) return false;
    const int steps = machine->program->steps;
    if (to.step < 0)
        to = (Moment){to.iteration - 1, steps - 1};
    else if (to.step == 0 && to.iteration > 0)
        to = (Moment){to.iteration - 1, steps};
    timeline_seek(timeline, machine, to);
    return true;
}

void timeline_state(Timeline *timeline, Machine *scratch, int64_t epoch, float *state) {
    go(timeline, scratch, (Moment){epoch * scratch->batches, 0}, false);
    machine_save(scratch, state, NULL);
}
