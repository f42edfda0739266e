/* bench_x2: how many times longer an epoch of x² (1-10-1, ReLU, 100 samples) takes op by op than as one fused loop. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/exec.h"
#include "engine/op.h"
#include "fused_x2.h"

enum { SAMPLES = 100, HIDDEN = 10, EPOCHS = 2000, ROUNDS = 200 };

/* The program that compile.c makes of assets/lessons/x2-relu.lesson, written by hand. */
enum {
    W1, B1, W2, B2, DW1, DB1, DW2, DB2, X, Y, RATE,
    XW, Z, H, HW, YHAT, DIFF, POW, LOSS, DLOSS, DPOW, DDIFF, DYHAT, DHW, DH, DZ, DXW, SLOTS
};

static const int shapes[SLOTS][2] = {
    [W1] = {1, 10}, [B1] = {1, 10}, [W2] = {10, 1}, [B2] = {1, 1}, [DW1] = {1, 10}, [DB1] = {1, 10},
    [DW2] = {10, 1}, [DB2] = {1, 1}, [X] = {100, 1}, [Y] = {100, 1}, [RATE] = {1, 1}, [XW] = {100, 10},
    [Z] = {100, 10}, [H] = {100, 10}, [HW] = {100, 1}, [YHAT] = {100, 1}, [DIFF] = {100, 1}, [POW] = {100, 1},
    [LOSS] = {1, 1}, [DLOSS] = {1, 1}, [DPOW] = {100, 1}, [DDIFF] = {100, 1}, [DYHAT] = {100, 1},
    [DHW] = {100, 1}, [DH] = {100, 10}, [DZ] = {100, 10}, [DXW] = {100, 10},
};

typedef struct Line {
    const char *op;
    Phase phase;
    int dst, in[3], ins, result, upstream, wrt;
    bool add;
    double number;
} Line;

static const Line lines[] = {
    {"zero", PHASE_ZERO, DW1}, {"zero", PHASE_ZERO, DB1}, {"zero", PHASE_ZERO, DW2}, {"zero", PHASE_ZERO, DB2},
    {"matmul", PHASE_FORWARD, XW, {X, W1}, 2}, {"add", PHASE_FORWARD, Z, {XW, B1}, 2},
    {"relu", PHASE_FORWARD, H, {Z}, 1}, {"matmul", PHASE_FORWARD, HW, {H, W2}, 2},
    {"add", PHASE_FORWARD, YHAT, {HW, B2}, 2}, {"sub", PHASE_FORWARD, DIFF, {YHAT, Y}, 2},
    {"pow", PHASE_FORWARD, POW, {DIFF}, 1, .number = 2}, {"mean", PHASE_FORWARD, LOSS, {POW}, 1, .number = -1},
    {"seed", PHASE_BACKWARD, DLOSS, .result = -1},
    {"mean", PHASE_BACKWARD, DPOW, {POW}, 1, LOSS, DLOSS, .number = -1},
    {"pow", PHASE_BACKWARD, DDIFF, {DIFF}, 1, POW, DPOW, .number = 2},
    {"sub", PHASE_BACKWARD, DYHAT, {YHAT, Y}, 2, DIFF, DDIFF},
    {"add", PHASE_BACKWARD, DHW, {HW, B2}, 2, YHAT, DYHAT},
    {"add", PHASE_BACKWARD, DB2, {HW, B2}, 2, YHAT, DYHAT, 1, true},
    {"matmul", PHASE_BACKWARD, DH, {H, W2}, 2, HW, DHW, 0},
    {"matmul", PHASE_BACKWARD, DW2, {H, W2}, 2, HW, DHW, 1, true},
    {"relu", PHASE_BACKWARD, DZ, {Z}, 1, H, DH},
    {"add", PHASE_BACKWARD, DXW, {XW, B1}, 2, Z, DZ},
    {"add", PHASE_BACKWARD, DB1, {XW, B1}, 2, Z, DZ, 1, true},
    {"matmul", PHASE_BACKWARD, DW1, {X, W1}, 2, XW, DXW, 1, true},
    {"sgd", PHASE_UPDATE, W1, {W1, DW1, RATE}, 3}, {"sgd", PHASE_UPDATE, B1, {B1, DB1, RATE}, 3},
    {"sgd", PHASE_UPDATE, W2, {W2, DW2, RATE}, 3}, {"sgd", PHASE_UPDATE, B2, {B2, DB2, RATE}, 3},
};
enum { LINES = sizeof lines / sizeof *lines };

static Program program_make(Slot *slots, Instr *instrs) {
    Program program = {.slots = slots, .slot_count = SLOTS, .instrs = instrs, .instr_count = LINES};
    for (int i = 0; i < SLOTS; i++) {
        slots[i] = (Slot){.rows = shapes[i][0], .cols = shapes[i][1], .at = program.size};
        program.size += tensor_size(slots[i].rows, slots[i].cols);
    }
    for (int i = 0; i < LINES; i++) {
        const Line *line = lines + i;
        instrs[i] = (Instr){.op = op_find(line->op), .phase = line->phase, .dst = line->dst, .ins = line->ins,
                            .result = line->result, .upstream = line->upstream, .wrt = line->wrt,
                            .add = line->add, .number = {line->number}};
        memcpy(instrs[i].in, line->in, sizeof line->in);
    }
    return program;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Start values that make the loss fall; not those of the lesson. */
static void start(const Program *program, float *mem) {
    memset(mem, 0, program->size * sizeof *mem);
    for (int i = 0; i < SAMPLES; i++) {
        float x = -1 + 2 * (float)i / (SAMPLES - 1);
        mem[program->slots[X].at + (size_t)i] = x;
        mem[program->slots[Y].at + (size_t)i] = x * x + 0.1f;
    }
    for (int i = 0; i < HIDDEN; i++) {
        mem[program->slots[W1].at + (size_t)i] = sinf((float)(3 * i + 1));
        mem[program->slots[W2].at + (size_t)i] = cosf((float)(5 * i + 2));
        mem[program->slots[B1].at + (size_t)i] = 0.5f;
    }
    mem[program->slots[B2].at] = 0.5f;
    mem[program->slots[RATE].at] = 0.03f;
}

static double least(double a, double b) { return a < b ? a : b; }

/* µs an epoch, the best of some rounds, and the loss of the last epoch. */
static double run_exec(const Exec *exec, const Program *program, float *loss) {
    float *mem = exec_memory(exec, program->size);
    Calls *calls = mem ? exec_bind(exec, program, mem) : NULL;
    if (!calls) exit(1);
    static float history[EPOCHS];
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        start(program, mem);
        double begin = now();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            exec_run(exec, calls, 0, LINES);
            history[epoch] = mem[program->slots[LOSS].at];
        }
        best = least(best, (now() - begin) * 1e6 / EPOCHS);
    }
    *loss = history[EPOCHS - 1];
    exec_unbind(calls);
    exec_release(mem);
    return best;
}

static double run_fused(const Program *program, float *loss) {
    FusedX2 fused = {0};
    float *mem = exec_memory(exec_base(), program->size);
    if (!mem) exit(1);
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        start(program, mem);
        memcpy(fused.x, mem + program->slots[X].at, SAMPLES * sizeof(float));
        memcpy(fused.y, mem + program->slots[Y].at, SAMPLES * sizeof(float));
        memcpy(fused.w1, mem + program->slots[W1].at, HIDDEN * sizeof(float));
        memcpy(fused.b1, mem + program->slots[B1].at, HIDDEN * sizeof(float));
        memcpy(fused.w2, mem + program->slots[W2].at, HIDDEN * sizeof(float));
        fused.b2 = 0.5f;
        double begin = now();
        fused_x2_train(&fused, EPOCHS, 0.03f);
        best = least(best, (now() - begin) * 1e6 / EPOCHS);
    }
    *loss = fused.loss;
    exec_release(mem);
    return best;
}

/* Each instruction alone, in ns, for finding what is slow. */
static void run_each(const Exec *exec, const Program *program) {
    float *mem = exec_memory(exec, program->size);
    Calls *calls = mem ? exec_bind(exec, program, mem) : NULL;
    if (!calls) exit(1);
    start(program, mem);
    exec_run(exec, calls, 0, LINES);
    for (int i = 0; i < LINES; i++) {
        double best = 1e9;
        for (int round = 0; round < ROUNDS; round++) {
            double begin = now();
            for (int n = 0; n < 1000; n++) exec_run(exec, calls, i, i + 1);
            best = least(best, now() - begin);
        }
        printf("  %2d %-8s wrt %d  %6.1f ns\n", i, lines[i].op, lines[i].wrt, best * 1e6);
    }
    exec_unbind(calls);
    exec_release(mem);
}

int main(int argc, char **argv) {
    Slot slots[SLOTS];
    Instr instrs[LINES];
    Program program = program_make(slots, instrs);
    float loss = 0;
    double yardstick = 0;
    if (fused_x2_can()) {
        yardstick = run_fused(&program, &loss);
        printf("%-8s %7.3f µs an epoch, loss %.7f\n", "fused", yardstick, (double)loss);
    }
    static const char *const levels[] = {"avx512", "avx2", "base"};
    for (int i = 0; i < 3; i++) {
        setenv("BACKSTEP_SIMD", levels[i], 1);
        const Exec *exec = exec_best();
        if (strcmp(exec_name(exec), levels[i]) != 0) continue;
        double took = run_exec(exec, &program, &loss);
        printf("%-8s %7.3f µs an epoch, loss %.7f, %5.2f × fused\n", levels[i], took, (double)loss, took / yardstick);
        if (argc > 1 && strcmp(argv[1], "each") == 0) run_each(exec, &program);
    }
    return 0;
}
