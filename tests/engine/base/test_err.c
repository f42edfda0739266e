/* test_err: errors with their place and caret, suggestions, and the printed form. */
#include "tests/support/test.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "engine/base/err.h"

static void assert_printed(const Err *e, const char *wanted) {
    char out[4000];
    size_t length = err_format(e, out, sizeof out);
    assert_string_equal(out, wanted);
    assert_int_equal(length, strlen(wanted));
}

static Err located(const char *text, Place place) {
    Err e;
    assert_false(err_at(&e, place, "wrong"));
    assert_false(err_locate(&e, "a.lesson", text, strlen(text)));
    return e;
}

static void the_caret_stands_under_the_character_of_the_place(void **state) {
    (void)state;
    Err e = located("x = 1\ny = θ × 2\n", (Place){2, 7});
    assert_printed(&e, "a.lesson:2:7: wrong\n  y = θ × 2\n        ^\n");
}

static void a_place_behind_the_last_character_keeps_its_caret(void **state) {
    (void)state;
    Err e = located("ab\r\nnext", (Place){1, 3});
    assert_printed(&e, "a.lesson:1:3: wrong\n  ab\n    ^\n");
}

static void a_place_that_the_text_does_not_have_shows_no_source(void **state) {
    (void)state;
    Err e = located("one line", (Place){3, 1});
    assert_printed(&e, "a.lesson:3:1: wrong\n");
    e = located("one", (Place){1, 9});
    assert_int_equal(e.caret, 3);
}

static void a_long_line_is_cut_around_the_place(void **state) {
    (void)state;
    char text[100001];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = 0;
    text[50000] = 'X';
    Err e = located(text, (Place){1, 50001});
    assert_true(strlen(e.source) < sizeof e.source);
    assert_int_equal(strncmp(e.source, "…", 3), 0);
    assert_string_equal(e.source + strlen(e.source) - 3, "…");
    /* before the caret: the ellipsis, which is one character but three bytes, and letters */
    assert_int_equal(e.source[e.caret + 2], 'X');
}

static void a_long_line_of_wide_characters_is_not_cut_inside_one(void **state) {
    (void)state;
    char text[3 * 500 + 1] = "";
    for (size_t k = 0; k < 500; k++) memcpy(text + 3 * k, "→", 3);
    for (int column = 1; column <= 500; column++) {
        Err e = located(text, (Place){1, column});
        assert_null(strchr(e.source, '?'));
        assert_true(e.caret >= 0 && e.caret < 100);
    }
}

static void what_a_terminal_would_obey_becomes_a_question_mark(void **state) {
    (void)state;
    Err e;
    err_at(&e, (Place){1, 3}, "found %s", "\x1b[31m\xff\xc2\x9b");
    assert_string_equal(e.text, "found ?[31m??");
    const char *text = "a\tb\x1b\xc3";
    err_locate(&e, "x\ny", text, strlen(text));
    assert_string_equal(e.file, "x?y");
    assert_string_equal(e.source, "a b??");
    assert_int_equal(e.caret, 2);
}

/* The source of a text that reads "b", "a" where its marks of direction are obeyed. */
static void what_is_not_seen_becomes_a_question_mark(void **state) {
    (void)state;
    static const char *const hidden[] = {"\u202e", "\u2066", "\u200f", "\u200b", "\u2028",     "\u061c",
                                         "\u00ad", "\ufeff", "\ufe0f", "\u3164", "\U000e0041", "\ufff9"};
    static const char *const shown[] = {"я", "λ", "—", "\u00a0", "√", "ℝ", "中", "א", "🙂"};
    char wanted[40], text[40];
    Err e;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        snprintf(text, sizeof text, "a%sb", hidden[i]);
        err_set(&e, "%s", text);
        assert_string_equal(e.text, "a?b");
        err_at(&e, (Place){1, 3}, "here");
        err_locate(&e, "f", text, strlen(text));
        assert_string_equal(e.source, "a?b");
        assert_int_equal(e.caret, 2);
    }
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        snprintf(wanted, sizeof wanted, "a%sb", shown[i]);
        err_set(&e, "a%sb", shown[i]);
        assert_string_equal(e.text, wanted);
    }
}

static void a_long_sentence_ends_with_a_whole_character(void **state) {
    (void)state;
    char text[3 * 1000 + 1] = "";
    for (size_t k = 0; k < 1000; k++) memcpy(text + 3 * k, "→", 4);
    Err e;
    for (int before = 0; before < 3; before++) {
        err_set(&e, "%.*s%s", before, "ab", text);
        assert_null(strchr(e.text, '?'));
        assert_true(strlen(e.text) > sizeof e.text - 5);
    }
}

static void an_error_that_names_a_file_keeps_it(void **state) {
    (void)state;
    Err e = located("x", (Place){1, 1});
    err_locate(&e, "other", "text", 4);
    assert_printed(&e, "a.lesson:1:1: wrong\n  x\n  ^\n");
}

static void the_place_of_a_byte_counts_characters(void **state) {
    (void)state;
    const char *text = "аб\nвг\n";
    Place place = err_place_of(text, 7);
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 2);
    place = err_place_of(text, strlen(text));
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 1);
}

static void a_near_word_is_suggested_and_a_far_one_is_not(void **state) {
    (void)state;
    static const char *const words[] = {"relu", "sigmoid", "tanh", "exp", "log", "W1"};
    static const struct {
        const char *word, *hint;
    } rows[] = {
        {"rleu", "did you mean relu?"},
        {"reluu", "did you mean relu?"},
        {"ReLU", "did you mean relu?"},
        {"sigmod", "did you mean sigmoid?"},
        {"lgo", "did you mean log?"},
        {"w1", "did you mean W1?"},
        {"exq", "did you mean exp?"},
        {"softmax", ""},
        {"x", ""},
        {"relu", ""},
        {"ab", ""},
        {"", ""},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        Err e;
        err_set(&e, "%s", rows[k].word);
        err_suggest(&e, rows[k].word, words, 6);
        assert_string_equal(e.hint, rows[k].hint);
    }
}

static void a_very_long_word_has_no_suggestion(void **state) {
    (void)state;
    char word[5001];
    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = 0;
    const char *words[] = {word, "b"};
    Err e;
    err_set(&e, "x");
    err_suggest(&e, word, words, 2);
    err_suggest(&e, "aaaa", words, 2);
    assert_string_equal(e.hint, "");
}

static void the_printed_form_is_cut_to_the_room_there_is(void **state) {
    (void)state;
    Err e = located("θθθθ = 1", (Place){1, 3});
    snprintf(e.hint, sizeof e.hint, "did you mean λ?");
    char whole[1000], part[1000];
    size_t length = err_format(&e, whole, sizeof whole);
    for (size_t size = 1; size <= length + 1; size++) {
        memset(part, 'x', sizeof part);
        size_t written = err_format(&e, part, size);
        assert_int_equal(part[written], 0);
        assert_true(written < size && written + 3 >= size);
        assert_int_equal(memcmp(part, whole, written), 0);
        assert_true((whole[written] & 0xC0) != 0x80);
    }
    assert_int_equal(err_format(&e, part, 0), 0);
}

static void assert_values(const Err *e, const char *const *values, int count) {
    const char *at = e->values;
    for (int k = 0; k < count; k++, at += strlen(at) + 1) assert_string_equal(at, values[k]);
    assert_string_equal(at, "");
}

static void a_sentence_and_what_came_into_it_are_kept_apart(void **state) {
    (void)state;
    Err e;
    err_set(&e, "%s %.3s %.*s, %d%% %g %c 0x%02X %zu %llu %jd %lld.", "", "three", 2, "two", -7, 0.5, 'c',
            10u, (size_t)8, 9ull, (intmax_t)10, 11ll);
    assert_string_equal(e.text, " thr tw, -7% 0.5 c 0x0A 8 9 10 11.");
    assert_string_equal(e.key, "{1} {2} {3}, {4}{5} {6} {7} 0x{8} {9} {10} {11} {12}.");
    static const char *const values[] = {"", "thr", "tw", "-7", "%", "0.5", "c", "0A", "8", "9", "10", "11"};
    assert_values(&e, values, 12);
    err_set(&e, "out of memory");
    assert_string_equal(e.key, "out of memory");
    assert_values(&e, NULL, 0);
}

static void the_separator_of_values_in_one_harms_nobody(void **state) {
    (void)state;
    Err e;
    err_at(&e, (Place){1, 1}, "%s and %s!", "a\x1Fz", "b");
    assert_string_equal(e.text, "az and b!");
    assert_string_equal(e.key, "{1} and {2}!");
}

static void values_of_any_length_stay_in_their_room(void **state) {
    (void)state;
    char text[3000], odd[2 * 1500 + 1];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    for (size_t k = 0; k < sizeof odd; k++) odd[k] = (char)(k % 2 ? 0x1F : 0xFF);
    odd[sizeof odd - 1] = 0;
    Err e;
    for (int length = 0; length < 2000; length++) {
        err_set(&e, "%.*s%s%s", length, text, odd, text);
        assert_int_equal(e.text[sizeof e.text - 1], 0);
        assert_int_equal(e.values[sizeof e.values - 1], 0);
    }
}

static void what_a_sentence_is_about_stands_before_it(void **state) {
    (void)state;
    Err e;
    err_set(&e, "wrong: %d", 1);
    assert_false(err_about(&e, (Place){2, 3}, "a @ b"));
    assert_printed(&e, "2:3: a @ b: wrong: 1\n");
    assert_string_equal(e.key, "wrong: {1}");
    err_set(&e, "wrong");
    err_about(&e, (Place){2, 3}, "");
    assert_string_equal(e.text, "wrong");
    char text[sizeof e.about + 1];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    err_about(&e, (Place){2, 4}, text);
    assert_printed(&e, "2:4: wrong\n");
    err_about(&e, (Place){2, 4}, text + 1);
    assert_int_equal(strlen(e.text), strlen(text + 1) + 7);
}

static void lack_of_memory_has_one_sentence_without_a_place(void **state) {
    (void)state;
    Err e;
    assert_false(err_memory(&e));
    err_about(&e, (Place){2, 3}, "a @ b");
    err_locate(&e, "my.lesson", "x\ny = a @ b\n", 12);
    assert_printed(&e, "out of memory: close other programs and try again\n");
    err_fail(&e);
    assert_int_equal(e.kind, ERR_MEMORY);
}

static void a_file_that_is_missing_is_a_mistake_and_a_broken_disk_a_failure(void **state) {
    (void)state;
    Err e;
    err_set(&e, "wrong");
    err_caused(&e, ENOENT);
    assert_int_equal(e.kind, ERR_MISTAKE);
    err_caused(&e, EIO);
    assert_int_equal(e.kind, ERR_FAILURE);
    err_set(&e, "wrong");
    assert_int_equal(e.kind, ERR_MISTAKE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_caret_stands_under_the_character_of_the_place),
        cmocka_unit_test(a_place_behind_the_last_character_keeps_its_caret),
        cmocka_unit_test(a_place_that_the_text_does_not_have_shows_no_source),
        cmocka_unit_test(a_long_line_is_cut_around_the_place),
        cmocka_unit_test(a_long_line_of_wide_characters_is_not_cut_inside_one),
        cmocka_unit_test(what_a_terminal_would_obey_becomes_a_question_mark),
        cmocka_unit_test(what_is_not_seen_becomes_a_question_mark),
        cmocka_unit_test(a_long_sentence_ends_with_a_whole_character),
        cmocka_unit_test(an_error_that_names_a_file_keeps_it),
        cmocka_unit_test(the_place_of_a_byte_counts_characters),
        cmocka_unit_test(a_near_word_is_suggested_and_a_far_one_is_not),
        cmocka_unit_test(a_very_long_word_has_no_suggestion),
        cmocka_unit_test(the_printed_form_is_cut_to_the_room_there_is),
        cmocka_unit_test(a_sentence_and_what_came_into_it_are_kept_apart),
        cmocka_unit_test(the_separator_of_values_in_one_harms_nobody),
        cmocka_unit_test(values_of_any_length_stay_in_their_room),
        cmocka_unit_test(what_a_sentence_is_about_stands_before_it),
        cmocka_unit_test(lack_of_memory_has_one_sentence_without_a_place),
        cmocka_unit_test(a_file_that_is_missing_is_a_mistake_and_a_broken_disk_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
