/* graph_nodes: boxes for operations, circles for data, parameters and results, and the rings of the
   moment. */
#include <math.h>
#include <stdio.h>

#include "graph.h"
#include "render/widget/panel.h"

static Rect node_rect(const Graph *graph, int index, float grow) {
    const GraphSize *size = &graph->sizes[index];
    Point at = graph_node_at(graph, index);
    float w = roundf((size->half_width + grow) * graph->unit),
          h = roundf((size->half_height + grow) * graph->unit);
    return (Rect){at.x - w, at.y - h, 2 * w, 2 * h};
}

static void node_text(Graph *graph, FontFace face, float size, Point middle, Color ink, const char *text) {
    Point at = {middle.x, fonts_baseline(graph->list->fonts, face, size, middle.y)};
    graph->list->mark.role = PART_LABEL;
    draw_text_in(graph->list, face, size, at, 0.5f, 0, ink, text);
}

/* Signs are centred by their ink: they are as good as drawings. */
static void node_sign(Graph *graph, float size, Point middle, Color ink, const char *text) {
    float top, bottom;
    fonts_extent(graph->list->fonts, FONT_TEXT_MEDIUM, size, text, &top, &bottom);
    Point at = {middle.x, roundf(middle.y - (top + bottom) / 2)};
    graph->list->mark.role = PART_LABEL;
    draw_text_in(graph->list, FONT_TEXT_MEDIUM, size, at, 0.5f, 0, ink, text);
}

static void draw_operation(Graph *graph, int index) {
    const GraphNode *node = &graph->layout.nodes[index];
    const GraphSize *size = &graph->sizes[index];
    const Theme *theme = graph->style.theme;
    bool now = graph_node_is_now(graph, node);
    float line = (now ? 2.6f : 1.5f) * graph->unit;
    Color outline = now ? theme->now : graph->view->known[node->slot] ? theme->text : theme->text_dim;
    draw_rect(graph->list, node_rect(graph, index, 0), 8 * graph->unit, theme->panel, outline,
              fmaxf(line, 1.25f));
    Point at = graph_node_at(graph, index);
    float em = size->text_size * graph->unit;
    if (size->text[1][0] != 0) {
        Point up = {at.x, at.y - 9.3f * graph->unit}, down = {at.x, at.y + 9.3f * graph->unit};
        node_text(graph, FONT_TEXT_MEDIUM, em, up, theme->text, size->text[0]);
        node_text(graph, FONT_TEXT_MEDIUM, em, down, theme->text, size->text[1]);
    } else if (size->text_size >= GRAPH_SIGN && !size->raised) {
        node_sign(graph, em, at, theme->text, size->text[0]);
    } else {
        node_text(graph, FONT_TEXT_MEDIUM, em, at, theme->text, size->text[0]);
    }
}

static void draw_more(Graph *graph, int index) {
    const GraphNode *node = &graph->layout.nodes[index];
    const Theme *theme = graph->style.theme;
    if (node->repeats == 0) return;
    Rect rect = node_rect(graph, index, 0);
    bool now = graph_node_is_now(graph, node);
    float line = fmaxf((now ? 2.6f : 1.5f) * graph->unit, 1.25f), step = 3.5f * graph->unit;
    for (int i = 2; i >= 0; i--) {
        Rect sheet = {rect.x + step * (float)i, rect.y - step * (float)i, rect.w - 2 * step, rect.h};
        Color outline = i > 0 ? theme->faint : now ? theme->now : theme->text_dim;
        draw_rect(graph->list, sheet, 8 * graph->unit, theme->panel, outline, line);
    }
    char text[40];
    text_fill(graph->view->texts, text, sizeof text, "graph.more", TEXT_INT("n", node->repeats));
    Point at = {rect.x + rect.w / 2 - step, rect.y + rect.h / 2};
    node_text(graph, FONT_TEXT_MEDIUM, GRAPH_WORD * graph->unit, at, theme->text, text);
}

static Color node_role_color(const Theme *theme, Role role) {
    if (role == ROLE_PARAMETER) return theme->parameter;
    return role == ROLE_LOSS ? theme->loss : role == ROLE_VALUE ? theme->forward : theme->data;
}

/* A name in a node. Small letters weigh it down, so it stands a little higher than a capital would. */
static void draw_name_inside(Graph *graph, int index, Color ink) {
    Point at = graph_node_at(graph, index);
    float em = GRAPH_NAME * graph->unit;
    graph->list->mark.role = PART_LABEL;
    panel_draw_name(graph->list, graph->view, graph->style.theme, graph->layout.nodes[index].slot, em,
                    GRAPH_NAME_MAX * graph->unit, (Point){at.x, roundf(at.y + em * 0.28f)}, ink);
}

static void draw_circle(Graph *graph, int index) {
    const GraphNode *node = &graph->layout.nodes[index];
    const Slot *slot = &graph->view->program->slots[node->slot];
    const Theme *theme = graph->style.theme;
    Color color = node_role_color(theme, slot->role);
    float line = fmaxf(1.25f, 1.5f * graph->unit), radius = graph->density->node * graph->unit;
    bool reference = node->kind == GRAPH_REFERENCE,
         filled = slot->role == ROLE_LOSS && node->kind == GRAPH_RESULT;
    if (reference) {
        draw_fill(graph->list, node_rect(graph, index, 0), radius, theme->panel);
        draw_dashed_rect(graph->list, node_rect(graph, index, 0), radius, color, line, 4 * graph->unit,
                         3 * graph->unit);
    } else {
        draw_rect(graph->list, node_rect(graph, index, 0), radius, filled ? color : theme->panel, color,
                  line);
    }
    if (slot->role == ROLE_PARAMETER && !reference)
        draw_outline(graph->list, node_rect(graph, index, -3.2f), radius,
                     color_mix(theme->panel, color, 0.6f), line * 0.7f);
    Color ink = slot->role == ROLE_DATA ? theme->text : color;
    draw_name_inside(graph, index, filled ? theme->on_accent : ink);
}

/* Around a circle: a ring when it is read or written, a halo when it is selected. */
static void draw_ring(Graph *graph, int index) {
    int slot = graph->layout.nodes[index].slot;
    float radius = (graph->density->node + 4.5f) * graph->unit;
    Rect ring = node_rect(graph, index, 4.5f);
    if (graph->view->selection.slot == slot)
        draw_fill(graph->list, ring, radius, color_alpha(graph->style.theme->text, 0.2f));
    graph_draw_touch(graph, slot, ring, radius);
}

static void draw_node(Graph *graph, int index) {
    const GraphNode *node = &graph->layout.nodes[index];
    const GraphSize *size = &graph->sizes[index];
    graph->list->mark = (DrawMark){node->slot, node->instr, PANEL_MAIN, PART_NODE};
    if (node->kind == GRAPH_SOURCE && size->text_size == 0) draw_ring(graph, index);
    if (node->kind == GRAPH_OPERATION)
        draw_operation(graph, index);
    else if (node->kind == GRAPH_MORE)
        draw_more(graph, index);
    else if (size->text_size > 0) /* a number of a formula */
        node_text(graph, FONT_NUMBER, size->text_size * graph->unit, graph_node_at(graph, index),
                  graph->style.theme->text, size->text[0]);
    else if (node->kind != GRAPH_ENTRY && node->kind != GRAPH_EXIT)
        draw_circle(graph, index);
}

void graph_nodes_draw(Graph *graph) {
    for (int i = 0; i < graph->layout.node_count; i++)
        if (graph_shows(graph, i)) draw_node(graph, i);
}
