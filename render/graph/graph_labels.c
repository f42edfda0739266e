/* graph_labels: at each value its name, shape, heat map or number, and those of its gradient.

     on a line        name            away from a node   (W)             beside a node
                     100×10                              1×10                   100×1
                     ▒▒▒▒▒▒                             ▒▒▒▒▒▒             (y)  ▒▒▒▒▒▒
                    ────────▶                           ▒▒▒▒▒▒
                    ◀────────                          ∂L/∂W
                     ▒▒▒▒▒▒
                     ∂L/∂z */
#include "graph.h"
#include "render/widget/heat.h"
#include "render/widget/number.h"

#include <math.h>

#include "render/widget/other.h"

#define FIGURE    9.0f  /* height of a digit in small text */
#define LEAD      18.0f /* from a baseline of small text to the next */
#define NAME_UP   12.0f /* of a name over its baseline */
#define NAME_DOWN 5.0f  /* and under it */
#define NEAR      5.0f  /* between a heat map and its text */
#define RING_AIR  1.0f  /* more where the ring of what is now would touch a letter … */
#define SCRIPT    3.0f  /* … or an index */
#define LINE_AIR  6.0f  /* between an arrow and a heat map */

static GraphLabelPlace label_nothing(const GraphSize *size) {
    GraphLabelPlace place = {.above = size->half_height, .below = size->half_height};
    place.name = place.shape = place.back = place.number = place.back_number = NAN;
    return place;
}

/* Between two columns. Numbers stand above the boxes, since they may be wider than the room between two. */
static GraphLabelPlace label_on_line(const GraphSize *size) {
    GraphLabelPlace place = label_nothing(size);
    float up = GRAPH_ARROW + LINE_AIR, edge;
    bool one_line = size->density->brief && !size->density->bare && size->name > 0 && !size->scalar;
    float text = one_line ? size->name + NEAR + size->shape : fmaxf(size->name, size->shape);
    place.width = fmaxf(text, size->back);
    if (size->scalar) {
        place.number = -(size->density->node + 6);
        edge = place.number - FIGURE;
    } else {
        place.heat = (Rect){-size->density->heat / 2, -up - GRAPH_HEAT_H, size->density->heat, GRAPH_HEAT_H};
        place.shape = size->density->bare ? NAN : place.heat.y - NEAR - (one_line ? SCRIPT : 0);
        edge = size->density->bare ? place.heat.y : place.shape - FIGURE;
    }
    if (one_line) {
        place.name = place.shape;
        place.name_x = (size->name - text) / 2;
        place.shape_x = (text - size->shape) / 2;
        edge = place.name - NAME_UP;
    } else if (size->name > 0) {
        place.name = edge - NEAR - 2 - (size->scalar ? RING_AIR : 0);
        edge = place.name - NAME_UP;
    }
    place.above = -edge;
    place.below = GRAPH_ARROW + 3;
    if (!size->gradient) return place;
    if (size->scalar) {
        place.back_number = place.below = size->density->node + 6 + FIGURE;
    } else {
        place.back_heat = (Rect){-size->density->heat / 2, up, size->density->heat, GRAPH_HEAT_H};
        place.below = up + GRAPH_HEAT_H;
    }
    if (size->back > 0) {
        place.back = place.below + NAME_UP + 3 + RING_AIR;
        place.below = place.back + NAME_DOWN;
    }
    return place;
}

/* Value and gradient in a row, each under its text; numbers in a column. x counts from the middle. */
static GraphLabelPlace label_beside(const GraphSize *size) {
    GraphLabelPlace place = label_nothing(size);
    float half = size->gradient ? (GRAPH_STACK_W - 4) / 2 : size->density->heat;
    float left = fmaxf(half, size->shape), right = fmaxf(half, size->back);
    place.x = size->half_width + 8;
    if (size->scalar) {
        place.width = fmaxf(size->shape, size->back);
        place.number = size->gradient ? -1 : FIGURE / 2;
        if (size->gradient) place.back_number = place.number + LEAD - 2;
        return place;
    }
    place.width = left + (size->gradient ? NEAR + right : 0);
    place.shape = -NEAR - SCRIPT;
    place.shape_x = (left - place.width) / 2;
    place.heat = (Rect){place.shape_x - half / 2, 0, half, size->density->node};
    if (!size->gradient) return place;
    place.back_x = (place.width - right) / 2;
    place.back_heat = (Rect){place.back_x - half / 2, 0, half, size->density->node};
    if (size->back > 0) place.back = place.shape;
    return place;
}

/* Heat maps of the value and its gradient: those of a row flat in a column, others side by side. */
static float label_stack_heats(const Slot *slot, const GraphSize *size, float y, GraphLabelPlace *place) {
    float half = (GRAPH_STACK_W - 4) / 2, flat = (GRAPH_STACK_H - 3) / 2;
    if (slot->rows == 1) {
        place->heat = (Rect){-GRAPH_STACK_W / 2, y, GRAPH_STACK_W, flat};
        if (size->gradient) place->back_heat = (Rect){-GRAPH_STACK_W / 2, y + flat + 3, GRAPH_STACK_W, flat};
        return size->gradient ? y + GRAPH_STACK_H : y + flat;
    }
    if (size->gradient) {
        place->heat = (Rect){-GRAPH_STACK_W / 2, y, half, GRAPH_STACK_H};
        place->back_heat = (Rect){4.0f / 2, y, half, GRAPH_STACK_H};
    } else {
        place->heat = (Rect){-size->density->heat / 2, y, size->density->heat, GRAPH_STACK_H};
    }
    return y + GRAPH_STACK_H;
}

/* From y downwards; returns where it ends. */
static float label_stack(const Slot *slot, const GraphSize *size, float y, GraphLabelPlace *place) {
    if (size->scalar) {
        place->number = y + FIGURE + 2;
        y = place->number;
        if (size->gradient) y = place->back_number = place->number + LEAD;
    } else {
        place->shape = size->density->bare ? NAN : y + FIGURE;
        y = label_stack_heats(slot, size, size->density->bare ? y : place->shape + NEAR, place);
    }
    if (size->back <= 0 || size->density->brief) return y;
    place->back = y + NAME_UP + (size->scalar ? 8 : 4) + RING_AIR;
    return place->back + NAME_DOWN;
}

static GraphLabelPlace label_away(const Slot *slot, const GraphNode *node, const GraphSize *size) {
    GraphLabelPlace place = label_nothing(size);
    float height = label_stack(slot, size, 0, &place);
    float top = node->away > 0 ? size->half_height + NEAR + 1 : -size->half_height - NEAR - 1 - height;
    float bottom = label_stack(slot, size, top, &place);
    place.width = fmaxf(fmaxf(size->back, size->shape), size->scalar ? 0 : GRAPH_STACK_W);
    if (node->away > 0)
        place.below = bottom;
    else
        place.above = -top;
    return place;
}

GraphLabelPlace graph_labels_place(const Slot *slot, const GraphNode *node, const GraphSize *size) {
    if (node->label == LABEL_RIGHT) return label_on_line(size);
    if (node->label == LABEL_BESIDE) return label_beside(size);
    return node->label == LABEL_AWAY ? label_away(slot, node, size) : label_nothing(size);
}

/* Around what the step reads or writes, and what is selected; data and parameters have a circle for that. */
static void draw_frame(Graph *graph, int slot, Rect rect, float air) {
    Role role = graph->view->program->slots[slot].role;
    if (role == ROLE_DATA || role == ROLE_PARAMETER) return;
    float grow = air * graph->unit + graph_touch_line(graph) / 2;
    float radius = 3.5f * graph->unit;
    Rect frame = rect_inset(rect, -grow, -grow);
    draw_mark(graph->list, slot, PART_HEAT);
    if (graph_draw_touch(graph, slot, frame, radius) || graph->view->selection.slot != slot) return;
    draw_outline(graph->list, frame, radius, graph->style.theme->text, fmaxf(1, graph->unit));
}

static void draw_heat_at(Graph *graph, int slot, Rect units, Point at) {
    Rect rect = {roundf(at.x + units.x * graph->unit), roundf(at.y + units.y * graph->unit),
                 roundf(units.w * graph->unit), roundf(units.h * graph->unit)};
    heat_draw(graph->list, graph->view, &graph->style, slot, rect);
    draw_frame(graph, slot, rect, 1.5f);
    other_mark_heat(graph->list, graph->view, graph->style.theme, slot, rect, graph->unit);
}

static void draw_number_at(Graph *graph, int slot, float baseline, Point at, Color ink) {
    float size = GRAPH_SMALL * graph->unit;
    Point middle = {at.x, at.y + baseline * graph->unit};
    Rect room = number_draw_slot(graph->list, graph->view, &graph->style, slot, size, middle, ink);
    draw_frame(graph, slot, room, 2);
    other_mark_number(graph->list, graph->view, graph->style.theme, slot, room, graph->unit);
}

/* Name or shape, about x and on a baseline in units from `at`. */
static Point label_middle(const Graph *graph, float x, float baseline, Point at) {
    return (Point){at.x + x * graph->unit, roundf(at.y + baseline * graph->unit)};
}

static void draw_shape_at(Graph *graph, int slot, float x, float baseline, Point at) {
    char text[32];
    number_shape(&graph->view->program->slots[slot], text, sizeof text);
    draw_mark(graph->list, slot, PART_LABEL);
    draw_text_in(graph->list, FONT_NUMBER, GRAPH_SMALL * graph->unit, label_middle(graph, x, baseline, at),
                 0.5f, 0, graph->style.theme->text_dim, text);
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
    if (node->label == LABEL_RIGHT) {
        Rect room = graph_line_room(graph, index);
        at.x = room.x + room.w / 2;
    } else if (node->label == LABEL_BESIDE) {
        at.x += (place->x + place->width / 2) * graph->unit;
    }
    return at;
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
    if (!isnan(place.shape)) draw_shape_at(graph, node->slot, place.shape_x, place.shape, at);
    if (place.heat.w > 0) draw_heat_at(graph, node->slot, place.heat, at);
    if (!isnan(place.number)) draw_number_at(graph, node->slot, place.number, at, ink);
    if (place.back_heat.w > 0) draw_heat_at(graph, slot->grad, place.back_heat, at);
    if (!isnan(place.back_number)) draw_number_at(graph, slot->grad, place.back_number, at, theme->backward);
    if (!isnan(place.back)) draw_name_at(graph, slot->grad, place.back_x, place.back, at, theme->backward);
}

void graph_labels_draw(Graph *graph) {
    for (int i = 0; i < graph->layout.node_count; i++)
        if (graph->layout.nodes[i].label != LABEL_NONE && graph_shows(graph, i)) draw_label(graph, i);
}
