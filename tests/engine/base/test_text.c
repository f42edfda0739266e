/* test_text: sentences by key in two languages, filled in; numbers as learners read them. */
#include "tests/support/folder.h"

#include <math.h>

#include "engine/base/text.h"

/* The folder with i18n/en.txt, and i18n/ru.txt where russian is not NULL. */
static Texts *open_texts(Folder *folder, const char *lang, const char *english, const char *russian, Err *e) {
    char path[300];
    snprintf(path, sizeof path, "%s/i18n", folder->path);
    mkdir(path, 0700);
    if (russian != NULL) write_file(folder, "i18n/ru.txt", russian, strlen(russian));
    write_file(folder, "i18n/en.txt", english, strlen(english));
    return text_open(folder->path, lang, e);
}

static void a_key_gives_its_text_and_english_fills_the_gaps(void **state) {
    Err e;
    Texts *texts = open_texts(*state, "ru", "# a comment\n\nb = no\na.x =  yes = 1 # all \t\r\nc = see",
                              "a.x = да\nb=нет", &e);
    assert_non_null(texts);
    assert_string_equal(text_lang(texts), "ru");
    assert_string_equal(text_get(texts, "a.x"), "да");
    assert_string_equal(text_get(texts, "b"), "нет");
    assert_string_equal(text_get(texts, "c"), "see");
    assert_string_equal(text_get(texts, "d"), "d");
    text_close(texts);
    texts = text_open(((Folder *)*state)->path, "en", &e);
    assert_string_equal(text_get(texts, "a.x"), "yes = 1 # all");
    text_close(texts);
    text_close(NULL);
}

static void broken_files_are_refused_with_the_place(void **state) {
    static const struct {
        const char *text;
        int line, column;
        const char *says;
    } rows[] = {
        {"a = 1\nb\n", 2, 1, "has no ="},          {"= 1\n", 1, 1, "a key before the = is missing"},
        {"a =\n", 1, 1, "a text after the ="},     {"a = 1\nb = 2\na = 3\n", 3, 1, "the key a stands twice"},
        {"a = θ\xFF\n", 1, 6, "the byte 0xFF is"}, {"\"a = b\n", 1, 1, "has no ="},
        {"\"a\" =\n", 1, 1, "a text after the ="},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        Err e;
        assert_null(open_texts(*state, "en", rows[k].text, NULL, &e));
        assert_says(&e, rows[k].says);
        assert_int_equal(e.place.line, rows[k].line);
        assert_int_equal(e.place.column, rows[k].column);
        assert_string_equal(e.file + strlen(e.file) - 11, "i18n/en.txt");
        assert_null(open_texts(*state, "ru", rows[k].text, "a = 1", &e));
    }
}

static void a_language_without_a_file_is_refused(void **state) {
    Err e;
    assert_null(open_texts(*state, "fr", "a = 1", NULL, &e));
    assert_says(&e, "fr.txt cannot be read");
    static const char *const names[] = {"", "../en", "EN", "abcdefghi"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        assert_null(open_texts(*state, names[k], "a = 1", NULL, &e));
        assert_says(&e, "is no language");
    }
}

static void places_are_filled_and_others_stay(void **state) {
    Err e;
    Texts *texts = open_texts(*state, "en", "a = {x} of {y}, {x}! {z} {\nb = {{x}} {}", NULL, &e);
    char out[100];
    text_fill(texts, out, sizeof out, "a", TEXT_STRING("y", "{x}"), TEXT_STRING("x", "1"));
    assert_string_equal(out, "1 of {x}, 1! {z} {");
    text_fill(texts, out, sizeof out, "b", TEXT_STRING("x", "1"), TEXT_STRING("", "nothing"));
    assert_string_equal(out, "{1} nothing");
    text_fill(texts, out, sizeof out, "no.key", TEXT_INT("x", 1));
    assert_string_equal(out, "no.key");
    text_close(texts);
}

static void values_of_each_kind_are_filled(void **state) {
    Err e;
    Texts *texts = open_texts(*state, "ru", "a = -", "number.decimal = ,\na = {s} {n} {x} {y} {none}", &e);
    char out[100];
    text_fill(texts, out, sizeof out, "a", TEXT_STRING("s", "так"), TEXT_INT("n", INT64_MIN),
              TEXT_REAL("x", -0.5), TEXT_FORMAT("y", "%.2f", 0.125f), TEXT_STRING("none", NULL));
    assert_string_equal(out, "так -9223372036854775808 −0,5000 0,12 {none}");
    text_close(texts);
}

static void a_filled_text_is_cut_between_characters(void **state) {
    Err e;
    Texts *texts = open_texts(*state, "en", "a = аб{x}в{x}г", NULL, &e);
    static const char whole[] = "аб→в→г";
    char out[40];
    for (size_t size = 1; size < sizeof out; size++) {
        memset(out, 'x', sizeof out);
        text_fill(texts, out, size, "a", TEXT_STRING("x", "→"));
        size_t length = strlen(out);
        assert_true(length < size && (length + 3 > size - 1 || length == sizeof whole - 1));
        assert_int_equal(memcmp(out, whole, length), 0);
        assert_true((whole[length] & 0xC0) != 0x80);
    }
    text_fill(texts, NULL, 0, "a", TEXT_INT("x", 1));
    text_close(texts);
}

static const char SENTENCES[] =
    "\"{1} is no {2}, but \"{3}\", x = y\" = {3}: {\"2\"}, {1}! {\"3\"} {0} {\"x\"} {\n"
    "\"number\" = число\n\"did you mean {1}?\" = {1}?\nnumber = no\n";

static void said(const Texts *texts, Err *e, const char *text, const char *hint) {
    text_error(texts, e);
    assert_string_equal(e->text, text);
    assert_string_equal(e->hint, hint);
}

static void a_mistake_is_said_in_one_language_and_in_another(void **state) {
    Err e, none = {0};
    const char *words[] = {"relu"};
    Texts *russian = open_texts(*state, "ru", "a = 1", SENTENCES, &e),
          *english = text_open(((Folder *)*state)->path, "en", &e);
    assert_true(russian != NULL && english != NULL);
    err_at(&e, (Place){1, 2}, "%s is no %s, but \"%d\", x = y", "{2}", "number", 7);
    err_suggest(&e, "rellu", words, 1);
    said(NULL, &e, "{2} is no number, but \"7\", x = y", "did you mean relu?");
    said(russian, &e, "7: число, {2}! 7 {0} {\"x\"} {", "relu?");
    said(english, &e, "{2} is no number, but \"7\", x = y", "did you mean relu?");
    err_about(&e, (Place){1, 3}, "a {1}");
    said(russian, &e, "a {1}: 7: число, {2}! 7 {0} {\"x\"} {", "relu?");
    assert_true(e.place.line == 1 && e.place.column == 3);
    err_set(&e, "an unknown %s", "number");
    said(russian, &e, "an unknown number", "");
    said(russian, &none, "", "");
    text_close(english);
    text_close(russian);
}

static void a_mistake_in_another_language_is_cut_between_characters(void **state) {
    Err e;
    char value[ERR_TEXT], wanted[ERR_TEXT];
    Texts *texts = open_texts(*state, "ru", "a = 1", "\"{1}\" = → {1}", &e);
    for (size_t length = 1; length < sizeof value; length++) {
        memset(value, 'x', sizeof value);
        value[length] = 0;
        err_set(&e, "%s", value);
        text_error(texts, &e);
        snprintf(wanted, sizeof wanted, "→ %.1195s", value);
        assert_string_equal(e.text, wanted);
    }
    text_close(texts);
}

static const struct {
    double number;
    const char *text;
} NUMBERS[] = {
    {0, "0.000"},
    {-0.0, "0.000"},
    {1, "1.000"},
    {-12.3, "−12.30"},
    {123.449, "123.4"},
    {1234.4, "1234"},
    {99999, "99999"},
    {99999.7, "1.000e5"},
    {1e5, "1.000e5"},
    {-0.00625, "−0.006250"},
    {0.0001, "0.0001000"},
    {0.000099999, "0.0001000"},
    {0.00009999, "9.999e−5"},
    {1.234e-7, "1.234e−7"},
    {-3.4e38, "−3.400e38"},
    {-1.25e-38, "−1.250e−38"},
    {0.99996, "1.000"},
    {INFINITY, "∞"},
    {-INFINITY, "−∞"},
    {NAN, "nan"},
};

static void numbers_have_four_digits_and_a_true_minus(void **state) {
    Err e;
    Texts *texts = open_texts(*state, "en", "a = 1", NULL, &e);
    for (size_t k = 0; k < sizeof NUMBERS / sizeof *NUMBERS; k++) {
        char out[TEXT_NUMBER], wanted[TEXT_NUMBER + 1];
        text_number(texts, out, sizeof out, NUMBERS[k].number, false);
        assert_string_equal(out, NUMBERS[k].text);
        text_number(texts, out, sizeof out, NUMBERS[k].number, true);
        snprintf(wanted, sizeof wanted, "%s%s", NUMBERS[k].number > 0 ? "+" : "", NUMBERS[k].text);
        assert_string_equal(out, wanted);
    }
    text_close(texts);
}

static void the_language_has_its_decimal_sign(void **state) {
    (void)state;
    Err e;
    Texts *texts = text_open(getenv("BACKSTEP_ASSETS"), "ru", &e);
    assert_non_null(texts);
    char out[TEXT_NUMBER];
    text_number(texts, out, sizeof out, -0.00625, false);
    assert_string_equal(out, "−0,006250");
    text_number(texts, out, sizeof out, 1.5e-7, true);
    assert_string_equal(out, "+1,500e−7");
    text_number(texts, out, 4, -1.5, false);
    assert_string_equal(out, "−");
    text_number(texts, out, 1, -1.5, false);
    assert_string_equal(out, "");
    text_close(texts);
}

static void printed_numbers_get_the_same_signs(void **state) {
    (void)state;
    static const struct {
        const char *plain, *text;
    } rows[] = {{"-1.5e-07", "−1.5e−7"}, {"1e+00", "1e0"}, {"+2.50", "+2.50"},
                {"1e-100", "1e−100"},    {"1e+05", "1e5"}, {"", ""}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        char out[TEXT_NUMBER];
        text_decimal(NULL, out, sizeof out, rows[k].plain);
        assert_string_equal(out, rows[k].text);
    }
}

static void columns_change_their_decimal_sign_and_nothing_else(void **state) {
    (void)state;
    Err e = {0};
    char out[TEXT_NUMBER];
    Texts *russian = text_open(getenv("BACKSTEP_ASSETS"), "ru", &e),
          *english = text_open(getenv("BACKSTEP_ASSETS"), "en", &e);
    text_format(english, out, sizeof out, "%11.5g", -1.25e-7);
    assert_string_equal(out, "  -1.25e-07");
    text_format(russian, out, sizeof out, "%11.5g", -1.25e-7);
    assert_string_equal(out, "  -1,25e-07");
    text_format(russian, out, sizeof out, "%-6.1f|", 0.5);
    assert_string_equal(out, "0,5   |");
    text_format(russian, out, 4, "%.4f", 0.5);
    assert_string_equal(out, "0,5");
    text_close(english);
    text_close(russian);
}

/* A formula, which has no longest length, may stand in a place. */
static void a_printed_text_is_not_cut(void **state) {
    (void)state;
    Err e = {0};
    char name[6000], *text = NULL;
    size_t size;
    Texts *texts = text_open(getenv("BACKSTEP_ASSETS"), "en", &e);
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    text_print(texts, out, "print.nonfinite.largest", TEXT_INT("amount", 3), TEXT_STRING("name", name));
    fclose(out);
    assert_ptr_equal(strstr(text, "The largest number that goes into it is 3, in xxx"), text);
    assert_int_equal(size, strlen("The largest number that goes into it is 3, in .") + sizeof name - 1);
    free(text);
    text_close(texts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_key_gives_its_text_and_english_fills_the_gaps),
        IN_FOLDER(broken_files_are_refused_with_the_place),
        IN_FOLDER(a_language_without_a_file_is_refused),
        IN_FOLDER(places_are_filled_and_others_stay),
        IN_FOLDER(values_of_each_kind_are_filled),
        IN_FOLDER(a_filled_text_is_cut_between_characters),
        IN_FOLDER(a_mistake_is_said_in_one_language_and_in_another),
        IN_FOLDER(a_mistake_in_another_language_is_cut_between_characters),
        IN_FOLDER(numbers_have_four_digits_and_a_true_minus),
        cmocka_unit_test(the_language_has_its_decimal_sign),
        cmocka_unit_test(columns_change_their_decimal_sign_and_nothing_else),
        cmocka_unit_test(a_printed_text_is_not_cut),
        cmocka_unit_test(printed_numbers_get_the_same_signs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
