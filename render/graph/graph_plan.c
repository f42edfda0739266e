/* graph_plan: measures what stands in the graph, in units, puts it as near together as may be, and makes it as large as
   its panel allows: in one line, in several, with repeated blocks drawn once, or, where that does not help, a page of it
   at the smallest size that can be read. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "graph.h"
#include "render/edge/edge.h"
#include "render/widget/number.h"

/* How much room each node and what is written at it take. */

/* A small power as it is written behind a base: 2 as ², −1 as ⁻¹; others as ^0.5. */
static void symbol_power(double power, char *out, size_t size) {
    static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%g", power);
    if (strspn(digits, "-0123456789") != (size_t)length || length > 3) {
        snprintf(out, size, "^%.16s", digits);
        return;
    }
    size_t used = 0;
    out[0] = 0;
    for (const char *at = digits; *at != 0 && used + 4 < size; at++)
        used += (size_t)snprintf(out + used, size - used, "%s", *at == '-' ? "⁻" : raised[*at - '0']);
}

/* A sign, a short word, or a long one broken after an underscore: cross_ / entropy. */
static void measure_symbol(const Instr *instr, GraphSize *size) {
    const char *symbol = program_op_symbol(instr);
    bool power = program_op_is(instr, OP_POWER);
    const char *under = strchr(symbol, '_');
    size->text[1][0] = 0;
    if (power) {
        symbol_power(instr->number[0], size->text[0], sizeof size->text[0]);
    } else if (strlen(symbol) > 8 && under != NULL) {
        snprintf(size->text[0], sizeof size->text[0], "%.*s", (int)(under + 1 - symbol), symbol);
        snprintf(size->text[1], sizeof size->text[1], "%s", under + 1);
    } else {
        snprintf(size->text[0], sizeof size->text[0], "%s", symbol);
    }
    bool word = symbol[0] >= 'a' && symbol[0] <= 'z';
    size->raised = power;
    bool dot = strcmp(symbol, "·") == 0;
    size->text_size = word ? GRAPH_WORD : dot ? 2 * GRAPH_SIGN : GRAPH_SIGN;
}

/* Text is measured large and its width scaled; 2 % more, since glyphs are placed on quarters of pixels. */
#define MEASURED_AT 64.0f
#define SLACK       1.02f

static float measure_text(Fonts *fonts, FontFace face, float size, const char *text) {
    return fonts_width(fonts, face, MEASURED_AT, text) / MEASURED_AT * size * SLACK;
}

static float measure_name(const Graph *graph, int slot) {
    if (graph->names[slot] > 0) return graph->names[slot];
    Math math;
    view_slot_math(graph->view, slot, &math);
    FormulaStyle style = {.theme = graph->style.theme, .size = MEASURED_AT};
    float width = formula_measure(graph->list->fonts, &style, &math).width / MEASURED_AT * GRAPH_NAME * SLACK;
    return graph->names[slot] = fminf(width, GRAPH_NAME_MAX);
}

static void measure_box(const Graph *graph, const GraphNode *node, GraphSize *size) {
    measure_symbol(&graph->view->program->instrs[node->instr], size);
    for (int i = 0; i < 2; i++) {
        float text = measure_text(graph->list->fonts, FONT_TEXT_MEDIUM, size->text_size, size->text[i]);
        size->half_width = fmaxf(size->half_width, text / 2 + 8);
    }
    if (size->text[1][0] != 0) size->half_height = graph->density->node + 4;
}

/* A number of a formula stands there as it is. */
static void measure_constant(const Graph *graph, const GraphNode *node, GraphSize *size) {
    float number = view_element(graph->view, node->slot, 0, 0);
    text_number(graph->view->texts, size->text[0], sizeof size->text[0], (double)number, false);
    if (number == roundf(number) && fabsf(number) < 10000) {
        bool minus = number < 0;
        snprintf(size->text[0], sizeof size->text[0], "%s%.0f", minus ? "−" : "", (double)fabsf(number));
    }
    size->text_size = GRAPH_SMALL + 2;
    size->half_width = measure_text(graph->list->fonts, FONT_NUMBER, size->text_size, size->text[0]) / 2 + 3;
    size->half_height = 10;
}

/* As wide as for all blocks at once, so that nothing moves when another block is the one drawn. */
static void measure_more(const Graph *graph, GraphSize *size) {
    char text[40];
    int repeats = 0;
    for (int i = 0; i < graph->layout.node_count; i++)
        if (graph->layout.nodes[i].kind == GRAPH_MORE) repeats += graph->layout.nodes[i].repeats;
    text_fill(graph->view->texts, text, sizeof text, "graph.more", TEXT_INT("n", repeats));
    size->half_width = measure_text(graph->list->fonts, FONT_TEXT_MEDIUM, GRAPH_WORD, text) / 2 + 14;
    size->half_height = graph->density->node + 4;
}

static bool is_constant(const Graph *graph, const GraphNode *node) {
    if (node->slot < 0) return false;
    const Slot *slot = &graph->view->program->slots[node->slot];
    return slot->role == ROLE_CONSTANT && slot->rows == 1 && slot->cols == 1;
}

static void measure_node(const Graph *graph, const GraphNode *node, GraphSize *size) {
    size->density = graph->density;
    size->half_width = size->half_height = graph->density->node;
    if (node->kind == GRAPH_OPERATION)
        measure_box(graph, node, size);
    else if (node->kind == GRAPH_MORE)
        measure_more(graph, size);
    else if (node->kind == GRAPH_ENTRY || node->kind == GRAPH_EXIT)
        size->half_width = size->half_height = 3;
    else if (is_constant(graph, node))
        measure_constant(graph, node, size);
    else
        size->half_width = fmaxf(graph->density->node, measure_name(graph, node->slot) / 2 + 6);
}

/* A value's name does not stand at its line where it stands in a circle at one of the line's ends. */
static void measure_label(const Graph *graph, const GraphNode *node, GraphSize *size) {
    const Slot *slot = &graph->view->program->slots[node->slot];
    size->scalar = slot->rows == 1 && slot->cols == 1;
    size->gradient = slot->grad >= 0;
    bool unnamed = !slot->named && slot->role != ROLE_LOSS;
    size->folded = node->label == LABEL_RIGHT &&
                   (edge_kind_is_axis(graph->view, node->slot) || (graph->density->folded && unnamed));
    if (size->folded) return;
    float cell = fonts_advance(graph->list->fonts, FONT_NUMBER, MEASURED_AT, '0') / MEASURED_AT;
    size->cells = node->label != LABEL_RIGHT ? graph->density->cells : GRAPH_CELLS;
    if (size->scalar)
        size->cells = size->ends ? GRAPH_END_CELLS : node->label != LABEL_RIGHT ? GRAPH_CELLS : 0;
    size->number = size->cells > 0 ? (float)size->cells * cell * GRAPH_SMALL * SLACK
                                   : NUMBER_CELLS * cell * GRAPH_FIGURE;
    if (slot->named && node->kind != GRAPH_SOURCE && !size->ends)
        size->name = measure_name(graph, node->slot);
    if (size->gradient && slot->named && slot->role != ROLE_LOSS && !graph->density->bare)
        size->back = measure_name(graph, slot->grad);
}

static void measure_nodes(Graph *graph) {
    for (int e = 0; e < graph->layout.edge_count; e++) {
        const GraphEdge *edge = &graph->layout.edges[e];
        if (graph->layout.nodes[edge->to].kind != GRAPH_RESULT) continue;
        graph->sizes[edge->from].ends = true;
        const Slot *slot = &graph->view->program->slots[edge->slot];
        if (slot->role != ROLE_VALUE || slot->rows * slot->cols == 1 || slot->grad >= 0) continue;
        graph->layout.nodes[edge->to].label = LABEL_BESIDE; /* right of the circle there is room */
        graph->layout.nodes[edge->from].label = LABEL_NONE;
    }
    for (int i = 0; i < graph->layout.node_count; i++) {
        GraphNode *node = &graph->layout.nodes[i];
        measure_node(graph, node, &graph->sizes[i]);
        if (is_constant(graph, node)) node->label = LABEL_NONE;
        if (node->label != LABEL_NONE) measure_label(graph, node, &graph->sizes[i]);
    }
}

/* How far apart the columns and rows of a band must stand so that nothing in it overlaps.

   Across, a band is a row of places: each column's middle, and the room between it and the next. Rows are
   stacked like a skyline: each as high as what lies below it in any place allows. */

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
    bool line = node->label == LABEL_RIGHT && !size->folded; /* over the halves of the boxes at both ends */
    skyline_mark(sky, node->row, line ? place : place + 1, line ? place + 2 : place + 1, label.above,
                 label.below);
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
    for (int e = graph->places[band].edge; e < graph->layout.edge_count; e++) {
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

#define RING 5.0f /* around the circle of what is read or written */

/* How far a node and what is written at it reach from its column's middle. */
static float node_reach(const Graph *graph, int index, bool right) {
    const GraphNode *node = &graph->layout.nodes[index];
    const GraphSize *size = &graph->sizes[index];
    if (node->label != LABEL_AWAY && node->label != LABEL_BESIDE) return size->half_width;
    if (!right) return size->half_width + RING;
    GraphLabelPlace label = graph_labels_place(&graph->view->program->slots[node->slot], node, size);
    return label.x + label.width;
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
    return fmaxf(reach + other + graph->density->wire, label.width + graph->density->gap);
}

/* The columns' middles, from the band's left. Returns the band's width. `grid`: [cell] its node, −1: none. */
static float place_columns(const Graph *graph, int band, const int *grid, float *columns) {
    const GraphBand *b = &graph->layout.bands[band];
    float first = 0, last = 0;
    for (int c = 0; c < b->columns; c++) columns[c] = 0;
    for (int r = 0; r <= b->bottom - b->top; r++)
        for (int c = 0; c < b->columns; c++) {
            const int *cell = &grid[r * b->columns + c];
            if (c == 0 && *cell >= 0) first = fmaxf(first, node_reach(graph, *cell, false));
            if (c + 1 == b->columns && *cell >= 0) last = fmaxf(last, node_reach(graph, *cell, true));
            if (c + 1 == b->columns || (cell[0] < 0 && cell[1] < 0)) continue;
            columns[c + 1] = fmaxf(columns[c + 1], column_need(graph, cell[0], cell[1]));
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
    for (int e = graph->places[band].edge; e < graph->layout.edge_count; e++) {
        if (!is_in_band(graph, &graph->layout.edges[e], band)) break;
        skyline_mark_edge(&sky, graph, &graph->layout.edges[e]);
    }
    graph->places[band].width = place_columns(graph, band, grid, graph->column + graph->places[band].column);
    graph->places[band].height = place_rows(graph, band, &sky, graph->row + graph->places[band].row);
    return true;
}

static bool place_bands(Graph *graph) {
    for (int first = 0; first < graph->layout.node_count;) {
        int band = graph->layout.nodes[first].band, end = first;
        while (end < graph->layout.node_count && graph->layout.nodes[end].band == band) end++;
        if (!place_band_at(graph, band, first, end)) return false;
        first = end;
    }
    return true;
}

/* The largest way to lay it out. */

#define BAND_GAP   24.0f  /* between two bands, units: the line from one to the next runs there */
#define BETTER     1.12f  /* how much larger more bands must make the graph to be worth their turns */
#define LEAST_UNIT 0.932f /* of a design unit: small text is then 2.2 % of the height */
#define MOST_UNIT  1.3f   /* of a design unit of text: a small graph is no poster */

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
    graph->column = arena_alloc(arena, columns * sizeof(float));
    graph->row = arena_alloc(arena, rows * sizeof(float));
    graph->places = arena_alloc(arena, bands * sizeof(GraphPlace));
    return !arena_failed(arena);
}

static void plan_index(Graph *graph) {
    const GraphLayout *layout = &graph->layout;
    int column = 0, row = 0, edge = 0;
    for (int b = 0; b < layout->band_count; b++) {
        graph->places[b].column = column;
        graph->places[b].row = row;
        column += layout->bands[b].columns;
        row += layout->bands[b].bottom - layout->bands[b].top + 1;
        graph->places[b].edge = edge;
        while (edge < layout->edge_count && layout->nodes[layout->edges[edge].from].band == b) edge++;
    }
}

static void plan_page(Graph *graph, int first, int end) {
    graph->first_band = first;
    graph->end_band = end;
    graph->page_width = 1;
    graph->page_height = 0;
    for (int b = first; b < end; b++) {
        graph->page_width = fmaxf(graph->page_width, graph->places[b].width);
        graph->places[b].y = graph->page_height + (b > first ? BAND_GAP : 0);
        graph->page_height = graph->places[b].y + graph->places[b].height;
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
    measure_nodes(graph);
    if (!place_bands(graph)) return false;
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
        if (graph->unit < wanted / 2) break;
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
        float height = graph->places[first].height;
        while (end < count && (height + BAND_GAP + graph->places[end].height) * unit <= graph->area.h)
            height += BAND_GAP + graph->places[end++].height;
        while (end == count && first > 0 &&
               (height + BAND_GAP + graph->places[first - 1].height) * unit <= graph->area.h)
            height += BAND_GAP + graph->places[--first].height; /* the last page is as full as the others */
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
        graph->places[b].y += moved;
        for (int r = 0; r < rows; r++) graph->row[graph->places[b].row + r] += more * (float)r;
        graph->places[b].height += more * (float)(rows - 1);
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
    float least = fmaxf(graph->style.least / GRAPH_SMALL, graph->style.unit * LEAST_UNIT);
    Plan best = {0};
    if (!plan_bands(graph, wanted, false, &best)) return false;
    if (best.unit < least && !plan_bands(graph, wanted, true, &best)) return false;
    if (!plan_try(graph, &best)) return false;
    return best.unit >= least || plan_pages(graph, least, &best);
}

/* Everything where it stands with another density, the size of a unit kept. */
static bool plan_again(Graph *graph, const GraphDensity *density) {
    graph->density = density;
    measure_nodes(graph);
    if (!place_bands(graph)) return false;
    plan_page(graph, 0, graph->layout.band_count);
    return true;
}

#define MOST_HIGH 1.2f /* of their width: a plot of a value, and of a gradient */
#define MOST_BACK 1.0f

/* Plots of a graph of one band take up the height that is left, where that costs no width. */
static bool plan_grow(Graph *graph) {
    const GraphDensity *density = graph->density;
    float room = graph->area.h / graph->unit - graph->page_height;
    if (graph->layout.band_count != 1 || room < density->air) return true;
    graph->grown = *density;
    graph->grown.high = fmaxf(fminf(density->high + room * 0.48f, density->plot * MOST_HIGH), density->high);
    graph->grown.back = fmaxf(fminf(density->back + room * 0.44f, density->plot * MOST_BACK), density->back);
    if (!plan_again(graph, &graph->grown)) return false;
    return plan_fit(graph) >= graph->unit || plan_again(graph, density);
}

bool graph_plan(Graph *graph) {
    if (!plan_choose(graph)) return false;
    float least = graph->style.least / GRAPH_SMALL;
    graph->unit = fminf(graph->unit, fmaxf(graph->style.text * MOST_UNIT, least));
    if (!plan_grow(graph)) return false;
    plan_spread(graph);
    plan_zoom(graph);
    return true;
}
