/* classes: whether a model is a classifier: which slot holds a sample's class scores, and which the true
 * classes. */
#include "classes.h"

#include <stdlib.h>

#include "op.h"

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

bool classes_find(const Program *program, Classes *out) {
    *out = (Classes){-1, -1};
    if (program->loss < 0) return true;
    bool *reached = calloc((size_t)program->slot_count, sizeof *reached);
    if (reached == NULL) return false;
    Classes classes = *out;
    if (find_scores(program, reached, &classes)) *out = classes;
    free(reached);
    return true;
}

bool classes_are_scores(const Program *program, int slot) {
    if (program->slots[slot].cols == 1) return false;
    for (int i = 0; i < program->instr_count; i++)
        if (program->instrs[i].dst == slot && program_op_is(&program->instrs[i], OP_PROBABILITIES))
            return false;
    return true;
}
