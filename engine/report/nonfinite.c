/* nonfinite: where and why a run left the finite numbers, in words. */
#include "nonfinite.h"

#include <math.h>
#include <string.h>

#include "engine/program/op.h"
#include "trace.h"

typedef struct Element {
    int row, col;
    double value;
} Element;

static Mat slot_mat(const Machine *machine, int slot) {
    const Slot *it = &machine->program->slots[slot];
    return tensor_mat(machine->mem + it->at, it->rows, it->cols);
}

/* The first element of a slot, row by row, that is not finite. */
static Element first_bad(const Machine *machine, int slot) {
    const Mat mat = slot_mat(machine, slot);
    for (int i = 0; i < mat.rows; i++)
        for (int j = 0; j < mat.cols; j++)
            if (!isfinite(*tensor_element(mat, i, j)))
                return (Element){i, j, (double)*tensor_element(mat, i, j)};
    return (Element){0, 0, 0};
}

/* An operand's element that goes into element (row, col), where the operation works element by element. */
static double operand_at(const Machine *machine, int slot, int row, int col) {
    const Mat mat = slot_mat(machine, slot);
    return (double)*tensor_element(mat, mat.rows == 1 ? 0 : row, mat.cols == 1 ? 0 : col);
}

/* The largest number that the step has read. */
static double largest_read(const Machine *machine, const Instr *instr, int *slot) {
    double largest = -1;
    for (int k = 0; k < instr->reads; k++) {
        const Mat mat = slot_mat(machine, instr->src[k]);
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

/* Why an operation is not defined for these operands, a text's key; NULL: it is, and the result is too large.
 */
static const char *undefined_why(const Machine *machine, const Instr *instr, Element at) {
    const char *name = instr->op->name;
    if (instr->phase != PHASE_FORWARD || instr->op->pattern != OP_ELEMENT) return NULL;
    bool second = strcmp(name, "div") == 0 || strcmp(name, "xlogy") == 0;
    double operand = operand_at(machine, instr->in[second ? 1 : 0], at.row, at.col);
    double power = strcmp(name, "pow") == 0 ? instr->number[0] : strcmp(name, "div") == 0 ? -1 : 1;
    bool is_log = strcmp(name, "log") == 0 || strcmp(name, "xlogy") == 0;
    if (operand == 0 && power < 0) return "print.nonfinite.zero_divisor";
    if (operand == 0 && is_log) return "print.nonfinite.log_zero";
    if (operand < 0 && is_log) return "print.nonfinite.log_negative";
    if (operand < 0 && strcmp(name, "sqrt") == 0) return "print.nonfinite.root_negative";
    if (operand < 0 && power != floor(power)) return "print.nonfinite.power_negative";
    return NULL;
}

/* "W1", "x @ W1", "d(x @ W1)"; NULL: it is a number in the formula, or memory runs out. */
static const char *slot_text(Arena *arena, const Program *program, const Slot *slot) {
    const Slot *of = slot->role == ROLE_GRADIENT ? &program->slots[slot->of] : slot;
    if (of->named) return slot->name;
    if (of->text != NULL) return of == slot ? slot->text : arena_format(arena, "d(%s)", of->text);
    return slot->role == ROLE_CONSTANT ? NULL : slot->name;
}

static void why_text(FILE *out, const Texts *texts, Arena *arena, const Machine *machine, const Instr *instr,
                     Element at) {
    const char *why = undefined_why(machine, instr, at);
    fputs(text_get(texts, why != NULL ? why : "print.nonfinite.overflow"), out);
    int slot = instr->dst;
    double largest = why != NULL ? 0 : largest_read(machine, instr, &slot);
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

static void element_text(FILE *out, const Texts *texts, const Slot *slot, Element at) {
    text_print(texts, out, "print.nonfinite.first", TEXT_INT("row", at.row), TEXT_INT("col", at.col),
               TEXT_INT("rows", slot->rows), TEXT_INT("cols", slot->cols),
               TEXT_FORMAT("value", "%g", at.value)); /* inf, -inf or nan */
}

bool nonfinite_text(FILE *out, const Texts *texts, Timeline *timeline, Machine *machine, Err *e) {
    const Nonfinite found = timeline_nonfinite(timeline);
    if (found.iteration < 0) return true;
    timeline_seek(timeline, machine, (Moment){found.iteration, found.step});
    const Program *program = machine->program;
    const Instr *instr = &program->instrs[program->step_instr[found.step]];
    const Element bad = first_bad(machine, found.slot);
    Arena *arena = arena_new();
    const char *formula = arena == NULL ? NULL : trace_formula(arena, program, instr);
    if (formula != NULL) {
        fputc('\n', out);
        where_text(out, texts, machine, instr);
        fprintf(out, "\n    %s\n", formula);
        element_text(out, texts, &program->slots[found.slot], bad);
        fputc('\n', out);
        why_text(out, texts, arena, machine, instr, bad);
    }
    if (arena != NULL) arena_free(arena);
    return formula != NULL || err_set(e, "there is not enough memory to explain what happened");
}
