/* rows: the families of operations, each an array of rows that ends with one without a name. */
#ifndef BACKSTEP_ENGINE_OP_ROWS_H
#define BACKSTEP_ENGINE_OP_ROWS_H

#include "engine/program/op.h"
#include "variant.h"

extern const Op VARIANT(op_arithmetic)[];
extern const Op VARIANT(op_functions)[];
extern const Op VARIANT(op_reductions)[];
extern const Op VARIANT(op_moves)[];
extern const Op VARIANT(op_products)[];
extern const Op VARIANT(op_probability)[];
extern const Op VARIANT(op_losses)[];
extern const Op VARIANT(op_updates)[];

/* As op_find and op_at of op.h, among this build's rows. */
const Op *VARIANT(op_find)(const char *name);
const Op *VARIANT(op_at)(int index);

#endif
