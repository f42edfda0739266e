/* place: the grid that a band is placed on; every attempt can be taken back. Private to `layout`. */
#ifndef BACKSTEP_RENDER_PLACE_H
#define BACKSTEP_RENDER_PLACE_H

#include "ops.h"

enum { GRID_ROWS = 14, GRID_LEFT = 24 }; /* rows above and below the main chain; columns left of its start */

/* What is where a column crosses a row, and from there to the next column. Nets are numbers from 1. */
typedef struct Cell {
    int hold;   /* node + 1; −(node + 1): kept free for what leads to that node; 0: free */
    int across; /* the net that passes horizontally */
    int along;  /* the net that passes vertically; with across the same: a corner */
} Cell;

typedef struct Undo {
    int *at, old;
} Undo;

/* The band being placed. An int changes only through place_set, so that an attempt can be taken back. */
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
} Placer;

/* The operations that the main chain does not need, where all that they read stands in this band. */
void place_sinks(Placer *placer);

/* Operations [0, count) of a chain as the main chain of the next band. carried: the first one's value comes
   from the band before; open: the last one's goes on to the next. */
void place_band(Placer *placer, const int *chain, int count, bool carried, bool open);

#endif
