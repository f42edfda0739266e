/* test_timeline: any moment of a run, reached in any way, is what a fresh run comes to. */
#include "tests/support/short_runs.h"

#include <pthread.h>

#include "engine/run/keyframes.h"

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
    const int64_t iterations = lesson_iterations(machine->lesson);
    const int steps = machine->program->steps;
    Moment at = machine->at;
    switch (draw(seed, 8)) {
    case 0:
    case 1:
        machine_step(machine);
        break;
    case 2:
    case 3:
        step_back(timeline, machine);
        break;
    case 4: /* over the edge of an update or an epoch and back */
        timeline_seek(timeline, machine, (Moment){at.iteration, steps});
        machine_step(machine);
        if (draw(seed, 2) == 0) step_back(timeline, machine);
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
        lesson_release(lesson);
    }
    assert_true(walks >= 1000);
    assert_true(compared > 10 * walks);
}

static void back_then_forward_is_the_same_past(void **state) {
    (void)state;
    Lesson *lesson = load(lessons[2]);
    Machine *machine = machine_for(lesson);
    Timeline *timeline = timeline_for(lesson);
    assert_false(step_back(timeline, machine));
    for (int step = 0; step < 200; step++) {
        Moment before = machine->at;
        machine_step(machine);
        Moment after = machine->at;
        assert_true(step_back(timeline, machine));
        assert_int_equal(machine->at.iteration, before.iteration);
        assert_int_equal(machine->at.step, before.step);
        machine_step(machine);
        assert_int_equal(machine->at.iteration, after.iteration);
        assert_int_equal(machine->at.step, after.step);
        if (step % 20 == 0) compare_with_fresh(lesson, machine);
    }
    while (step_back(timeline, machine)) continue;
    assert_int_equal(machine->at.iteration, 0);
    assert_int_equal(machine->at.step, 0);
    compare_with_fresh(lesson, machine);
    timeline_free(timeline);
    machine_free(machine);
    lesson_release(lesson);
}

/* The start of an iteration and the end of the one before have the same steps behind them. */
static void back_from_the_start_of_an_iteration_takes_a_step_back(void **state) {
    (void)state;
    Lesson *lesson = load(lessons[1]);
    Machine *machine = machine_for(lesson);
    Timeline *timeline = timeline_for(lesson);
    timeline_seek(timeline, machine, (Moment){5, 0});
    assert_true(step_back(timeline, machine));
    assert_int_equal(machine->at.iteration, 4);
    assert_int_equal(machine->at.step, machine->program->steps - 1);
    compare_with_fresh(lesson, machine);
    timeline_free(timeline);
    machine_free(machine);
    lesson_release(lesson);
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
    lesson_release(lesson);
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
            Moment goal = {draw(&seed, (uint32_t)lesson_iterations(lesson)), (int)draw(&seed, 10)};
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
        lesson_release(lesson);
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
        lesson_release(lesson);
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
        step_back(timeline, machine);
        if (k % 30 == 0) compare_with_fresh(lesson, machine);
    }
    pthread_join(thread, NULL);
    assert_int_equal(timeline_trained(timeline), 2000);
    machine_free(machine);
    timeline_free(timeline);
    lesson_release(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_walks_end_where_a_fresh_run_does),
        cmocka_unit_test(back_then_forward_is_the_same_past),
        cmocka_unit_test(back_from_the_start_of_an_iteration_takes_a_step_back),
        cmocka_unit_test(moments_outside_the_run_are_its_ends),
        cmocka_unit_test(a_long_way_in_pieces_ends_at_the_same_bits),
        cmocka_unit_test(going_back_from_the_end_of_a_long_way_is_short),
        cmocka_unit_test(seeking_while_another_thread_trains_gives_the_same_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
