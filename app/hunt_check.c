/* hunt_check: whether a gradient is what the loss says, measured when an operation is accused of it. */
#include "hunt.h"

#include "app.h"

#include <math.h>

enum { MOST_ELEMENTS = 48 };

Agreement hunt_check(const App *app, int grad, double *error) {
    const Machine *machine = app->study.machine;
    const Slot *slot = &machine->program->slots[grad];
    Err ignored;
    Checker *checker = checker_new(app->study.lesson, &ignored);
    int elements = slot->rows * slot->cols, count = elements < MOST_ELEMENTS ? elements : MOST_ELEMENTS;
    double largest = 1e-12, farthest = 0;
    for (int k = 0; checker != NULL && k < count; k++) {
        int at = (int)((int64_t)k * elements / count);
        CheckElement element;
        if (!checker_element(checker, machine, grad, at / slot->cols, at % slot->cols, &element) ||
            element.kink)
            continue;
        double apart = fabs(element.analytic - element.numeric);
        if (!(apart <= farthest)) farthest = apart;
        largest = fmax(largest, fmax(fabs(element.analytic), fabs(element.numeric)));
    }
    checker_free(checker);
    *error = farthest / largest;
    if (!isfinite(*error)) return NOT_FINITE;
    return *error <= CHECK_TOLERANCE ? AGREES : DIFFERS;
}
