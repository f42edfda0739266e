/* nonfinite: where and why a run left the finite numbers, in words. */
#include "nonfinite.h"

#include <math.h>
#include <string.h>

#include "engine/program/op.h"
#include "engine/run/nonfinite.h"
#include "trace.h"

/* The largest number that the step has read. */
static double largest_read(const Machine *machine, const Instr *instr, int *slot) {
    double largest = -1;
    for (int k = 0; k < instr->reads; k++) {
        const Mat mat = machine_mat(machine, instr->src[k]);
        for (int j = 0; j < mat.cols; j++)
            for (int i = 0; i < mat.rows; i++) {
                double size = fabs((double)*tensor_element(mat, i, j));
                if (!isfinite(size) || size <= largest) continue;
                largest = size;
                *slot = instr->src[k];
            }
    }
    return largest;
}

/* "W1", "x @ W1", "d(x @ W1)"; NULL: it is a number in the formula, or memory runs out. */
static const char *slot_text(Arena *arena, const Program *program, const Slot *slot) {
    const Slot *of = slot->role == ROLE_GRADIENT ? &program->slots[slot->of] : slot;
    if (of->named) return slot->name;
    if (of->text != NULL) return of == slot ? slot->text : arena_format(arena, "d(%s)", of->text);
    return slot->role == ROLE_CONSTANT ? NULL : slot->name;
}

/* The key of the same cause as it is printed. */
static const char *printed_key(const char *why) {
    static const char *const keys[] = {
        "print.nonfinite.zero_divisor",  "print.nonfinite.log_zero",       "print.nonfinite.log_negative",
        "print.nonfinite.root_negative", "print.nonfinite.power_negative", "print.nonfinite.undefined",
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strstr(keys[i], why) != NULL) return keys[i];
    return "print.nonfinite.overflow";
}

static void why_text(FILE *out, const Texts *texts, Arena *arena, const Machine *machine, const Instr *instr,
                     const NonfiniteElement *bad) {
    fputs(text_get(texts, printed_key(bad->why)), out);
    int slot = instr->dst;
    bool defined =
        strcmp(bad->why, "nonfinite.overflow") == 0 || strcmp(bad->why, "nonfinite.undefined") == 0;
    double largest = defined ? largest_read(machine, instr, &slot) : 0;
    if (largest > 0) {
        const char *name = slot_text(arena, machine->program, &machine->program->slots[slot]);
        fputc(' ', out);
        text_print(texts, out, name != NULL ? "print.nonfinite.largest" : "print.nonfinite.constant",
                   TEXT_FORMAT("amount", "%.4g", largest), TEXT_STRING("name", name));
    }
    fputc('\n', out);
}

static void where_text(FILE *out, const Texts *texts, const Machine *machine, const Instr *instr) {
    char phase[24];
    snprintf(phase, sizeof phase, "phase.%s", program_phase_name(instr->phase));
    text_print(
        texts, out, "print.nonfinite.where", TEXT_INT("epoch", machine->at.iteration / machine->batches + 1),
        TEXT_INT("batch", machine->at.iteration % machine->batches + 1), TEXT_INT("step", machine->at.step),
        TEXT_STRING("phase", text_get(texts, phase)), TEXT_STRING("op", program_op_name(instr)));
}

static void element_text(FILE *out, const Texts *texts, const Slot *slot, const NonfiniteElement *bad) {
    text_print(texts, out, "print.nonfinite.first", TEXT_INT("row", bad->row), TEXT_INT("col", bad->col),
               TEXT_INT("rows", slot->rows), TEXT_INT("cols", slot->cols),
               TEXT_FORMAT("value", "%g", bad->value)); /* inf, -inf or nan */
}

bool nonfinite_text(FILE *out, const Texts *texts, Timeline *timeline, Machine *machine, Err *e) {
    const Nonfinite found = timeline_nonfinite(timeline);
    if (found.iteration < 0) return true;
    timeline_seek(timeline, machine, (Moment){found.iteration, found.step});
    const Program *program = machine->program;
    const Instr *instr = &program->instrs[program->step_instr[found.step]];
    const Mat last = instr->ins > 0 ? machine_mat(machine, instr->in[instr->ins - 1]) : (Mat){0};
    NonfiniteElement bad = {.why = "nonfinite.overflow"};
    nonfinite_find(instr, machine_mat(machine, found.slot), last, &bad);
    Arena *arena = arena_new();
    const char *formula = arena == NULL ? NULL : trace_formula(arena, program, instr);
    if (formula != NULL) {
        fputc('\n', out);
        where_text(out, texts, machine, instr);
        fprintf(out, "\n    %s\n", formula);
        element_text(out, texts, &program->slots[found.slot], &bad);
        fputc('\n', out);
        why_text(out, texts, arena, machine, instr, &bad);
    }
    const bool good = formula != NULL && !arena_failed(arena);
    arena_free(arena);
    return good || err_memory(e);
}
