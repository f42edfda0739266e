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

/* Level 0 runs everywhere. */
enum { LEVEL_BASE, LEVEL_AVX2, LEVEL_AVX512 };

/* Of each level, in float and in double. */
static const Exec *const builds[][2] = {
    {&exec_build_base, &exec_build_base_double},
#ifdef __x86_64__
    {&exec_build_avx2, &exec_build_avx2_double},
    {&exec_build_avx512, &exec_build_avx512_double},
#endif
};

static int level_of_processor(void) {
#ifdef __x86_64__
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
        return LEVEL_AVX512;
    if (avx2) return LEVEL_AVX2;
#endif
    return LEVEL_BASE;
}

static int level_best(void) {
    int level = level_of_processor();
    const char *pinned = getenv("BACKSTEP_SIMD");
    if (pinned && strcmp(pinned, "base") == 0) return LEVEL_BASE;
    if (pinned && strcmp(pinned, "avx2") == 0 && level > LEVEL_AVX2) return LEVEL_AVX2;
    return level;
}

const Exec *exec_best(void) {
    return builds[level_best()][0];
}
const Exec *exec_double(void) {
    return builds[level_best()][1];
}

void *exec_memory(const Exec *exec, size_t count) {
    size_t bytes = tensor_round_up(count ? count : 1) * exec->real_size;
    void *mem = aligned_alloc(128, (bytes + 127) / 128 * 128);
    if (mem) memset(mem, 0, bytes);
    return mem;
}
