/* ops: the program's forward operations as a graph; private to `layout`. */
#ifndef BACKSTEP_RENDER_OPS_H
#define BACKSTEP_RENDER_OPS_H

#include <stdint.h>

#include "layout.h"

/* A value that an operation reads. */
typedef struct Operand {
    int slot;
    int from;  /* operation that yields it, −1: a source (data, parameter, constant) */
    int index; /* its place among the instruction's operands */
} Operand;

/* One box to be placed: a visible forward instruction, or the repeated blocks that are drawn as one. */
typedef struct LayoutOp {
    int instr, last; /* last: of the instructions that it stands for */
    int slot;        /* its result */
    Operand in[INSTR_MAX_READS];
    int ins;
    int repeats;       /* blocks that it stands for, −1: an ordinary operation */
    int uses;          /* operations that read its result */
    int reach;         /* operations on the longest way to it from the chain's data, 0: none leads there */
    int depth;         /* the same from any source */
    uint64_t likeness; /* the same for operations that do the same, of ops_collapse */
} LayoutOp;

typedef struct Ops {
    LayoutOp *at;
    int count;
    int *producer;   /* [slot]: operation, −1 */
    int *first_back; /* [instr]: its first backward instruction, −1 */
    int loss;        /* the operation that the main chain ends with, −1: there is none */
} Ops;

/* Fills `ops`, whose arrays hold all visible forward instructions, slots and instructions. */
void ops_build(Ops *ops, const Program *program);

/* Replaces all but one of the blocks of the longest repetition by two operations of `repeats` ≥ 0, one before
   and one after the block that holds instruction `focus`. False when nothing repeats. */
bool ops_collapse(Ops *ops, const Program *program, int focus);

/* Of more than LAYOUT_MOST operations leaves those of the part, of as many, that holds instruction `focus`:
   what they read from before it becomes a source. Says how many are left out before and after. */
void ops_cut(Ops *ops, int focus, int *before, int *after);

/* Sets uses, reach and depth; to be called after the operations are final. */
void ops_measure(Ops *ops, const Program *program);

/* The backward instruction with the gradient of operand `index` of forward instruction `instr`; −1: none. */
int ops_back(const Ops *ops, const Program *program, int instr, int index);

#endif
