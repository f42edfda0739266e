/* harness: see the header; -DREAL=double -DREAL_DOUBLE makes the functions for double. */
#include "harness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/op/gemm.h"
#include "engine/program/op.h"
#include "tests/support/test.h"

#ifdef REAL_DOUBLE
#define PRECISION(name) name##_double
#define ROWS(suffix)    op_find_##suffix##_double
#else
#define PRECISION(name) name##_float
#define ROWS(suffix)    op_find_##suffix
#endif

const Op *ROWS(base)(const char *name);
#ifdef OP_AVX2
const Op *ROWS(avx2)(const char *name);
#endif
#ifdef OP_AVX512
const Op *ROWS(avx512)(const char *name);
#endif

static const Op *row_of(const char *build, const char *name) {
#ifdef OP_AVX2
    if (strcmp(build, "avx2") == 0) return ROWS(avx2)(name);
#endif
#ifdef OP_AVX512
    if (strcmp(build, "avx512") == 0) return ROWS(avx512)(name);
#endif
    (void)build;
    return ROWS(base)(name);
}

static const unsigned char CANARY = 0xA5;

enum { CANARY_BYTES = 64 };

static size_t mat_bytes(int rows, int cols) {
    return tensor_size(rows, cols) * sizeof(real);
}

/* NaN everywhere but in the elements, a canary behind. */
static Mat mat_lay(Plain plain) {
    if (!plain.at) return (Mat){0};
    size_t bytes = mat_bytes(plain.rows, plain.cols), size = bytes + CANARY_BYTES;
    real *at = aligned_alloc(128, (size + 127) / 128 * 128);
    if (!at) abort();
    for (size_t i = 0; i < bytes / sizeof(real); i++) at[i] = (real)NAN;
    memset((char *)at + bytes, CANARY, CANARY_BYTES);
    Mat m = tensor_mat(at, plain.rows, plain.cols);
    for (int i = 0; i < m.rows; i++)
        for (int j = 0; j < m.cols; j++) *tensor_element(m, i, j) = (real)plain.at[i * m.cols + j];
    return m;
}

static void mat_release(Mat m, const char *op) {
    if (!m.at) return;
    const unsigned char *after = (const unsigned char *)m.at + mat_bytes(m.rows, m.cols);
    for (int i = 0; i < CANARY_BYTES; i++)
        if (after[i] != CANARY) fail_msg("%s writes behind a %d×%d matrix", op, m.rows, m.cols);
    free(m.at);
}

static void mat_take(Mat m, Plain out) {
    for (int i = 0; i < m.rows; i++)
        for (int j = 0; j < m.cols; j++) out.at[i * m.cols + j] = (double)*tensor_element(m, i, j);
}

static void trial_call(const char *build, const Trial *trial, Plain out, bool backward) {
    const Op *op = row_of(build, trial->op);
    static real work[2 * GEMM_WORK] __attribute__((aligned(128)));
    Args args = {.out = mat_lay(trial->in_place ? trial->in[0] : out),
                 .result = mat_lay(trial->result),
                 .upstream = mat_lay(trial->upstream),
                 .number = {trial->number[0], trial->number[1]},
                 .wrt = trial->wrt,
                 .add = trial->add,
                 .work = trial->no_work ? NULL : work};
    for (int i = 0; i < trial->ins; i++) args.in[i] = mat_lay(trial->in[i]);
    Mat first = args.in[0];
    if (trial->in_place) args.in[0] = args.out;
    if (backward)
        op->back(&args);
    else
        op->run(&args);
    mat_take(args.out, out);
    args.in[0] = first;
    for (int i = 0; i < trial->ins; i++) mat_release(args.in[i], trial->op);
    mat_release(args.out, trial->op);
    mat_release(args.result, trial->op);
    mat_release(args.upstream, trial->op);
}

void PRECISION(trial_run)(const char *build, const Trial *trial, Plain out) {
    trial_call(build, trial, out, false);
}
void PRECISION(trial_back)(const char *build, const Trial *trial, Plain out) {
    trial_call(build, trial, out, true);
}
