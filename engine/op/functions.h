/* functions: exp, log, tanh and their like on whole vectors: in float by polynomials good to 2 units in the
   last place and the same bits in every build, in double by libm.

   exp and log follow Cephes (S. Moshier, expf.c, logf.c, tanhf.c): reduced argument, polynomial, power of
   two. */
#ifndef BACKSTEP_ENGINE_OP_FUNCTIONS_H
#define BACKSTEP_ENGINE_OP_FUNCTIONS_H

#include <math.h>
#include <tgmath.h>

#include "vector.h"

ALWAYS_INLINE Vector vector_abs(Vector a) {
    return (Vector)((Mask)a & ~(Mask)vector_splat((real)-0.0));
}

/* NaN in `a` stays. */
ALWAYS_INLINE Vector vector_max(Vector a, Vector low) {
    return vector_where(a < low, low, a);
}
ALWAYS_INLINE Vector vector_min(Vector a, Vector high) {
    return vector_where(a > high, high, a);
}

/* Number by number, for what has no vector form here. */
ALWAYS_INLINE Vector vector_each(Vector a, real (*f)(real)) {
    for (int k = 0; k < WIDTH; k++) a[k] = f(a[k]);
    return a;
}

/* libm's function of a number, and of each number of a vector. */
#define BY_LIBM(name)                                                                                        \
    static inline real each_##name(real a) {                                                                 \
        return name(a);                                                                                      \
    }                                                                                                        \
    ALWAYS_INLINE Vector vector_##name(Vector a) {                                                           \
        return vector_each(a, each_##name);                                                                  \
    }

BY_LIBM(sqrt) /* one instruction for the whole vector: compilers know the loop */
BY_LIBM(sin)
BY_LIBM(cos)

#ifdef REAL_DOUBLE

BY_LIBM(exp)
BY_LIBM(expm1)
BY_LIBM(log)
BY_LIBM(log1p)
BY_LIBM(tanh)

#else

/* 2ⁿ for whole n (given as float) in −126 … 127. */
ALWAYS_INLINE Vector vector_power_of_two(Vector n) {
    Mask bits =
        (Mask)(n + vector_splat(12582912.0f + 127.0f)); /* 1.5 · 2²³: n + 127 stands in the low bits */
    return (Vector)(bits << 23);
}

/* eʳ − 1 − r for |r| ≤ ln 2 / 2. */
ALWAYS_INLINE Vector exp_polynomial(Vector r) {
    Vector p = r * 1.9875691500e-4f + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    return p * r * r;
}

/* x = n·ln 2 + r; n whole. ln 2 in two parts, so that n·high is exact. */
ALWAYS_INLINE Vector exp_reduce(Vector x, Vector *n) {
    const Vector magic = vector_splat(12582912.0f);
    *n = (x * 1.44269504088896341f + magic) - magic;
    return x - *n * 0.693359375f + *n * 2.12194440e-4f;
}

ALWAYS_INLINE Vector vector_exp(Vector x) {
    x = vector_max(vector_min(x, vector_splat(90.0f)), vector_splat(-110.0f));
    Vector n, r = exp_reduce(x, &n);
    Vector half = n * 0.5f;
    const Vector magic = vector_splat(12582912.0f);
    half = (half + magic) - magic;
    /* Two factors: 2¹²⁸ overflows to inf and numbers below the smallest normal one come out gradually. */
    Vector result = (exp_polynomial(r) + r + 1.0f) * vector_power_of_two(half);
    return result * vector_power_of_two(n - half);
}

ALWAYS_INLINE Vector vector_expm1(Vector x) {
    Vector clamped = vector_max(vector_min(x, vector_splat(90.0f)), vector_splat(-40.0f));
    Vector n, r = exp_reduce(clamped, &n);
    Vector scale = vector_power_of_two(vector_min(n, vector_splat(127.0f)));
    Vector result = scale * (exp_polynomial(r) + r) + (scale - 1.0f);
    return vector_where(n > 127.0f, vector_exp(x), result);
}

ALWAYS_INLINE Vector vector_log(Vector x) {
    const Vector smallest = vector_splat(1.17549435e-38f);
    Mask tiny = x < smallest;
    Vector scaled = vector_where(tiny, x * 8388608.0f, x); /* 2²³: a denormal number becomes normal */
    /* mantissa in [√½, √2), exponent as float */
    Mask bits = (Mask)scaled - 0x3F3504F3;
    Mask exponent = bits >> 23;
    Vector m = (Vector)((Mask)scaled - (exponent << 23));
    const Mask magic_bits = (Mask)vector_splat(12582912.0f);
    Vector e = (Vector)(exponent + magic_bits) - 12582912.0f - vector_keep(tiny, vector_splat(23.0f));
    Vector f = m - 1.0f, z = f * f;
    Vector p = f * 7.0376836292e-2f - 1.1514610310e-1f;
    p = p * f + 1.1676998740e-1f;
    p = p * f - 1.2420140846e-1f;
    p = p * f + 1.4249322787e-1f;
    p = p * f - 1.6668057665e-1f;
    p = p * f + 2.0000714765e-1f;
    p = p * f - 2.4999993993e-1f;
    p = p * f + 3.3333331174e-1f;
    Vector low = p * f * z - e * 2.12194440e-4f - z * 0.5f;
    Vector result = (f + low) + e * 0.693359375f;
    const Vector infinite = vector_splat(INFINITY);
    result = vector_where(x == infinite, infinite, result);
    result = vector_where(x == 0.0f, -infinite, result);
    return vector_where(x >= 0.0f, result, vector_splat(NAN));
}

/* log(1 + x) for 0 ≤ x ≤ 1: the rounding of 1 + x is made good (Kahan). */
ALWAYS_INLINE Vector vector_log1p(Vector x) {
    Vector u = x + 1.0f;
    Vector result = vector_log(u) * x / (u - 1.0f);
    return vector_where(u == 1.0f, x, result);
}

ALWAYS_INLINE Vector vector_tanh(Vector x) {
    Vector size = vector_abs(x), z = x * x;
    Vector p = z * -5.70498872745e-3f + 2.06390887954e-2f;
    p = p * z - 5.37397155531e-2f;
    p = p * z + 1.33314422036e-1f;
    p = p * z - 3.33332819422e-1f;
    Vector small = p * z * x + x;
    Vector large = 1.0f - 2.0f / (vector_exp(size + size) + 1.0f);
    Mask sign = (Mask)x & (Mask)vector_splat(-0.0f);
    large = (Vector)((Mask)large | sign);
    return vector_where(size < 0.625f, small, large);
}

#endif

ALWAYS_INLINE Vector vector_sigmoid(Vector x) {
    return 1 / (vector_exp(-x) + 1);
}

/* log(1 + eˣ), without overflow. */
ALWAYS_INLINE Vector vector_softplus(Vector x) {
    return vector_max(x, (Vector){0}) + vector_log1p(vector_exp(-vector_abs(x)));
}

#endif
