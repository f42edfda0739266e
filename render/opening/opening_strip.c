/* opening_strip: the graph of the first frame: what is given, the operations in their order, and the loss; no values yet.

   Nodes stand in the columns and rows of render/layout, as wide apart as the strip is. Where they would stand too near
   each other the ends of the chain are drawn, and how many operations lie between. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "render/draw/rect.h"
#include "render/layout/layout.h"
#include "render/widget/panel.h"

#define PITCH 58.0f  /* design units from column to column, at least */
#define WIDE  150.0f /* and at most */

typedef struct Strip {
    Panel panel;
    GraphLayout layout;
    int band;       /* the one that is drawn */
    int head, tail; /* columns below head, and from tail on, are drawn; head == tail: all */
    float pitch, line, half;
    Point origin; /* of column 0, row 0 */
} Strip;

static bool is_shown(const Strip *strip, const GraphNode *node) {
    return node->band == strip->band && node->kind != GRAPH_ENTRY && node->kind != GRAPH_EXIT &&
           (node->column < strip->head || node->column >= strip->tail);
}

/* What is left out between head and tail takes one column. */
static Point place_of(const Strip *strip, int column, int row) {
    int left_out = strip->tail - strip->head;
    if (column >= strip->tail && left_out > 0) column -= left_out - 1;
    return (Point){roundf(strip->origin.x + (float)column * strip->pitch),
                   roundf(strip->origin.y + (float)row * strip->line)};
}

static Point node_at(const Strip *strip, int index) {
    const GraphNode *node = &strip->layout.nodes[index];
    return place_of(strip, node->column, node->row);
}

static void write_symbol(const Strip *strip, const GraphNode *node, char *out, size_t size) {
    const Instr *instr = &strip->panel.view->program->instrs[node->instr];
    const char *symbol = program_op_symbol(instr);
    snprintf(out, size, "%s", strcmp(symbol, "^") == 0 ? "^" : symbol);
    if (strcmp(symbol, "^") != 0) return;
    if (instr->number[0] == 2 || instr->number[0] == 3)
        snprintf(out, size, "%s", instr->number[0] == 2 ? "²" : "³");
    else
        snprintf(out, size, "^%g", instr->number[0]);
}

/* Text that a node holds. */
static float text_size(const Strip *strip, float wanted, float share) {
    return roundf(fmaxf(fminf(wanted, share * strip->half), strip->panel.style.least));
}

static float name_size(const Strip *strip) {
    return text_size(strip, strip->panel.style.math, 1.2f);
}

/* Half of how wide a node is: a word in a box needs more, and so does a long name. */
static float half_width(const Strip *strip, int index) {
    const GraphNode *node = &strip->layout.nodes[index];
    const Panel *panel = &strip->panel;
    float word;
    if (node->kind == GRAPH_OPERATION) {
        char symbol[24];
        write_symbol(strip, node, symbol, sizeof symbol);
        word = fonts_width(panel->list->fonts, FONT_TEXT_MEDIUM, text_size(strip, panel->style.body, 1.1f),
                           symbol);
    } else {
        Math name;
        const FormulaStyle form = {.theme = panel->theme, .size = name_size(strip)};
        if (node->slot < 0) return strip->half;
        view_slot_math(panel->view, node->slot, &name);
        word = formula_measure(panel->list->fonts, &form, &name).width;
    }
    return fminf(fmaxf(strip->half, word / 2 + panel->style.gap), strip->pitch * 0.46f);
}

/* Leaves the node to the right on its own row, else up or down to its track; the last stretch has the arrow. */
static void draw_edge(Strip *strip, const GraphEdge *edge) {
    const GraphNode *from = &strip->layout.nodes[edge->from], *to = &strip->layout.nodes[edge->to];
    const Style *style = &strip->panel.style;
    if (!is_shown(strip, from) || !is_shown(strip, to)) return;
    if (from->column < strip->head && to->column >= strip->tail && strip->tail > strip->head) return;
    Point a = node_at(strip, edge->from), b = node_at(strip, edge->to);
    float track = place_of(strip, from->column, edge->track).y, high = strip->half;
    Point way[4] = {a, {a.x, track}, {b.x, track}, b};
    bool straight = from->column == to->column; /* up or down */
    if (edge->track == from->row && !straight)
        way[0].x += half_width(strip, edge->from);
    else
        way[0].y += (straight ? b.y : track) > a.y ? high : -high;
    if (edge->track == to->row && !straight)
        way[3].x -= half_width(strip, edge->to) + style->unit;
    else
        way[3].y += (straight ? a.y : track) > b.y ? high + style->unit : -high - style->unit;
    if (edge->track == from->row || straight) way[1] = way[0];
    if (edge->track == to->row || straight) way[2] = way[3];
    bool given = from->kind == GRAPH_SOURCE || from->kind == GRAPH_REFERENCE;
    Color ink = given ? strip->panel.theme->forward
                      : color_mix(strip->panel.theme->panel, strip->panel.theme->forward, 0.5f);
    strip->panel.list->mark = (DrawMark){edge->slot, edge->instr, PANEL_MAIN, PART_EDGE};
    draw_line(strip->panel.list, way, 4, ink, style->stroke, given ? 0 : 4 * style->unit,
              given ? 0 : 4 * style->unit);
}

static Color role_color(const Theme *theme, Role role) {
    if (role == ROLE_PARAMETER) return theme->parameter;
    return role == ROLE_LOSS ? theme->loss : role == ROLE_VALUE ? theme->forward : theme->data;
}

static void draw_operation(Strip *strip, int index, Rect box) {
    Panel *panel = &strip->panel;
    const Style *style = &panel->style;
    char symbol[24];
    float top, bottom, size = text_size(strip, style->body, 1.1f);
    write_symbol(strip, &strip->layout.nodes[index], symbol, sizeof symbol);
    draw_rect(panel->list, box, 7 * style->unit, panel->theme->panel, panel->theme->text_dim, style->stroke);
    bool sign = !(symbol[0] >= 'a' && symbol[0] <= 'z');
    if (sign) size = text_size(strip, style->title, 1.3f);
    fonts_extent(panel->list->fonts, FONT_TEXT_MEDIUM, size, symbol, &top, &bottom);
    float middle = box.y + box.h / 2;
    float baseline = sign ? roundf(middle - (top + bottom) / 2)
                          : fonts_baseline(panel->list->fonts, FONT_TEXT_MEDIUM, size, middle);
    size = fonts_fit(panel->list->fonts, FONT_TEXT_MEDIUM, size, style->least, box.w - style->gap, symbol);
    if (fonts_width(panel->list->fonts, FONT_TEXT_MEDIUM, size, symbol) > box.w) return;
    panel->list->mark.role = PART_LABEL;
    draw_text_in(panel->list, FONT_TEXT_MEDIUM, size, (Point){box.x + box.w / 2, baseline}, 0.5f, 0,
                 panel->theme->text, symbol);
}

static void draw_circle(Strip *strip, int index, Rect box) {
    const GraphNode *node = &strip->layout.nodes[index];
    Panel *panel = &strip->panel;
    const Style *style = &panel->style;
    const Role role = panel->view->program->slots[node->slot].role;
    Color ink = role_color(panel->theme, role);
    if (node->kind == GRAPH_RESULT || node->kind == GRAPH_REFERENCE)
        draw_dashed_rect(panel->list, box, box.h / 2, ink, style->stroke, 4 * style->unit, 3 * style->unit);
    else
        draw_rect(panel->list, box, box.h / 2, panel->theme->panel, ink, style->stroke);
    if (role == ROLE_PARAMETER && node->kind == GRAPH_SOURCE)
        draw_outline(panel->list, rect_inset(box, 3 * style->unit, 3 * style->unit), box.h / 2,
                     color_mix(panel->theme->panel, ink, 0.6f), style->stroke * 0.7f);
    panel->list->mark.role = PART_LABEL;
    float size = name_size(strip);
    Point middle = {box.x + box.w / 2, roundf(box.y + box.h / 2 + 0.28f * size)};
    panel_draw_name(panel->list, panel->view, panel->theme, node->slot, size, box.w - style->gap, middle,
                    role == ROLE_DATA ? panel->theme->text : ink);
}

static void draw_node(Strip *strip, int index) {
    const GraphNode *node = &strip->layout.nodes[index];
    Point at = node_at(strip, index);
    float wide = half_width(strip, index);
    Rect box = {at.x - wide, at.y - strip->half, 2 * wide, 2 * strip->half};
    if (!is_shown(strip, node) || node->slot < 0 || node->kind == GRAPH_MORE) return;
    strip->panel.list->mark = (DrawMark){node->slot, node->instr, PANEL_MAIN, PART_NODE};
    if (node->kind == GRAPH_OPERATION)
        draw_operation(strip, index, box);
    else
        draw_circle(strip, index, box);
}

/* Where columns are left out. */
static void draw_left_out(Strip *strip) {
    Panel *panel = &strip->panel;
    char text[40];
    int count = 0;
    for (int i = 0; i < strip->layout.node_count; i++) {
        const GraphNode *node = &strip->layout.nodes[i];
        count += node->kind == GRAPH_OPERATION && !is_shown(strip, node);
    }
    if (strip->tail == strip->head || count == 0) return;
    snprintf(text, sizeof text, "+%d", count);
    Point at = place_of(strip, strip->head, 0);
    at.y = fonts_baseline(panel->list->fonts, FONT_TEXT, panel->style.body, at.y);
    panel->list->mark = (DrawMark){-1, -1, PANEL_MAIN, PART_LABEL};
    draw_text_in(panel->list, FONT_TEXT, panel->style.body, at, 0.5f, 0, panel->theme->text_dim, text);
}

/* The band with the loss, its columns as wide apart as there is room. */
static void place_strip(Strip *strip, Rect room) {
    const GraphLayout *layout = &strip->layout;
    const float unit = strip->panel.style.unit;
    for (int i = 0; i < layout->node_count; i++)
        if (layout->nodes[i].kind == GRAPH_RESULT &&
            layout->nodes[i].slot == strip->panel.view->program->loss)
            strip->band = layout->nodes[i].band;
    const GraphBand *band = &layout->bands[strip->band];
    int rows = band->bottom - band->top + 1, columns = band->columns;
    int most = (int)fmaxf(3, floorf(room.w / (PITCH * fmaxf(unit, strip->panel.style.body / 14))));
    strip->head = strip->tail = columns;
    if (columns > most) {
        strip->head = (most - 1) / 2;
        strip->tail = columns - (most - 1 - strip->head);
        columns = most;
    }
    strip->pitch = fminf(room.w / (float)columns, WIDE * unit);
    strip->line = room.h / (float)rows;
    strip->half = fminf(fminf(0.34f * strip->line, 0.34f * strip->pitch), 23 * unit);
    float wide = strip->pitch * (float)columns;
    strip->origin = (Point){room.x + (room.w - wide) / 2 + strip->pitch / 2,
                            room.y + (0.5f - (float)band->top) * strip->line};
}

void opening_strip_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Strip strip = {.panel = panel_make(list, view, options)};
    style_panel(list, &strip.panel.style, PANEL_MAIN, area);
    Rect room = rect_inset(area, strip.panel.style.gap, strip.panel.style.gap);
    if (rect_empty(room)) return;
    if (!layout_make(&strip.layout, view->program,
                     (LayoutWish){.collapse = true, .flat = true, .focus = -1})) {
        list->failed = true;
        return;
    }
    if (strip.layout.band_count > 0) {
        place_strip(&strip, room);
        for (int i = 0; i < strip.layout.edge_count; i++) draw_edge(&strip, &strip.layout.edges[i]);
        for (int i = 0; i < strip.layout.node_count; i++) draw_node(&strip, i);
        draw_left_out(&strip);
    }
    layout_free(&strip.layout);
}
