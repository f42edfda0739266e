/* finite_difference: central differences with a step that suits, and kinks told from bends. */
#include "finite_difference.h"

#include <float.h>
#include <math.h>

static double loss_at(const FiniteDifference *moved, double value) {
    for (int i = 0; i < moved->more; i++) moved->also[i] = moved->were[i] + (value - moved->value);
    *moved->at = value;
    moved->exec->run(moved->calls, moved->from, moved->to);
    *moved->at = moved->value;
    for (int i = 0; i < moved->more; i++) moved->also[i] = moved->were[i];
    return *moved->loss;
}

/* Central difference over ±step, and by how much the two one-sided differences disagree. */
typedef struct Difference {
    double step, minus, plus, slope, jump;
} Difference;

static Difference difference_over(const FiniteDifference *moved, double step) {
    const double high = moved->value + step, low = moved->value - step;
    Difference d = {.step = step, .minus = loss_at(moved, low), .plus = loss_at(moved, high)};
    d.slope = (d.plus - d.minus) / (high - low);
    d.jump = (d.plus - moved->base) / (high - moved->value) - (moved->base - d.minus) / (moved->value - low);
    return d;
}

/* Rounding in the loss, seen through a division by the step. */
static double noise(const FiniteDifference *moved, double step) {
    return 4 * DBL_EPSILON * fabs(moved->base) / step;
}

/* Two steps of which one is half the other. In a smooth loss the jump halves with the step and the slopes
   agree; a kink keeps its jump, and one between the two steps moves the slope. */
typedef struct SlopePair {
    Difference half;
    double slope;     /* extrapolated to a step of zero (Richardson) */
    double bend;      /* what of the jump is not smooth */
    double uncertain; /* of the slope */
} SlopePair;

static SlopePair pair_over(const FiniteDifference *moved, double step) {
    const Difference whole = difference_over(moved, step), half = difference_over(moved, step / 2);
    SlopePair pair = {.half = half, .slope = half.slope + (half.slope - whole.slope) / 3};
    pair.bend = fabs(2 * half.jump - whole.jump);
    pair.uncertain = fabs(half.slope - whole.slope) + pair.bend + noise(moved, step);
    return pair;
}

/* Steps are relative to the element where it is above 1. The first is tried alone; where it leaves a doubt,
   pairs from wide to narrow, and the most certain one counts. */
static const double first_step = 1e-5, widest_step = 1e-3, narrowest_step = 1e-8;

CheckElement finite_difference_check(const FiniteDifference *moved, double analytic, double scale) {
    const double unit = fmax(1, fabs(moved->value));
    Difference first = difference_over(moved, first_step * unit);
    CheckElement out = {.value = moved->value, .analytic = analytic};
    bool settled = fabs(first.jump) <= 1e-3 * scale && fabs(first.slope - analytic) <= 1e-8 * scale;
    double slope = first.slope;
    SlopePair best = {.half = first, .uncertain = INFINITY};
    for (double step = widest_step; !settled && step >= narrowest_step; step /= 10) {
        SlopePair pair = pair_over(moved, step * unit);
        if (!(pair.uncertain < best.uncertain)) continue;
        best = pair;
        slope = pair.slope;
        settled = pair.uncertain <= 1e-10 * fmax(scale, fabs(slope));
        out.kink = pair.bend > fmax(1e-6 * fmax(scale, fabs(slope)), 20 * noise(moved, pair.half.step));
    }
    /* Where rounding in the loss hides these gradients, what it explains is no disagreement: else none that
       is zero but for its own rounding could hold. */
    const double hidden = noise(moved, best.half.step);
    if (hidden > 1e-6 * fmax(scale, fabs(slope)) && fabs(slope - analytic) <= hidden) slope = analytic;
    out.step = best.half.step;
    out.loss_minus = best.half.minus;
    out.loss_plus = best.half.plus;
    out.numeric = slope;
    out.error = fabs(analytic - slope) / fmax(1e-12, fmax(fabs(analytic), fabs(slope)));
    return out;
}
