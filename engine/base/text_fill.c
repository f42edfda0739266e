/* text_fill: puts values into the places of a text: of a learner's sentence, or of a mistake's. */
#include "text.h"

#include <inttypes.h>
#include <string.h>

#include "utf8.h"

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
    if (strcmp(texts_lang(texts), "ru") != 0) return n == 1 ? "one" : n == 2 ? "few" : "many";
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
