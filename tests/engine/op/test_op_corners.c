/* Known values: PyTorch's at corners, and how near exp, log and their like come to the true numbers. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "engine/program/op.h"
#include "harness.h"
#include "tests/support/test.h"

/* op of one number with the numbers p, q; NaN and infinities are meant as such. */
static double run1(const char *op, double a, double p, double q) {
    double out = 0;
    Trial trial = {.op = op, .in = {{1, 1, &a}}, .ins = 1, .number = {p, q}};
    trial_run_float("base", &trial, (Plain){1, 1, &out});
    return out;
}

/* The derivative there, for an upstream gradient of 1. */
static double back1(const char *op, double a, double p, double q) {
    double out = 0, one = 1, y = run1(op, a, p, q);
    Trial trial = {.op = op,
                   .in = {{1, 1, &a}},
                   .ins = 1,
                   .number = {p, q},
                   .result = {1, 1, &y},
                   .upstream = {1, 1, &one}};
    trial_back_float("base", &trial, (Plain){1, 1, &out});
    return out;
}

static double run2(const char *op, double a, double b) {
    double out = 0;
    Trial trial = {.op = op, .in = {{1, 1, &a}, {1, 1, &b}}, .ins = 2};
    trial_run_float("base", &trial, (Plain){1, 1, &out});
    return out;
}

static double back2(const char *op, double a, double b, int wrt) {
    double out = 0, one = 1, y = run2(op, a, b);
    Trial trial = {.op = op,
                   .in = {{1, 1, &a}, {1, 1, &b}},
                   .ins = 2,
                   .result = {1, 1, &y},
                   .upstream = {1, 1, &one},
                   .wrt = wrt};
    trial_back_float("base", &trial, (Plain){1, 1, &out});
    return out;
}

static void is(const char *what, double got, double wanted) {
    bool same = isnan(wanted) ? isnan(got) : got == wanted || fabs(got - wanted) <= 1e-6 * fabs(wanted);
    if (!same) fail_msg("%s: got %.9g, wanted %.9g", what, got, wanted);
}

static void derivatives_at_corners_are_pytorchs(void **state) {
    (void)state;
    is("relu'(0)", back1("relu", 0, 0, 0), 0);
    is("|x|'(0)", back1("abs", 0, 0, 0), 0);
    is("leaky_relu'(0)", back1("leaky_relu", 0, 0.25, 0), 0.25);
    is("elu'(0)", back1("elu", 0, 0.5, 0), 0.5);
    is("clip'(low)", back1("clip", -1, -1, 2), 1);
    is("clip'(high)", back1("clip", 2, -1, 2), 1);
    is("clip'(below)", back1("clip", -1.5, -1, 2), 0);
    is("clip'(above)", back1("clip", 2.5, -1, 2), 0);
    is("(x^0)'(0)", back1("pow", 0, 0, 0), 0);
    is("(x^1)'(0)", back1("pow", 0, 1, 0), 1);
    is("(x^2)'(0)", back1("pow", 0, 2, 0), 0);
    is("sqrt'(0)", back1("sqrt", 0, 0, 0), INFINITY);
    is("log'(0)", back1("log", 0, 0, 0), INFINITY);
    is("xlogy by a at 0, 0", back2("xlogy", 0, 0, 0), 0);
    is("xlogy by b at 0, 0", back2("xlogy", 0, 0, 1), 0);
    is("bce by p at 0, 1", back2("bce", 0, 1, 0), -1e12);
    is("bce by t at 0", back2("bce", 0, 1, 1), 100);
}

static void values_at_corners_are_pytorchs(void **state) {
    (void)state;
    is("0^0", run1("pow", 0, 0, 0), 1);
    is("0^-1", run1("pow", 0, -1, 0), INFINITY);
    is("(-8)^(1/3)", run1("pow", -8, 1.0 / 3, 0), NAN);
    is("(-1)^0.5", run1("pow", -1, 0.5, 0), NAN);
    is("1/0", run2("div", 1, 0), INFINITY);
    is("0/0", run2("div", 0, 0), NAN);
    is("log 0", run1("log", 0, 0, 0), -INFINITY);
    is("log -1", run1("log", -1, 0, 0), NAN);
    is("log inf", run1("log", INFINITY, 0, 0), INFINITY);
    is("exp 89", run1("exp", 89, 0, 0), INFINITY);
    is("exp 88.7", run1("exp", 88.7, 0, 0), exp((double)88.7f));
    is("exp -104", run1("exp", -104, 0, 0), 0);
    is("exp -inf", run1("exp", -INFINITY, 0, 0), 0);
    is("exp inf", run1("exp", INFINITY, 0, 0), INFINITY);
    is("tanh 100", run1("tanh", 100, 0, 0), 1);
    is("tanh -inf", run1("tanh", -INFINITY, 0, 0), -1);
    is("sigmoid -200", run1("sigmoid", -200, 0, 0), 0);
    is("sigmoid 200", run1("sigmoid", 200, 0, 0), 1);
    is("softplus 1000", run1("softplus", 1000, 0, 0), 1000);
    is("softplus -1000", run1("softplus", -1000, 0, 0), 0);
    is("elu -100", run1("elu", -100, 2, 0), -2);
    is("xlogy 0 0", run2("xlogy", 0, 0), 0);
    is("xlogy 2 0", run2("xlogy", 2, 0), -INFINITY);
    is("bce 0 1", run2("bce", 0, 1), 100);
    is("bce 0 0", run2("bce", 0, 0), 0);
    is("bce_logits 1000 0", run2("bce_logits", 1000, 0), 1000);
    is("bce_logits -1000 1", run2("bce_logits", -1000, 1), 1000);
    is("sum of one", run1("sum", 3, -1, 0), 3);
}

static void not_a_number_goes_through(void **state) {
    (void)state;
    static const char *const ops[] = {"relu", "sigmoid", "tanh", "softplus",   "exp",        "log",  "sqrt",
                                      "abs",  "sin",     "cos",  "leaky_relu", "elu",        "clip", "neg",
                                      "pow",  "sum",     "mean", "softmax",    "log_softmax"};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) is(ops[i], run1(ops[i], NAN, -1, 1), NAN);
    is("xlogy 0 nan", run2("xlogy", 0, NAN), NAN);
}

static void softmax_of_large_numbers_is_finite(void **state) {
    (void)state;
    double s[] = {1000, 1001, -1000, -1000}, t[] = {0, 1, 1, 0}, out[4];
    Trial trial = {.op = "softmax", .in = {{2, 2, s}, {2, 2, t}}, .ins = 1};
    trial_run_float("base", &trial, (Plain){2, 2, out});
    is("softmax", out[0], 1 / (1 + exp(1)));
    is("softmax", out[3], 0.5);
    trial.op = "log_softmax";
    trial_run_float("base", &trial, (Plain){2, 2, out});
    is("log_softmax", out[1], -log1p(exp(-1)));
    is("log_softmax", out[2], -log(2));
    trial.op = "cross_entropy";
    trial.ins = 2;
    trial_run_float("base", &trial, (Plain){1, 1, out});
    is("cross_entropy", out[0], (log1p(exp(-1)) + log(2)) / 2);
}

/* Distance in units in the last place of the true number as float. */
static double ulps(double got, double wanted) {
    float rounded = fabsf((float)wanted);
    double unit = (double)(nextafterf(rounded, INFINITY) - rounded);
    return fabs(got - wanted) / unit;
}

static double true_sigmoid(double a) {
    return 1 / (1 + exp(-a));
}
static double true_softplus(double a) {
    return a > 0 ? a + log1p(exp(-a)) : log1p(exp(a));
}
static double true_elu(double a) {
    return a > 0 ? a : expm1(a);
}

static void functions_are_exact_to_a_few_last_places(void **state) {
    (void)state;
    static const struct {
        const char *op;
        double (*f)(double);
        double low, high, ulps;
    } rows[] = {
        {"exp", exp, -87, 88, 1.5},
        {"log", log, 1e-30, 1e-3, 1.5},
        {"log", log, 1e-3, 4, 1.5},
        {"log", log, 4, 1e30, 1.5},
        {"tanh", tanh, -10, 10, 2},
        {"tanh", tanh, -0.7, 0.7, 2},
        {"sigmoid", true_sigmoid, -80, 80, 2.5},
        {"softplus", true_softplus, -80, 80, 3},
        {"elu", true_elu, -20, 1, 2},
        {"elu", true_elu, -1, 0, 2},
        {"sqrt", sqrt, 0, 1e6, 0.5},
    };
    enum { COUNT = 20000 };
    static double in[COUNT], out[COUNT];
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
        double low = rows[row].low, high = rows[row].high;
        for (int i = 0; i < COUNT; i++) {
            double share = (double)i / (COUNT - 1);
            bool wide = low > 0 && high / low > 1e6; /* evenly in the exponent */
            in[i] = (double)(float)(wide ? low * pow(high / low, share) : low + (high - low) * share);
        }
        Trial trial = {.op = rows[row].op, .in = {{COUNT, 1, in}}, .ins = 1, .number = {1, 0}};
        trial_run_float("base", &trial, (Plain){COUNT, 1, out});
        for (int i = 0; i < COUNT; i++) {
            double wanted = rows[row].f(in[i]);
            if (!(ulps(out[i], wanted) <= rows[row].ulps))
                fail_msg("%s(%.9g): got %.9g, wanted %.9g, %.2f ulp", rows[row].op, in[i], out[i], wanted,
                         ulps(out[i], wanted));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(derivatives_at_corners_are_pytorchs),
        cmocka_unit_test(values_at_corners_are_pytorchs),
        cmocka_unit_test(not_a_number_goes_through),
        cmocka_unit_test(softmax_of_large_numbers_is_finite),
        cmocka_unit_test(functions_are_exact_to_a_few_last_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
