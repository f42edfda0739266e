/* layout: cuts a program's graph into bands, places each on a grid, and counts rows and columns from its
   corner. */
#include "layout.h"

#include <stdlib.h>
#include <string.h>

#include "place.h"

/* The work space, in the layout's memory. */
typedef struct Work {
    Ops ops;
    Placer placer;
    int *chain;
} Work;

/* Room for the forward instructions. An operand adds at most one node and one edge, an operation one and perhaps a
   result, a band two ends. */
static void layout_reserve(GraphLayout *layout, Work *work, const Program *program) {
    size_t ops = 4, operands = 0, slots = (size_t)program->slot_count;
    for (int i = 0; i < program->instr_count; i++) {
        if (program->instrs[i].phase != PHASE_FORWARD) continue;
        operands += (size_t)program->instrs[i].ins;
        ops++;
    }
    Arena *arena = layout->arena;
    size_t edges = operands + 4 * ops;
    layout->nodes = arena_alloc(arena, (ops + edges) * sizeof(GraphNode));
    layout->edges = arena_alloc(arena, edges * sizeof(GraphEdge));
    layout->bands = arena_alloc(arena, ops * sizeof(GraphBand));
    *work = (Work){.placer = {.program = program, .ops = &work->ops, .out = layout}};
    work->ops.at = arena_alloc(arena, ops * sizeof(LayoutOp));
    work->ops.producer = arena_alloc(arena, slots * sizeof(int));
    work->ops.first_back = arena_alloc(arena, (size_t)program->instr_count * sizeof(int));
    work->chain = arena_alloc(arena, ops * sizeof(int));
    work->placer.op_node = arena_alloc(arena, ops * sizeof(int));
    work->placer.source_node = arena_alloc(arena, slots * sizeof(int));
    work->placer.source_uses = arena_alloc(arena, slots * sizeof(int));
    work->placer.done = arena_alloc(arena, ops * sizeof(unsigned));
    work->placer.on_chain = arena_alloc(arena, ops * sizeof(bool));
}

static size_t grid_bytes(int columns) {
    return (size_t)(2 * GRID_ROWS + 1) * (size_t)columns * sizeof(Cell);
}

/* A grid has room for what follows its chain to the right. */
static int grid_columns(int count) {
    return GRID_LEFT + count + 6;
}

static void placer_begin(Placer *placer) {
    const Ops *ops = placer->ops;
    for (int s = 0; s < placer->program->slot_count; s++) placer->source_node[s] = -1;
    for (int i = 0; i < ops->count; i++) {
        placer->op_node[i] = -1;
        for (int k = 0; k < ops->at[i].ins; k++) placer->source_uses[ops->at[i].in[k].slot]++;
    }
    placer->cells = arena_alloc(placer->out->arena, grid_bytes(grid_columns(ops->count)));
}

/* The longest way to operation `last` through operations not placed yet, in order. Returns how many. */
static int chain_find(Work *work, int last) {
    const Ops *ops = &work->ops;
    bool from_data = ops->at[last].reach > 0;
    int count = 0;
    for (int op = last; op >= 0;) {
        work->chain[count++] = op;
        work->placer.on_chain[op] = true;
        int next = -1, best = 0;
        for (int k = 0; k < ops->at[op].ins; k++) {
            int from = ops->at[op].in[k].from;
            if (from < 0 || work->placer.op_node[from] >= 0) continue;
            int way = from_data ? ops->at[from].reach : ops->at[from].depth;
            if (way <= best) continue;
            best = way;
            next = from;
        }
        op = next;
    }
    for (int i = 0; i < count / 2; i++) {
        int swap = work->chain[i];
        work->chain[i] = work->chain[count - 1 - i];
        work->chain[count - 1 - i] = swap;
    }
    return count;
}

/* Where to break the chain near position `at`: after a value that has a name, if one is near. */
static int chain_break(const Work *work, int at, int count, int slack) {
    const Slot *slots = work->placer.program->slots;
    for (int d = 0; d <= slack; d++) {
        if (at - d > 0 && slots[work->ops.at[work->chain[at - d - 1]].slot].named) return at - d;
        if (at + d < count && slots[work->ops.at[work->chain[at + d - 1]].slot].named) return at + d;
    }
    return at;
}

static void layout_band(Placer *placer, const int *chain, int count, bool carried, bool open) {
    placer->cell_columns = grid_columns(count);
    memset(placer->cells, 0, grid_bytes(placer->cell_columns));
    placer->band = placer->out->band_count++;
    placer->out->bands[placer->band] = (GraphBand){.operations = count, .carried = carried};
    placer->undo_count = 0;
    place_band(placer, chain, count, carried, open);
    if (!placer->flat) place_sinks(placer);
}

static void layout_chain(Work *work, int count, int columns) {
    int bands = columns > 0 ? (count + columns - 1) / columns : 1, first = 0;
    for (int band = 0; band < bands && !arena_failed(work->placer.out->arena); band++) {
        int end = (band + 1) * count / bands;
        if (band + 1 < bands) end = chain_break(work, end, count, count / bands / 5);
        if (end <= first) continue;
        layout_band(&work->placer, work->chain + first, end - first, first > 0, end < count);
        first = end;
    }
}

/* Counts columns from 0 in each band and notes its first and last row. */
static void layout_normalize(GraphLayout *layout) {
    for (int b = 0; b < layout->band_count; b++) layout->bands[b].columns = 0;
    int edge = 0;
    for (int first = 0; first < layout->node_count;) {
        int band_index = layout->nodes[first].band, end = first, left = 0, right = 0;
        GraphBand *band = &layout->bands[band_index];
        for (; end < layout->node_count && layout->nodes[end].band == band_index; end++) {
            const GraphNode *node = &layout->nodes[end];
            if (node->column < left) left = node->column;
            if (node->column > right) right = node->column;
            if (node->row < band->top) band->top = node->row;
            if (node->row > band->bottom) band->bottom = node->row;
        }
        for (int i = first; i < end; i++) layout->nodes[i].column -= left;
        band->columns = right - left + 1;
        for (; edge < layout->edge_count && layout->edges[edge].to < end; edge++) {
            if (layout->edges[edge].track < band->top) band->top = layout->edges[edge].track;
            if (layout->edges[edge].track > band->bottom) band->bottom = layout->edges[edge].track;
        }
        first = end;
    }
}

static void layout_fill(GraphLayout *layout, Work *work, LayoutWish wish) {
    const Program *program = work->placer.program;
    Ops *ops = &work->ops;
    ops_build(ops, program);
    layout->collapsed = wish.collapse && ops_collapse(ops, program, wish.focus);
    ops_cut(ops, wish.focus, &layout->before, &layout->after);
    ops_measure(ops, program);
    placer_begin(&work->placer);
    work->placer.flat = wish.flat;
    if (ops->loss < 0 || arena_failed(layout->arena)) return;
    layout_chain(work, chain_find(work, ops->loss), wish.columns);
    for (int op = ops->count - 1; op >= 0; op--)
        if (work->placer.op_node[op] < 0) layout_chain(work, chain_find(work, op), wish.columns);
    layout_normalize(layout);
}

bool layout_make(GraphLayout *layout, const Program *program, LayoutWish wish) {
    Work work;
    *layout = (GraphLayout){.arena = arena_new()};
    if (layout->arena == NULL) return false;
    layout_reserve(layout, &work, program);
    bool made = !arena_failed(layout->arena);
    if (made) {
        layout_fill(layout, &work, wish);
        made = !arena_failed(layout->arena);
        free(work.placer.undo);
    }
    if (!made) layout_free(layout);
    return made;
}

void layout_free(GraphLayout *layout) {
    arena_free(layout->arena);
    *layout = (GraphLayout){.arena = NULL};
}
