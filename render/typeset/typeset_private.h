/* typeset_private: what the files of `typeset` share. */
#ifndef BACKSTEP_RENDER_TYPESET_PRIVATE_H
#define BACKSTEP_RENDER_TYPESET_PRIVATE_H

#include "typeset.h"

/* Adds a box to the pool; 0 when memory ran out. */
int type_new(Typeset *set, TypeBox box);

/* Puts a part into a group with its pen at (x, y) from the group's, and lets the group's height grow to hold
   it; the group's width is the caller's to set. */
void type_place(Typeset *set, int group, int part, float x, float y);

/* How a slanted letter of the math italic alphabets stands, in ems: how far it leans out at the top right,
   and how far the middle of its top is right of the middle of its advance. Zeros for any other character. */
typedef struct LetterSlant {
    float lean, skew;
} LetterSlant;

/* Of the run's last character. */
LetterSlant type_letter(const char *utf8);

#endif
