/* text: every sentence that a learner sees, by key, in the chosen language (assets/i18n/LANG.txt: `key =
   text`). A mistake's sentence, and what --help says, stands in the code in English; its key in the other
   languages is that sentence in quotes, `"there is no function {1}" = функции {1} нет`. */
#ifndef BACKSTEP_ENGINE_TEXT_H
#define BACKSTEP_ENGINE_TEXT_H

#include <stdint.h>
#include <stdio.h>

#include "err.h"

typedef struct Texts Texts;

/* Reads DIR/i18n/LANG.txt, and en.txt for what it lacks. NULL and *e when a file is missing or broken: lines
   are `key = text`, `"sentence" = text`, comments (# at the start of a line) or blank, in UTF-8; a key stands
   once. */
Texts *texts_open(const char *asset_dir, const char *lang, Err *e);
void texts_close(Texts *texts); /* NULL is fine */
const char *texts_lang(const Texts *texts);

/* The text of a key; the key itself where no file has it (a test lists these). Lives as long as texts (or the
 * key). */
const char *text_get(const Texts *texts, const char *key);

/* Fills {name} places of the key's text: pairs name, value, …, NULL; a place without a pair stays. Writes at
   most size bytes with the final 0; what is too long ends with a whole character. */
void text_fill(const Texts *texts, char *out, size_t size, const char *key, ...) __attribute__((sentinel));

/* The same onto a stream, however long it is. What the stream refuses is seen by whoever closes it. */
void text_print(const Texts *texts, FILE *out, const char *key, ...) __attribute__((sentinel));

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

/* What printf writes for the format, with the language's decimal sign in place of each point and all else as
   it is, so that columns stay columns; in English it is printf's own. */
void text_format(const Texts *texts, char *out, size_t size, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
