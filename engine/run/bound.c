/* bound: takes memory for programs, binds them to it, and runs one from its lasting numbers. */
#include "bound.h"

#include <stdlib.h>
#include <string.h>

bool bound_open(Bound *bound, const Exec *exec, const Program *program, const Program *rest) {
    *bound = (Bound){.exec = exec, .program = program, .rest = rest};
    bound->mem = exec_memory(exec, rest != NULL && rest->size > program->size ? rest->size : program->size);
    if (bound->mem == NULL) return false;
    bound->calls = exec->bind(program, bound->mem);
    if (bound->calls != NULL && rest != NULL) bound->rest_calls = exec->bind(rest, bound->mem);
    return bound->calls != NULL && (rest == NULL || bound->rest_calls != NULL);
}

void bound_close(Bound *bound) {
    free(bound->calls);
    free(bound->rest_calls);
    free(bound->mem);
    *bound = (Bound){0};
}

void bound_start(const Bound *bound) {
    memcpy(bound->mem, bound->program->start, bound->program->preset * sizeof(float));
}

float *bound_slot(const Bound *bound, int slot) {
    return (float *)bound->mem + bound->program->slots[slot].at;
}

void bound_run(const Bound *bound, const float *lasting) {
    memcpy(bound->mem, lasting, bound->program->lasting * sizeof(float));
    bound->exec->run(bound->calls, 0, bound->program->instr_count);
}
