/* fused_x2_loop: an epoch of the x² network in vectors of FUSED_WIDTH floats; fused_x2.c includes it once for
   each width, with FUSED(name) for what it calls its functions and FUSED_TARGET for the instructions that it
   may use. Two passes over the vectors of samples: prediction and error, then the gradients. */

typedef float FUSED(Vector) __attribute__((vector_size(4 * FUSED_WIDTH)));
typedef int FUSED(Mask) __attribute__((vector_size(4 * FUSED_WIDTH)));
enum { FUSED(VECTORS) = (FUSED_SAMPLES + FUSED_WIDTH - 1) / FUSED_WIDTH };

FUSED_TARGET static inline __attribute__((always_inline)) Quad FUSED(fold)(FUSED(Vector) v) {
#if FUSED_WIDTH == 16
    typedef float Half __attribute__((vector_size(32)));
    Half h = (Half){v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]} +
             (Half){v[8], v[9], v[10], v[11], v[12], v[13], v[14], v[15]};
    return (Quad){h[0], h[1], h[2], h[3]} + (Quad){h[4], h[5], h[6], h[7]};
#elif FUSED_WIDTH == 8
    return (Quad){v[0], v[1], v[2], v[3]} + (Quad){v[4], v[5], v[6], v[7]};
#else
    return v;
#endif
}

/* Sums of four vectors at once. */
FUSED_TARGET static inline __attribute__((always_inline)) Quad FUSED(sum4)(FUSED(Vector) a, FUSED(Vector) b,
                                                                           FUSED(Vector) c, FUSED(Vector) d) {
    Quad p = FUSED(fold)(a), q = FUSED(fold)(b), r = FUSED(fold)(c), s = FUSED(fold)(d);
    Quad pq = (Quad){p[0], p[1], q[0], q[1]} + (Quad){p[2], p[3], q[2], q[3]};
    Quad rs = (Quad){r[0], r[1], s[0], s[1]} + (Quad){r[2], r[3], s[2], s[3]};
    return (Quad){pq[0], pq[2], rs[0], rs[2]} + (Quad){pq[1], pq[3], rs[1], rs[3]};
}

FUSED_TARGET static inline __attribute__((always_inline)) void FUSED(epoch)(FusedX2 *net, float rate) {
    const FUSED(Vector) *x = (const FUSED(Vector) *)net->x, *y = (const FUSED(Vector) *)net->y, zero = {0};
    /* The last vector holds four samples, whatever its width. */
    static const FUSED(Mask) last = {-1, -1, -1, -1};
    FUSED(Vector) error[FUSED(VECTORS)], squares = zero, sum = zero;
    for (int i = 0; i < FUSED(VECTORS); i++) error[i] = net->b2 - y[i];
    for (int j = 0; j < FUSED_HIDDEN; j++) {
        for (int i = 0; i < FUSED(VECTORS); i++) {
            FUSED(Vector) z = x[i] * net->w1[j] + net->b1[j];
            error[i] += (FUSED(Vector))((FUSED(Mask))z & (z > 0)) * net->w2[j];
        }
    }
    error[FUSED(VECTORS) - 1] = (FUSED(Vector))((FUSED(Mask))error[FUSED(VECTORS) - 1] & last);
    for (int i = 0; i < FUSED(VECTORS); i++) {
        squares += error[i] * error[i];
        error[i] *= 2.0f / FUSED_SAMPLES;
        sum += error[i];
    }
    for (int j = 0; j < FUSED_HIDDEN; j++) {
        FUSED(Vector) dw1 = zero, db1 = zero, dw2 = zero;
        for (int i = 0; i < FUSED(VECTORS); i++) {
            FUSED(Vector) z = x[i] * net->w1[j] + net->b1[j];
            FUSED(Mask) awake = z > 0;
            dw2 += (FUSED(Vector))((FUSED(Mask))z & awake) * error[i];
            FUSED(Vector) d = (FUSED(Vector))((FUSED(Mask))(error[i] * net->w2[j]) & awake);
            db1 += d;
            dw1 += d * x[i];
        }
        Quad step = rate * FUSED(sum4)(dw1, db1, dw2, zero);
        net->w1[j] -= step[0];
        net->b1[j] -= step[1];
        net->w2[j] -= step[2];
    }
    Quad total = FUSED(sum4)(sum, squares, zero, zero);
    net->b2 -= rate * total[0];
    net->loss = total[1] / FUSED_SAMPLES;
}

FUSED_TARGET static void FUSED(train)(FusedX2 *net, int epochs, float rate) {
    for (int epoch = 0; epoch < epochs; epoch++) FUSED(epoch)(net, rate);
}
