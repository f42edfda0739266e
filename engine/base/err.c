/* err: a mistake as a value: its sentence, its place under the source line, and how it is printed. */
#include "err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

/* The bytes of the conversion that stands there, as in "%.60s"; 0: none does. */
static size_t conversion_size(const char *format) {
    return format[0] != '%' ? 0 : 1 + strspn(format + 1, "-+ #.*0123456789hljzt") + 1;
}

void err_key(const char *format, char *out, size_t size) {
    size_t used = 0;
    int places = 0;
    while (*format != 0 && used + 1 < size) {
        size_t conversion = conversion_size(format);
        if (conversion > 0)
            used += (size_t)snprintf(out + used, size - used, "{%d}", ++places);
        else
            out[used++] = *format;
        format += conversion > 0 ? conversion : 1;
    }
    out[used < size ? used : size - 1] = 0;
}

/* ASCII's unit separator stands on both sides of a value. One within a value hides where that ends, and no
 * more. */
enum { MARK = 0x1F };

/* The format with marks around its conversions. What has no room is left out, conversions as a whole. */
static void mark_values(const char *format, char *out, size_t size) {
    char *end = out + size - 1;
    for (size_t taken; *format != 0; format += taken) {
        size_t conversion = conversion_size(format), marks = conversion > 0 ? 2 : 0;
        taken = conversion > 0 ? conversion : 1;
        if ((size_t)(end - out) < taken + marks) break;
        if (marks > 0) *out++ = MARK;
        memcpy(out, format, taken);
        out += taken;
        if (marks > 0) *out++ = MARK;
    }
    *out = 0;
}

/* The text, and by themselves the values in it, from what was printed with marks. */
static void part_values(Err *e, const char *printed, size_t size) {
    const char *end = printed + size;
    size_t text = 0, values = 0;
    for (bool value = false; printed < end; value = !value) {
        const char *mark = memchr(printed, MARK, (size_t)(end - printed));
        size_t length = (size_t)((mark != NULL ? mark : end) - printed);
        text += utf8_clean(e->text + text, sizeof e->text - text, printed, length);
        if (value) values += utf8_clean(e->values + values, sizeof e->values - values, printed, length) + 1;
        printed += length + 1;
    }
}

bool err_at(Err *e, Place place, const char *format, ...) {
    char marked[sizeof e->key], printed[sizeof e->values];
    mark_values(format, marked, sizeof marked);
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(printed, sizeof printed, marked, arguments);
    va_end(arguments);
    size_t size = length < 0 ? 0 : (size_t)length;
    if (size >= sizeof printed) size = utf8_whole(printed, sizeof printed - 1);
    *e = (Err){.place = place};
    err_key(format, e->key, sizeof e->key);
    part_values(e, printed, size);
    return false;
}

bool err_memory(Err *e) {
    err_set(e, "out of memory: close other programs and try again");
    e->kind = ERR_MEMORY;
    return false;
}

bool err_fail(Err *e) {
    if (e->kind == ERR_MISTAKE) e->kind = ERR_FAILURE;
    return false;
}

bool err_caused(Err *e, int cause) {
    static const int mistakes[] = {0, ENOENT, ENOTDIR, EISDIR, EACCES, EPERM, ELOOP, ENAMETOOLONG, EINVAL};
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
        if (cause == mistakes[i]) return false;
    return err_fail(e);
}

Place err_place_of(const char *text, size_t at) {
    const char *line = text, *end = text + at;
    int number = 1;
    for (const char *newline; (newline = memchr(line, '\n', (size_t)(end - line))) != NULL;
         line = newline + 1)
        number++;
    return (Place){number, (int)utf8_length(line, (size_t)(end - line)) + 1};
}

bool err_about(Err *e, Place place, const char *about) {
    size_t length = strlen(about), sentence = strlen(e->text);
    if (e->kind == ERR_MEMORY) return false;
    e->place = place;
    if (length == 0 || length >= sizeof e->about || length + 2 + sentence >= sizeof e->text) return false;
    utf8_clean(e->about, sizeof e->about, about, length);
    length = strlen(e->about);
    memmove(e->text + length + 2, e->text, sentence + 1);
    memcpy(e->text, e->about, length);
    memcpy(e->text + length, ": ", 2);
    return false;
}

/* The line with that number (from 1) without its end; its size in *size; NULL: the text has no such line. */
static const char *find_line(const char *text, size_t size, int line, size_t *length) {
    const char *at = text, *end = text + size;
    for (int number = 1; number < line; number++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        if (newline == NULL) return NULL;
        at = newline + 1;
    }
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    *length = (size_t)((newline != NULL ? newline : end) - at);
    if (*length > 0 && at[*length - 1] == '\r') --*length;
    return at;
}

/* The line, or the part of it around byte `at` that fits with an ellipsis at each cut end. */
static void show_line(Err *e, const char *line, size_t length, size_t at) {
    static const char ellipsis[] = "…";
    enum { ROOM = sizeof e->source - 1 - 2 * (sizeof ellipsis - 1), BEFORE = ROOM / 2 };
    size_t first = 0, last = length;
    if (length >= sizeof e->source) {
        first = at > BEFORE ? utf8_whole(line, at - BEFORE) : 0;
        last = first + ROOM < length ? utf8_whole(line, first + ROOM) : length;
    }
    char *out = e->source;
    if (first > 0) out = strcpy(out, ellipsis) + sizeof ellipsis - 1;
    utf8_clean(out, sizeof e->source - (size_t)(out - e->source), line + first, last - first);
    if (last < length) strcat(out, ellipsis);
    e->caret = (int)utf8_length(line + first, at - first) + (first > 0);
}

bool err_name(Err *e, const char *name) {
    utf8_clean(e->file, sizeof e->file, name, strlen(name));
    return false;
}

bool err_locate(Err *e, const char *file, const char *text, size_t size) {
    if (e->file[0] != 0 || e->kind == ERR_MEMORY) return false;
    err_name(e, file);
    if (e->place.line <= 0) return false;
    size_t length = 0, at = 0;
    const char *line = find_line(text, size, e->place.line, &length);
    if (line == NULL) return false;
    uint32_t code;
    for (int column = 1; column < e->place.column && at < length; column++) {
        size_t bytes = utf8_decode(line + at, length - at, &code);
        at += bytes > 0 ? bytes : 1;
    }
    show_line(e, line, length, at);
    return false;
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* Edits (insert, delete, replace, exchange of neighbours) that make b of a, by the usual table, three rows of
 * which are kept. */
static int edit_distance(const char *a, int a_length, const char *b, int b_length) {
    int rows[3][ERR_WORD + 1];
    for (int j = 0; j <= b_length; j++) rows[0][j] = j;
    for (int i = 1; i <= a_length; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];
        row[0] = i;
        for (int j = 1; j <= b_length; j++) {
            int best = above[j - 1] + (lower(a[i - 1]) != lower(b[j - 1]));
            if (above[j] + 1 < best) best = above[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            bool exchanged =
                i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
            if (exchanged && above2[j - 2] + 1 < best) best = above2[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[a_length % 3][b_length];
}

void err_suggest(Err *e, const char *word, const char *const *words, int count) {
    size_t length = strlen(word);
    const char *nearest = NULL;
    int least = 3;
    for (int k = 0; k < count; k++) {
        size_t other = strlen(words[k]);
        if (other > ERR_WORD || other + 2 < length || length + 2 < other) continue;
        int distance = edit_distance(word, (int)length, words[k], (int)other);
        if (distance >= least || (size_t)distance * 2 >= length || strcmp(word, words[k]) == 0) continue;
        least = distance;
        nearest = words[k];
    }
    if (nearest == NULL) return;
    snprintf(e->meant, sizeof e->meant, "%s", nearest);
    snprintf(e->hint, sizeof e->hint, "did you mean %s?", nearest);
}

size_t err_format(const Err *e, char *out, size_t size) {
    if (size == 0) return 0;
    out[0] = 0;
    if (e->file[0] != 0) utf8_append(out, size, "%s:", e->file);
    if (e->place.line > 0) utf8_append(out, size, "%d:%d:", e->place.line, e->place.column);
    utf8_append(out, size, "%s%s\n", out[0] != 0 ? " " : "", e->text);
    if (e->source[0] != 0) utf8_append(out, size, "  %s\n  %*s^\n", e->source, e->caret, "");
    if (e->hint[0] != 0) utf8_append(out, size, "  %s\n", e->hint);
    size_t whole = utf8_whole(out, strlen(out));
    out[whole] = 0;
    return whole;
}
