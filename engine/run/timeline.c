/* timeline: trains a lesson from start to end, in slices, and keeps what each epoch gave. */
#include "timeline.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/os.h"
#include "engine/program/tensor.h"
#include "timeline_run.h"

enum {
    RESULTS_MOST = 1 << 20,
    CHUNK_MOST = 256,
    CHUNK_SHORT_NANOSECONDS =
        50000, /* a chunk is doubled where it took less, halved where it took eight times that */
    CHUNK_LONG_NANOSECONDS = 400000
};

static const EpochResult no_result = {NAN, NAN, NAN, NAN};

static void known_free(TimelineKnown *known) {
    if (known == NULL) return;
    os_lock_free(known->trail);
    os_lock_free(known->lock);
    free(known);
}

static TimelineKnown *known_new(void) {
    TimelineKnown *known = calloc(1, sizeof *known);
    if (known == NULL) return NULL;
    known->last = no_result;
    known->nonfinite.iteration = -1;
    known->lock = os_lock_new();
    known->trail = os_lock_new();
    if (known->lock != NULL && known->trail != NULL) return known;
    known_free(known);
    return NULL;
}

static Timeline *timeline_make(const Lesson *lesson, const Exec *exec, int64_t results_most, Err *e) {
    Timeline *timeline = calloc(1, sizeof *timeline);
    if (timeline == NULL) goto failed;
    atomic_init(&timeline->holders, 1);
    timeline->lesson = lesson_retain(lesson);
    timeline->exec = exec;
    timeline->tests = lesson->test_run != NULL;
    timeline->chunk = 1;
    timeline->nonfinite.iteration = -1;
    timeline->results_stride = (lesson->train.epochs - 1) / results_most + 1;
    size_t results = (size_t)((lesson->train.epochs - 1) / timeline->results_stride) + 1;
    if (results > SIZE_MAX / sizeof *timeline->results) goto failed;
    timeline->results = malloc(results * sizeof *timeline->results);
    timeline->norm_count = lesson->plot.history_gradient_count;
    if (timeline->norm_count > 0) {
        timeline->norms = calloc(results, (size_t)timeline->norm_count * sizeof *timeline->norms);
        if (timeline->norms == NULL) goto failed;
    }
    timeline->known = known_new();
    if (timeline->results == NULL || timeline->known == NULL) goto failed;
    if (!keyframes_init(&timeline->keyframes, lesson, budget_keyframes_limit(lesson))) goto failed;
    if ((timeline->machine = machine_new(lesson, exec, e)) == NULL) goto told;
    return timeline;
failed:
    err_set(e, "there is not enough memory to keep the training");
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

Timeline *timeline_hold(Timeline *timeline) {
    atomic_fetch_add(&timeline->holders, 1);
    return timeline;
}

void timeline_free(Timeline *timeline) {
    if (timeline == NULL || atomic_fetch_sub(&timeline->holders, 1) > 1) return;
    test_set_free(timeline->test_set);
    machine_free(timeline->machine);
    keyframes_free(&timeline->keyframes);
    known_free(timeline->known);
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
        if (timeline->nonfinite.iteration >= 0 || machine_finite(machine)) continue;
        const Program *program = machine->program;
        timeline->nonfinite = (Nonfinite){machine->at.iteration, machine->at.step,
                                          program->instrs[program->step_instr[machine->at.step]].dst};
    }
}

static void frame_set(Timeline *timeline) {
    int64_t frame = timeline->frames;
    keyframes_set(&timeline->keyframes, frame, timeline->machine);
    timeline->frames++;
    if (frame > 0 &&
        !all_finite(keyframes_state(&timeline->keyframes, frame), timeline->keyframes.plan.numbers))
        search_nonfinite(timeline, frame - 1);
}

/* √Σ of the squares of a gradient as the machine holds it; NaN: the name has none. */
static float gradient_norm(const Machine *machine, const char *name) {
    const Program *program = machine->program;
    int slot = program_find(program, name), grad = slot < 0 ? -1 : program->slots[slot].grad;
    if (grad < 0) return NAN;
    const Slot *it = &program->slots[grad];
    const float *at = machine_slot(machine, grad);
    double sum = 0;
    for (int j = 0; j < it->cols; j++)
        for (int i = 0; i < it->rows; i++) {
            double v = (double)at[(size_t)i + (size_t)j * (size_t)tensor_stride(it->rows)];
            sum += v * v;
        }
    return (float)sqrt(sum);
}

static void norms_set(Timeline *timeline, int64_t result) {
    for (int k = 0; k < timeline->norm_count; k++)
        timeline->norms[result * timeline->norm_count + k] =
            gradient_norm(timeline->machine, timeline->lesson->plot.history_gradients[k]);
}

/* The test samples are copied when they are first needed: a learner may have gone on by then. */
static void test(Timeline *timeline, EpochResult *result) {
    Err ignored;
    if (!timeline->tests) return;
    if (timeline->test_set == NULL)
        timeline->test_set = test_set_new(timeline->lesson, timeline->exec, &ignored);
    timeline->tests = timeline->test_set != NULL;
    if (timeline->tests)
        test_set_run(timeline->test_set, timeline->machine->mem, &result->test_loss, &result->test_accuracy);
}

static void epoch_end(Timeline *timeline) {
    const Lesson *lesson = timeline->lesson;
    EpochResult result = no_result;
    result.loss = (float)(timeline->loss_sum / lesson->samples);
    if (lesson->classes_slot >= 0) result.accuracy = (float)timeline->right / (float)lesson->samples;
    test(timeline, &result);
    if (timeline->epoch % timeline->results_stride == 0) {
        timeline->results[timeline->epoch / timeline->results_stride] = result;
        norms_set(timeline, timeline->epoch / timeline->results_stride);
    }
    timeline->last = result;
    timeline->epoch++;
    timeline->loss_sum = 0;
    timeline->right = 0;
}

static void run_end(Timeline *timeline) {
    timeline->done = true;
    if (!all_finite(timeline->machine->mem, timeline->keyframes.plan.numbers))
        search_nonfinite(timeline, timeline->frames - 1);
}

static void iteration_run(Timeline *timeline) {
    Machine *machine = timeline->machine;
    if ((machine->at.iteration & (timeline->keyframes.plan.stride - 1)) == 0) frame_set(timeline);
    machine_finish(machine);
    double loss = (double)machine_loss(machine);
    if (!isfinite(loss)) search_nonfinite(timeline, timeline->frames - 1);
    timeline->loss_sum += loss * machine->program->samples;
    timeline->right += machine_right(machine);
    if (machine->batches == 1 || (machine->at.iteration + 1) % machine->batches == 0) epoch_end(timeline);
    if (!machine_next(machine)) run_end(timeline);
}

static void make_known(const Timeline *timeline) {
    TimelineKnown *known = timeline->known;
    os_lock(known->lock);
    known->frames = timeline->frames;
    known->trained = timeline->epoch;
    known->iterations = timeline->machine->at.iteration + timeline->done;
    known->last = timeline->last;
    known->nonfinite = timeline->nonfinite;
    os_unlock(known->lock);
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
    os_lock(timeline->known->lock);
    int64_t trained = timeline->known->trained;
    os_unlock(timeline->known->lock);
    return trained;
}

int64_t timeline_iterations(const Timeline *timeline) {
    os_lock(timeline->known->lock);
    int64_t iterations = timeline->known->iterations;
    os_unlock(timeline->known->lock);
    return iterations;
}

EpochResult timeline_epoch(const Timeline *timeline, int64_t epoch) {
    os_lock(timeline->known->lock);
    const int64_t trained = timeline->known->trained;
    const EpochResult last = timeline->known->last;
    os_unlock(timeline->known->lock);
    if (epoch < 0 || epoch >= trained) return no_result;
    return epoch == trained - 1 ? last : timeline->results[epoch / timeline->results_stride];
}

void timeline_losses(const Timeline *timeline, int64_t from, int64_t to, float *out) {
    const int64_t trained = timeline_trained(timeline);
    for (int64_t epoch = from; epoch < to; epoch++) {
        bool there = epoch >= 0 && epoch < trained;
        out[epoch - from] = there ? timeline->results[epoch / timeline->results_stride].loss : NAN;
    }
}

void timeline_gradients(const Timeline *timeline, int index, int64_t from, int64_t to, float *out) {
    const int64_t trained = timeline_trained(timeline);
    for (int64_t epoch = from; epoch < to; epoch++) {
        bool there = epoch >= 0 && epoch < trained && index >= 0 && index < timeline->norm_count;
        int64_t at = epoch / timeline->results_stride * timeline->norm_count + index;
        out[epoch - from] = there ? timeline->norms[at] : NAN;
    }
}

Nonfinite timeline_nonfinite(const Timeline *timeline) {
    os_lock(timeline->known->lock);
    Nonfinite nonfinite = timeline->known->nonfinite;
    os_unlock(timeline->known->lock);
    return nonfinite;
}
