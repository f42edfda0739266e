/* program: freeing a compiled lesson, finding its slots, and what its instructions are called. */
#include "program.h"

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
