/* build: what each build of the kernels offers to exec.c. */
#ifndef BACKSTEP_ENGINE_OP_BUILD_H
#define BACKSTEP_ENGINE_OP_BUILD_H

#include "exec.h"

struct Exec {
    const char *name;
    size_t real_size;
    Calls *(*bind)(const Program *program, void *mem); /* one piece of memory, given back with free */
    void (*run)(const Calls *calls, int from, int to);
    bool (*finite)(const Calls *calls, int index);
};

extern const Exec exec_build_base, exec_build_base_double;
#ifdef __x86_64__
extern const Exec exec_build_avx2, exec_build_avx2_double, exec_build_avx512, exec_build_avx512_double;
#endif

/* The rows of the plain build. */
const Op *op_find_base(const char *name);
const Op *op_at_base(int index);

#endif
