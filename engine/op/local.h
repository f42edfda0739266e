/* local: private to the room: the links of a chain, of which exec.h makes a function of each build. */
#ifndef BACKSTEP_ENGINE_LOCAL_H
#define BACKSTEP_ENGINE_LOCAL_H

#include "exec.h"
#include "rows.h"

/* Of a forward operation with these numbers; exec.h says the rest. */
bool VARIANT(local_derivatives)(const Op *op, const Args *forward, int operand, int row, int col,
                                LocalList *list);

#endif
