/* program: freeing a compiled lesson, finding its slots, what its instructions are called, and whether it is a
   classifier. */
#include "program.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "op.h"

void program_free(Program *program) {
    if (program != NULL) arena_free(program->arena);
}

/* The lesson's own names go first: a lesson may call something dW1 itself. */
int program_find(const Program *program, const char *name) {
    int made_up = -1;
    for (int i = 0; i < program->slot_count; i++) {
        if (strcmp(program->slots[i].name, name) != 0) continue;
        if (program->slots[i].named) return i;
        if (made_up < 0) made_up = i;
    }
    return made_up;
}

const Instr *program_next(const Program *program, Phase phase, int dst, const Instr *after) {
    const Instr *instr = after == NULL ? program->instrs : after + 1;
    for (; instr < program->instrs + program->instr_count; instr++)
        if (instr->phase == phase && (dst < 0 || instr->dst == dst)) return instr;
    return NULL;
}

bool program_op_is(const Instr *instr, unsigned facts) {
    return (instr->op->facts & facts) != 0;
}

const char *program_op_name(const Instr *instr) {
    return instr->op->shown != NULL ? instr->op->shown : instr->op->name;
}

const char *program_op_symbol(const Instr *instr) {
    return instr->op->symbol;
}

const char *program_op_torch(const Instr *instr) {
    return instr->op->torch;
}

const char *program_phase_name(Phase phase) {
    static const char *const names[] = {
        [PHASE_ZERO] = "zero",
        [PHASE_FORWARD] = "forward",
        [PHASE_BACKWARD] = "backward",
        [PHASE_UPDATE] = "update",
    };
    return names[phase];
}

/* ---- classes ---- */

/* The true classes: data of the scores' shape that the loss is computed from. */
static int find_truth(const Program *program, const bool *reached, int scores) {
    const Slot *score = &program->slots[scores];
    for (int i = 0; i < program->slot_count; i++) {
        const Slot *slot = &program->slots[i];
        if (reached[i] && slot->role == ROLE_DATA && slot->rows == score->rows && slot->cols == score->cols)
            return i;
    }
    return -1;
}

/* Goes back from the loss through what works element by element or sums up, to the first softmax or loss of
 * classes. */
static bool find_scores(const Program *program, bool *reached, Classes *out) {
    reached[program->loss] = true;
    for (int i = program->instr_count - 1; i >= 0; i--) {
        const Instr *instr = &program->instrs[i];
        if (instr->phase != PHASE_FORWARD || !reached[instr->dst]) continue;
        if (program_op_is(instr, OP_CLASS_LOSS)) {
            *out = (Classes){instr->in[0], instr->in[1]};
            return program->slots[out->scores].cols > 1;
        }
        if (program_op_is(instr, OP_CLASSES)) {
            *out = (Classes){instr->dst, find_truth(program, reached, instr->dst)};
            return out->truth >= 0 && program->slots[out->scores].cols > 1;
        }
        if (instr->op->pattern == OP_PRODUCT) continue;
        for (int k = 0; k < instr->ins; k++) reached[instr->in[k]] = true;
    }
    return false;
}

bool program_classes(const Program *program, Classes *out) {
    *out = (Classes){-1, -1};
    if (program->loss < 0) return true;
    bool *reached = calloc((size_t)program->slot_count, sizeof *reached);
    if (reached == NULL) return false;
    Classes classes = *out;
    if (find_scores(program, reached, &classes)) *out = classes;
    free(reached);
    return true;
}

bool program_are_scores(const Program *program, int slot) {
    if (program->slots[slot].cols == 1) return false;
    for (int i = 0; i < program->instr_count; i++)
        if (program->instrs[i].dst == slot && program_op_is(&program->instrs[i], OP_PROBABILITIES))
            return false;
    return true;
}
