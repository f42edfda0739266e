/* probe: holds a machine's numbers in double, moves one of them at a time, and runs again what follows from it. */
#include "probe.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/program/op.h"

bool probe_open(Probe *probe, const Lesson *lesson) {
    *probe = (Probe){0};
    if (!bound_open(&probe->bound, exec_double(), lesson->batch, lesson->rest)) return false;
    probe->mem = probe->bound.mem;
    return true;
}

void probe_close(Probe *probe) {
    bound_close(&probe->bound);
    *probe = (Probe){0};
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
static bool holds(const Probe *probe, const Machine *machine) {
    if (probe->program != machine->program) return false;
    for (int i = 0; i < probe->program->slot_count; i++) {
        const Slot *slot = &probe->program->slots[i];
        size_t count = is_given(slot) ? tensor_size(slot->rows, slot->cols) : 0;
        for (size_t k = slot->at; k < slot->at + count; k++) {
            const double held = probe->mem[k], now = (double)machine->mem[k];
            if (held != now && !(isnan(held) && isnan(now))) return false;
        }
    }
    return true;
}

void probe_load(Probe *probe, const Machine *machine) {
    const Program *program = machine->program;
    if (holds(probe, machine)) return;
    probe->program = program;
    probe->calls = bound_calls(&probe->bound, program);
    probe->backward = first_of(program, PHASE_BACKWARD);
    probe->update = first_of(program, PHASE_UPDATE);
    for (int i = 0; i < program->slot_count; i++) {
        const Slot *slot = &program->slots[i];
        double *to = probe->mem + slot->at;
        size_t count = tensor_size(slot->rows, slot->cols);
        for (size_t k = 0; k < count; k++) to[k] = is_given(slot) ? (double)machine->mem[slot->at + k] : 0;
    }
    probe->bound.exec->run(probe->calls, 0, probe->update);
    probe->loss = probe->mem[program->slots[program->loss].at];
    probe->stale = probe->backward;
}

int probe_reader(const Probe *probe, int slot) {
    for (int i = 0; i < probe->backward; i++)
        for (int k = 0; k < probe->program->instrs[i].ins; k++)
            if (probe->program->instrs[i].in[k] == slot) return i;
    return probe->backward;
}

size_t probe_element(const Probe *probe, int slot, int row, int col) {
    const Slot *it = &probe->program->slots[slot];
    return it->at + (size_t)row + (size_t)col * (size_t)tensor_stride(it->rows);
}

/* ---- one number moved ---- */

bool probe_take(Probe *probe, int slot, int row, int col, bool column, Moved *out) {
    const int from = probe_reader(probe, slot);
    if (probe->stale < from) probe->bound.exec->run(probe->calls, probe->stale, from);
    probe->stale = from;
    double *at = probe->mem + probe_element(probe, slot, column ? 0 : row, col);
    *out = (Moved){.probe = probe, .from = from, .at = at, .value = *at, .count = 1};
    if (!column) return true;
    out->count = probe->program->slots[slot].rows;
    out->were = malloc((size_t)out->count * sizeof *out->were);
    if (out->were == NULL) return false;
    memcpy(out->were, at, (size_t)out->count * sizeof *out->were);
    return true;
}

void probe_release(Moved *moved) {
    free(moved->were);
    *moved = (Moved){0};
}

double probe_loss(const Moved *moved, double value) {
    const Probe *probe = moved->probe;
    *moved->at = value;
    for (int i = 1; i < moved->count; i++) moved->at[i] = moved->were[i] + (value - moved->value);
    probe->bound.exec->run(probe->calls, moved->from, probe->backward);
    *moved->at = moved->value;
    for (int i = 1; i < moved->count; i++) moved->at[i] = moved->were[i];
    return probe->mem[probe->program->slots[probe->program->loss].at];
}

bool probe_losses(Probe *probe, const Machine *machine, int slot, int row, int col, const double *values,
                  int count, double *losses) {
    Moved moved;
    probe_load(probe, machine);
    bool taken = probe_take(probe, slot, row, col, false, &moved);
    for (int i = 0; taken && i < count; i++) losses[i] = probe_loss(&moved, values[i]);
    probe_release(&moved);
    return taken;
}

double probe_cost(const Program *program, int from) {
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
