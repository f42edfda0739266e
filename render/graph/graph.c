/* graph: where the parts of the graph stand, and which of them the moment is about. */
#include "graph.h"

#include <math.h>

const GraphDensity graph_densities[GRAPH_DENSITIES + 1] = {
    {.node = 18,
     .plot = 106,
     .high = 84,
     .back = 74,
     .side = 62,
     .cells = 6,
     .clear = 13,
     .gap = 16,
     .stem = 26,
     .wire = 18,
     .air = 8},
    {.node = 18,
     .plot = 92,
     .high = 82,
     .back = 72,
     .side = 62,
     .cells = 6,
     .clear = 13,
     .gap = 16,
     .stem = 22,
     .wire = 14,
     .air = 6},
    {.node = 17,
     .plot = 92,
     .high = 54,
     .back = 50,
     .side = 52,
     .cells = 5,
     .clear = 12,
     .gap = 16,
     .stem = 20,
     .wire = 14,
     .air = 5,
     .folded = true},
    {.node = 17,
     .plot = 80,
     .high = 48,
     .back = 44,
     .side = 52,
     .cells = 5,
     .clear = 11,
     .gap = 16,
     .stem = 18,
     .wire = 14,
     .air = 4,
     .folded = true,
     .bare = true},
};

Point graph_at(const Graph *graph, int band, int column, int row) {
    float x = graph->column[graph->places[band].column + column] * graph->wide;
    float y =
        graph->places[band].y + graph->row[graph->places[band].row + row - graph->layout.bands[band].top];
    return (Point){roundf(graph->origin.x + x * graph->unit), roundf(graph->origin.y + y * graph->unit)};
}

bool graph_shows(const Graph *graph, int node) {
    int band = graph->layout.nodes[node].band;
    return band >= graph->first_band && band < graph->end_band;
}

const Instr *graph_instr(const Graph *graph) {
    return graph->view->instr >= 0 ? &graph->view->program->instrs[graph->view->instr] : NULL;
}

float graph_touch_line(const Graph *graph) {
    return fmaxf(1.5f, 2 * graph->unit);
}

bool graph_draw_touch(Graph *graph, int slot, Rect rect, float radius) {
    const Instr *instr = graph_instr(graph);
    bool written = instr != NULL && instr->dst == slot, read = false;
    for (int k = 0; instr != NULL && k < instr->reads; k++) read |= instr->src[k] == slot;
    Color now = graph->style.theme->now;
    float unit = graph->unit, line = graph_touch_line(graph);
    if (written)
        draw_outline(graph->list, rect, radius, now, line);
    else if (read)
        draw_dashed_rect(graph->list, rect, radius, now, line, 4 * unit, 3.5f * unit);
    return written || read;
}

bool graph_node_is_now(const Graph *graph, const GraphNode *node) {
    const Instr *instr = graph_instr(graph);
    if (instr == NULL || (instr->phase != PHASE_FORWARD && instr->phase != PHASE_BACKWARD)) return false;
    int last = node->last >= 0 ? node->last : node->instr;
    int at = instr->phase == PHASE_FORWARD ? graph->view->instr : instr->forward;
    return node->instr >= 0 && node->instr <= at && at <= last;
}
