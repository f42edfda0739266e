/* gradcheck: moves one number at a time, runs the forward pass again, and compares with what the backward pass
   says. */
#include "gradcheck.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

struct Checker {
    Probe probe;
};

Checker *gradcheck_new(const Lesson *lesson, Err *e) {
    Checker *checker = calloc(1, sizeof *checker);
    if (checker != NULL && probe_open(&checker->probe, lesson)) return checker;
    gradcheck_free(checker);
    err_memory(e);
    return NULL;
}

void gradcheck_free(Checker *checker) {
    if (checker == NULL) return;
    probe_close(&checker->probe);
    free(checker);
}

Probe *gradcheck_probe(Checker *checker) {
    return &checker->probe;
}

/* ---- differences: a step that suits, and kinks told from bends ---- */

/* Central difference over ±step, and by how much the two one-sided differences disagree. */
typedef struct Difference {
    double step, minus, plus, slope, jump;
} Difference;

static Difference difference_over(const Moved *moved, double step) {
    const double high = moved->value + step, low = moved->value - step;
    Difference d = {.step = step, .minus = probe_loss(moved, low), .plus = probe_loss(moved, high)};
    d.slope = (d.plus - d.minus) / (high - low);
    d.jump = (d.plus - moved->probe->loss) / (high - moved->value) -
             (moved->probe->loss - d.minus) / (moved->value - low);
    return d;
}

/* Rounding in the loss, seen through a division by the step. */
static double noise(const Moved *moved, double step) {
    return 4 * DBL_EPSILON * fabs(moved->probe->loss) / step;
}

/* Two steps of which one is half the other. In a smooth loss the jump halves with the step and the slopes
   agree; a kink keeps its jump, and one between the two steps moves the slope. */
typedef struct SlopePair {
    Difference half;
    double slope;     /* extrapolated to a step of zero (Richardson) */
    double bend;      /* what of the jump is not smooth */
    double uncertain; /* of the slope */
} SlopePair;

static SlopePair pair_over(const Moved *moved, double step) {
    const Difference whole = difference_over(moved, step), half = difference_over(moved, step / 2);
    SlopePair pair = {.half = half, .slope = half.slope + (half.slope - whole.slope) / 3};
    pair.bend = fabs(2 * half.jump - whole.jump);
    pair.uncertain = fabs(half.slope - whole.slope) + pair.bend + noise(moved, step);
    return pair;
}

/* Steps are relative to the element where it is above 1. The first is tried alone; where it leaves a doubt,
   pairs from wide to narrow, and the most certain one counts. */
static const double first_step = 1e-5, widest_step = 1e-3, narrowest_step = 1e-8;

/* Compares the analytic derivative with differences. scale: how large the gradients of this name are; what is
   far below it does not matter. Leaves the numbers as they were, and what follows from them as last moved. */
static CheckElement compare(const Moved *moved, double analytic, double scale) {
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

/* ---- one element, and many ---- */

/* The slot that is moved, and its gradient; loads the machine. false: it has none. */
static bool find_pair(Checker *checker, const Machine *machine, int *slot, int *grad) {
    const Slot *it = &machine->program->slots[*slot];
    if (it->role == ROLE_GRADIENT) *slot = it->of;
    *grad = machine->program->slots[*slot].grad;
    if (*grad < 0) return false;
    probe_load(&checker->probe, machine);
    return true;
}

bool gradcheck_element(Checker *checker, const Machine *machine, int slot, int row, int col, bool column,
                       CheckElement *out) {
    int grad;
    if (!find_pair(checker, machine, &slot, &grad)) return false;
    Moved moved;
    const bool taken = probe_take(&checker->probe, slot, row, col, column, &moved);
    const double analytic = checker->probe.mem[probe_element(&checker->probe, grad, row, col)];
    if (taken) *out = compare(&moved, analytic, fmax(1e-12, fabs(analytic)));
    probe_release(&moved);
    return taken;
}

/* A gradient that the check is about: by a parameter or a requires_grad name. */
static bool is_checked(const Program *program, int slot) {
    const Slot *it = &program->slots[slot];
    if (it->role != ROLE_GRADIENT) return false;
    Role of = program->slots[it->of].role;
    return of == ROLE_PARAMETER || of == ROLE_DATA;
}

double gradcheck_cost(const Lesson *lesson) {
    return probe_cost(lesson->batch, 0);
}

/* How many elements of a name are moved at most: CHECK_MAX_ELEMENTS, where that takes but seconds. */
static int affordable_elements(const Checker *checker, int slot) {
    const double budget = 4e9; /* multiplications for one name; a few seconds */
    double affordable =
        budget / (2 * probe_cost(checker->probe.program, probe_reader(&checker->probe, slot)));
    int most = affordable < CHECK_MAX_ELEMENTS ? (int)affordable : CHECK_MAX_ELEMENTS;
    return most < 16 ? 16 : most;
}

static double largest_gradient(const Checker *checker, int grad) {
    const Slot *it = &checker->probe.program->slots[grad];
    double largest = 1e-12;
    for (int j = 0; j < it->cols; j++)
        for (int i = 0; i < it->rows; i++)
            largest = fmax(largest, fabs(checker->probe.mem[probe_element(&checker->probe, grad, i, j)]));
    return largest;
}

/* At most that many elements, evenly spread. */
static CheckRow check_name(Checker *checker, int grad, int most) {
    const int slot = checker->probe.program->slots[grad].of;
    const Slot *it = &checker->probe.program->slots[slot];
    CheckRow row = {.name = it->name, .elements = it->rows * it->cols};
    row.checked = row.elements < most ? row.elements : most;
    const double scale = largest_gradient(checker, grad);
    double largest = 1e-12;
    for (int k = 0; k < row.checked; k++) {
        int element = (int)((int64_t)k * row.elements / row.checked);
        int i = element / it->cols, j = element % it->cols;
        Moved moved;
        probe_take(&checker->probe, slot, i, j, false, &moved); /* of one number: takes no memory */
        CheckElement result =
            compare(&moved, checker->probe.mem[probe_element(&checker->probe, grad, i, j)], scale);
        row.kinks += result.kink;
        if (result.kink) continue;
        double error = fabs(result.analytic - result.numeric);
        if (isnan(error) || error > row.max_error) row.max_error = error; /* NaN stays: nothing is above it */
        largest = fmax(largest, fmax(fabs(result.analytic), fabs(result.numeric)));
    }
    row.max_error /= largest;
    return row;
}

bool gradcheck_whole(Checker *checker, const Machine *machine, int slot, int most, CheckRow *out) {
    int grad;
    if (!find_pair(checker, machine, &slot, &grad)) return false;
    *out = check_name(checker, grad, most);
    return true;
}

int gradcheck_run(const Machine *machine, CheckRow *rows, int capacity, Err *e) {
    Checker *checker = gradcheck_new(machine->lesson, e);
    if (checker == NULL) return -1;
    probe_load(&checker->probe, machine);
    int count = 0;
    for (int i = 0; i < checker->probe.program->slot_count && count < capacity; i++)
        if (is_checked(checker->probe.program, i))
            rows[count++] =
                check_name(checker, i, affordable_elements(checker, checker->probe.program->slots[i].of));
    gradcheck_free(checker);
    return count;
}
