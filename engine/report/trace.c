/* trace: steps a machine through one iteration and writes each step as it is done; an instruction as a line
   of the lesson's language, from its op's formula and the names it works on. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "engine/program/op.h"
#include "json.h"

/* ---- an instruction as a line ---- */

typedef struct Namer {
    Arena *arena;
    const Program *program;
    const Instr *instr;
} Namer;

static Expr *new_expr(Arena *arena, Expr expr) {
    Expr *made = arena_alloc(arena, sizeof *made);
    if (made != NULL) *made = expr;
    return made;
}

static Expr *name_expr(Arena *arena, const char *name) {
    return new_expr(arena, (Expr){.kind = EXPR_NAME, .name = name});
}

static Expr *number_expr(Arena *arena, double number) {
    return new_expr(arena, (Expr){.kind = EXPR_NUMBER, .number = number});
}

static Expr *parsed(Arena *arena, const char *text) {
    Expr *expr;
    Err ignored;
    return expr_parse(arena, text, strlen(text), (Place){1, 1}, &expr, &ignored) ? expr : NULL;
}

/* A slot by its name, a constant as its number, a result without a name by its own formula, its gradient as
   "d(x @ W1)". */
static Expr *slot_expr(Arena *arena, const Program *program, int index) {
    const Slot *slot = &program->slots[index];
    const Slot *of = slot->role == ROLE_GRADIENT ? &program->slots[slot->of] : slot;
    if (slot->role == ROLE_CONSTANT && slot->rows == 1 && slot->cols == 1 && !slot->named) {
        char text[JSON_NUMBER];
        return number_expr(arena, strtod(json_number(text, program->start[slot->at]), NULL));
    }
    if (of->named || of->text == NULL) return name_expr(arena, slot->name);
    return of == slot ? parsed(arena, slot->text) : name_expr(arena, arena_format(arena, "d(%s)", of->text));
}

/* What a letter of a formula stands for in this instruction; NULL: it is no such letter. */
static Expr *letter_expr(const Namer *namer, const char *name) {
    const Instr *instr = namer->instr;
    if (strlen(name) != 1) return NULL;
    if (*name >= 'a' && *name < 'a' + instr->ins)
        return slot_expr(namer->arena, namer->program, instr->in[*name - 'a']);
    if (*name == 'p' || *name == 'q') return number_expr(namer->arena, instr->number[*name - 'p']);
    if (*name == 'G' && instr->upstream >= 0) return slot_expr(namer->arena, namer->program, instr->upstream);
    if (*name == 'y' && instr->result >= 0) return slot_expr(namer->arena, namer->program, instr->result);
    return NULL;
}

/* 2 * x^(2 - 1) is written 2 * x. */
static Expr *simplified(Expr *expr) {
    if (expr->kind != EXPR_CALL || expr->count != 2 || expr->args[1]->kind != EXPR_NUMBER) return expr;
    Expr *left = expr->args[0];
    const double right = expr->args[1]->number;
    if (strcmp(expr->name, "pow") == 0 && right == 1) return left;
    if (strcmp(expr->name, "sub") == 0 && left->kind == EXPR_NUMBER) {
        left->number -= right;
        return left;
    }
    return expr;
}

/* Puts what the letters stand for in their places. The templates of the op table are small. */
static Expr *put_names(const Namer *namer, Expr *expr) {
    if (expr->kind == EXPR_NAME) {
        Expr *letter = letter_expr(namer, expr->name);
        return letter != NULL ? letter : expr;
    }
    for (int k = 0; k < expr->count; k++) expr->args[k] = put_names(namer, expr->args[k]);
    return simplified(expr);
}

/* sum(…, 0), sum(…, 1) or sum(…): back to the operand's shape from what it was broadcast to. */
static Expr *broadcast_sum(const Namer *namer, Expr *expr) {
    const Slot *from = &namer->program->slots[namer->instr->upstream];
    const Slot *to = &namer->program->slots[namer->instr->dst];
    bool rows = to->rows < from->rows, cols = to->cols < from->cols;
    if (namer->instr->op->pattern != OP_ELEMENT || (!rows && !cols)) return expr;
    Expr **args = arena_alloc(namer->arena, 2 * sizeof *args);
    if (args == NULL) return NULL;
    args[0] = expr;
    args[1] = number_expr(namer->arena, rows ? 0 : 1);
    return new_expr(namer->arena,
                    (Expr){.kind = EXPR_CALL, .name = "sum", .args = args, .count = rows && cols ? 1 : 2});
}

/* The right side of the line as text. */
static const char *right_side(const Namer *namer) {
    const Instr *instr = namer->instr;
    const Slot *dst = &namer->program->slots[instr->dst];
    if (instr->phase == PHASE_FORWARD && dst->text != NULL) return dst->text;
    const char *formula = instr->op->formula;
    if (instr->wrt >= 0) formula = instr->wrt < 2 ? instr->op->d_formula[instr->wrt] : NULL;
    if (formula == NULL) return program_op_name(instr);
    Expr *expr = parsed(namer->arena, formula);
    if (expr == NULL) return NULL;
    expr = put_names(namer, expr);
    if (instr->wrt >= 0) expr = broadcast_sum(namer, expr);
    return expr == NULL ? NULL : print_expr(namer->arena, expr);
}

const char *trace_formula(Arena *arena, const Program *program, const Instr *instr) {
    const Namer namer = {arena, program, instr};
    const Slot *dst = &program->slots[instr->dst];
    const char *right = right_side(&namer);
    if (right == NULL || (instr->phase == PHASE_FORWARD && !dst->named)) return right;
    Expr *left = slot_expr(arena, program, instr->dst);
    return left == NULL ? NULL : arena_format(arena, "%s %s %s", left->name, instr->add ? "+=" : "=", right);
}

/* ---- the steps ---- */

void trace_padded(FILE *out, const char *text, int width) {
    int length = (int)utf8_length(text, strlen(text)); /* printf's padding would count bytes */
    fprintf(out, "%s%*s", text, length < width ? width - length : 0, "");
}

enum { MOST_ROWS = 8, MOST_COLS = 10, CUT_ROWS = 6, CUT_COLS = 8 };

static void put_more(FILE *out, const Texts *texts, const char *before, const char *key, int count) {
    fputs(before, out);
    text_print(texts, out, key, TEXT_INT("n", count));
}

void trace_matrix(FILE *out, const Texts *texts, Mat m) {
    const int rows = m.rows <= MOST_ROWS ? m.rows : CUT_ROWS, cols = m.cols <= MOST_COLS ? m.cols : CUT_COLS;
    for (int i = 0; i < rows; i++) {
        fputs("     ", out);
        for (int j = 0; j < cols; j++) {
            char number[TEXT_NUMBER];
            text_format(texts, number, sizeof number, " %11.5g", (double)*tensor_element(m, i, j));
            fputs(number, out);
        }
        if (cols < m.cols) put_more(out, texts, "   ", "print.more_columns", m.cols - cols);
        fputc('\n', out);
    }
    if (rows == m.rows) return;
    put_more(out, texts, "            ", "print.more_rows", m.rows - rows);
    fputc('\n', out);
}

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
    json_tensor(out, machine_mat(machine, instr->dst));
    fputs("}\n", out);
}

static void text_phase(FILE *out, const Texts *texts, const Instr *instr) {
    char key[40];
    snprintf(key, sizeof key, "%s.%s", "print.trace", program_phase_name(instr->phase));
    fprintf(out, "\n%s\n", text_get(texts, key));
}

/* Step, formula, then the operation and the shape where the eye expects them. */
static void write_text(FILE *out, const Texts *texts, const Machine *machine, const Instr *instr,
                       const char *formula) {
    const Slot *slot = &machine->program->slots[instr->dst];
    fprintf(out, "%5d  ", instr->step);
    trace_padded(out, formula, 46);
    fprintf(out, "  %-10s %d×%d\n", program_op_name(instr), slot->rows, slot->cols);
    trace_matrix(out, texts, machine_mat(machine, instr->dst));
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
