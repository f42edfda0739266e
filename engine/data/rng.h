/* rng: the random numbers of PyTorch and of NumPy, draw by draw (MT19937; formulas: engine/README.md,
   The numbers). */
#ifndef BACKSTEP_ENGINE_DATA_RNG_H
#define BACKSTEP_ENGINE_DATA_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum RngKind { RNG_TORCH, RNG_NUMPY } RngKind;

/* A value: copied freely (a keyframe of a shuffled run holds one). */
typedef struct Rng {
    RngKind kind;
    uint32_t state[624];
    int next;  /* of state, 624: all used */
    bool kept; /* a normal number is kept for the next call */
    double kept_value;
} Rng;

void rng_seed(Rng *rng, RngKind kind, uint32_t seed);
uint32_t rng_u32(Rng *rng);

/* `count` numbers in the order of the draws, row by row of their matrix: the caller lays them out. */
void rng_rand(Rng *rng, float *out, size_t count);  /* [0, 1) */
void rng_randn(Rng *rng, float *out, size_t count); /* normal, mean 0, deviation 1 */
void rng_uniform(Rng *rng, double low, double high, float *out, size_t count);

/* order[0..count) becomes a permutation of 0 … count−1, as torch.randperm or RandomState.permutation. */
void rng_shuffle(Rng *rng, int32_t *order, size_t count);

#endif
