/* guess: what a learner typed as a prediction: a number or a sign, and whether it is right. */
#ifndef BACKSTEP_APP_GUESS_H
#define BACKSTEP_APP_GUESS_H

#include <stdbool.h>
#include <stddef.h>

enum { GUESS_ROOM = 17 }; /* bytes of an entry, with the final 0 */

/* While it is typed: "-0.375", "3/8", "1e-3", in plain ASCII whatever sign and point were used. Adds a code
   point where what then stands there is the beginning of a guess; false where not, and nothing changes. */
bool guess_type(char entry[GUESS_ROOM], int code);
void guess_erase(char entry[GUESS_ROOM]); /* the last character */

typedef struct Guess {
    char sign;     /* '+' or '-': nothing more was guessed; 0: a number */
    double number; /* 0 is the guess of no sign as well */
} Guess;

/* false: it is no guess yet ("1e-", "3/"), or divides by zero. */
bool guess_read(const char *entry, Guess *out);

/* How far off a number may be: 1 % of the result, or half a unit of its second significant digit where that
   is more; and what the rounding of shown numbers can make, 0.05 % of `terms` (Question). */
double guess_tolerance(double result, double terms);

/* A sign is right where the result has it. Nothing is right of what is not a number. */
bool guess_right(const Guess *guess, double result, double terms);

#endif
