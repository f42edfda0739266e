/* graph_pages: under a page of a graph that is too large: how much stands before and after it, and all its
   operations as a row of marks, with the page framed, to see where one is and to go elsewhere. */
#include <math.h>
#include <stdlib.h>

#include "graph.h"

/* An operation's mark. */
typedef struct PageMark {
    int band, node;
} PageMark;

enum { MOST_MARKS = 512 };

typedef struct Rail {
    PageMark marks[MOST_MARKS];
    int count;
    float pitch, gap; /* of marks; more between two bands */
    Rect area;
} Rail;

static float draw_words(Graph *graph, float x, float align, float baseline, const char *key, int operations) {
    char text[160];
    if (operations == 0) return 0;
    text_fill(graph->view->texts, text, sizeof text, key, TEXT_INT("n", operations));
    return draw_text_in(graph->list, FONT_TEXT, graph->caption_size, (Point){x, baseline}, align,
                        graph->area.w / 2, graph->style.theme->text_dim, text);
}

/* In the order in which they are read: band after band, from left to right. */
static void add_mark(const Graph *graph, Rail *rail, int node) {
    const GraphNode *nodes = graph->layout.nodes;
    int at = rail->count++;
    for (; at > 0; at--) {
        const PageMark *before = &rail->marks[at - 1];
        bool follows = before->band < nodes[node].band ||
                       (before->band == nodes[node].band && nodes[before->node].column <= nodes[node].column);
        if (follows) break;
        rail->marks[at] = *before;
    }
    rail->marks[at] = (PageMark){nodes[node].band, node};
}

/* False where there are none, or too many to be told apart. */
static bool make_rail(const Graph *graph, Rail *rail, Rect area) {
    rail->count = 0;
    rail->area = area;
    for (int i = 0; i < graph->layout.node_count; i++) {
        if (graph->layout.nodes[i].kind != GRAPH_OPERATION) continue;
        if (rail->count == MOST_MARKS) return false;
        add_mark(graph, rail, i);
    }
    float places = (float)rail->count + 1.2f * (float)graph->layout.band_count;
    rail->pitch = floorf(fminf(area.w / places, 15 * graph->style.unit));
    rail->gap = rail->pitch * 1.2f;
    return rail->count > 0 && rail->pitch >= 3;
}

static float rail_x(const Rail *rail, int mark) {
    return rail->area.x + (float)mark * rail->pitch + (float)rail->marks[mark].band * rail->gap;
}

static void draw_page_mark(Graph *graph, const Rail *rail, int mark) {
    const Theme *theme = graph->style.theme;
    const GraphNode *node = &graph->layout.nodes[rail->marks[mark].node];
    const Instr *instr = &graph->view->program->instrs[node->instr];
    bool known = graph->view->known[node->slot], shown = graph_shows(graph, rail->marks[mark].node);
    float size = fmaxf(2, roundf(fminf(rail->pitch * 0.66f, rail->area.h * 0.62f)));
    Rect box = {roundf(rail_x(rail, mark)), roundf(rail->area.y + (rail->area.h - size) / 2), size, size};
    Color color = style_phase(theme, PHASE_FORWARD, instr->loss);
    if (!shown) color = color_mix(theme->panel, color, 0.6f);
    if (graph_node_is_now(graph, node)) color = theme->now, known = true;
    graph->list->mark = (DrawMark){node->slot, node->instr, PANEL_MAIN, PART_STEP};
    if (known)
        draw_fill(graph->list, box, size / 4, color);
    else
        draw_rect(graph->list, rect_inset(box, 0.5f, 0.5f), size / 4, theme->panel, color, 1);
}

/* A frame around the marks of the page. */
static void draw_frame(Graph *graph, const Rail *rail) {
    int first = -1, last = -1;
    for (int i = 0; i < rail->count; i++)
        if (graph_shows(graph, rail->marks[i].node)) {
            if (first < 0) first = i;
            last = i;
        }
    if (first < 0) return;
    float x = roundf(rail_x(rail, first) - rail->pitch * 0.5f),
          end = roundf(rail_x(rail, last) + rail->pitch * 1.16f);
    draw_mark(graph->list, -1, PART_NONE);
    draw_rect(graph->list, (Rect){x, roundf(rail->area.y), end - x, roundf(rail->area.h)},
              3 * graph->style.unit, color_mix(graph->style.theme->panel, graph->style.theme->faint, 0.6f),
              graph->style.theme->text_dim, graph->style.hairline);
}

void graph_pages_draw(Graph *graph, Rect area) {
    int before = graph->layout.before, after = graph->layout.after;
    for (int b = 0; b < graph->layout.band_count; b++) {
        if (b < graph->first_band) before += graph->layout.bands[b].operations;
        if (b >= graph->end_band) after += graph->layout.bands[b].operations;
    }
    if (before + after == 0) return;
    Rect strip = {area.x + graph->style.pad,
                  roundf(area.y + area.h - graph->style.pad * 0.6f - graph->caption * 0.8f),
                  area.w - 2 * graph->style.pad, graph->caption};
    float baseline = roundf(area.y + area.h - graph->style.pad * 0.6f);
    draw_mark(graph->list, -1, PART_LABEL);
    float left = draw_words(graph, strip.x, 0, baseline, "graph.before", before);
    float right = draw_words(graph, strip.x + strip.w, 1, baseline, "graph.after", after);
    Rail rail;
    Rect middle = rect_inset(strip, fmaxf(left, right) + 2 * graph->style.pad, 0);
    if (!make_rail(graph, &rail, middle)) return;
    float used = rail_x(&rail, rail.count - 1) + rail.pitch - middle.x;
    rail.area.x = roundf(middle.x + (middle.w - used) / 2);
    draw_frame(graph, &rail);
    for (int i = 0; i < rail.count; i++) draw_page_mark(graph, &rail, i);
}
