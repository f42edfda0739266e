/* slope: the loss as a function of the explained element, how wide a plot of it is, and where the update lands. */
#include <math.h>
#include <stdio.h>

#include "engine/base/os.h"
#include "engine/explain/explain.h"
#include "viewer_parts.h"

/* ---- what is asked for ---- */

static bool is_same(const Sloped *a, const Sloped *b) {
    return a->iteration == b->iteration && a->rate == b->rate && a->slot == b->slot && a->row == b->row &&
           a->col == b->col && a->loss == b->loss && a->value == b->value && a->gradient == b->gradient;
}

/* Brings viewer->sloped to the selected element; what was found of another one is dropped. */
static void turn_to(Viewer *viewer, const ViewerInput *input, const View *view) {
    const Selection *at = &view->selection;
    const int grad = check_gradient(view);
    Sloped asked = {.iteration = input->machine->at.iteration,
                    .rate = input->machine->rate,
                    .slot = grad,
                    .row = at->row,
                    .col = at->col,
                    .loss = machine_loss(input->machine),
                    .value = view_element(view, view->slope.slot, view->slope.row, view->slope.col),
                    .gradient = view_element(view, grad, at->row, at->col),
                    .begun = true};
    if (!viewer->sloped.begun || !is_same(&viewer->sloped, &asked)) viewer->sloped = asked;
}

/* ---- how wide a plot is ---- */

static const double rung_ratio = 4, longest_rung = 16; /* of a usual half */

/* Half of the width where nothing else decides. */
static double usual_half(const Sloped *s) {
    return 0.5 * fmax(1, fabs((double)s->value));
}

static double rung(const Sloped *s, int number) {
    return usual_half(s) * longest_rung / pow(rung_ratio, SLOPE_RUNGS - 1 - number);
}

/* How far above and below the present loss a plot reaches: from 0 to twice the loss. */
static double rise_of(const Sloped *s, double slope) {
    double loss = (double)s->loss;
    if (loss > 0) return loss;
    double rise = fmax(fabs(loss), fabs(slope) * usual_half(s));
    return rise > 0 ? rise : 1;
}

/* Where a·x² + slope·x reaches the height, from the side of larger x; NaN: nowhere. */
static double parabola_reaches(double a, double slope, double height) {
    double root = slope * slope + 4 * a * height;
    return a > 0 && root >= 0 ? (sqrt(root) - slope) / (2 * a) : NAN;
}

/* The lowest point of a parabola through three points of the ladder, of which the middle one is the lowest. */
static double parabola_lowest(const double *x, const double *y) {
    double left = (x[1] - x[0]) * (y[1] - y[2]), right = (x[1] - x[2]) * (y[1] - y[0]);
    double below = left - right;
    if (!(fabs(below) > 0)) return x[1];
    double lowest = x[1] - 0.5 * ((x[1] - x[0]) * left - (x[1] - x[2]) * right) / below;
    return fmin(fmax(lowest, x[0]), x[2]);
}

/* How far the plot goes on one side: to where the loss has risen to twice what it is; on the way down far enough
   for the minimum, if that is no further than eight times as far as the tangent goes to zero. */
static double side_length(const Sloped *s, int side, double slope, double rise) {
    const double loss = (double)s->loss, *ladder = s->ladder[side], outward = side == 0 ? -slope : slope;
    double crosses = INFINITY, lowest = 0;
    int best = -1;
    for (int i = 0; i < SLOPE_RUNGS; i++) {
        double height = ladder[i] - loss, before = i > 0 ? rung(s, i - 1) : 0, here = rung(s, i);
        if (!(height <= rise)) {
            double at = parabola_reaches((height - outward * here) / (here * here), outward, rise);
            crosses = fmin(fmax(isfinite(at) ? at : here, before), here);
            break;
        }
        if (height < 0 && (best < 0 || ladder[i] < ladder[best])) best = i;
    }
    if (best >= 0 && best + 1 < SLOPE_RUNGS) {
        double x[] = {best > 0 ? rung(s, best - 1) : 0, rung(s, best), rung(s, best + 1)};
        double y[] = {best > 0 ? ladder[best - 1] : loss, ladder[best], ladder[best + 1]};
        lowest = isfinite(y[2]) ? parabola_lowest(x, y) : x[1];
    }
    double reach = fabs(slope) > 0 ? rise / fabs(slope) : 0;
    if (!(lowest <= 8 * reach)) lowest = 0;
    return fmin(crosses, fmax(usual_half(s), 1.85 * lowest));
}

/* Sets low and high, once the ladder is known. */
static void find_width(Sloped *s) {
    enum { BELOW, ABOVE };
    double slope = (s->ladder[ABOVE][0] - s->ladder[BELOW][0]) / (2 * rung(s, 0));
    if (!isfinite(slope)) slope = (double)s->gradient;
    double rise = rise_of(s, slope), below = side_length(s, BELOW, slope, rise),
           above = side_length(s, ABOVE, slope, rise), least = 0.3 * fmax(below, above);
    s->low = (double)s->value - fmax(below, least);
    s->high = (double)s->value + fmax(above, least);
}

/* ---- asking, some of it at a time ---- */

/* The number whose loss is asked for next, and where it is noted. */
static double next_value(Sloped *s) {
    int rungs = 2 * SLOPE_RUNGS, i = s->done - rungs;
    if (i == 0) find_width(s);
    if (i >= 0) return s->low + (s->high - s->low) * i / (s->points - 1);
    return (double)s->value + (s->done % 2 == 0 ? -1 : 1) * rung(s, s->done / 2);
}

static void note(Sloped *s, double value, double loss) {
    int rungs = 2 * SLOPE_RUNGS, i = s->done++ - rungs;
    if (i < 0) {
        s->ladder[(i + rungs) % 2][(i + rungs) / 2] = loss;
        return;
    }
    s->x[i] = (float)value;
    s->y[i] = (float)loss;
    s->ready = i + 1 == s->points;
}

/* More multiplications than these for a whole curve, and it gets few points. */
static const double fine_cost = 1 << 23;

/* Returns false where memory ran out. */
static bool ask(Viewer *viewer, const ViewerInput *input, bool shared) {
    Sloped *s = &viewer->sloped;
    Probe *probe = check_probe(viewer);
    if (probe == NULL) return false;
    const int64_t begin = os_now();
    const int slot = viewer->program->slots[s->slot].of;
    const bool fine = gradcheck_cost(viewer->lesson) * VIEW_SLOPE_POINTS <= fine_cost;
    Moved moved;
    s->points = fine ? VIEW_SLOPE_POINTS : SLOPE_FEW_POINTS;
    probe_load(probe, input->machine);
    bool taken = probe_take(probe, slot, s->row, s->col, shared, &moved);
    s->loss_now = probe->loss;
    while (taken && !s->ready) {
        double value = next_value(s);
        note(s, value, probe_loss(&moved, value));
        if (input->slice > 0 && os_now() - begin > input->slice) break;
    }
    if (taken && s->ahead) s->loss_to = probe_loss(&moved, s->to);
    probe_release(&moved);
    return taken;
}

/* ---- the step that the update is going to take ---- */

/* Goes on with a copy of the run to the end of the iteration. Returns false where memory ran out. */
static bool look_ahead(Viewer *viewer, const ViewerInput *input, const ViewSlope *slope) {
    Sloped *s = &viewer->sloped;
    Err ignored;
    if (s->ahead || input->predict || slope->slot < 0) return true;
    if (viewer->ahead == NULL) viewer->ahead = machine_new(viewer->lesson, viewer->exec, &ignored);
    if (viewer->ahead == NULL) return false;
    machine_follow(viewer->ahead, input->machine);
    machine_finish(viewer->ahead);
    s->to = (double)*tensor_element(machine_mat(viewer->ahead, slope->slot), slope->row, slope->col);
    s->ahead = true;
    return true;
}

/* ---- the view ---- */

/* The share of the usual height that a curve must take to be seen as one: else the plot shows less of the height. */
static const double least_seen = 0.3, flat = 1e-4;

/* What of the loss a plot shows: from 0 to twice the loss of now, or the curve's own heights where it is much
   flatter than that, though not flat. */
static void find_heights(const Sloped *s, double slope, ViewSlope *out) {
    double low = (double)s->loss, high = low, rise = rise_of(s, slope);
    for (int i = 0; i < s->points; i++) {
        if (!isfinite(s->y[i])) continue;
        low = fmin(low, (double)s->y[i]);
        high = fmax(high, (double)s->y[i]);
    }
    double range = high - low;
    bool close = range < least_seen * 2 * rise && range > flat * rise;
    out->low = close ? low - 0.35 * range : fmin((double)s->loss - rise, low);
    out->high = close ? high + 0.35 * range : (double)s->loss + rise;
}

static void fill(const Sloped *s, const CheckElement *check, const ViewerInput *input, ViewSlope *out) {
    out->known = true;
    out->curve = (ViewCurve){.x = s->x, .y = s->y, .count = s->points};
    out->at = (double)s->value;
    out->loss = s->loss_now;
    out->slope = (double)s->gradient;
    out->step = check->step;
    out->minus = check->loss_minus;
    out->plus = check->loss_plus;
    find_heights(s, check->numeric, out);
    out->lands = s->ahead && !input->predict && isfinite(s->to) && isfinite(s->loss_to);
    if (!out->lands) return;
    out->to = s->to;
    out->loss_to = s->loss_to;
    out->plain = explainer_is_plain_step((double)s->value, s->to, s->rate, (double)s->gradient);
}

/* In place of what the operation says. In a hunt nothing is said to be wrong. */
static void say(const ViewerInput *input, const CheckElement *check, View *view) {
    Explanation *out = &view->explanation;
    bool wrong = check != NULL && input->disguise == NULL && !out->check_good && !out->check_kink;
    bool kink = check != NULL && check->kink;
    snprintf(out->title, sizeof out->title, "%s",
             text_get(view->texts, wrong ? "slope.wrong.title" : "slope.title"));
    const char *key = kink ? "slope.kink" : wrong ? "slope.wrong" : "slope";
    text_fill(view->texts, out->sentence, sizeof out->sentence, key,
              TEXT_STRING("numeric", out->check_numeric));
}

/* Whether the selected element has a curve: a parameter, or its gradient, that the loss of now belongs to. What is said of
   a mistake goes before it. */
static bool has_slope(const View *view, const CheckElement *check) {
    const int grad = check_gradient(view);
    if ((check == NULL && !view->check_waits) || view->explanation.mistaken || grad < 0) return false;
    const Slot *slots = view->program->slots;
    return slots[slots[grad].of].role == ROLE_PARAMETER && view->has_loss && isfinite(view->loss) &&
           (check == NULL || isfinite(check->numeric)) &&
           isfinite(view_element(view, grad, view->selection.row, view->selection.col));
}

/* A curve of few points takes some fifty passes, a numeric check beside a kink thirty; what is dear is counted in
   passes of one that takes two. */
static const double few_passes = 6;

/* false: memory ran out, or it waits. */
static bool find_curve(Viewer *viewer, const ViewerInput *input, View *view) {
    const Slot *slots = view->program->slots;
    const ViewSlope *out = &view->slope;
    Sloped *s = &viewer->sloped;
    turn_to(viewer, input, view);
    if (s->ready && (s->ahead || input->predict)) return true;
    view->check_waits = check_is_dear(input, few_passes * gradcheck_cost(viewer->lesson));
    if (view->check_waits) return false;
    bool shared = disguise_hides(input->disguise, BUG_NO_SUM, slots[out->slot].name);
    if (!look_ahead(viewer, input, out) || !ask(viewer, input, shared)) {
        view_fail(view);
        return false;
    }
    view->check_waits = !s->ready;
    return s->ready;
}

void slope_build(Viewer *viewer, const ViewerInput *input, const CheckElement *check, View *view) {
    if (!has_slope(view, check)) return;
    if (check != NULL) check_tell(check, view);
    view->slope = (ViewSlope){.slot = view->program->slots[check_gradient(view)].of,
                              .row = view->selection.row,
                              .col = view->selection.col};
    say(input, check, view);
    if (check != NULL && find_curve(viewer, input, view)) fill(&viewer->sloped, check, input, &view->slope);
}
