/* probe: central differences with a step that suits, and kinks told from bends. */
#include "finite_difference.h"

#include <float.h>
#include <math.h>

static double finite_difference_loss(const FiniteDifference *probe, double value) {
    for (int i = 0; i < probe->more; i++) probe->also[i] = probe->were[i] + (value - probe->value);
    *probe->at = value;
    exec_run(probe->exec, probe->calls, probe->from, probe->to);
    *probe->at = probe->value;
    for (int i = 0; i < probe->more; i++) probe->also[i] = probe->were[i];
    return *probe->loss;
}

/* Central difference over ±step, and by how much the two one-sided differences disagree. */
typedef struct Difference {
    double step, minus, plus, slope, jump;
} Difference;

static Difference finite_difference_difference(const FiniteDifference *probe, double step) {
    const double high = probe->value + step, low = probe->value - step;
    Difference d = {.step = step,
                    .minus = finite_difference_loss(probe, low),
                    .plus = finite_difference_loss(probe, high)};
    d.slope = (d.plus - d.minus) / (high - low);
    d.jump = (d.plus - probe->base) / (high - probe->value) - (probe->base - d.minus) / (probe->value - low);
    return d;
}

/* Rounding in the loss, seen through a division by the step. */
static double noise(const FiniteDifference *probe, double step) {
    return 4 * DBL_EPSILON * fabs(probe->base) / step;
}

/* Two steps of which one is half the other. In a smooth loss the jump halves with the step and the slopes
   agree; a kink keeps its jump, and one between the two steps moves the slope. */
typedef struct Pair {
    Difference half;
    double slope;     /* extrapolated to a step of zero (Richardson) */
    double bend;      /* what of the jump is not smooth */
    double uncertain; /* of the slope */
} Pair;

static Pair finite_difference_pair(const FiniteDifference *probe, double step) {
    const Difference whole = finite_difference_difference(probe, step),
                     half = finite_difference_difference(probe, step / 2);
    Pair pair = {.half = half, .slope = half.slope + (half.slope - whole.slope) / 3};
    pair.bend = fabs(2 * half.jump - whole.jump);
    pair.uncertain = fabs(half.slope - whole.slope) + pair.bend + noise(probe, step);
    return pair;
}

/* Steps are relative to the element where it is above 1. The first is tried alone; where it leaves a doubt,
   pairs from wide to narrow, and the most certain one counts. */
static const double first_step = 1e-5, widest_step = 1e-3, narrowest_step = 1e-8;

CheckElement finite_difference_check(const FiniteDifference *probe, double analytic, double scale) {
    const double unit = fmax(1, fabs(probe->value));
    Difference first = finite_difference_difference(probe, first_step * unit);
    CheckElement out = {.value = probe->value, .analytic = analytic};
    bool settled = fabs(first.jump) <= 1e-3 * scale && fabs(first.slope - analytic) <= 1e-8 * scale;
    double slope = first.slope;
    Pair best = {.half = first, .uncertain = INFINITY};
    for (double step = widest_step; !settled && step >= narrowest_step; step /= 10) {
        Pair pair = finite_difference_pair(probe, step * unit);
        if (!(pair.uncertain < best.uncertain)) continue;
        best = pair;
        slope = pair.slope;
        settled = pair.uncertain <= 1e-10 * fmax(scale, fabs(slope));
        out.kink = pair.bend > fmax(1e-6 * fmax(scale, fabs(slope)), 20 * noise(probe, pair.half.step));
    }
    /* Where rounding in the loss hides these gradients, what it explains is no disagreement: else none that
       is zero but for its own rounding could hold. */
    const double hidden = noise(probe, best.half.step);
    if (hidden > 1e-6 * fmax(scale, fabs(slope)) && fabs(slope - analytic) <= hidden) slope = analytic;
    out.step = best.half.step;
    out.loss_minus = best.half.minus;
    out.loss_plus = best.half.plus;
    out.numeric = slope;
    out.error = fabs(analytic - slope) / fmax(1e-12, fmax(fabs(analytic), fabs(slope)));
    return out;
}
