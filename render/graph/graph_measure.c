/* graph_measure: how much room each node and what is written at it take, in units. */
#include "graph.h"
#include "render/widget/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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
    switch (node->kind) {
    case GRAPH_OPERATION:
        measure_box(graph, node, size);
        break;
    case GRAPH_MORE:
        measure_more(graph, size);
        break;
    case GRAPH_ENTRY:
    case GRAPH_EXIT:
        size->density = graph->density;
        size->half_width = size->half_height = 3;
        break;
    case GRAPH_SOURCE:
    case GRAPH_RESULT:
    case GRAPH_REFERENCE:
        if (is_constant(graph, node))
            measure_constant(graph, node, size);
        else
            size->half_width = fmaxf(graph->density->node, measure_name(graph, node->slot) / 2 + 8);
        break;
    }
}

/* A value's name does not stand at its line where it stands in a circle at one of the line's ends. */
static void measure_label(const Graph *graph, const GraphNode *node, GraphSize *size) {
    const Slot *slot = &graph->view->program->slots[node->slot];
    char shape[32];
    size->scalar = slot->rows == 1 && slot->cols == 1;
    size->gradient = slot->grad >= 0;
    number_shape(slot, shape, sizeof shape);
    size->shape = measure_text(graph->list->fonts, FONT_NUMBER, GRAPH_SMALL, shape);
    if (size->scalar) size->shape = number_width(graph->list->fonts, MEASURED_AT) / MEASURED_AT * GRAPH_SMALL;
    if (slot->named && node->kind != GRAPH_SOURCE && !size->ends)
        size->name = measure_name(graph, node->slot);
    if (size->gradient && slot->named && slot->role != ROLE_LOSS)
        size->back = measure_name(graph, slot->grad);
}

void graph_measure_nodes(Graph *graph) {
    for (int e = 0; e < graph->layout.edge_count; e++) {
        const GraphEdge *edge = &graph->layout.edges[e];
        if (graph->layout.nodes[edge->to].kind == GRAPH_RESULT) graph->sizes[edge->from].ends = true;
    }
    for (int i = 0; i < graph->layout.node_count; i++) {
        GraphNode *node = &graph->layout.nodes[i];
        measure_node(graph, node, &graph->sizes[i]);
        if (is_constant(graph, node)) node->label = LABEL_NONE;
        if (node->label != LABEL_NONE) measure_label(graph, node, &graph->sizes[i]);
    }
}
