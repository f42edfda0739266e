/* test_export: what `train` and `check` write: to the letter for programs, in both languages for people. */
#define _GNU_SOURCE
#include "tests/support/run_helper.h"

#include "engine/base/utf8.h"
#include "engine/report/export.h"

typedef bool Export(FILE *out, const TrainResult *result, Err *e);

/* What `write` writes, after the lines of all epochs where it is the text; freed by the caller. */
static char *exported_in(const char *lang, const Lesson *lesson, Export *write) {
    char *text = NULL;
    size_t size;
    Err e = {0};
    FILE *stream = open_memstream(&text, &size);
    Timeline *timeline = timeline_for(lesson);
    Texts *texts = texts_in(lang);
    int64_t next = 0;
    timeline_advance(timeline, -1);
    const TrainResult result = {lesson, exec_best(), timeline, 0.25, texts};
    if (write == export_train_text) export_train_lines(stream, &result, &next);
    assert_true(write(stream, &result, &e));
    fclose(stream);
    timeline_free(timeline);
    text_close(texts);
    return text;
}

static char *exported(const Lesson *lesson, Export *write) {
    return exported_in("en", lesson, write);
}

static void training_is_written_to_the_letter(void **state) {
    (void)state;
    Lesson *lesson =
        load_with("dir/\"two\".lesson",
                  "[data]\nx = [[1], [2], [3]]\n[parameters]\nw = 2\n[model]\nloss = mean(x * w)\n"
                  "[train]\nepochs = 2\nlr = 1\nholdout = 0.34\n",
                  NULL, 0);
    char *text = exported(lesson, export_train_json);
    assert_string_equal(
        text, "{\"lesson\": \"\\\"two\\\"\", \"epochs\": 2, \"seconds\": 0.25, \"loss\": [3, 0.75], "
              "\"initial\": {\"w\": {\"shape\": [1, 1], \"value\": [[2]]}}, "
              "\"parameters\": {\"w\": {\"shape\": [1, 1], \"value\": [[-1]]}}, \"test\": {\"loss\": -3}}\n");
    free(text);
    text = exported(lesson, export_train_csv);
    assert_string_equal(text, "epoch,loss\n1,3\n2,0.75\n");
    free(text);
    lesson_release(lesson);
}

/* A file's name is bytes; JSON is UTF-8, and what a terminal would obey is escaped. */
static void a_name_of_any_bytes_is_json_and_harmless_text(void **state) {
    (void)state;
    Lesson *lesson = load_with("\xE9\x1B\xC2\x9B\xE2\x80\xAE\xF0\x9F\x98\x80\xF3\xA0\x80\x81x\xC3.lesson",
                               "[parameters]\nw = 2\n[model]\nloss = w\n", NULL, 0);
    char *text = exported(lesson, export_train_json);
    static const char json[] =
        "{\"lesson\": \"\\ufffd\\u001b\\u009b\\u202e\xF0\x9F\x98\x80\\udb40\\udc01x\\ufffd\", ";
    assert_int_equal(strncmp(text, json, sizeof json - 1), 0);
    free(text);
    text = exported(lesson, export_train_text);
    assert_non_null(strstr(text, "????\xF0\x9F\x98\x80?x?"));
    free(text);
    lesson_release(lesson);
}

static void a_run_without_end_says_where_it_left_the_numbers(void **state) {
    (void)state;
    Lesson *lesson = load("[parameters]\nw = 3\n[model]\nloss = w^4\n[train]\nlr = 10\nepochs = 7\n");
    char *text = exported(lesson, export_train_json);
    assert_non_null(strstr(text, "\"loss\": [81, 1.34"));
    assert_non_null(strstr(text, "\"inf\", \"nan\", \"nan\"], \"initial\""));
    assert_non_null(strstr(
        text, ", \"first_nonfinite\": {\"epoch\": 3, \"batch\": 1, \"step\": 2, \"target\": \"loss\"}}\n"));
    free(text);
    text = exported(lesson, export_train_csv);
    assert_non_null(strstr(text, "\n5,inf\n6,nan\n"));
    free(text);
    text = exported(lesson, export_train_text);
    assert_non_null(strstr(text, "in epoch 3, batch 1, at step 2 (forward pow)"));
    assert_non_null(strstr(text, "beyond the largest float32"));
    free(text);
    lesson_release(lesson);
}

static void the_cause_is_named(void **state) {
    (void)state;
    static const struct {
        const char *model, *why;
    } cases[] = {
        {"loss = sum(1 / (w - w))", "divided by zero"},
        {"loss = sum((w - w)^-1)", "divided by zero"},
        {"loss = sum(log(w - w))", "logarithm of zero"},
        {"loss = sum(log(-w))", "negative number has no logarithm"},
        {"loss = sum(sqrt(-w))", "no square root"},
        {"loss = sum((-w)^0.5)", "no such power"},
        {"loss = sum(exp(w * 1000))", "beyond the largest float32"},
        {"loss = sum(w * 1e38 * w)", "The largest number that goes into it is 3e+38, in w * 1e38."},
        {"loss = sum(w * 3e38)", "The largest number that goes into it stands in the formula: 3e+38."},
        {"loss = sum(w * 1e-38 * 1e15 * 1e30)", "is 1e+30, in d(w * 1e-38 * 1e15)."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char lesson_text[200];
        snprintf(lesson_text, sizeof lesson_text, "[parameters]\nw = [[1, 3]]\n[model]\n%s\n",
                 cases[i].model);
        Lesson *lesson = load(lesson_text);
        char *text = exported(lesson, export_train_text);
        if (strstr(text, cases[i].why) == NULL) print_error("%s: %s", cases[i].model, text);
        assert_non_null(strstr(text, cases[i].why));
        free(text);
        lesson_release(lesson);
    }
}

static void a_check_is_written_to_the_letter(void **state) {
    (void)state;
    char *text = NULL;
    size_t size;
    Lesson *lesson = load_file("reference", "neuron", NULL, 0);
    FILE *stream = open_memstream(&text, &size);
    const CheckRow rows[] = {{"w", 0.5e-9, 2, 4, 4}, {"b", 0.25, 0, 1, 1}};
    Texts *texts = texts_in("en");
    export_check_json(stream, lesson, rows, 2);
    export_check_text(stream, texts, lesson, rows, 1);
    fclose(stream);
    text_close(texts);
    assert_string_equal(
        text, "{\"lesson\": \"neuron\", \"ok\": false, \"parameters\": {\"w\": {\"max_error\": 5e-10, "
              "\"kinks\": 2}, \"b\": {\"max_error\": 0.25, \"kinks\": 0}}}\n"
              "neuron: each gradient against central finite differences\n"
              "  w            holds      worst relative error 5e-10     4 elements, 2 of them at a kink "
              "and not counted\nAll hold: none is off by more than 0.0001.\n");
    free(text);
    lesson_release(lesson);
}

static void a_training_is_told_in_both_languages(void **state) {
    (void)state;
    Lesson *lesson = load("[data]\nx = [[1], [2], [3]]\n[parameters]\nw = 2\n[model]\nloss = mean(x * w)\n"
                          "[train]\nepochs = 2\nlr = 1\nholdout = 0.34\n");
    char *english = exported(lesson, export_train_text),
         *russian = exported_in("ru", lesson, export_train_text);
    text_has(english, "epoch 1   loss 3   test loss 1.5\nepoch 2   loss 0.75   test loss -3\n");
    text_has(english, ": 2 epochs in 0.25 s\n\nw  1×1\n               -1\n");
    text_has(russian,
             "эпоха 1   потери 3   потери на проверке 1,5\nэпоха 2   потери 0,75   потери на проверке -3\n");
    text_has(russian, ": 2 эпохи за 0,25 с\n\nw  1×1\n               -1\n");
    free(english);
    free(russian);
    lesson_release(lesson);
}

static void the_end_of_the_numbers_is_told_in_russian(void **state) {
    (void)state;
    Lesson *lesson = load("[parameters]\nw = [[1, 2.5]]\n[model]\nloss = sum(w * 1e38 * w)\n");
    char *text = exported_in("ru", lesson, export_train_text);
    text_has(text, "\nВ эпохе 1, батче 1, на шаге 3 (вперёд, mul) числа перестают быть конечными:\n"
                   "    w * 1e38 * w\n"
                   "В строке 0, столбце 1 (всего 1×2) стоит inf: это первое число, которое не конечно.\n"
                   "Почему: число больше самого большого float32, 3,4e+38. "
                   "Наибольшее из чисел, которые в него входят: 2,5e+38, в w * 1e38.\n");
    free(text);
    lesson_release(lesson);
}

static void what_programs_read_is_the_same_in_every_language(void **state) {
    (void)state;
    Lesson *lesson = load_file("lessons", "neuron", NULL, 0);
    static Export *const exports[] = {export_train_json, export_train_csv};
    for (int i = 0; i < 2; i++) {
        char *english = exported(lesson, exports[i]), *russian = exported_in("ru", lesson, exports[i]);
        assert_string_equal(russian, english);
        free(english);
        free(russian);
    }
    lesson_release(lesson);
}

/* Characters before `word` in its line; −1: it is not there. */
static int column_of(const char *line, const char *word) {
    const char *at = strstr(line, word);
    return at == NULL ? -1 : (int)utf8_length(line, (size_t)(at - line));
}

static void the_columns_of_a_check_are_straight_in_every_language(void **state) {
    (void)state;
    static const struct {
        const char *lang, *error, *last;
    } cases[] = {
        {"en", "worst relative error 5e-10 ", "1 of 3 fails: off by more than 0.0001.\n"},
        {"ru", "наибольшая относительная погрешность 5e-10 ",
         "Неверных 1 из 3: расхождение больше 0,0001.\n"},
    };
    const CheckRow rows[] = {{"w", 0.5e-9, 2, 4, 4}, {"b", 0.25, 0, 1, 1}, {"λ", 1e-12, 0, 4000, 9000}};
    Lesson *lesson = load_file("reference", "neuron", NULL, 0);
    for (int i = 0; i < 2; i++) {
        char *text = NULL, *line;
        size_t size;
        Texts *texts = texts_in(cases[i].lang);
        FILE *stream = open_memstream(&text, &size);
        export_check_text(stream, texts, lesson, rows, 3);
        fclose(stream);
        text_has(text, cases[i].error);
        text_has(text, cases[i].last);
        char word[40];
        snprintf(word, sizeof word, "%.*s", (int)strcspn(cases[i].error, " "), cases[i].error);
        line = strchr(text, '\n') + 1;
        for (int k = 0; k < 3; k++, line = strchr(line, '\n') + 1)
            assert_int_equal(column_of(line, word), 26);
        free(text);
        text_close(texts);
    }
    lesson_release(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(training_is_written_to_the_letter),
        cmocka_unit_test(a_name_of_any_bytes_is_json_and_harmless_text),
        cmocka_unit_test(a_run_without_end_says_where_it_left_the_numbers),
        cmocka_unit_test(the_cause_is_named),
        cmocka_unit_test(a_check_is_written_to_the_letter),
        cmocka_unit_test(a_training_is_told_in_both_languages),
        cmocka_unit_test(the_end_of_the_numbers_is_told_in_russian),
        cmocka_unit_test(what_programs_read_is_the_same_in_every_language),
        cmocka_unit_test(the_columns_of_a_check_are_straight_in_every_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
