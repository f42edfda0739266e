/* gradcheck: every gradient against central finite differences, in double precision. */
#ifndef BACKSTEP_ENGINE_GRADCHECK_H
#define BACKSTEP_ENGINE_GRADCHECK_H

#include "machine.h"

/* One name's result. max_error: the largest |analytic − numeric| away from kinks, divided by the largest |analytic| or
   |numeric| among the elements (1e-12 at least). kinks: elements where the two one-sided differences disagree. */
typedef struct CheckRow {
    const char *name; /* of the lesson's */
    double max_error;
    int kinks, checked, elements;
} CheckRow;

enum { CHECK_MAX_ELEMENTS = 4000 }; /* more are sampled, evenly */
#define CHECK_TOLERANCE 1e-4

/* The gradients of the machine's current iteration, with its parameters and mini-batch (the machine is not changed), for each parameter
   that learns and each requires_grad name. rows: at most `capacity`. Returns how many, −1 and *e when memory runs out. */
int gradcheck_run(const Machine *machine, CheckRow *rows, int capacity, Err *e);

/* One element, for the explanation: both losses of the difference, the quotient and the analytic value. */
typedef struct CheckElement {
    double value, step;              /* the element and how far it was moved */
    double loss_minus, loss_plus;
    double numeric, analytic, error; /* error: relative, as above, for this element alone */
    bool kink;
} CheckElement;
typedef struct Checker Checker; /* holds the double-precision memory between calls */
Checker *checker_new(const Lesson *lesson, Err *e);
void checker_free(Checker *checker);
bool checker_element(Checker *checker, const Machine *machine, int slot, int row, int col, CheckElement *out);

#endif
