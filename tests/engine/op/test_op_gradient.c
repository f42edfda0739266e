/* Every derivative of the op table against central finite differences, in double: every element of matrices
   up to 16×16, every seventh of larger ones (test_op_formula compares all of these with the derivative's
   formula). */
#include <math.h>
#include <string.h>

#include "examples.h"
#include "tests/support/test.h"

/* A number that the result is made into: Σ upstream · op(in). */
static double weighed(const Trial *trial) {
    trial_run_double("base", trial, trial->result);
    double sum = 0;
    for (int i = 0; i < plain_size(trial->result); i++) sum += trial->upstream.at[i] * trial->result.at[i];
    return sum;
}

static double difference_quotient(const Trial *trial, int index) {
    double *at = &trial->in[trial->wrt].at[index], value = *at, step = 1e-5;
    *at = value + step;
    double above = weighed(trial);
    *at = value - step;
    double below = weighed(trial);
    *at = value;
    return (above - below) / (2 * step);
}

static int element_step(Plain plain) {
    return plain_size(plain) <= 256 ? 1 : 7;
}

/* wanted: the difference quotients; before: what the gradient holds, added to where trial->add. */
static void compare(const char *build, const Trial *trial, Plain wanted, Plain before, long *compared) {
    Plain got = plain_copy(before);
    trial_back_double(build, trial, got);
    for (int i = 0; i < plain_size(got); i += element_step(got)) {
        double sum = wanted.at[i] + (trial->add ? before.at[i] : 0);
        if (!(fabs(got.at[i] - sum) <= 1e-6 * (1 + fabs(sum))))
            fail_msg("%s (%s) by operand %d of %d×%d, result %d×%d, element %d%s: got %.9g, wanted %.9g",
                     trial->op, build, trial->wrt, got.rows, got.cols, trial->result.rows, trial->result.cols,
                     i, trial->add ? ", added" : "", got.at[i], sum);
        ++*compared;
    }
    plain_free(&got);
}

static void check_operand(Trial trial, int wrt, long *compared) {
    unsigned seed = 7;
    trial.wrt = wrt;
    Plain wanted = plain_copy(trial.in[wrt]), nothing = plain_copy(wanted), before = plain_copy(wanted);
    for (int i = 0; i < plain_size(wanted); i++) nothing.at[i] = NAN;
    for (int i = 0; i < plain_size(wanted); i += element_step(wanted))
        wanted.at[i] = difference_quotient(&trial, i);
    plain_fill(before, &seed, -2, 2, NULL, 0);
    weighed(&trial); /* the forward result, which some derivatives read */
    for (int i = 0; build_name(i); i++) {
        trial.add = false;
        compare(build_name(i), &trial, wanted, nothing, compared);
        trial.add = true;
        compare(build_name(i), &trial, wanted, before, compared);
    }
    plain_free(&wanted);
    plain_free(&nothing);
    plain_free(&before);
}

static void check(const Example *example, const Trial *given, void *context) {
    Trial trial = *given;
    const Op *op = op_find(example->op);
    unsigned seed = 3;
    trial.upstream = plain_new(trial.result.rows, trial.result.cols);
    plain_fill(trial.upstream, &seed, -1, 1, NULL, 0);
    for (int wrt = 0; wrt < op->arity; wrt++)
        if (op->differentiable >> wrt & 1) check_operand(trial, wrt, context);
    plain_free(&trial.upstream);
}

static bool is_deliberate_mistake(const Op *op) {
    return op->shown && op->back;
}

static void every_derivative_is_the_difference_quotient(void **state) {
    (void)state;
    for (int i = 0; op_at(i); i++) {
        const Op *op = op_at(i);
        if (!op->back || is_deliberate_mistake(op)) continue;
        long compared = 0;
        for (int n = 0; example_at(n); n++)
            if (strcmp(example_at(n)->op, op->name) == 0) example_visit(example_at(n), check, &compared);
        if (compared == 0) fail_msg("nothing was compared for %s", op->name);
    }
}

static void every_row_has_an_example(void **state) {
    (void)state;
    for (int i = 0; op_at(i); i++) {
        bool found = false;
        for (int n = 0; example_at(n); n++) found = found || strcmp(example_at(n)->op, op_at(i)->name) == 0;
        if (!found) fail_msg("%s has no example in tests/engine/op/examples.c", op_at(i)->name);
    }
}

static void back_and_differentiable_and_formulas_agree(void **state) {
    (void)state;
    for (int i = 0; op_at(i); i++) {
        const Op *op = op_at(i);
        for (int k = 0; k < 2; k++) {
            bool has = op->differentiable >> k & 1;
            if (has != (op->d_formula[k] != NULL))
                fail_msg("%s: operand %d has one without the other", op->name, k);
        }
        if ((op->differentiable != 0) != (op->back != NULL)) fail_msg("%s: back without operands", op->name);
        if (op->differentiable >> op->arity)
            fail_msg("%s: differentiable by an operand it has not", op->name);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_has_an_example),
        cmocka_unit_test(back_and_differentiable_and_formulas_agree),
        cmocka_unit_test(every_derivative_is_the_difference_quotient),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
