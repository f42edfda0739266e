/* test_timeline_results: what a timeline keeps of a run: epochs, the first result that is not finite,
 * keyframes in bounds. */
#include "tests/support/short_runs.h"

#include "engine/lesson/lesson.h"
#include "engine/run/keyframes.h"
/* Losses, accuracy and the parameters at each epoch against a machine that is run by hand. */
static void each_epochs_result_is_the_weighted_mean_of_its_batches(void **state) {
    (void)state;
    Lesson *lesson = load(CLASSIFIER "[train]\nepochs = 20\nholdout = 0.2\nbatch = 3\n");
    Timeline *timeline = timeline_for(lesson);
    Machine *machine = machine_for(lesson), *scratch = machine_for(lesson);
    Err e = {0};
    TestSet *test_set = test_set_new(lesson, exec_best(), &e);
    assert_true(test_set != NULL && lesson->samples == 8);
    assert_true(isnan(timeline_epoch(timeline, 0).loss));
    assert_false(timeline_advance(timeline, -1));
    assert_int_equal(timeline_trained(timeline), 20);
    float losses[22], saved[256];
    timeline_values(timeline, TIMELINE_LOSS, -1, 21, losses);
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
        test_set_run(test_set, machine->mem, &loss, &accuracy);
        assert_true(result.test_loss == loss && result.test_accuracy == accuracy);
        machine_next(machine);
    }
    test_set_free(test_set);
    machine_free(scratch);
    machine_free(machine);
    timeline_free(timeline);
    lesson_release(lesson);
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
        lesson_release(lesson);
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
    lesson_release(lesson);
}

static void a_finite_run_is_not_accused(void **state) {
    (void)state;
    Lesson *lesson = load_file("reference", "x2-relu", NULL, 0);
    Timeline *timeline = timeline_for(lesson);
    timeline_advance(timeline, -1);
    assert_int_equal(timeline_nonfinite(timeline).iteration, -1);
    timeline_free(timeline);
    lesson_release(lesson);
}

static void keyframes_stay_within_their_memory(void **state) {
    (void)state;
    static const char *const epochs[] = {"1", "100", "10000", "1000000", "1000000000"};
    for (int i = 0; i < 5; i++) {
        const Override override = {"epochs", epochs[i]};
        Lesson *lesson = load_file("reference", "x2-relu", &override, 1);
        Keyframes keyframes;
        assert_true(keyframes_init(&keyframes, lesson, KEYFRAMES_BYTES));
        size_t frames = (size_t)keyframes.plan.capacity + (size_t)keyframes.plan.trail_capacity;
        assert_true(frames * keyframes.plan.bytes <= KEYFRAMES_BYTES);
        assert_true(lesson_iterations(lesson) / keyframes.plan.stride < keyframes.plan.capacity);
        keyframes_free(&keyframes);
        assert_true(keyframes_init(&keyframes, lesson,
                                   10)); /* less than one frame: the start and one for the trail */
        assert_int_equal(keyframes.plan.capacity, 1);
        keyframes_free(&keyframes);
        lesson_release(lesson);
    }
}

static void results_of_a_very_long_run_are_thinned_and_those_of_train_are_not(void **state) {
    (void)state;
    const Override override = {"epochs", "5000000"};
    Lesson *lesson = load_file("reference", "autograd-square", &override, 1);
    Err e = {0};
    Timeline *thin = timeline_for(lesson), *whole = timeline_new_whole(lesson, exec_best(), &e);
    assert_non_null(whole);
    while (timeline_trained(thin) <= 20) timeline_advance(thin, 2000);
    while (timeline_trained(whole) <= 20) timeline_advance(whole, 2000);
    assert_true(timeline_epoch(thin, 13).loss == timeline_epoch(whole, 10).loss); /* every fifth is kept */
    assert_true(timeline_epoch(whole, 13).loss < timeline_epoch(whole, 12).loss);
    timeline_free(thin);
    timeline_free(whole);
    lesson_release(lesson);
}

static void much_data_leaves_memory_for_as_many_keyframes(void **state) {
    (void)state;
    Lesson *lesson = load("[data]\nx = ones(20000, 800)\ny = ones(20000, 1)\n[parameters]\n"
                          "w = zeros(800, 100)\nv = zeros(100, 1)\n[model]\nloss = mse(relu(x @ w) @ v, y)\n"
                          "[train]\nbatch = 10\nepochs = 1\n");
    Keyframes little, much;
    assert_true(keyframes_init(&little, lesson, KEYFRAMES_BYTES));
    assert_true(keyframes_init(&much, lesson, lesson_keyframes_limit(lesson)));
    assert_true(lesson_keyframes_limit(lesson) >= 20000u * 800 * sizeof(float));
    assert_true(much.plan.stride < little.plan.stride);
    keyframes_free(&little);
    keyframes_free(&much);
    lesson_release(lesson);
}

static void another_rate_is_what_the_file_would_say(void **state) {
    (void)state;
    const Override override = {"lr", "0.0125"};
    for (int i = 0; i < LESSONS; i++) {
        Lesson *lesson = load(lessons[i]), *wanted = load_with("t.lesson", lessons[i], &override, 1);
        Machine *a = machine_for(wanted), *b = machine_for(lesson);
        machine_set_rate(b, 7);
        machine_set_rate(b, 0.0125);
        assert_true(b->rate == a->rate && a->rate == wanted->train.lr);
        while (machine_next(a) && machine_next(b)) {
            machine_finish(a);
            machine_finish(b);
            for (int slot = 0; slot < a->program->slot_count; slot++)
                assert_true(!machine_known(a, slot) || same_element_bits(a, b, slot));
        }
        machine_free(a);
        machine_free(b);
        lesson_release(wanted);
        lesson_release(lesson);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_epochs_result_is_the_weighted_mean_of_its_batches),
        cmocka_unit_test(the_first_result_that_is_not_finite_is_found),
        cmocka_unit_test(looking_for_it_does_not_change_the_run),
        cmocka_unit_test(a_finite_run_is_not_accused),
        cmocka_unit_test(keyframes_stay_within_their_memory),
        cmocka_unit_test(results_of_a_very_long_run_are_thinned_and_those_of_train_are_not),
        cmocka_unit_test(much_data_leaves_memory_for_as_many_keyframes),
        cmocka_unit_test(another_rate_is_what_the_file_would_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
