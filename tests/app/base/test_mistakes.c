/* test_mistakes: every sentence of a mistake in the code has its translations, and they say the same. */
#include "tests/support/broken.h"
#include "tests/support/source.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/err.h"
#include "engine/base/text.h"
#include "engine/lesson/lesson.h"

enum { MAX_SENTENCES = 8000, MAX_SENTENCE = sizeof((Err *)NULL)->key };

typedef struct Sentences {
    char key[MAX_SENTENCES][MAX_SENTENCE], text[MAX_SENTENCES][ERR_TEXT];
    bool needed[MAX_SENTENCES]; /* of the code: it must have translations */
    int count;
} Sentences;

static Sentences *new_sentences(void) {
    Sentences *sentences = calloc(1, sizeof *sentences);
    assert_non_null(sentences);
    return sentences;
}

static int find_sentence(const Sentences *sentences, const char *key) {
    for (int i = 0; i < sentences->count; i++)
        if (strcmp(sentences->key[i], key) == 0) return i;
    return -1;
}

static void add_sentence(Sentences *sentences, const char *key, const char *text, bool needed) {
    int at = find_sentence(sentences, key);
    if (at < 0) at = sentences->count++;
    assert_in_range(at, 0, MAX_SENTENCES - 1);
    assert_true(strlen(key) < MAX_SENTENCE && strlen(text) < ERR_TEXT);
    strcpy(sentences->key[at], key);
    strcpy(sentences->text[at], text);
    sentences->needed[at] |= needed;
}

/* The lines `"sentence" = text` of assets/i18n/LANG.txt. */
static Sentences *read_translations(const char *lang) {
    char path[600], line[3000];
    snprintf(path, sizeof path, "%s/i18n/%s.txt", getenv("BACKSTEP_ASSETS"), lang);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    Sentences *sentences = new_sentences();
    while (fgets(line, sizeof line, file) != NULL) {
        char *end = line[0] == '"' ? strstr(line, "\" = ") : NULL;
        if (end == NULL) continue;
        *end = '\0';
        end[strcspn(end + 1, "\n") + 1] = '\0';
        add_sentence(sentences, line + 1, end + 4, true);
    }
    fclose(file);
    return sentences;
}

/* Reads the literals of a C file one by one. */
typedef struct Reader {
    const char *at;
    int depth;  /* parentheses that are open since err_set or err_at; 0: in none of these calls */
    bool first; /* the literal is the first one of its row in a table */
} Reader;

static bool begins(const char *at, const char *word) {
    return strncmp(at, word, strlen(word)) == 0;
}

/* Behind the quote that ends what begins at a quote. */
static const char *behind_quote(const char *at) {
    const char quote = *at++;
    while (*at != '\0' && *at != quote) at += *at == '\\' ? 2 : 1;
    return at + 1;
}

/* One literal at the reader's place, and those that follow it directly, as one text. */
static void take_literal(Reader *reader, char *out, size_t size) {
    const char *blanks = " \n";
    size_t used = 0;
    while (*reader->at == '"') {
        const char *end = behind_quote(reader->at) - 1;
        for (const char *at = reader->at + 1; at < end && used + 1 < size; at++) {
            if (*at == '\\') at++;
            out[used++] = *at;
        }
        reader->at = end + 1 + strspn(end + 1, blanks);
        bool wide = begins(reader->at, "PRId64") && used + 3 < size;
        if (wide) used += (size_t)sprintf(out + used, "ld");
        if (wide) reader->at += 6 + strspn(reader->at + 6, blanks);
    }
    out[used] = '\0';
}

static bool next_literal(Reader *reader, char *out, size_t size) {
    for (; *reader->at != '\0'; reader->at++) {
        if (begins(reader->at, "/*"))
            reader->at = strstr(reader->at, "*/") + 1;
        else if (begins(reader->at, "assert("))
            reader->at = strchr(reader->at, ';');
        else if (*reader->at == '\'')
            reader->at = behind_quote(reader->at) - 1;
        else if (reader->depth == 0 && (begins(reader->at, "err_set(") || begins(reader->at, "err_at(")))
            reader->at = strchr(reader->at, '(') + (reader->depth = 1) - 1;
        else if (reader->depth > 0)
            reader->depth += (*reader->at == '(') - (*reader->at == ')');
        if (*reader->at != '"') continue;
        reader->first = reader->at[-1] == '{';
        take_literal(reader, out, size);
        return true;
    }
    return false;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "rows", but neither "{1}" nor the s of a plural. */
static bool has_word(const char *text) {
    for (; *text != '\0'; text++)
        if (is_letter(text[0]) && is_letter(text[1])) return true;
    return false;
}

/* "a name", but not "linspace(a, b, n)". */
static bool has_words(const char *text) {
    for (; *text != '\0'; text++)
        if (is_letter(text[0]) && text[1] == ' ' && is_letter(text[2]) && is_letter(text[3])) return true;
    return false;
}

/* What stands in a call of err_set or err_at is a sentence or a phrase in one; so is every other text of a
   file of the engine that prints nothing itself, and what the command line says of each thing that is typed. */
static void add_source(Sentences *sentences, const char *source, bool engine, bool help) {
    bool told = help || (engine && strstr(source, "fprintf(") == NULL);
    Reader reader = {.at = source};
    char literal[4000], key[4000];
    while (next_literal(&reader, literal, sizeof literal)) {
        err_key(literal, key, sizeof key);
        bool needed = reader.depth > 0 ? has_word(key) : told && !(help && reader.first) && has_words(key);
        if (strlen(key) < MAX_SENTENCE)
            add_sentence(sentences, key, "", needed);
        else
            assert_false(needed);
    }
}

static void add_file(void *context, const char *path) {
    char *source = malloc(1 << 20);
    assert_non_null(source);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    source[fread(source, 1, (1 << 20) - 1, file)] = '\0';
    fclose(file);
    add_source(context, source, strstr(path, "/../engine/") != NULL, strstr(path, "/cli.c") != NULL);
    free(source);
}

static Sentences *read_code(void) {
    Sentences *sentences = new_sentences();
    static const char *const houses[] = {"engine", "render", "app"};
    for (int i = 0; i < 3; i++) source_walk_house(houses[i], add_file, sentences);
    return sentences;
}

/* Every language but English, which the code speaks. */
static int languages(char names[8][9]) {
    char folder[600];
    snprintf(folder, sizeof folder, "%s/i18n", getenv("BACKSTEP_ASSETS"));
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    int count = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL && count < 8;) {
        const char *dot = strstr(entry->d_name, ".txt");
        if (dot == NULL || strcmp(entry->d_name, "en.txt") == 0) continue;
        snprintf(names[count++], sizeof names[0], "%.*s", (int)(dot - entry->d_name), entry->d_name);
    }
    closedir(dir);
    assert_true(count > 0);
    return count;
}

static void every_sentence_of_the_code_is_translated(void **state) {
    (void)state;
    Sentences *code = read_code();
    char names[8][9];
    int missing = 0, count = languages(names), needed = 0;
    for (int l = 0; l < count; l++) {
        Sentences *translations = read_translations(names[l]);
        for (int i = 0; i < code->count; i++) {
            if (!code->needed[i]) continue;
            needed++;
            if (find_sentence(translations, code->key[i]) >= 0) continue;
            print_error("%s.txt lacks a line \"%s\" = …\n", names[l], code->key[i]);
            missing++;
        }
        free(translations);
    }
    free(code);
    assert_int_equal(missing, 0);
    assert_true(needed > 330);
}

static void every_translation_has_its_sentence(void **state) {
    (void)state;
    Sentences *code = read_code();
    for (int number = 1; number < 134; number++) add_sentence(code, strerror(number), "", false);
    char names[8][9];
    int unused = 0, count = languages(names);
    for (int l = 0; l < count; l++) {
        Sentences *translations = read_translations(names[l]);
        for (int i = 0; i < translations->count; i++) {
            if (find_sentence(code, translations->key[i]) >= 0) continue;
            print_error("%s.txt: nobody says \"%s\"\n", names[l], translations->key[i]);
            unused++;
        }
        free(translations);
    }
    free(code);
    assert_int_equal(unused, 0);
}

static bool has_place(const char *text, int place) {
    char plain[8], phrase[8];
    snprintf(plain, sizeof plain, "{%d}", place);
    snprintf(phrase, sizeof phrase, "{\"%d\"}", place);
    return strstr(text, plain) != NULL || strstr(text, phrase) != NULL;
}

/* Returns how many places are wrong: each is the sentence's, and each of the sentence's is there, but for the
   s of a plural ("row{3}"), which English alone needs. */
static int check_places(const char *key, const char *text) {
    int places = 0, wrong = 0;
    for (int k = 1; k <= 9; k++) {
        char place[8];
        snprintf(place, sizeof place, "{%d}", k);
        const char *at = strstr(key, place);
        bool plural = at != NULL && at > key && is_letter(at[-1]);
        if (at != NULL && !plural && !has_place(text, k)) wrong++;
        if (at == NULL && has_place(text, k)) wrong++;
        for (const char *found = text; (found = strchr(found, '{')) != NULL && k == 1; found++) places++;
    }
    for (const char *at = text; (at = strchr(at, '{')) != NULL; at++) {
        bool phrase = at[1] == '"';
        const char *digit = at + (phrase ? 2 : 1);
        places -=
            *digit >= '1' && *digit <= '9' && strncmp(digit + 1, phrase ? "\"}" : "}", phrase ? 2 : 1) == 0;
    }
    if (wrong + places != 0) print_error("\"%s\" = %s: its places are not the sentence's\n", key, text);
    return wrong + places;
}

static void translations_have_the_places_of_their_sentences(void **state) {
    (void)state;
    char names[8][9];
    int wrong = 0, count = languages(names);
    for (int l = 0; l < count; l++) {
        Sentences *translations = read_translations(names[l]);
        for (int i = 0; i < translations->count; i++)
            wrong += check_places(translations->key[i], translations->text[i]);
        free(translations);
    }
    assert_int_equal(wrong, 0);
}

static bool has_cyrillic(const char *text) {
    for (; *text != '\0'; text++)
        if ((unsigned char)*text == 0xD0 || (unsigned char)*text == 0xD1) return true;
    return false;
}

/* Words that stand in most English sentences and in no lesson. */
static const char *english_word(const char *text) {
    static const char *const words[] = {" the ",  " is ",   " are ",  " has ",  " of ",    " not ",
                                        "expect", "write ", "there ", " must ", "nothing", "you "};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (strstr(text, words[k]) != NULL) return words[k];
    return NULL;
}

/* Returns how much is wrong with the Russian of that mistake. */
static int check_russian(void *context, const Err *e) {
    const Texts *const *texts = context, *english = texts[0], *russian = texts[1];
    Err said = *e;
    text_error(russian, &said);
    const char *left = english_word(said.text);
    bool hint = (e->hint[0] != '\0') == has_cyrillic(said.hint);
    bool good = has_cyrillic(said.text) && left == NULL && hint && strlen(said.text) < ERR_TEXT - 4;
    bool same = memcmp(&said.place, &e->place, sizeof e->place) == 0 && strcmp(said.file, e->file) == 0 &&
                strcmp(said.source, e->source) == 0 && said.caret == e->caret;
    if (!good || !same) print_error("%s\n  in Russian: %s %s\n", e->text, said.text, said.hint);
    text_error(english, &said);
    bool back = strcmp(said.text, e->text) == 0 && strcmp(said.hint, e->hint) == 0;
    if (!back) print_error("%s\n  and back: %s %s\n", e->text, said.text, said.hint);
    return !good + !same + !back;
}

static void every_broken_lesson_is_refused_in_russian(void **state) {
    (void)state;
    Err e = {0};
    Texts *texts[] = {text_open(getenv("BACKSTEP_ASSETS"), "en", &e),
                      text_open(getenv("BACKSTEP_ASSETS"), "ru", &e)};
    assert_true(texts[0] != NULL && texts[1] != NULL);
    assert_int_equal(check_broken(NULL, check_russian, texts), 0);
    for (int i = 0; i < 2; i++) text_close(texts[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_of_the_code_is_translated),
        cmocka_unit_test(every_translation_has_its_sentence),
        cmocka_unit_test(translations_have_the_places_of_their_sentences),
        cmocka_unit_test(every_broken_lesson_is_refused_in_russian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
