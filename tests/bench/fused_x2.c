/* fused_x2: see the header. */
#include "fused_x2.h"

#include <stdbool.h>

enum { FUSED_SAMPLES = 100, FUSED_HIDDEN = 10 };

typedef float Quad __attribute__((vector_size(16)));

#define FUSED_WIDTH 4
#define FUSED_TARGET
#define FUSED(name) quad_##name
#include "fused_x2_loop.h"
#undef FUSED_WIDTH
#undef FUSED_TARGET
#undef FUSED

#ifdef __x86_64__
#define FUSED_WIDTH  8
#define FUSED_TARGET __attribute__((target("avx2,fma")))
#define FUSED(name)  avx2_##name
#include "fused_x2_loop.h"
#undef FUSED_WIDTH
#undef FUSED_TARGET
#undef FUSED

#define FUSED_WIDTH  16
#define FUSED_TARGET __attribute__((target("avx512f,avx512dq,avx512vl,fma")))
#define FUSED(name)  avx512_##name
#include "fused_x2_loop.h"
#endif

FusedX2Loop fused_x2_best(void) {
#ifdef __x86_64__
    bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                __builtin_cpu_supports("avx512vl");
    if (wide) return (FusedX2Loop){"AVX-512", avx512_train};
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return (FusedX2Loop){"AVX2", avx2_train};
#endif
    return (FusedX2Loop){"base", quad_train};
}
