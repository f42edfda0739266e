/* vector: the widest vectors of the instruction set that this build is for, and sums over 16 lanes that do
 * not depend on it. */
#ifndef BACKSTEP_ENGINE_OP_VECTOR_H
#define BACKSTEP_ENGINE_OP_VECTOR_H

#include <stdint.h>

#ifdef __FMA__
#include <immintrin.h>
#endif

#include "engine/program/tensor.h"

#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#elif defined(__AVX__)
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif

#ifdef REAL_DOUBLE
#define REAL_BYTES 8
typedef int64_t Bits;
#else
#define REAL_BYTES 4
typedef int32_t Bits;
#endif

enum { WIDTH = VECTOR_BYTES / REAL_BYTES, PARTS = LANES / WIDTH };

typedef real Vector __attribute__((vector_size(VECTOR_BYTES), may_alias));
typedef Bits Mask
    __attribute__((vector_size(VECTOR_BYTES), may_alias)); /* of a comparison: all bits or none, by lane */
typedef real Quad __attribute__((vector_size(4 * REAL_BYTES), may_alias));

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* Aligned: every column starts at a multiple of 16 numbers. */
ALWAYS_INLINE Vector vector_load(const real *at) {
    return *(const Vector *)at;
}
ALWAYS_INLINE void vector_store(real *at, Vector v) {
    *(Vector *)at = v;
}

ALWAYS_INLINE Vector vector_splat(real number) {
    return number - (Vector){0};
}
ALWAYS_INLINE Vector vector_where(Mask mask, Vector yes, Vector no) {
    return (Vector)(((Mask)yes & mask) | ((Mask)no & ~mask));
}
ALWAYS_INLINE Vector vector_keep(Mask mask, Vector v) {
    return (Vector)((Mask)v & mask);
}

/* a · b + c, rounded once where the instruction set can. Compilers that may fuse do so here and not there:
   only what is asked for gives the same bits in every build. */
ALWAYS_INLINE Vector vector_fused(Vector a, Vector b, Vector c) {
#if VECTOR_BYTES == 64 && defined(REAL_DOUBLE)
    return (Vector)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c);
#elif VECTOR_BYTES == 64
    return (Vector)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
#elif defined(__FMA__) && defined(REAL_DOUBLE)
    return (Vector)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
#elif defined(__FMA__)
    return (Vector)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
#else
    return a * b + c;
#endif
}

/* The first `count` of 16 lanes: part `part` of that mask. A NaN in a pad is cut by bits, not times 0. */
ALWAYS_INLINE Mask vector_head(int count, int part) {
    static const Bits edge[2 * LANES] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    Mask mask;
    __builtin_memcpy(&mask, edge + LANES - count + part * WIDTH, sizeof mask);
    return mask;
}

/* Numbers of the last, perhaps partly filled, 16 lanes of a line of `length` numbers: 1 … 16. */
ALWAYS_INLINE int vector_tail(int length) {
    return (length - 1) % LANES + 1;
}

/* Sixteen running sums. A sum is defined over these lanes and then folded in halves (8, 4, 2, 1), so that
   every build gives the same bits. */
typedef struct Lanes {
    Vector part[PARTS];
} Lanes;

ALWAYS_INLINE void lanes_clear(Lanes *sums) {
    for (int k = 0; k < PARTS; k++) sums->part[k] = (Vector){0};
}

/* Lanes 16 → 4: (k) + (k + 8), then + (k + 4). */
ALWAYS_INLINE Quad lanes_fold(const Lanes *sums) {
#if VECTOR_BYTES / REAL_BYTES == 16
    typedef real Half __attribute__((vector_size(8 * REAL_BYTES)));
    Vector v = sums->part[0];
    Half h = (Half){v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]} +
             (Half){v[8], v[9], v[10], v[11], v[12], v[13], v[14], v[15]};
    return (Quad){h[0], h[1], h[2], h[3]} + (Quad){h[4], h[5], h[6], h[7]};
#elif VECTOR_BYTES / REAL_BYTES == 8
    Vector h = sums->part[0] + sums->part[1];
    return (Quad){h[0], h[1], h[2], h[3]} + (Quad){h[4], h[5], h[6], h[7]};
#elif VECTOR_BYTES / REAL_BYTES == 4
    return (sums->part[0] + sums->part[2]) + (sums->part[1] + sums->part[3]);
#else
    Vector low = (sums->part[0] + sums->part[4]) + (sums->part[2] + sums->part[6]);
    Vector high = (sums->part[1] + sums->part[5]) + (sums->part[3] + sums->part[7]);
    return (Quad){low[0], low[1], high[0], high[1]};
#endif
}

ALWAYS_INLINE real lanes_sum(const Lanes *sums) {
    Quad q = lanes_fold(sums);
    return (q[0] + q[2]) + (q[1] + q[3]);
}

/* The sums of four at once: the same additions, four in a vector. */
ALWAYS_INLINE Quad lanes_sum4(const Lanes sums[4]) {
    Quad a = lanes_fold(sums), b = lanes_fold(sums + 1), c = lanes_fold(sums + 2), d = lanes_fold(sums + 3);
    Quad ab = (Quad){a[0], a[1], b[0], b[1]} + (Quad){a[2], a[3], b[2], b[3]};
    Quad cd = (Quad){c[0], c[1], d[0], d[1]} + (Quad){c[2], c[3], d[2], d[3]};
    return (Quad){ab[0], ab[2], cd[0], cd[2]} + (Quad){ab[1], ab[3], cd[1], cd[3]};
}

#endif
