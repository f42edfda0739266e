/* formula_fold: what a formula's constant parts come to, worked out when the lesson is compiled. */
#include "formulas.h"

#include <math.h>
#include <stdalign.h>
#include <string.h>

#include "engine/op/exec.h"

static double fold_add(double a, double b) {
    return a + b;
}
static double fold_sub(double a, double b) {
    return a - b;
}
static double fold_mul(double a, double b) {
    return a * b;
}
static double fold_div(double a, double b) {
    return a / b;
}
static double fold_neg(double a, double b) {
    (void)b;
    return -a;
}

/* Arithmetic, as a notebook does it before the number meets a matrix. `pow` takes its exponent as b. */
static const struct Fold {
    const char *name;
    double (*of)(double a, double b);
} folds[] = {
    {"add", fold_add}, {"sub", fold_sub}, {"mul", fold_mul},
    {"div", fold_div}, {"neg", fold_neg}, {"pow", pow},
};

double formula_fold(const Op *op, const Operand *in, const double *number) {
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++)
        if (strcmp(folds[i].name, op->name) == 0)
            return folds[i].of(in[0].number, op->arity == 2 ? in[1].number : number[0]);
    alignas(64) float cells[OP_MAX_INPUTS + 1][LANES] = {{0}};
    const float *at[OP_MAX_INPUTS];
    int shapes[OP_MAX_INPUTS][2];
    for (int k = 0; k < op->arity; k++) {
        cells[k][0] = (float)in[k].number;
        at[k] = cells[k];
        shapes[k][0] = shapes[k][1] = 1;
    }
    exec_apply(op, at, (const int(*)[2])shapes, number, cells[OP_MAX_INPUTS], 1, 1);
    return (double)cells[OP_MAX_INPUTS][0];
}
