/* What the learner reads is what the kernels compute: every formula, derivative and term, evaluated from its
 * text. */
#include <math.h>
#include <string.h>

#include "examples.h"
#include "formula.h"
#include "tests/support/test.h"

static Letters letters_of(const Trial *trial) {
    Letters letters = {.result = trial->result, .upstream = trial->upstream};
    memcpy(letters.in, trial->in, sizeof trial->in);
    memcpy(letters.number, trial->number, sizeof trial->number);
    return letters;
}

static void same(const char *what, const char *op, const char *formula, Plain got, Plain wanted) {
    for (int i = 0; i < got.rows; i++) {
        for (int j = 0; j < got.cols; j++) {
            double a = plain_at(got, i, j), b = plain_at(wanted, i, j);
            if (!(fabs(a - b) <= 1e-9 * (1 + fabs(b))))
                fail_msg("%s, %s “%s”: element %d, %d: the kernel gives %.12g, the formula %.12g", op, what,
                         formula, i, j, a, b);
        }
    }
}

/* Sums over what was broadcast, repeats over what was reduced. */
static Plain fold_to(Plain value, Plain shape) {
    Plain out = plain_new(shape.rows, shape.cols);
    int rows = value.rows > out.rows ? value.rows : out.rows,
        cols = value.cols > out.cols ? value.cols : out.cols;
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < cols; j++)
            out.at[(out.rows == 1 ? 0 : i) * out.cols + (out.cols == 1 ? 0 : j)] += plain_at(value, i, j);
    return out;
}

static void check_term(const Op *op, const Trial *trial, const Letters *letters) {
    if (!op->term) return;
    Plain term = formula_compute(op->term, letters), sum = fold_to(term, trial->result);
    if (op->divisor) {
        Plain divisor = formula_compute(op->divisor, letters);
        for (int i = 0; i < plain_size(sum); i++) sum.at[i] /= divisor.at[0];
        plain_free(&divisor);
    }
    same("term", op->name, op->term, trial->result, sum);
    plain_free(&term);
    plain_free(&sum);
}

static void check_forward(const Op *op, const Trial *trial, Letters *letters, int *checked) {
    Trial once = *trial;
    trial_run_double("base", &once, once.result);
    Plain value = formula_compute(op->formula, letters);
    same("formula", op->name, op->formula, once.result, value);
    plain_free(&value);
    check_term(op, trial, letters);
    ++*checked;
}

static void check_backward(const Op *op, const Trial *given, const Letters *letters, int wrt) {
    Trial trial = *given;
    trial.wrt = wrt;
    Plain got = plain_copy(trial.in[wrt]), value = formula_compute(op->d_formula[wrt], letters);
    Plain wanted = fold_to(value, got);
    trial_back_double("base", &trial, got);
    same("derivative", op->name, op->d_formula[wrt], got, wanted);
    plain_free(&got);
    plain_free(&value);
    plain_free(&wanted);
}

static void check(const Example *example, const Trial *given, void *context) {
    const Op *op = op_find(example->op);
    Trial trial = *given;
    unsigned seed = 5;
    trial.upstream = plain_new(trial.result.rows, trial.result.cols);
    plain_fill(trial.upstream, &seed, -1, 1, NULL, 0);
    Letters letters = letters_of(&trial);
    check_forward(op, &trial, &letters, context);
    for (int wrt = 0; wrt < op->arity; wrt++)
        if (op->differentiable >> wrt & 1) check_backward(op, &trial, &letters, wrt);
    plain_free(&trial.upstream);
}

static void formulas_say_what_the_kernels_compute(void **state) {
    (void)state;
    for (int i = 0; op_at(i); i++) {
        int checked = 0;
        for (int n = 0; example_at(n); n++)
            if (strcmp(example_at(n)->op, op_at(i)->name) == 0) example_visit(example_at(n), check, &checked);
        if (checked == 0) fail_msg("nothing was checked for %s", op_at(i)->name);
    }
}

/* The deliberate mistakes are mistakes: with them the gradient is another. */
static void bugs_change_the_gradient(void **state) {
    (void)state;
    double in[] = {-1, 2, -3, 4}, upstream[] = {1, -1, -2, 3}, right[4], wrong[4];
    Trial trial = {
        .op = "relu", .in = {{2, 2, in}}, .ins = 1, .result = {2, 2, in}, .upstream = {2, 2, upstream}};
    trial_back_double("base", &trial, (Plain){2, 2, right});
    trial.op = "relu_mask_upstream";
    trial_back_double("base", &trial, (Plain){2, 2, wrong});
    const double wanted_right[] = {0, -1, 0, 3}, wanted_wrong[] = {1, 0, 0, 3};
    assert_memory_equal(right, wanted_right, sizeof right);
    assert_memory_equal(wrong, wanted_wrong, sizeof wrong);
}

/* With a narrower matrix in place of the product's left side, its one row of gradients is repeated. */
static void wrong_input_of_one_column_is_repeated(void **state) {
    (void)state;
    double x[] = {1, 2, 3}, w[8] = {0}, upstream[] = {1, 10, 2, 20, 3, 30}, result[6] = {0}, got[8];
    Trial trial = {.op = "matmul_wrong_input",
                   .in = {{3, 1, x}, {4, 2, w}},
                   .ins = 2,
                   .result = {3, 2, result},
                   .upstream = {3, 2, upstream},
                   .wrt = 1};
    trial_back_double("base", &trial, (Plain){4, 2, got});
    for (int i = 0; i < 4; i++) {
        assert_true(got[2 * i] == 14);
        assert_true(got[2 * i + 1] == 140);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formulas_say_what_the_kernels_compute),
        cmocka_unit_test(bugs_change_the_gradient),
        cmocka_unit_test(wrong_input_of_one_column_is_repeated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
