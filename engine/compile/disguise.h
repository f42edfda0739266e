/* disguise: a program as it says it is: mistakes that are still hidden are described as the rules that they
   break. The numbers stay those of the run: a comparison with the description finds the mistake. */
#ifndef BACKSTEP_ENGINE_COMPILE_DISGUISE_H
#define BACKSTEP_ENGINE_COMPILE_DISGUISE_H

#include "engine/lesson/lesson.h"

enum { DISGUISE_MAX_BUGS = 64 };

/* Of each program a copy whose slots are the lesson's own and whose instructions name the right operations
   and operands. */
typedef struct Disguise {
    const Lesson *lesson;
    uint64_t hidden; /* bit i: lesson->bugs[i] */
    Program batch, rest;
} Disguise;

/* The lesson outlives it and has a [model]. false and *e when memory runs out; *disguise is then empty. */
bool disguise_begin(Disguise *disguise, const Lesson *lesson, uint64_t hidden, Err *e);
void disguise_end(Disguise *disguise); /* an empty disguise is fine */

/* What one of the lesson's programs claims to be: the same slots and instruction numbers. */
const Program *disguise_program(const Disguise *disguise, const Program *program);

/* Whether a hidden bug is of that kind and about that name (NULL: any). disguise NULL: nothing is hidden. */
bool disguise_hides(const Disguise *disguise, BugKind kind, const char *name);

/* The lesson's bugs, a bit each, that make an instruction of its program (not of the claimed one) do what it
   should not: a backward rule, a gradient that is not summed or added to an old one, an update at a harmful
   rate. */
uint64_t disguise_bugs(const Lesson *lesson, const Program *program, const Instr *instr);

#endif
