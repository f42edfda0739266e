/* formulas: names, and the lines of [model], each cut into one instruction for each operator or function
 * call. */
#include "formulas.h"

#include <stdlib.h>
#include <string.h>

static bool out_of_memory(Formulas *f) {
    return err_set(f->b->e, "there is not enough memory to compile the lesson");
}

/* Marks the names that a formula reads. It recurses into right operands only: chains lean to the left. */
static void mark_needed(Formulas *f, const Expr *expr) {
    for (;;) {
        if (expr->kind == EXPR_NAME) {
            int name = names_find(f->names, expr->name);
            if (name >= 0) f->needed[name] = true;
        }
        if (expr->kind != EXPR_CALL || expr->count == 0) return;
        for (int k = 1; k < expr->count; k++) mark_needed(f, expr->args[k]);
        expr = expr->args[0];
    }
}

static void mark_lines(Formulas *f, int last, bool all) {
    const Lesson *lesson = f->b->lesson;
    bool *needed = f->needed + lesson->data_count + lesson->parameter_count;
    needed[last] = true;
    for (int line = last; line >= 0; line--) {
        if (all) needed[line] = true;
        if (needed[line]) mark_needed(f, lesson->model[line].expr);
    }
    for (int i = 0; all && i < lesson->bug_count; i++) {
        int input = lesson->bugs[i].input == NULL ? -1 : names_find(f->names, lesson->bugs[i].input);
        if (input >= 0) f->needed[input] = true;
    }
}

static bool names_gather(Formulas *f) {
    const Lesson *lesson = f->b->lesson;
    int count = 0;
    for (int i = 0; i < lesson->data_count; i++) names_add(f->names, lesson->data[i].name, count++);
    for (int i = 0; i < lesson->parameter_count; i++)
        names_add(f->names, lesson->parameters[i].name, count++);
    for (int i = 0; i < lesson->model_count; i++) {
        const Assign *assign = &lesson->model[i];
        if (names_find(f->names, assign->name) >= 0)
            return err_at(f->b->e, assign->place, "%s is defined already", assign->name);
        names_add(f->names, assign->name, count++);
    }
    return true;
}

static bool names_define(Formulas *f) {
    const Lesson *lesson = f->b->lesson;
    for (int i = 0; i < lesson->data_count; i++) {
        if (!f->needed[i] && !lesson->data[i].wants_gradient) continue;
        f->operands[i] = (Operand){.slot = builder_data(f->b, &lesson->data[i]), .nodes = 1};
        if (f->operands[i].slot < 0) return false;
    }
    for (int i = 0; i < lesson->parameter_count; i++) {
        Operand *operand = &f->operands[lesson->data_count + i];
        *operand = (Operand){.slot = builder_parameter(f->b, &lesson->parameters[i]), .nodes = 1};
        if (operand->slot < 0) return false;
    }
    return true;
}

bool formulas_begin(Formulas *f, Builder *b, int last, bool all) {
    const Lesson *lesson = b->lesson;
    int count = lesson->data_count + lesson->parameter_count + lesson->model_count;
    *f = (Formulas){.b = b, .arena = arena_new()};
    if (f->arena == NULL) return out_of_memory(f);
    f->names = names_new(f->arena, count);
    f->operands = arena_alloc(f->arena, (size_t)count * sizeof *f->operands);
    f->needed = arena_alloc(f->arena, (size_t)count * sizeof *f->needed);
    if (f->names == NULL || f->operands == NULL || f->needed == NULL) return out_of_memory(f);
    if (!names_gather(f)) return false;
    mark_lines(f, last, all);
    return names_define(f);
}

bool formulas_needed(const Formulas *f, int line) {
    return f->needed[f->b->lesson->data_count + f->b->lesson->parameter_count + line];
}

void formulas_end(Formulas *f) {
    free(f->spine);
    if (f->arena != NULL) arena_free(f->arena);
}

/* `line = x` where x has a slot: an operation of its own, so that both names can be shown. */
static bool line_copy(Formulas *f, const Assign *assign, Operand *result) {
    Program *program = f->b->program;
    const Slot source = program->slots[result->slot];
    Place place = assign->expr->place;
    int slot = builder_slot(f->b, ROLE_VALUE, (Shape){source.rows, source.cols},
                            (Origin){.region = REGION_OWN}, place);
    if (slot < 0) return false;
    Instr *instr = builder_instr(f->b, op_find("copy"), PHASE_FORWARD, slot, place);
    if (instr == NULL) return false;
    instr->in[0] = result->slot;
    instr->ins = 1;
    builder_reads(instr, result->slot);
    program->slots[slot].sample = source.sample;
    program->slots[slot].text = source.named ? source.name : NULL;
    result->slot = slot;
    return true;
}

bool formulas_line(Formulas *f, int line) {
    const Lesson *lesson = f->b->lesson;
    const Assign *assign = &lesson->model[line];
    Operand *operand = &f->operands[lesson->data_count + lesson->parameter_count + line];
    int first_slot = f->b->program->slot_count, first_instr = f->b->program->instr_count;
    Operand result;
    if (!formula_compile(f, assign->expr, &result)) return false;
    if (formula_slot(f, &result, assign->expr->place) < 0) return false;
    if (result.slot < first_slot && !line_copy(f, assign, &result)) return false;
    if (!builder_name(f->b, result.slot, assign->name)) return false;
    *operand = (Operand){.slot = result.slot, .nodes = 1};
    Program *program = f->b->program;
    for (int i = first_slot; i < program->slot_count; i++) program->slots[i].line = line;
    for (int i = first_instr; i < program->instr_count; i++) {
        program->instrs[i].line = line;
        program->instrs[i].loss = line == lesson->model_count - 1;
    }
    return true;
}
