/* Large matrix products: right, in all three directions, with every build; the same bits with one thread and
 * with two. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/op/exec.h"
#include "engine/op/team.h"
#include "harness.h"
#include "tests/support/test.h"

typedef struct Sizes {
    int rows, depth, cols;
} Sizes;

static const Sizes sizes[] = {{256, 784, 128}, {100, 300, 50}, {33, 600, 17}, {16, 16, 16}, {17, 257, 19},
                              {7, 300, 40},    {64, 5, 64},    {130, 31, 3},  {1, 300, 40}, {300, 40, 1},
                              {50, 1, 40},     {2, 2, 400},    {20, 20000, 3}};
enum { SIZES = sizeof sizes / sizeof *sizes };

/* Sums of `depth` products of numbers below ½. */
static void near(const char *what, const char *build, Sizes s, Plain got, Plain wanted, int depth) {
    for (int i = 0; i < plain_size(got); i++)
        if (!(fabs(got.at[i] - wanted.at[i]) <= 1e-6 * sqrt(depth)))
            fail_msg("%s (%s) of %d×%d @ %d×%d, element %d: got %.9g, wanted %.9g", what, build, s.rows,
                     s.depth, s.depth, s.cols, i, got.at[i], wanted.at[i]);
}

/* out(i, j) = Σₖ left(i, k) right(k, j), one of them transposed. */
static Plain product(Plain left, bool left_turned, Plain right, bool right_turned) {
    int rows = left_turned ? left.cols : left.rows, cols = right_turned ? right.rows : right.cols;
    int depth = left_turned ? left.rows : left.cols;
    Plain out = plain_new(rows, cols);
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < cols; j++)
            for (int k = 0; k < depth; k++)
                out.at[i * cols + j] += (left_turned ? plain_at(left, k, i) : plain_at(left, i, k)) *
                                        (right_turned ? plain_at(right, j, k) : plain_at(right, k, j));
    return out;
}

static void check_size(Sizes s) {
    unsigned seed = 9;
    Plain a = plain_new(s.rows, s.depth), b = plain_new(s.depth, s.cols), g = plain_new(s.rows, s.cols);
    plain_fill(a, &seed, -0.5, 0.5, NULL, 0);
    plain_fill(b, &seed, -0.5, 0.5, NULL, 0);
    plain_fill(g, &seed, -0.5, 0.5, NULL, 0);
    Plain out = product(a, false, b, false), da = product(g, false, b, true), db = product(a, true, g, false);
    Plain got = plain_copy(out), got_a = plain_copy(a), got_b = plain_copy(b);
    for (int i = 0; build_name(i / 2); i++) {
        const char *build = build_name(i / 2);
        Trial trial = {
            .op = "matmul", .in = {a, b}, .ins = 2, .result = out, .upstream = g, .no_work = i % 2};
        trial_run_float(build, &trial, got);
        near("product", build, s, got, out, s.depth);
        trial_back_float(build, &trial, got_a);
        near("by the left side", build, s, got_a, da, s.cols);
        trial.wrt = 1;
        trial_back_float(build, &trial, got_b);
        near("by the right side", build, s, got_b, db, s.rows);
    }
    Plain all[] = {a, b, g, out, da, db, got, got_a, got_b};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) plain_free(&all[i]);
}

static void products_are_right_in_all_directions(void **state) {
    (void)state;
    for (int i = 0; i < SIZES; i++) check_size(sizes[i]);
}

static void two_threads_give_the_bits_of_one(void **state) {
    (void)state;
    for (int i = 0; i < SIZES; i++) {
        unsigned seed = 4;
        Sizes s = sizes[i];
        Plain a = plain_new(s.rows, s.depth), b = plain_new(s.depth, s.cols), g = plain_new(s.rows, s.cols);
        plain_fill(a, &seed, -0.5, 0.5, NULL, 0);
        plain_fill(b, &seed, -0.5, 0.5, NULL, 0);
        plain_fill(g, &seed, -0.5, 0.5, NULL, 0);
        Plain one[] = {plain_copy(g), plain_copy(a), plain_copy(b)},
              two[] = {plain_copy(g), plain_copy(a), plain_copy(b)};
        for (int build = 0; build_name(build); build++) {
            Trial trial = {.op = "matmul", .in = {a, b}, .ins = 2, .result = g, .upstream = g};
            for (int threads = 1; threads <= 2; threads++) {
                Plain *to = threads == 1 ? one : two;
                team_threads(threads);
                trial.wrt = 0;
                trial_run_float(build_name(build), &trial, to[0]);
                trial_back_float(build_name(build), &trial, to[1]);
                trial.wrt = 1;
                trial_back_float(build_name(build), &trial, to[2]);
            }
            for (int k = 0; k < 3; k++)
                assert_memory_equal(one[k].at, two[k].at, (size_t)plain_size(one[k]) * sizeof(double));
        }
        Plain all[] = {a, b, g, one[0], one[1], one[2], two[0], two[1], two[2]};
        for (size_t k = 0; k < sizeof all / sizeof *all; k++) plain_free(&all[k]);
    }
    team_threads(1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_are_right_in_all_directions),
        cmocka_unit_test(two_threads_give_the_bits_of_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
