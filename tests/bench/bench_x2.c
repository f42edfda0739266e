/* bench_x2: how many times longer an epoch of x2-relu takes op by op, with every result in memory and every
   loss kept, than one fused loop of the same run. One argument: the lesson's file. A second one, "each":
   every instruction alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/load/load.h"
#include "engine/run/machine.h"
#include "fused_x2.h"

enum { EPOCHS = 1000, ROUNDS = 300 }; /* short rounds and the best of many: others use the machine too */

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double least(double a, double b) {
    return a < b ? a : b;
}

static const float *numbers_of(const Machine *machine, const char *name) {
    return machine_slot(machine, program_find(machine->program, name));
}

/* µs an epoch through the machine, as the trainer does it; *loss: the last epoch's. */
static double run_machine(Machine *machine, float *loss) {
    static float history[EPOCHS];
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        machine_restart(machine);
        double begin = now();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            machine_finish(machine);
            history[epoch] = machine_loss(machine);
            machine_next(machine);
        }
        best = least(best, (now() - begin) * 1e6 / EPOCHS);
    }
    *loss = history[EPOCHS - 1];
    return best;
}

static double run_fused(Machine *machine, float rate, float *loss) {
    FusedX2 net;
    double best = 1e9;
    machine_restart(machine);
    for (int round = 0; round < ROUNDS; round++) {
        memset(&net, 0, sizeof net);
        memcpy(net.x, numbers_of(machine, "x"), 100 * sizeof(float));
        memcpy(net.y, numbers_of(machine, "y"), 100 * sizeof(float));
        memcpy(net.w1, numbers_of(machine, "W1"), sizeof net.w1);
        memcpy(net.b1, numbers_of(machine, "b1"), sizeof net.b1);
        memcpy(net.w2, numbers_of(machine, "W2"), sizeof net.w2);
        net.b2 = *numbers_of(machine, "b2");
        double begin = now();
        fused_x2_best().train(&net, EPOCHS, rate);
        best = least(best, (now() - begin) * 1e6 / EPOCHS);
    }
    *loss = net.loss;
    return best;
}

/* Each instruction alone, again and again. */
static void run_each(Machine *machine, const Exec *exec) {
    const Program *program = machine->program;
    for (int i = 0; i < program->instr_count; i++) {
        double best = 1e9;
        for (int round = 0; round < ROUNDS; round++) {
            double begin = now();
            for (int n = 0; n < 1000; n++) exec->run(machine->bound.calls, i, i + 1);
            best = least(best, now() - begin);
        }
        const Instr *instr = &program->instrs[i];
        printf("  %2d %-8s %-8s %7.1f ns\n", i, program_phase_name(instr->phase), program_op_name(instr),
               best * 1e6);
    }
}

/* One build of the kernels; false: out of memory. */
static bool bench(const Lesson *lesson, const Exec *exec, bool each, Err *e) {
    float loss = 0;
    Machine *machine = machine_new(lesson, exec, e);
    if (!machine) return false;
    double yardstick = run_fused(machine, (float)lesson->train.lr, &loss);
    printf("fused %-7s %6.3f µs an epoch, loss %.6f\n", fused_x2_best().name, yardstick, (double)loss);
    double took = run_machine(machine, &loss);
    printf("%-7s %6.3f µs an epoch, loss %.6f, %.2f × fused\n", exec->name, took, (double)loss,
           took / yardstick);
    if (each) run_each(machine, exec);
    machine_free(machine);
    return true;
}

int main(int argc, char **argv) {
    static const char *const levels[] = {"avx512", "avx2", "base"};
    Err e = {0};
    LessonOptions options = {0};
    Lesson *lesson = argc > 1 ? load_lesson(argv[1], &options, &e) : NULL;
    bool fine = lesson != NULL;
    for (int i = 0; fine && i < 3; i++) {
        setenv("BACKSTEP_SIMD", levels[i], 1);
        if (strcmp(exec_best()->name, levels[i]) == 0)
            fine = bench(lesson, exec_best(), argc > 2 && strcmp(argv[2], "each") == 0, &e);
    }
    if (!fine) fprintf(stderr, "bench_x2 LESSON [each]: %s\n", e.text);
    lesson_release(lesson);
    return fine ? 0 : 1;
}
