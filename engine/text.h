/* text: every sentence that a learner sees, by key, in the chosen language (assets/i18n/LANG.txt: `key = text`). */
#ifndef BACKSTEP_ENGINE_TEXT_H
#define BACKSTEP_ENGINE_TEXT_H

#include "err.h"

typedef struct Texts Texts;

/* Reads DIR/i18n/LANG.txt, and en.txt for what it lacks. NULL and *e when a file is missing or broken. */
Texts *texts_open(const char *asset_dir, const char *lang, Err *e);
void texts_close(Texts *texts);
const char *texts_lang(const Texts *texts);

/* The text of a key; the key itself where no file has it (a test lists these). Lives as long as texts. */
const char *text_get(const Texts *texts, const char *key);

/* Fills {name} places of the key's text: pairs name, value, …, NULL. Writes at most size bytes, 0-terminated. */
void text_fill(const Texts *texts, char *out, size_t size, const char *key, ...) __attribute__((sentinel));

/* Number as a learner reads it: four significant digits, true minus sign, the language's decimal sign, at most 9
   characters ("−0.006250", "1.234e−7", "inf"); sign: '+' is written too. */
void text_number(const Texts *texts, char *out, size_t size, double number, bool sign);

#endif
