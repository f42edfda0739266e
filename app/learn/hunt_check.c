/* hunt_check: whether a gradient is what the loss says, measured when an operation is accused of it. */
#include "hunt.h"

#include "app/app.h"

#include <math.h>

enum { MOST_ELEMENTS = 48 };

Agreement hunt_check(const App *app, int grad, double *error) {
    Err ignored;
    CheckRow row = {0};
    Checker *checker = checker_new(app->session.lesson, &ignored);
    if (checker != NULL) checker_whole(checker, app->session.machine, grad, MOST_ELEMENTS, &row);
    checker_free(checker);
    *error = row.max_error;
    if (!isfinite(*error)) return NOT_FINITE;
    return *error <= CHECK_TOLERANCE ? AGREES : DIFFERS;
}
