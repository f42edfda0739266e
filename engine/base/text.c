/* text: the sentences of a language, read once and found by key; values in the places of a sentence; numbers as a
   learner reads them. */
#include "text.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "names.h"
#include "utf8.h"

enum { MAX_BYTES = 1 << 20 };

/* One file. */
typedef struct Table {
    char *bytes;
    Names *keys;        /* NULL: no file; each with its index into texts */
    const char **texts; /* in bytes */
} Table;

struct Texts {
    Arena *arena;
    char lang[TEXT_LANG];
    Table tables[2]; /* the language, then English; the second is empty where the language is English */
};

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
    int count = names_count(table->keys);
    if (names_find(table->keys, key) >= 0)
        return err_at(e, (Place){number, 1}, "the key %s stands twice", key);
    names_add(table->keys, key, count);
    table->texts[count] = text;
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

/* The lines of table->bytes. */
static bool read_lines(Arena *arena, Table *table, size_t size, Err *e) {
    const int most = count_lines(table->bytes, size);
    table->texts = arena_alloc(arena, (size_t)most * sizeof *table->texts);
    table->keys = names_new(arena, most);
    if (arena_failed(arena)) return err_memory(e);
    char *end = table->bytes + size;
    int number = 1;
    for (char *line = table->bytes, *next; line < end; line = next, number++) {
        char *newline = memchr(line, '\n', (size_t)(end - line));
        next = newline != NULL ? newline + 1 : end;
        if (!add_line(table, line, newline != NULL ? newline : end, number, e)) return false;
    }
    return true;
}

/* The table takes memory that the caller frees, also after a mistake. */
static bool read_table(Arena *arena, Table *table, const char *asset_dir, const char *lang, Err *e) {
    char path[1024];
    int length = snprintf(path, sizeof path, "%s/i18n/%s.txt", asset_dir, lang);
    if (length < 0 || (size_t)length >= sizeof path)
        return err_set(e, "the path of the texts is too long: %s", path);
    size_t size = 0;
    if (!file_read(path, MAX_BYTES, &table->bytes, &size, NULL, e)) {
        table->bytes = NULL;
        return false;
    }
    bool done = check_bytes(table->bytes, size, e) && read_lines(arena, table, size, e);
    return done || err_locate(e, path, "", 0);
}

size_t text_lang_length(const char *at) {
    size_t letters = strspn(at, "abcdefghijklmnopqrstuvwxyz");
    return letters < TEXT_LANG ? letters : 0;
}

/* So that no name of a language leads out of the folder. */
static bool check_lang(const char *lang, Err *e) {
    size_t letters = text_lang_length(lang);
    return (letters > 0 && lang[letters] == 0) || err_set(e, "%s is no language: en, ru", lang);
}

Texts *text_open(const char *asset_dir, const char *lang, Err *e) {
    if (!check_lang(lang, e)) return NULL;
    Arena *arena = arena_new();
    Texts *texts = arena == NULL ? NULL : arena_alloc(arena, sizeof *texts);
    if (texts == NULL) {
        arena_free(arena);
        err_memory(e);
        return NULL;
    }
    texts->arena = arena;
    strcpy(texts->lang, lang);
    bool english = strcmp(lang, "en") == 0;
    if (read_table(arena, &texts->tables[0], asset_dir, lang, e) &&
        (english || read_table(arena, &texts->tables[1], asset_dir, "en", e)))
        return texts;
    text_close(texts);
    err_fail(e); /* they are the program's own */
    return NULL;
}

void text_close(Texts *texts) {
    if (texts == NULL) return;
    for (int k = 0; k < 2; k++) free(texts->tables[k].bytes);
    arena_free(texts->arena);
}

const char *text_lang(const Texts *texts) {
    return texts->lang;
}

const char *text_get(const Texts *texts, const char *key) {
    for (int k = 0; k < 2 && texts->tables[k].keys != NULL; k++) {
        int index = names_find(texts->tables[k].keys, key);
        if (index >= 0) return texts->tables[k].texts[index];
    }
    return key;
}

/* ---- Values in the places of a text ---- */

/* A text of limited room; what does not fit is left out from there on. Or a stream, which has room for all.
 */
typedef struct Writer {
    char *out;
    size_t size, used;
    bool full;
    FILE *stream;
} Writer;

/* A terminal shows every character of it; new lines stay. */
static void print_clean(FILE *stream, const char *text, size_t length) {
    char clean[256];
    while (length > 0) {
        const char *newline = memchr(text, '\n', length);
        size_t line = newline != NULL ? (size_t)(newline - text) : length;
        if (line >= sizeof clean) line = utf8_whole(text, sizeof clean - 1);
        fwrite(clean, 1, utf8_clean(clean, sizeof clean, text, line), stream);
        if (text + line == newline) fputc(text[line++], stream);
        text += line, length -= line;
    }
}

static void put(Writer *w, const char *text, size_t length) {
    if (w->stream != NULL) {
        print_clean(w->stream, text, length);
        return;
    }
    if (w->full || length == 0) return;
    size_t room = w->size - 1 - w->used;
    w->full = length > room;
    if (w->full) length = utf8_whole(text, room);
    memcpy(w->out + w->used, text, length);
    w->used += length;
}

/* What comes into the place of that name; NULL: nothing does, and it stays. */
typedef const char *Given(void *context, const char *name, size_t length);

static void fill(Writer *w, const char *at, Given *given, void *context) {
    for (const char *open; (open = strchr(at, '{')) != NULL;) {
        size_t length = strcspn(open + 1, "{}");
        const char *value = open[1 + length] == '}' ? given(context, open + 1, length) : NULL;
        put(w, at, (size_t)(open - at));
        put(w, value != NULL ? value : "{", value != NULL ? strlen(value) : 1);
        at = open + (value != NULL ? length + 2 : 1);
    }
    put(w, at, strlen(at));
    if (w->stream == NULL) w->out[w->used] = 0;
}

typedef struct Values {
    const Texts *texts;
    const TextValue *list;
    char number[2 * TEXT_NUMBER]; /* of the last one that was one */
} Values;

static const char *value_text(Values *values, const TextValue *value) {
    char *number = values->number;
    const size_t room = sizeof values->number;
    if (value->kind == TEXT_IS_STRING) return value->string;
    if (value->kind == TEXT_IS_INT)
        snprintf(number, room, "%" PRId64, value->integer);
    else if (value->string != NULL)
        text_format(values->texts, number, room, value->string, value->real);
    else
        text_number(values->texts, number, room, value->real, false);
    return number;
}

static const char *given_place(void *context, const char *name, size_t length) {
    Values *values = context;
    for (const TextValue *value = values->list; value->place != NULL; value++)
        if (strlen(value->place) == length && memcmp(value->place, name, length) == 0)
            return value_text(values, value);
    return NULL;
}

const char *text_checked(const char *format, ...) {
    return format;
}

void text_fill_values(const Texts *texts, char *out, size_t size, const char *key, const TextValue *values) {
    if (size == 0) return;
    Writer w = {.out = out, .size = size};
    fill(&w, text_get(texts, key), given_place, &(Values){.texts = texts, .list = values});
}

void text_print_values(const Texts *texts, FILE *out, const char *key, const TextValue *values) {
    Writer w = {.stream = out};
    fill(&w, text_get(texts, key), given_place, &(Values){.texts = texts, .list = values});
}

/* Russian has three forms; in English .few is for two: "twice". */
const char *text_plural(const Texts *texts, int64_t n) {
    if (strcmp(text_lang(texts), "ru") != 0) return n == 1 ? "one" : n == 2 ? "few" : "many";
    int64_t ten = n % 10, hundred = n % 100;
    if (ten == 1 && hundred != 11) return "one";
    return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? "few" : "many";
}

void text_count(const Texts *texts, char *out, size_t size, const char *key, int64_t n) {
    char form[64];
    snprintf(form, sizeof form, "%s.%s", key, text_plural(texts, n));
    text_fill(texts, out, size, form, TEXT_INT("n", n));
}

const char *text_sentence(const Texts *texts, const char *english) {
    if (texts == NULL) return english;
    char key[ERR_TEXT + 3];
    snprintf(key, sizeof key, "\"%s\"", english);
    const char *text = text_get(texts, key);
    return text != key ? text : english;
}

typedef struct Mistake {
    const Texts *texts;
    const Err *e;
} Mistake;

/* 1: the first value; "1": its translation. */
static const char *given_value(void *context, const char *name, size_t length) {
    const Mistake *mistake = context;
    bool phrase = length == 3 && name[0] == '"' && name[2] == '"';
    char digit = phrase ? name[1] : name[0];
    if ((!phrase && length != 1) || digit < '1' || digit > '9') return NULL;
    const char *value = mistake->e->values, *end = value + sizeof mistake->e->values;
    for (char other = '1'; other < digit && value < end; other++) value += strlen(value) + 1;
    if (value >= end) return NULL;
    return phrase ? text_sentence(mistake->texts, value) : value;
}

static const char *given_word(void *context, const char *name, size_t length) {
    return length == 1 && name[0] == '1' ? context : NULL;
}

void text_error(const Texts *texts, Err *e) {
    if (texts == NULL || e->text[0] == 0) return;
    Writer text = {.out = e->text, .size = sizeof e->text}, hint = {.out = e->hint, .size = sizeof e->hint};
    Mistake mistake = {texts, e};
    put(&text, e->about, strlen(e->about));
    put(&text, ": ", e->about[0] != 0 ? 2 : 0);
    fill(&text, text_sentence(texts, e->key), given_value, &mistake);
    if (e->meant[0] != 0) fill(&hint, text_sentence(texts, "did you mean {1}?"), given_word, e->meant);
}

/* ---- Numbers ---- */

/* A lesson reads and prints in English numerals where the language's file says nothing else. */
static const char *decimal_sign(const Texts *texts) {
    static const char key[] = "number.decimal";
    const char *sign = texts != NULL ? text_get(texts, key) : key;
    return strcmp(sign, key) != 0 ? sign : ".";
}

/* The decimal sign in place of a point. minus: a true one; exponent: e+07 as e7, e-07 as e−7. */
static void localize(const Texts *texts, char *out, size_t size, const char *plain, bool minus,
                     bool exponent) {
    if (size == 0) return;
    const char *point = decimal_sign(texts);
    size_t used = 0;
    bool leading = false; /* in the exponent, before its first digit */
    for (const char *at = plain; *at != 0; at++) {
        if (leading && (*at == '+' || (*at == '0' && at[1] != 0))) continue;
        leading = exponent && (*at == 'e' || (leading && *at == '-'));
        const char *put = *at == '-' && minus ? "−" : *at == '.' ? point : at;
        size_t length = put == at ? 1 : strlen(put);
        if (used + length >= size) break;
        memcpy(out + used, put, length);
        used += length;
    }
    out[used] = 0;
}

void text_decimal(const Texts *texts, char *out, size_t size, const char *plain) {
    localize(texts, out, size, plain, true, true);
}

void text_signs(const Texts *texts, char *out, size_t size, const char *plain) {
    localize(texts, out, size, plain, true, false);
}

void text_format(const Texts *texts, char *out, size_t size, const char *format, ...) {
    char plain[2 * TEXT_NUMBER];
    va_list values;
    va_start(values, format);
    vsnprintf(plain, sizeof plain, format, values);
    va_end(values);
    localize(texts, out, size, plain, false, false);
}

/* The magnitude as printf writes it; its power of ten is the one after rounding, so that 0.99996 is 1.000. */
static void write_magnitude(char out[TEXT_NUMBER], double magnitude) {
    snprintf(out, TEXT_NUMBER, "%.3e", magnitude);
    int power = magnitude > 0 ? atoi(strchr(out, 'e') + 1) : 0;
    if (power >= -4 && magnitude < 99999.5)
        snprintf(out, TEXT_NUMBER, "%.*f", power < 3 ? 3 - power : 0, magnitude);
}

void text_number(const Texts *texts, char *out, size_t size, double number, bool sign) {
    char magnitude[TEXT_NUMBER] = "∞", plain[TEXT_NUMBER + 1];
    if (isfinite(number)) write_magnitude(magnitude, fabs(number));
    const char *mark = number < 0 ? "-" : sign && number > 0 ? "+" : "";
    snprintf(plain, sizeof plain, "%s%s", mark, isnan(number) ? "nan" : magnitude);
    text_decimal(texts, out, size, plain);
}
