/* fused_x2: see the header. Two passes over the 7 vectors of samples: prediction and error, then the
 * gradients. */
#include "fused_x2.h"

enum { SAMPLES = 100, HIDDEN = 10, VECTORS = 7 };

typedef float Vector __attribute__((vector_size(64)));
typedef int Mask __attribute__((vector_size(64)));
typedef float Quad __attribute__((vector_size(16)));

#define AVX512 __attribute__((target("avx512f,avx512dq,avx512vl,fma")))

#ifdef __x86_64__

bool fused_x2_can(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
}

AVX512 static inline __attribute__((always_inline)) Quad vector_fold(Vector v) {
    typedef float Half __attribute__((vector_size(32)));
    Half h = (Half){v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]} +
             (Half){v[8], v[9], v[10], v[11], v[12], v[13], v[14], v[15]};
    return (Quad){h[0], h[1], h[2], h[3]} + (Quad){h[4], h[5], h[6], h[7]};
}

/* Sums of four vectors at once. */
AVX512 static inline __attribute__((always_inline)) Quad vector_sum4(Vector a, Vector b, Vector c, Vector d) {
    Quad p = vector_fold(a), q = vector_fold(b), r = vector_fold(c), s = vector_fold(d);
    Quad pq = (Quad){p[0], p[1], q[0], q[1]} + (Quad){p[2], p[3], q[2], q[3]};
    Quad rs = (Quad){r[0], r[1], s[0], s[1]} + (Quad){r[2], r[3], s[2], s[3]};
    return (Quad){pq[0], pq[2], rs[0], rs[2]} + (Quad){pq[1], pq[3], rs[1], rs[3]};
}

AVX512 static inline __attribute__((always_inline)) void fused_epoch(FusedX2 *net, float rate) {
    const Vector *x = (const Vector *)net->x, *y = (const Vector *)net->y, zero = {0};
    static const Mask last = {-1, -1, -1, -1};
    Vector error[VECTORS], squares = zero, sum = zero;
    for (int i = 0; i < VECTORS; i++) error[i] = net->b2 - y[i];
    for (int j = 0; j < HIDDEN; j++) {
        for (int i = 0; i < VECTORS; i++) {
            Vector z = x[i] * net->w1[j] + net->b1[j];
            error[i] += (Vector)((Mask)z & (z > 0)) * net->w2[j];
        }
    }
    error[VECTORS - 1] = (Vector)((Mask)error[VECTORS - 1] & last);
    for (int i = 0; i < VECTORS; i++) {
        squares += error[i] * error[i];
        error[i] *= 2.0f / SAMPLES;
        sum += error[i];
    }
    for (int j = 0; j < HIDDEN; j++) {
        Vector dw1 = zero, db1 = zero, dw2 = zero;
        for (int i = 0; i < VECTORS; i++) {
            Vector z = x[i] * net->w1[j] + net->b1[j];
            Mask awake = z > 0;
            dw2 += (Vector)((Mask)z & awake) * error[i];
            Vector d = (Vector)((Mask)(error[i] * net->w2[j]) & awake);
            db1 += d;
            dw1 += d * x[i];
        }
        Quad step = rate * vector_sum4(dw1, db1, dw2, zero);
        net->w1[j] -= step[0];
        net->b1[j] -= step[1];
        net->w2[j] -= step[2];
    }
    Quad total = vector_sum4(sum, squares, zero, zero);
    net->b2 -= rate * total[0];
    net->loss = total[1] / SAMPLES;
}

AVX512 void fused_x2_train(FusedX2 *net, int epochs, float rate) {
    for (int epoch = 0; epoch < epochs; epoch++) fused_epoch(net, rate);
}

#else

bool fused_x2_can(void) {
    return false;
}
void fused_x2_train(FusedX2 *net, int epochs, float rate) {
    (void)net, (void)epochs, (void)rate;
}

#endif
