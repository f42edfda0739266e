/* baseline: the best linear fit in closed form, to hold a network's loss against. */
#ifndef BACKSTEP_ENGINE_DATA_BASELINE_H
#define BACKSTEP_ENGINE_DATA_BASELINE_H

#include "dataset.h"

/* The mean squared error, over all elements of y's first `rows` rows, of the best fit of y from x's columns
   and a constant. In double, by Householder reflections (Golub and Van Loan, Matrix Computations, 5.3), so
   that columns on different scales do no harm; columns that depend on those before them are left out. false
   and *e: no memory. */
bool baseline_least_squares(const Value *y, const Value *x, int rows, double *error, Err *e);

#endif
