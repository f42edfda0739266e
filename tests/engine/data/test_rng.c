/* test_rng: the draws are PyTorch's and NumPy's, digit by digit. */
#include "tests/support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/data/rng.h"

static void assert_near(const float *got, const double *wanted, size_t count, double tolerance) {
    for (size_t k = 0; k < count; k++) {
        bool near = fabs((double)got[k] - wanted[k]) <= tolerance;
        if (!near) print_error("number %zu: wanted %.9g, got %.9g\n", k, wanted[k], (double)got[k]);
        assert_true(near);
    }
}

static Rng seeded(RngKind kind, uint32_t seed) {
    Rng rng;
    rng_seed(&rng, kind, seed);
    return rng;
}

/* The generator's reference: the 10000th number of seed 5489 (C++11 standard, 26.5.5). */
static void the_twister_is_the_standard_one(void **state) {
    (void)state;
    Rng rng = seeded(RNG_TORCH, 5489);
    for (int k = 1; k < 10000; k++) rng_u32(&rng);
    assert_int_equal(rng_u32(&rng), 4123659995u);
}

static void torch_rand_and_randn_are_torchs(void **state) {
    (void)state;
    float out[6];
    Rng rng = seeded(RNG_TORCH, 42);
    rng_rand(&rng, out, 4);
    assert_near(out, (const double[]){0.8822692633, 0.9150039554, 0.3828637600, 0.9593056440}, 4, 1e-7);
    rng = seeded(RNG_TORCH, 42);
    rng_randn(&rng, out, 6);
    assert_near(out, (const double[]){0.3367, 0.1288, 0.2345, 0.2303, -1.1229, -0.1863}, 6, 5e-5);
}

static void numpy_rand_and_randn_are_numpys(void **state) {
    (void)state;
    float out[3];
    Rng rng = seeded(RNG_NUMPY, 42);
    rng_rand(&rng, out, 3);
    assert_near(out, (const double[]){0.37454012, 0.95071431, 0.73199394}, 3, 6e-8);
    rng_randn(&rng, out, 3);
    assert_near(out, (const double[]){-1.11188012, 0.31890218, 0.27904129}, 3, 1.2e-7);
}

static void a_normal_number_is_kept_across_calls(void **state) {
    (void)state;
    for (int kind = RNG_TORCH; kind <= RNG_NUMPY; kind++) {
        float whole[15], parts[15], block[16];
        Rng rng = seeded((RngKind)kind, 7);
        rng_randn(&rng, whole, 15);
        rng = seeded((RngKind)kind, 7);
        for (size_t at = 0; at < 15; at += 3) rng_randn(&rng, parts + at, 3);
        assert_memory_equal(whole, parts, sizeof whole);
        assert_true(rng.kept);
        double kept = rng.kept_value;
        rng_randn(&rng, block, 16);
        if (kind == RNG_TORCH) assert_true(rng.kept && rng.kept_value == kept); /* blocks leave it alone */
    }
}

static void uniform_numbers_are_rounded_once(void **state) {
    (void)state;
    float plain[1000], out[1000];
    Rng rng = seeded(RNG_TORCH, 3);
    rng_rand(&rng, plain, 1000);
    rng = seeded(RNG_TORCH, 3);
    rng_uniform(&rng, -0.3, 0.8, out, 1000);
    float width = 0.8f - -0.3f;
    for (size_t k = 0; k < 1000; k++) assert_true(out[k] == fmaf(plain[k], width, -0.3f));
    rng = seeded(RNG_NUMPY, 3);
    rng_uniform(&rng, -0.3, 0.8, out, 1000);
    for (size_t k = 0; k < 1000; k++) assert_true(out[k] >= -0.3f && out[k] <= 0.8f);
}

static void shuffles_are_theirs(void **state) {
    (void)state;
    static const int32_t torch[] = {2, 6, 1, 8, 4, 5, 0, 9, 3, 7}, numpy[] = {8, 1, 5, 0, 7, 2, 9, 4, 3, 6};
    int32_t order[10];
    Rng rng = seeded(RNG_TORCH, 42);
    rng_shuffle(&rng, order, 10);
    assert_memory_equal(order, torch, sizeof torch);
    rng = seeded(RNG_NUMPY, 42);
    rng_shuffle(&rng, order, 10);
    assert_memory_equal(order, numpy, sizeof numpy);
    static const int32_t numpy0[] = {2, 8, 4, 9, 1, 6, 7, 3, 0, 5};
    rng = seeded(RNG_NUMPY, 0);
    rng_shuffle(&rng, order, 10);
    assert_memory_equal(order, numpy0, sizeof numpy0);
}

static void a_shuffle_of_none_or_one_draws_nothing(void **state) {
    (void)state;
    for (int kind = RNG_TORCH; kind <= RNG_NUMPY; kind++) {
        Rng rng = seeded((RngKind)kind, 1), before = rng;
        int32_t order = -1;
        rng_shuffle(&rng, &order, 0);
        assert_int_equal(order, -1);
        rng_shuffle(&rng, &order, 1);
        assert_int_equal(order, 0);
        assert_int_equal(rng.next, before.next);
    }
}

/* ---- Start values of the reference lessons ---- */

enum { MOST = 4000 };

/* One drawing call of a lesson, in the file's order; name NULL: of [data], not compared. */
typedef struct Draw {
    char kind; /* n normal, r uniform in [0, 1), u uniform in ±bound, l linear_weight: like u, and transposed
                */
    int rows, cols;
    double bound;
    const char *name;
} Draw;

static const struct Lesson {
    const char *name;
    RngKind kind;
    uint32_t seed;
    Draw draws[8];
} LESSONS[] = {
    {"autograd-square", RNG_TORCH, 42, {{'n', 2, 2, 0, "x"}}},
    {"dense-layer", RNG_TORCH, 42, {{'n', 3, 2, 0, NULL}, {'n', 2, 4, 0, "W"}}},
    {"chain-rule",
     RNG_TORCH,
     42,
     {{'n', 4, 3, 0, NULL}, {'r', 4, 1, 0, NULL}, {'n', 3, 2, 0, "W1"}, {'n', 2, 1, 0, "W2"}}},
    {"log-softmax", RNG_TORCH, 42, {{'n', 6, 4, 0, NULL}, {'n', 4, 3, 0, "W"}}},
    {"x2-relu", RNG_TORCH, 42, {{'r', 100, 1, 0, NULL}, {'n', 1, 10, 0, "W1"}, {'n', 10, 1, 0, "W2"}}},
    {"students", RNG_TORCH, 1, {{'n', 2, 3, 0, "W1"}, {'n', 3, 2, 0, "W2"}}},
    {"housing-deep",
     RNG_TORCH,
     0,
     {{'l', 13, 16, 0.27735009811261457, "W1"},
      {'u', 1, 16, 0.27735009811261457, "b1"},
      {'l', 16, 1, 0.25, "W2"},
      {'u', 1, 1, 0.25, "b2"}}},
    {"digits",
     RNG_TORCH,
     42,
     {{'l', 64, 32, 0.125, "W1"},
      {'u', 1, 32, 0.125, "b1"},
      {'l', 32, 10, 0.17677669529663689, "W2"},
      {'u', 1, 10, 0.17677669529663689, "b2"}}},
    {"softmax-two-layers",
     RNG_NUMPY,
     42,
     {{'n', 4, 3, 0, NULL}, {'u', 3, 5, 0.5, "Wh"}, {'u', 5, 3, 0.5, "Wo"}}},
};

/* The numbers below `initial NAME R C` of a lesson's file. */
static void read_initial(const char *lesson, const Draw *draw, double *wanted) {
    char path[1000], line[200], head[100];
    snprintf(path, sizeof path, "%s/data/reference/%s.expected", getenv("BACKSTEP_TESTS"), lesson);
    snprintf(head, sizeof head, "initial %s %d %d\n", draw->name, draw->rows, draw->cols);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    bool found = false;
    while (!found && fgets(line, sizeof line, file) != NULL) found = strcmp(line, head) == 0;
    for (int k = 0; k < draw->rows * draw->cols; k++) assert_int_equal(fscanf(file, "%lf", &wanted[k]), 1);
    fclose(file);
}

static void draw_numbers(Rng *rng, const Draw *draw, float *out) {
    static float drawn[MOST];
    size_t count = (size_t)(draw->rows * draw->cols);
    if (draw->kind == 'n')
        rng_randn(rng, out, count);
    else if (draw->kind == 'r')
        rng_rand(rng, out, count);
    else
        rng_uniform(rng, -draw->bound, draw->bound, out, count);
    if (draw->kind != 'l') return;
    memcpy(drawn, out, count * sizeof *out);
    for (int i = 0; i < draw->rows; i++)
        for (int j = 0; j < draw->cols; j++) out[i * draw->cols + j] = drawn[j * draw->rows + i];
}

static void reference_lessons_start_with_pytorchs_numbers(void **state) {
    (void)state;
    static float got[MOST];
    static double wanted[MOST];
    for (size_t k = 0; k < sizeof LESSONS / sizeof *LESSONS; k++) {
        Rng rng = seeded(LESSONS[k].kind, LESSONS[k].seed);
        for (const Draw *draw = LESSONS[k].draws; draw->kind != 0; draw++) {
            draw_numbers(&rng, draw, got);
            if (draw->name == NULL) continue;
            read_initial(LESSONS[k].name, draw, wanted);
            assert_near(got, wanted, (size_t)(draw->rows * draw->cols), 3e-7);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_twister_is_the_standard_one),
        cmocka_unit_test(torch_rand_and_randn_are_torchs),
        cmocka_unit_test(numpy_rand_and_randn_are_numpys),
        cmocka_unit_test(a_normal_number_is_kept_across_calls),
        cmocka_unit_test(uniform_numbers_are_rounded_once),
        cmocka_unit_test(shuffles_are_theirs),
        cmocka_unit_test(a_shuffle_of_none_or_one_draws_nothing),
        cmocka_unit_test(reference_lessons_start_with_pytorchs_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
