/* fused_x2: the yardstick: an epoch of the x² network as one loop that keeps everything in AVX-512 registers.
 */
#ifndef BACKSTEP_TESTS_BENCH_FUSED_X2_H
#define BACKSTEP_TESTS_BENCH_FUSED_X2_H

#include <stdbool.h>

/* 100 samples in 112 places; pads are 0. */
typedef struct FusedX2 {
    float x[112] __attribute__((aligned(64))), y[112] __attribute__((aligned(64)));
    float w1[10], b1[10], w2[10], b2, loss;
} FusedX2;

bool fused_x2_can(void); /* whether the processor has AVX-512 */

/* Forward, loss, backward and update, `epochs` times; loss is that of the last epoch, before its update. */
void fused_x2_train(FusedX2 *net, int epochs, float rate);

#endif
