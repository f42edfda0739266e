/* trace: steps a machine through one iteration and writes each step as it is done. */
#include "trace.h"

#include <string.h>

#include "engine/base/utf8.h"
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

static void text_phase(FILE *out, const Texts *texts, const Instr *instr) {
    static const char *const titles[] = {
        [PHASE_ZERO] = "print.trace.zero",
        [PHASE_FORWARD] = "print.trace.forward",
        [PHASE_BACKWARD] = "print.trace.backward",
        [PHASE_UPDATE] = "print.trace.update",
    };
    fprintf(out, "\n%s\n", text_get(texts, titles[instr->phase]));
}

/* Step, formula, then the operation and the shape where the eye expects them. */
static void write_text(FILE *out, const Texts *texts, const Machine *machine, const Instr *instr,
                       const char *formula) {
    const Slot *slot = &machine->program->slots[instr->dst];
    int width = (int)utf8_length(formula, strlen(formula)); /* padding would count bytes */
    fprintf(out, "%5d  %s%*s  %-10s %d×%d\n", instr->step, formula, width < 46 ? 46 - width : 0, "",
            program_op_name(instr), slot->rows, slot->cols);
    matrix_text(out, texts, machine_slot(machine, instr->dst), slot->rows, slot->cols);
}

static void text_head(FILE *out, const Texts *texts, const Machine *machine) {
    const Lesson *lesson = machine->lesson;
    fprintf(out, "%s\n", lesson_text(&lesson->title, text_lang(texts)));
    text_print(texts, out, "print.trace.head",
               TEXT_INT("epoch", machine->at.iteration / machine->batches + 1),
               TEXT_INT("epochs", lesson->train.epochs),
               TEXT_INT("batch", machine->at.iteration % machine->batches + 1),
               TEXT_INT("batches", machine->batches), TEXT_INT("steps", machine->program->steps));
    fputc('\n', out);
}

static bool write_step(FILE *out, const Texts *texts, const Machine *machine, TraceFormat format, Err *e) {
    const Program *program = machine->program;
    const int step = machine->at.step;
    const Instr *instr = &program->instrs[program->step_instr[step]];
    Arena *arena = arena_new();
    const char *formula = arena == NULL ? NULL : trace_formula(arena, program, instr);
    const bool good = formula != NULL && !arena_failed(arena);
    if (good && format == TRACE_JSON) write_json(out, machine, instr, formula);
    if (good && format == TRACE_TEXT) write_text(out, texts, machine, instr, formula);
    arena_free(arena);
    return good || err_memory(e);
}

bool trace_write(FILE *out, const Texts *texts, Machine *machine, TraceFormat format, int only, Err *e) {
    const Program *program = machine->program;
    if (format == TRACE_TEXT) text_head(out, texts, machine);
    int phase = -1;
    while (machine->at.step < program->steps) {
        machine_step(machine);
        const Instr *instr = &program->instrs[program->step_instr[machine->at.step]];
        if (only != 0 && only != machine->at.step) continue;
        if (format == TRACE_TEXT && (int)instr->phase != phase) text_phase(out, texts, instr);
        phase = (int)instr->phase;
        if (!write_step(out, texts, machine, format, e)) return false;
    }
    return true;
}
