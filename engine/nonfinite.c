/* nonfinite: where and why a run left the finite numbers, in words. */
#include "nonfinite.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "op.h"
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

/* Why an operation is not defined for these operands; NULL: it is, and the result is too large. */
static const char *undefined_why(const Machine *machine, const Instr *instr, Element at) {
    const char *name = instr->op->name;
    if (instr->phase != PHASE_FORWARD || instr->op->pattern != OP_ELEMENT) return NULL;
    bool second = strcmp(name, "div") == 0 || strcmp(name, "xlogy") == 0;
    double operand = operand_at(machine, instr->in[second ? 1 : 0], at.row, at.col);
    double power = strcmp(name, "pow") == 0 ? instr->number[0] : strcmp(name, "div") == 0 ? -1 : 1;
    bool is_log = strcmp(name, "log") == 0 || strcmp(name, "xlogy") == 0;
    if (operand == 0 && power < 0) return "a number is divided by zero";
    if (operand == 0 && is_log) return "the logarithm of zero is minus infinity";
    if (operand < 0 && is_log) return "a negative number has no logarithm";
    if (operand < 0 && strcmp(name, "sqrt") == 0) return "a negative number has no square root";
    if (operand < 0 && power != floor(power)) return "a negative number has no such power";
    return NULL;
}

static void why_text(FILE *out, const Machine *machine, const Instr *instr, Element at) {
    const char *why = undefined_why(machine, instr, at);
    if (why != NULL) {
        fprintf(out, "Why: %s.\n", why);
        return;
    }
    int slot = instr->dst;
    double largest = largest_read(machine, instr, &slot);
    fputs("Why: it is beyond the largest float32, 3.4e+38.", out);
    if (largest > 0) {
        const Slot *it = &machine->program->slots[slot];
        fprintf(out, " The largest number that goes into it is %.4g, in %s.", largest,
                it->named || it->text == NULL ? it->name : it->text);
    }
    fputc('\n', out);
}

bool nonfinite_text(FILE *out, Timeline *timeline, Machine *machine, Err *e) {
    const Nonfinite found = timeline_nonfinite(timeline);
    if (found.iteration < 0) return true;
    timeline_seek(timeline, machine, (Moment){found.iteration, found.step});
    const Program *program = machine->program;
    const Instr *instr = &program->instrs[program->step_instr[found.step]];
    const Slot *slot = &program->slots[found.slot];
    const Element bad = first_bad(machine, found.slot);
    Arena *arena = arena_new();
    const char *formula = arena == NULL ? NULL : trace_formula(arena, program, instr);
    if (formula != NULL) {
        fprintf(out,
                "\nThe run leaves the finite numbers in epoch %" PRId64
                ", batch %d, at step %d (%s %s):\n    %s\n",
                found.iteration / machine->batches + 1, (int)(found.iteration % machine->batches) + 1,
                found.step, program_phase_name(instr->phase), program_op_name(instr), formula);
        fprintf(out, "Row %d, column %d of its %d×%d numbers is %g, the first that is not finite.\n", bad.row,
                bad.col, slot->rows, slot->cols, bad.value);
        why_text(out, machine, instr, bad);
    }
    if (arena != NULL) arena_free(arena);
    return formula != NULL || err_set(e, "there is not enough memory to explain what happened");
}
