/* examples: for each operation, numbers and shapes to try it with. An operation without an example fails the
 * tests. */
#ifndef BACKSTEP_TESTS_OP_EXAMPLES_H
#define BACKSTEP_TESTS_OP_EXAMPLES_H

#include "engine/program/op.h"
#include "harness.h"

/* shapes: a letter for each operand: 'x' the shape in question; '1' 1×1; 'b' broadcast to the shape in
   question, in all four ways; 'm' and 'k' the sides of a matrix product. */
typedef struct Example {
    const char *op, *shapes;
    double low[TRIAL_INPUTS], high[TRIAL_INPUTS]; /* of each operand's numbers */
    double number[2];
    double kinks[3];
    int kink_count;
} Example;

const Example *example_at(int index); /* NULL after the last */

/* Calls `visit` with a trial for each combination of shapes of the example: operands, numbers, and a result
   of the right shape (not computed); returns how many there were. */
int example_visit(const Example *example,
                  void (*visit)(const Example *example, const Trial *trial, void *context), void *context);

#endif
