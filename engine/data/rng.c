/* rng: the Mersenne Twister, and how PyTorch 1.13 and NumPy's RandomState make numbers of it. */
#include "rng.h"

#include <math.h>

enum { STATE_SIZE = 624, STATE_MIDDLE = 397, BLOCK = 16 };

#define TWO_PI 6.28318530717958647692

void rng_seed(Rng *rng, RngKind kind, uint32_t seed) {
    *rng = (Rng){.kind = kind, .next = STATE_SIZE};
    rng->state[0] = seed;
    for (uint32_t i = 1; i < STATE_SIZE; i++) {
        uint32_t before = rng->state[i - 1];
        rng->state[i] = 1812433253u * (before ^ before >> 30) + i;
    }
}

/* M. Matsumoto, T. Nishimura: Mersenne Twister, 1998; mt19937ar.c. */
static void refill(Rng *rng) {
    uint32_t *state = rng->state;
    for (int i = 0; i < STATE_SIZE; i++) {
        uint32_t mixed = (state[i] & 0x80000000u) | (state[(i + 1) % STATE_SIZE] & 0x7FFFFFFFu);
        state[i] = state[(i + STATE_MIDDLE) % STATE_SIZE] ^ mixed >> 1 ^ (mixed & 1 ? 0x9908B0DFu : 0);
    }
    rng->next = 0;
}

uint32_t rng_u32(Rng *rng) {
    if (rng->next == STATE_SIZE) refill(rng);
    uint32_t bits = rng->state[rng->next++];
    bits ^= bits >> 11;
    bits ^= bits << 7 & 0x9D2C5680u;
    bits ^= bits << 15 & 0xEFC60000u;
    return bits ^ bits >> 18;
}

static float torch_rand(Rng *rng) {
    return (float)(rng_u32(rng) & 0xFFFFFF) * 0x1p-24f;
}

static double torch_rand_double(Rng *rng) {
    uint64_t high = rng_u32(rng);
    return (double)((high << 32 | rng_u32(rng)) & (((uint64_t)1 << 53) - 1)) * 0x1p-53;
}

static double numpy_rand(Rng *rng) {
    double high = rng_u32(rng) >> 5, low = rng_u32(rng) >> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
}

void rng_uniform(Rng *rng, double low, double high, float *out, size_t count) {
    float base = (float)low, width = (float)high - (float)low;
    for (size_t i = 0; i < count; i++)
        out[i] = rng->kind == RNG_TORCH ? fmaf(torch_rand(rng), width, base)
                                        : (float)(low + (high - low) * numpy_rand(rng));
}

void rng_rand(Rng *rng, float *out, size_t count) {
    rng_uniform(rng, 0, 1, out, count);
}

/* Keeps the second number of a pair for the next call and gives the first. */
static double keep(Rng *rng, double now, double later) {
    rng->kept = true;
    rng->kept_value = later;
    return now;
}

static double torch_normal(Rng *rng) {
    double angle = TWO_PI * torch_rand_double(rng);
    double radius = sqrt(-2 * log1p(-torch_rand_double(rng)));
    return keep(rng, radius * cos(angle), radius * sin(angle));
}

/* The polar method: a point in the unit disc, but not its centre. */
static double numpy_normal(Rng *rng) {
    double x1, x2, square;
    do {
        x1 = 2 * numpy_rand(rng) - 1;
        x2 = 2 * numpy_rand(rng) - 1;
        square = x1 * x1 + x2 * x2;
    } while (square >= 1 || square == 0);
    double factor = sqrt(-2 * log(square) / square);
    return keep(rng, factor * x2, factor * x1);
}

/* 16 uniform numbers become 16 normal ones, in float32 as PyTorch's vector code has it. */
static void torch_normal_block(float *block) {
    for (int j = 0; j < BLOCK / 2; j++) {
        float radius = sqrtf(-2 * logf(1 - block[j]));
        float angle = (float)TWO_PI * block[j + BLOCK / 2];
        block[j] = radius * cosf(angle);
        block[j + BLOCK / 2] = radius * sinf(angle);
    }
}

/* 16 numbers or more; the last block is drawn again where it would not be whole. */
static void torch_normal_blocks(Rng *rng, float *out, size_t count) {
    rng_rand(rng, out, count);
    for (size_t i = 0; i + BLOCK <= count; i += BLOCK) torch_normal_block(out + i);
    if (count % BLOCK == 0) return;
    rng_rand(rng, out + count - BLOCK, BLOCK);
    torch_normal_block(out + count - BLOCK);
}

static double next_normal(Rng *rng) {
    if (rng->kept) {
        rng->kept = false;
        return rng->kept_value;
    }
    return rng->kind == RNG_TORCH ? torch_normal(rng) : numpy_normal(rng);
}

void rng_randn(Rng *rng, float *out, size_t count) {
    if (rng->kind == RNG_TORCH && count >= BLOCK)
        torch_normal_blocks(rng, out, count);
    else
        for (size_t i = 0; i < count; i++) out[i] = (float)next_normal(rng);
}

/* Uniform in 0 … last: bits are drawn until they are not above it. */
static uint32_t masked_draw(Rng *rng, uint32_t last) {
    uint32_t mask = last;
    for (int shift = 1; shift < 32; shift *= 2) mask |= mask >> shift;
    uint32_t drawn;
    do drawn = rng_u32(rng) & mask;
    while (drawn > last);
    return drawn;
}

static void swap(int32_t *order, size_t i, size_t j) {
    int32_t kept = order[i];
    order[i] = order[j];
    order[j] = kept;
}

void rng_shuffle(Rng *rng, int32_t *order, size_t count) {
    for (size_t i = 0; i < count; i++) order[i] = (int32_t)i;
    if (rng->kind == RNG_TORCH)
        for (size_t i = 0; i + 1 < count; i++) swap(order, i, i + rng_u32(rng) % (count - i));
    else
        for (size_t i = count; i-- > 1;) swap(order, i, masked_draw(rng, (uint32_t)i));
}
