/* test_lesson_errors: every broken lesson is refused at its place, in its words, at once, in little memory.
 */
#include "tests/support/test.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "engine/load/load.h"
#include "tests/support/sanitized.h"

static const char *tests_folder(void) {
    const char *folder = getenv("BACKSTEP_TESTS");
    assert_non_null(folder);
    return folder;
}

/* The first line of a broken lesson: "# expect PLACE a piece of the message", PLACE as LINE:COLUMN of the
   lesson, or FILE:LINE:COLUMN of a data file. */
typedef struct Expected {
    char place[80], message[200];
} Expected;

static Expected read_expected(const char *path) {
    Expected expected = {{0}, {0}};
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char line[400] = "";
    assert_non_null(fgets(line, sizeof line, file));
    fclose(file);
    assert_int_equal(strncmp(line, "# expect ", 9), 0);
    line[strcspn(line, "\r\n")] = '\0';
    char *place = line + 9, *message = strchr(place, ' ');
    assert_non_null(message);
    snprintf(expected.place, sizeof expected.place, "%.*s", (int)(message - place), place);
    snprintf(expected.message, sizeof expected.message, "%s", message + 1);
    return expected;
}

/* Of this process's work: what other programs do meanwhile does not count. */
static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static long peak_kilobytes(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/* Whether the printed error begins with the place: in the lesson, or in a data file beside it. */
static bool place_is(const char *printed, const char *path, const char *place) {
    char wanted[900];
    if (strchr(place, '/') == NULL)
        snprintf(wanted, sizeof wanted, "%s:%s: ", path, place);
    else
        snprintf(wanted, sizeof wanted, "%s/data/broken/%s: ", tests_folder(), place);
    return strncmp(printed, wanted, strlen(wanted)) == 0;
}

/* Returns how many things were wrong about its refusal. */
static int check_broken(const char *path) {
    Expected expected = read_expected(path);
    Err e = {0};
    double begin = seconds();
    Lesson *lesson = load_lesson(path, NULL, &e);
    double took = seconds() - begin;
    char printed[1200];
    err_format(&e, printed, sizeof printed);
    if (lesson != NULL) {
        print_error("%s: wanted a refusal at %s (%s), but it was loaded\n", path, expected.place,
                    expected.message);
        lesson_release(lesson);
        return 1;
    }
    int wrong = 0;
    if (!place_is(printed, path, expected.place) || strstr(printed, expected.message) == NULL) {
        print_error("wanted %s … %s\ngot    %s\n", expected.place, expected.message, printed);
        wrong++;
    }
    if (took > (SANITIZED ? 10 : 1)) {
        print_error("%s: refused only after %.2f s\n", path, took);
        wrong++;
    }
    return wrong;
}

static int is_lesson(const struct dirent *entry) {
    return strstr(entry->d_name, ".lesson") != NULL;
}

static void every_broken_lesson_is_refused_at_its_place(void **state) {
    (void)state;
    char folder[400], path[800];
    snprintf(folder, sizeof folder, "%s/data/broken", tests_folder());
    struct dirent **names;
    int count = scandir(folder, &names, is_lesson, alphasort), wrong = 0;
    assert_true(count >= 80);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        wrong += check_broken(path);
        free(names[i]);
    }
    free(names);
    assert_int_equal(wrong, 0);
    if (!SANITIZED) assert_true(peak_kilobytes() < 256 * 1024);
}

static void refused(const char *path, const char *text, const Override *overrides, int count,
                    const char *wanted) {
    Err e = {0};
    const LessonOptions options = {.overrides = overrides, .override_count = count};
    Lesson *lesson = text == NULL ? load_lesson(path, &options, &e)
                                  : load_lesson_text(path, text, strlen(text), &options, &e);
    char printed[1200];
    err_format(&e, printed, sizeof printed);
    if (lesson != NULL || strstr(printed, wanted) == NULL)
        print_error("wanted %s\ngot    %s\n", wanted, printed);
    assert_null(lesson);
    assert_non_null(strstr(printed, wanted));
}

static void a_file_that_cannot_be_read_is_named(void **state) {
    (void)state;
    refused("nowhere/none.lesson", NULL, NULL, 0,
            "nowhere/none.lesson: the lesson file cannot be read: No such file");
    refused("/", NULL, NULL, 0, "it is a folder");
    refused("/dev/zero", NULL, NULL, 0, "it is not a plain file");
}

static void a_file_above_one_mebibyte_is_refused_unread(void **state) {
    (void)state;
    char path[] = "/tmp/backstep-large-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(ftruncate(file, (off_t)1 << 40), 0); /* a terabyte of nothing */
    close(file);
    refused(path, NULL, NULL, 0, "at most 1048576 bytes");
    unlink(path);
}

static const char LESSON[] =
    "[data]\nx = linspace(0, 1, 10)\ny = x^2\n[parameters]\nb = full(1, 1, 0.5)\n"
    "[model]\np = x + b\nloss = mse(p, y)\n[train]\nepochs = 10\n[bugs]\nb = no_sum\n";

static void a_wrong_override_is_named_in_place_of_the_file(void **state) {
    (void)state;
    static const struct {
        Override override;
        const char *wanted;
    } cases[] = {
        {{"lr", "fast"}, "--set lr=fast: a learning rate"},
        {{"lr", ""}, "--set lr=: a learning rate"},
        {{"learnrate", "1"}, "--set learnrate=1: neither [train] nor [lesson] has a key learnrate"},
        {{"bacth", "1"}, "did you mean batch?"},
        {{"sead", "1"}, "did you mean seed?"},
        {{"bugs", "none"}, "--set bugs=none: bugs is on or off"},
        {{"epochs", "0"}, "--set epochs=0: a whole number of epochs"},
        {{"epochs.ru", "3"}, "--set epochs.ru=3: epochs.ru is no key"},
        {{"frozen", "x"}, "--set frozen=x: a name of [parameters]"},
        {{"baseline", "least_squares b from x"}, "--set baseline=least_squares b from x: a name of [data]"},
        {{"lr", "1\n2"}, "--set lr=1\n2: nothing more is expected"},
        {{"title", "\xff"}, "is not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused("t.lesson", LESSON, &cases[i].override, 1, cases[i].wanted);
    const Override pair[] = {{"optimizer", "adam"}, {"momentum", "0.5"}};
    refused("t.lesson", LESSON, pair, 2, "--set momentum=0.5: momentum belongs to sgd");
}

static void an_override_that_a_bug_forbids_is_shown_at_the_bug(void **state) {
    (void)state;
    const Override override = {"batch", "3"};
    refused("t.lesson", LESSON, &override, 1,
            "t.lesson:12:1: with no_sum the batch (3) must divide the samples (10)");
}

/* Two results of 66.5 million numbers fit twice into a gibibyte; a long run's keyframes beside them do not.
 */
static void a_run_beyond_a_gibibyte_is_refused(void **state) {
    (void)state;
    static const char text[] = "[data]\nu = ones(8150)\nv = ones(1, 8150)\n[parameters]\nb = 1\n[model]\n"
                               "loss = sum(u * v) + sum(u * v) + b\n";
    const Override epochs = {"epochs", "1000000"};
    Err e = {0};
    refused("t.lesson", text, &epochs, 1,
            "t.lesson:6:2: a run of this model takes 1.0 GiB besides its data, more than 1 GiB");
    Lesson *lesson = load_lesson_text("t.lesson", text, strlen(text), NULL, &e);
    assert_non_null(lesson);
    lesson_release(lesson);
}

static void the_caret_stands_under_the_place(void **state) {
    (void)state;
    refused(
        "t.lesson", "[data]\nαβ = 1\nx = αβ + γ\n[plot]\nfunctions = relu\n", NULL, 0,
        "t.lesson:3:10: there is no name γ in [data], [parameters] or [model]\n  x = αβ + γ\n           ^\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_broken_lesson_is_refused_at_its_place),
        cmocka_unit_test(a_file_that_cannot_be_read_is_named),
        cmocka_unit_test(a_file_above_one_mebibyte_is_refused_unread),
        cmocka_unit_test(a_wrong_override_is_named_in_place_of_the_file),
        cmocka_unit_test(an_override_that_a_bug_forbids_is_shown_at_the_bug),
        cmocka_unit_test(a_run_beyond_a_gibibyte_is_refused),
        cmocka_unit_test(the_caret_stands_under_the_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
