/* test_timeline: any moment of a run, reached in any way, is what a fresh run comes to; and what each epoch
 * gave. */
#include "tests/run_helper.h"

#include <pthread.h>

#include "engine/keyframes.h"

#define DATA       "[lesson]\nseed = 5\n[data]\nx = randn(10, 2)\ny = randn(10, 1)\n"
#define PARAMETERS "[parameters]\nw = randn(2, 4)\nb = zeros(1, 4)\nv = randn(4, 1)\n"
#define MODEL      "[model]\nh = tanh(x @ w + b)\nloss = mse(h @ v, y)\n"
#define CLASSIFIER                                                                                           \
    "[lesson]\nseed = 5\n[data]\nx = randn(10, 2)\nt = onehot([[0], [1], [2], [0], [1], [2], [0], [1], "     \
    "[2], [1]], 3)\n"                                                                                        \
    "[parameters]\nw = randn(2, 3)\n[model]\nloss = cross_entropy(x @ w, t)\n"

/* Lessons short enough to be run from the start again and again. */
static const char *const lessons[] = {
    DATA PARAMETERS MODEL "[train]\nepochs = 50\n",
    DATA PARAMETERS MODEL "[train]\nepochs = 20\nbatch = 4\nmomentum = 0.9\n",
    DATA PARAMETERS MODEL "[train]\nepochs = 15\nbatch = 3\nshuffle = yes\noptimizer = adam\n",
    DATA PARAMETERS MODEL "[train]\nepochs = 40\nzero_grad = no\nlr = 0.001\n",
    DATA PARAMETERS MODEL "[train]\nepochs = 20\nbatch = 4\nrequires_grad = x\nzero_grad = no\nlr = 0.001\n",
    DATA PARAMETERS MODEL "[train]\nepochs = 20\nbatch = 5\nrequires_grad = x\noptimizer = rmsprop\n",
    DATA PARAMETERS MODEL "[train]\nepochs = 12\nbatch = 4\nclip_norm = 0.1\nfrozen = b\nshuffle = yes\n",
    CLASSIFIER "[train]\nepochs = 20\nholdout = 0.2\nbatch = 3\n",
};
enum { LESSONS = sizeof lessons / sizeof *lessons };

static uint32_t draw(uint32_t *seed, uint32_t below) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed % below;
}

/* A fresh run, step by step, to where `machine` stands. */
static int compare_with_fresh(const Lesson *lesson, const Machine *machine) {
    Machine *fresh = machine_for(lesson);
    while (fresh->at.iteration < machine->at.iteration) {
        while (fresh->at.step < fresh->program->steps) machine_step(fresh);
        assert_true(machine_next(fresh));
    }
    while (fresh->at.step < machine->at.step) machine_step(fresh);
    int compared = same_bits(fresh, machine);
    machine_free(fresh);
    return compared;
}

static void act(Timeline *timeline, Machine *machine, uint32_t *seed) {
    const int64_t iterations = machine_iterations(machine->lesson);
    const int steps = machine->program->steps;
    Moment at = machine->at;
    switch (draw(seed, 8)) {
    case 0:
    case 1:
        machine_step(machine);
        break;
    case 2:
    case 3:
        timeline_back(timeline, machine);
        break;
    case 4: /* over the edge of an update or an epoch and back */
        timeline_seek(timeline, machine, (Moment){at.iteration, steps});
        machine_step(machine);
        if (draw(seed, 2) == 0) timeline_back(timeline, machine);
        break;
    case 5:
        timeline_seek(timeline, machine, (Moment){at.iteration, (int)draw(seed, (uint32_t)steps + 1)});
        break;
    case 6:
        timeline_seek(timeline, machine, (Moment){at.iteration + machine->batches, at.step});
        break;
    default:
        timeline_seek(timeline, machine,
                      (Moment){draw(seed, (uint32_t)iterations), (int)draw(seed, (uint32_t)steps + 1)});
    }
}

/* 8 lessons, 150 walks each, of up to 12 actions; half of them while the run is trained only in part. */
static void random_walks_end_where_a_fresh_run_does(void **state) {
    (void)state;
    uint32_t seed = 2463534242u;
    int compared = 0, walks = 0;
    for (int i = 0; i < LESSONS; i++) {
        Lesson *lesson = load(lessons[i]);
        Machine *machine = machine_for(lesson);
        Timeline *timeline = NULL;
        for (int walk = 0; walk < 150; walk++, walks++) {
            if (walk % 30 == 0) {
                timeline_free(timeline);
                timeline = timeline_for(lesson);
            }
            if (walk % 30 < 15) timeline_advance(timeline, 1);
            if (walk % 30 == 15) timeline_advance(timeline, -1);
            for (uint32_t k = draw(&seed, 12) + 1; k > 0; k--) act(timeline, machine, &seed);
            compared += compare_with_fresh(lesson, machine);
        }
        timeline_free(timeline);
        machine_free(machine);
        lesson_free(lesson);
    }
    assert_true(walks >= 1000);
    assert_true(compared > 10 * walks);
}

static void back_then_forward_is_the_same_past(void **state) {
    (void)state;
    Lesson *lesson = load(lessons[2]);
    Machine *machine = machine_for(lesson);
    Timeline *timeline = timeline_for(lesson);
    assert_false(timeline_back(timeline, machine));
    for (int step = 0; step < 200; step++) {
        Moment before = machine->at;
        machine_step(machine);
        Moment after = machine->at;
        assert_true(timeline_back(timeline, machine));
        assert_int_equal(machine->at.iteration, before.iteration);
        assert_int_equal(machine->at.step, before.step);
        machine_step(machine);
        assert_int_equal(machine->at.iteration, after.iteration);
        assert_int_equal(machine->at.step, after.step);
        if (step % 20 == 0) compare_with_fresh(lesson, machine);
    }
    while (timeline_back(timeline, machine)) continue;
    assert_int_equal(machine->at.iteration, 0);
    assert_int_equal(machine->at.step, 0);
    compare_with_fresh(lesson, machine);
    timeline_free(timeline);
    machine_free(machine);
    lesson_free(lesson);
}

/* The start of an iteration and the end of the one before have the same steps behind them. */
static void back_from_the_start_of_an_iteration_takes_a_step_back(void **state) {
    (void)state;
    Lesson *lesson = load(lessons[1]);
    Machine *machine = machine_for(lesson);
    Timeline *timeline = timeline_for(lesson);
    timeline_seek(timeline, machine, (Moment){5, 0});
    assert_true(timeline_back(timeline, machine));
    assert_int_equal(machine->at.iteration, 4);
    assert_int_equal(machine->at.step, machine->program->steps - 1);
    compare_with_fresh(lesson, machine);
    timeline_free(timeline);
    machine_free(machine);
    lesson_free(lesson);
}

static void moments_outside_the_run_are_its_ends(void **state) {
    (void)state;
    Lesson *lesson = load(lessons[1]);
    Machine *machine = machine_for(lesson);
    Timeline *timeline = timeline_for(lesson);
    timeline_seek(timeline, machine, (Moment){1000000, 3});
    assert_int_equal(machine->at.iteration, 59);
    assert_int_equal(machine->at.step, machine->program->steps);
    assert_false(machine_step(machine));
    timeline_seek(timeline, machine, (Moment){-5, 3});
    assert_int_equal(machine->at.iteration, 0);
    assert_int_equal(machine->at.step, 0);
    timeline_free(timeline);
    machine_free(machine);
    lesson_free(lesson);
}

/* Losses, accuracy and the parameters at each epoch against a machine that is run by hand. */
static void each_epochs_result_is_the_weighted_mean_of_its_batches(void **state) {
    (void)state;
    Lesson *lesson = load(CLASSIFIER "[train]\nepochs = 20\nholdout = 0.2\nbatch = 3\n");
    Timeline *timeline = timeline_for(lesson);
    Machine *machine = machine_for(lesson), *scratch = machine_for(lesson);
    Err e = {0};
    Tester *tester = tester_new(lesson, exec_best(), &e);
    assert_true(tester != NULL && lesson->samples == 8);
    assert_true(isnan(timeline_epoch(timeline, 0).loss));
    assert_false(timeline_advance(timeline, -1));
    assert_int_equal(timeline_trained(timeline), 20);
    float losses[22], saved[256];
    timeline_losses(timeline, -1, 21, losses);
    assert_true(isnan(losses[0]) && isnan(losses[21]));
    for (int epoch = 0; epoch < 20; epoch++) {
        timeline_state(timeline, scratch, epoch, saved);
        assert_memory_equal(saved, machine->mem, lesson->batch->lasting * sizeof *saved);
        double sum = 0;
        int right = 0;
        for (int batch = 0; batch < 3; batch++) {
            machine_finish(machine);
            sum += (double)machine_loss(machine) * machine->program->samples;
            right += machine_right(machine);
            if (batch < 2) machine_next(machine);
        }
        const EpochResult result = timeline_epoch(timeline, epoch);
        assert_true(result.loss == (float)(sum / 8) && losses[epoch + 1] == result.loss);
        assert_true(result.accuracy == (float)right / 8);
        float loss, accuracy;
        tester_run(tester, machine->mem, &loss, &accuracy);
        assert_true(result.test_loss == loss && result.test_accuracy == accuracy);
        machine_next(machine);
    }
    tester_free(tester);
    machine_free(scratch);
    machine_free(machine);
    timeline_free(timeline);
    lesson_free(lesson);
}

/* Where stepping from the start first meets a result that is not finite. */
static Moment first_nonfinite(const Lesson *lesson) {
    Machine *machine = machine_for(lesson);
    while (machine_finite(machine)) assert_true(machine_step(machine));
    Moment at = machine->at;
    machine_free(machine);
    return at;
}

static void the_first_result_that_is_not_finite_is_found(void **state) {
    (void)state;
    static const char *const exploding[] = {
        "[data]\nx = linspace(1, 30, 50)\ny = 3 * x\n[parameters]\nw = 0\nb = 0\n[model]\np = w * x + b\n"
        "loss = mean((p - y)^2)\n[train]\nlr = 0.05\nepochs = 100\n",
        "[data]\nx = linspace(1, 3, 9)\n[parameters]\nw = 1\n[model]\nloss = mean(log(w * x))\n"
        "[train]\nlr = 0.3\nepochs = 40\nbatch = 4\n",
        "[parameters]\nw = 2\n[model]\nloss = -w^3\n[train]\nlr = 0.1\nmomentum = 0.5\nepochs = 300\n",
        /* a gradient that adds up beyond the numbers while the loss stays what it was */
        "[data]\nx = 1\n[parameters]\nw = 1\n[model]\nloss = x * 1e38 + w\n[train]\nrequires_grad = x\n"
        "zero_grad = no\nepochs = 20\n",
        "[data]\nx = 1\n[parameters]\nw = 1\n[model]\nloss = x * 1e38 + w\n[train]\nrequires_grad = x\n"
        "zero_grad = no\nepochs = 5\n",
    };
    for (size_t i = 0; i < sizeof exploding / sizeof *exploding; i++) {
        Lesson *lesson = load(exploding[i]);
        Timeline *timeline = timeline_for(lesson);
        assert_int_equal(timeline_nonfinite(timeline).iteration, -1);
        timeline_advance(timeline, -1);
        const Nonfinite found = timeline_nonfinite(timeline);
        const Moment wanted = first_nonfinite(lesson);
        assert_int_equal(found.iteration, wanted.iteration);
        assert_int_equal(found.step, wanted.step);
        assert_int_equal(found.slot, lesson->batch->instrs[lesson->batch->step_instr[wanted.step]].dst);
        assert_int_equal(timeline_trained(timeline), lesson->train.epochs);
        timeline_free(timeline);
        lesson_free(lesson);
    }
}

/* The search goes over the same ground twice; the run itself must not notice. */
static void looking_for_it_does_not_change_the_run(void **state) {
    (void)state;
    Lesson *lesson =
        load("[parameters]\nw = 2\nu = 1\n[model]\nloss = -w^3 + 0 * u\n[train]\nlr = 0.1\nepochs = 300\n");
    Timeline *timeline = timeline_for(lesson);
    Machine *machine = machine_for(lesson);
    timeline_advance(timeline, -1);
    assert_true(timeline_nonfinite(timeline).iteration >= 0);
    for (int epoch = 0; epoch < 300; epoch++) {
        machine_finish(machine);
        float wanted = machine_loss(machine), got = timeline_epoch(timeline, epoch).loss;
        assert_true(wanted == got || (isnan(wanted) && isnan(got)));
        machine_next(machine);
    }
    machine_free(machine);
    timeline_free(timeline);
    lesson_free(lesson);
}

static void a_finite_run_is_not_accused(void **state) {
    (void)state;
    Lesson *lesson = load_file("reference", "x2-relu", NULL, 0);
    Timeline *timeline = timeline_for(lesson);
    timeline_advance(timeline, -1);
    assert_int_equal(timeline_nonfinite(timeline).iteration, -1);
    timeline_free(timeline);
    lesson_free(lesson);
}

static void keyframes_stay_within_their_memory(void **state) {
    (void)state;
    static const char *const epochs[] = {"1", "100", "10000", "1000000", "1000000000"};
    for (int i = 0; i < 5; i++) {
        const Override override = {"epochs", epochs[i]};
        Lesson *lesson = load_file("reference", "x2-relu", &override, 1);
        Keyframes keyframes;
        assert_true(keyframes_init(&keyframes, lesson, KEYFRAMES_BYTES));
        size_t frames = (size_t)keyframes.capacity + (size_t)keyframes.trail_capacity;
        assert_true(frames * keyframes.bytes <= KEYFRAMES_BYTES);
        assert_true(machine_iterations(lesson) / keyframes.stride < keyframes.capacity);
        keyframes_free(&keyframes);
        assert_true(keyframes_init(&keyframes, lesson,
                                   10)); /* less than one frame: the start and one for the trail */
        assert_int_equal(keyframes.capacity, 1);
        keyframes_free(&keyframes);
        lesson_free(lesson);
    }
}

static void results_of_a_very_long_run_are_thinned_and_those_of_train_are_not(void **state) {
    (void)state;
    const Override override = {"epochs", "5000000"};
    Lesson *lesson = load_file("reference", "autograd-square", &override, 1);
    Err e = {0};
    Timeline *thin = timeline_for(lesson), *whole = timeline_new_whole(lesson, exec_best(), &e);
    assert_non_null(whole);
    timeline_advance(thin, 2000);
    timeline_advance(whole, 2000);
    assert_true(timeline_trained(thin) > 20 && timeline_trained(whole) > 20);
    assert_true(timeline_epoch(thin, 13).loss == timeline_epoch(whole, 10).loss); /* every fifth is kept */
    assert_true(timeline_epoch(whole, 13).loss < timeline_epoch(whole, 12).loss);
    timeline_free(thin);
    timeline_free(whole);
    lesson_free(lesson);
}

static void a_long_way_in_pieces_ends_at_the_same_bits(void **state) {
    (void)state;
    uint32_t seed = 99;
    for (int i = 0; i < 3; i++) {
        Lesson *lesson = load(lessons[i]);
        Machine *machine = machine_for(lesson);
        Timeline *timeline = timeline_for(lesson); /* not trained: the whole way is gone by the machine */
        int pieces = 0;
        for (int k = 0; k < 40; k++) {
            Moment goal = {draw(&seed, (uint32_t)machine_iterations(lesson)), (int)draw(&seed, 10)};
            if (k == 20) timeline_advance(timeline, -1);
            while (!timeline_go(timeline, machine, goal, 0)) {
                assert_true(machine->at.step == 0 && machine->at.iteration < goal.iteration);
                if (pieces++ % 20 == 0) compare_with_fresh(lesson, machine);
            }
            assert_true(machine->at.iteration == goal.iteration && machine->at.step == goal.step);
            compare_with_fresh(lesson, machine);
        }
        assert_true(pieces > 100);
        timeline_free(timeline);
        machine_free(machine);
        lesson_free(lesson);
    }
}

/* The trail of a long way, for stepping back on it, is laid however many pieces the way was gone in. */
static void going_back_from_the_end_of_a_long_way_is_short(void **state) {
    (void)state;
    const Override override = {"epochs", "4000"};
    for (int piecewise = 0; piecewise < 2; piecewise++) {
        Lesson *lesson = load_with("t.lesson", lessons[0], &override, 1);
        Machine *machine = machine_for(lesson);
        Timeline *timeline = timeline_for(lesson);
        const Moment goal = {3900, 0};
        timeline_advance(timeline, 0); /* a few keyframes at the start, and none after */
        timeline_seek(timeline, machine, (Moment){3950, 0});
        while (!timeline_go(timeline, machine, goal, piecewise ? 0 : -1)) continue;
        int pieces = 1;
        while (!timeline_go(timeline, machine, (Moment){3899, 0}, 0)) pieces++;
        assert_in_range(pieces, 200, 4000 / TRAIL_FRAMES);
        compare_with_fresh(lesson, machine);
        timeline_free(timeline);
        machine_free(machine);
        lesson_free(lesson);
    }
}

static void much_data_leaves_memory_for_as_many_keyframes(void **state) {
    (void)state;
    Lesson *lesson = load("[data]\nx = ones(20000, 800)\ny = ones(20000, 1)\n[parameters]\n"
                          "w = zeros(800, 100)\nv = zeros(100, 1)\n[model]\nloss = mse(relu(x @ w) @ v, y)\n"
                          "[train]\nbatch = 10\nepochs = 1\n");
    Keyframes little, much;
    assert_true(keyframes_init(&little, lesson, KEYFRAMES_BYTES));
    assert_true(keyframes_init(&much, lesson, keyframes_limit(lesson)));
    assert_true(keyframes_limit(lesson) >= 20000u * 800 * sizeof(float));
    assert_true(much.stride < little.stride);
    keyframes_free(&little);
    keyframes_free(&much);
    lesson_free(lesson);
}

static void another_rate_is_what_the_file_would_say(void **state) {
    (void)state;
    const Override override = {"lr", "0.0125"};
    for (int i = 0; i < LESSONS; i++) {
        Err e = {0};
        Lesson *lesson = load(lessons[i]), *wanted = load_with("t.lesson", lessons[i], &override, 1);
        Lesson *first = lesson_with_rate(lesson, 7, &e), *got = lesson_with_rate(first, 0.0125, &e);
        assert_non_null(got);
        lesson_free(first);
        lesson_free(lesson); /* what is shared stays */
        assert_true(got->train.lr == wanted->train.lr);
        Machine *a = machine_for(wanted), *b = machine_for(got);
        while (machine_next(a) && machine_next(b)) {
            machine_finish(a);
            machine_finish(b);
            for (int slot = 0; slot < a->program->slot_count; slot++)
                assert_true(!machine_known(a, slot) || same_element_bits(a, b, slot));
        }
        machine_free(a);
        machine_free(b);
        lesson_free(wanted);
        lesson_free(got);
    }
}

static void *train_all(void *timeline) {
    while (timeline_advance(timeline, 200)) continue;
    return NULL;
}

static void seeking_while_another_thread_trains_gives_the_same_bits(void **state) {
    (void)state;
    const Override override = {"epochs", "2000"};
    Lesson *lesson = load_with("t.lesson", lessons[2], &override, 1);
    Timeline *timeline = timeline_for(lesson);
    Machine *machine = machine_for(lesson);
    pthread_t thread;
    uint32_t seed = 7;
    assert_int_equal(pthread_create(&thread, NULL, train_all, timeline), 0);
    for (int k = 0; k < 300; k++) {
        int64_t epoch = timeline_trained(timeline);
        if (epoch > 0) assert_true(isfinite(timeline_epoch(timeline, epoch - 1).loss));
        timeline_seek(timeline, machine, (Moment){draw(&seed, 60), (int)draw(&seed, 20)});
        timeline_back(timeline, machine);
        if (k % 30 == 0) compare_with_fresh(lesson, machine);
    }
    pthread_join(thread, NULL);
    assert_int_equal(timeline_trained(timeline), 2000);
    machine_free(machine);
    timeline_free(timeline);
    lesson_free(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_walks_end_where_a_fresh_run_does),
        cmocka_unit_test(back_then_forward_is_the_same_past),
        cmocka_unit_test(back_from_the_start_of_an_iteration_takes_a_step_back),
        cmocka_unit_test(moments_outside_the_run_are_its_ends),
        cmocka_unit_test(each_epochs_result_is_the_weighted_mean_of_its_batches),
        cmocka_unit_test(the_first_result_that_is_not_finite_is_found),
        cmocka_unit_test(looking_for_it_does_not_change_the_run),
        cmocka_unit_test(a_finite_run_is_not_accused),
        cmocka_unit_test(keyframes_stay_within_their_memory),
        cmocka_unit_test(much_data_leaves_memory_for_as_many_keyframes),
        cmocka_unit_test(a_long_way_in_pieces_ends_at_the_same_bits),
        cmocka_unit_test(going_back_from_the_end_of_a_long_way_is_short),
        cmocka_unit_test(another_rate_is_what_the_file_would_say),
        cmocka_unit_test(results_of_a_very_long_run_are_thinned_and_those_of_train_are_not),
        cmocka_unit_test(seeking_while_another_thread_trains_gives_the_same_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
