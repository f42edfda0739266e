/* harness: one call of an operation of any build on plain matrices: lays them out with NaN in every pad,
   watches over the memory after each, and brings the result back. Compiled for float and for double. */
#ifndef BACKSTEP_TESTS_OP_HARNESS_H
#define BACKSTEP_TESTS_OP_HARNESS_H

#include <stdbool.h>

#include "plain.h"

enum { TRIAL_INPUTS = 5 };

typedef struct Trial {
    const char *op;
    Plain in[TRIAL_INPUTS];
    int ins;
    double number[2];
    Plain result, upstream; /* backward */
    int wrt;
    bool add;
    bool in_place; /* forward: out is in[0]'s memory */
    bool no_work;  /* without a workspace, as operations on [data] are run */
} Trial;

/* Builds of the kernels that this processor can run: "base", "avx2", "avx512"; NULL after the last. */
const char *build_name(int index);

/* Forward into out, which has the shape of the result. */
void trial_run_float(const char *build, const Trial *trial, Plain out);
void trial_run_double(const char *build, const Trial *trial, Plain out);

/* Backward into out; with trial->add, to what out holds. */
void trial_back_float(const char *build, const Trial *trial, Plain out);
void trial_back_double(const char *build, const Trial *trial, Plain out);

#endif
