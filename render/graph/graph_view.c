/* graph_view: the model as a graph of operations: values flow through it and gradients come back. */
#include "graph.h"

#include <stdlib.h>

/* The forward operation of the moment; for a parameter's zeroing or update, the first that reads it. */
static int graph_focus(const View *view) {
    if (view->instr < 0) return -1;
    const Program *program = view->program;
    const Instr *instr = &program->instrs[view->instr];
    if (instr->phase == PHASE_FORWARD) return view->instr;
    if (instr->forward >= 0) return instr->forward;
    int slot = program->slots[instr->dst].role == ROLE_GRADIENT ? program->slots[instr->dst].of : instr->dst;
    for (int i = 0; i < program->instr_count; i++) {
        if (program->instrs[i].phase != PHASE_FORWARD) continue;
        if (program->instrs[i].dst == slot) return i;
        for (int k = 0; k < program->instrs[i].ins; k++)
            if (program->instrs[i].in[k] == slot) return i;
    }
    return -1;
}

void graph_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Graph graph = {.list = list, .view = view, .options = options, .style = style_main(list, options, area)};
    style_panel(list, &graph.style, PANEL_MAIN, area);
    Rect inside = rect_inset(area, graph.style.hairline, graph.style.hairline);
    graph.area = rect_inset(area, graph.style.pad * 0.75f, graph.style.pad * 0.6f);
    graph.caption_size = style_bars(options, list->width, list->height).small;
    graph.caption = style_line(graph.caption_size);
    graph.focus = graph_focus(view);
    if (rect_empty(graph.area)) return;
    graph.names = calloc((size_t)view->program->slot_count + 1, sizeof *graph.names);
    if (graph.names != NULL && graph_plan(&graph)) {
        draw_clip(list, inside);
        graph_edges_draw(&graph);
        graph_edges_draw_flow(&graph);
        graph_nodes_draw(&graph);
        graph_labels_draw(&graph);
        draw_clip_end(list);
        graph_pages_draw(&graph, area);
    } else {
        list->failed = true;
    }
    layout_free(&graph.layout);
    free(graph.names);
}
