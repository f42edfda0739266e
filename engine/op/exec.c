/* exec: picks the best build of the kernels for this processor. */
#include "exec.h"

#include <stdlib.h>
#include <string.h>

#include "rows.h"

const Op *op_find(const char *name) {
    return op_find_base(name);
}

const Op *op_at(int index) {
    return op_at_base(index);
}

int op_count(void) {
    int count = 0;
    while (op_at(count)) count++;
    return count;
}

static bool anywhere(void) {
    return true;
}

#ifdef OP_AVX2
static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
#endif

#ifdef OP_AVX512
static bool has_avx512(void) {
    return __builtin_cpu_supports("fma") && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bw");
}
#endif

/* The best first. */
static const struct {
    bool (*runs)(void); /* on this processor */
    const Exec *real, *precise;
} builds[] = {
#ifdef OP_AVX512
    {has_avx512, &exec_build_avx512, &exec_build_avx512_double},
#endif
#ifdef OP_AVX2
    {has_avx2, &exec_build_avx2, &exec_build_avx2_double},
#endif
    {anywhere, &exec_build_base, &exec_build_base_double},
};

enum { BUILD_COUNT = sizeof builds / sizeof *builds };

static int best(void) {
    const char *pinned = getenv("BACKSTEP_SIMD");
    int build = 0;
    for (int i = 0; pinned != NULL && i < BUILD_COUNT; i++)
        if (strcmp(builds[i].real->name, pinned) == 0) build = i;
    while (!builds[build].runs()) build++;
    return build;
}

const Exec *exec_best(void) {
    return builds[best()].real;
}
const Exec *exec_double(void) {
    return builds[best()].precise;
}

void *exec_memory(const Exec *exec, size_t count) {
    size_t bytes = tensor_round_up(count ? count : 1) * exec->real_size;
    void *mem = aligned_alloc(128, (bytes + 127) / 128 * 128);
    if (mem) memset(mem, 0, bytes);
    return mem;
}
