/* gradcheck: every gradient against central finite differences, in double precision. */
#ifndef BACKSTEP_ENGINE_GRADCHECK_H
#define BACKSTEP_ENGINE_GRADCHECK_H

#include "probe.h"

/* One name's result. max_error: the largest |analytic − numeric| away from kinks, divided by the largest
   |analytic| or |numeric| among the elements (1e-12 at least); NaN where one is not a number. Where rounding
   in the loss hides a whole gradient, one that is zero but for its own rounding, what it explains counts as
   none. kinks: elements where the two one-sided differences disagree however small the step. */
typedef struct CheckRow {
    const char *name; /* of the lesson's */
    double max_error;
    int kinks, checked, elements;
} CheckRow;

/* More elements are sampled, evenly; fewer than that where the model is so large that it would take long. */
enum { CHECK_MAX_ELEMENTS = 4000 };
#define CHECK_TOLERANCE 1e-4

/* The gradients of the machine's current iteration, with its parameters as they stand and its mini-batch (the
   machine is not changed): the parameters that learn and the requires_grad names, in file order. rows: at
   most `capacity`. Returns how many, −1 and *e when memory runs out. */
int gradcheck_run(const Machine *machine, CheckRow *rows, int capacity, Err *e);

/* One element, for the explanation: both losses of the difference, the quotient and the analytic value. */
typedef struct CheckElement {
    double value, step; /* the element and how far it was moved */
    double loss_minus, loss_plus;
    double numeric, analytic;
    double error; /* relative, as above, for this element alone */
    bool kink;
} CheckElement;

/* Multiplications of one forward pass of a mini-batch, roughly; one element takes two, and up to some thirty
   beside a kink. */
double gradcheck_cost(const Lesson *lesson);

typedef struct Checker Checker; /* holds the double-precision memory between calls */
Checker *gradcheck_new(const Lesson *lesson, Err *e);
void gradcheck_free(Checker *checker);    /* NULL is fine */
Probe *gradcheck_probe(Checker *checker); /* its memory, for other questions between two checks */

/* Element (row, col) of a slot that has a gradient, parameter, data or result, or of that gradient's slot.
   column: all rows of its column are said to be one number and moved together; the analytic value is that of
   the one element. false: the slot has none, or memory runs out. */
bool gradcheck_element(Checker *checker, const Machine *machine, int slot, int row, int col, bool column,
                       CheckElement *out);

/* At most `most` elements of the slot, evenly spread, as a row. */
bool gradcheck_whole(Checker *checker, const Machine *machine, int slot, int most, CheckRow *out);

#endif
