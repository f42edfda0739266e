/* shape: which shapes an operation takes, what comes out, and the sentence for those that do not fit. */
#ifndef BACKSTEP_ENGINE_OP_SHAPE_H
#define BACKSTEP_ENGINE_OP_SHAPE_H

#include "engine/program/op.h"

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
