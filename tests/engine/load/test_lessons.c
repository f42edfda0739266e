/* test_lessons: the built-in lessons: all there, in both languages, with the numbers of their references. */
#include "tests/support/run_helper.h"

#include <unistd.h>

enum { MAX_LESSONS = 64 };

typedef struct Index {
    char name[MAX_LESSONS][64];
    int count;
} Index;

static Index read_index(void) {
    char path[600], line[200];
    Index index = {0};
    snprintf(path, sizeof path, "%s/lessons/index.txt", getenv("BACKSTEP_ASSETS"));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL && index.count < MAX_LESSONS)
        snprintf(index.name[index.count++], sizeof index.name[0], "%.*s", (int)strcspn(line, "\r\n"), line);
    fclose(file);
    return index;
}

/* These read files that the learner has to bring. */
static bool is_shipped(const char *name) {
    return strncmp(name, "mnist", 5) != 0;
}

static void the_course_is_complete(void **state) {
    (void)state;
    Index index = read_index();
    assert_int_equal(index.count, 33);
    assert_string_equal(index.name[0], "neuron-scalars");
    for (int i = 0; i < index.count; i++) {
        char path[800];
        snprintf(path, sizeof path, "%s/lessons/%s.lesson", getenv("BACKSTEP_ASSETS"), index.name[i]);
        if (access(path, R_OK) != 0) print_error("there is no %s\n", path);
        assert_int_equal(access(path, R_OK), 0);
    }
}

static void every_lesson_speaks_both_languages(void **state) {
    (void)state;
    Index index = read_index();
    int said = 0, asked = 0;
    for (int i = 0; i < index.count; i++) {
        if (!is_shipped(index.name[i])) continue;
        Lesson *lesson = load_file("lessons", index.name[i], NULL, 0);
        const Text *head[] = {&lesson->title, &lesson->about};
        for (int k = 0; k < 2; k++) assert_true(head[k]->en != NULL && head[k]->ru != NULL);
        for (int k = 0; k < lesson->say_count; k++) {
            if (lesson->say[k].ru == NULL)
                print_error("%s: %s has no Russian\n", index.name[i], lesson->say[k].key);
            assert_non_null(lesson->say[k].ru);
        }
        for (int k = 0; k < lesson->ask_count; k++) {
            if (lesson->ask[k].ru == NULL)
                print_error("%s: the question about %s has no Russian\n", index.name[i], lesson->ask[k].key);
            assert_non_null(lesson->ask[k].ru);
        }
        asked += lesson->ask_count;
        if (lesson->batch != NULL) assert_true(lesson->say_count > 0);
        said += lesson->say_count;
        lesson_release(lesson);
    }
    assert_true(said > 70);
    assert_true(asked > 20);
}

/* Losses of the first epochs, and the parameters' start values, are the same bits. */
static void compare_runs(const char *name) {
    Lesson *ours = load_file("lessons", name, NULL, 0), *reference = load_file("reference", name, NULL, 0);
    Machine *left = machine_for(ours), *right = machine_for(reference);
    assert_int_equal(ours->parameter_count, reference->parameter_count);
    for (int i = 0; i < 200; i++) {
        machine_finish(left);
        machine_finish(right);
        float a = machine_loss(left), b = machine_loss(right);
        bool same = a == b || (isnan(a) && isnan(b));
        if (!same) print_error("%s, iteration %d: %.9g, the reference %.9g\n", name, i, (double)a, (double)b);
        assert_true(same);
        bool more = machine_next(left);
        if (!more || !machine_next(right)) break;
    }
    for (int i = 0; i < ours->parameter_count; i++) {
        float a = slot_element(left, ours->parameters[i].name, 0, 0);
        float b = slot_element(right, ours->parameters[i].name, 0, 0);
        assert_true(a == b || (isnan(a) && isnan(b)));
    }
    machine_free(left);
    machine_free(right);
    lesson_release(ours);
    lesson_release(reference);
}

static void a_lesson_has_the_numbers_of_its_reference(void **state) {
    (void)state;
    Index index = read_index();
    int compared = 0;
    for (int i = 0; i < index.count; i++) {
        char path[800];
        snprintf(path, sizeof path, "%s/data/reference/%s.lesson", getenv("BACKSTEP_TESTS"), index.name[i]);
        if (access(path, R_OK) != 0) continue;
        compare_runs(index.name[i]);
        compared++;
    }
    assert_int_equal(compared, 23);
}

static void mazur_gives_the_published_digits(void **state) {
    (void)state;
    Lesson *lesson = load_file("lessons", "mazur", NULL, 0);
    Machine *machine = machine_for(lesson);
    machine_finish(machine);
    assert_true(fabs((double)machine_loss(machine) - 0.298371109) < 1e-7);
    assert_true(fabs((double)slot_element(machine, "h", 0, 0) - 0.593269992) < 1e-7);
    assert_true(fabs((double)slot_element(machine, "W1", 0, 0) - 0.149780716) < 1e-7);
    assert_true(fabs((double)slot_element(machine, "W1", 1, 1) - 0.29950229) < 1e-7);
    assert_true(fabs((double)slot_element(machine, "W2", 0, 0) - 0.35891648) < 1e-7);
    assert_true(fabs((double)slot_element(machine, "W2", 1, 1) - 0.561370121) < 1e-7);
    assert_true(slot_element(machine, "b1", 0, 0) == 0.35f);
    machine_free(machine);
    lesson_release(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_course_is_complete),
        cmocka_unit_test(every_lesson_speaks_both_languages),
        cmocka_unit_test(a_lesson_has_the_numbers_of_its_reference),
        cmocka_unit_test(mazur_gives_the_published_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
