/* trace: steps a machine through one iteration and writes each step as it is done. */
#include "trace.h"

#include <inttypes.h>

#include "json.h"
#include "matrix_text.h"

/* A gradient is told by what it is the gradient of. */
static const Slot *target_of(const Program *program, const Slot *slot) {
    return slot->role == ROLE_GRADIENT ? &program->slots[slot->of] : slot;
}

static void write_json(FILE *out, const Machine *machine, const Instr *instr, const char *formula) {
    const Slot *slot = &machine->program->slots[instr->dst];
    fprintf(out, "{\"step\": %d, \"phase\": \"%s\", \"op\": \"%s\", \"target\": ", instr->step,
            program_phase_name(instr->phase), program_op_name(instr));
    json_string(out, target_of(machine->program, slot)->name);
    fprintf(out, ", \"kind\": \"%s\", \"formula\": ", slot->role == ROLE_GRADIENT ? "grad" : "value");
    json_string(out, formula);
    fputs(", ", out);
    json_tensor(out, machine_slot(machine, instr->dst), slot->rows, slot->cols);
    fputs("}\n", out);
}

static void text_phase(FILE *out, const Instr *instr) {
    static const char *const titles[] = {
        [PHASE_ZERO] = "Zero: the gradients are set back",
        [PHASE_FORWARD] = "Forward: from the data to the loss",
        [PHASE_BACKWARD] = "Backward: from the loss to every parameter",
        [PHASE_UPDATE] = "Update: the parameters move",
    };
    fprintf(out, "\n%s\n", titles[instr->phase]);
}

/* Step, formula, then the operation and the shape where the eye expects them. */
static void write_text(FILE *out, const Machine *machine, const Instr *instr, const char *formula) {
    const Slot *slot = &machine->program->slots[instr->dst];
    int width = 0; /* in characters, as padding would count bytes */
    for (const char *c = formula; *c != '\0'; c++) width += (*c & 0xC0) != 0x80;
    fprintf(out, "%5d  %s%*s  %-10s %d×%d\n", instr->step, formula, width < 46 ? 46 - width : 0, "",
            program_op_name(instr), slot->rows, slot->cols);
    matrix_text(out, machine_slot(machine, instr->dst), slot->rows, slot->cols);
}

static void text_head(FILE *out, const Machine *machine) {
    const Lesson *lesson = machine->lesson;
    fprintf(out, "%s\nepoch %" PRId64 " of %" PRId64 ", batch %d of %d, %d steps\n", lesson->title.en,
            machine->at.iteration / machine->batches + 1, lesson->train.epochs,
            (int)(machine->at.iteration % machine->batches) + 1, machine->batches, machine->program->steps);
}

static bool write_step(FILE *out, const Machine *machine, TraceFormat format, Err *e) {
    const Program *program = machine->program;
    const int step = machine->at.step;
    const Instr *instr = &program->instrs[program->step_instr[step]];
    Arena *arena = arena_new();
    const char *formula = arena == NULL ? NULL : trace_formula(arena, program, instr);
    if (formula != NULL && format == TRACE_JSON) write_json(out, machine, instr, formula);
    if (formula != NULL && format == TRACE_TEXT) write_text(out, machine, instr, formula);
    if (arena != NULL) arena_free(arena);
    return formula != NULL || err_set(e, "there is not enough memory to write step %d", step);
}

bool trace_write(FILE *out, Machine *machine, TraceFormat format, int only, Err *e) {
    const Program *program = machine->program;
    if (format == TRACE_TEXT) text_head(out, machine);
    int phase = -1;
    while (machine->at.step < program->steps) {
        machine_step(machine);
        const Instr *instr = &program->instrs[program->step_instr[machine->at.step]];
        if (only != 0 && only != machine->at.step) continue;
        if (format == TRACE_TEXT && (int)instr->phase != phase) text_phase(out, instr);
        phase = (int)instr->phase;
        if (!write_step(out, machine, format, e)) return false;
    }
    return true;
}
