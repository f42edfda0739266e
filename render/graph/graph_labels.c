/* graph_labels: writes at each value its name, shape, heat map or number, and those of its gradient. */
#include <math.h>

#include "graph.h"
#include "render/widget/versus.h"

Rect graph_line_room(const Graph *graph, int index) {
    const GraphNode *node = &graph->layout.nodes[index];
    const GraphBand *band = &graph->layout.bands[node->band];
    Point at = graph_node_at(graph, index);
    float left = at.x + graph->sizes[index].half_width * graph->unit, right = left;
    if (node->column + 1 < band->columns)
        right =
            graph_at(graph, node->band, node->column + 1, node->row).x - graph->right[index] * graph->unit;
    return (Rect){left, at.y, right - left, 0};
}

void graph_name(Graph *graph, int slot, float size, Point middle, Color ink) {
    Math math;
    view_slot_math(graph->view, slot, &math);
    FormulaStyle style = {.theme = graph->style.theme, .size = size, .ink = ink};
    style.max_width = GRAPH_NAME_MAX * graph->unit;
    FormulaSize room = formula_measure(graph->list->fonts, &style, &math);
    formula_draw(graph->list, &style, &math, (Point){roundf(middle.x - room.width / 2), middle.y});
}

/* Around what the current step reads or writes, and around what is selected; data and parameters have their
   circle for that. */
static void draw_frame(Graph *graph, int slot, Rect rect, float air) {
    Role role = graph->view->program->slots[slot].role;
    if (role == ROLE_DATA || role == ROLE_PARAMETER) return;
    Touch touch = graph_touch(graph, slot);
    Color now = graph->style.theme->now, none = {0};
    float line = fmaxf(1.5f, 2 * graph->unit), grow = air * graph->unit + line / 2;
    Rect frame = {rect.x - grow, rect.y - grow, rect.w + 2 * grow, rect.h + 2 * grow};
    float radius = 3.5f * graph->unit;
    graph->list->mark = (DrawMark){slot, -1, PANEL_MAIN, PART_HEAT};
    if (touch == TOUCH_WRITTEN)
        draw_rect(graph->list, frame, radius, none, now, line);
    else if (touch == TOUCH_READ)
        draw_dashed_rect(graph->list, frame, radius, now, line, 4 * graph->unit, 3.5f * graph->unit);
    else if (graph->view->selection.slot == slot)
        draw_rect(graph->list, frame, radius, none, graph->style.theme->text, fmaxf(1, graph->unit));
}

static void draw_heat_at(Graph *graph, int slot, Rect units, Point at) {
    Rect rect = {roundf(at.x + units.x * graph->unit), roundf(at.y + units.y * graph->unit),
                 roundf(units.w * graph->unit), roundf(units.h * graph->unit)};
    heat_draw(graph->list, graph->view, &graph->style, PANEL_MAIN, slot, rect);
    draw_frame(graph, slot, rect, 1.5f);
    versus_mark_heat(graph->list, graph->view, graph->style.theme, slot, rect, graph->unit);
}

static void draw_number_at(Graph *graph, int slot, float baseline, Point at, Color ink) {
    float size = GRAPH_SMALL * graph->unit;
    Point middle = {at.x, at.y + baseline * graph->unit};
    Rect room =
        number_slot_draw(graph->list, graph->view, &graph->style, PANEL_MAIN, slot, size, middle, ink);
    draw_frame(graph, slot, room, 2);
    versus_mark_number(graph->list, graph->view, graph->style.theme, slot, room, graph->unit);
}

static void draw_shape_at(Graph *graph, int slot, float x, float baseline, Point at) {
    char text[32];
    shape_text(&graph->view->program->slots[slot], text, sizeof text);
    graph->list->mark = (DrawMark){slot, -1, PANEL_MAIN, PART_LABEL};
    Point middle = {at.x + x * graph->unit, roundf(at.y + baseline * graph->unit)};
    draw_text_in(graph->list, FONT_NUMBER, GRAPH_SMALL * graph->unit, middle, 0.5f, 0,
                 graph->style.theme->text_dim, text);
}

static void draw_name_at(Graph *graph, int slot, float x, float baseline, Point at, Color ink) {
    graph->list->mark = (DrawMark){slot, -1, PANEL_MAIN, PART_LABEL};
    Point middle = {at.x + x * graph->unit, roundf(at.y + baseline * graph->unit)};
    graph_name(graph, slot, GRAPH_NAME * graph->unit, middle, ink);
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
    GraphLabelPlace place = graph_label_place(slot, node, &graph->sizes[index]);
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

void graph_draw_labels(Graph *graph) {
    for (int i = 0; i < graph->layout.node_count; i++)
        if (graph->layout.nodes[i].label != LABEL_NONE && graph_shows(graph, i)) draw_label(graph, i);
}
