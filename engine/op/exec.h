/* The room engine/op: the operations' kernels, and exec, which runs them with the best build.

   exec: runs instructions of a Program on an array of numbers with the best kernels that the processor has.
 */
#ifndef BACKSTEP_ENGINE_EXEC_H
#define BACKSTEP_ENGINE_EXEC_H

#include "engine/program/program.h"

/* One build of the kernels: name ("avx512", "avx2", "base", "double"), size of its numbers, entry points.
 * Opaque outside. */
typedef struct Exec Exec;

const char *exec_name(const Exec *exec);
size_t exec_real_size(const Exec *exec); /* 4 or 8 */

/* The best for this processor, or what BACKSTEP_SIMD=avx512|avx2|base pins (no more than the processor has).
 */
const Exec *exec_best(void);
const Exec *exec_base(void);
const Exec *exec_double(void);

/* The program's instructions bound to mem (program->size numbers of exec's size, 128-byte aligned, owned by
   the caller and outliving the calls). NULL when memory runs out. Free with exec_unbind. */
typedef struct Calls Calls;
Calls *exec_bind(const Exec *exec, const Program *program, void *mem);
void exec_unbind(Calls *calls);

/* Runs instructions from … to−1, in order. No allocation, no failure, no lock but the matrix product's
 * helpers. */
void exec_run(const Exec *exec, const Calls *calls, int from, int to);

/* Whether every element (pads aside) of what instruction `index` wrote is finite. */
bool exec_finite(const Exec *exec, const Calls *calls, int index);

/* One operation on values outside a program, for [data] and [parameters]: in and out as `real` = float
   matrices in the layout of tensor.h; out has the shape that op->shape gave. */
struct Op;
void exec_apply(const struct Op *op, const float *const *in, const int (*in_shape)[2], const double *number,
                float *out, int out_rows, int out_cols);

/* How many threads the matrix product uses (1 or 2; the same bits either way); 0: as the machine suggests,
   which is how it starts. With 1 the helper thread has ended when this returns. */
void exec_threads(int threads);

/* Aligned zeroed numbers, freed with exec_release; NULL when memory runs out. */
void *exec_memory(const Exec *exec, size_t count);
void exec_release(void *mem);

#endif
