/* text: every sentence that a learner sees, by key, in the chosen language (assets/i18n/LANG.txt: `key =
   text`). A mistake's sentence, and what --help says, stands in the code in English; its key in the other
   languages is that sentence in quotes, `"there is no function {1}" = функции {1} нет`. */
#ifndef BACKSTEP_ENGINE_TEXT_H
#define BACKSTEP_ENGINE_TEXT_H

#include <stdint.h>
#include <stdio.h>

#include "err.h"

typedef struct Texts Texts;

enum { TEXT_LANG = 9 }; /* bytes of a language's name: small letters and the final 0 */

/* How many letters the name of a language has that `at` begins with; 0: none, or too many. */
size_t text_lang_length(const char *at);

/* Reads DIR/i18n/LANG.txt, and en.txt for what it lacks. NULL and *e when a file is missing or broken: lines
   are `key = text`, `"sentence" = text`, comments (# at the start of a line) or blank, in UTF-8; a key stands
   once. */
Texts *text_open(const char *asset_dir, const char *lang, Err *e);
void text_close(Texts *texts); /* NULL is fine */
const char *text_lang(const Texts *texts);

/* The text of a key; the key itself where no file has it (a test lists these). Lives as long as texts (or the
 * key). */
const char *text_get(const Texts *texts, const char *key);

/* What comes into a {place} of a text: TEXT_STRING a string (NULL: the place stays), TEXT_INT an integer,
   TEXT_REAL a number as text_number writes it, TEXT_FORMAT a number in printf's format with the language's
   decimal sign. */
typedef struct TextValue {
    const char *place; /* its name; NULL: the end of the values */
    enum { TEXT_IS_STRING, TEXT_IS_INT, TEXT_IS_REAL } kind;
    const char *string; /* TEXT_IS_REAL: the format, NULL: as text_number */
    int64_t integer;
    double real;
} TextValue;

#define TEXT_STRING(name, s)                                                                                 \
    { .place = (name), .kind = TEXT_IS_STRING, .string = (s) }
#define TEXT_INT(name, n)                                                                                    \
    { .place = (name), .kind = TEXT_IS_INT, .integer = (n) }
#define TEXT_REAL(name, x)                                                                                   \
    { .place = (name), .kind = TEXT_IS_REAL, .real = (x) }
#define TEXT_FORMAT(name, format, x)                                                                         \
    { .place = (name), .kind = TEXT_IS_REAL, .string = text_checked(format, (double)(x)), .real = (x) }

/* Values, one or more, as an array that ends itself. */
#define TEXT_VALUES(...) ((const TextValue[]){__VA_ARGS__, {.place = NULL}})

/* The format itself: the compiler has checked that it is one for the number. */
const char *text_checked(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* text_fill(texts, out, size, key, VALUE, …) fills the {places} of the key's text; a place without a value
   stays. Writes at most size bytes with the final 0; what is too long ends with a whole character. */
#define text_fill(texts, out, size, key, ...)                                                                \
    text_fill_values(texts, out, size, key, TEXT_VALUES(__VA_ARGS__))
void text_fill_values(const Texts *texts, char *out, size_t size, const char *key, const TextValue *values);

/* The same onto a stream, however long it is. The stream keeps its error. */
#define text_print(texts, out, key, ...) text_print_values(texts, out, key, TEXT_VALUES(__VA_ARGS__))
void text_print_values(const Texts *texts, FILE *out, const char *key, const TextValue *values);

/* Which form of a noun stands with n: "one", "few" or "many" (in English "few" is for two). */
const char *text_plural(const Texts *texts, int64_t n);

/* "3 samples", «3 примера»: the key's forms .one .few .many with {n}. */
void text_count(const Texts *texts, char *out, size_t size, const char *key, int64_t n);

/* A sentence that stands in the code in English, in the language of texts; itself where it has no translation
   or texts is NULL. */
const char *text_sentence(const Texts *texts, const char *english);

/* Says the mistake in the language of texts: e->text and e->hint; again in another one when it is called
   again. In the translation {1} is the first value of the sentence as it stands in the English one, and {"1"}
   the translation of that value, where it is a phrase. What has no translation stays English; texts NULL:
   everything. */
void text_error(const Texts *texts, Err *e);

enum { TEXT_NUMBER = 32 }; /* room that any number of text_number and text_decimal takes, in bytes */

/* A number as a learner reads it: true minus sign, the language's decimal sign, four significant digits of
   which none is left out, so that a number keeps its width while it changes: "12.30", "−0.006250",
   "0.0001234" (from 0.0001 to below 100000, whole from 1000 on), else "1.234e−7"; zero is "0.000", and "nan",
   "∞", "−∞". A float32 takes at most 10 characters. sign: '+' is written too, but not before zero. Numbers of
   a column are to be drawn flush right. */
void text_number(const Texts *texts, char *out, size_t size, double number, bool sign);

/* A number as printf wrote it ("-1.5e-07") with the same signs ("−1.5e−7"); texts NULL: as in English. */
void text_decimal(const Texts *texts, char *out, size_t size, const char *plain);

/* The same, but the exponent stays as it is. */
void text_signs(const Texts *texts, char *out, size_t size, const char *plain);

/* What printf writes for the format, with the language's decimal sign in place of each point and all else as
   it is, so that columns stay columns; in English it is printf's own. */
void text_format(const Texts *texts, char *out, size_t size, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
