/* compile_helper: a small lesson for the compiler's tests, and formulas put into it. */
#ifndef BACKSTEP_TESTS_COMPILE_HELPER_H
#define BACKSTEP_TESTS_COMPILE_HELPER_H

#include "tests/support/run_helper.h"

#include "engine/compile/compile.h"

#define DATA       "[data]\nx = [[1, 2], [3, 4], [5, 6]]\ny = [[1], [0], [1]]\nk = [[2, 3]]\n"
#define PARAMETERS "[parameters]\nw = [[0.5], [0.25]]\nb = 0.5\n"

/* A lesson whose one line of [model], `loss`, is that formula; NULL and *e where it is refused. */
static inline Lesson *load_formula(const char *formula, Err *e) {
    size_t size = strlen(DATA PARAMETERS "[model]\nloss = \n") + strlen(formula) + 1;
    char *text = malloc(size);
    assert_non_null(text);
    snprintf(text, size, "%s[model]\nloss = %s\n", DATA PARAMETERS, formula);
    Lesson *lesson = load_lesson_text("t.lesson", text, strlen(text), NULL, e);
    free(text);
    return lesson;
}

/* Where the formula begins in that lesson. */
enum { FORMULA_LINE = 9, FORMULA_COLUMN = 8 };

#endif
