/* test_documents: what the README and the rooms' READMEs say of keys, options, functions, examples and files
 * is so. */
#include "tests/support/lesson_helper.h"

#include <glob.h>
#include <unistd.h>

#include "app/cli/cli.h"
#include "app/state/keymap.h"
#include "engine/load/loader.h"
#include "engine/program/op.h"

static const char *const documents[] = {"README.md",
                                        "app/README.md",
                                        "assets/data/README.md",
                                        "assets/i18n/README.md",
                                        "assets/lessons/README.md",
                                        "engine/README.md",
                                        "render/README.md",
                                        "tests/README.md"};
enum { DOCUMENTS = sizeof documents / sizeof *documents };

/* The whole file, from the project's folder on; the caller frees it. */
static char *document(const char *name) {
    char path[800];
    snprintf(path, sizeof path, "%s/../%s", getenv("BACKSTEP_ASSETS"), name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) print_error("there is no %s\n", path);
    assert_non_null(file);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    size_t size = fread(text, 1, (1 << 20) - 1, file);
    assert_true(size > 0 && size < (1 << 20) - 1);
    fclose(file);
    return text;
}

static bool names(const char *text, const char *what, const char *name) {
    if (strstr(text, what) != NULL) return true;
    print_error("%s does not name %s\n", name, what);
    return false;
}

static void the_readme_is_short(void **state) {
    (void)state;
    char *text = document("README.md");
    int lines = 0;
    for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++) lines++;
    assert_true(lines <= 120);
    free(text);
}

static void each_link_leads_somewhere(void **state) {
    (void)state;
    int links = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
        char *text = document(documents[i]);
        const char *slash = strrchr(documents[i], '/');
        int folder = slash == NULL ? 0 : (int)(slash - documents[i]) + 1;
        for (const char *at = text; (at = strstr(at, "](")) != NULL; links++) {
            at += 2;
            int size = (int)strcspn(at, ")#");
            char path[1000];
            if (size == 0 || strncmp(at, "http", 4) == 0) continue; /* in this page, or elsewhere */
            snprintf(path, sizeof path, "%s/../%.*s%.*s", getenv("BACKSTEP_ASSETS"), folder, documents[i],
                     size, at);
            if (access(path, R_OK) != 0) print_error("%s links %s\n", documents[i], path);
            assert_int_equal(access(path, R_OK), 0);
        }
        free(text);
    }
    assert_true(links > 15);
}

static void each_function_is_in_the_reference(void **state) {
    (void)state;
    char *text = document("assets/lessons/README.md"), call[80];
    int found = 0, missing = 0;
    for (int i = 0; op_at(i) != NULL; i++) {
        if (!op_at(i)->function) continue;
        snprintf(call, sizeof call, "`%s(", op_at(i)->name);
        found++, missing += !names(text, call, "assets/lessons/README.md");
    }
    const Function *function;
    for (int i = 0; (function = functions_at(i)) != NULL; i++) {
        snprintf(call, sizeof call, "`%s", function->usage);
        found++, missing += !names(text, call, "assets/lessons/README.md");
    }
    assert_int_equal(missing, 0);
    assert_true(found > 30);
    free(text);
}

static void each_key_is_in_the_table(void **state) {
    (void)state;
    char *text = document("app/README.md"), cell[80];
    Err e = {0};
    Texts *texts = text_open(getenv("BACKSTEP_ASSETS"), "en", &e);
    assert_non_null(texts);
    HelpRow rows[100];
    int count = keymap_help(texts, rows, 100), missing = 0;
    for (int i = 0; i < count; i++) {
        snprintf(cell, sizeof cell, "\n| `%s` | ", rows[i].keys);
        missing += !names(text, cell, "app/README.md");
    }
    assert_int_equal(missing, 0);
    assert_true(count > 30);
    text_close(texts);
    free(text);
}

/* Every line of --help: commands and options. */
static void each_option_is_explained(void **state) {
    (void)state;
    char *text = document("app/README.md"), help[8000] = "", word[80];
    FILE *file = fmemopen(help, sizeof help - 1, "w");
    assert_non_null(file);
    cli_help(file, NULL);
    fclose(file);
    int found = 0, missing = 0;
    for (const char *at = help; (at = strstr(at, "--")) != NULL; found++) {
        int size = (int)strspn(at, "abcdefghijklmnopqrstuvwxyz-");
        snprintf(word, sizeof word, "`%.*s", size, at);
        missing += !names(text, word, "app/README.md");
        at += size;
    }
    assert_int_equal(missing, 0);
    assert_true(found > 10);
    free(text);
}

/* A whole lesson in a document, between ```ini and ```. */
static void each_example_loads(void **state) {
    (void)state;
    int examples = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
        char *text = document(documents[i]);
        for (char *at = text; (at = strstr(at, "```ini\n")) != NULL; examples++) {
            at += strlen("```ini\n");
            char *end = strstr(at, "\n```");
            assert_non_null(end);
            end[1] = '\0';
            lesson_release(load_with("example.lesson", at, NULL, 0));
            at = end + 2;
        }
        free(text);
    }
    assert_int_equal(examples, 1);
}

/* `engine/…`, `render/…`, `app/…`, `tests/…`, `assets/…` in backquotes, so far as they name one file or
 * folder. */
static void each_file_that_is_named_is_there(void **state) {
    (void)state;
    static const char *const houses[] = {"`engine/", "`render/", "`app/", "`tests/", "`assets/"};
    int found = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
        char *text = document(documents[i]);
        for (size_t k = 0; k < sizeof houses / sizeof *houses; k++)
            for (const char *at = text; (at = strstr(at, houses[k])) != NULL; found++) {
                char path[1000];
                int size = (int)strcspn(++at, "`");
                if (memchr(at, ' ', (size_t)size) != NULL || strncmp(at, "render/NAME", 11) == 0 ||
                    strncmp(at, "tests/ROOM", 10) == 0)
                    continue;
                snprintf(path, sizeof path, "%s/../%.*s", getenv("BACKSTEP_ASSETS"), size, at);
                if (access(path, R_OK) != 0) print_error("%s names %.*s\n", documents[i], size, at);
                assert_int_equal(access(path, R_OK), 0);
            }
        free(text);
    }
    assert_true(found > 20);
}

/* Whether the file begins with what its room is for. */
static bool opens_with(const char *path, const char *words) {
    char line[200] = "";
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    bool read = fgets(line, sizeof line, file) != NULL;
    fclose(file);
    return read && strncmp(line, words, strlen(words)) == 0;
}

/* A file of each room begins "The room HOUSE/ROOM: " and says what lives there; one does. */
static void each_room_says_what_lives_there(void **state) {
    (void)state;
    static const char *const houses[] = {"engine", "render", "app"};
    int rooms = 0;
    for (int k = 0; k < 3; k++) {
        char pattern[900], words[100];
        glob_t folders, files;
        snprintf(pattern, sizeof pattern, "%s/../%s/*/", getenv("BACKSTEP_ASSETS"), houses[k]);
        assert_int_equal(glob(pattern, 0, NULL, &folders), 0);
        for (size_t i = 0; i < folders.gl_pathc; i++, rooms++) {
            int told = 0;
            const char *room = strstr(folders.gl_pathv[i], "/../") + 4;
            snprintf(words, sizeof words, "/* The room %.*s: ", (int)strlen(room) - 1, room);
            snprintf(pattern, sizeof pattern, "%s*.[ch]", folders.gl_pathv[i]);
            assert_int_equal(glob(pattern, 0, NULL, &files), 0);
            for (size_t j = 0; j < files.gl_pathc; j++) told += opens_with(files.gl_pathv[j], words);
            if (told != 1) print_error("files that say what lives in %s: %d\n", room, told);
            assert_int_equal(told, 1);
            globfree(&files);
        }
        globfree(&folders);
    }
    assert_true(rooms > 30);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_readme_is_short),
        cmocka_unit_test(each_link_leads_somewhere),
        cmocka_unit_test(each_function_is_in_the_reference),
        cmocka_unit_test(each_key_is_in_the_table),
        cmocka_unit_test(each_option_is_explained),
        cmocka_unit_test(each_example_loads),
        cmocka_unit_test(each_file_that_is_named_is_there),
        cmocka_unit_test(each_room_says_what_lives_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
