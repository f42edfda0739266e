/* One result on every processor: each build of the kernels gives the same bits, and float what double gives,
 * rounded. */
#include <math.h>
#include <string.h>

#include "examples.h"
#include "tests/support/test.h"

/* A sum of floats may be fused and ordered otherwise in the matrix product only. */
static bool is_product(const char *op) {
    return strncmp(op, "matmul", 6) == 0;
}

static void same_bits(const char *what, const char *build, const Trial *trial, Plain got, Plain wanted) {
    for (int i = 0; i < plain_size(got); i++) {
        float a = (float)got.at[i], b = (float)wanted.at[i];
        bool same = memcmp(&a, &b, sizeof a) == 0;
        if (is_product(trial->op)) same = fabsf(a - b) <= 1e-5f * (1 + fabsf(b));
        if (!same)
            fail_msg("%s %s, %s against base, %d×%d, element %d: %.9g and %.9g", trial->op, what, build,
                     got.rows, got.cols, i, (double)a, (double)b);
    }
}

static void near(const char *what, const Trial *trial, Plain got, Plain wanted) {
    double scale = 0;
    for (int i = 0; i < plain_size(wanted); i++) scale = fmax(scale, fabs(wanted.at[i]));
    for (int i = 0; i < plain_size(got); i++)
        if (!(fabs(got.at[i] - wanted.at[i]) <= 3e-6 * scale + 1e-9))
            fail_msg("%s %s, %d×%d, element %d: float %.9g, double %.15g", trial->op, what, got.rows,
                     got.cols, i, got.at[i], wanted.at[i]);
}

/* The numbers that float holds, so that both precisions start from the same. */
static void round_to_float(Plain plain) {
    for (int i = 0; i < plain_size(plain); i++) plain.at[i] = (double)(float)plain.at[i];
}

static void check_forward(const Trial *trial, Plain base) {
    Plain other = plain_copy(base);
    trial_run_float("base", trial, base);
    for (int i = 1; build_name(i); i++) {
        trial_run_float(build_name(i), trial, other);
        same_bits("forward", build_name(i), trial, other, base);
    }
    trial_run_double("base", trial, other);
    near("forward", trial, base, other);
    plain_free(&other);
}

static void check_backward(Trial trial, int wrt) {
    Plain base = plain_copy(trial.in[wrt]), other = plain_copy(base);
    trial.wrt = wrt;
    trial_back_float("base", &trial, base);
    for (int i = 1; build_name(i); i++) {
        trial_back_float(build_name(i), &trial, other);
        same_bits("backward", build_name(i), &trial, other, base);
    }
    trial_back_double("base", &trial, other);
    near("backward", &trial, base, other);
    plain_free(&base);
    plain_free(&other);
}

static void check(const Example *example, const Trial *given, void *context) {
    Trial trial = *given;
    const Op *op = op_find(example->op);
    unsigned seed = 11;
    int *checked = context;
    trial.upstream = plain_new(trial.result.rows, trial.result.cols);
    plain_fill(trial.upstream, &seed, -1, 1, NULL, 0);
    round_to_float(trial.upstream);
    for (int i = 0; i < trial.ins; i++) round_to_float(trial.in[i]);
    check_forward(&trial, trial.result);
    for (int wrt = 0; wrt < op->arity; wrt++)
        if (op->differentiable >> wrt & 1) check_backward(trial, wrt);
    plain_free(&trial.upstream);
    ++*checked;
}

static void every_build_gives_the_same_bits(void **state) {
    (void)state;
    int checked = 0;
    for (int n = 0; example_at(n); n++) example_visit(example_at(n), check, &checked);
    assert_true(checked > 1000);
}

static void check_in_place(const Example *example, const Trial *given, void *context) {
    if (op_find(example->op)->back || given->ins == 0) return; /* updates only */
    Trial trial = *given;
    int *checked = context;
    Plain apart = plain_copy(trial.result), in_place = plain_copy(trial.result);
    for (int i = 0; build_name(i); i++) {
        trial.in_place = false;
        trial_run_float(build_name(i), &trial, apart);
        trial.in_place = true;
        trial_run_float(build_name(i), &trial, in_place);
        same_bits("in place", build_name(i), &trial, in_place, apart);
        ++*checked;
    }
    plain_free(&apart);
    plain_free(&in_place);
}

static void updates_work_in_place(void **state) {
    (void)state;
    int checked = 0;
    for (int n = 0; example_at(n); n++) example_visit(example_at(n), check_in_place, &checked);
    assert_true(checked >= 70);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_build_gives_the_same_bits),
        cmocka_unit_test(updates_work_in_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
