/* utf8: characters of a text that may not be UTF-8 at all. */
#ifndef BACKSTEP_ENGINE_UTF8_H
#define BACKSTEP_ENGINE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads the character at text (size bytes left, at least 1) into *code. Returns its length in bytes, 1 … 4; 0
   where no well-formed character stands there (overlong forms, surrogates and codes above U+10FFFF are not;
   Unicode 15, table 3-7). */
size_t utf8_decode(const char *text, size_t size, uint32_t *code);

/* Reads the character at *text, a text that ends with 0, and goes on behind it. 0 at the end; U+FFFD for a
   byte that belongs to no character. */
uint32_t utf8_next(const char **text);

/* Writes the character, a code up to U+10FFFF, without an ending 0; returns its length in bytes, 1 … 4. */
size_t utf8_encode(uint32_t code, char out[4]);

/* Whether a terminal shows the character and goes on from left to right: false for controls, line separators,
   characters that turn the direction of writing, and others without a picture of their own (Unicode 15,
   Default_Ignorable_Code_Point and the interlinear marks). */
bool utf8_is_shown(uint32_t code);

/* Characters of text[0..size); a byte that belongs to none counts as one. */
size_t utf8_length(const char *text, size_t size);

/* Copies text[0..size) to out (room bytes with the final 0), so that a terminal shows every character of it:
   a tab becomes a blank, what is not shown or is no character becomes '?'. Returns the length written; what
   has no room is left out. */
size_t utf8_clean(char *out, size_t room, const char *text, size_t size);

/* size, less the first bytes of a character that the end of text[0..size) cuts in two. */
size_t utf8_whole(const char *text, size_t size);

/* The first byte of text[0..size) that belongs to no character, or is a 0; size: there is none. */
size_t utf8_find_bad(const char *text, size_t size);

/* Behind the byte order mark that some editors write first; *size is what is left. */
const char *utf8_skip_mark(const char *text, size_t *size);

/* Puts what printf writes behind the text in out[0..size), cut to that room. */
void utf8_append(char *out, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
