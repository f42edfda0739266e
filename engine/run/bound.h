/* bound: programs bound to memory of their own, ready to run. */
#ifndef BACKSTEP_ENGINE_BOUND_H
#define BACKSTEP_ENGINE_BOUND_H

#include "engine/op/exec.h"

/* A program, and for a machine the one of an epoch's last mini-batch, in the same memory. */
typedef struct Bound {
    const Exec *exec;
    const Program *program, *rest; /* not owned; rest NULL: there is none */
    void *mem;                     /* numbers of exec's size, as many as the larger program has */
    Calls *calls, *rest_calls;     /* calls NULL: not open */
} Bound;

/* Zeroed memory, and both programs bound to it. false when memory runs out. Close it in any case. */
bool bound_open(Bound *bound, const Exec *exec, const Program *program, const Program *rest);
void bound_close(Bound *bound); /* leaves {0}, which is closed */

/* The calls of bound->program or bound->rest. */
static inline const Calls *bound_calls(const Bound *bound, const Program *program) {
    return program == bound->rest ? bound->rest_calls : bound->calls;
}

/* Of bound->program, where exec is of float: the numbers that it starts with, a slot's numbers, and one run of
   all instructions from these lasting numbers. */
void bound_start(const Bound *bound);
float *bound_slot(const Bound *bound, int slot);
void bound_run(const Bound *bound, const float *lasting);

#endif
