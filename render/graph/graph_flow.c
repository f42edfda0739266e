/* graph_flow: a pulse that runs along the lines of the current step: into the operation, then out of it. */
#include <math.h>

#include "graph_edges.h"

static float path_length(const Point *points, int count) {
    float length = 0;
    for (int i = 0; i + 1 < count; i++)
        length += hypotf(points[i + 1].x - points[i].x, points[i + 1].y - points[i].y);
    return length;
}

/* The piece of a path between two distances from its start; returns its points. */
static int path_piece(const Point *points, int count, float from, float to, Point *piece) {
    int pieces = 0;
    float at = 0;
    for (int i = 0; i + 1 < count; i++) {
        Point a = points[i], b = points[i + 1];
        float length = hypotf(b.x - a.x, b.y - a.y), first = fmaxf(from - at, 0),
              last = fminf(to - at, length);
        if (length > 0 && first < last) {
            if (pieces == 0)
                piece[pieces++] =
                    (Point){a.x + (b.x - a.x) * first / length, a.y + (b.y - a.y) * first / length};
            piece[pieces++] = (Point){a.x + (b.x - a.x) * last / length, a.y + (b.y - a.y) * last / length};
        }
        at += length;
    }
    return pieces;
}

/* Whether the value or gradient arrives at the operation of the moment over this edge, in place of leaving
 * it. */
static bool flow_arrives(const Graph *graph, const GraphEdge *edge, bool back) {
    return back ? edge->back != graph->view->instr : edge->instr == graph->view->instr;
}

static void flow_edge(Graph *graph, const GraphEdge *edge, bool back) {
    if (!graph_edge_is_now(graph, edge, back)) return;
    float flow = graph->options->flow,
          part = flow_arrives(graph, edge, back) ? flow / 0.55f : (flow - 0.45f) / 0.55f;
    if (part <= 0 || part >= 1) return;
    Point points[4], piece[5];
    int count = graph_edge_path(graph, edge, back, points);
    float length = path_length(points, count), half = fminf(14 * graph->unit, length * 0.3f),
          middle = part * length;
    int pieces = path_piece(points, count, middle - half, middle + half, piece);
    if (pieces < 2) return;
    graph->list->mark = (DrawMark){edge->slot, -1, PANEL_MAIN, PART_EDGE};
    draw_line(graph->list, piece, (size_t)pieces, graph->style.theme->now, 4 * graph->unit, 0, 0);
}

void graph_draw_flow(Graph *graph) {
    if (graph->options->flow >= 1) return;
    for (int e = 0; e < graph->layout.edge_count; e++) {
        const GraphEdge *edge = &graph->layout.edges[e];
        if (!graph_shows(graph, edge->from)) continue;
        flow_edge(graph, edge, false);
        if (edge->gradient) flow_edge(graph, edge, true);
    }
}
