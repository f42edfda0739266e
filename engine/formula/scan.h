/* scan: a value that is not a formula, read word by word: names, numbers, signs, with their places. */
#ifndef BACKSTEP_ENGINE_FORMULA_SCAN_H
#define BACKSTEP_ENGINE_FORMULA_SCAN_H

#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/err.h"

/* Bytes of the name at text, 0: none. A name is a letter (ASCII or Greek), then letters, digits and _. */
size_t scan_name_length(const char *text, size_t size);

/* A value: copied freely. Between words blanks, line ends and comments are skipped. What is not as it is asked for
   sets *e, once: from then on the scan has failed, and finds nothing more. */
typedef struct Scan {
    const char *at, *end;
    Place place; /* of *at */
    bool blank;  /* whether white space stands before *at: a # begins a comment there */
    bool failed;
    Err *e;
} Scan;

Scan scan_start(const char *text, size_t size, Place place, Err *e);

/* Goes on to the next word, behind blanks and comments. */
void scan_skip(Scan *scan);

/* Goes on by so many bytes. */
void scan_advance(Scan *scan, size_t bytes);

/* Where the next word begins, for errors about it. */
Place scan_here(Scan *scan);
bool scan_done(Scan *scan);

/* Takes the sign, if it stands there. */
bool scan_sign(Scan *scan, char sign);

/* A name (the rule above), owned by the arena, and where it stands; NULL: failed. `what` says what is expected: "a
   name of [data]". */
const char *scan_name(Scan *scan, Arena *arena, const char *what, Place *place);

/* A decimal number, perhaps with a minus sign: 0.03, -2, 1e-3; 0: failed. */
double scan_number(Scan *scan, const char *what);

/* A whole number from low to high (1e4 is one); low: failed. */
int64_t scan_integer(Scan *scan, const char *what, int64_t low, int64_t high);

/* ROWSxCOLUMNS, as in 8x8 or 8×8. */
bool scan_size(Scan *scan, int *rows, int *cols);

/* The index of the one of `count` words that stands there; 0: failed. */
int scan_choice(Scan *scan, const char *const *words, int count);

/* That word. */
bool scan_word(Scan *scan, const char *word);

/* Nothing may follow, and nothing has failed. */
bool scan_end(Scan *scan);

/* The rest as one line: comments left out, white space folded. The arena's. */
const char *scan_text(Scan scan, Arena *arena);

#endif
