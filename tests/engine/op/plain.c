/* plain: see the header. */
#include "plain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

Plain plain_new(int rows, int cols) {
    Plain plain = {rows, cols, calloc((size_t)rows * (size_t)cols, sizeof(double))};
    if (!plain.at) abort();
    return plain;
}

void plain_free(Plain *plain) {
    free(plain->at);
    plain->at = NULL;
}

Plain plain_copy(Plain from) {
    Plain plain = plain_new(from.rows, from.cols);
    memcpy(plain.at, from.at, (size_t)plain_size(from) * sizeof(double));
    return plain;
}

int plain_size(Plain plain) {
    return plain.rows * plain.cols;
}

double plain_at(Plain plain, int i, int j) {
    return plain.at[(plain.rows == 1 ? 0 : i) * plain.cols + (plain.cols == 1 ? 0 : j)];
}

static double next_number(unsigned *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) / 16777216.0;
}

void plain_fill(Plain plain, unsigned *seed, double low, double high, const double *kinks, int count) {
    for (int i = 0; i < plain_size(plain); i++) {
        double number = low + (high - low) * next_number(seed);
        for (int k = 0; k < count; k++)
            if (fabs(number - kinks[k]) < 0.05) number = kinks[k] + (number < kinks[k] ? -0.05 : 0.05);
        plain.at[i] = number;
    }
}
