/* op: the operations, one row each: shape rule, forward, backward, and what the learner sees of it.

   Private to the engine and its tests. The rows and their kernels are compiled once for each instruction set
   and once for double (engine/op/, see meson.build); `op_find` gives the row of the plain build, whose texts
   and shape rule are what the compiler and the explainer use; exec.h runs the kernels of the chosen build.

   engine/README.md shows how to add one. */
#ifndef BACKSTEP_ENGINE_OP_H
#define BACKSTEP_ENGINE_OP_H

#include <stdbool.h>

#include "program.h"
#include "tensor.h"

enum { OP_MAX_INPUTS = 5, OP_MAX_NUMBERS = 2 };

/* What one call of a kernel reads and writes, bound to memory once and used for every run.
   forward, update:  out = op(in[0], …)
   backward:         out (+)= (∂result/∂in[wrt])ᵀ upstream, summed over what was broadcast; `add`: added, else
   overwritten */
typedef struct Args {
    Mat out;
    Mat in[OP_MAX_INPUTS];
    Mat result, upstream;          /* backward only */
    double number[OP_MAX_NUMBERS]; /* constants: exponent, slope, bounds, axis (−1: over all) */
    int wrt;                       /* backward: which operand */
    bool add;                      /* backward */
    real *work; /* numbers to use meanwhile, for products (op/gemm.h says how many), or NULL */
} Args;

typedef void Kernel(const Args *args);

/* How result and operands correspond: what the explainer needs to spell out one element. */
typedef enum OpPattern {
    OP_ELEMENT, /* out(i,j) depends on the operands at (i,j), broadcast */
    OP_PRODUCT, /* out(i,j) = Σₖ a(i,k)·b(k,j) */
    OP_REDUCE,  /* a sum or mean over all, rows or columns of the element formula in `term` */
    OP_ROW,     /* out(i,·) depends on all of row i */
    OP_MOVE     /* the same numbers in other places: transpose, copy */
} OpPattern;

struct Op {
    const char
        *name; /* identity; the lesson's function name, or add sub mul div matmul pow neg transpose copy … */
    const char *shown; /* `op` in the trace where it differs from name (a bug's row, an optimizer's part),
                          else NULL */
    bool function;     /* a lesson may call it: name(…) */
    int arity;         /* matrix operands */
    int numbers;       /* constant numbers after them (leaky_relu's slope) */
    int required;      /* how many of the numbers must be given */
    double preset[OP_MAX_NUMBERS]; /* the others' values */
    OpPattern pattern;
    unsigned facts; /* of OpFact */

    /* The result's shape, or false with a sentence why the operands do not fit ("2×3 @ 2×3: …"). */
    bool (*shape)(const Shape *in, const double *number, Shape *out, Err *e);
    Kernel *run;
    Kernel *back;            /* NULL: not differentiable */
    unsigned differentiable; /* bit k: by operand k */

    const char *symbol; /* in the graph's box: "@", "relu", "+" */

    /* Expressions of the lesson language over the whole operands a b c d e, the numbers p q, and in d_formula
       also the result y and the upstream gradient G. Besides the lesson's functions: step(a) 1 where a > 0,
       sign(a), between(a, p, q) 1 where p ≤ a ≤ q, min(a, p), max(a, p), count(a): how many elements of a go
       into one of the result. sum(a, p) and mean(a, p) with p = −1 are over all. d_formula[k] is summed over
       what was broadcast and repeated over what was reduced. The typesetter shows them, the explainer puts
       numbers in, the tests evaluate them against the kernels. */
    const char *formula;
    const char *d_formula[2];
    const char
        *term; /* OP_REDUCE: what is summed, as an expression with one number for each summed element */
    const char *divisor; /* OP_REDUCE: the sum is divided by it: "count(a)", "rows(a)"; NULL: it is not */
    const char *torch;   /* PyTorch's name of its gradient: "MulBackward0"; NULL: none */
};

/* NULL: no such operation. Rows that no lesson can name (zero, seed, sgd, relu_mask_upstream …) are found
 * too. */
const Op *op_find(const char *name);

/* All rows in the table's order; op_at(op_count()) is NULL. */
int op_count(void);
const Op *op_at(int index);

/* Shape of a broadcast pair (NumPy's rule, two dimensions); false where the sides do not fit. */
bool op_broadcast(Shape a, Shape b, Shape *out);

#endif
