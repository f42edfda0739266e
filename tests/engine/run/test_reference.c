/* test_reference: every reference lesson gives the figures that PyTorch gives: first iteration, losses,
 * parameters. */
#include "tests/support/lesson_helper.h"

#include <dirent.h>

#include "engine/run/timeline.h"

enum { MOST_NAMES = 64 };

typedef struct Recorded {
    const char *path; /* for messages */
    Lesson *lesson;
    Machine *machine; /* at the end of the first iteration */
    Machine *scratch;
    Timeline *timeline; /* trained to the end */
    int compared;
} Recorded;

/* Not a number only where that is wanted, an infinity only where the same one is wanted. */
static bool is_near(double got, double wanted, double tolerance) {
    if (isnan(wanted)) return isnan(got);
    return got == wanted || fabs(got - wanted) <= tolerance;
}

static void compare(Recorded *run, const char *what, int count, const double *wanted, const double *got,
                    double relative, double absolute, bool by_largest) {
    double largest = 0;
    for (int k = 0; k < count; k++)
        if (isfinite(wanted[k])) largest = fmax(largest, fabs(wanted[k]));
    for (int k = 0; k < count; k++) {
        double tolerance = relative * (by_largest ? largest : fabs(wanted[k])) + absolute;
        if (!is_near(got[k], wanted[k], tolerance)) {
            print_error("%s: %s, number %d: wanted %.9g, got %.9g\n", run->path, what, k, wanted[k], got[k]);
            fail();
        }
    }
    run->compared += count;
}

/* The numbers of a slot, row by row. */
static double *row_by_row(const Program *program, int slot, const float *mem) {
    const Slot *it = &program->slots[slot];
    double *out = malloc((size_t)it->rows * (size_t)it->cols * sizeof *out);
    assert_non_null(out);
    const Mat mat = tensor_mat((float *)(void *)(mem + it->at), it->rows, it->cols);
    for (int i = 0; i < it->rows; i++)
        for (int j = 0; j < it->cols; j++) out[i * it->cols + j] = (double)*tensor_element(mat, i, j);
    return out;
}

static double *read_numbers(FILE *file, int count) {
    double *numbers = malloc((size_t)count * sizeof *numbers);
    assert_non_null(numbers);
    for (int k = 0; k < count; k++) assert_int_equal(fscanf(file, "%lf", &numbers[k]), 1);
    return numbers;
}

/* value, grad, initial or final NAME R C and the numbers. */
static void check_tensor(Recorded *run, const char *kind, FILE *file) {
    char name[100], what[160];
    int rows, cols;
    assert_int_equal(fscanf(file, "%99s %d %d", name, &rows, &cols), 3);
    snprintf(what, sizeof what, "%s %s", kind, name);
    double *wanted = read_numbers(file, rows * cols);
    const Program *program = run->lesson->batch;
    int slot = program_find(program, name);
    assert_true(slot >= 0);
    const float *mem = run->machine->mem;
    float *state = malloc((program->lasting + 1) * sizeof *state);
    assert_non_null(state);
    bool final = strcmp(kind, "final") == 0;
    if (strcmp(kind, "grad") == 0) slot = program->slots[slot].grad;
    if (strcmp(kind, "initial") == 0) mem = program->start;
    if (final) {
        timeline_state(run->timeline, run->scratch, run->lesson->train.epochs, state);
        mem = state;
    }
    assert_true(slot >= 0);
    assert_int_equal(program->slots[slot].rows, rows);
    assert_int_equal(program->slots[slot].cols, cols);
    double *got = row_by_row(program, slot, mem);
    compare(run, what, rows * cols, wanted, got, final ? 1e-3 : 2e-5, final ? 1e-5 : 1e-6, !final);
    free(state);
    free(got);
    free(wanted);
}

static void check_loss(Recorded *run, FILE *file) {
    long long epoch;
    double wanted;
    char what[64];
    assert_int_equal(fscanf(file, "%lld %lf", &epoch, &wanted), 2);
    snprintf(what, sizeof what, "loss of epoch %lld", epoch);
    double got = (double)timeline_epoch(run->timeline, epoch - 1).loss;
    compare(run, what, 1, &wanted, &got, 1e-3, 1e-6, false);
}

static void check_file(Recorded *run, const char *path) {
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char word[32], name[100];
    while (fscanf(file, "%31s", word) == 1) {
        if (strcmp(word, "loss") == 0) {
            check_loss(run, file);
        } else if (strcmp(word, "lesson") == 0) {
            assert_int_equal(fscanf(file, "%99s", name), 1);
            assert_string_equal(name, run->lesson->name);
        } else if (strcmp(word, "epochs") == 0) {
            assert_int_equal(fscanf(file, "%99s", name), 1);
            assert_int_equal(atoll(name), run->lesson->train.epochs);
        } else {
            check_tensor(run, word, file);
        }
    }
    fclose(file);
}

/* *state: the lesson's name. */
static void agrees_with_pytorch(void **state) {
    char path[800];
    snprintf(path, sizeof path, "%s/data/reference/%s.lesson", getenv("BACKSTEP_TESTS"),
             (const char *)*state);
    Err e = {0};
    Recorded run = {.path = *state, .lesson = load_with(path, NULL, NULL, 0)};
    const Exec *exec = exec_best();
    run.machine = machine_new(run.lesson, exec, &e);
    run.scratch = machine_new(run.lesson, exec, &e);
    run.timeline = timeline_new(run.lesson, exec, &e);
    assert_true(run.machine != NULL && run.scratch != NULL && run.timeline != NULL);
    machine_finish(run.machine);
    while (timeline_advance(run.timeline, -1)) continue;
    strcpy(strstr(path, ".lesson"), ".expected");
    check_file(&run, path);
    assert_true(run.compared >= 8);
    timeline_free(run.timeline);
    machine_free(run.scratch);
    machine_free(run.machine);
    lesson_release(run.lesson);
}

static int is_lesson(const struct dirent *entry) {
    return strstr(entry->d_name, ".lesson") != NULL;
}

int main(void) {
    char folder[400];
    snprintf(folder, sizeof folder, "%s/data/reference", getenv("BACKSTEP_TESTS"));
    struct dirent **names;
    int count = scandir(folder, &names, is_lesson, alphasort);
    if (count < 23 || count > MOST_NAMES) return 1;
    struct CMUnitTest tests[MOST_NAMES] = {{0}};
    for (int i = 0; i < count; i++) {
        *strstr(names[i]->d_name, ".lesson") = '\0';
        tests[i] = (struct CMUnitTest){
            .name = names[i]->d_name, .test_func = agrees_with_pytorch, .initial_state = names[i]->d_name};
    }
    int failed = _cmocka_run_group_tests("reference", tests, (size_t)count, NULL, NULL);
    for (int i = 0; i < count; i++) free(names[i]);
    free(names);
    return failed;
}
