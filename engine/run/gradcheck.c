/* gradcheck: moves one number at a time, runs the forward pass again, and compares with what the backward
 * pass says. */
#include "gradcheck.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/program/op.h"
#include "finite_difference.h"

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
static FiniteDifference number_at(Checker *checker, int slot, int row, int col) {
    const int from = first_reader(checker, slot);
    if (checker->stale < from) checker->bound.exec->run(checker->calls, checker->stale, from);
    checker->stale = from;
    double *at = checker->mem + element_at(checker, slot, row, col);
    return (FiniteDifference){.exec = checker->bound.exec,
                              .calls = checker->calls,
                              .from = from,
                              .to = checker->backward,
                              .at = at,
                              .value = *at,
                              .loss = checker->mem + checker->program->slots[checker->program->loss].at,
                              .base = checker->loss};
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

bool gradcheck_element(Checker *checker, const Machine *machine, int slot, int row, int col,
                       CheckElement *out) {
    int grad;
    if (!find_pair(checker, machine, &slot, &grad)) return false;
    FiniteDifference moved = number_at(checker, slot, row, col);
    double analytic = checker->mem[element_at(checker, grad, row, col)];
    *out = finite_difference_check(&moved, analytic, fmax(1e-12, fabs(analytic)));
    return true;
}

bool gradcheck_column(Checker *checker, const Machine *machine, int slot, int row, int col,
                      CheckElement *out) {
    int grad;
    if (!find_pair(checker, machine, &slot, &grad)) return false;
    const int rows = machine->program->slots[slot].rows;
    double *were = malloc((size_t)rows * sizeof *were);
    if (were == NULL) return false;
    FiniteDifference moved = number_at(checker, slot, 0, col);
    moved.also = moved.at + 1; /* a column's rows stand one after the other */
    moved.were = were;
    moved.more = rows - 1;
    for (int i = 0; i < moved.more; i++) were[i] = moved.also[i];
    double analytic = checker->mem[element_at(checker, grad, row, col)];
    *out = finite_difference_check(&moved, analytic, fmax(1e-12, fabs(analytic)));
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

int gradcheck_count(const Lesson *lesson) {
    int count = 0;
    for (int i = 0; i < lesson->batch->slot_count; i++) count += is_checked(lesson->batch, i);
    return count;
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

/* How many elements of a name are moved at the most: CHECK_MAX_ELEMENTS, as long as that is a matter of
 * seconds.
 */
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
        FiniteDifference moved = number_at(checker, slot, i, j);
        CheckElement result =
            finite_difference_check(&moved, checker->mem[element_at(checker, grad, i, j)], scale);
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
