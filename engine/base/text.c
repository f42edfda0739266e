/* text: the sentences of a language, read once, found by key. */
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "utf8.h"

enum { MAX_BYTES = 1 << 20 };

typedef struct Line {
    const char *key, *text; /* in the table's bytes */
    int number;
} Line;

/* One file. */
typedef struct Table {
    char *bytes;
    Line *lines; /* sorted by key */
    int count;
} Table;

struct Texts {
    char lang[TEXTS_LANG];
    Table tables[2]; /* the language, then English; the second is empty where the language is English */
};

static int compare_lines(const void *a, const void *b) {
    return strcmp(((const Line *)a)->key, ((const Line *)b)->key);
}

/* Cuts blanks off both ends in place. */
static char *trim(char *text, char *end) {
    while (text < end && strchr(" \t\r", *text) != NULL) text++;
    while (end > text && strchr(" \t\r", end[-1]) != NULL) end--;
    *end = 0;
    return text;
}

/* The = behind the key; a sentence in quotes may hold others. NULL: there is none. */
static char *find_equals(char *line) {
    char *quote = line[0] == '"' ? strstr(line + 1, "\" =") : line;
    return quote == NULL ? NULL : quote != line ? quote + 2 : strchr(line, '=');
}

/* One line of the file, ended by a 0: appended to the table unless it is blank or a comment. */
static bool add_line(Table *table, char *line, char *end, int number, Err *e) {
    line = trim(line, end);
    if (line[0] == 0 || line[0] == '#') return true;
    char *equals = find_equals(line);
    if (equals == NULL) return err_at(e, (Place){number, 1}, "a line is `key = text`, this one has no =");
    const char *text = trim(equals + 1, equals + 1 + strlen(equals + 1)), *key = trim(line, equals);
    if (key[0] == 0 || text[0] == 0)
        return err_at(e, (Place){number, 1}, "a %s is missing",
                      key[0] == 0 ? "key before the =" : "text after the =");
    table->lines[table->count++] = (Line){key, text, number};
    return true;
}

static bool check_bytes(const char *bytes, size_t size, Err *e) {
    size_t bad = utf8_find_bad(bytes, size);
    if (bad == size) return true;
    return err_at(e, err_place_of(bytes, bad), "the byte 0x%02X is not UTF-8 text",
                  (unsigned char)bytes[bad]);
}

static int count_lines(const char *bytes, size_t size) {
    int count = 1;
    for (size_t k = 0; k < size; k++) count += bytes[k] == '\n';
    return count;
}

/* The lines of table->bytes, sorted. */
static bool read_lines(Table *table, size_t size, Err *e) {
    table->lines = malloc((size_t)count_lines(table->bytes, size) * sizeof *table->lines);
    if (table->lines == NULL) return err_memory(e);
    char *end = table->bytes + size;
    int number = 1;
    for (char *line = table->bytes, *next; line < end; line = next, number++) {
        char *newline = memchr(line, '\n', (size_t)(end - line));
        next = newline != NULL ? newline + 1 : end;
        if (!add_line(table, line, newline != NULL ? newline : end, number, e)) return false;
    }
    qsort(table->lines, (size_t)table->count, sizeof *table->lines, compare_lines);
    for (int k = 1; k < table->count; k++) {
        const Line *a = &table->lines[k - 1], *b = &table->lines[k];
        int later = a->number > b->number ? a->number : b->number;
        if (strcmp(a->key, b->key) == 0)
            return err_at(e, (Place){later, 1}, "the key %s stands twice", b->key);
    }
    return true;
}

/* The table takes memory that the caller frees, also after a mistake. */
static bool read_table(Table *table, const char *asset_dir, const char *lang, Err *e) {
    char path[1024];
    int length = snprintf(path, sizeof path, "%s/i18n/%s.txt", asset_dir, lang);
    if (length < 0 || (size_t)length >= sizeof path)
        return err_set(e, "the path of the texts is too long: %s", path);
    size_t size = 0;
    if (!file_read(path, MAX_BYTES, &table->bytes, &size, e)) {
        table->bytes = NULL;
        return false;
    }
    bool done = check_bytes(table->bytes, size, e) && read_lines(table, size, e);
    return done || err_locate(e, path, "", 0);
}

size_t texts_lang_length(const char *at) {
    size_t letters = strspn(at, "abcdefghijklmnopqrstuvwxyz");
    return letters < TEXTS_LANG ? letters : 0;
}

/* So that no name of a language leads out of the folder. */
static bool check_lang(const char *lang, Err *e) {
    size_t letters = texts_lang_length(lang);
    return (letters > 0 && lang[letters] == 0) || err_set(e, "%s is no language: en, ru", lang);
}

Texts *texts_open(const char *asset_dir, const char *lang, Err *e) {
    if (!check_lang(lang, e)) return NULL;
    Texts *texts = calloc(1, sizeof *texts);
    if (texts == NULL) {
        err_memory(e);
        return NULL;
    }
    strcpy(texts->lang, lang);
    bool english = strcmp(lang, "en") == 0;
    if (read_table(&texts->tables[0], asset_dir, lang, e) &&
        (english || read_table(&texts->tables[1], asset_dir, "en", e)))
        return texts;
    texts_close(texts);
    err_fail(e); /* they are the program's own */
    return NULL;
}

void texts_close(Texts *texts) {
    if (texts == NULL) return;
    for (int k = 0; k < 2; k++) {
        free(texts->tables[k].lines);
        free(texts->tables[k].bytes);
    }
    free(texts);
}

const char *texts_lang(const Texts *texts) {
    return texts->lang;
}

static const char *find(const Texts *texts, const char *key) {
    for (int k = 0; k < 2; k++) {
        const Table *table = &texts->tables[k];
        const Line wanted = {.key = key};
        const Line *line = table->count == 0 ? NULL
                                             : bsearch(&wanted, table->lines, (size_t)table->count,
                                                       sizeof wanted, compare_lines);
        if (line != NULL) return line->text;
    }
    return NULL;
}

const char *text_get(const Texts *texts, const char *key) {
    const char *text = find(texts, key);
    return text != NULL ? text : key;
}
