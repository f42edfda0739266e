/* formula_compile: one formula, from its tree to slots and instructions; constant parts are folded on the
 * way. */
#include "formulas.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX_NODES = 24 }; /* a longer formula is not kept as text */

int formula_slot(Formulas *f, Operand *operand, Place place) {
    if (operand->slot < 0)
        operand->slot = builder_slot(f->b, ROLE_CONSTANT, (Shape){1, 1},
                                     (Origin){.region = REGION_PRESET, .number = operand->number}, place);
    return operand->slot;
}

static bool number_compile(Formulas *f, double number, int nodes, Place place, Operand *out) {
    *out = (Operand){.constant = true, .number = number, .slot = -1, .nodes = nodes};
    if (isfinite((float)number)) return true;
    return err_at(f->b->e, place, "this comes to %g, which a float32 cannot hold", number);
}

static bool name_compile(Formulas *f, const Expr *expr, Operand *out) {
    if (strcmp(expr->name, "pi") == 0) return number_compile(f, 3.14159265358979323846, 1, expr->place, out);
    int name = names_find(f->names, expr->name);
    if (name >= 0 && f->operands[name].nodes > 0) {
        *out = f->operands[name];
        out->nodes = 1;
        return true;
    }
    if (name >= 0)
        return err_at(f->b->e, expr->place, "%s is used before the line that defines it", expr->name);
    err_at(f->b->e, expr->place, "there is no %s in [data], [parameters] or the lines above", expr->name);
    err_suggest(f->b->e, expr->name, names_all(f->names), names_count(f->names));
    return false;
}

static bool matrix_compile(Formulas *f, const Expr *expr, Operand *out) {
    int slot = builder_slot(f->b, ROLE_CONSTANT, (Shape){expr->rows, expr->cols},
                            (Origin){.region = REGION_PRESET, .matrix = expr}, expr->place);
    *out = (Operand){.slot = slot, .nodes = expr->rows * expr->cols};
    return slot >= 0;
}

static bool is_shape_call(const Expr *expr) {
    return expr->kind == EXPR_CALL && (strcmp(expr->name, "rows") == 0 || strcmp(expr->name, "cols") == 0);
}

/* rows(a), cols(a): a number. What computing `a` itself would have taken is undone. */
static bool shape_compile(Formulas *f, const Expr *expr, Operand *out) {
    Program *program = f->b->program;
    if (expr->count != 1)
        return err_at(f->b->e, expr->place, "%s takes 1 argument, not %d", expr->name, expr->count);
    int slots = program->slot_count, instrs = program->instr_count, operations = f->operations;
    size_t numbers = f->b->numbers;
    Operand of;
    if (!formula_compile(f, expr->args[0], &of)) return false;
    Shape shape = {1, 1};
    if (of.slot >= 0) shape = (Shape){program->slots[of.slot].rows, program->slots[of.slot].cols};
    program->slot_count = slots;
    program->instr_count = instrs;
    f->b->numbers = numbers;
    f->operations = operations;
    int number = strcmp(expr->name, "rows") == 0 ? shape.rows : shape.cols;
    return number_compile(f, number, of.nodes + 1, expr->place, out);
}

static bool leaf_compile(Formulas *f, const Expr *expr, Operand *out) {
    switch (expr->kind) {
    case EXPR_NUMBER:
        return number_compile(f, expr->number, 1, expr->place, out);
    case EXPR_NAME:
        return name_compile(f, expr, out);
    case EXPR_MATRIX:
        return matrix_compile(f, expr, out);
    case EXPR_STRING:
        return err_at(f->b->e, expr->place, "a text in quotes has no place in [model]");
    case EXPR_CALL:
        break;
    }
    return shape_compile(f, expr, out);
}

static bool is_operator(const char *name) {
    static const char *const operators[] = {"add", "sub", "mul", "div", "matmul", "pow", "neg", "transpose"};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (strcmp(operators[i], name) == 0) return true;
    return false;
}

static bool unknown_function(Formulas *f, const Expr *expr) {
    err_at(f->b->e, expr->place, "%s is not a function for [model]", expr->name);
    const char **words = arena_alloc(f->arena, (size_t)op_count() * sizeof *words);
    int count = 0;
    for (int i = 0; words != NULL && i < op_count(); i++)
        if (op_callable(op_at(i))) words[count++] = op_at(i)->name;
    if (words != NULL) err_suggest(f->b->e, expr->name, words, count);
    return false;
}

/* The operation of a call with as many arguments as it takes, else NULL and the builder's error. */
static const Op *call_op(Formulas *f, const Expr *expr) {
    const Op *op = op_find(expr->name);
    if (op == NULL || (!is_operator(expr->name) && !op_callable(op))) {
        unknown_function(f, expr);
        return NULL;
    }
    int least = op->arity + op->required, most = op->arity + op->numbers;
    if (expr->count >= least && expr->count <= most) return op;
    if (least == most)
        err_at(f->b->e, expr->place, "%s takes %d argument%s, not %d", op->name, most, most == 1 ? "" : "s",
               expr->count);
    else
        err_at(f->b->e, expr->place, "%s takes %d to %d arguments, not %d", op->name, least, most,
               expr->count);
    return NULL;
}

/* The arguments after the matrices: numbers known now. */
static bool call_numbers(Formulas *f, const Op *op, const Expr *expr, double *number, int *nodes) {
    memcpy(number, op->preset, sizeof op->preset);
    for (int k = op->arity; k < expr->count; k++) {
        Operand operand;
        if (!formula_compile(f, expr->args[k], &operand)) return false;
        const Place place = expr->args[k]->place;
        if (!operand.constant)
            return strcmp(op->name, "pow") == 0
                       ? err_at(f->b->e, place, "the exponent must be a constant number")
                       : err_at(f->b->e, place, "this must be a constant number");
        bool axis = op->pattern == OP_REDUCE;
        if (axis && operand.number != 0 && operand.number != 1)
            return err_at(f->b->e, place, "the axis is 0 (over the rows) or 1 (over the columns)");
        number[k - op->arity] = operand.number;
        *nodes += operand.nodes;
    }
    return true;
}

/* A result has one row a sample where its rows still are the samples. */
static bool result_is_sample(const Builder *b, const Op *op, const Instr *instr, int rows) {
    if (rows != b->samples || (op->pattern == OP_REDUCE && instr->number[0] != 1)) return false;
    if (op->pattern == OP_MOVE && strcmp(op->name, "transpose") == 0) return false;
    int count = op->pattern == OP_PRODUCT ? 1 : instr->ins;
    for (int k = 0; k < count; k++)
        if (b->program->slots[instr->in[k]].sample) return true;
    return false;
}

/* op->shape's sentence, at the operator's place and with the operands' names. */
static bool shape_error(Formulas *f, const Expr *expr, int nodes) {
    const char *text = nodes <= TEXT_MAX_NODES ? print_expr(f->arena, expr) : NULL;
    return err_about(f->b->e, expr->place, text != NULL ? text : "");
}

static bool call_emit(Formulas *f, const Op *op, const Expr *expr, Operand *in, const double *number,
                      Operand *out) {
    Builder *b = f->b;
    Shape shapes[OP_MAX_INPUTS], shape;
    for (int k = 0; k < op->arity; k++) {
        if (formula_slot(f, &in[k], expr->place) < 0) return false;
        shapes[k] = (Shape){b->program->slots[in[k].slot].rows, b->program->slots[in[k].slot].cols};
    }
    if (!op->shape(shapes, number, &shape, b->e)) return shape_error(f, expr, out->nodes);
    if (++f->operations > PROGRAM_MAX_OPERATIONS)
        return err_at(b->e, expr->place, "[model] has more than %d operations", (int)PROGRAM_MAX_OPERATIONS);
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
    if (out->nodes <= TEXT_MAX_NODES) slot->text = print_expr(b->arena, expr);
    return true;
}

/* A call whose first operand is compiled already. */
static bool call_compile(Formulas *f, const Expr *expr, Operand first, Operand *out) {
    const Op *op = call_op(f, expr);
    if (op == NULL) return false;
    Operand in[OP_MAX_INPUTS] = {first};
    double number[OP_MAX_NUMBERS];
    int nodes = first.nodes + 1;
    bool constant = first.constant;
    for (int k = 1; k < op->arity; k++) {
        if (!formula_compile(f, expr->args[k], &in[k])) return false;
        nodes += in[k].nodes;
        constant = constant && in[k].constant;
    }
    if (!call_numbers(f, op, expr, number, &nodes)) return false;
    if (constant) return number_compile(f, formula_fold(op, in, number), nodes, expr->place, out);
    *out = (Operand){.slot = -1, .nodes = nodes};
    return call_emit(f, op, expr, in, number, out);
}

static bool spine_push(Formulas *f, const Expr *expr) {
    if (f->spine_count == f->spine_capacity) {
        int capacity = f->spine_capacity == 0 ? 64 : f->spine_capacity * 2;
        const Expr **spine = realloc(f->spine, (size_t)capacity * sizeof *spine);
        if (spine == NULL) return err_set(f->b->e, "there is not enough memory to compile the lesson");
        f->spine = spine;
        f->spine_capacity = capacity;
    }
    f->spine[f->spine_count++] = expr;
    return true;
}

/* A chain like a + b + c leans to the left and may be thousands of operations deep: its spine is walked, and
   only other operands are recursed into, whose depth the parser bounds. */
bool formula_compile(Formulas *f, const Expr *expr, Operand *out) {
    int bottom = f->spine_count;
    while (expr->kind == EXPR_CALL && !is_shape_call(expr)) {
        if (call_op(f, expr) == NULL || !spine_push(f, expr)) return false;
        expr = expr->args[0];
    }
    if (!leaf_compile(f, expr, out)) return false;
    while (f->spine_count > bottom) {
        const Expr *call = f->spine[--f->spine_count];
        if (!call_compile(f, call, *out, out)) return false;
    }
    return true;
}
