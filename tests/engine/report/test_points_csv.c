/* test_points_csv: a lesson with moved points has the numbers of a lesson that reads them from the exported
 * csv; and which lessons' points cannot be moved. */
#include "tests/support/folder.h"

#include <math.h>

#include "engine/load/load.h"
#include "engine/program/tensor.h"
#include "engine/report/export.h"

/* A lesson whose [data] is `data`; the rest is the same in all. */
#define LESSON(data, train)                                                                                  \
    "[lesson]\nseed = 3\n[data]\n" data "[parameters]\nW = randn(1, 4)\nb = randn(1, 4)\nV = randn(4, 1)\n"  \
    "[model]\nh = tanh(x @ W + b)\np = h @ V\nloss = mse(p, y)\n"                                            \
    "[train]\nlr = 0.05\nepochs = 30\n" train "[plot]\ncurve = p against x\npoints = y against x\n"

static const float given_x[] = {-1.25f, 0.1f, 1.0f / 3, -7e-12f, 2.5f, 16777213, 0.7f};
static const float given_y[] = {3, -0.1f, 2.0f / 3, 1e20f, 0, -3.4e-30f, 0.49f};
enum { GIVEN = 7 };

static const GivenPoints points = {"x", "y", given_x, given_y, GIVEN};

static Lesson *load(Folder *folder, const char *name, const char *text, const GivenPoints *given) {
    const LessonOptions options = {.points = given};
    Err e = {0};
    Lesson *lesson = load_lesson(write_file(folder, name, text, strlen(text)), &options, &e);
    if (lesson == NULL) fail_msg("%s: line %d: %s", name, e.place.line, e.text);
    return lesson;
}

static void save_points(Folder *folder, const Lesson *lesson) {
    char path[200];
    Err e = {0};
    snprintf(path, sizeof path, "%s/points.csv", folder->path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(export_points_csv(file, lesson, &e));
    assert_int_equal(fclose(file), 0);
}

static bool same_bits(float a, float b) {
    return memcmp(&a, &b, sizeof a) == 0;
}

static void same_values(const Named *a, const Named *b, int count) {
    for (int i = 0; i < count; i++) {
        assert_string_equal(a[i].name, b[i].name);
        assert_int_equal(a[i].value.rows, b[i].value.rows);
        assert_int_equal(a[i].value.cols, b[i].value.cols);
        Mat one = tensor_mat(a[i].value.at, a[i].value.rows, a[i].value.cols), other = one;
        other.at = b[i].value.at;
        for (int k = 0; k < one.rows * one.cols; k++) {
            float x = *tensor_element(one, k / one.cols, k % one.cols);
            float y = *tensor_element(other, k / one.cols, k % one.cols);
            if (!same_bits(x, y)) fail_msg("%s[%d]: %.9g and %.9g", a[i].name, k, (double)x, (double)y);
        }
    }
}

/* Every loss, and every number that lasts, after the whole training. */
static void same_runs(const Lesson *a, const Lesson *b) {
    Err e = {0};
    Timeline *one = timeline_new(a, exec_best(), &e), *other = timeline_new(b, exec_best(), &e);
    assert_true(one != NULL && other != NULL);
    timeline_advance(one, -1);
    timeline_advance(other, -1);
    assert_int_equal(timeline_trained(one), timeline_trained(other));
    for (int64_t epoch = 0; epoch < a->train.epochs; epoch++) {
        EpochResult x = timeline_epoch(one, epoch), y = timeline_epoch(other, epoch);
        if (!same_bits(x.loss, y.loss) || (a->test_count > 0 && !same_bits(x.test_loss, y.test_loss)))
            fail_msg("epoch %d: loss %.9g and %.9g", (int)epoch, (double)x.loss, (double)y.loss);
    }
    timeline_free(one);
    timeline_free(other);
}

/* `edited` with the points given, and `reading`, which reads them from the csv that is exported then. */
static void agree(Folder *folder, const char *edited, const char *reading, const GivenPoints *given) {
    Lesson *lesson = load(folder, "edited.lesson", edited, given);
    save_points(folder, lesson);
    Lesson *fresh = load(folder, "reading.lesson", reading, NULL);
    assert_int_equal(lesson->samples, fresh->samples);
    assert_int_equal(lesson->test_samples, fresh->test_samples);
    assert_int_equal(lesson->test_count, fresh->test_count);
    assert_true(lesson->train.baseline == fresh->train.baseline);
    same_values(lesson->test, fresh->test, lesson->test_count);
    same_values(lesson->parameters, fresh->parameters, lesson->parameter_count);
    same_runs(lesson, fresh);
    lesson_release(lesson);
    lesson_release(fresh);
}

#define READS "x = csv(\"points.csv\", \"x\")\ny = csv(\"points.csv\", \"y\")\n"

/* Numbers of a size that training can take. */
static const float tame_x[] = {-1.25f, 0.1f, 1.0f / 3, -7e-12f, 0.9f, -0.33f, 0.7f};
static const float tame_y[] = {1, -0.1f, 2.0f / 3, 1e-20f, 0, -0.34f, 0.49f};
static const GivenPoints tame = {"x", "y", tame_x, tame_y, GIVEN};

static void the_csv_gives_back_every_bit(void **state) {
    Folder *folder = *state;
    static const char text[] = LESSON("x = linspace(-1, 1, 5)\ny = x^2\n", "");
    Lesson *lesson = load(folder, "edited.lesson", text, &points);
    save_points(folder, lesson);
    Lesson *fresh = load(folder, "reading.lesson", LESSON(READS, ""), NULL);
    same_values(lesson->data, fresh->data, 2);
    assert_true(same_bits(lesson->data[0].value.at[2], given_x[2]));
    lesson_release(lesson);
    lesson_release(fresh);
}

static void moved_points_train_as_those_of_the_exported_csv(void **state) {
    static const char edited[] = LESSON("x = linspace(-1, 1, 5)\ny = x^2\n", "");
    agree(*state, edited, LESSON(READS, ""), &tame);
}

static void draws_of_the_data_are_still_made(void **state) {
    static const char edited[] =
        LESSON("x = linspace(-1, 1, 5)\ny = x^2 + 0.2 * rand(5) - uniform(0, 1, 5)\n", "");
    agree(*state, edited, LESSON("a = rand(5)\nb2 = uniform(0, 1, 5)\n" READS, ""), &tame);
    Lesson *own = load(*state, "own.lesson", edited, NULL),
           *moved = load(*state, "moved.lesson", edited, &tame);
    same_values(own->parameters, moved->parameters, own->parameter_count);
    lesson_release(own);
    lesson_release(moved);
}

static void mini_batches_and_their_order_go_the_usual_way(void **state) {
    static const char edited[] =
        LESSON("x = linspace(-1, 1, 5)\ny = x^2 + rand(5)\n", "batch = 3\nshuffle = yes\n");
    agree(*state, edited, LESSON("a = rand(5)\n" READS, "batch = 3\nshuffle = yes\n"), &tame);
}

static void the_last_rows_are_kept_back(void **state) {
    static const char edited[] = LESSON("x = linspace(-1, 1, 5)\ny = x^2\n", "batch = 2\nholdout = 0.3\n");
    agree(*state, edited, LESSON(READS, "batch = 2\nholdout = 0.3\n"), &tame);
}

static void the_tests_own_samples_and_the_baseline_go_the_usual_way(void **state) {
    static const char train[] = "baseline = least_squares y from x\n[test]\nx = [[0.5], [1.5]]\ny = x^2\n";
    char edited[800], reading[800];
    snprintf(edited, sizeof edited, LESSON("x = linspace(-1, 1, 5)\ny = x^2\n", "%s"), train);
    snprintf(reading, sizeof reading, LESSON(READS, "%s"), train);
    agree(*state, edited, reading, &tame);
}

/* z is computed from x, and follows it. */
static void what_is_computed_from_a_coordinate_follows(void **state) {
    static const char model[] = "[parameters]\na = randn(1)\nc = randn(1)\n[model]\np = a * x + c * z - m\n"
                                "loss = mse(p, y)\n[train]\nepochs = 9\n"
                                "[plot]\ncurve = p against x\npoints = y against x\n";
    char edited[600], reading[600];
    snprintf(edited, sizeof edited, "[data]\nx = linspace(-1, 1, 5)\ny = x\nz = x^3\nm = mean(x)\n%s", model);
    snprintf(reading, sizeof reading, "[data]\n" READS "z = x^3\nm = mean(x)\n%s", model);
    agree(*state, edited, reading, &tame);
}

static void a_rule_says_what_cannot_be_moved_and_why(void **state) {
    static const struct {
        const char *data, *model;
        PointsRule rule;
        const char *by;
    } rows[] = {
        {"x = linspace(-1, 1, 5) / 2\ny = -x^2", "p = w * x", POINTS_FREE, NULL},
        {"x = [[1, 2, 3]].T\ny = 2 * x", "p = w * x", POINTS_FREE, NULL},
        {"x = standardize(linspace(-1, 1, 5))\ny = x", "p = w * x", POINTS_MIXED, "standardize"},
        {"a = linspace(-1, 1, 5)\nx = a - mean(a)\ny = a", "p = w * x", POINTS_MIXED, "mean"},
        {"a = [[1, 2], [3, 4]]\nx = a @ [[1], [0]]\ny = x", "p = w * x", POINTS_MIXED, "@"},
        {"x = linspace(-1, 1, 5)\ny = x\nk = ones(5)", "p = w * x * k", POINTS_SHARED, "k"},
        {"x = linspace(-1, 1, 5)\ny = x\nk = x^2", "p = w * x * k", POINTS_FREE, NULL},
        {"x = linspace(-1, 1, 1001)\ny = x", "p = w * x", POINTS_MANY, NULL},
        {"x = ones(1)\ny = x", "p = w * x", POINTS_UNREAD, "x"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[600];
        snprintf(text, sizeof text,
                 "[data]\n%s\n[parameters]\nw = 1\n[model]\n%s\nloss = mean((p - y)^2)\n"
                 "[plot]\ncurve = p against x\npoints = y against x\n",
                 rows[i].data, rows[i].model);
        Lesson *lesson = load(*state, "rule.lesson", text, NULL);
        const Plot *plot = &lesson->plot;
        bool same =
            plot->points_rule == rows[i].rule &&
            (rows[i].by == NULL ? plot->points_by == NULL
                                : plot->points_by != NULL && strcmp(plot->points_by, rows[i].by) == 0);
        if (!same)
            fail_msg("%s: wanted rule %d by %s, got %d by %s", rows[i].data, (int)rows[i].rule,
                     rows[i].by ? rows[i].by : "none", (int)plot->points_rule,
                     plot->points_by ? plot->points_by : "none");
        lesson_release(lesson);
    }
}

static void points_that_cannot_be_are_refused(void **state) {
    static const char text[] = LESSON("x = linspace(-1, 1, 5)\ny = x^2\n", "");
    static const char fixed[] = LESSON("x = standardize(linspace(-1, 1, 5))\ny = x^2\n", "");
    static const char stiff[] = LESSON("x = linspace(-1, 1, 5)\ny = x^2\nz = x + ones(5)\n", "");
    const float infinite[] = {0, INFINITY, 1};
    const struct {
        const char *text, *says;
        GivenPoints given;
    } rows[] = {
        {text, "2 to 1000 points", {"x", "y", tame_x, tame_y, 1}},
        {text, "2 to 1000 points", {"x", "y", tame_x, tame_y, 1001}},
        {text, "no finite y", {"x", "y", tame_x, infinite, 3}},
        {text, "there is no t in [data]", {"t", "y", tame_x, tame_y, 3}},
        {text, "there is no W in [data]", {"x", "W", tame_x, tame_y, 3}},
        {fixed, "cannot be moved", {"x", "y", tame_x, tame_y, 3}},
        {stiff, "7×1", {"x", "y", tame_x, tame_y, 7}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const LessonOptions options = {.points = &rows[i].given};
        Err e = {0};
        Lesson *lesson = load_lesson_text("my.lesson", rows[i].text, strlen(rows[i].text), &options, &e);
        assert_null(lesson);
        assert_says(&e, rows[i].says);
    }
    (void)state;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(the_csv_gives_back_every_bit),
        IN_FOLDER(moved_points_train_as_those_of_the_exported_csv),
        IN_FOLDER(draws_of_the_data_are_still_made),
        IN_FOLDER(mini_batches_and_their_order_go_the_usual_way),
        IN_FOLDER(the_last_rows_are_kept_back),
        IN_FOLDER(the_tests_own_samples_and_the_baseline_go_the_usual_way),
        IN_FOLDER(what_is_computed_from_a_coordinate_follows),
        IN_FOLDER(a_rule_says_what_cannot_be_moved_and_why),
        cmocka_unit_test(points_that_cannot_be_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
