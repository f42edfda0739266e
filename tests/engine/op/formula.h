/* formula: computes the formulas of the op table with matrices in double, from their text alone: nothing of
 * the engine. */
#ifndef BACKSTEP_TESTS_OP_FORMULA_H
#define BACKSTEP_TESTS_OP_FORMULA_H

#include "plain.h"

/* What the letters stand for: operands a b c d e, numbers p q, result y, upstream gradient G (at NULL: not
   there). result also tells count(a) how many elements of a go into one. */
typedef struct Letters {
    Plain in[5], result, upstream;
    double number[2];
} Letters;

/* The formula's value; stops the test where the text cannot be read. The caller frees it. */
Plain formula_compute(const char *text, const Letters *letters);

#endif
