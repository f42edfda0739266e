/* rows: what a build of the kernels is made of: the families' rows and the shape rules. Each file of a family
   is compiled several times; names differ from build to build: NAME_avx2, NAME_base. */
#ifndef BACKSTEP_ENGINE_OP_ROWS_H
#define BACKSTEP_ENGINE_OP_ROWS_H

#include "engine/program/op.h"

#ifndef VARIANT_SUFFIX
#define VARIANT_SUFFIX base
#endif
#define VARIANT_JOIN(name, suffix)   name##_##suffix
#define VARIANT_EXPAND(name, suffix) VARIANT_JOIN(name, suffix)
#define VARIANT(name)                VARIANT_EXPAND(name, VARIANT_SUFFIX)

/* The families, each an array of rows that ends with one without a name. */
extern const Op VARIANT(op_arithmetic)[], VARIANT(op_products)[], VARIANT(op_functions)[];
extern const Op VARIANT(op_reductions)[], VARIANT(op_losses)[], VARIANT(op_updates)[];

/* As op_find and op_at of op.h, among this build's rows. */
const Op *VARIANT(op_find)(const char *name);
const Op *VARIANT(op_at)(int index);

/* Which shapes an operation takes, what comes out, and the sentence for those that do not fit. */
typedef bool ShapeRule(const Shape *in, const double *number, Shape *out, Err *e);

ShapeRule shape_first;     /* as the first operand: functions of one matrix, updates */
ShapeRule shape_broadcast; /* NumPy's rule for two */
ShapeRule shape_product;   /* r×k @ k×c: r×c */
ShapeRule shape_transpose;
ShapeRule shape_clip;   /* as the first operand; low must not be above high */
ShapeRule shape_reduce; /* number[0]: −1 over all, 0 over the rows, 1 over the columns */
ShapeRule shape_pair;   /* two of the same shape make one number */
ShapeRule shape_number; /* 1×1 */

#endif
