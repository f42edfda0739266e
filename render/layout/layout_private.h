/* layout_private: what the files of the layout share: the operations as a graph, the grid, and taking back.
 */
#ifndef BACKSTEP_RENDER_LAYOUT_PRIVATE_H
#define BACKSTEP_RENDER_LAYOUT_PRIVATE_H

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
    int reach;         /* operations on the longest way to it from the first data, 0: none leads there */
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

/* The backward instruction that carries the gradient to operand `index` of forward instruction `instr`; −1:
 * none. */
int ops_back(const Ops *ops, const Program *program, int instr, int index);

enum { GRID_ROWS = 14, GRID_LEFT = 24 }; /* rows above and below the main chain; columns left of its start */

/* What is at a crossing of a column and a row, and between it and the next column. Nets are numbers from 1.
 */
typedef struct Cell {
    int hold;   /* node + 1; −(node + 1): kept free for what leads to that node; 0: free */
    int across; /* the net that passes horizontally */
    int along;  /* the net that passes vertically; with across the same: a corner */
} Cell;

typedef struct Undo {
    int *at, old;
} Undo;

/* The band being placed. Every change of an int goes through place_set, so that an attempt can be taken back.
 */
typedef struct Placer {
    const Program *program;
    const Ops *ops;
    GraphLayout *out;
    Cell *cells; /* (2 GRID_ROWS + 1) × cell_columns, row by row */
    int cell_columns;
    int band;
    int *op_node;     /* [op]: its node, −1: not placed yet */
    int *source_node; /* [slot]: its node, perhaps in an earlier band; −1 */
    int *source_uses; /* [slot]: operations that read it */
    unsigned *done;   /* [op]: its operands that are drawn, a bit each */
    bool *on_chain;   /* [op]: stands on the main chain of a band, of this one or another */
    Undo *undo;
    int undo_count, undo_capacity;
    int patience; /* attempts left in this band; then names take the place of lines */
    bool flat;    /* nothing stands further than a row from the main chain */
    bool strict;  /* no names where there could be lines */
    bool inward;  /* sources of a branch's operation stand towards the main chain, not away from it */
    bool failed;  /* no memory */
} Placer;

typedef struct PlaceMark {
    int undo, nodes, edges;
} PlaceMark;

PlaceMark place_mark(const Placer *placer);
bool place_back(Placer *placer, PlaceMark mark); /* takes everything since the mark back; returns false */
void place_set(Placer *placer, int *at, int value);

/* NULL: outside the grid. */
Cell *place_cell(Placer *placer, int row, int column);

/* A new node on a free cell (or one kept free for `reader`, −1: nobody); −1 when the cell is taken. */
int place_node(Placer *placer, GraphNode node, int reader);

/* Whether a node could stand there; keeps the cell free for what leads to `reader`, or frees it again. */
bool place_fits(Placer *placer, int row, int column, int reader);
bool place_keep(Placer *placer, int row, int column, int reader);
void place_release(Placer *placer, int row, int column, int reader);

/* Takes the way of the value of node `from` to node `to` along the track, when nothing is in it. */
bool place_line(Placer *placer, int from, int to, int track);

/* Adds the edge that such a line stands for; operand: what `to` reads over it, NULL: `to` is no operation. */
void place_edge(Placer *placer, int from, int to, int track, int op, const Operand *operand);

/* A source as a node, with no place yet; one that is drawn in this band already; −1: it is not. */
GraphNode place_source(const Placer *placer, int slot);
int place_find_source(const Placer *placer, int slot);
int place_find(const Placer *placer, const Operand *operand); /* a source or a result */

/* Leads an operand to the node of operation `op` from above or below (or where there is a free way), drawing
   what is needed: a source beside it, the operations that yield it, the line from where it stands, or at last
   its name. False, and nothing changed: there is no room. */
bool place_operand(Placer *placer, int op, const Operand *operand, int depth);

/* The same along the operation's own row, from the left, where the value stands in this band. */
bool place_lead_left(Placer *placer, int op, const Operand *operand);

/* The operations that the main chain does not need, where all that they read stands in this band. */
void place_sinks(Placer *placer);

/* Operations [0, count) of a chain as the main chain of the next band. carried: the first one's value comes
   from the band before; open: the last one's goes on to the next. */
void place_band(Placer *placer, const int *chain, int count, bool carried, bool open);

#endif
