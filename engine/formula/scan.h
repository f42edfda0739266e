/* scan: a value that is not a formula, read word by word: names, numbers, signs, with their places. */
#ifndef BACKSTEP_ENGINE_FORMULA_SCAN_H
#define BACKSTEP_ENGINE_FORMULA_SCAN_H

#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/err.h"

/* Bytes of the name at text, 0: none. A name is a letter (ASCII or Greek), then letters, digits and _. */
size_t scan_name_length(const char *text, size_t size);

/* A value: copied freely. Between words blanks, line ends and comments are skipped. */
typedef struct Scan {
    const char *at, *end;
    Place place; /* of *at */
    bool blank;  /* whether white space stands before *at: a # begins a comment there */
} Scan;

Scan scan_start(const char *text, size_t size, Place place);

/* Goes on to the next word, behind blanks and comments. */
void scan_skip(Scan *scan);

/* Goes on by so many bytes. */
void scan_advance(Scan *scan, size_t bytes);

/* Where the next word begins, for errors about it. */
Place scan_here(Scan *scan);
bool scan_done(Scan *scan);

/* Takes what is asked for, or nothing: false where something else stands there. */
bool scan_sign(Scan *scan, char sign);

/* A name (the rule above), owned by the arena; `what` says what is expected: "a name of [data]". */
bool scan_name(Scan *scan, Arena *arena, const char *what, const char **name, Place *place, Err *e);

/* A decimal number, perhaps with a minus sign: 0.03, -2, 1e-3. */
bool scan_number(Scan *scan, const char *what, double *number, Err *e);

/* A whole number from low to high; 1e4 is one. */
bool scan_integer(Scan *scan, const char *what, int64_t low, int64_t high, int64_t *number, Err *e);

/* ROWSxCOLUMNS, as in 8x8 or 8×8. */
bool scan_size(Scan *scan, int *rows, int *cols, Err *e);

/* One of `count` words; *which is its index. */
bool scan_choice(Scan *scan, const char *const *words, int count, int *which, Err *e);

/* That word. */
bool scan_word(Scan *scan, const char *word, Err *e);

/* Nothing may follow. */
bool scan_end(Scan *scan, Err *e);

/* The rest as one line: comments left out, white space folded. The arena's. */
const char *scan_text(Scan scan, Arena *arena);

#endif
