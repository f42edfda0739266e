/* claim: a program as it says it is: mistakes that are still hidden are described as the rules that they
   break. The numbers stay those of the run, so whoever compares them with the description finds the mistake.
 */
#ifndef BACKSTEP_ENGINE_CLAIM_H
#define BACKSTEP_ENGINE_CLAIM_H

#include "engine/lesson/lesson.h"

enum { CLAIM_MAX_BUGS = 64 };

/* Of each program a copy whose slots are the lesson's own and whose instructions name the right operations
   and operands. */
typedef struct Claim {
    const Lesson *lesson;
    uint64_t hidden; /* bit i: lesson->bugs[i] */
    Program batch, rest;
} Claim;

/* The lesson must outlive it and have a [model]. false and *e when memory runs out; *claim is then empty. */
bool claim_begin(Claim *claim, const Lesson *lesson, uint64_t hidden, Err *e);
void claim_end(Claim *claim); /* an empty claim is fine */

/* What one of the lesson's programs claims to be: the same slots and instruction numbers. */
const Program *claim_program(const Claim *claim, const Program *program);

/* Whether a hidden bug is of that kind and about that name (NULL: any). claim NULL: nothing is hidden. */
bool claim_hides(const Claim *claim, BugKind kind, const char *name);

/* The lesson's bugs, a bit each, that make an instruction of its program (not of the claimed one) do what it
   should not: a backward rule, a gradient that is not summed or added to an old one, an update at a harmful
   rate. */
uint64_t claim_bugs(const Lesson *lesson, const Program *program, const Instr *instr);

#endif
