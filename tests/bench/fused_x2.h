/* fused_x2: the yardstick: an epoch of the x² network as one loop that keeps everything in registers, with
   the widest vectors that the processor has. */
#ifndef BACKSTEP_TESTS_BENCH_FUSED_X2_H
#define BACKSTEP_TESTS_BENCH_FUSED_X2_H

/* 100 samples in 112 places; pads are 0. */
typedef struct FusedX2 {
    float x[112] __attribute__((aligned(64))), y[112] __attribute__((aligned(64)));
    float w1[10], b1[10], w2[10], b2, loss;
} FusedX2;

/* Forward, loss, backward and update, `epochs` times; loss is that of the last epoch, before its update. */
typedef void FusedX2Train(FusedX2 *net, int epochs, float rate);

typedef struct FusedX2Loop {
    const char *name; /* AVX-512, AVX2 or base */
    FusedX2Train *train;
} FusedX2Loop;

FusedX2Loop fused_x2_best(void);

#endif
