/* compile: a lesson's model made into a Program: zeroing, forward, backward, update; the lines of [model] are cut into
   one instruction for each operator or function call.

   A line's nodes come in postfix order and are checked already: a stack of operands is all that it takes. */
#include "compile.h"

#include <math.h>
#include <stdalign.h>
#include <string.h>

#include "builder.h"
#include "engine/base/names.h"
#include "engine/op/exec.h"

enum { TEXT_MAX_NODES = 24 }; /* a longer formula is not kept as text */

/* How large the program is. */
typedef struct ProgramSize {
    int slots, instrs;
    size_t numbers;
} ProgramSize;

/* What a part of a formula stands for: a slot, or a number known when the lesson is compiled. */
typedef struct Operand {
    bool constant; /* `number` is its value; it gets a slot when an operation reads it */
    double number;
    int slot;           /* −1: none (yet) */
    int nodes;          /* of the formula */
    ProgramSize before; /* anything of it was compiled */
} Operand;

/* Names are numbered: those of [data], then [parameters], then [model]. */
typedef struct Formulas {
    Builder *b;
    Names *names;
    int *slots;     /* of each name that is defined so far */
    bool *needed;   /* of each name: whether the target is computed from it */
    Operand *stack; /* room for the longest line */
} Formulas;

/* Marks the names that a line reads. */
static void mark_needed(Formulas *f, const Assign *line) {
    for (int i = 0; i < line->node_count; i++) {
        if (line->nodes[i]->kind != EXPR_NAME) continue;
        int name = names_find(f->names, line->nodes[i]->name);
        if (name >= 0) f->needed[name] = true; /* pi is none */
    }
}

static void mark_lines(Formulas *f, int last, bool all) {
    const Lesson *lesson = f->b->lesson;
    bool *needed = f->needed + lesson->data_count + lesson->parameter_count;
    needed[last] = true;
    for (int line = last; line >= 0; line--) {
        if (all) needed[line] = true;
        if (needed[line]) mark_needed(f, &lesson->model[line]);
    }
    for (int i = 0; all && i < lesson->bug_count; i++) {
        int input = lesson->bugs[i].input == NULL ? -1 : names_find(f->names, lesson->bugs[i].input);
        if (input >= 0) f->needed[input] = true;
    }
}

static void names_gather(Formulas *f) {
    const Lesson *lesson = f->b->lesson;
    int count = 0;
    for (int i = 0; i < lesson->data_count; i++) names_add(f->names, lesson->data[i].name, count++);
    for (int i = 0; i < lesson->parameter_count; i++)
        names_add(f->names, lesson->parameters[i].name, count++);
    for (int i = 0; i < lesson->model_count; i++) names_add(f->names, lesson->model[i].name, count++);
}

static bool names_define(Formulas *f) {
    const Lesson *lesson = f->b->lesson;
    for (int i = 0; i < lesson->data_count; i++) {
        if (!f->needed[i] && !lesson->data[i].wants_gradient) continue;
        f->slots[i] = builder_named(f->b, &lesson->data[i], ROLE_DATA);
        if (f->slots[i] < 0) return false;
    }
    for (int i = 0; i < lesson->parameter_count; i++) {
        int *slot = &f->slots[lesson->data_count + i];
        *slot = builder_named(f->b, &lesson->parameters[i], ROLE_PARAMETER);
        if (*slot < 0) return false;
    }
    return true;
}

static int most_nodes(const Lesson *lesson) {
    int most = 0;
    for (int i = 0; i < lesson->model_count; i++)
        if (lesson->model[i].node_count > most) most = lesson->model[i].node_count;
    return most;
}

/* Defines the names of [parameters], and of [data] those that are needed: by all lines of [model], else by
   what line `last` is computed from. false and the builder's error. */
static bool formulas_begin(Formulas *f, Builder *b, int last, bool all) {
    const Lesson *lesson = b->lesson;
    int count = lesson->data_count + lesson->parameter_count + lesson->model_count;
    *f = (Formulas){.b = b, .names = names_new(b->scratch, count)};
    f->slots = arena_alloc(b->scratch, (size_t)count * sizeof *f->slots);
    f->needed = arena_alloc(b->scratch, (size_t)count * sizeof *f->needed);
    f->stack = arena_alloc(b->scratch, (size_t)most_nodes(lesson) * sizeof *f->stack);
    if (arena_failed(b->scratch)) return err_memory(b->e);
    names_gather(f);
    mark_lines(f, last, all);
    return names_define(f);
}

double compile_fold(const Op *op, const double *in, const double *number) {
    const Operator *sign = expr_operator_named(op->name);
    if (sign != NULL && sign->sign != '@' && sign->sign != '.')
        return expr_fold(sign, in[0], op->arity == 2 ? in[1] : number[0]);
    alignas(64) float cells[OP_MAX_INPUTS + 1][LANES] = {{0}};
    Args call = {.out = tensor_mat(cells[OP_MAX_INPUTS], 1, 1), .number = {number[0], number[1]}};
    for (int k = 0; k < op->arity; k++) {
        cells[k][0] = (float)in[k];
        call.in[k] = tensor_mat(cells[k], 1, 1);
    }
    op->run(&call);
    return (double)cells[OP_MAX_INPUTS][0];
}

/* The slot of an operand; a number gets one. −1 and the builder's error. */
static int operand_slot(Formulas *f, Operand *operand, Place place) {
    if (operand->slot < 0)
        operand->slot = builder_slot(f->b, ROLE_CONSTANT, (Shape){1, 1},
                                     (Origin){.region = REGION_PRESET, .number = operand->number}, place);
    return operand->slot;
}

static bool number_compile(Formulas *f, double number, Place place, Operand *out) {
    out->constant = true;
    out->number = number;
    if (isfinite((float)number)) return true;
    return err_at(f->b->e, place, "this comes to %g, which a float32 cannot hold", number);
}

/* rows(a), cols(a): a number. What computing `a` itself would have taken is undone. */
static bool shape_compile(Formulas *f, const Expr *expr, const Operand *of, Operand *out) {
    Builder *b = f->b;
    Shape shape = {1, 1};
    if (of->slot >= 0) shape = (Shape){b->program->slots[of->slot].rows, b->program->slots[of->slot].cols};
    b->program->slot_count = of->before.slots;
    b->program->instr_count = of->before.instrs;
    b->numbers = of->before.numbers;
    int number = strcmp(expr->name, "rows") == 0 ? shape.rows : shape.cols;
    return number_compile(f, number, expr->place, out);
}

/* A result has one row a sample where its rows still are the samples. */
static bool result_is_sample(const Builder *b, const Op *op, const Instr *instr, int rows) {
    if (rows != b->samples || (op->pattern == OP_REDUCE && instr->number[0] != 1)) return false;
    if ((op->facts & OP_TURNS) != 0) return false;
    int count = op->pattern == OP_PRODUCT ? 1 : instr->ins;
    for (int k = 0; k < count; k++)
        if (b->program->slots[instr->in[k]].sample) return true;
    return false;
}

static bool call_emit(Formulas *f, const Op *op, const Expr *expr, Operand *in, const double *number,
                      Operand *out) {
    Builder *b = f->b;
    Shape shapes[OP_MAX_INPUTS], shape;
    for (int k = 0; k < op->arity; k++) {
        if (operand_slot(f, &in[k], expr->place) < 0) return false;
        shapes[k] = (Shape){b->program->slots[in[k].slot].rows, b->program->slots[in[k].slot].cols};
    }
    /* The row's own sentence, at the operator and with the operands' names. */
    if (!op->shape(shapes, number, &shape, b->e))
        return err_about(b->e, expr->place, out->nodes <= TEXT_MAX_NODES ? print_expr(b->scratch, expr) : "");
    out->slot = builder_slot(b, ROLE_VALUE, shape, (Origin){.region = REGION_OWN}, expr->place);
    Instr *instr = out->slot < 0 ? NULL : builder_instr(b, op, PHASE_FORWARD, out->slot, expr->place);
    if (instr == NULL) return false;
    memcpy(instr->number, number, sizeof instr->number);
    for (int k = 0; k < op->arity; k++) {
        instr->in[instr->ins++] = in[k].slot;
        builder_reads(instr, in[k].slot);
    }
    Slot *slot = &b->program->slots[out->slot];
    slot->sample = result_is_sample(b, op, instr, shape.rows);
    if (out->nodes > TEXT_MAX_NODES) return true;
    const char *text = print_expr(b->scratch, expr); /* it grows there, and leaves no pieces in the Program */
    slot->text = arena_string(b->arena, text, strlen(text));
    return true;
}

/* A call of an operation with its operands args[0 … expr->count): matrices, then its constants. */
static bool call_compile(Formulas *f, const Expr *expr, Operand *args, Operand *out) {
    const Op *op = op_find(expr->name);
    double in[OP_MAX_INPUTS] = {0}, number[OP_MAX_NUMBERS];
    memcpy(number, op->preset, sizeof number);
    bool constant = true;
    for (int k = 0; k < op->arity; k++) {
        in[k] = args[k].number;
        constant = constant && args[k].constant;
    }
    for (int k = op->arity; k < expr->count; k++) number[k - op->arity] = args[k].number;
    if (constant) return number_compile(f, compile_fold(op, in, number), expr->place, out);
    return call_emit(f, op, expr, args, number, out);
}

/* What a node stands for. args: the operands of a call; out: empty but for what was before it. */
static bool node_compile(Formulas *f, const Expr *expr, Operand *args, Operand *out) {
    if (expr->kind == EXPR_NUMBER) return number_compile(f, expr->number, expr->place, out);
    if (expr->kind == EXPR_MATRIX) {
        out->nodes = expr->rows * expr->cols;
        out->slot = builder_slot(f->b, ROLE_CONSTANT, (Shape){expr->rows, expr->cols},
                                 (Origin){.region = REGION_PRESET, .matrix = expr}, expr->place);
        return out->slot >= 0;
    }
    if (expr->kind == EXPR_NAME) {
        int name = names_find(f->names, expr->name);
        if (name < 0) return number_compile(f, EXPR_PI, expr->place, out);
        out->slot = f->slots[name];
        return true;
    }
    bool shape = strcmp(expr->name, "rows") == 0 || strcmp(expr->name, "cols") == 0;
    return shape ? shape_compile(f, expr, args, out) : call_compile(f, expr, args, out);
}

static bool formula_compile(Formulas *f, const Assign *line, Operand *out) {
    Operand *top = f->stack; /* the first free place */
    for (int i = 0; i < line->node_count; i++) {
        const Expr *expr = line->nodes[i];
        const ProgramSize now = {f->b->program->slot_count, f->b->program->instr_count, f->b->numbers};
        Operand result = {.slot = -1, .nodes = 1, .before = now};
        if (expr->kind == EXPR_CALL) {
            top -= expr->count;
            result.before = top->before;
            for (int k = 0; k < expr->count; k++) result.nodes += top[k].nodes;
        }
        if (!node_compile(f, expr, top, &result)) return false;
        *top++ = result;
    }
    *out = *f->stack;
    return true;
}

/* `line = x` where x has a slot: an operation of its own, so that both names can be shown. */
static bool line_copy(Formulas *f, const Assign *assign, Operand *result) {
    Program *program = f->b->program;
    const Slot source = program->slots[result->slot];
    Place place = assign->nodes[assign->node_count - 1]->place;
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

/* One assignment of [model]: its instructions; its name stands for the result from then on. */
static bool formulas_line(Formulas *f, int line) {
    const Lesson *lesson = f->b->lesson;
    const Assign *assign = &lesson->model[line];
    int first_slot = f->b->program->slot_count, first_instr = f->b->program->instr_count;
    Operand result;
    if (!formula_compile(f, assign, &result)) return false;
    if (operand_slot(f, &result, assign->nodes[assign->node_count - 1]->place) < 0) return false;
    if (result.slot < first_slot && !line_copy(f, assign, &result)) return false;
    builder_name(f->b, result.slot, assign->name);
    f->slots[lesson->data_count + lesson->parameter_count + line] = result.slot;
    Program *program = f->b->program;
    for (int i = first_slot; i < program->slot_count; i++) program->slots[i].line = line;
    for (int i = first_instr; i < program->instr_count; i++) {
        program->instrs[i].line = line;
        program->instrs[i].loss = line == lesson->model_count - 1;
    }
    return true;
}

/* ---- the whole model ---- */

/* The index of the [model] line that defines `name`; the last one where name is NULL; −1: none. */
static int line_find(const Lesson *lesson, const char *name) {
    for (int line = lesson->model_count - 1; line >= 0; line--)
        if (name == NULL || strcmp(lesson->model[line].name, name) == 0) return line;
    return -1;
}

/* The last line is the loss: one number, and computed. */
static bool loss_check(Builder *b) {
    const Program *program = b->program;
    const Slot *loss = &program->slots[program->loss];
    const Assign *assign = &b->lesson->model[b->lesson->model_count - 1];
    if (loss->rows != 1 || loss->cols != 1)
        return err_at(b->e, assign->place,
                      "the last line of [model] is the loss, one number, but %s is %d×%d", assign->name,
                      loss->rows, loss->cols);
    if (loss->role == ROLE_CONSTANT)
        return err_at(b->e, assign->place, "%s, the loss, is a constant: there is nothing to learn from it",
                      assign->name);
    return true;
}

static bool lines_compile(Builder *b, Formulas *f, int last) {
    const bool *needed = f->needed + b->lesson->data_count + b->lesson->parameter_count;
    for (int line = 0; line <= last; line++)
        if (needed[line] && !formulas_line(f, line)) return false;
    if (builder_out_of_memory(b)) return false; /* the last name may be missing */
    Program *program = b->program;
    program->target = program_find(program, b->lesson->model[last].name);
    if (last == b->lesson->model_count - 1) {
        program->loss = program->target;
        if (!loss_check(b)) return false;
        program->slots[program->loss].role = ROLE_LOSS;
    }
    return true;
}

static bool compile(Builder *b, Formulas *f, int last, bool whole) {
    if (!formulas_begin(f, b, last, whole) || !builder_lasting(b) || !optim_slots(b)) return false;
    if (whole && !autodiff_zero(b)) return false;
    if (!lines_compile(b, f, last)) return false;
    return !whole || (autodiff_backward(b) && optim_update(b));
}

Program *compile_model(const Lesson *lesson, int samples, const char *target, Err *e) {
    int last = line_find(lesson, target);
    if (last < 0) {
        if (target == NULL)
            err_set(e, "the lesson has no [model]: there is nothing to step through");
        else
            err_set(e, "[model] has no line %s", target);
        return NULL;
    }
    Builder b;
    Formulas f;
    bool good = builder_begin(&b, lesson, samples, e) && compile(&b, &f, last, target == NULL);
    if (good) return builder_end(&b);
    builder_abandon(&b);
    return NULL;
}
