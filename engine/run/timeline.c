/* timeline: trains a lesson from start to end, in slices, keeps what each epoch gave, and puts a machine at any
   moment of the run. */
#include "timeline.h"

#include <math.h>
#include <stdlib.h>

#include "engine/program/tensor.h"

enum {
    RESULTS_MOST = 1 << 20,
    CHUNK_MOST = 256,
    CHUNK_SHORT_NANOSECONDS = 50000, /* a chunk that took less is doubled … */
    CHUNK_LONG_NANOSECONDS = 400000  /* … one that took more is halved */
};

static const EpochResult no_result = {NAN, NAN, NAN, NAN};

static Timeline *timeline_make(const Lesson *lesson, const Exec *exec, int64_t results_most, Err *e) {
    Timeline *timeline = calloc(1, sizeof *timeline);
    if (timeline == NULL) goto failed;
    atomic_init(&timeline->holders, 1);
    atomic_init(&timeline->lacks, false);
    timeline->lesson = lesson_retain(lesson);
    timeline->exec = exec;
    timeline->tests = lesson->test_run != NULL;
    timeline->chunk = 1;
    timeline->mine = timeline->known = (TimelineKnown){.last = no_result, .nonfinite.iteration = -1};
    timeline->results_stride = (lesson->train.epochs - 1) / results_most + 1;
    size_t results = (size_t)((lesson->train.epochs - 1) / timeline->results_stride) + 1;
    if (results > SIZE_MAX / sizeof *timeline->results) goto failed;
    timeline->results = malloc(results * sizeof *timeline->results);
    timeline->norm_count = lesson->plot.history_gradient_count;
    if (timeline->norm_count > 0) {
        timeline->norms = calloc(results, (size_t)timeline->norm_count * sizeof *timeline->norms);
        if (timeline->norms == NULL) goto failed;
    }
    timeline->known_lock = os_lock_new();
    timeline->trail_lock = os_lock_new();
    if (timeline->results == NULL || timeline->known_lock == NULL || timeline->trail_lock == NULL)
        goto failed;
    if (!keyframes_init(&timeline->keyframes, lesson, lesson_keyframes_limit(lesson))) goto failed;
    if ((timeline->machine = machine_new(lesson, exec, e)) == NULL) goto told;
    return timeline;
failed:
    err_memory(e);
told:
    timeline_free(timeline);
    return NULL;
}

Timeline *timeline_new(const Lesson *lesson, const Exec *exec, Err *e) {
    return timeline_make(lesson, exec, RESULTS_MOST, e);
}

Timeline *timeline_new_whole(const Lesson *lesson, const Exec *exec, Err *e) {
    Timeline *timeline = timeline_make(lesson, exec, INT64_MAX, e);
    if (timeline == NULL || !timeline->tests) return timeline;
    if ((timeline->test_set = test_set_new(lesson, exec, e)) != NULL) return timeline;
    timeline_free(timeline);
    return NULL;
}

void timeline_set_rate(Timeline *timeline, double rate) {
    machine_set_rate(timeline->machine, rate);
}

double timeline_rate(const Timeline *timeline) {
    return timeline->machine->rate;
}

Timeline *timeline_hold(Timeline *timeline) {
    atomic_fetch_add(&timeline->holders, 1);
    return timeline;
}

bool timeline_lacks(const Timeline *timeline) {
    return timeline != NULL && atomic_load(&timeline->lacks);
}

void timeline_free(Timeline *timeline) {
    if (timeline == NULL || atomic_fetch_sub(&timeline->holders, 1) > 1) return;
    test_set_free(timeline->test_set);
    machine_free(timeline->machine);
    keyframes_free(&timeline->keyframes);
    os_lock_free(timeline->trail_lock);
    os_lock_free(timeline->known_lock);
    free(timeline->results);
    free(timeline->norms);
    lesson_release(timeline->lesson);
    free(timeline);
}

/* Zero times anything finite is zero; a sum of such products is NaN where one factor is not finite. */
static bool all_finite(const float *at, size_t count) {
    float sums[16] = {0}, sum = 0;
    for (size_t i = 0; i < count; i += 16) /* slots are padded to 16 */
        for (size_t lane = 0; lane < 16; lane++) sums[lane] += at[i + lane] * 0.0f;
    for (size_t lane = 0; lane < 16; lane++) sum += sums[lane];
    return sum == 0;
}

/* Goes from a keyframe to where the machine stands once more, now looking at every step's result. */
static void search_nonfinite(Timeline *timeline, int64_t frame) {
    Machine *machine = timeline->machine;
    const Moment end = machine->at;
    if (timeline->searched) return;
    timeline->searched = true;
    keyframes_load(&timeline->keyframes, frame, machine);
    while (!moment_same(machine->at, end)) {
        if (machine->at.step == machine->program->steps) {
            machine_next(machine);
            continue;
        }
        machine_run(machine, machine->at.step + 1);
        if (timeline->mine.nonfinite.iteration >= 0 || machine_finite(machine)) continue;
        const Program *program = machine->program;
        timeline->mine.nonfinite = (Nonfinite){machine->at.iteration, machine->at.step,
                                               program->instrs[program->step_instr[machine->at.step]].dst};
    }
}

static void frame_set(Timeline *timeline) {
    int64_t frame = timeline->mine.frames;
    keyframes_set(&timeline->keyframes, frame, timeline->machine);
    timeline->mine.frames++;
    if (frame > 0 &&
        !all_finite(keyframes_state(&timeline->keyframes, frame), timeline->keyframes.plan.numbers))
        search_nonfinite(timeline, frame - 1);
}

/* √Σ of the squares of a gradient as the machine holds it; NaN: the name has none. */
static float gradient_norm(const Machine *machine, const char *name) {
    const Program *program = machine->program;
    int slot = program_find(program, name), grad = slot < 0 ? -1 : program->slots[slot].grad;
    if (grad < 0) return NAN;
    const Mat mat = machine_mat(machine, grad);
    double sum = 0;
    for (int j = 0; j < mat.cols; j++)
        for (int i = 0; i < mat.rows; i++) {
            double v = (double)*tensor_element(mat, i, j);
            sum += v * v;
        }
    return (float)sqrt(sum);
}

/* The test samples are copied when they are first needed: a learner may have gone on by then. */
static void test(Timeline *timeline, EpochResult *result) {
    Err ignored;
    if (!timeline->tests) return;
    if (timeline->test_set == NULL)
        timeline->test_set = test_set_new(timeline->lesson, timeline->exec, &ignored);
    timeline->tests = timeline->test_set != NULL;
    if (!timeline->tests) atomic_store(&timeline->lacks, true);
    if (timeline->tests)
        test_set_run(timeline->test_set, timeline->machine->mem, &result->test_loss, &result->test_accuracy);
}

static void epoch_end(Timeline *timeline) {
    const Lesson *lesson = timeline->lesson;
    EpochResult result = no_result;
    result.loss = (float)(timeline->loss_sum / lesson->samples);
    if (lesson->classes_slot >= 0) result.accuracy = (float)timeline->right / (float)lesson->samples;
    test(timeline, &result);
    if (timeline->mine.trained % timeline->results_stride == 0) {
        const int64_t at = timeline->mine.trained / timeline->results_stride;
        timeline->results[at] = result;
        for (int k = 0; k < timeline->norm_count; k++)
            timeline->norms[at * timeline->norm_count + k] =
                gradient_norm(timeline->machine, lesson->plot.history_gradients[k]);
    }
    timeline->mine.last = result;
    timeline->mine.trained++;
    timeline->loss_sum = 0;
    timeline->right = 0;
}

static void run_end(Timeline *timeline) {
    timeline->done = true;
    if (!all_finite(timeline->machine->mem, timeline->keyframes.plan.numbers))
        search_nonfinite(timeline, timeline->mine.frames - 1);
}

static void iteration_run(Timeline *timeline) {
    Machine *machine = timeline->machine;
    if ((machine->at.iteration & (timeline->keyframes.plan.stride - 1)) == 0) frame_set(timeline);
    machine_finish(machine);
    double loss = (double)machine_loss(machine);
    if (!isfinite(loss)) search_nonfinite(timeline, timeline->mine.frames - 1);
    timeline->loss_sum += loss * machine->program->samples;
    timeline->right += machine_right(machine);
    if (machine->batches == 1 || (machine->at.iteration + 1) % machine->batches == 0) epoch_end(timeline);
    if (!machine_next(machine)) run_end(timeline);
}

static void make_known(Timeline *timeline) {
    timeline->mine.iterations = timeline->machine->at.iteration + timeline->done;
    os_lock(timeline->known_lock);
    timeline->known = timeline->mine;
    os_unlock(timeline->known_lock);
}

static TimelineKnown known_now(const Timeline *timeline) {
    os_lock(timeline->known_lock);
    TimelineKnown known = timeline->known;
    os_unlock(timeline->known_lock);
    return known;
}

bool timeline_advance(Timeline *timeline, int64_t microseconds) {
    int64_t start = os_now(), last = start;
    while (!timeline->done) {
        for (int i = 0; i < timeline->chunk && !timeline->done; i++) iteration_run(timeline);
        make_known(timeline);
        int64_t now = os_now(), took = now - last;
        last = now;
        if (took < CHUNK_SHORT_NANOSECONDS && timeline->chunk < CHUNK_MOST) timeline->chunk *= 2;
        if (took > CHUNK_LONG_NANOSECONDS && timeline->chunk > 1) timeline->chunk /= 2;
        if (microseconds >= 0 && (now - start) / 1000 >= microseconds) break;
    }
    return !timeline->done;
}

int64_t timeline_trained(const Timeline *timeline) {
    return known_now(timeline).trained;
}

int64_t timeline_iterations(const Timeline *timeline) {
    return known_now(timeline).iterations;
}

EpochResult timeline_epoch(const Timeline *timeline, int64_t epoch) {
    const TimelineKnown known = known_now(timeline);
    if (epoch < 0 || epoch >= known.trained) return no_result;
    return epoch == known.trained - 1 ? known.last : timeline->results[epoch / timeline->results_stride];
}

void timeline_values(const Timeline *timeline, int what, int64_t from, int64_t to, float *out) {
    const TimelineKnown known = known_now(timeline);
    for (int64_t epoch = from; epoch < to; epoch++, out++) {
        *out = NAN;
        if (epoch < 0 || epoch >= known.trained || what >= timeline->norm_count) continue;
        const int64_t at = epoch / timeline->results_stride;
        const EpochResult *result = epoch == known.trained - 1 ? &known.last : &timeline->results[at];
        if (what >= 0)
            *out = timeline->norms[at * timeline->norm_count + what];
        else
            *out = what == TIMELINE_LOSS ? result->loss : result->test_loss;
    }
}

Nonfinite timeline_nonfinite(const Timeline *timeline) {
    return known_now(timeline).nonfinite;
}

/* Seeking: the nearest keyframe before a moment, then forward. */

static Moment moment_clamp(const Timeline *timeline, const Machine *machine, Moment moment) {
    const int64_t last = lesson_iterations(timeline->lesson) - 1;
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

/* Puts the machine at the nearest known start of an iteration, or leaves it where it is if that is nearer.
   From a keyframe of the run on, a way leaves a trail of frames, evenly spaced, where the learner may want to
   go back: `way` says which. */
static void go_near(Timeline *timeline, Machine *machine, Moment moment, TimelineWay *way) {
    Keyframes *keyframes = &timeline->keyframes;
    int64_t frame = moment.iteration / keyframes->plan.stride;
    const int64_t frames = known_now(timeline).frames;
    if (frame >= frames) frame = frames - 1;
    const int64_t trail = way != NULL ? keyframes_trail_find(keyframes, moment.iteration) : -1;
    const int64_t frame_at = keyframes_at(keyframes, frame), trail_at = keyframes_at(keyframes, trail);
    int64_t machine_at = is_before(machine->at, moment) ? machine->at.iteration : -1;
    if (machine_at >= 0 && machine_at >= frame_at && machine_at >= trail_at) return;
    if (trail_at >= frame_at && trail_at >= 0) {
        keyframes_load(keyframes, trail, machine);
        return;
    }
    if (frame >= 0)
        keyframes_load(keyframes, frame, machine);
    else
        machine_restart(machine);
    if (way == NULL) return;
    int64_t from = machine->at.iteration, length = moment.iteration - from;
    *way = (TimelineWay){
        .from = from, .goal = moment.iteration, .spacing = length / keyframes->plan.trail_capacity + 1};
    keyframes_trail_clear(keyframes);
}

/* The last frame of the trail is the last iteration's start; the others stand along the way that began it. */
static void drop_frame(Keyframes *keyframes, TimelineWay *way, const Machine *machine, int64_t goal) {
    const int last = keyframes->plan.trail_capacity - 1;
    const int64_t at = machine->at.iteration, trail = keyframes->plan.capacity;
    if (at == goal)
        keyframes_set(keyframes, trail + last, machine);
    else if (way->goal == goal && way->next < last && at == way->from + (way->next + 1) * way->spacing)
        keyframes_set(keyframes, trail + way->next++, machine);
}

/* Whole iterations, until the machine stands in the moment's or the time is over. */
static void go_iterations(Timeline *timeline, Machine *machine, Moment moment, TimelineWay *way,
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

static bool go(Timeline *timeline, Machine *machine, Moment moment, TimelineWay *way, int64_t microseconds) {
    machine_set_rate(machine, timeline_rate(timeline));
    moment = moment_clamp(timeline, machine, moment);
    os_lock(timeline->trail_lock);
    go_iterations(timeline, machine, moment, way, microseconds);
    os_unlock(timeline->trail_lock);
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

bool timeline_before(Moment at, int steps, Moment *before) {
    if (at.iteration == 0 && at.step == 0) return false;
    *before = (Moment){at.iteration, at.step - 1};
    if (at.step == 0)
        *before = (Moment){at.iteration - 1, steps - 1};
    else if (at.step == 1 && at.iteration > 0)
        *before = (Moment){at.iteration - 1, steps};
    return true;
}

void timeline_state(Timeline *timeline, Machine *scratch, int64_t epoch, float *state) {
    go(timeline, scratch, (Moment){epoch * scratch->batches, 0}, NULL, -1);
    machine_save(scratch, state, NULL);
}
