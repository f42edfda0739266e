/* disguise: finds the instructions that the lesson's mistakes have changed, and describes them as what they
   should be. */
#include "disguise.h"

#include <stdlib.h>
#include <string.h>

#include "builder.h"
#include "engine/program/op.h"

static bool is_op(const Instr *instr, const char *name) {
    return strcmp(instr->op->name, name) == 0;
}

static bool has_name(const Program *program, int slot, const char *name) {
    return slot >= 0 && strcmp(program->slots[slot].name, name) == 0;
}

static bool changes(const Bug *bug, const Program *program, const Instr *instr) {
    const Slot *to = &program->slots[instr->dst];
    bool backward = instr->phase == PHASE_BACKWARD;
    switch (bug->kind) {
    case BUG_MASK_UPSTREAM:
        return is_op(instr, "relu_mask_upstream") && has_name(program, instr->result, bug->name);
    case BUG_WRONG_INPUT:
        return is_op(instr, "matmul_wrong_input") && has_name(program, instr->in[1], bug->name);
    case BUG_NO_SUM:
        return backward && has_name(program, to->of, bug->name);
    case BUG_KEPT:
        return backward && to->lasting;
    case BUG_RATE:
        return instr->phase == PHASE_UPDATE && to->role == ROLE_PARAMETER;
    }
    return false;
}

uint64_t disguise_bugs(const Lesson *lesson, const Program *program, const Instr *instr) {
    uint64_t bugs = 0;
    for (int i = 0; i < lesson->bug_count && i < DISGUISE_MAX_BUGS; i++)
        if (changes(&lesson->bugs[i], program, instr)) bugs |= (uint64_t)1 << i;
    return bugs;
}

/* The right rule in place of the one that a bug put there. */
static void put_right(const Program *program, Instr *instr) {
    const char *name = is_op(instr, "relu_mask_upstream")   ? "relu"
                       : is_op(instr, "matmul_wrong_input") ? "matmul"
                                                            : NULL;
    if (name == NULL) return;
    instr->op = op_find(name);
    memcpy(instr->in, program->instrs[instr->forward].in, sizeof instr->in);
    instr->reads = 0;
    autodiff_reads(instr);
}

/* Of the gradients that are not zeroed the first part of an iteration is said to be the first. */
static void start_anew(Program *program) {
    for (int i = 0; i < program->instr_count; i++) {
        Instr *instr = &program->instrs[i];
        if (instr->phase != PHASE_BACKWARD || !program->slots[instr->dst].lasting) continue;
        bool first = true;
        for (int k = 0; k < i; k++)
            if (program->instrs[k].phase == PHASE_BACKWARD && program->instrs[k].dst == instr->dst)
                first = false;
        if (first) instr->add = false;
    }
}

static bool describe(const Disguise *disguise, const Program *program, Program *out) {
    size_t size = (size_t)program->instr_count * sizeof *program->instrs;
    *out = *program;
    out->instrs = malloc(size + 1);
    if (out->instrs == NULL) return false;
    memcpy(out->instrs, program->instrs, size);
    for (int i = 0; i < program->instr_count; i++)
        if (disguise_bugs(disguise->lesson, program, &program->instrs[i]) & disguise->hidden)
            put_right(program, &out->instrs[i]);
    if (disguise_hides(disguise, BUG_KEPT, NULL)) start_anew(out);
    return true;
}

bool disguise_begin(Disguise *disguise, const Lesson *lesson, uint64_t hidden, Err *e) {
    *disguise = (Disguise){.lesson = lesson, .hidden = hidden};
    if (describe(disguise, lesson->batch, &disguise->batch) &&
        (lesson->rest == NULL || describe(disguise, lesson->rest, &disguise->rest)))
        return true;
    disguise_end(disguise);
    return err_memory(e);
}

void disguise_end(Disguise *disguise) {
    free(disguise->batch.instrs);
    free(disguise->rest.instrs);
    *disguise = (Disguise){0};
}

const Program *disguise_program(const Disguise *disguise, const Program *program) {
    return program == disguise->lesson->rest ? &disguise->rest : &disguise->batch;
}

bool disguise_hides(const Disguise *disguise, BugKind kind, const char *name) {
    if (disguise == NULL) return false;
    for (int i = 0; i < disguise->lesson->bug_count && i < DISGUISE_MAX_BUGS; i++) {
        const Bug *bug = &disguise->lesson->bugs[i];
        bool about = name == NULL || strcmp(bug->name, name) == 0;
        if (bug->kind == kind && about && disguise->hidden >> i & 1) return true;
    }
    return false;
}
