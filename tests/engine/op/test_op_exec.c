/* Instructions bound to memory do what the operations do: choice of the build, binding, running, one at a
 * time or all. */
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "engine/op/exec.h"
#include "engine/op/team.h"
#include "engine/program/op.h"
#include "harness.h"
#include "tests/support/test.h"

/* Y = relu(X @ W), loss = mean(Y); dW and W −= rate · dW. */
enum { X, W, Z, Y, LOSS, DLOSS, DY, DZ, DW, RATE, SLOTS };
enum { ROWS = 300, DEPTH = 200, COLS = 100 }; /* large enough for two threads */

static const int shapes[SLOTS][2] = {{ROWS, DEPTH}, {DEPTH, COLS}, {ROWS, COLS}, {ROWS, COLS},  {1, 1},
                                     {1, 1},        {ROWS, COLS},  {ROWS, COLS}, {DEPTH, COLS}, {1, 1}};

enum { INSTRS = 9 };

typedef struct Net {
    Slot slots[SLOTS];
    Instr instrs[INSTRS];
    Program program;
} Net;

static Instr forward(const char *op, int dst, int a, int b, double number) {
    return (Instr){.op = op_find(op),
                   .phase = PHASE_FORWARD,
                   .dst = dst,
                   .in = {a, b},
                   .ins = op_find(op)->arity,
                   .result = -1,
                   .upstream = -1,
                   .wrt = -1,
                   .number = {number}};
}

static Instr backward(const char *op, int dst, int a, int b, int result, int upstream, int wrt,
                      double number) {
    return (Instr){.op = op_find(op),
                   .phase = PHASE_BACKWARD,
                   .dst = dst,
                   .in = {a, b},
                   .ins = op_find(op)->arity,
                   .result = result,
                   .upstream = upstream,
                   .wrt = wrt,
                   .number = {number}};
}

static void net_make(Net *net) {
    memset(net, 0, sizeof *net);
    for (int i = 0; i < SLOTS; i++) {
        net->slots[i] = (Slot){.rows = shapes[i][0], .cols = shapes[i][1], .at = net->program.size};
        net->program.size += tensor_size(shapes[i][0], shapes[i][1]);
    }
    Instr *to = net->instrs;
    *to++ = forward("matmul", Z, X, W, 0);
    *to++ = forward("relu", Y, Z, 0, 0);
    *to++ = forward("mean", LOSS, Y, 0, -1);
    *to++ = forward("seed", DLOSS, 0, 0, 0);
    *to++ = backward("mean", DY, Y, 0, LOSS, DLOSS, 0, -1);
    *to++ = backward("relu", DZ, Z, 0, Y, DY, 0, 0);
    *to++ = forward("zero", DW, 0, 0, 0);
    *to = backward("matmul", DW, X, W, Z, DZ, 1, 0);
    to++->add = true;
    *to = forward("sgd", W, W, DW, 0);
    to->phase = PHASE_UPDATE;
    to->in[2] = RATE;
    net->program.slots = net->slots;
    net->program.slot_count = SLOTS;
    net->program.instrs = net->instrs;
    net->program.instr_count = INSTRS;
}

static void net_start(const Net *net, float *mem) {
    for (size_t i = 0; i < net->program.size; i++) mem[i] = NAN;
    for (int slot = X; slot <= W; slot++) {
        Mat m = tensor_mat(mem + net->slots[slot].at, shapes[slot][0], shapes[slot][1]);
        for (int j = 0; j < m.cols; j++)
            for (int i = 0; i < m.rows; i++) *tensor_element(m, i, j) = sinf((float)(3 * i + 7 * j + slot));
    }
    mem[net->slots[RATE].at] = 0.5f;
}

/* Memory after some iterations, in steps of `step` instructions. */
static float *net_run(const Net *net, const Exec *exec, int iterations, int step) {
    float *mem = exec_memory(exec, net->program.size);
    assert_non_null(mem);
    net_start(net, mem);
    Calls *calls = exec->bind(&net->program, mem);
    assert_non_null(calls);
    for (int n = 0; n < iterations; n++)
        for (int i = 0; i < INSTRS; i += step) exec->run(calls, i, i + step < INSTRS ? i + step : INSTRS);
    free(calls);
    return mem;
}

static void same_elements(const Net *net, const float *a, const float *b) {
    for (int slot = 0; slot < SLOTS; slot++) {
        for (int j = 0; j < shapes[slot][1]; j++) {
            for (int i = 0; i < shapes[slot][0]; i++) {
                size_t at =
                    net->slots[slot].at + (size_t)i + (size_t)j * (size_t)tensor_stride(shapes[slot][0]);
                if (memcmp(a + at, b + at, sizeof *a) != 0)
                    fail_msg("slot %d, element %d, %d: %.9g and %.9g", slot, i, j, (double)a[at],
                             (double)b[at]);
            }
        }
    }
}

static void one_by_one_is_all_at_once(void **state) {
    (void)state;
    Net net;
    net_make(&net);
    float *all = net_run(&net, exec_best(), 3, INSTRS), *steps = net_run(&net, exec_best(), 3, 1);
    same_elements(&net, all, steps);
    assert_true(isfinite(all[net.slots[LOSS].at]) && all[net.slots[LOSS].at] != 0);
    free(all);
    free(steps);
}

static void one_thread_is_two(void **state) {
    (void)state;
    Net net;
    net_make(&net);
    team_threads(1);
    float *one = net_run(&net, exec_best(), 3, INSTRS);
    team_threads(2);
    float *two = net_run(&net, exec_best(), 3, INSTRS);
    team_threads(1);
    same_elements(&net, one, two);
    free(one);
    free(two);
}

static void *run_apart(void *context) {
    return net_run(context, exec_best(), 20, INSTRS);
}

/* Two runs share the one helper, which is started and stopped meanwhile. */
static void runs_at_the_same_time_do_not_meet(void **state) {
    (void)state;
    Net net;
    net_make(&net);
    float *alone = net_run(&net, exec_best(), 20, INSTRS);
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) assert_int_equal(pthread_create(&threads[i], NULL, run_apart, &net), 0);
    for (int i = 0; i < 50; i++) team_threads(i % 3);
    for (int i = 0; i < 2; i++) {
        void *mem = NULL;
        pthread_join(threads[i], &mem);
        same_elements(&net, mem, alone);
        free(mem);
    }
    team_threads(1);
    free(alone);
}

/* At its start, with NaN in all pads; the memory is to be released behind the calls. */
static Calls *net_bind(const Net *net, const Exec *exec, float **mem) {
    *mem = exec_memory(exec, net->program.size);
    assert_non_null(*mem);
    net_start(net, *mem);
    Calls *calls = exec->bind(&net->program, *mem);
    assert_non_null(calls);
    return calls;
}

static void a_number_that_is_not_finite_is_found(void **state) {
    (void)state;
    Net net;
    net_make(&net);
    const Exec *exec = exec_best();
    float *mem;
    Calls *calls = net_bind(&net, exec, &mem);
    exec->run(calls, 0, INSTRS);
    for (int i = 0; i < INSTRS; i++) assert_true(exec->finite(calls, i));
    Mat w = tensor_mat(mem + net.slots[W].at, DEPTH, COLS);
    *tensor_element(w, DEPTH - 1, COLS - 1) = INFINITY;
    assert_false(exec->finite(calls, INSTRS - 1));
    assert_true(exec->finite(calls, 0));
    exec->run(calls, 0, 1);
    assert_false(exec->finite(calls, 0));
    free(calls);
    free(mem);
}

/* Instruction 7 adds to dW what it computes. */
static void a_gradient_adds_up_where_told(void **state) {
    (void)state;
    Net net;
    net_make(&net);
    const Exec *exec = exec_best();
    float *mem;
    Calls *calls = net_bind(&net, exec, &mem);
    exec->run(calls, 0, 8);
    const float *element = mem + net.slots[DW].at, once = *element;
    exec->run(calls, 7, 8);
    assert_true(once != 0 && *element == 2 * once);
    free(calls);
    free(mem);
}

static void the_environment_pins_the_build(void **state) {
    (void)state;
    assert_string_equal(exec_build_base.name, "base");
    assert_string_equal(exec_double()->name, "double");
    assert_int_equal(exec_build_base.real_size, sizeof(float));
    assert_int_equal(exec_double()->real_size, sizeof(double));
    setenv("BACKSTEP_SIMD", "base", 1);
    assert_ptr_equal(exec_best(), &exec_build_base);
    setenv("BACKSTEP_SIMD", "avx512", 1); /* at most what the processor has */
    const Exec *most = exec_best();
    setenv("BACKSTEP_SIMD", "mmx", 1);
    assert_ptr_equal(exec_best(), most);
    unsetenv("BACKSTEP_SIMD");
    assert_ptr_equal(exec_best(), most);
}

static void one_operation_on_values(void **state) {
    (void)state;
    const Exec *exec = &exec_build_base;
    float *a = exec_memory(exec, tensor_size(2, 3)), *b = exec_memory(exec, tensor_size(1, 3));
    float *out = exec_memory(exec, tensor_size(2, 3));
    assert_true(a && b && out);
    for (int j = 0; j < 3; j++) {
        b[j] = (float)j;
        for (int i = 0; i < 2; i++) a[i + 16 * j] = (float)(10 * i);
    }
    op_find("add")->run(
        &(Args){.out = tensor_mat(out, 2, 3), .in = {tensor_mat(a, 2, 3), tensor_mat(b, 1, 3)}});
    for (int j = 0; j < 3; j++)
        for (int i = 0; i < 2; i++) assert_true(out[i + 16 * j] == (float)(10 * i + j));
    op_find("sum")->run(&(Args){.out = tensor_mat(out, 2, 1), .in = {tensor_mat(a, 2, 3)}, .number = {1}});
    assert_true(out[0] == 0 && out[1] == 30);
    free(a);
    free(b);
    free(out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_by_one_is_all_at_once),
        cmocka_unit_test(one_thread_is_two),
        cmocka_unit_test(runs_at_the_same_time_do_not_meet),
        cmocka_unit_test(a_number_that_is_not_finite_is_found),
        cmocka_unit_test(a_gradient_adds_up_where_told),
        cmocka_unit_test(the_environment_pins_the_build),
        cmocka_unit_test(one_operation_on_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
