/* assets: finds the program's own files, and lessons by name. */
#include "assets.h"

#include "engine/base/os.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_root(const char *folder) {
    char probe[ASSETS_PATH + 32];
    snprintf(probe, sizeof probe, "%s/lessons/index.txt", folder);
    return os_status(probe).kind == OS_FILE;
}

static bool find_root(Assets *assets, Err *e) {
    const char *asked = getenv("BACKSTEP_ASSETS");
    if (asked != NULL && *asked != '\0') {
        snprintf(assets->root, sizeof assets->root, "%s", asked);
        return is_root(asked) ||
               err_set(e, "BACKSTEP_ASSETS is %.200s, but there is no lessons/index.txt in it", asked);
    }
    /* as built (build/release/app/backstep, build/app/backstep), as installed (bin/backstep) */
    static const char *const places[] = {"../../../assets", "../../assets", "../assets", "../share/backstep"};
    char folder[ASSETS_PATH - 32];
    os_folder_program(folder, sizeof folder);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        snprintf(assets->root, sizeof assets->root, "%s/%s", folder, places[i]);
        if (is_root(assets->root)) return true;
    }
    return err_set(
        e, "the program's own files (assets/) were not found beside it; set BACKSTEP_ASSETS to their folder");
}

static bool read_index(Assets *assets, Err *e) {
    char path[ASSETS_PATH + 32];
    snprintf(path, sizeof path, "%s/lessons/index.txt", assets->root);
    OsStatus status;
    FILE *file = os_open(path, &status);
    if (file == NULL) return err_set(e, "cannot read %.300s: %s", path, strerror(errno));
    char line[64];
    while (assets->lesson_count < ASSETS_MAX_LESSONS && fgets(line, sizeof line, file) != NULL) {
        size_t length = strcspn(line, " \t\r\n#");
        if (length == 0 || length >= sizeof assets->names[0]) continue;
        memcpy(assets->names[assets->lesson_count], line, length);
        assets->names[assets->lesson_count++][length] = '\0';
    }
    bool failed = ferror(file) != 0;
    os_close(file);
    if (failed) return err_set(e, "cannot read %.300s", path);
    return true;
}

bool assets_find(Assets *assets, Err *e) {
    memset(assets, 0, sizeof *assets);
    if (!find_root(assets, e)) return false;
    snprintf(assets->data, sizeof assets->data, "%.1000s/data", assets->root);
    return read_index(assets, e);
}

static bool ends_with(const char *text, const char *ending) {
    size_t length = strlen(text), tail = strlen(ending);
    return length >= tail && strcmp(text + length - tail, ending) == 0;
}

bool assets_lesson(const Assets *assets, const char *lesson, char *path, size_t size, Err *e) {
    const char *names[ASSETS_MAX_LESSONS];
    for (int i = 0; i < assets->lesson_count; i++) {
        names[i] = assets->names[i];
        if (strcmp(lesson, names[i]) == 0)
            return snprintf(path, size, "%s/lessons/%s.lesson", assets->root, lesson) < (int)size ||
                   err_set(e, "the path of the lesson %.60s is too long", lesson);
    }
    if (strchr(lesson, '/') != NULL || ends_with(lesson, ".lesson") || os_status(lesson).kind != OS_NOTHING)
        return snprintf(path, size, "%s", lesson) < (int)size ||
               err_set(e, "this path is too long: %.60s…", lesson);
    err_set(e, "there is no built-in lesson and no file \"%.80s\"; `backstep list` shows the lessons",
            lesson);
    err_suggest(e, lesson, names, assets->lesson_count);
    return false;
}

void assets_starter(const Assets *assets, const char *lang, char *path, size_t size) {
    snprintf(path, size, "%s/starter/%s.lesson", assets->root, lang);
    if (os_status(path).kind == OS_NOTHING) snprintf(path, size, "%s/starter/en.lesson", assets->root);
}

static int compare_names(const void *a, const void *b) {
    return strcmp(a, b);
}

typedef struct Languages {
    char (*names)[TEXT_LANG];
    int count;
} Languages;

static void add_language(void *context, const char *name) {
    Languages *languages = context;
    size_t letters = text_lang_length(name);
    if (letters == 0 || strcmp(name + letters, ".txt") != 0) return;
    if (languages->count < ASSETS_MAX_LANGUAGES)
        snprintf(languages->names[languages->count++], TEXT_LANG, "%.*s", (int)letters, name);
}

int assets_languages(const Assets *assets, char names[ASSETS_MAX_LANGUAGES][TEXT_LANG]) {
    char folder[ASSETS_PATH + 8];
    Languages languages = {.names = names};
    snprintf(folder, sizeof folder, "%s/i18n", assets->root);
    os_folder_each(folder, add_language, &languages);
    qsort(names, (size_t)languages.count, sizeof names[0], compare_names);
    return languages.count;
}

bool assets_language(const Assets *assets, const char *lang, Err *e) {
    char names[ASSETS_MAX_LANGUAGES][TEXT_LANG], list[ASSETS_MAX_LANGUAGES * (TEXT_LANG + 2)] = "";
    const char *words[ASSETS_MAX_LANGUAGES];
    int count = assets_languages(assets, names);
    if (count == 0) {
        err_set(e, "the program's own files in %.300s/i18n cannot be read: install backstep again",
                assets->root);
        return err_fail(e);
    }
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], lang) == 0) return true;
        words[i] = names[i];
        if (i > 0) strcat(list, ", ");
        strcat(list, names[i]);
    }
    err_set(e, "there are no texts in the language \"%.20s\"; there are: %s", lang, list);
    err_suggest(e, lang, words, count);
    return false;
}
