/* template: the op table's formulas with the slots of one instruction put in: shapes, and the value at one
   element. Private to the engine. */
#ifndef BACKSTEP_ENGINE_TEMPLATE_H
#define BACKSTEP_ENGINE_TEMPLATE_H

#include "engine/formula/expr.h"
#include "engine/program/op.h"
#include "engine/program/program.h"

/* A slot that an update has already written over: the formulas of this iteration read what it held before,
   which the update's formula, linear in that number, gives back. */
typedef struct Restore {
    int slot;
    const Instr *update;
    const Expr *expr; /* its formula */
} Restore;

enum { SCOPE_RESTORES = INSTR_MAX_READS + 1 };

/* What softmax and log_softmax need of a row: without it each element of the row would cost a whole row. */
typedef struct RowNorm {
    const Expr *of; /* NULL: of none yet */
    int row;
    double largest, total; /* Σ exp(a − largest) */
} RowNorm;

/* What the letters of a template stand for: a … e the operands, y the result, G the upstream gradient, p and
   q the instruction's numbers. */
typedef struct Scope {
    const Program *program;
    const float *const *values; /* [slot], layout of tensor.h; only read by template_value */
    const Instr *instr;
    int result, upstream; /* slots, −1: none */
    Restore restores[SCOPE_RESTORES];
    int restore_count;
    int before_slot; /* inside of a restoration: this slot's element is taken as `before`; −1: none */
    double before;
    RowNorm *norm; /* of the row that was used last, kept while values stay as they are; NULL: none is kept */
} Scope;

/* forward and update: y is what the instruction writes. */
Scope template_scope(const Program *program, const float *const *values, const Instr *instr);

/* Has the scope read `slot` as it was before the update. */
void template_restore(Scope *scope, Arena *arena, int slot, const Instr *update);

/* Element (row, col) of a slot, repeated where it has one row or column. */
double template_element(const Scope *scope, int slot, int row, int col);

/* A letter's meaning: a slot (and returns true with *number unset), or a number (slot −1). */
bool template_letter(const Scope *scope, const char *name, int *slot, double *number);

/* The tree of a template of the op table, owned by the arena; NULL when memory runs out. */
const Expr *template_parse(Arena *arena, const char *text);

/* The formula that the instruction computes with; of a backward one: the gradient's. NULL: it has none. */
const char *template_of(const Instr *instr);

Shape template_shape(const Scope *scope, const Expr *expr);

/* The value of element (row, col); an operand with one row or column is repeated, as in the lesson language.
   NaN for a function that no template uses. */
double template_value(const Scope *scope, const Expr *expr, int row, int col);

/* Whether the expression is a call of that name. */
bool template_is(const Expr *expr, const char *name);

/* A sum: its body and how far its index runs; element (row, col) of the sum adds template_value(body, …) over
 * all. */
typedef struct Summation {
    const Expr *left, *right;  /* the product's factors, or left alone */
    bool over_rows, over_cols; /* of left; a product's index runs over left's columns = right's rows */
    bool product;
    int rows, cols; /* how many indices it runs over (1 where it does not) */
    double divisor; /* of a mean; else 1 */
} Summation;

/* matmul, sum or mean. */
bool template_summation(const Scope *scope, const Expr *expr, Summation *out);

/* Summand number (k, l) of element (row, col), before the division. */
double template_summand(const Scope *scope, const Summation *sum, int row, int col, int k, int l);

#endif
