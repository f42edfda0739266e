/* graph_place: how far apart the columns and rows of a band must stand so that nothing in it overlaps; units.

   Across, a band is a row of places: each column's middle, and the room between it and the next. Rows are
   stacked like a skyline: each as high as what lies below it in any place allows. */
#include <math.h>

#include "graph.h"

typedef struct GraphExtent {
    float above, below; /* from the row's middle */
} GraphExtent;

typedef struct Skyline {
    GraphExtent *at; /* [row × places + place]; above < 0: nothing there */
    float *bottom;   /* [place]: the lowest of what is above */
    int places, top, rows;
} Skyline;

static void skyline_mark(Skyline *sky, int row, int first, int last, float above, float below) {
    for (int p = first < 0 ? 0 : first; p <= last && p < sky->places; p++) {
        GraphExtent *at = &sky->at[(row - sky->top) * sky->places + p];
        at->above = fmaxf(at->above, above);
        at->below = fmaxf(at->below, below);
    }
}

static void skyline_mark_node(Skyline *sky, const Graph *graph, int index) {
    const GraphNode *node = &graph->layout.nodes[index];
    const GraphSize *size = &graph->sizes[index];
    int place = 2 * node->column;
    skyline_mark(sky, node->row, place - 1, place + 1, size->half_height, size->half_height);
    if (node->label == LABEL_NONE) return;
    GraphLabelPlace label = graph_labels_place(&graph->view->program->slots[node->slot], node, size);
    int first = node->label == LABEL_AWAY ? place - 1 : place + 1;
    skyline_mark(sky, node->row, first, place + 1, label.above, label.below);
}

static void skyline_mark_edge(Skyline *sky, const Graph *graph, const GraphEdge *edge) {
    int first = graph->layout.nodes[edge->from].column, last = graph->layout.nodes[edge->to].column;
    if (first < last)
        skyline_mark(sky, edge->track, 2 * first, 2 * last, graph->density->air, graph->density->air);
}

static bool is_in_band(const Graph *graph, const GraphEdge *edge, int band) {
    return graph->layout.nodes[edge->from].band == band;
}

/* A vertical line between rows a and b must be long enough to be seen; lifts *y of the lower one where that
   is `row`. a and b are a node's row or (node −1) one where a line turns. */
static void stem_lift(const Graph *graph, const float *rows, int top, int a, int a_row, int b, int b_row,
                      int row, float *y) {
    if (a_row == b_row || (a_row > b_row ? a_row : b_row) != row) return;
    float length = graph->density->stem;
    if (a >= 0) length += graph->sizes[a].half_height;
    if (b >= 0) length += graph->sizes[b].half_height;
    *y = fmaxf(*y, rows[(a_row < b_row ? a_row : b_row) - top] + length);
}

static float row_lift(const Graph *graph, int band, const float *rows, int row, float y) {
    int top = graph->layout.bands[band].top;
    for (int e = graph->first_edge[band]; e < graph->layout.edge_count; e++) {
        const GraphEdge *edge = &graph->layout.edges[e];
        if (!is_in_band(graph, edge, band)) break;
        const GraphNode *from = &graph->layout.nodes[edge->from], *to = &graph->layout.nodes[edge->to];
        if (from->column == to->column) {
            stem_lift(graph, rows, top, edge->from, from->row, edge->to, to->row, row, &y);
        } else {
            stem_lift(graph, rows, top, edge->from, from->row, -1, edge->track, row, &y);
            stem_lift(graph, rows, top, edge->to, to->row, -1, edge->track, row, &y);
        }
    }
    return y;
}

/* The rows' middles, from the band's top; returns the band's height. */
static float place_rows(const Graph *graph, int band, Skyline *sky, float *rows) {
    float height = 0;
    for (int p = 0; p < sky->places; p++) sky->bottom[p] = 0;
    for (int r = 0; r < sky->rows; r++) {
        const GraphExtent *at = &sky->at[r * sky->places];
        float y = r > 0 ? rows[r - 1] + graph->density->air : 0;
        for (int p = 0; p < sky->places; p++)
            if (at[p].above >= 0)
                y = fmaxf(y, sky->bottom[p] + at[p].above + (sky->bottom[p] > 0 ? graph->density->air : 0));
        rows[r] = y = row_lift(graph, band, rows, sky->top + r, y);
        for (int p = 0; p < sky->places; p++) {
            if (at[p].above < 0) continue;
            sky->bottom[p] = y + at[p].below;
            height = fmaxf(height, sky->bottom[p]);
        }
    }
    return height;
}

/* How far a node and what is written at it reach from its column's middle. */
static float node_reach(const Graph *graph, int index, bool right) {
    const GraphNode *node = &graph->layout.nodes[index];
    const GraphSize *size = &graph->sizes[index];
    if (node->label != LABEL_AWAY && node->label != LABEL_BESIDE) return size->half_width;
    GraphLabelPlace label = graph_labels_place(&graph->view->program->slots[node->slot], node, size);
    if (node->label == LABEL_AWAY) return fmaxf(size->half_width, label.width / 2);
    return right ? label.x + label.width : size->half_width;
}

static void column_widen(float *distance, float least) {
    *distance = fmaxf(*distance, least);
}

/* The least distance of two columns for a node in the left one and its neighbour (−1: none) in the right. */
static float column_need(const Graph *graph, int left, int right) {
    float reach = left >= 0 ? node_reach(graph, left, true) : graph->density->clear;
    float other = right >= 0 ? node_reach(graph, right, false) : graph->density->clear;
    float need = reach + other + graph->density->air;
    if (left < 0 || graph->layout.nodes[left].label != LABEL_RIGHT) return need;
    const GraphNode *node = &graph->layout.nodes[left];
    GraphLabelPlace label =
        graph_labels_place(&graph->view->program->slots[node->slot], node, &graph->sizes[left]);
    if (right < 0) other = GRAPH_TURN;
    float text = label.width + 2 * graph->density->clear - 2 * fminf(reach, other);
    return reach + other + fmaxf(fmaxf(label.heat.w + graph->density->gap, text), graph->density->stem + 4);
}

/* The columns' middles, from the band's left. Returns the band's width. `grid`: [cell] its node, −1: none. */
static float place_columns(const Graph *graph, int band, const int *grid, float *columns) {
    const GraphBand *b = &graph->layout.bands[band];
    float first = 0, last = 0;
    for (int c = 0; c < b->columns; c++) columns[c] = 0;
    for (int r = 0; r <= b->bottom - b->top; r++)
        for (int c = 0; c < b->columns; c++) {
            const int *cell = &grid[r * b->columns + c];
            if (c == 0 && *cell >= 0) column_widen(&first, node_reach(graph, *cell, false));
            if (c + 1 == b->columns && *cell >= 0) column_widen(&last, node_reach(graph, *cell, true));
            if (c + 1 == b->columns || (cell[0] < 0 && cell[1] < 0)) continue;
            column_widen(&columns[c + 1], column_need(graph, cell[0], cell[1]));
            if (cell[0] >= 0)
                graph->right[cell[0]] = cell[1] >= 0 ? graph->sizes[cell[1]].half_width : GRAPH_TURN;
        }
    columns[0] = first;
    for (int c = 1; c < b->columns; c++) columns[c] += columns[c - 1];
    return columns[b->columns - 1] + last;
}

/* Nodes [first, end) are those of the band. */
static bool place_band_at(Graph *graph, int band, int first, int end) {
    const GraphBand *b = &graph->layout.bands[band];
    Arena *arena = graph->layout.arena;
    Skyline sky = {.places = 2 * b->columns, .top = b->top, .rows = b->bottom - b->top + 1};
    int cells = sky.rows * b->columns;
    sky.at = arena_alloc(arena, 2 * (size_t)cells * sizeof *sky.at);
    sky.bottom = arena_alloc(arena, (size_t)sky.places * sizeof *sky.bottom);
    int *grid = arena_alloc(arena, (size_t)cells * sizeof *grid);
    if (arena_failed(arena)) return false;
    for (int i = 0; i < 2 * cells; i++) sky.at[i] = (GraphExtent){-1, -1};
    for (int i = 0; i < cells; i++) grid[i] = -1;
    for (int i = first; i < end; i++) {
        const GraphNode *node = &graph->layout.nodes[i];
        grid[(node->row - b->top) * b->columns + node->column] = i;
        skyline_mark_node(&sky, graph, i);
    }
    for (int e = graph->first_edge[band]; e < graph->layout.edge_count; e++) {
        if (!is_in_band(graph, &graph->layout.edges[e], band)) break;
        skyline_mark_edge(&sky, graph, &graph->layout.edges[e]);
    }
    graph->band_width[band] = place_columns(graph, band, grid, graph->column + graph->column_start[band]);
    graph->band_height[band] = place_rows(graph, band, &sky, graph->row + graph->row_start[band]);
    return true;
}

bool graph_place_bands(Graph *graph) {
    for (int first = 0; first < graph->layout.node_count;) {
        int band = graph->layout.nodes[first].band, end = first;
        while (end < graph->layout.node_count && graph->layout.nodes[end].band == band) end++;
        if (!place_band_at(graph, band, first, end)) return false;
        first = end;
    }
    return true;
}
