/* graph_edges: the paths of the graph's lines. */
#ifndef BACKSTEP_RENDER_GRAPH_EDGES_H
#define BACKSTEP_RENDER_GRAPH_EDGES_H

#include "graph.h"

/* The points of a value's line, or of its gradient's (back) in the gradient's direction; returns how many, 2
 * … 4. */
int graph_edge_path(const Graph *graph, const GraphEdge *edge, bool back, Point points[4]);

/* Whether the current step runs over it. */
bool graph_edge_is_now(const Graph *graph, const GraphEdge *edge, bool back);

#endif
