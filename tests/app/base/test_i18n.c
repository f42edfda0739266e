/* test_i18n: the texts of all languages are complete: the same keys, all that the code and the op table ask
 * for, no more. */
#include "tests/support/source.h"
#include "tests/support/test.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/program/op.h"

enum { MAX_KEYS = 2000, MAX_KEY = 80 };

typedef struct Keys {
    char key[MAX_KEYS][MAX_KEY], text[MAX_KEYS][1200];
    bool used[MAX_KEYS];
    int count, missing;
} Keys;

/* The lines of assets/i18n/LANG.txt; sentences in quotes are test_mistakes' business. */
static Keys *read_keys(const char *lang) {
    char path[600], line[2000];
    snprintf(path, sizeof path, "%s/i18n/%s.txt", getenv("BACKSTEP_ASSETS"), lang);
    Keys *keys = calloc(1, sizeof *keys);
    FILE *file = fopen(path, "r");
    assert_non_null(keys);
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        char *equals = strstr(line, " = ");
        if (line[0] == '#' || line[0] == '"' || equals == NULL) continue;
        assert_in_range(keys->count, 0, MAX_KEYS - 1);
        snprintf(keys->key[keys->count], MAX_KEY, "%.*s", (int)strcspn(line, " "), line);
        snprintf(keys->text[keys->count++], sizeof keys->text[0], "%s", equals + 3);
    }
    fclose(file);
    return keys;
}

static int find_key(const Keys *keys, const char *key) {
    for (int i = 0; i < keys->count; i++)
        if (strcmp(keys->key[i], key) == 0) return i;
    return -1;
}

typedef struct Languages {
    char name[32][16];
    int count;
} Languages;

/* Every file of assets/i18n. */
static Languages find_languages(void) {
    char folder[600];
    Languages found = {.count = 0};
    snprintf(folder, sizeof folder, "%s/i18n", getenv("BACKSTEP_ASSETS"));
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        const char *dot = strstr(entry->d_name, ".txt");
        if (dot == NULL) continue;
        assert_in_range(found.count, 0, 31);
        snprintf(found.name[found.count++], sizeof found.name[0], "%.*s", (int)(dot - entry->d_name),
                 entry->d_name);
    }
    closedir(dir);
    assert_true(found.count >= 2);
    return found;
}

static int count_missing(const Keys *keys, const char *lang, const Keys *wanted) {
    int missing = 0;
    for (int i = 0; i < wanted->count; i++) {
        if (find_key(keys, wanted->key[i]) >= 0) continue;
        print_error("%s.txt lacks %s\n", lang, wanted->key[i]);
        missing++;
    }
    return missing;
}

static void all_languages_have_the_same_keys(void **state) {
    (void)state;
    Languages langs = find_languages();
    Keys *en = read_keys("en");
    int missing = 0;
    for (int l = 0; l < langs.count; l++) {
        Keys *keys = read_keys(langs.name[l]);
        missing += count_missing(keys, langs.name[l], en) + count_missing(en, "en", keys);
        free(keys);
    }
    assert_int_equal(missing, 0);
    assert_true(en->count > 200);
    free(en);
}

/* A place in one language is a place in all, or the number would be lost; but a noun's form differs by
 * language. */
static void all_languages_name_places_that_exist(void **state) {
    (void)state;
    static const char places[] =
        " y a b x d G L p q n m s at lr row col rows cols all of small large count value uses products "
        "numbers times samples of_samples place amount class true next from step steps epoch "
        "batch batches ";
    Languages langs = find_languages();
    int checked = 0;
    for (int l = 0; l < langs.count; l++) {
        Keys *keys = read_keys(langs.name[l]);
        for (int i = 0; i < keys->count; i++) {
            static const char *const rooms[] = {"forward.", "backward.", "update.",
                                                "fact.",    "given.",    "nonfinite."};
            bool mine = false;
            for (size_t r = 0; r < sizeof rooms / sizeof *rooms; r++)
                mine |= strncmp(keys->key[i], rooms[r], strlen(rooms[r])) == 0;
            for (const char *at = keys->text[i]; mine && (at = strchr(at, '{')) != NULL; at++) {
                char place[40];
                snprintf(place, sizeof place, " %.*s ", (int)strcspn(at + 1, "}"), at + 1);
                if (strstr(places, place) == NULL)
                    print_error("%s.txt: %s has {%s}\n", langs.name[l], keys->key[i], place);
                assert_non_null(strstr(places, place));
                checked++;
            }
        }
        free(keys);
    }
    assert_true(checked > 200);
}

/* Whether each place of the text is one of the other, too. */
static bool has_places_of(const char *text, const char *other) {
    for (const char *at = text; (at = strchr(at, '{')) != NULL; at++) {
        char place[40];
        snprintf(place, sizeof place, "%.*s", (int)strcspn(at, "}") + 1, at);
        if (strstr(other, place) == NULL) return false;
    }
    return true;
}

/* What a command prints has no other place where a lost number could be read. */
static void what_is_printed_has_the_same_places_in_all_languages(void **state) {
    (void)state;
    Languages langs = find_languages();
    Keys *en = read_keys("en");
    int checked = 0, wrong = 0;
    for (int l = 0; l < langs.count; l++) {
        Keys *keys = read_keys(langs.name[l]);
        for (int i = 0; i < keys->count; i++) {
            int at = find_key(en, keys->key[i]);
            if (strncmp(keys->key[i], "print.", 6) != 0 || at < 0) continue;
            checked++;
            if (has_places_of(keys->text[i], en->text[at]) && has_places_of(en->text[at], keys->text[i]))
                continue;
            print_error("%s.txt: %s has other places than in English\n", langs.name[l], keys->key[i]);
            wrong++;
        }
        free(keys);
    }
    free(en);
    assert_int_equal(wrong, 0);
    assert_true(checked > 60);
}

static void has(const Keys *keys, const char *lang, const char *format, const char *name, const char *tail) {
    char key[MAX_KEY];
    snprintf(key, sizeof key, format, name, tail);
    if (find_key(keys, key) < 0) print_error("%s.txt has no %s\n", lang, key);
    assert_true(find_key(keys, key) >= 0);
}

/* Every row has its sentence for each direction that it can be met in. */
static void every_operation_has_its_sentences(void **state) {
    (void)state;
    Languages langs = find_languages();
    for (int l = 0; l < langs.count; l++) {
        Keys *keys = read_keys(langs.name[l]);
        int operations = 0, directions = 0;
        for (int i = 0; i < op_count(); i++) {
            const Op *op = op_at(i);
            bool update = !op->function && op->back == NULL;
            if (strcmp(op->name, "zero") == 0 || strcmp(op->name, "seed") == 0) {
                has(keys, langs.name[l], "%s%s", op->name, "");
                continue;
            }
            operations++;
            has(keys, langs.name[l], update ? "update.%s%s" : "forward.%s%s", op->name, "");
            has(keys, langs.name[l], update ? "update.%s%s" : "forward.%s%s", op->name, ".title");
            for (int k = 0; k < 2 && op->back != NULL; k++) {
                if ((op->differentiable >> k & 1) == 0) continue;
                has(keys, langs.name[l], "backward.%s%s", op->name, k == 0 ? ".a" : ".b");
                directions++;
            }
        }
        assert_true(operations > 35 && directions > 35);
        free(keys);
    }
}

/* Whether a word of the code stands for the key: it is the key, or its beginning, to which the code adds the
 * rest. */
static bool stands_for(const char *word, const char *key) {
    size_t length = strlen(word);
    return strncmp(word, key, length) == 0 && (key[length] == '\0' || key[length] == '.');
}

/* Marks the keys that the word stands for. A dotted word whose first part is a room of the texts must stand
 * for one. */
static int use_word(Keys *keys, const char *word, const char *file) {
    bool found = false, room = false;
    const char *dot = strchr(word, '.');
    for (int i = 0; i < keys->count; i++) {
        if (stands_for(word, keys->key[i])) keys->used[i] = found = true;
        room |= dot != NULL && strncmp(word, keys->key[i], (size_t)(dot - word) + 1) == 0;
    }
    if (!room || found) return 0;
    print_error("%s: no file has the text %s\n", file, word);
    return 1;
}

/* Words in quotes of one line that are made like a key. */
static int use_line(Keys *keys, const char *line, const char *file) {
    int missing = 0;
    if (strncmp(line, "#include", 8) == 0) return 0;
    for (const char *quote = strchr(line, '"'); quote != NULL; quote = strchr(quote, '"')) {
        size_t length = strspn(quote + 1, "abcdefghijklmnopqrstuvwxyz_0123456789.");
        char word[MAX_KEY];
        if (quote[length + 1] == '"' && length > 1 && length < sizeof word) {
            snprintf(word, sizeof word, "%.*s", (int)length, quote + 1);
            missing += use_word(keys, word, file);
            quote += length + 1;
        }
        quote++;
    }
    return missing;
}

static void use_file(void *context, const char *path) {
    Keys *keys = context;
    char line[1000];
    if (strcmp(path + strlen(path) - 2, ".c") != 0) return;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) keys->missing += use_line(keys, line, path);
    fclose(file);
}

static void the_code_and_the_texts_know_each_other(void **state) {
    (void)state;
    Keys *keys = read_keys("en");
    static const char *const houses[] = {"engine", "render", "app"};
    for (int i = 0; i < 3; i++) source_walk_house(houses[i], use_file, keys);
    int missing = keys->missing;
    for (int i = 0; i < keys->count; i++) {
        if (keys->used[i]) continue;
        print_error("nobody uses the text %s\n", keys->key[i]);
        missing++;
    }
    assert_int_equal(missing, 0);
    free(keys);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_languages_have_the_same_keys),
        cmocka_unit_test(all_languages_name_places_that_exist),
        cmocka_unit_test(what_is_printed_has_the_same_places_in_all_languages),
        cmocka_unit_test(every_operation_has_its_sentences),
        cmocka_unit_test(the_code_and_the_texts_know_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
