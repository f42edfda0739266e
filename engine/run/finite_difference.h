/* finite_difference: one number of a model moved a little, to see what the loss does. Private to the gradient
 * check. */
#ifndef BACKSTEP_ENGINE_FINITE_DIFFERENCE_H
#define BACKSTEP_ENGINE_FINITE_DIFFERENCE_H

#include "engine/op/exec.h"
#include "gradcheck.h"

/* The number, and how the loss follows from it: by the instructions from … to−1, in double. */
typedef struct FiniteDifference {
    const Exec *exec;
    const Calls *calls;
    int from, to;
    double *at;         /* where the number stands */
    double value;       /* what it is */
    double *also;       /* numbers that are moved with it, by as much: where they stand … */
    const double *were; /* … what they are … */
    int more;           /* … and how many */
    const double *loss; /* where the loss stands */
    double base;        /* what it is when nothing is moved */
} FiniteDifference;

/* Compares the analytic derivative with differences. scale: how large the gradients of this name are; what is
   far below it does not matter. Leaves the number as it was, and what follows from it as last moved. */
CheckElement finite_difference_check(const FiniteDifference *moved, double analytic, double scale);

#endif
