/* The room render/edge: the small plot of one value, as it stands on an edge of the graph.

   edge: what is drawn of a value follows from what the View knows about its samples: functions of x where each has one
   number, discs in a plane where it has two, pictures and masks, bars over their ranges, or the numbers themselves. */
#ifndef BACKSTEP_RENDER_EDGE_H
#define BACKSTEP_RENDER_EDGE_H

#include "render/style/style.h"

typedef enum EdgeKind {
    EDGE_NUMBER,  /* 1×1 */
    EDGE_MASKS,   /* weights that meet a picture: columns as pictures */
    EDGE_FEW,     /* numbers over bars from zero */
    EDGE_BARS,    /* a bar a number, the selected one bright */
    EDGE_CELLS,   /* a cell a number, the selected one ringed */
    EDGE_EQUAL,   /* one number that all are */
    EDGE_PICTURE, /* the chosen sample */
    EDGE_POINTS,  /* what the network should answer, over x */
    EDGE_STICKS,  /* from zero, one a sample, over x */
    EDGE_LINES,   /* a line a column, over x */
    EDGE_DISCS,   /* a disc a sample in the plane of the two inputs, coloured by the selected column */
    EDGE_RANGE    /* the chosen sample's row as bars over the range of all samples */
} EdgeKind;

/* The first kind that fits. Of a slot that is not known it is that of its shape. */
EdgeKind edge_kind(const View *view, int slot);

/* Whether the slot is what others are drawn over: as a plot it would say nothing. */
bool edge_kind_is_axis(const View *view, int slot);

/* A plot in the making. unit: pixels of a unit of the graph; text: em of its numbers. */
typedef struct Edge {
    DrawList *list;
    const View *view;
    const Style *style;
    float unit, text;
    int slot;
    Rect area;
} Edge;

/* The plot's ground and all that is in it, marked PART_HEAT and PART_NUMBER; of a slot that is not known an empty
   dashed frame. */
void edge_draw(const Edge *edge);

#endif
