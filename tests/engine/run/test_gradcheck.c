/* test_gradcheck: what is right passes, what a bug spoils fails, and nothing else; kinks are told from
 * slopes. */
#include "tests/support/run_helper.h"

#include <dirent.h>

#include "engine/report/export.h"
#include "engine/run/gradcheck.h"

enum { MOST_ROWS = 32 };

static const Override no_bugs = {"bugs", "off"};

/* Of the parameters that learn and the requires_grad names. */
static int count_gradients(const Program *program) {
    int count = 0;
    for (int i = 0; i < program->slot_count; i++) {
        const Slot *slot = &program->slots[i];
        Role of = slot->role == ROLE_GRADIENT ? program->slots[slot->of].role : ROLE_VALUE;
        count += of == ROLE_PARAMETER || of == ROLE_DATA;
    }
    return count;
}

/* The check at an epoch (from 1). */
static int check(const Lesson *lesson, int64_t epoch, CheckRow rows[MOST_ROWS]) {
    Err e = {0};
    Machine *machine = machine_for(lesson);
    Timeline *timeline = timeline_for(lesson);
    timeline_seek(timeline, machine, (Moment){(epoch - 1) * machine->batches, 0});
    assert_true(count_gradients(lesson->batch) <= MOST_ROWS);
    int count = gradcheck_run(machine, rows, MOST_ROWS, &e);
    assert_int_equal(count, count_gradients(lesson->batch));
    timeline_free(timeline);
    machine_free(machine);
    return count;
}

/* Every gradient holds; returns how many elements were compared. */
static int holds_at(const Lesson *lesson, int64_t epoch) {
    CheckRow rows[MOST_ROWS];
    int count = check(lesson, epoch, rows), compared = 0;
    for (int i = 0; i < count; i++) {
        if (!(rows[i].max_error < 1e-6))
            print_error("%s, epoch %lld, %s: off by %g\n", lesson->name, (long long)epoch, rows[i].name,
                        rows[i].max_error);
        assert_true(rows[i].max_error < 1e-6);
        assert_true(rows[i].kinks < rows[i].checked);
        compared += rows[i].checked - rows[i].kinks;
    }
    assert_true(count > 0);
    return compared;
}

static int is_lesson(const struct dirent *entry) {
    return strstr(entry->d_name, ".lesson") != NULL;
}

/* A lesson without a model is a picture; MNIST's files are where the learner has put them. */
static int lesson_holds(const char *folder, const char *name) {
    if (strncmp(name, "mnist", 5) == 0) return 0;
    Lesson *lesson = load_file(folder, name, &no_bugs, 1);
    int compared = lesson->model_count > 0 ? holds_at(lesson, 1) : 0;
    lesson_release(lesson);
    return compared;
}

/* folder: as load_file takes it. */
static void folder_holds(const char *folder, int least) {
    char path[400];
    lessons_path(path, sizeof path, folder);
    struct dirent **names;
    int count = scandir(path, &names, is_lesson, alphasort), compared = 0;
    assert_true(count >= least);
    for (int i = 0; i < count; i++) {
        *strstr(names[i]->d_name, ".lesson") = '\0';
        compared += lesson_holds(folder, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    assert_true(compared > 100);
}

static void every_reference_lesson_holds(void **state) {
    (void)state;
    folder_holds("reference", 23);
}

static void every_lesson_that_ships_holds(void **state) {
    (void)state;
    folder_holds("lessons", 25);
}

static void models_that_no_lesson_has_hold(void **state) {
    (void)state;
    folder_holds("models", 10);
}

static void it_holds_in_the_midst_of_training_too(void **state) {
    (void)state;
    static const struct {
        const char *folder, *name;
        int64_t epoch;
    } cases[] = {
        {"reference", "x2-relu", 1000},
        {"reference", "x2-relu", 10000},
        {"reference", "students", 200},
        {"reference", "housing-accumulate", 7},
        {"reference", "digits", 3},
        {"models", "gru-cell", 30},
        {"models", "uncertain-regression", 40},
    };
    for (int i = 0; i < 7; i++) {
        Lesson *lesson = load_file(cases[i].folder, cases[i].name, NULL, 0);
        assert_true(holds_at(lesson, cases[i].epoch) > 0);
        lesson_release(lesson);
    }
}

/* The names whose gradients fail, in order, between spaces. */
static void failing(const char *text, char *out, size_t size) {
    Lesson *lesson = load(text);
    CheckRow rows[MOST_ROWS];
    int count = check(lesson, 1, rows);
    out[0] = '\0';
    for (int i = 0; i < count; i++)
        if (rows[i].max_error > CHECK_TOLERANCE)
            snprintf(out + strlen(out), size - strlen(out), " %s", rows[i].name);
        else
            assert_true(rows[i].max_error < 1e-6);
    assert_int_equal(export_check_holds(rows, count), out[0] == '\0');
    lesson_release(lesson);
}

#define NETWORK                                                                                              \
    "[lesson]\nseed = 4\n[data]\nx = linspace(-1, 1, 20)\ny = x^2\n[parameters]\nW1 = randn(1, 5)\n"         \
    "b1 = full(1, 5, 0.5)\nW2 = randn(5, 1)\nb2 = 0.5\n[model]\nz = x @ W1 + b1\nh = relu(z)\n"              \
    "yhat = h @ W2 + b2\nloss = mean((yhat - y)^2)\n[train]\nepochs = 5\n"

static void a_bug_fails_exactly_where_it_spoils(void **state) {
    (void)state;
    static const struct {
        const char *bugs, *fails;
    } cases[] = {
        {"", ""},
        {"[bugs]\nh = mask_upstream\n", " W1 b1"},
        {"[bugs]\nW2 = wrong_input x\n", " W2"},
        {"[bugs]\nb1 = no_sum\nb2 = no_sum\n", ""},
        {"[bugs]\nW2 = wrong_input x\nh = mask_upstream\n", " W1 b1 W2"},
    };
    for (int i = 0; i < 5; i++) {
        char text[1000], fails[100];
        snprintf(text, sizeof text, "%s%s", NETWORK, cases[i].bugs);
        failing(text, fails, sizeof fails);
        assert_string_equal(fails, cases[i].fails);
    }
}

static void names_come_in_file_order(void **state) {
    (void)state;
    Lesson *lesson = load(
        "[data]\nx = linspace(1, 2, 4)\n[parameters]\nb = 2\na = 3\nc = 1\n[model]\nl = mean(a * x + b + c)\n"
        "[train]\nrequires_grad = x\nfrozen = c\n");
    CheckRow rows[MOST_ROWS];
    assert_int_equal(check(lesson, 1, rows), 3);
    assert_string_equal(rows[0].name, "x");
    assert_string_equal(rows[1].name, "b");
    assert_string_equal(rows[2].name, "a");
    assert_int_equal(rows[0].elements, 4);
    lesson_release(lesson);
}

static void a_kink_is_counted_and_left_out(void **state) {
    (void)state;
    static const struct {
        const char *value, *function;
        int kinks;
    } cases[] = {
        {"[[-1, 0, 2]]", "relu(w)", 1},
        {"[[0, 0, 2]]", "abs(w)", 2},
        {"[[-1, 0.5, 1]]", "clip(w, -1, 1)", 2},
        {"[[0, 1, -3]]", "leaky_relu(w)", 1},
        {"[[0, 0, 2]]", "relu(w)^2", 0}, /* only its second derivative jumps */
        {"[[0, 1, 2]]", "elu(w)", 0},
        {"[[0, 3, -3]]", "tanh(w)", 0},
        {"[[1e-5, 1e-6, -1e-4]]", "relu(w)", 0}, /* near a kink, not at it */
        {"[[0, 1e-3, -1e-6]]", "abs(w)", 1},
        {"[[0.1, 0.2, -3]]", "sin(300 * w)", 0}, /* steep, but smooth */
        {"[[0.01, -0.02, 3]]", "tanh(100 * w)", 0},
        {"[[0.1, 0.2, -3]]", "exp(20 * w)", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        snprintf(text, sizeof text, "[parameters]\nw = %s\n[model]\ny = %s\nl = sum(y * [[1, 3, 7]])\n",
                 cases[i].value, cases[i].function);
        Lesson *lesson = load(text);
        CheckRow rows[MOST_ROWS];
        check(lesson, 1, rows);
        if (rows[0].kinks != cases[i].kinks || !(rows[0].max_error < 1e-6))
            print_error("%s of %s: wanted %d kinks, got %d; error %g\n", cases[i].function, cases[i].value,
                        cases[i].kinks, rows[0].kinks, rows[0].max_error);
        assert_int_equal(rows[0].kinks, cases[i].kinks);
        assert_true(rows[0].max_error < 1e-6);
        lesson_release(lesson);
    }
}

static void many_elements_are_sampled_evenly(void **state) {
    (void)state;
    Lesson *lesson =
        load("[data]\nx = rand(3, 100)\n[parameters]\nW = rand(100, 50)\n[model]\nl = mean((x @ W)^2)\n");
    CheckRow rows[MOST_ROWS];
    check(lesson, 1, rows);
    assert_int_equal(rows[0].elements, 5000);
    assert_int_equal(rows[0].checked, CHECK_MAX_ELEMENTS);
    assert_true(rows[0].max_error < 1e-6);
    lesson_release(lesson);
}

static void the_machine_is_not_changed(void **state) {
    (void)state;
    Lesson *lesson = load(NETWORK);
    Machine *machine = machine_for(lesson), *other = machine_for(lesson);
    CheckRow rows[MOST_ROWS];
    Err e = {0};
    for (int step = 0; step < 20; step++) {
        machine_step(machine);
        machine_step(other);
    }
    assert_int_equal(gradcheck_run(machine, rows, MOST_ROWS, &e), 4);
    same_bits(machine, other);
    machine_free(machine);
    machine_free(other);
    lesson_release(lesson);
}

static void one_element_is_explained_with_both_losses(void **state) {
    (void)state;
    Lesson *lesson = load("[parameters]\nw = [[1, 3]]\n[model]\ny = w^2\nl = sum(y)\n");
    Machine *machine = machine_for(lesson);
    Err e = {0};
    Checker *checker = gradcheck_new(lesson, &e);
    assert_non_null(checker);
    CheckElement it;
    int w = program_find(lesson->batch, "w"), y = program_find(lesson->batch, "y");
    assert_true(gradcheck_element(checker, machine, w, 0, 1, false, &it));
    assert_true(it.value == 3 && it.analytic == 6 && fabs(it.numeric - 6) < 1e-8 && it.error < 1e-8 &&
                !it.kink);
    assert_true(fabs(it.loss_plus - (1 + pow(3 + it.step, 2))) < 1e-12);
    assert_true(fabs(it.loss_minus - (1 + pow(3 - it.step, 2))) < 1e-12);
    assert_true(gradcheck_element(checker, machine, y, 0, 0, false,
                                  &it)); /* a result: what follows it is run again */
    assert_true(it.analytic == 1 && fabs(it.numeric - 1) < 1e-8);
    assert_true(gradcheck_element(checker, machine, lesson->batch->slots[w].grad, 0, 0, false, &it));
    assert_true(it.value == 1 && it.analytic == 2);
    assert_false(gradcheck_element(checker, machine, program_find(lesson->batch, "lr"), 0, 0, false, &it));
    gradcheck_free(checker);
    machine_free(machine);
    lesson_release(lesson);
}

static void a_result_that_is_not_a_number_does_not_hold(void **state) {
    (void)state;
    Lesson *lesson = load("[parameters]\nw = [[-1, 2]]\n[model]\nl = sum(log(w))\n");
    CheckRow rows[MOST_ROWS];
    int count = check(lesson, 1, rows);
    assert_true(isnan(rows[0].max_error));
    assert_false(export_check_holds(rows, count));
    lesson_release(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reference_lesson_holds),
        cmocka_unit_test(every_lesson_that_ships_holds),
        cmocka_unit_test(models_that_no_lesson_has_hold),
        cmocka_unit_test(it_holds_in_the_midst_of_training_too),
        cmocka_unit_test(a_bug_fails_exactly_where_it_spoils),
        cmocka_unit_test(names_come_in_file_order),
        cmocka_unit_test(a_kink_is_counted_and_left_out),
        cmocka_unit_test(many_elements_are_sampled_evenly),
        cmocka_unit_test(the_machine_is_not_changed),
        cmocka_unit_test(one_element_is_explained_with_both_losses),
        cmocka_unit_test(a_result_that_is_not_a_number_does_not_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
