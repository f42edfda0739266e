/* graph_labels: at each value its name, its plot, the chosen element's number, and those of its gradient.

     on a line     z  +0.441       beside a node
                  ┌────────┐             ▂▄█▂
                  │ ╲  ╱   │       (W)   +0.86
                  └────────┘             ▄▂█▄
                  ────────▶
                  ◀────────
                  ┌────────┐
                  │ ╱╲╱╲   │
                  └────────┘
                   ∂L/∂z */
#include "graph.h"

#include <math.h>

#include "render/edge/edge.h"
#include "render/widget/number.h"
#include "render/widget/other.h"

#define DIGIT     0.74f /* height of a digit, of its em */
#define NAME_UP   16.0f /* of a name over its baseline */
#define NAME_DOWN 6.0f  /* and under it */
#define NEAR      5.0f  /* between a plot and its text, and between things beside each other */
#define COMMA     5.0f  /* and of a number under it */
#define FRAME     8.0f  /* what the frame of the moment takes around a number */
#define END_WIDTH 60.0f /* of the last edge, where a number stands over it and the circle */
#define LEAD      23.0f /* from a baseline of numbers to the next */
#define BOX_AIR   6.0f  /* between a box and the plots above and below it */

static GraphLabelPlace label_nothing(const GraphSize *size) {
    GraphLabelPlace place = {.above = size->half_height, .below = size->half_height};
    place.name = place.back = place.number = place.back_number = NAN;
    return place;
}

/* Name and number of a value that is one number, above the boxes and below them. */
static GraphLabelPlace label_scalar(const GraphSize *size) {
    GraphLabelPlace place = label_nothing(size);
    float node = size->density->node + BOX_AIR + 3, digit = DIGIT * GRAPH_FIGURE;
    bool ends =
        size->cells > 0; /* right-aligned with the circle at the end, clear of what comes to the operation */
    place.width = ends ? END_WIDTH : fmaxf(size->number, fmaxf(size->name, size->back));
    place.number_x = place.back_number_x = ends ? END_WIDTH : 0;
    place.number = -node;
    place.above = node + digit + FRAME;
    if (size->name > 0) {
        place.name = -place.above - NAME_DOWN;
        place.above = -place.name + NAME_UP;
    }
    if (!size->gradient) return place;
    place.back_number = node + digit;
    place.below = place.back_number + FRAME;
    if (size->back > 0) {
        place.back = place.below + NAME_UP;
        place.below = place.back + NAME_DOWN;
    }
    return place;
}

/* Between two columns, plots and texts clear of the boxes: they may be as wide as the columns are apart. */
static GraphLabelPlace label_on_line(const GraphSize *size) {
    if (size->folded) return label_nothing(size);
    if (size->scalar) return label_scalar(size);
    GraphLabelPlace place = label_nothing(size);
    const GraphDensity *density = size->density;
    float node = density->node + BOX_AIR, half = density->plot / 2;
    place.width = fmaxf(density->plot, fmaxf(size->name, size->back));
    place.plot = (Rect){-half, -node - density->high, density->plot, density->high};
    float text = place.plot.y - NAME_DOWN - 3;
    bool both = size->name == 0 || size->name + NEAR + size->number <= density->plot;
    if (size->name > 0) place.name = text;
    if (both) place.number = text;
    place.name_x = fminf(-half + size->name / 2, 0);
    place.number_x = half;
    place.above = -text + (size->name > 0 ? NAME_UP : DIGIT * GRAPH_SMALL);
    if (!size->gradient) return place;
    place.back_plot = (Rect){-half, node, density->plot, density->back};
    float below = node + density->back + NEAR + NAME_UP;
    bool fits = size->back == 0 || size->back + NEAR + size->number <= density->plot;
    if (size->back > 0) place.back = below;
    if (fits) place.back_number = size->back > 0 ? below : node + density->back + NEAR + DIGIT * GRAPH_SMALL;
    place.back_x = fits ? -half + size->back / 2 : 0;
    place.back_number_x = half;
    place.below = node + density->back;
    if (fits) place.below = place.back_number + COMMA;
    if (size->back > 0) place.below = below + NAME_DOWN;
    return place;
}

/* To the right of a node: the value's plot, its number, and the gradient's plot below each other. */
static GraphLabelPlace label_beside(const Slot *slot, const GraphSize *size) {
    GraphLabelPlace place = label_nothing(size);
    place.x = size->half_width + NEAR;
    bool few = slot->rows * slot->cols <= 2;
    place.width = fmaxf(size->density->side, size->number);
    if (size->scalar) {
        place.number = size->gradient ? -3 : DIGIT * GRAPH_SMALL / 2;
        place.number_x = place.back_number_x = place.width / 2;
        if (size->gradient) place.back_number = place.number + LEAD;
        place.below = fmaxf(place.below, size->gradient ? place.back_number + 5 : 0);
        return place;
    }
    if (slot->role == ROLE_VALUE) { /* a result that nothing reads */
        place.width = size->density->plot;
        place.plot = (Rect){-place.width / 2, -size->density->high / 2, place.width, size->density->high};
        place.above = place.below = size->density->high / 2;
        return place;
    }
    float half = place.width / 2, high = few ? 1.8f * GRAPH_SIDE_H : GRAPH_SIDE_H,
          digit = DIGIT * GRAPH_SMALL;
    bool numbered = slot->role == ROLE_PARAMETER && !few;
    float whole = high + (numbered ? digit + 2 * NEAR : 0) + (size->gradient ? high + NEAR : 0),
          top = -whole / 2;
    if (top < -size->half_height) top = -size->half_height;
    place.plot = (Rect){-half, top, place.width, high};
    float y = top + high;
    if (numbered) {
        y += NEAR + digit;
        place.number = y;
        place.number_x = half;
    }
    if (size->gradient) {
        place.back_plot = (Rect){-half, y + 1.6f * NEAR, place.width, high};
        y += 1.6f * NEAR + high;
    }
    place.above = fmaxf(place.above, -top);
    place.below = fmaxf(place.below, y);
    return place;
}

GraphLabelPlace graph_labels_place(const Slot *slot, const GraphNode *node, const GraphSize *size) {
    if (node->label == LABEL_RIGHT) return label_on_line(size);
    return node->label == LABEL_NONE ? label_nothing(size) : label_beside(slot, size);
}

/* Around what the step reads or writes, and what is selected; data and parameters have a circle for that. */
static void draw_frame(Graph *graph, int slot, Rect rect, float air) {
    Role role = graph->view->program->slots[slot].role;
    if (role == ROLE_DATA || role == ROLE_PARAMETER) return;
    float grow = air * graph->unit + graph_touch_line(graph) / 2;
    float radius = 3.5f * graph->unit;
    Rect frame = rect_inset(rect, -grow, -grow);
    draw_mark(graph->list, slot, PART_HEAT);
    if (graph_draw_touch(graph, slot, frame, radius)) return;
    bool selected = graph->view->selection.slot == slot;
    if (!selected && (air > 0 || !graph->view->known[slot])) return;
    draw_outline(graph->list, frame, radius, selected ? graph->style.theme->text : graph->style.theme->border,
                 fmaxf(1, graph->unit));
}

static void draw_plot_at(Graph *graph, int slot, Rect units, Point at) {
    Rect rect = {roundf(at.x + units.x * graph->unit), roundf(at.y + units.y * graph->unit),
                 roundf(units.w * graph->unit), roundf(units.h * graph->unit)};
    Edge edge = {.list = graph->list,
                 .view = graph->view,
                 .style = &graph->style,
                 .unit = graph->unit,
                 .text = GRAPH_SMALL * graph->unit,
                 .slot = slot,
                 .area = rect};
    edge_draw(&edge);
    draw_frame(graph, slot, rect, 0);
    other_mark_heat(graph->list, graph->view, graph->style.theme, slot, rect, graph->unit);
}

static void draw_scalar_at(Graph *graph, int slot, float baseline, Point at, Color ink) {
    float size = GRAPH_FIGURE * graph->unit;
    Point middle = {at.x, at.y + baseline * graph->unit};
    Rect room = number_draw_slot(graph->list, graph->view, &graph->style, slot, size, middle, ink);
    draw_frame(graph, slot, room, 4.5f);
    other_mark_number(graph->list, graph->view, graph->style.theme, slot, room, graph->unit);
}

/* The chosen element's number, its last digit at x. Where it is not computed yet, nothing; of a single number its dashed
   outline. */
static void draw_number_at(Graph *graph, int slot, int cells, Point right, Point at, Color ink) {
    char text[40];
    int row, col;
    const Slot *what = &graph->view->program->slots[slot];
    bool scalar = what->rows == 1 && what->cols == 1;
    if (!graph->view->known[slot]) {
        float wide = 5 * fonts_advance(graph->list->fonts, FONT_NUMBER, GRAPH_SMALL * graph->unit, '0');
        float high = DIGIT * GRAPH_SMALL * graph->unit;
        Rect box = {at.x + right.x * graph->unit - wide, at.y + right.y * graph->unit - high, wide, high};
        draw_mark(graph->list, slot, PART_NUMBER);
        if (scalar) number_draw_unknown(graph->list, graph->view, &graph->style, slot, box);
        return;
    }
    view_chosen(graph->view, slot, &row, &col);
    float number = view_element(graph->view, slot, row, col);
    number_fit(graph->view->texts, (double)number, cells, text, sizeof text);
    draw_mark(graph->list, slot, PART_NUMBER);
    Point end = {roundf(at.x + right.x * graph->unit), roundf(at.y + right.y * graph->unit)};
    float size = GRAPH_SMALL * graph->unit;
    float width = draw_text_in(graph->list, FONT_NUMBER, size, end, 1, 0,
                               isfinite(number) ? ink : graph->style.theme->bad, text);
    if (!scalar) return;
    Rect room = {end.x - width, end.y - DIGIT * size, width, DIGIT * size};
    draw_frame(graph, slot, room, 4.5f);
    other_mark_number(graph->list, graph->view, graph->style.theme, slot, room, graph->unit);
}

/* A name, about x and on a baseline in units from `at`. */
static Point label_middle(const Graph *graph, float x, float baseline, Point at) {
    return (Point){at.x + x * graph->unit, roundf(at.y + baseline * graph->unit)};
}

static void draw_name_at(Graph *graph, int slot, float x, float baseline, Point at, Color ink) {
    draw_mark(graph->list, slot, PART_LABEL);
    panel_draw_name(graph->list, graph->view, graph->style.theme, slot, GRAPH_NAME * graph->unit,
                    GRAPH_NAME_MAX * graph->unit, label_middle(graph, x, baseline, at), ink);
}

/* Where x = 0 of the label is. */
static Point label_origin(const Graph *graph, int index, const GraphLabelPlace *place) {
    const GraphNode *node = &graph->layout.nodes[index];
    Point at = graph_node_at(graph, index);
    if (node->label != LABEL_RIGHT)
        at.x += (place->x + place->width / 2) * graph->unit;
    else if (node->column + 1 < graph->layout.bands[node->band].columns)
        at.x = (at.x + graph_at(graph, node->band, node->column + 1, node->row).x) / 2;
    return at;
}

/* Whether the number is not in the plot already; that of a picture's corner says nothing. */
static bool has_own_number(const Graph *graph, int index, int slot) {
    EdgeKind kind = edge_kind(graph->view, slot);
    return graph->sizes[index].scalar || (kind != EDGE_EQUAL && kind != EDGE_FEW && kind != EDGE_PICTURE);
}

static void draw_numbers(Graph *graph, int index, const GraphLabelPlace *place, Point at, Color ink) {
    const GraphSize *size = &graph->sizes[index];
    int slot = graph->layout.nodes[index].slot, grad = graph->view->program->slots[slot].grad;
    Color back = graph->style.theme->backward;
    if (size->cells == 0) {
        if (!isnan(place->number)) draw_scalar_at(graph, slot, place->number, at, ink);
        if (!isnan(place->back_number)) draw_scalar_at(graph, grad, place->back_number, at, back);
        return;
    }
    if (!isnan(place->number) && has_own_number(graph, index, slot))
        draw_number_at(graph, slot, size->cells, (Point){place->number_x, place->number}, at, ink);
    if (!isnan(place->back_number) && has_own_number(graph, index, grad))
        draw_number_at(graph, grad, size->cells == GRAPH_END_CELLS ? GRAPH_END_BACK_CELLS : size->cells,
                       (Point){place->back_number_x, place->back_number}, at, back);
}

static void draw_label(Graph *graph, int index) {
    const GraphNode *node = &graph->layout.nodes[index];
    const Slot *slot = &graph->view->program->slots[node->slot];
    const Theme *theme = graph->style.theme;
    GraphLabelPlace place = graph_labels_place(slot, node, &graph->sizes[index]);
    Point at = label_origin(graph, index, &place);
    Color ink = slot->role == ROLE_PARAMETER ? theme->parameter
                : slot->role == ROLE_LOSS    ? theme->loss
                                             : theme->forward;
    if (!isnan(place.name)) draw_name_at(graph, node->slot, place.name_x, place.name, at, ink);
    if (place.plot.w > 0) draw_plot_at(graph, node->slot, place.plot, at);
    if (place.back_plot.w > 0) draw_plot_at(graph, slot->grad, place.back_plot, at);
    draw_numbers(graph, index, &place, at, ink);
    if (!isnan(place.back)) draw_name_at(graph, slot->grad, place.back_x, place.back, at, theme->backward);
}

void graph_labels_draw(Graph *graph) {
    for (int i = 0; i < graph->layout.node_count; i++)
        if (graph->layout.nodes[i].label != LABEL_NONE && graph_shows(graph, i)) draw_label(graph, i);
}
