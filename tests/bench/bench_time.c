/* bench_time: how long a step takes beyond its arithmetic, one back, and any moment of a long run. One
   argument: the file of x2-relu. */
#include "bench.h"
#include "engine/load/load.h"
#include "engine/run/timeline.h"

enum { ROUNDS = 40, EPOCHS = 500, SEEKS = 2000 };

static uint32_t draw(uint32_t *seed, uint32_t below) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed % below;
}

/* Nanoseconds a step: an epoch in steps against the same epoch at once. */
static void bench_steps(Machine *machine) {
    double stepping[ROUNDS], at_once[ROUNDS];
    const int steps = machine->program->steps;
    for (int round = 0; round < ROUNDS; round++) {
        machine_restart(machine);
        double begin = bench_now();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            machine_finish(machine);
            machine_next(machine);
        }
        at_once[round] = bench_now() - begin;
        machine_restart(machine);
        begin = bench_now();
        for (int k = 0; k < EPOCHS * steps; k++) machine_step(machine);
        stepping[round] = bench_now() - begin;
    }
    double beyond = bench_share(stepping, ROUNDS, 0) - bench_share(at_once, ROUNDS, 0);
    bench_row("stepping", "one forward, beyond its arithmetic", 1e6 * beyond / (EPOCHS * steps), "us");
}

/* Forty steps back from somewhere: over the start of an iteration, too. */
static void bench_back(Timeline *timeline, Machine *machine) {
    enum { PLACES = 200, BACKS = 40 };
    static double times[PLACES * BACKS];
    uint32_t seed = 7;
    int count = 0;
    for (int place = 0; place < PLACES; place++) {
        const Moment at = {100 + draw(&seed, 9000), (int)draw(&seed, 28)};
        timeline_seek(timeline, machine, at);
        for (int k = 0; k < BACKS; k++) {
            double begin = bench_now();
            Moment before;
            if (timeline_before(machine->at, machine->program->steps, &before))
                timeline_seek(timeline, machine, before);
            times[count++] = 1e6 * (bench_now() - begin);
        }
    }
    bench_row("stepping", "one back, median", bench_share(times, count, 0.5), "us");
    bench_row("stepping", "one back, slowest of a hundred", bench_share(times, count, 0.99), "us");
}

static void bench_seeks(Timeline *timeline, Machine *machine, const char *of) {
    static double times[SEEKS];
    char who[100];
    uint32_t seed = 11;
    for (int k = 0; k < SEEKS; k++) {
        const Moment at = {draw(&seed, (uint32_t)machine->iterations), (int)draw(&seed, 28)};
        double begin = bench_now();
        timeline_seek(timeline, machine, at);
        times[k] = 1e3 * (bench_now() - begin);
    }
    snprintf(who, sizeof who, "any moment of %s epochs, median", of);
    bench_row("stepping", who, bench_share(times, SEEKS, 0.5), "ms");
    snprintf(who, sizeof who, "any moment of %s epochs, slowest of a hundred", of);
    bench_row("stepping", who, bench_share(times, SEEKS, 0.99), "ms");
}

/* The best of some runs, the last of which stays. */
static Timeline *bench_training(const Lesson *lesson, int runs, Err *e) {
    double best = 1e9;
    char who[100];
    Timeline *timeline = NULL;
    for (int i = 0; i < runs; i++) {
        timeline_free(timeline);
        double begin = bench_now();
        timeline = timeline_new(lesson, exec_best(), e);
        if (timeline == NULL) return NULL;
        timeline_advance(timeline, -1);
        best = bench_now() - begin < best ? bench_now() - begin : best;
    }
    snprintf(who, sizeof who, "training %lld epochs, losses and keyframes kept",
             (long long)lesson->train.epochs);
    bench_row("stepping", who, 1e3 * best, "ms");
    return timeline;
}

static bool bench(const char *path, const char *epochs, bool steps, Err *e) {
    const Override override = {"epochs", epochs};
    const LessonOptions options = {.overrides = &override, .override_count = 1};
    Lesson *lesson = load_lesson(path, &options, e);
    Timeline *timeline = lesson != NULL ? bench_training(lesson, steps ? 20 : 1, e) : NULL;
    Machine *machine = timeline != NULL ? machine_new(lesson, exec_best(), e) : NULL;
    bool good = machine != NULL;
    if (good && steps) {
        bench_steps(machine);
        bench_back(timeline, machine);
    }
    if (good) bench_seeks(timeline, machine, epochs);
    machine_free(machine);
    timeline_free(timeline);
    lesson_release(lesson);
    return good;
}

int main(int argc, char **argv) {
    Err e = {0};
    if (argc == 2 && bench(argv[1], "10000", true, &e) && bench(argv[1], "1000000", false, &e)) return 0;
    fprintf(stderr, "bench_time LESSON: %s\n", e.text);
    return 1;
}
