/* graph_edges: the lines of the graph: the value's in the one direction, its gradient's in the other beside
   it, and the pulse along those of the current step. */
#include "graph.h"

#include <math.h>

/* The border of a node where a line at distance `side` from its middle meets it. */
static float node_border(const Graph *graph, int node, float half, float side) {
    GraphKind kind = graph->layout.nodes[node].kind;
    bool round = kind == GRAPH_SOURCE || kind == GRAPH_RESULT;
    if (!round || graph->sizes[node].half_height < graph->density->node) return half;
    float radius = graph->density->node;
    return half - radius + sqrtf(radius * radius - side * side);
}

/* A box that stands for no block at all: lines pass through where it would be. */
static bool is_passage(const Graph *graph, int node) {
    return graph->layout.nodes[node].kind == GRAPH_MORE && graph->layout.nodes[node].repeats == 0;
}

static Point edge_end(const Graph *graph, int node, bool vertical, int direction, float side) {
    const GraphSize *size = &graph->sizes[node];
    Point at = graph_node_at(graph, node);
    if (is_passage(graph, node)) return at;
    float half = vertical ? node_border(graph, node, size->half_height,
                                        size->half_width > graph->density->node ? 0 : side)
                          : node_border(graph, node, size->half_width, side);
    half = (half + 1.5f) * graph->unit * (float)direction;
    if (vertical)
        at.y += half;
    else
        at.x += half;
    return at;
}

static int sign(int number) {
    return (number > 0) - (number < 0);
}

/* The middle line of an edge: up to four points. */
static int edge_middle(const Graph *graph, const GraphEdge *edge, float side, Point points[4]) {
    const GraphNode *from = &graph->layout.nodes[edge->from], *to = &graph->layout.nodes[edge->to];
    if (from->column == to->column) {
        int down = sign(to->row - from->row);
        points[0] = edge_end(graph, edge->from, true, down, side);
        points[1] = edge_end(graph, edge->to, true, -down, side);
        return 2;
    }
    int count = 0, climb = sign(edge->track - from->row), enter = sign(edge->track - to->row);
    points[count++] = edge_end(graph, edge->from, climb != 0, climb != 0 ? climb : 1, side);
    if (climb != 0) points[count++] = graph_at(graph, from->band, from->column, edge->track);
    if (enter != 0) points[count++] = graph_at(graph, to->band, to->column, edge->track);
    points[count++] = edge_end(graph, edge->to, enter != 0, enter != 0 ? enter : -1, side);
    return count;
}

/* Moves a path of horizontal and vertical pieces to its left by `side`. */
static void path_shift(Point *points, int count, float side) {
    Point shifted[4];
    for (int i = 0; i < count; i++) {
        Point by = {0, 0};
        for (int k = i > 0 ? i - 1 : 0; k <= i && k + 1 < count; k++) {
            float dx = points[k + 1].x - points[k].x, dy = points[k + 1].y - points[k].y;
            if (fabsf(dx) > fabsf(dy))
                by.y = dx > 0 ? -side : side;
            else
                by.x = dy > 0 ? side : -side;
        }
        shifted[i] = (Point){points[i].x + by.x, points[i].y + by.y};
    }
    for (int i = 0; i < count; i++) points[i] = shifted[i];
}

/* The points of a value's line, or of its gradient's (back) in that one's direction. Returns how many, 2 …
   4. */
static int edge_path(const Graph *graph, const GraphEdge *edge, bool back, Point points[4]) {
    float side = edge->gradient ? GRAPH_ARROW : 0;
    int count = edge_middle(graph, edge, side, points);
    path_shift(points, count, (back ? -side : side) * graph->unit);
    if (!back) return count;
    for (int i = 0; i < count / 2; i++) {
        Point swap = points[i];
        points[i] = points[count - 1 - i];
        points[count - 1 - i] = swap;
    }
    return count;
}

/* The tip of an arrow whose line comes from `from`; shortens the line to where the tip begins. */
static void arrow_tip(DrawList *list, Point from, Point *end, float length, Color color) {
    float dx = end->x - from.x, dy = end->y - from.y, whole = hypotf(dx, dy);
    if (whole < 1) return;
    dx /= whole;
    dy /= whole;
    float half = length * 0.42f;
    Point base = {end->x - dx * length, end->y - dy * length};
    Point tip[3] = {*end, {base.x - dy * half, base.y + dx * half}, {base.x + dy * half, base.y - dx * half}};
    draw_polygon(list, tip, 3, color);
    *end = (Point){end->x - dx * length * 0.8f, end->y - dy * length * 0.8f};
}

typedef struct Pen {
    Color color;
    float width, dash;
    bool tip;
} Pen;

/* Pieces that are level or upright lie so that both their edges are sharp. */
static void path_sharpen(Point *points, int count, float width) {
    for (int i = 0; i + 1 < count; i++) {
        bool level = fabsf(points[i + 1].x - points[i].x) > fabsf(points[i + 1].y - points[i].y);
        float at = level ? points[i].y : points[i].x, sharp = roundf(at - width / 2) + width / 2;
        if (level)
            points[i].y = points[i + 1].y = sharp;
        else
            points[i].x = points[i + 1].x = sharp;
    }
}

static void edge_line(Graph *graph, const GraphEdge *edge, bool back, Pen pen) {
    Point points[4];
    int count = edge_path(graph, edge, back, points);
    path_sharpen(points, count, pen.width);
    if (pen.tip) arrow_tip(graph->list, points[count - 2], &points[count - 1], 8.5f * graph->unit, pen.color);
    draw_line(graph->list, points, (size_t)count, pen.color, pen.width, pen.dash, pen.dash);
}

/* Whether the gradient has come over this edge in this iteration. */
static bool edge_is_back(const Graph *graph, const GraphEdge *edge) {
    int grad = graph->view->program->slots[edge->slot].grad;
    if (edge->back >= 0) return graph->view->instr >= edge->back;
    return grad >= 0 && graph->view->known[grad];
}

/* Whether the current step runs over it. */
static bool edge_is_now(const Graph *graph, const GraphEdge *edge, bool back) {
    const Instr *instr = graph_instr(graph);
    if (instr == NULL) return false;
    bool leaves = edge->slot == instr->result && graph->layout.nodes[edge->from].instr == instr->forward;
    if (instr->phase == PHASE_BACKWARD && instr->forward < 0)
        return back && edge->slot == graph->view->program->loss;
    if (instr->phase == PHASE_BACKWARD) return back ? edge->back == graph->view->instr || leaves : false;
    if (instr->phase != PHASE_FORWARD || back) return false;
    return edge->instr == graph->view->instr ||
           (edge->slot == instr->dst && graph->layout.nodes[edge->from].instr == graph->view->instr);
}

static Color edge_color(const Graph *graph, const GraphEdge *edge, bool back, bool done) {
    const Theme *theme = graph->style.theme;
    const GraphNode *from = &graph->layout.nodes[edge->from];
    bool constant = graph->view->program->slots[edge->slot].role == ROLE_CONSTANT;
    Color color = back ? theme->backward : constant || from->slot < 0 ? theme->text_dim : theme->forward;
    return done ? color : color_mix(theme->panel, color, 0.34f);
}

static void edge_draw(Graph *graph, const GraphEdge *edge, bool back) {
    const Slot *slot = &graph->view->program->slots[edge->slot];
    bool done = back ? edge_is_back(graph, edge) : graph->view->known[edge->slot];
    float line = roundf(fmaxf(1, 1.5f * graph->unit));
    bool now = edge_is_now(graph, edge, back);
    Pen pen = {edge_color(graph, edge, back, done), now ? roundf(line * 1.7f) : line,
               done ? 0 : 3.5f * graph->unit, done};
    int end = back ? edge->from : edge->to;
    GraphKind kind = graph->layout.nodes[end].kind;
    if (kind == GRAPH_EXIT || kind == GRAPH_ENTRY || is_passage(graph, end)) pen.tip = false;
    draw_mark(graph->list, back ? slot->grad : edge->slot, PART_EDGE);
    edge_line(graph, edge, back, pen);
}

/* A dot where a value's line goes to two readers. */
static void edge_fork(Graph *graph, int index) {
    const GraphEdge *edge = &graph->layout.edges[index];
    const GraphNode *from = &graph->layout.nodes[edge->from], *to = &graph->layout.nodes[edge->to];
    if (edge->track == to->row || from->column == to->column) return;
    for (int e = graph->places[from->band].edge; e < graph->layout.edge_count; e++) {
        const GraphEdge *other = &graph->layout.edges[e];
        const GraphNode *end = &graph->layout.nodes[other->to];
        if (graph->layout.nodes[other->from].band != from->band) return;
        if (other->from != edge->from || other->track != edge->track || end->column <= to->column) continue;
        Point at = graph_at(graph, to->band, to->column, edge->track);
        bool known = graph->view->known[edge->slot];
        float side = edge->gradient ? GRAPH_ARROW * graph->unit : 0;
        at.y -= side;
        at.x += edge->track < to->row ? side : -side;
        draw_disc(graph->list, at, 3 * graph->unit, edge_color(graph, edge, false, known), (Color){0}, 0);
        return;
    }
}

/* Where a band goes on below: around the end of the line and back to its start. */
static void edge_turn(Graph *graph, int band) {
    int exit = -1, entry = -1;
    for (int i = 0; i < graph->layout.node_count; i++) {
        const GraphNode *node = &graph->layout.nodes[i];
        if (node->band == band - 1 && node->kind == GRAPH_EXIT) exit = i;
        if (node->band == band && node->kind == GRAPH_ENTRY) entry = i;
    }
    if (exit < 0 || entry < 0) return;
    Point a = graph_node_at(graph, exit), b = graph_node_at(graph, entry);
    float top = graph->places[band].y, bottom = graph->places[band - 1].y + graph->places[band - 1].height;
    float y = roundf(graph->origin.y + (top + bottom) / 2 * graph->unit), out = 8 * graph->unit;
    Point points[6] = {a, {a.x + out, a.y}, {a.x + out, y}, {b.x - out, y}, {b.x - out, b.y}, b};
    Color color = color_mix(graph->style.theme->panel, graph->style.theme->forward, 0.5f);
    draw_mark(graph->list, graph->layout.nodes[entry].slot, PART_EDGE);
    draw_line(graph->list, points, 6, color, fmaxf(1.25f, 1.5f * graph->unit), 0, 0);
}

void graph_edges_draw(Graph *graph) {
    for (int now = 0; now < 2; now++)
        for (int e = 0; e < graph->layout.edge_count; e++) {
            const GraphEdge *edge = &graph->layout.edges[e];
            if (!graph_shows(graph, edge->from)) continue;
            if (edge_is_now(graph, edge, false) == (now != 0)) edge_draw(graph, edge, false);
            if (edge->gradient && edge_is_now(graph, edge, true) == (now != 0)) edge_draw(graph, edge, true);
            if (now != 0) edge_fork(graph, e);
        }
    for (int b = graph->first_band + 1; b < graph->end_band; b++)
        if (graph->layout.bands[b].carried) edge_turn(graph, b);
}

/* The pulse along the lines of the current step: into the operation, then out of it. */

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

static void flow_edge(Graph *graph, const GraphEdge *edge, bool back) {
    if (!edge_is_now(graph, edge, back)) return;
    int now = graph->view->instr;
    bool arrives =
        back ? edge->back != now : edge->instr == now; /* at the current operation; else it leaves */
    float flow = graph->options->flow, part = arrives ? flow / 0.55f : (flow - 0.45f) / 0.55f;
    if (part <= 0 || part >= 1) return;
    Point points[4], piece[5];
    int count = edge_path(graph, edge, back, points);
    float length = path_length(points, count), half = fminf(14 * graph->unit, length * 0.3f),
          middle = part * length;
    int pieces = path_piece(points, count, middle - half, middle + half, piece);
    if (pieces < 2) return;
    draw_mark(graph->list, edge->slot, PART_EDGE);
    draw_line(graph->list, piece, (size_t)pieces, graph->style.theme->now, 4 * graph->unit, 0, 0);
}

void graph_edges_draw_flow(Graph *graph) {
    if (graph->options->flow >= 1) return;
    for (int e = 0; e < graph->layout.edge_count; e++) {
        const GraphEdge *edge = &graph->layout.edges[e];
        if (!graph_shows(graph, edge->from)) continue;
        flow_edge(graph, edge, false);
        if (edge->gradient) flow_edge(graph, edge, true);
    }
}
