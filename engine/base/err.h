/* err: a mistake as a value: what is wrong, where, and what to do about it. */
#ifndef BACKSTEP_ENGINE_ERR_H
#define BACKSTEP_ENGINE_ERR_H

#include <stdbool.h>
#include <stddef.h>

/* A place in a text. line and column count from 1, column in characters (code points), not bytes; 0: no
 * place. */
typedef struct Place {
    int line, column;
} Place;

/* The place of byte `at` of a text that begins in line 1, column 1. */
Place err_place_of(const char *text, size_t at);

enum { ERR_TEXT = 1200, ERR_WORD = 40 };

/* Whose an error is: what the learner wrote can be mended (exit status 2), what the machine could not do
   cannot (status 1). */
typedef enum ErrKind { ERR_MISTAKE, ERR_FAILURE, ERR_MEMORY } ErrKind;

/* Filled by the function that fails, read by `app`, the only part that prints. All strings are owned by the
 * struct. The sentence is English; text_error (text.h) says it in another language, by key and values. */
typedef struct Err {
    ErrKind kind;
    char text[ERR_TEXT];        /* one sentence: what is wrong and what to do; empty: no error */
    char key[400];              /* the sentence before it was filled in: "there is no name {1}" */
    char values[ERR_TEXT + 40]; /* what came into {1}, {2}, …: strings one after the other, each with its 0 */
    char about[400];            /* the formula that the sentence is about, which stands before it, or empty */
    char file[256];             /* the file it is about, or empty */
    Place place;                /* in that file */
    char source[240];           /* the source line (cut where it is long), or empty */
    int caret;                  /* characters before the caret under `source` */
    char hint[120];             /* "did you mean relu?", or empty */
    char meant[ERR_WORD + 1];   /* the relu of the hint */
} Err;

/* Sets the text and clears the rest; returns false, so that a failing function can `return err_set(…)`. The
   format is a literal: with {1}, {2}, … for its conversions it is the key of its translations. A %s may be
   filled with a phrase that has translations of its own. */
#define err_set(e, ...) err_at(e, (Place){0, 0}, __VA_ARGS__)

/* The same with a place; the file and the source line are added by err_locate where the text is at hand. */
bool err_at(Err *e, Place place, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Out of memory: one sentence, wherever that happened, which keeps no place, file or line. Returns false. */
bool err_memory(Err *e);

/* A failure from now on, if it was a mistake; or only where errno's `cause` is no mistake of the learner, as
   a file that is missing is. Both return false. */
bool err_fail(Err *e);
bool err_caused(Err *e, int cause);

/* Gives the sentence its place and, unless that is empty or too long, puts "about: " before it. Returns
 * false. */
bool err_about(Err *e, Place place, const char *about);

/* Adds the file's name and, from its text (size bytes), the line of e->place with the caret. Returns false.
   Long lines are cut around the place; control characters and broken UTF-8 become '?', tabs blanks. An error
   that names a file already (a data file's) is left as it is. */
bool err_locate(Err *e, const char *file, const char *text, size_t size);

/* Names what the error is about in place of a file: a path, or an option as it was given. Returns false. */
bool err_name(Err *e, const char *name);

/* Sets the hint to the word of words[0..count), of at most ERR_WORD bytes, nearest to word (edit distance at
   most 2 and under half its length; neighbours exchanged count once, capitals do not count). Without one the
   hint is left as it is. */
void err_suggest(Err *e, const char *word, const char *const *words, int count);

/* The key of a format: its conversions are {1}, {2}, … in it. Cut to size, 0-terminated. */
void err_key(const char *format, char *out, size_t size);

/* Writes "FILE:LINE:COLUMN: text\n  source\n  ^\n  hint\n" (what there is of it) to out, cut to size,
   0-terminated. Returns the length written. */
size_t err_format(const Err *e, char *out, size_t size);

#endif
