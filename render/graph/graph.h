/* The room render/graph: the graph view: operations as boxes, values on the lines between them.

   graph: the graph view's picture while it is drawn: sizes in units, then places in pixels.

   Everything about the graph is measured in units, which are pixels at the design size; one number, `unit`,
   makes pixels of them, text included. So the graph is as large as its panel allows, and keeps its
   proportions at every zoom. */
#ifndef BACKSTEP_RENDER_GRAPH_H
#define BACKSTEP_RENDER_GRAPH_H

#include "render/draw/rect.h"
#include "render/layout/layout.h"
#include "render/style/style.h"
#include "render/typeset/formula_view.h"

/* Units. */
#define GRAPH_ARROW    4.0f  /* from the middle to the value's line, and to the gradient's */
#define GRAPH_SIDE_H   25.0f /* of a parameter's plot beside its circle, and of its gradient's */
#define GRAPH_SMALL    17.0f /* text: a 42nd of the height where a unit is a design unit */
#define GRAPH_FIGURE   20.0f /* a number that is a value of its own */
#define GRAPH_NAME     21.0f
#define GRAPH_SIGN     22.0f
#define GRAPH_WORD     17.0f
#define GRAPH_TURN     8.0f /* half the width of the two lines of an edge that turns */
#define GRAPH_NAME_MAX 120.0f

/* How near together nodes stand: a graph too large for its panel is drawn denser before it is drawn
   smaller. */
typedef struct GraphDensity {
    float node;       /* half a box, radius of a circle */
    float plot;       /* width of a plot at a line */
    float high, back; /* heights: of the value's plot above the line, of the gradient's below it */
    float side;       /* width of the plots of a parameter and its gradient */
    int cells;        /* of the chosen number there, in characters */
    float clear;      /* what is written between two columns keeps this far from their middle */
    float gap;        /* between two plots: the lines from above and below pass there */
    float stem;       /* a vertical line is at least as long */
    float wire;       /* so is a level one */
    float air;        /* between two rows, and between two columns */
    bool folded;      /* a result without a name is a bare line */
    bool bare;        /* no names of gradients */
} GraphDensity;

/* Characters of the chosen element's number: on a line, and of a number that ends the graph and its
   gradient, which has the lines from below beside it. */
enum { GRAPH_CELLS = 7, GRAPH_END_CELLS = 8, GRAPH_END_BACK_CELLS = 5 };
enum { GRAPH_DENSITIES = 3, GRAPH_BARE = GRAPH_DENSITIES }; /* the last one only where nothing else fits */
extern const GraphDensity graph_densities[GRAPH_DENSITIES + 1];

/* How much room a node and what is written about its value take. */
typedef struct GraphSize {
    const GraphDensity *density;
    float half_width, half_height;
    float name, back; /* widths of the names of the value and of its gradient; 0: not written */
    float number;     /* width of a number's place */
    int cells;        /* of that, in characters; 0: number_width */
    bool scalar;      /* 1×1: the number itself in place of a plot */
    bool folded;      /* neither plot nor number */
    bool gradient;    /* there is one, computed or not */
    bool ends;        /* its value ends in a circle with its name */
    char text[2][20]; /* OPERATION, and numbers of a formula: one line or two; text_size 0: none */
    bool raised;      /* stands as high as an exponent */
    float text_size;
} GraphSize;

/* A band's place; units. */
typedef struct GraphPlace {
    int column, row; /* its first in the graph's columns and rows */
    int edge;        /* its first */
    float width, height;
    float y; /* from the page's top */
} GraphPlace;

typedef struct Graph {
    DrawList *list;
    const View *view;
    const SceneOptions *options;
    Style style;
    Rect area;                /* of the graph */
    float caption;            /* height of the strip below it that says what is on other pages */
    float caption_size;       /* em of its text */
    GraphLayout layout;       /* owns the arrays below, too, but the names */
    GraphSize *sizes;         /* [node] */
    float *column;            /* the columns' middles, band after band, units from the band's left */
    float *row;               /* the rows' middles, units from the band's top */
    GraphPlace *places;       /* [band] */
    float *names;             /* [slot]: width of its name, units; 0: not measured yet; for all attempts */
    int first_band, end_band; /* the page: what is shown of a graph that is too large */
    const GraphDensity *density;
    GraphDensity grown;            /* the density where plots take up height that is left */
    float unit;                    /* pixels */
    Point origin;                  /* of the page, pixels */
    float wide;                    /* columns stand this much further apart than they must */
    float page_width, page_height; /* units, as they must be */
    int focus;                     /* the forward instruction that the moment is about, −1 */
} Graph;

/* What is written about a value, relative to its line's or its node's middle; units, y down. Where there is
   nothing to be written the extent is still that of the line or the node. */
typedef struct GraphLabelPlace {
    float above, below;            /* how far all of it reaches */
    float width;                   /* of all of it */
    float x;                       /* beside a node: its left end */
    float name, back;              /* baselines; NaN: not written */
    float name_x, back_x;          /* the middles of these */
    Rect plot, back_plot;          /* empty where numbers stand */
    float number, back_number;     /* baselines of the chosen elements' numbers; NaN: none */
    float number_x, back_number_x; /* their right ends; of a 1×1 value without `cells` the middle */
} GraphLabelPlace;
GraphLabelPlace graph_labels_place(const Slot *slot, const GraphNode *node, const GraphSize *size);

/* Lays the graph out as large as it may be, and chooses what is shown of one that is too large. False: no memory;
   the layout is to be freed then, too. */
bool graph_plan(Graph *graph);

/* The middle of a node, of a column and a row, in pixels. */
Point graph_at(const Graph *graph, int band, int column, int row);
static inline Point graph_node_at(const Graph *graph, int node) {
    const GraphNode *n = &graph->layout.nodes[node];
    return graph_at(graph, n->band, n->column, n->row);
}
bool graph_shows(const Graph *graph, int node);

void graph_edges_draw(Graph *graph);
void graph_nodes_draw(Graph *graph);
void graph_labels_draw(Graph *graph);
/* Under a page that is not all of the graph; area: the panel's. */
void graph_pages_draw(Graph *graph, Rect area);
/* The pulse along the lines of the current step. */
void graph_edges_draw_flow(Graph *graph);

/* An outline around what the step writes, dashed around what it reads; false: it does neither. */
bool graph_draw_touch(Graph *graph, int slot, Rect rect, float radius);

/* How thick that is, in pixels. */
float graph_touch_line(const Graph *graph);

/* Whether the moment is about that operation, or one of those that it stands for. */
bool graph_node_is_now(const Graph *graph, const GraphNode *node);

/* The instruction just done; NULL: none. */
const Instr *graph_instr(const Graph *graph);

#endif
