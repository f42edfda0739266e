/* test_lesson: lesson files read to the letter: lines, names, sections, overrides, samples. */
#include "tests/support/lesson_helper.h"

#include <dirent.h>

#define MODEL "[parameters]\nw = full(1, 1, 0.5)\n[model]\np = x * w\nloss = mse(p, y)\n"
#define DATA  "[data]\nx = linspace(0, 9, 10)\ny = 2 * x\n"

static bool next_word(FILE *file, char *word, size_t size) {
    char format[16];
    snprintf(format, sizeof format, "%%%zus", size - 1);
    return fscanf(file, format, word) == 1;
}

/* Compares each `initial NAME R C` of an .expected file; returns how many there were. */
static int compare_initial(const Lesson *lesson, const char *path) {
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char word[100], name[100];
    int compared = 0, rows, cols;
    while (next_word(file, word, sizeof word)) {
        if (strcmp(word, "initial") != 0 || fscanf(file, "%99s %d %d", name, &rows, &cols) != 3) continue;
        double *numbers = malloc((size_t)(rows * cols) * sizeof *numbers), largest = 0;
        assert_non_null(numbers);
        for (int i = 0; i < rows * cols; i++) {
            assert_int_equal(fscanf(file, "%lf", &numbers[i]), 1);
            largest = fmax(largest, fabs(numbers[i]));
        }
        const Named *got = parameter(lesson, name);
        is_shape(got, rows, cols);
        for (int i = 0; i < rows * cols; i++) {
            double distance = fabs(numbers[i] - (double)element(got, i / cols, i % cols));
            if (distance > 2e-5 * largest + 1e-6)
                print_error("%s: %s, number %d is off by %g\n", path, name, i, distance);
            assert_true(distance <= 2e-5 * largest + 1e-6);
        }
        free(numbers);
        compared++;
    }
    fclose(file);
    return compared;
}

static int is_lesson(const struct dirent *entry) {
    return strstr(entry->d_name, ".lesson") != NULL;
}

static void every_reference_lesson_starts_with_pytorchs_numbers(void **state) {
    (void)state;
    char folder[400], path[800];
    snprintf(folder, sizeof folder, "%s/data/reference", getenv("BACKSTEP_TESTS"));
    struct dirent **names;
    int count = scandir(folder, &names, is_lesson, alphasort), compared = 0;
    assert_int_equal(count, 23);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        Lesson *lesson = load_with(path, NULL, NULL, 0);
        strcpy(strstr(path, ".lesson"), ".expected");
        compared += compare_initial(lesson, path);
        lesson_release(lesson);
        free(names[i]);
    }
    free(names);
    assert_true(compared >= 60);
}

static void every_built_in_lesson_loads(void **state) {
    (void)state;
    char folder[400], path[800];
    snprintf(folder, sizeof folder, "%s/lessons", getenv("BACKSTEP_ASSETS"));
    struct dirent **names;
    int count = scandir(folder, &names, is_lesson, alphasort);
    assert_true(count > 20);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        if (strstr(path, "mnist") == NULL)
            lesson_release(load_with(path, NULL, NULL, 0)); /* its files are the learner's */
        free(names[i]);
    }
    free(names);
}

static void lines_are_read_as_the_format_says(void **state) {
    (void)state;
    Lesson *lesson = load("\xEF\xBB\xBF# a comment\r\n\r\n[ data ]  # of the section\r\n"
                          "x = [[1, 2], # the first row\r\n"
                          "\r\n"
                          "# a comment at the margin ends nothing\r\n"
                          "     [3, 4]]\r\n"
                          "y\t=\r\n\t2 * x\r\n"
                          "[plot]\r\nfunctions = relu,   # one\r\n  tanh\r\n"
                          "[lesson]\r\ntitle = Two\r\n   lines # and a comment\r\nabout = C# has no "
                          "comment\r\nsource =#1 of two\r\n");
    holds(data(lesson, "x"), 2, 2, (double[]){1, 2, 3, 4});
    holds(data(lesson, "y"), 2, 2, (double[]){2, 4, 6, 8});
    is_text(lesson->title.en, "Two lines");
    is_text(lesson->about.en, "C# has no comment");
    is_text(lesson->source.en, "#1 of two");
    assert_int_equal(lesson->plot.function_count, 2);
    lesson_release(lesson);
}

static void a_text_without_a_last_line_end_is_whole(void **state) {
    (void)state;
    Lesson *lesson = load("[plot]\nfunctions = relu\n[data]\nx = 12");
    holds(data(lesson, "x"), 1, 1, (double[]){12});
    lesson_release(lesson);
}

static void questions_are_about_what_a_step_computes(void **state) {
    (void)state;
    Lesson *lesson = load("[lesson]\ntitle = t\n" DATA MODEL
                          "[ask]\np = How many?\ndw.ru = Куда?\ndw = Which way?\nw = Where to?\n");
    assert_int_equal(lesson->ask_count, 3);
    is_text(lesson->ask[0].key, "p");
    is_text(lesson->ask[0].en, "How many?");
    is_text(lesson->ask[0].ru, NULL);
    is_text(lesson->ask[1].key, "dw");
    is_text(lesson->ask[1].en, "Which way?");
    is_text(lesson->ask[1].ru, "Куда?");
    is_text(lesson->ask[2].key, "w");
    lesson_release(lesson);
}

static void texts_come_in_two_languages(void **state) {
    (void)state;
    Lesson *lesson =
        load("[lesson]\ntitle.ru = Урок\nabout = About\nabout.ru = О чём\nsource = Book\n" DATA MODEL
             "[say]\nloss.ru = Потери\np = Half\nloss = Loss\n");
    is_text(lesson->title.en, "t");
    is_text(lesson->title.ru, "Урок");
    is_text(lesson->about.en, "About");
    is_text(lesson->about.ru, "О чём");
    is_text(lesson->source.en, "Book");
    is_text(lesson->source.ru, NULL);
    assert_int_equal(lesson->say_count, 2);
    is_text(lesson->say[0].key, "loss");
    is_text(lesson->say[0].en, "Loss");
    is_text(lesson->say[0].ru, "Потери");
    is_text(lesson->say[1].ru, NULL);
    lesson_release(lesson);
}

static void what_the_file_leaves_out_has_its_default(void **state) {
    (void)state;
    Lesson *lesson = load(DATA MODEL);
    const Train *train = &lesson->train;
    is_text(lesson->name, "t");
    is_text(train->optimizer, "sgd");
    assert_true(train->lr == 0.01 && train->momentum == 0 && train->holdout == 0 && train->clip_norm == 0);
    assert_true(train->epochs == 1 && train->batch == 10 && !train->shuffle && train->zero_grad);
    assert_true(lesson->seed == 0 && lesson->generator == RNG_TORCH && train->baseline_y == NULL);
    assert_true(lesson->rest == NULL && lesson->test_run == NULL && lesson->test_count == 0 &&
                !lesson->has_bugs);
    lesson_release(lesson);
}

static void every_key_of_train_is_read(void **state) {
    (void)state;
    Lesson *lesson = load(
        DATA "c = x\n[parameters]\nw = full(1, 1, 0.5)\nv = 1\n"
             "[model]\np = x * w + sum(c) * v\nloss = mse(p, y)\n"
             "[train]\noptimizer = sgd\nlr = 3e-2\nmomentum = 0.9\nepochs = 1e4\nbatch = 4\nshuffle = yes\n"
             "constants = c\nclip_norm = .5\nzero_grad = no\nrequires_grad = x, y\nfrozen = v\n"
             "baseline = least_squares y from x\n[lesson]\nseed = 4294967295\ngenerator = numpy\n");
    const Train *train = &lesson->train;
    assert_true(train->lr == 0.03 && train->momentum == 0.9 && train->epochs == 10000 && train->batch == 4);
    assert_true(train->shuffle && !train->zero_grad && train->clip_norm == 0.5);
    assert_true(data(lesson, "c")->constant && !data(lesson, "c")->sample && data(lesson, "x")->sample);
    assert_true(data(lesson, "x")->wants_gradient && data(lesson, "y")->wants_gradient);
    assert_true(parameter(lesson, "v")->frozen && !parameter(lesson, "w")->frozen);
    assert_true(fabs(train->baseline) < 1e-10);
    assert_true(lesson->seed == 4294967295u && lesson->generator == RNG_NUMPY);
    assert_int_equal(lesson->rest->samples, 2);
    lesson_release(lesson);
}

static void samples_follow_the_first_long_name_that_the_model_uses(void **state) {
    (void)state;
    Lesson *lesson =
        load("[data]\nunused = zeros(7)\none = [[1, 2]]\nx = zeros(5)\nsame = zeros(5)\nother = zeros(3)\n"
             "aside = zeros(5)\n[parameters]\nw = 1\n[model]\nloss = sum(same * w) + sum(x) + sum(other) + "
             "sum(one)\n");
    assert_int_equal(lesson->samples, 5);
    assert_true(data(lesson, "x")->sample && data(lesson, "same")->sample);
    assert_false(data(lesson, "unused")->sample || data(lesson, "one")->sample ||
                 data(lesson, "other")->sample || data(lesson, "aside")->sample);
    lesson_release(lesson);
}

static void a_constant_does_not_count_as_samples(void **state) {
    (void)state;
    Lesson *lesson = load("[data]\ncenters = linspace(0, 1, 7)\nx = zeros(5)\n[parameters]\nw = 1\n"
                          "[model]\nloss = sum(x * w) + sum(centers)\n[train]\nconstants = centers\n");
    assert_int_equal(lesson->samples, 5);
    lesson_release(lesson);
}

static void a_lesson_without_rows_is_one_sample(void **state) {
    (void)state;
    Lesson *lesson =
        load("[data]\nx = 2\n[parameters]\nw = 1\n[model]\nloss = (x * w)^2\n[train]\nbatch = 64\n");
    assert_true(lesson->samples == 1 && lesson->train.batch == 1 && lesson->rest == NULL);
    assert_false(data(lesson, "x")->sample);
    lesson_release(lesson);
}

static void a_batch_larger_than_the_samples_is_all_of_them(void **state) {
    (void)state;
    Lesson *lesson = load(DATA MODEL "[train]\nbatch = 64\n");
    assert_true(lesson->train.batch == 10 && lesson->batch->samples == 10 && lesson->rest == NULL);
    lesson_release(lesson);
}

static void a_holdout_keeps_the_last_rows(void **state) {
    (void)state;
    Lesson *lesson = load(DATA MODEL "[train]\nholdout = 0.29\nbatch = 3\n");
    assert_true(lesson->samples == 8 && lesson->test_samples == 2 && lesson->test_count == 2);
    holds(test_data(lesson, "x"), 2, 1, (double[]){8, 9});
    holds(test_data(lesson, "y"), 2, 1, (double[]){16, 18});
    is_shape(data(lesson, "x"), 10, 1);
    assert_int_equal(lesson->rest->samples, 2);
    assert_int_equal(lesson->test_run->samples, 2);
    lesson_release(lesson);
}

static void a_share_that_is_whole_in_decimals_is_whole(void **state) {
    (void)state;
    Lesson *lesson = load("[data]\nx = linspace(0, 1, 100)\ny = x\n" MODEL "[train]\nholdout = 0.29\n");
    assert_int_equal(lesson->test_samples, 29); /* 0.29 * 100 is 28.999999999999996 in double */
    lesson_release(lesson);
}

static void test_values_stand_in_the_order_of_the_samples(void **state) {
    (void)state;
    Lesson *lesson = load(DATA "scale = 10\n" MODEL "[test]\ny = [[7], [8], [9]]\nx = y / scale\n");
    assert_true(lesson->test_count == 2 && lesson->test_samples == 3 && lesson->samples == 10);
    is_text(lesson->test[0].name, "x");
    holds(&lesson->test[0], 3, 1, (double[]){0.7, 0.8, 0.9});
    holds(&lesson->test[1], 3, 1, (double[]){7, 8, 9});
    assert_int_equal(lesson->test_run->samples, 3);
    lesson_release(lesson);
}

static void overrides_stand_in_for_the_files_keys(void **state) {
    (void)state;
    const Override overrides[] = {{"lr", "0.5"},   {"seed", "7"},         {"title", "Other"},
                                  {"batch", "5"},  {"epochs", "3"},       {"lr", "0.25"},
                                  {"bugs", "off"}, {"title.ru", "Другой"}};
    Lesson *lesson =
        load_with("t.lesson",
                  DATA MODEL "[train]\nlr = 0.1\n[bugs]\nw = no_sum\n[plot]\ncurve = p against x\n"
                             "snapshots = 1\n",
                  overrides, 8);
    assert_true(lesson->train.lr == 0.25 && lesson->seed == 7 && lesson->train.batch == 5 &&
                lesson->train.epochs == 3);
    is_text(lesson->title.en, "Other");
    is_text(lesson->title.ru, "Другой");
    assert_true(lesson->has_bugs && lesson->bug_count == 0);
    is_shape(parameter(lesson, "w"), 1, 1);
    lesson_release(lesson);
}

static void a_shorter_run_drops_the_snapshots_beyond_it(void **state) {
    (void)state;
    const Override override = {"epochs", "100"};
    const char *text =
        DATA MODEL "[train]\nepochs = 1000\n[plot]\ncurve = p against x\nsnapshots = 500, 100, 50\n";
    Lesson *lesson = load(text);
    assert_true(lesson->plot.snapshot_count == 3 && lesson->plot.snapshots[0] == 50 &&
                lesson->plot.snapshots[2] == 500);
    lesson_release(lesson);
    lesson = load_with("t.lesson", text, &override, 1);
    assert_true(lesson->plot.snapshot_count == 2 && lesson->plot.snapshots[1] == 100);
    lesson_release(lesson);
}

static void a_private_bias_starts_as_the_bias_in_each_row(void **state) {
    (void)state;
    Lesson *lesson =
        load("[data]\nx = zeros(6, 2)\n[parameters]\nb = [[1, 2]]\nc = b\n[model]\nloss = sum(x + b + c)\n"
             "[train]\nbatch = 3\n[bugs]\nb = no_sum\n");
    holds(parameter(lesson, "b"), 3, 2, (double[]){1, 2, 1, 2, 1, 2});
    is_shape(parameter(lesson, "c"), 1, 2);
    assert_true(lesson->bug_count == 1 && lesson->bugs[0].kind == BUG_NO_SUM);
    lesson_release(lesson);
}

static void bugs_are_read_with_their_names(void **state) {
    (void)state;
    Lesson *lesson = load(
        DATA "[parameters]\nw = [[1, 2]]\nv = [[1], [2]]\n[model]\nh = relu(x @ w)\nloss = mse(h @ v, y)\n"
             "[bugs]\nh = mask_upstream\nv = wrong_input x\n");
    assert_int_equal(lesson->bug_count, 2);
    assert_true(lesson->bugs[0].kind == BUG_MASK_UPSTREAM && lesson->bugs[1].kind == BUG_WRONG_INPUT);
    is_text(lesson->bugs[1].name, "v");
    is_text(lesson->bugs[1].input, "x");
    lesson_release(lesson);
}

static void a_bug_may_stand_in_for_a_key_of_the_training(void **state) {
    (void)state;
    const char *text = DATA "[parameters]\nw = 1\n[model]\np = x * w\nloss = mse(p, y)\n[train]\nlr = 0.1\n"
                            "[bugs]\nzero_grad = no\nlr = 0.7\n";
    Lesson *lesson = load(text);
    assert_int_equal(lesson->bug_count, 2);
    assert_true(lesson->bugs[0].kind == BUG_KEPT && lesson->bugs[1].kind == BUG_RATE);
    assert_true(!lesson->train.zero_grad && lesson->train.lr == 0.7);
    lesson_release(lesson);
    const Override overrides[] = {{"bugs", "off"}, {"lr", "0.3"}, {"zero_grad", "yes"}};
    lesson = load_with("t.lesson", text, overrides, 1);
    assert_true(lesson->has_bugs && lesson->train.zero_grad && lesson->train.lr == 0.1);
    lesson_release(lesson);
    lesson = load_with("t.lesson", text, overrides + 1, 2); /* --set has the last word */
    assert_true(lesson->train.zero_grad && lesson->train.lr == 0.3);
    lesson_release(lesson);
    lesson = load(DATA "[parameters]\nlr = [[1, 2]]\n[model]\nloss = sum(x + lr)\n[bugs]\nlr = no_sum\n");
    assert_true(lesson->bugs[0].kind == BUG_NO_SUM); /* a name of the lesson's own goes first */
    lesson_release(lesson);
}

static void sections_may_stand_in_any_order(void **state) {
    (void)state;
    Lesson *lesson =
        load("[plot]\ncurve = p against x\n[model]\np = x * w\nloss = mse(p, y)\n[train]\nfrozen = v\n"
             "[say]\np = So\n[parameters]\nw = 3\nv = 4\n" DATA);
    assert_non_null(lesson->curve);
    assert_true(lesson->samples == 10 && parameter(lesson, "v")->frozen);
    lesson_release(lesson);
}

static void the_loaded_model_is_what_was_written(void **state) {
    (void)state;
    Lesson *lesson = load(DATA "[parameters]\nw = 1\n[model]\np = x\n   * w # product\nloss = mse(p, y)\n");
    assert_int_equal(lesson->model_count, 2);
    is_text(lesson->model[0].text, "x * w");
    assert_true(lesson->model[0].place.line == 7 && lesson->model[1].place.line == 9);
    assert_int_equal(lesson->model[0].nodes[lesson->model[0].node_count - 1]->kind, EXPR_CALL);
    lesson_release(lesson);
}

static void a_line_of_thousands_of_signs_needs_no_stack(void **state) {
    (void)state;
    char *text = malloc(100000);
    assert_non_null(text);
    strcpy(text, "[data]\nx = 1");
    char *end = text + strlen(text);
    for (int i = 0; i < 9000; i++) end = stpcpy(end, "+ones(1)");
    strcpy(end, "\n[plot]\nfunctions = relu\n");
    Err e = {0};
    assert_null(load_lesson_text("t.lesson", text, strlen(text), NULL, &e)); /* 18,000 operations */
    end = text + strlen("[data]\nx = 1");
    for (int i = 0; i < 4900; i++) end = stpcpy(end, "+ones(1)");
    strcpy(end, "\n[plot]\nfunctions = relu\n");
    Lesson *lesson = load(text);
    holds(data(lesson, "x"), 1, 1, (double[]){4901});
    lesson_release(lesson);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reference_lesson_starts_with_pytorchs_numbers),
        cmocka_unit_test(every_built_in_lesson_loads),
        cmocka_unit_test(lines_are_read_as_the_format_says),
        cmocka_unit_test(a_text_without_a_last_line_end_is_whole),
        cmocka_unit_test(questions_are_about_what_a_step_computes),
        cmocka_unit_test(texts_come_in_two_languages),
        cmocka_unit_test(what_the_file_leaves_out_has_its_default),
        cmocka_unit_test(every_key_of_train_is_read),
        cmocka_unit_test(samples_follow_the_first_long_name_that_the_model_uses),
        cmocka_unit_test(a_constant_does_not_count_as_samples),
        cmocka_unit_test(a_lesson_without_rows_is_one_sample),
        cmocka_unit_test(a_batch_larger_than_the_samples_is_all_of_them),
        cmocka_unit_test(a_holdout_keeps_the_last_rows),
        cmocka_unit_test(a_share_that_is_whole_in_decimals_is_whole),
        cmocka_unit_test(test_values_stand_in_the_order_of_the_samples),
        cmocka_unit_test(overrides_stand_in_for_the_files_keys),
        cmocka_unit_test(a_shorter_run_drops_the_snapshots_beyond_it),
        cmocka_unit_test(a_private_bias_starts_as_the_bias_in_each_row),
        cmocka_unit_test(bugs_are_read_with_their_names),
        cmocka_unit_test(a_bug_may_stand_in_for_a_key_of_the_training),
        cmocka_unit_test(sections_may_stand_in_any_order),
        cmocka_unit_test(the_loaded_model_is_what_was_written),
        cmocka_unit_test(a_line_of_thousands_of_signs_needs_no_stack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
