/* layout: cuts a program's graph into bands, places each on a grid, and counts rows and columns from its
   corner. */
#include "layout.h"

#include <stdlib.h>
#include <string.h>

#include "place.h"

/* The work space, and the room for the result; one block of memory each. */
typedef struct Work {
    Ops ops;
    Placer placer;
    int *chain;
    void *memory;
    size_t cell_capacity;
} Work;

static void *work_take(char **at, size_t count, size_t size) {
    void *piece = *at;
    *at += (count * size + 15) / 16 * 16;
    return piece;
}

static int program_operands(const Program *program, int *forward) {
    int operands = 0;
    *forward = 0;
    for (int i = 0; i < program->instr_count; i++) {
        if (program->instrs[i].phase != PHASE_FORWARD) continue;
        operands += program->instrs[i].ins;
        ++*forward;
    }
    return operands;
}

/* An operand adds at most one node and one edge, an operation one and perhaps a result, a band two ends. */
static bool layout_reserve(GraphLayout *layout, int operations, int operands) {
    size_t ops = (size_t)operations + 4, ends = 2 * ops;
    size_t nodes = ops + (size_t)operands + ends + ends, edges = (size_t)operands + ends + ends;
    char *at =
        calloc(1, nodes * sizeof(GraphNode) + edges * sizeof(GraphEdge) + ops * sizeof(GraphBand) + 64);
    *layout = (GraphLayout){.memory = at};
    if (at == NULL) return false;
    layout->nodes = work_take(&at, nodes, sizeof(GraphNode));
    layout->edges = work_take(&at, edges, sizeof(GraphEdge));
    layout->bands = work_take(&at, ops, sizeof(GraphBand));
    return true;
}

static bool work_reserve(Work *work, const Program *program, int operations) {
    size_t ops = (size_t)operations + 4, slots = (size_t)program->slot_count,
           instrs = (size_t)program->instr_count;
    size_t size = ops * (sizeof(LayoutOp) + 2 * sizeof(int) + sizeof(unsigned) + sizeof(bool)) +
                  (3 * slots + instrs) * sizeof(int) + 16 * 10;
    char *at = malloc(size);
    *work = (Work){.memory = at};
    if (at == NULL) return false;
    work->ops.at = work_take(&at, ops, sizeof(LayoutOp));
    work->ops.producer = work_take(&at, slots, sizeof(int));
    work->ops.first_back = work_take(&at, instrs, sizeof(int));
    work->chain = work_take(&at, ops, sizeof(int));
    work->placer.op_node = work_take(&at, ops, sizeof(int));
    work->placer.source_node = work_take(&at, slots, sizeof(int));
    work->placer.source_uses = work_take(&at, slots, sizeof(int));
    work->placer.done = work_take(&at, ops, sizeof(unsigned));
    work->placer.on_chain = work_take(&at, ops, sizeof(bool));
    return true;
}

static void work_free(Work *work) {
    free(work->placer.cells);
    free(work->placer.undo);
    free(work->memory);
}

static void placer_begin(Work *work, const Program *program, GraphLayout *layout) {
    Placer *placer = &work->placer;
    placer->program = program;
    placer->ops = &work->ops;
    placer->out = layout;
    for (int s = 0; s < program->slot_count; s++) placer->source_node[s] = -1;
    memset(placer->source_uses, 0, (size_t)program->slot_count * sizeof(int));
    for (int i = 0; i < work->ops.count; i++) {
        placer->op_node[i] = -1;
        placer->done[i] = 0;
        placer->on_chain[i] = false;
        for (int k = 0; k < work->ops.at[i].ins; k++) placer->source_uses[work->ops.at[i].in[k].slot]++;
    }
}

/* An empty grid for a chain of so many operations, with room for what follows it to the right. */
static bool work_clear_grid(Work *work, int count) {
    Placer *placer = &work->placer;
    placer->cell_columns = GRID_LEFT + count + 6;
    size_t cells = (size_t)(2 * GRID_ROWS + 1) * (size_t)placer->cell_columns;
    if (cells > work->cell_capacity) {
        free(placer->cells);
        placer->cells = malloc(cells * sizeof(Cell));
        work->cell_capacity = placer->cells != NULL ? cells : 0;
    }
    if (placer->cells == NULL) return false;
    memset(placer->cells, 0, cells * sizeof(Cell));
    return true;
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
static int chain_break(const Work *work, const Program *program, int at, int count, int slack) {
    for (int d = 0; d <= slack; d++) {
        if (at - d > 0 && program->slots[work->ops.at[work->chain[at - d - 1]].slot].named) return at - d;
        if (at + d < count && program->slots[work->ops.at[work->chain[at + d - 1]].slot].named) return at + d;
    }
    return at;
}

static bool layout_band(Work *work, const int *chain, int count, bool carried, bool open) {
    if (!work_clear_grid(work, count)) return false;
    Placer *placer = &work->placer;
    placer->band = placer->out->band_count++;
    placer->out->bands[placer->band] = (GraphBand){.operations = count, .carried = carried};
    placer->undo_count = 0;
    place_band(placer, chain, count, carried, open);
    if (!placer->flat) place_sinks(placer);
    return !placer->failed;
}

static bool layout_chain(Work *work, const Program *program, int count, int columns) {
    int bands = columns > 0 ? (count + columns - 1) / columns : 1, first = 0;
    for (int band = 0; band < bands; band++) {
        int end = (band + 1) * count / bands;
        if (band + 1 < bands) end = chain_break(work, program, end, count, count / bands / 5);
        if (end <= first) continue;
        if (!layout_band(work, work->chain + first, end - first, first > 0, end < count)) return false;
        first = end;
    }
    return true;
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

static bool layout_all(Work *work, const Program *program, int columns) {
    const Ops *ops = &work->ops;
    if (ops->loss < 0) return true;
    if (!layout_chain(work, program, chain_find(work, ops->loss), columns)) return false;
    for (int op = ops->count - 1; op >= 0; op--) {
        if (work->placer.op_node[op] >= 0) continue;
        if (!layout_chain(work, program, chain_find(work, op), columns)) return false;
    }
    return true;
}

bool layout_make(GraphLayout *layout, const Program *program, LayoutWish wish) {
    Work work;
    int forward, operands = program_operands(program, &forward);
    if (!layout_reserve(layout, forward, operands)) return false;
    if (!work_reserve(&work, program, forward)) {
        layout_free(layout);
        return false;
    }
    ops_build(&work.ops, program);
    layout->collapsed = wish.collapse && ops_collapse(&work.ops, program, wish.focus);
    ops_cut(&work.ops, wish.focus, &layout->before, &layout->after);
    ops_measure(&work.ops, program);
    placer_begin(&work, program, layout);
    work.placer.flat = wish.flat;
    bool made = layout_all(&work, program, wish.columns);
    work_free(&work);
    if (made)
        layout_normalize(layout);
    else
        layout_free(layout);
    return made;
}

void layout_free(GraphLayout *layout) {
    free(layout->memory);
    *layout = (GraphLayout){.memory = NULL};
}
