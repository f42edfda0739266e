/* lesson_helper: lessons for the loader's tests: from a text, with overrides; what a test expects of a value.
 */
#ifndef BACKSTEP_TESTS_LESSON_HELPER_H
#define BACKSTEP_TESTS_LESSON_HELPER_H

#include "tests/support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/load/load.h"
#include "engine/program/tensor.h"

/* The lesson, or the test fails with its error. data/ is looked up in the assets. */
static inline Lesson *load_with(const char *path, const char *text, const Override *overrides, int count) {
    char data[600], printed[1200];
    snprintf(data, sizeof data, "%s/data", getenv("BACKSTEP_ASSETS"));
    const LessonOptions options = {.overrides = overrides, .override_count = count, .data_dir = data};
    Err e = {0};
    Lesson *lesson = text == NULL ? load_lesson(path, &options, &e)
                                  : load_lesson_text(path, text, strlen(text), &options, &e);
    err_format(&e, printed, sizeof printed);
    if (lesson == NULL) print_error("%s", printed);
    assert_non_null(lesson);
    return lesson;
}

static inline Lesson *load(const char *text) {
    return load_with("t.lesson", text, NULL, 0);
}

static inline const Named *find_named(const Named *named, int count, const char *name) {
    for (int i = 0; i < count; i++)
        if (strcmp(named[i].name, name) == 0) return &named[i];
    print_error("there is no %s\n", name);
    fail();
    return NULL;
}

static inline const Named *data(const Lesson *lesson, const char *name) {
    return find_named(lesson->data, lesson->data_count, name);
}

static inline const Named *parameter(const Lesson *lesson, const char *name) {
    return find_named(lesson->parameters, lesson->parameter_count, name);
}

static inline const Named *test_data(const Lesson *lesson, const char *name) {
    return find_named(lesson->test, lesson->test_count, name);
}

static inline float element(const Named *named, int i, int j) {
    return *tensor_element(tensor_mat(named->value.at, named->value.rows, named->value.cols), i, j);
}

static inline void is_shape(const Named *named, int rows, int cols) {
    if (named->value.rows != rows || named->value.cols != cols)
        print_error("%s: wanted %d×%d, got %d×%d\n", named->name, rows, cols, named->value.rows,
                    named->value.cols);
    assert_int_equal(named->value.rows, rows);
    assert_int_equal(named->value.cols, cols);
}

/* numbers row by row */
static inline void holds(const Named *named, int rows, int cols, const double *numbers) {
    is_shape(named, rows, cols);
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < cols; j++) {
            double wanted = numbers[i * cols + j], got = (double)element(named, i, j);
            if (!(fabs(got - wanted) <= 1e-6 * (1 + fabs(wanted)))) {
                print_error("%s[%d,%d]: wanted %.9g, got %.9g\n", named->name, i, j, wanted, got);
                fail();
            }
        }
    }
}

static inline void is_text(const char *got, const char *wanted) {
    if (wanted == NULL)
        assert_null(got);
    else
        assert_string_equal(got, wanted);
}

#endif
