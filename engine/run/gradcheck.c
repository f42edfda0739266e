/* gradcheck: moves one number at a time, runs the forward pass again, and compares with what the backward pass
   says. */
#include "gradcheck.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/program/op.h"

struct Checker {
    Bound bound; /* the lesson's two programs, in double */
    double *mem; /* of `bound` */
    /* Of the last load: */
    const Program *program;
    const Calls *calls;
    int backward, update; /* the first instruction of each */
    double loss;
    int stale; /* the results of the forward instructions from here on follow from a number that was moved */
};

Checker *gradcheck_new(const Lesson *lesson, Err *e) {
    Checker *checker = calloc(1, sizeof *checker);
    if (checker != NULL && bound_open(&checker->bound, exec_double(), lesson->batch, lesson->rest)) {
        checker->mem = checker->bound.mem;
        return checker;
    }
    gradcheck_free(checker);
    err_memory(e);
    return NULL;
}

void gradcheck_free(Checker *checker) {
    if (checker == NULL) return;
    bound_close(&checker->bound);
    free(checker);
}

/* ---- differences: a step that suits, and kinks told from bends ---- */

/* Numbers that stand one after the other and are moved by as much, most often one, and the first instruction
   that reads them. */
typedef struct Moved {
    const Checker *checker;
    int from;
    double *at;
    double value;       /* what the first one is */
    const double *were; /* what all are; not read where count is 1 */
    int count;
} Moved;

static double loss_at(const Moved *moved, double value) {
    const Checker *checker = moved->checker;
    *moved->at = value;
    for (int i = 1; i < moved->count; i++) moved->at[i] = moved->were[i] + (value - moved->value);
    checker->bound.exec->run(checker->calls, moved->from, checker->backward);
    *moved->at = moved->value;
    for (int i = 1; i < moved->count; i++) moved->at[i] = moved->were[i];
    return checker->mem[checker->program->slots[checker->program->loss].at];
}

/* Central difference over ±step, and by how much the two one-sided differences disagree. */
typedef struct Difference {
    double step, minus, plus, slope, jump;
} Difference;

static Difference difference_over(const Moved *moved, double step) {
    const double high = moved->value + step, low = moved->value - step;
    Difference d = {.step = step, .minus = loss_at(moved, low), .plus = loss_at(moved, high)};
    d.slope = (d.plus - d.minus) / (high - low);
    d.jump = (d.plus - moved->checker->loss) / (high - moved->value) -
             (moved->checker->loss - d.minus) / (moved->value - low);
    return d;
}

/* Rounding in the loss, seen through a division by the step. */
static double noise(const Moved *moved, double step) {
    return 4 * DBL_EPSILON * fabs(moved->checker->loss) / step;
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

/* ---- the machine's numbers in double ---- */

static int first_of(const Program *program, Phase phase) {
    int i = 0;
    while (i < program->instr_count && program->instrs[i].phase < phase) i++;
    return i;
}

static bool is_given(const Slot *slot) {
    return slot->role == ROLE_DATA || slot->role == ROLE_PARAMETER || slot->role == ROLE_CONSTANT;
}

/* Whether the last load was of these numbers. */
static bool holds(const Checker *checker, const Machine *machine) {
    if (checker->program != machine->program) return false;
    for (int i = 0; i < checker->program->slot_count; i++) {
        const Slot *slot = &checker->program->slots[i];
        size_t count = is_given(slot) ? tensor_size(slot->rows, slot->cols) : 0;
        for (size_t k = slot->at; k < slot->at + count; k++) {
            const double held = checker->mem[k], now = (double)machine->mem[k];
            if (held != now && !(isnan(held) && isnan(now))) return false;
        }
    }
    return true;
}

/* The machine's numbers in double, then its forward and backward pass with gradients that start at zero. */
static void load_machine(Checker *checker, const Machine *machine) {
    const Program *program = machine->program;
    if (holds(checker, machine)) return;
    checker->program = program;
    checker->calls = bound_calls(&checker->bound, program);
    checker->backward = first_of(program, PHASE_BACKWARD);
    checker->update = first_of(program, PHASE_UPDATE);
    for (int i = 0; i < program->slot_count; i++) {
        const Slot *slot = &program->slots[i];
        double *to = checker->mem + slot->at;
        size_t count = tensor_size(slot->rows, slot->cols);
        for (size_t k = 0; k < count; k++) to[k] = is_given(slot) ? (double)machine->mem[slot->at + k] : 0;
    }
    checker->bound.exec->run(checker->calls, 0, checker->update);
    checker->loss = checker->mem[program->slots[program->loss].at];
    checker->stale = checker->backward;
}

static int first_reader(const Checker *checker, int slot) {
    for (int i = 0; i < checker->backward; i++)
        for (int k = 0; k < checker->program->instrs[i].ins; k++)
            if (checker->program->instrs[i].in[k] == slot) return i;
    return checker->backward;
}

static size_t element_at(const Checker *checker, int slot, int row, int col) {
    const Slot *it = &checker->program->slots[slot];
    return it->at + (size_t)row + (size_t)col * (size_t)tensor_stride(it->rows);
}

/* What the slot's readers need is brought back to the run's own numbers first. */
static Moved number_at(Checker *checker, int slot, int row, int col) {
    const int from = first_reader(checker, slot);
    if (checker->stale < from) checker->bound.exec->run(checker->calls, checker->stale, from);
    checker->stale = from;
    double *at = checker->mem + element_at(checker, slot, row, col);
    return (Moved){.checker = checker, .from = from, .at = at, .value = *at, .count = 1};
}

/* The slot that is moved, and its gradient; loads the machine. false: it has none. */
static bool find_pair(Checker *checker, const Machine *machine, int *slot, int *grad) {
    const Slot *it = &machine->program->slots[*slot];
    if (it->role == ROLE_GRADIENT) *slot = it->of;
    *grad = machine->program->slots[*slot].grad;
    if (*grad < 0) return false;
    load_machine(checker, machine);
    return true;
}

bool gradcheck_element(Checker *checker, const Machine *machine, int slot, int row, int col, bool column,
                       CheckElement *out) {
    int grad;
    if (!find_pair(checker, machine, &slot, &grad)) return false;
    const int count = column ? machine->program->slots[slot].rows : 1;
    Moved moved = number_at(checker, slot, column ? 0 : row, col);
    double *were = malloc((size_t)count * sizeof *were);
    if (were == NULL) return false;
    memcpy(were, moved.at, (size_t)count * sizeof *were);
    moved.were = were;
    moved.count = count;
    double analytic = checker->mem[element_at(checker, grad, row, col)];
    *out = compare(&moved, analytic, fmax(1e-12, fabs(analytic)));
    free(were);
    return true;
}

/* A gradient that the check is about: by a parameter or a requires_grad name. */
static bool is_checked(const Program *program, int slot) {
    const Slot *it = &program->slots[slot];
    if (it->role != ROLE_GRADIENT) return false;
    Role of = program->slots[it->of].role;
    return of == ROLE_PARAMETER || of == ROLE_DATA;
}

/* What one forward pass from an instruction on costs, in multiplications, roughly. */
static double pass_cost(const Program *program, int from) {
    const int end = first_of(program, PHASE_BACKWARD);
    double cost = 0;
    for (int i = from; i < end; i++) {
        const Instr *instr = &program->instrs[i];
        const Slot *out = &program->slots[instr->dst];
        double inner = 8; /* of an element-by-element function */
        if (instr->op->pattern == OP_PRODUCT) inner = program->slots[instr->in[0]].cols;
        if (instr->op->pattern == OP_REDUCE)
            inner = (double)program->slots[instr->in[0]].rows * program->slots[instr->in[0]].cols;
        cost += inner * out->rows * out->cols;
    }
    return cost + 1;
}

double gradcheck_cost(const Lesson *lesson) {
    return pass_cost(lesson->batch, 0);
}

/* How many elements of a name are moved at most: CHECK_MAX_ELEMENTS, where that takes but seconds. */
static int affordable_elements(const Checker *checker, int slot) {
    const double budget = 4e9; /* multiplications for one name; a few seconds */
    double affordable = budget / (2 * pass_cost(checker->program, first_reader(checker, slot)));
    int most = affordable < CHECK_MAX_ELEMENTS ? (int)affordable : CHECK_MAX_ELEMENTS;
    return most < 16 ? 16 : most;
}

static double largest_gradient(const Checker *checker, int grad) {
    const Slot *it = &checker->program->slots[grad];
    double largest = 1e-12;
    for (int j = 0; j < it->cols; j++)
        for (int i = 0; i < it->rows; i++)
            largest = fmax(largest, fabs(checker->mem[element_at(checker, grad, i, j)]));
    return largest;
}

/* At most that many elements, evenly spread. */
static CheckRow check_name(Checker *checker, int grad, int most) {
    const int slot = checker->program->slots[grad].of;
    const Slot *it = &checker->program->slots[slot];
    CheckRow row = {.name = it->name, .elements = it->rows * it->cols};
    row.checked = row.elements < most ? row.elements : most;
    const double scale = largest_gradient(checker, grad);
    double largest = 1e-12;
    for (int k = 0; k < row.checked; k++) {
        int element = (int)((int64_t)k * row.elements / row.checked);
        int i = element / it->cols, j = element % it->cols;
        Moved moved = number_at(checker, slot, i, j);
        CheckElement result = compare(&moved, checker->mem[element_at(checker, grad, i, j)], scale);
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
    load_machine(checker, machine);
    int count = 0;
    for (int i = 0; i < checker->program->slot_count && count < capacity; i++)
        if (is_checked(checker->program, i))
            rows[count++] =
                check_name(checker, i, affordable_elements(checker, checker->program->slots[i].of));
    gradcheck_free(checker);
    return count;
}
