/* The room engine/op: the operations' kernels, and exec, which runs them with the best build.

   exec: runs instructions of a Program on an array of numbers with the best kernels for the processor. */
#ifndef BACKSTEP_ENGINE_EXEC_H
#define BACKSTEP_ENGINE_EXEC_H

#include "engine/program/program.h"

/* A program's instructions bound to kernels and memory. */
typedef struct Calls Calls;

/* ∂out(row, col)/∂in of one element `in` of an operand. */
typedef struct Local {
    int row, col; /* of what the instruction writes */
    double value;
} Local;

/* Those that are not 0; at[room] is the caller's, and count may be more than room. */
typedef struct LocalList {
    Local *at;
    int room, count;
} LocalList;

/* One build of the kernels. */
typedef struct Exec {
    const char *name; /* "avx512", "avx2", "base", "double" */
    size_t real_size; /* of its numbers: 4 or 8 */

    /* mem: program->size numbers, 128-byte aligned, owned by the caller and outliving the calls. NULL when
       memory runs out; given back with free. */
    Calls *(*bind)(const Program *program, void *mem);

    /* Instructions from … to−1, in order. No allocation, no failure, no lock but the matrix product's
       helpers. */
    void (*run)(const Calls *calls, int from, int to);

    /* Whether every element (pads aside) of what instruction `index` wrote is finite. */
    bool (*finite)(const Calls *calls, int index);

    /* How the elements that forward instruction `index` of the program writes change with element (row, col) of
       its operand, at the numbers as they stand, by the operation's own backward kernel. false when memory runs
       out. */
    bool (*locals)(const Calls *calls, const Program *program, int index, int operand, int row, int col,
                   LocalList *list);
} Exec;

extern const Exec exec_build_base, exec_build_base_double;
#ifdef OP_AVX2
extern const Exec exec_build_avx2, exec_build_avx2_double;
#endif
#ifdef OP_AVX512
extern const Exec exec_build_avx512, exec_build_avx512_double;
#endif

/* The best for this processor of those that are built (meson_options.txt), or what BACKSTEP_SIMD=avx512|avx2|base pins, at most what it has. */
const Exec *exec_best(void);
const Exec *exec_double(void);

/* Aligned zeroed numbers, given back with free; NULL when memory runs out. */
void *exec_memory(const Exec *exec, size_t count);

#endif
