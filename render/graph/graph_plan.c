/* graph_plan: makes the graph as large as its panel allows: in one line, in several, with repeated blocks
   drawn once, or, where that does not help, a page of it at the smallest size that can be read. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph.h"

#define BAND_GAP  24.0f /* between two bands, units: the line from one to the next runs there */
#define BETTER    1.12f /* how much larger more bands must make the graph to be worth their turns */
#define MOST_UNIT 1.3f  /* of a design unit of text: a small graph is no poster */

/* In the layout's memory. */
static bool plan_reserve(Graph *graph) {
    const GraphLayout *layout = &graph->layout;
    Arena *arena = layout->arena;
    size_t nodes = (size_t)layout->node_count, bands = (size_t)layout->band_count, columns = 0, rows = 0;
    for (size_t b = 0; b < bands; b++) {
        columns += (size_t)layout->bands[b].columns;
        rows += (size_t)(layout->bands[b].bottom - layout->bands[b].top + 1);
    }
    graph->sizes = arena_alloc(arena, nodes * sizeof(GraphSize));
    graph->right = arena_alloc(arena, nodes * sizeof(float));
    graph->column = arena_alloc(arena, columns * sizeof(float));
    graph->row = arena_alloc(arena, rows * sizeof(float));
    graph->column_start = arena_alloc(arena, bands * sizeof(int));
    graph->row_start = arena_alloc(arena, bands * sizeof(int));
    graph->first_edge = arena_alloc(arena, bands * sizeof(int));
    graph->band_width = arena_alloc(arena, bands * sizeof(float));
    graph->band_height = arena_alloc(arena, bands * sizeof(float));
    graph->band_y = arena_alloc(arena, bands * sizeof(float));
    return !arena_failed(arena);
}

static void plan_index(Graph *graph) {
    const GraphLayout *layout = &graph->layout;
    int column = 0, row = 0, edge = 0;
    for (int b = 0; b < layout->band_count; b++) {
        graph->column_start[b] = column;
        graph->row_start[b] = row;
        column += layout->bands[b].columns;
        row += layout->bands[b].bottom - layout->bands[b].top + 1;
        graph->first_edge[b] = edge;
        while (edge < layout->edge_count && layout->nodes[layout->edges[edge].from].band == b) edge++;
    }
}

static void plan_page(Graph *graph, int first, int end) {
    graph->first_band = first;
    graph->end_band = end;
    graph->page_width = 1;
    graph->page_height = 0;
    for (int b = first; b < end; b++) {
        graph->page_width = fmaxf(graph->page_width, graph->band_width[b]);
        graph->band_y[b] = graph->page_height + (b > first ? BAND_GAP : 0);
        graph->page_height = graph->band_y[b] + graph->band_height[b];
    }
    graph->page_height = fmaxf(graph->page_height, 1);
}

static float plan_fit(const Graph *graph) {
    return fminf(graph->area.w / graph->page_width, graph->area.h / graph->page_height);
}

/* A way to lay the graph out, and the size in pixels of a unit that it leads to. */
typedef struct Plan {
    int columns; /* operations of a band, 0: all */
    int density;
    bool collapse, flat;
    float unit;
} Plan;

/* Lays everything out anew; plan->unit becomes what then fits. */
static bool plan_try(Graph *graph, Plan *plan) {
    layout_free(&graph->layout);
    LayoutWish wish = {
        .columns = plan->columns, .collapse = plan->collapse, .flat = plan->flat, .focus = graph->focus};
    if (!layout_make(&graph->layout, graph->view->program, wish)) return false;
    if (!plan_reserve(graph)) return false;
    plan_index(graph);
    graph->density = &graph_densities[plan->density];
    graph_measure_nodes(graph);
    if (!graph_place_bands(graph)) return false;
    plan_page(graph, 0, graph->layout.band_count);
    graph->unit = plan->unit = plan_fit(graph);
    return true;
}

static int plan_operations(const Graph *graph) {
    int operations = 0;
    for (int b = 0; b < graph->layout.band_count; b++) operations += graph->layout.bands[b].operations;
    return operations;
}

/* Tries another plan, and takes it where it is so much better than the best so far. */
static bool plan_compare(Graph *graph, Plan other, float better, Plan *best) {
    if (!plan_try(graph, &other)) return false;
    if (other.unit > best->unit * better) *best = other;
    return true;
}

/* One band, the same denser, and as many bands as should make the graph largest. Hopeless plans are not
   tried. */
static bool plan_bands(Graph *graph, float wanted, bool collapse, Plan *best) {
    float ratio = 1, hope = wanted;
    for (int density = 0; density < GRAPH_DENSITIES && best->unit < wanted; density++) {
        Plan plan = {.collapse = collapse, .density = density};
        if (!plan_compare(graph, plan, 1.02f, best)) return false;
        if (collapse && !graph->layout.collapsed) return true;
        float wide = graph->area.w / graph->page_width, high = graph->area.h / graph->page_height;
        ratio = high / wide;
        hope = sqrtf(wide * high);
        if (plan.unit < wanted / 2) break;
    }
    int operations = plan_operations(graph), bands = (int)fmaxf(sqrtf(fmaxf(ratio, 1)), 2);
    for (int i = bands; i <= bands + 1 && best->unit < wanted && hope > wanted / 2; i++) {
        Plan plan = {.columns = (operations + i - 1) / i, .collapse = collapse, .density = 1};
        if (plan.columns >= 2 && !plan_compare(graph, plan, BETTER, best)) return false;
    }
    return true;
}

/* The band that holds the operation of the moment; the first one where there is none. */
static int plan_focused_band(const Graph *graph) {
    for (int i = 0; i < graph->layout.node_count; i++) {
        const GraphNode *node = &graph->layout.nodes[i];
        if (graph->focus < 0 || node->instr < 0) continue;
        int last = node->last >= 0 ? node->last : node->instr;
        if (node->instr <= graph->focus && graph->focus <= last) return node->band;
    }
    return 0;
}

/* Turns to the page of the moment: as many bands as fit at that size, from the first one on. */
static void plan_turn(Graph *graph, float unit) {
    int focused = plan_focused_band(graph), count = graph->layout.band_count;
    for (int first = 0; first < count;) {
        int end = first + 1;
        float height = graph->band_height[first];
        while (end < count && (height + BAND_GAP + graph->band_height[end]) * unit <= graph->area.h)
            height += BAND_GAP + graph->band_height[end++];
        while (end == count && first > 0 &&
               (height + BAND_GAP + graph->band_height[first - 1]) * unit <= graph->area.h)
            height += BAND_GAP + graph->band_height[--first]; /* the last page is as full as the others */
        plan_page(graph, first, end);
        if (focused < end) break;
        first = end;
    }
    graph->unit = plan_fit(graph);
}

/* Cuts the graph into pages at the least size: fewer columns where it is still too wide, and where a band is
   too high its branches are cut off. */
static bool plan_pages(Graph *graph, float least, Plan *plan) {
    float column = graph->page_width * (float)graph->layout.band_count / (float)(plan_operations(graph) + 2);
    plan->columns = (int)fmaxf(graph->area.w / least / column, 2);
    plan->density = GRAPH_DENSITIES - 1;
    graph->area.h -= graph->caption;
    for (int tries = 0; tries < 8; tries++) {
        if (!plan_try(graph, plan)) return false;
        plan_turn(graph, least);
        float wide = graph->area.w / graph->page_width, high = graph->area.h / graph->page_height;
        if (fminf(wide, high) >= least) break;
        if (wide >= least && plan->density == GRAPH_BARE) break;
        if (wide >= least && plan->flat) plan->density = GRAPH_BARE;
        if (wide >= least) plan->flat = true;
        if (wide < least)
            plan->columns =
                (int)fmaxf(fminf((float)plan->columns * wide / least, (float)plan->columns - 1), 2);
    }
    graph->unit = fminf(graph->unit, least * 1.5f);
    return true;
}

/* Columns are moved apart to use the width, and rows to use the height; the page stands in the middle. */
static void plan_spread(Graph *graph) {
    graph->wide = fminf(graph->area.w / (graph->page_width * graph->unit), 1.3f);
    float room = graph->area.h / graph->unit - graph->page_height;
    int gaps = graph->end_band - graph->first_band - 1;
    for (int b = graph->first_band; b < graph->end_band; b++)
        gaps += graph->layout.bands[b].bottom - graph->layout.bands[b].top;
    float more = gaps > 0 ? fminf(room / (float)(gaps + 1), 26) : 0, moved = 0;
    for (int b = graph->first_band; b < graph->end_band; b++) {
        int rows = graph->layout.bands[b].bottom - graph->layout.bands[b].top + 1;
        graph->band_y[b] += moved;
        for (int r = 0; r < rows; r++) graph->row[graph->row_start[b] + r] += more * (float)r;
        graph->band_height[b] += more * (float)(rows - 1);
        moved += more * (float)rows;
    }
    graph->page_height += more * (float)gaps;
    graph->page_width *= graph->wide;
}

/* The learner's zoom, about the panel's middle. */
static void plan_zoom(Graph *graph) {
    float zoom = graph->options->zoom;
    graph->unit *= zoom;
    float x = graph->area.x + graph->area.w / 2 + graph->options->pan_x;
    float y = graph->area.y + graph->area.h / 2 + graph->options->pan_y;
    graph->origin.x = x - graph->page_width * graph->unit / 2;
    graph->origin.y = y - graph->page_height * graph->unit / 2;
}

static bool plan_choose(Graph *graph) {
    float wanted = 0.95f * fminf(graph->style.unit, graph->style.text);
    float least = fmaxf(graph->style.least / GRAPH_SMALL, graph->style.unit * 0.8f);
    Plan best = {0};
    if (!plan_bands(graph, wanted, false, &best)) return false;
    if (best.unit < least && !plan_bands(graph, wanted, true, &best)) return false;
    if (!plan_try(graph, &best)) return false;
    return best.unit >= least || plan_pages(graph, least, &best);
}

bool graph_plan(Graph *graph) {
    if (!plan_choose(graph)) return false;
    float least = graph->style.least / GRAPH_SMALL;
    graph->unit = fminf(graph->unit, fmaxf(graph->style.text * MOST_UNIT, least));
    plan_spread(graph);
    plan_zoom(graph);
    return true;
}
