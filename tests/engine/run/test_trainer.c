/* test_trainer: runs trained by a worker while they are looked at: the same bits, and no data race (tests/run.sh
   builds this subject with the thread sanitizer, and without threads, too). */
#include "tests/support/view_helper.h"

#include <sched.h>
#include <stdatomic.h>

#include "engine/run/trainer.h"

/* Curves and snapshots, which read the run's past. */
static const char curve[] =
    "[data]\nx = linspace(-1, 1, 40)\ny = x^2\n[parameters]\nw = randn(1, 4)\nb = zeros(1, 4)\nv = randn(4, "
    "1)\n"
    "[model]\np = relu(x @ w + b) @ v\nloss = mean((p - y)^2)\n[train]\nlr = 0.03\nepochs = 900\n"
    "[plot]\ncurve = p against x\npoints = y against x\nsnapshots = 20, 50, 200\nhistory = loss, grad(w)\n";

/* Mini-batches in an order that is drawn anew, and test samples after each epoch. */
static const char shuffled[] =
    "[lesson]\nseed = 5\n[data]\nx = randn(30, 2)\nt = onehot(x @ [[1], [0]] * 0 + 1, 2)\n"
    "[parameters]\nw = randn(2, 2)\n[model]\ns = x @ w\nloss = cross_entropy(s, t)\n"
    "[train]\nbatch = 4\nshuffle = yes\noptimizer = adam\nholdout = 0.2\nepochs = 200\n";

/* Products that are large enough for the helper thread. */
static const char large[] =
    "[data]\nx = randn(128, 100)\ny = randn(128, 100)\n[parameters]\nw = randn(100, 100)\n"
    "[model]\nloss = mse(x @ w, y)\n[train]\nepochs = 6\n";

static const char *const lessons[] = {curve, shuffled, curve, shuffled, curve, shuffled, large};
enum { LESSONS = sizeof lessons / sizeof *lessons, VISITS = 1000 };

static uint32_t draw(uint32_t *seed, uint32_t below) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed % below;
}

static void count_progress(void *context) {
    atomic_fetch_add((atomic_int *)context, 1);
}

/* The worker goes on for a moment: in its thread, or in a turn. */
static void let_train(Trainer *trainer, int64_t microseconds) {
    if (!trainer_turn(trainer, microseconds)) sched_yield();
}

/* A window without pixels: a run and its ghost, a place in the run, and a worker. */
typedef struct Visit {
    const Lesson *lesson; /* of both runs */
    Timeline *timeline, *ghost;
    Machine *machine;
    Viewer *viewer;
    Trainer *trainer;
    Texts *texts;
    atomic_int told;
    uint32_t seed;
} Visit;

static void start(Visit *s) {
    Err e = {0};
    Timeline *const runs[] = {s->timeline, s->ghost};
    s->trainer = trainer_start(runs, 2, count_progress, &s->told, s->trainer, &e);
    assert_non_null(s->trainer);
}

/* The run at some rate. */
static Timeline *at_some_rate(Visit *s) {
    Timeline *timeline = timeline_for(s->lesson);
    timeline_set_rate(timeline, 0.001 * (double)(1 + draw(&s->seed, 50)));
    return timeline;
}

static void stand_in(Visit *s) {
    Err e = {0};
    s->timeline = at_some_rate(s);
    s->machine = machine_for(s->lesson);
    machine_set_rate(s->machine, timeline_rate(s->timeline));
    s->viewer = viewer_new(s->lesson, exec_best(), s->texts, &e);
    assert_non_null(s->viewer);
}

static void leave(Visit *s) {
    viewer_free(s->viewer);
    machine_free(s->machine);
}

/* What a change of the rate does: the run becomes the ghost, and the worker is not waited for. */
static void change_rate(Visit *s) {
    leave(s);
    timeline_free(s->ghost);
    s->ghost = s->timeline;
    stand_in(s);
    if (draw(&s->seed, 2) == 0) timeline_advance(s->timeline, 100);
    start(s);
}

static void look(Visit *s, View *view) {
    static const int64_t snapshots[] = {5, 40};
    ViewerInput input = {.machine = s->machine,
                         .timeline = s->timeline,
                         .other_timeline = s->ghost,
                         .other_run = {s->lesson, timeline_rate(s->ghost)},
                         .selection = {.slot = -1},
                         .snapshots = snapshots,
                         .snapshot_count = 2};
    viewer_build(s->viewer, &input, view);
    assert_true(view->history.trained <= view->history.epochs);
}

static void read_results(Visit *s) {
    float losses[64];
    int64_t trained = timeline_trained(s->ghost);
    timeline_values(s->ghost, TIMELINE_LOSS, 0, 64, losses);
    for (int64_t epoch = 0; epoch < 64 && epoch < trained; epoch++) assert_true(isfinite(losses[epoch]));
    if (trained > 0) assert_true(isfinite(timeline_epoch(s->ghost, trained - 1).loss));
    assert_int_equal(timeline_nonfinite(s->timeline).iteration, -1);
}

static Moment some_moment(Visit *s) {
    int64_t iterations = lesson_iterations(s->lesson);
    return (Moment){draw(&s->seed, iterations < 60 ? (uint32_t)iterations : 60), (int)draw(&s->seed, 20)};
}

static void act(Visit *s, View *view) {
    switch (draw(&s->seed, 9)) {
    case 0:
        timeline_seek(s->timeline, s->machine, some_moment(s));
        break;
    case 1:
        timeline_go(s->timeline, s->machine, some_moment(s), 20);
        break;
    case 2:
        step_back(s->timeline, s->machine);
        break;
    case 3:
        machine_step(s->machine);
        break;
    case 4:
        look(s, view);
        break;
    case 5:
    case 6:
        read_results(s);
        break;
    case 7:
        change_rate(s);
        break;
    default:
        trainer_cancel(s->trainer);
    }
    let_train(s->trainer, draw(&s->seed, 1000));
}

static void compare_with_fresh(const Visit *s) {
    Machine *fresh = machine_for(s->lesson);
    machine_set_rate(fresh, timeline_rate(s->timeline));
    while (fresh->at.iteration < s->machine->at.iteration) {
        machine_finish(fresh);
        assert_true(machine_next(fresh));
    }
    machine_run(fresh, s->machine->at.step);
    assert_true(same_bits(fresh, s->machine) > 0);
    machine_free(fresh);
}

/* Returns how often it was told of progress. */
static int visit(Visit *s, const Lesson *lesson, View *view) {
    atomic_init(&s->told, 0);
    s->trainer = NULL;
    s->lesson = lesson;
    stand_in(s);
    s->ghost = at_some_rate(s);
    start(s);
    for (uint32_t actions = draw(&s->seed, 4); actions > 0; actions--) act(s, view);
    if (draw(&s->seed, 10) == 0) compare_with_fresh(s);
    trainer_stop(s->trainer);
    leave(s);
    timeline_free(s->timeline);
    timeline_free(s->ghost);
    return atomic_load(&s->told);
}

static void starting_cancelling_seeking_reading_and_quitting_at_random_disturbs_nothing(void **state) {
    (void)state;
    Visit *s = calloc(1, sizeof *s);
    View *view = calloc(1, sizeof *view);
    assert_true(s != NULL && view != NULL);
    s->texts = texts_for("en");
    s->seed = 2463534242u;
    int told = 0;
    for (int i = 0; i < LESSONS; i++) {
        Lesson *lesson = load(lessons[i]);
        for (int k = i; k < VISITS; k += LESSONS) told += visit(s, lesson, view);
        lesson_release(lesson);
    }
    assert_true(told > 0);
    text_close(s->texts);
    free(view);
    free(s);
}

static void a_run_in_the_background_is_the_run_in_the_foreground(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        Err e = {0};
        Lesson *lesson = load(lessons[i]);
        Timeline *behind = timeline_for(lesson), *before = timeline_for(lesson);
        Timeline *const runs[] = {behind};
        atomic_int told = 0;
        Trainer *trainer = trainer_start(runs, 1, count_progress, &told, NULL, &e);
        assert_non_null(trainer);
        timeline_advance(before, -1);
        while (timeline_trained(behind) < lesson->train.epochs) let_train(trainer, 1000);
        for (int64_t epoch = 0; epoch < lesson->train.epochs; epoch++) {
            EpochResult a = timeline_epoch(behind, epoch), b = timeline_epoch(before, epoch);
            assert_memory_equal(&a.loss, &b.loss, sizeof a.loss);
            assert_memory_equal(&a.test_loss, &b.test_loss, sizeof a.test_loss);
        }
        trainer_stop(trainer);
        assert_true(atomic_load(&told) > 0);
        timeline_free(behind);
        timeline_free(before);
        lesson_release(lesson);
    }
}

/* As a learner drags the rate: each training takes the place of the one before, which may still be at it. */
static void a_trainer_ends_the_one_before_it(void **state) {
    (void)state;
    Err e = {0};
    Lesson *lesson = load(curve);
    Trainer *trainer = NULL;
    Timeline *last = NULL;
    atomic_int told = 0;
    for (int i = 0; i < 50; i++) {
        timeline_free(last);
        last = timeline_for(lesson);
        Timeline *const runs[] = {last};
        trainer = trainer_start(runs, 1, count_progress, &told, trainer, &e);
        assert_non_null(trainer);
    }
    while (timeline_trained(last) < lesson->train.epochs) let_train(trainer, 1000);
    trainer_stop(trainer);
    timeline_free(last);
    lesson_release(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_in_the_background_is_the_run_in_the_foreground),
        cmocka_unit_test(a_trainer_ends_the_one_before_it),
        cmocka_unit_test(starting_cancelling_seeking_reading_and_quitting_at_random_disturbs_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
