/* nonfinite: which number of a result is the first that is not finite, and why. Private to the engine. */
#ifndef BACKSTEP_ENGINE_RUN_NONFINITE_H
#define BACKSTEP_ENGINE_RUN_NONFINITE_H

#include "engine/program/program.h"
#include "engine/program/tensor.h"

typedef struct NonfiniteElement {
    int row, col;
    double value;
    const char *why; /* the text's key: "nonfinite.overflow" */
} NonfiniteElement;

/* The first one of `result`, row by row, which the instruction has written; `last` is the last of the
   operands that it reads, of no rows where it has none. false: all are finite. */
bool nonfinite_find(const Instr *instr, Mat result, Mat last, NonfiniteElement *out);

#endif
