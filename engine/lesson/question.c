/* question: what a step computes, by name, and whether it is asked for. */
#include "question.h"

#include <string.h>

/* Zeroing and the seed write what they always write. */
static bool computes(const Instr *instr) {
    return instr->phase == PHASE_FORWARD || instr->phase == PHASE_UPDATE ||
           (instr->phase == PHASE_BACKWARD && instr->forward >= 0);
}

/* A gradient that several uses add up to is asked for when the last of them adds its part. */
static bool is_last_part(const Program *program, int index) {
    for (int i = index + 1; i < program->instr_count; i++)
        if (program->instrs[i].phase == PHASE_BACKWARD &&
            program->instrs[i].dst == program->instrs[index].dst)
            return false;
    return true;
}

bool question_names(const Program *program, int index, const char *name) {
    const Instr *instr = &program->instrs[index];
    if (instr->hidden || !computes(instr) || strcmp(program->slots[instr->dst].name, name) != 0) return false;
    if (instr->phase == PHASE_BACKWARD) return is_last_part(program, index);
    return instr->phase == PHASE_FORWARD || program->slots[instr->dst].role == ROLE_PARAMETER;
}

const Text *question_find(const Lesson *lesson, const Program *program, int index) {
    for (int i = 0; i < lesson->ask_count; i++)
        if (question_names(program, index, lesson->ask[i].key)) return &lesson->ask[i];
    return NULL;
}

bool question_asked(const Lesson *lesson, const Program *program, int step) {
    if (step < 1 || step > program->steps) return false;
    int index = program->step_instr[step];
    if (lesson->ask_count > 0) return question_find(lesson, program, index) != NULL;
    return computes(&program->instrs[index]);
}
