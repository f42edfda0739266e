/* graph: where the parts of the graph stand, and which of them the moment is about. */
#include "graph.h"

#include <math.h>

Point graph_at(const Graph *graph, int band, int column, int row) {
    float x = graph->column[graph->column_start[band] + column] * graph->wide;
    float y = graph->band_y[band] + graph->row[graph->row_start[band] + row - graph->layout.bands[band].top];
    return (Point){roundf(graph->origin.x + x * graph->unit), roundf(graph->origin.y + y * graph->unit)};
}

bool graph_shows(const Graph *graph, int node) {
    int band = graph->layout.nodes[node].band;
    return band >= graph->first_band && band < graph->end_band;
}

const Instr *graph_instr(const Graph *graph) {
    return graph->view->instr >= 0 ? &graph->view->program->instrs[graph->view->instr] : NULL;
}

Touch graph_touch(const Graph *graph, int slot) {
    const Instr *instr = graph_instr(graph);
    if (instr == NULL) return TOUCH_NONE;
    if (instr->dst == slot) return TOUCH_WRITTEN;
    for (int k = 0; k < instr->reads; k++)
        if (instr->src[k] == slot) return TOUCH_READ;
    return TOUCH_NONE;
}

bool graph_node_is_now(const Graph *graph, const GraphNode *node) {
    const Instr *instr = graph_instr(graph);
    if (instr == NULL || (instr->phase != PHASE_FORWARD && instr->phase != PHASE_BACKWARD)) return false;
    int last = node->last >= 0 ? node->last : node->instr;
    int at = instr->phase == PHASE_FORWARD ? graph->view->instr : instr->forward;
    return node->instr >= 0 && node->instr <= at && at <= last;
}
