/* compile_helper: a small lesson for the compiler's tests, and formulas that the loader has not seen. */
#ifndef BACKSTEP_TESTS_COMPILE_HELPER_H
#define BACKSTEP_TESTS_COMPILE_HELPER_H

#include "tests/support/run_helper.h"

#include "engine/compile/compile.h"

#define DATA       "[data]\nx = [[1, 2], [3, 4], [5, 6]]\ny = [[1], [0], [1]]\nk = [[2, 3]]\n"
#define PARAMETERS "[parameters]\nw = [[0.5], [0.25]]\nb = 0.5\n"

/* The lesson with its last line replaced by a formula that the loader has not seen; NULL and *e where the
   compiler refuses it. */
static inline Program *compile_formula(Lesson *lesson, const char *formula, Err *e) {
    Assign *last = &lesson->model[lesson->model_count - 1];
    bool parsed = expr_parse(lesson->arena, formula, strlen(formula), (Place){9, 1}, &last->expr, e);
    if (!parsed) print_error("%s: %s\n", formula, e->text);
    assert_true(parsed);
    const CompileRequest request = {.samples = lesson->train.batch};
    return compile_model(lesson, &request, e);
}

#endif
