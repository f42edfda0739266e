/* edge_scale: how far a plot reaches: by rule, from the numbers of all values that share the scale. */
#include <math.h>
#include <stdlib.h>

#include "edge_parts.h"

enum { LOOKED_AT = 512 };

typedef struct Sample {
    float at[LOOKED_AT];
    int count;
    float low, high; /* of what is to be seen whole */
} Sample;

static void take(Sample *sample, float number) {
    if (isfinite(number) && sample->count < LOOKED_AT) sample->at[sample->count++] = number;
}

static void hold(Sample *sample, float number) {
    if (!isfinite(number)) return;
    sample->low = fminf(sample->low, number);
    sample->high = fmaxf(sample->high, number);
}

/* At most `most` numbers of the slot, evenly, and its selected column. */
static void look_at(const View *view, int slot, int most, Sample *sample) {
    const Slot *what = &view->program->slots[slot];
    int row, col;
    view_chosen(view, slot, &row, &col);
    long count = (long)what->rows * what->cols, step = (count + most - 1) / most;
    for (long k = 0; k < count; k += step) {
        int j = (int)(k / what->rows), i = (int)(k % what->rows);
        take(sample, view_element(view, slot, i, j));
    }
    for (int i = 0; i < what->rows; i++) hold(sample, view_element(view, slot, i, col));
}

static int by_size(const void *a, const void *b) {
    float one = *(const float *)a, other = *(const float *)b;
    return (one > other) - (one < other);
}

double edge_scale_round(double bound) {
    static const double steps[] = {1, 1.5, 2, 3, 5, 7, 10};
    double size = fabs(bound);
    if (!(size > 1e-30) || !isfinite(size)) return 0;
    double power = pow(10, floor(log10(size)));
    for (int i = 0; i < 7; i++)
        if (size <= steps[i] * power * 1.0001) return copysign(steps[i] * power, bound);
    return copysign(10 * power, bound);
}

/* The other slots on its scale, and what it should be. */
static bool shares_scale(const View *view, int slot, int other) {
    const ViewSamples *samples = &view->samples;
    if (!view->known[other]) return false;
    if (samples->group[slot] == samples->group[other]) return true;
    int wanted = samples->wanted[slot];
    for (int s = 0; s < view->program->slot_count; s++)
        if (samples->wanted[s] >= 0 && samples->group[s] == samples->group[slot]) wanted = samples->wanted[s];
    return other == wanted || samples->wanted[other] == slot;
}

void edge_scale_range(const Edge *edge, double *low, double *high) {
    const View *view = edge->view;
    Sample sample = {.low = 0, .high = 0};
    int sharing = 0;
    for (int s = 0; s < view->program->slot_count; s++) sharing += shares_scale(view, edge->slot, s);
    for (int s = 0; s < view->program->slot_count; s++)
        if (shares_scale(view, edge->slot, s))
            look_at(view, s, LOOKED_AT / (sharing > 0 ? sharing : 1), &sample);
    qsort(sample.at, (size_t)sample.count, sizeof *sample.at, by_size);
    if (sample.count > 0) {
        hold(&sample, sample.at[sample.count / 20]);
        hold(&sample, sample.at[sample.count - 1 - sample.count / 20]);
    }
    *low = edge_scale_round((double)sample.low);
    *high = edge_scale_round((double)sample.high);
    if (*low == *high) *high = 1;
}
