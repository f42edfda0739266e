/* The room render/layout: a graph in rows and columns, without pixels.

   layout: where the nodes of a program's graph stand, in rows and columns, from the Program alone; it knows
   no pixels.

     row −1                    (y)
                                │
     row  0     (x)──[@]──[+]──[−]──(L)
                      │    │
     row +1          (W)  (b)

   Values flow from left to right. The main chain, from the data furthest from it to the loss, stands on row 0; parameters
   hang below their operation, data above; side branches run along rows of their own and turn only above or
   below the node that they lead to. So a line never crosses the room between two columns of another row, where
   the labels are.

   A long chain is cut into bands, which are read like lines of text. What cannot be drawn as a line without
   crossing a node is shown by name where it is used (GRAPH_REFERENCE). */
#ifndef BACKSTEP_RENDER_LAYOUT_H
#define BACKSTEP_RENDER_LAYOUT_H

#include <stdbool.h>

#include "engine/base/arena.h"
#include "engine/program/program.h"

typedef enum GraphKind {
    GRAPH_OPERATION, /* a box: instruction `instr` writes `slot` */
    GRAPH_SOURCE,    /* a circle: data, a parameter; or a number of the formula */
    GRAPH_RESULT,    /* a circle at the end: the loss, or a value that nothing reads */
    GRAPH_REFERENCE, /* a value that is computed or drawn elsewhere, by its name */
    GRAPH_ENTRY,     /* where a band takes up the one before */
    GRAPH_EXIT,      /* where it breaks off */
    GRAPH_MORE       /* stands for `repeats` more blocks like the one beside it; 0: the line passes through */
} GraphKind;

/* Where a node's value is written: name, shape, heat map, gradient. */
typedef enum GraphLabel {
    LABEL_NONE,
    LABEL_RIGHT,  /* on the line to the right of the node, up to the next column */
    LABEL_BESIDE, /* right of the node; its line leaves downwards */
    LABEL_AWAY    /* above or below the node, away from its operation */
} GraphLabel;

typedef struct GraphNode {
    GraphKind kind;
    GraphLabel label;
    int slot;              /* −1: none */
    int instr;             /* OPERATION: what it does; MORE: the first operation it stands for; else −1 */
    int last;              /* MORE: the last one; else −1 */
    int band, column, row; /* column from 0; row: 0 is the main chain's, negative above it */
    int away;              /* LABEL_AWAY: −1 above the node, +1 below */
    int repeats;
} GraphNode;

/* A value from where it arises to one of its readers. The line leaves `from` to the right when track is its
   row, else up or down to the track; runs along the track to the column of `to`; and enters it from the left
   or vertically. */
typedef struct GraphEdge {
    int from, to;  /* nodes of one band */
    int slot;      /* carried */
    int instr;     /* the forward instruction that reads it, −1: none (a result, an exit) */
    int back;      /* the backward instruction that sends the gradient over it, −1: none */
    int track;     /* row */
    bool gradient; /* a gradient may come back over it */
} GraphEdge;

typedef struct GraphBand {
    int columns;     /* how many */
    int top, bottom; /* its first and last row */
    int operations;
    bool carried; /* its ENTRY takes up the EXIT of the band before it */
} GraphBand;

typedef struct GraphLayout {
    GraphNode *nodes;
    GraphEdge *edges;
    GraphBand *bands;
    int node_count, edge_count, band_count;
    bool collapsed;    /* repeated blocks are drawn once */
    int before, after; /* operations of a very large model that are left out: not near the focus */
    Arena *arena;      /* owns the arrays */
} GraphLayout;

enum { LAYOUT_MOST = 200 }; /* operations that are laid out at once; of more, those of the focus's part */

typedef struct LayoutWish {
    int columns;   /* of the main chain in one band, 0: all */
    bool collapse; /* blocks that repeat are drawn once */
    bool flat;     /* no band has more than three rows: branches become bands of their own */
    int focus;     /* instruction whose block or part is the one drawn, −1: the first */
} LayoutWish;

/* False when memory runs out; there is then nothing to free. Costs O(operations). */
bool layout_make(GraphLayout *layout, const Program *program, LayoutWish wish);
void layout_free(GraphLayout *layout);

#endif
