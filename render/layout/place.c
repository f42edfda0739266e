/* place: puts the operations of a band on a grid, each main chain in a row and what leads to it around it. */
#include "place.h"

#include <stdlib.h>

/* The grid: nodes, kept places and lines. */

typedef struct PlaceMark {
    int undo, nodes, edges;
} PlaceMark;

/* NULL: outside the grid. */
static Cell *place_cell(Placer *placer, int row, int column) {
    int i = row + GRID_ROWS, j = column + GRID_LEFT;
    if (i < 0 || i > 2 * GRID_ROWS || j < 0 || j >= placer->cell_columns) return NULL;
    return &placer->cells[(size_t)i * (size_t)placer->cell_columns + (size_t)j];
}

static void place_set(Placer *placer, int *at, int value) {
    if (placer->undo_count == placer->undo_capacity) {
        int capacity = placer->undo_capacity * 2 + 256;
        Undo *undo = realloc(placer->undo, (size_t)capacity * sizeof(Undo));
        if (undo == NULL) {
            arena_fail(
                placer->out->arena); /* what is laid out from here on is thrown away, but has its nodes */
            *at = value;
            return;
        }
        placer->undo = undo;
        placer->undo_capacity = capacity;
    }
    placer->undo[placer->undo_count++] = (Undo){at, *at};
    *at = value;
}

static PlaceMark place_mark(const Placer *placer) {
    return (PlaceMark){placer->undo_count, placer->out->node_count, placer->out->edge_count};
}

/* Takes everything since the mark back; returns false. */
static bool place_back(Placer *placer, PlaceMark mark) {
    while (placer->undo_count > mark.undo) {
        Undo last = placer->undo[--placer->undo_count];
        *last.at = last.old;
    }
    placer->out->node_count = mark.nodes;
    placer->out->edge_count = mark.edges;
    return false;
}

static bool cell_open(const Cell *cell, int reader) {
    return cell->hold == 0 || (reader >= 0 && cell->hold == -(reader + 1));
}

/* Whether a node could stand there. */
static bool place_fits(Placer *placer, int row, int column, int reader) {
    const Cell *cell = place_cell(placer, row, column);
    return cell != NULL && cell_open(cell, reader) && cell->across == 0 && cell->along == 0;
}

/* Keeps the cell free for what leads to `reader`. */
static bool place_keep(Placer *placer, int row, int column, int reader) {
    if (!place_fits(placer, row, column, -1)) return false;
    place_set(placer, &place_cell(placer, row, column)->hold, -(reader + 1));
    return true;
}

static void place_release(Placer *placer, int row, int column, int reader) {
    Cell *cell = place_cell(placer, row, column);
    if (cell != NULL && cell->hold == -(reader + 1)) place_set(placer, &cell->hold, 0);
}

/* A new node on a free cell (or one kept free for `reader`, −1: for none); −1 when the cell is taken. */
static int place_node(Placer *placer, GraphNode node, int reader) {
    if (!place_fits(placer, node.row, node.column, reader)) return -1;
    int index = placer->out->node_count++;
    node.band = placer->band;
    placer->out->nodes[index] = node;
    place_set(placer, &place_cell(placer, node.row, node.column)->hold, index + 1);
    return index;
}

/* A line of a net passes through a cell horizontally, vertically, or turns or ends in it (both). */
static bool line_pass(Placer *placer, int row, int column, bool across, bool along, int net, int reader) {
    Cell *cell = place_cell(placer, row, column);
    if (cell == NULL || !cell_open(cell, reader)) return false;
    if (across && cell->across != 0 && cell->across != net) return false;
    if (along && cell->along != 0 && cell->along != net) return false;
    if (across) place_set(placer, &cell->across, net);
    if (along) place_set(placer, &cell->along, net);
    return true;
}

/* From the row of a node (not included) to the track, in one column; `turn`: it turns there. */
static bool line_climb(Placer *placer, int row, int track, int column, bool turn, int net, int reader) {
    int step = track > row ? 1 : -1;
    for (int r = row + step; r != track; r += step)
        if (!line_pass(placer, r, column, false, true, net, reader)) return false;
    return !turn || line_pass(placer, track, column, true, true, net, reader);
}

static bool line_run(Placer *placer, int track, int first, int last, int net, int reader) {
    for (int c = first + 1; c < last; c++)
        if (!line_pass(placer, track, c, true, false, net, reader)) return false;
    return true;
}

/* A value arises from one node of a band: its net. */
static bool place_line(Placer *placer, int from, int to, int track) {
    const GraphNode *a = &placer->out->nodes[from], *b = &placer->out->nodes[to];
    if (a->column > b->column) return false;
    PlaceMark mark = place_mark(placer);
    int net = from + 1;
    bool fits;
    if (a->column == b->column)
        fits = a->row != b->row && line_climb(placer, a->row, b->row, a->column, false, net, to);
    else
        fits = (track == a->row || line_climb(placer, a->row, track, a->column, true, net, to)) &&
               line_run(placer, track, a->column, b->column, net, to) &&
               (track == b->row || line_climb(placer, b->row, track, b->column, true, net, to));
    return fits || place_back(placer, mark);
}

/* What an operation reads besides the value on its line: sources, branches, names. */

enum { DEEPEST_BRANCH = 24, FURTHEST_ROW = 10 };

static GraphNode place_source(const Placer *placer, int slot) {
    return (GraphNode){.kind = GRAPH_SOURCE, .slot = slot, .instr = -1, .last = -1, .band = placer->band};
}

static int place_find_source(const Placer *placer, int slot) {
    int node = placer->source_node[slot];
    bool constant = placer->program->slots[slot].role == ROLE_CONSTANT;
    return node >= 0 && !constant && placer->out->nodes[node].band == placer->band ? node : -1;
}

/* A source as a node, with no place yet; one that is drawn in this band already; −1: it is not. */
static int place_find(const Placer *placer, const Operand *operand) {
    if (operand->from < 0) return place_find_source(placer, operand->slot);
    int node = placer->op_node[operand->from];
    return node >= 0 && placer->out->nodes[node].band == placer->band ? node : -1;
}

/* Adds the edge that such a line stands for; operand: what `to` reads over it, NULL: `to` is no operation. */
static void place_edge(Placer *placer, int from, int to, int track, int op, const Operand *operand) {
    GraphEdge *edge = &placer->out->edges[placer->out->edge_count++];
    int slot = operand != NULL ? operand->slot : placer->out->nodes[from].slot;
    *edge = (GraphEdge){.from = from, .to = to, .slot = slot, .instr = -1, .back = -1, .track = track};
    edge->gradient = placer->program->slots[slot].grad >= 0;
    if (operand == NULL || placer->ops->at[op].repeats >= 0) return;
    edge->instr = placer->ops->at[op].instr;
    edge->back = ops_back(placer->ops, placer->program, edge->instr, operand->index);
    edge->gradient = edge->back >= 0;
}

/* A source above or below its reader. Its value is written beside it where nothing else stands there: that
   keeps rows low. */
static bool branch_satellite(Placer *placer, int op, const Operand *operand, int side) {
    int reader = placer->op_node[op];
    const GraphNode *at = &placer->out->nodes[reader];
    GraphNode node = place_source(placer, operand->slot);
    node.row = at->row + side;
    node.column = at->column;
    node.away = side;
    node.label = LABEL_AWAY;
    bool beside = side < 0 && placer->source_uses[operand->slot] == 1 &&
                  place_fits(placer, node.row, node.column + 1, -1);
    if (beside) node.label = LABEL_BESIDE;
    int index = place_node(placer, node, reader);
    if (index < 0) return false;
    place_set(placer, &placer->source_node[operand->slot], index);
    place_edge(placer, index, reader, at->row, op, operand);
    return true;
}

/* The value's name beside its reader, where no line can come. */
static bool branch_reference(Placer *placer, int op, const Operand *operand, int side) {
    if (placer->strict) return false;
    int reader = placer->op_node[op], row = placer->out->nodes[reader].row;
    GraphNode node = place_source(placer, operand->slot);
    node.kind = GRAPH_REFERENCE;
    node.row = row + side;
    node.column = placer->out->nodes[reader].column;
    int index = place_node(placer, node, reader);
    if (index < 0) return false;
    place_edge(placer, index, reader, row, op, operand);
    return true;
}

/* A line from the value's node, over the nearest row that is free. from_left: it may enter in the reader's
   row. */
static bool branch_line(Placer *placer, int op, const Operand *operand, bool from_left) {
    int from = place_find(placer, operand), to = placer->op_node[op];
    if (from < 0) return false;
    int start = placer->out->nodes[from].row, end = placer->out->nodes[to].row;
    if (from_left && place_line(placer, from, to, end)) {
        place_edge(placer, from, to, end, op, operand);
        return true;
    }
    for (int k = 0; k <= (placer->flat ? 2 : 2 * FURTHEST_ROW); k++) {
        int track = k == 0 ? start : end + (k % 2 != 0 ? -(k + 1) / 2 : k / 2);
        if (track == end || !place_line(placer, from, to, track)) continue;
        place_edge(placer, from, to, track, op, operand);
        return true;
    }
    return false;
}

static bool branch_operation(Placer *placer, int op, int row, int column, int reader, int depth);

/* Whether the operand is still to be computed, and by nothing that stands on a chain of its own. */
static bool branch_is_open(const Placer *placer, const Operand *operand) {
    return operand->from >= 0 && placer->op_node[operand->from] < 0 && !placer->on_chain[operand->from];
}

/* What an operation of a branch reads from the left: the longest part of the branch, else data, else the
   first. */
static int branch_main_operand(const Placer *placer, const LayoutOp *op) {
    int best = 0, best_rank = -1;
    for (int k = 0; k < op->ins; k++) {
        const Operand *in = &op->in[k];
        Role role = placer->program->slots[in->slot].role;
        int rank = in->from < 0 ? (role == ROLE_DATA ? 2 : role == ROLE_PARAMETER ? 1 : 0) : 3;
        if (branch_is_open(placer, in)) rank = 4 + placer->ops->at[in->from].depth;
        if (rank <= best_rank) continue;
        best = k;
        best_rank = rank;
    }
    return best;
}

/* The operation that yields the operand, with its whole branch, on a row in the column before its reader. */
static bool branch_before(Placer *placer, int op, const Operand *operand, int row, int depth) {
    int reader = placer->op_node[op], column = placer->out->nodes[reader].column;
    PlaceMark mark = place_mark(placer);
    if (!branch_operation(placer, operand->from, row, column - 1, reader, depth + 1)) return false;
    int node = placer->op_node[operand->from];
    if (!place_line(placer, node, reader, row)) return place_back(placer, mark);
    place_edge(placer, node, reader, row, op, operand);
    return true;
}

static bool branch_left_source(Placer *placer, int op, const Operand *operand, GraphKind kind) {
    int reader = placer->op_node[op];
    PlaceMark mark = place_mark(placer);
    GraphNode node = place_source(placer, operand->slot);
    node.kind = kind;
    node.row = placer->out->nodes[reader].row;
    node.column = placer->out->nodes[reader].column - 1;
    if (kind == GRAPH_SOURCE) node.label = LABEL_RIGHT;
    int index = place_node(placer, node, reader);
    if (index < 0 || !place_line(placer, index, reader, node.row)) return place_back(placer, mark);
    if (kind == GRAPH_SOURCE) place_set(placer, &placer->source_node[operand->slot], index);
    place_edge(placer, index, reader, node.row, op, operand);
    return true;
}

/* Leads an operand to its reader from the left: an operation of the same branch, a source, a line, a name. */
static bool branch_left(Placer *placer, int op, const Operand *operand, int depth) {
    int row = placer->out->nodes[placer->op_node[op]].row;
    bool open = branch_is_open(placer, operand) && depth < DEEPEST_BRANCH;
    if (open && branch_before(placer, op, operand, row, depth)) return true;
    if (place_find(placer, operand) >= 0) {
        if (branch_line(placer, op, operand, true)) return true;
    } else if (operand->from < 0) {
        return branch_left_source(placer, op, operand, GRAPH_SOURCE);
    }
    return !placer->strict && branch_left_source(placer, op, operand, GRAPH_REFERENCE);
}

static bool place_operand(Placer *placer, int op, const Operand *operand, int depth);

/* The operation's node; −1 when the cell is taken. */
static int place_operation(Placer *placer, int op, int row, int column, int reader) {
    const LayoutOp *what = &placer->ops->at[op];
    GraphNode node = {.kind = GRAPH_OPERATION,
                      .label = LABEL_RIGHT,
                      .slot = what->slot,
                      .instr = what->instr,
                      .last = -1,
                      .row = row,
                      .column = column};
    int index = place_node(placer, node, reader);
    if (index >= 0) place_set(placer, &placer->op_node[op], index);
    return index;
}

static bool branch_operation_on(Placer *placer, int op, int row, int column, int reader, int depth) {
    const LayoutOp *what = &placer->ops->at[op];
    if (place_operation(placer, op, row, column, reader) < 0) return false;
    int main_operand = branch_main_operand(placer, what);
    for (int k = 0; k < what->ins; k++)
        if (k != main_operand && !place_operand(placer, op, &what->in[k], depth)) return false;
    return what->ins == 0 || branch_left(placer, op, &what->in[main_operand], depth);
}

/* Places an operation of a branch with all that it reads: its sources on one side, or else on the other. */
static bool branch_operation(Placer *placer, int op, int row, int column, int reader, int depth) {
    bool inward = placer->inward;
    for (int i = 0; i < 2 && placer->patience > 0; i++, placer->patience--) {
        PlaceMark mark = place_mark(placer);
        placer->inward = i > 0;
        bool placed = branch_operation_on(placer, op, row, column, reader, depth);
        placer->inward = inward;
        if (placed) return true;
        place_back(placer, mark);
    }
    return false;
}

/* The branch that yields the operand, on the nearest row with room for it. */
static bool branch_tree(Placer *placer, int op, const Operand *operand, int depth) {
    int row = placer->out->nodes[placer->op_node[op]].row;
    if (depth >= DEEPEST_BRANCH) return false;
    for (int k = 1; k <= 2 * FURTHEST_ROW && placer->patience > 0; k++, placer->patience--)
        if (branch_before(placer, op, operand, row + (k % 2 != 0 ? -(k + 1) / 2 : k / 2), depth)) return true;
    return false;
}

/* Leads an operand to the node of operation `op` from above or below (or where there is a free way), drawing
   what is needed: a source beside it, the operations that yield it, the line from where it stands, or at last
   its name. False, and nothing changed: there is no room. */
static bool place_operand(Placer *placer, int op, const Operand *operand, int depth) {
    int row = placer->out->nodes[placer->op_node[op]].row;
    if (place_find(placer, operand) >= 0) {
        if (branch_line(placer, op, operand, false)) return true;
    } else if (operand->from < 0) {
        bool above = row != 0 && (row < 0) != placer->inward;
        int side = above ? -1 : 1;
        if (branch_satellite(placer, op, operand, side)) return true;
        if (branch_satellite(placer, op, operand, -side)) return true;
    } else if (!placer->flat && branch_is_open(placer, operand) && branch_tree(placer, op, operand, depth)) {
        return true;
    }
    return branch_reference(placer, op, operand, -1) || branch_reference(placer, op, operand, 1);
}

/* The main chain of a band on row 0, with everything that it reads around it. */

enum { PATIENCE = 4000, FURTHEST_SINK = 6 };

static const Operand *chain_operand(const Placer *placer, int op, int from) {
    const LayoutOp *what = &placer->ops->at[op];
    for (int k = 0; k < what->ins; k++)
        if (what->in[k].from == from) return &what->in[k];
    return NULL;
}

/* What the first operation takes up from the left: data where it reads some, else its first operand. */
static const Operand *chain_first_operand(const Placer *placer, int op) {
    const LayoutOp *what = &placer->ops->at[op];
    for (int k = 0; k < what->ins; k++)
        if (what->in[k].from < 0 && placer->program->slots[what->in[k].slot].role == ROLE_DATA)
            return &what->in[k];
    return what->ins > 0 ? &what->in[0] : NULL;
}

static int chain_start(Placer *placer, const Operand *operand, bool carried) {
    GraphNode node = place_source(placer, operand->slot);
    node.label = LABEL_RIGHT;
    if (carried) node.kind = GRAPH_ENTRY;
    if (!carried && operand->from >= 0) {
        node.kind = GRAPH_REFERENCE;
        node.label = LABEL_NONE;
    }
    int index = place_node(placer, node, -1);
    if (node.kind == GRAPH_SOURCE) placer->source_node[operand->slot] = index;
    return index;
}

static int chain_node(Placer *placer, int op, int column) {
    const LayoutOp *what = &placer->ops->at[op];
    bool more = what->repeats >= 0;
    GraphNode node = {.kind = more ? GRAPH_MORE : GRAPH_OPERATION,
                      .label = what->repeats == 0 ? LABEL_NONE : LABEL_RIGHT,
                      .slot = what->slot,
                      .instr = what->instr,
                      .last = more ? what->last : -1,
                      .column = column,
                      .repeats = what->repeats};
    return placer->op_node[op] = place_node(placer, node, -1);
}

static void chain_end(Placer *placer, int from, bool open) {
    GraphNode node = place_source(placer, placer->out->nodes[from].slot);
    node.kind = open ? GRAPH_EXIT : GRAPH_RESULT;
    node.row = placer->out->nodes[from].row;
    node.column = placer->out->nodes[from].column + 1;
    int to = place_node(placer, node, from);
    if (to < 0 || !place_line(placer, from, to, node.row)) return;
    place_edge(placer, from, to, node.row, -1, NULL);
}

/* Sources that are read for the first time take their places first; what else leads there keeps one free. */
static void chain_reserve(Placer *placer, int op) {
    const LayoutOp *what = &placer->ops->at[op];
    int node = placer->op_node[op], column = placer->out->nodes[node].column;
    for (int k = 0; k < what->ins; k++) {
        const Operand *in = &what->in[k];
        if (placer->done[op] >> k & 1) continue;
        if (in->from < 0 && place_find_source(placer, in->slot) < 0 && place_operand(placer, op, in, 0))
            placer->done[op] |= 1u << k;
        else if (!place_keep(placer, -1, column, node))
            place_keep(placer, 1, column, node);
    }
}

static void chain_lead(Placer *placer, int op) {
    const LayoutOp *what = &placer->ops->at[op];
    int node = placer->op_node[op], column = placer->out->nodes[node].column;
    for (int k = 0; k < what->ins; k++) {
        if (placer->done[op] >> k & 1) continue;
        placer->strict = true;
        if (place_operand(placer, op, &what->in[k], 0)) continue;
        placer->strict = false;
        place_operand(placer, op, &what->in[k], 0);
    }
    place_release(placer, -1, column, node);
    place_release(placer, 1, column, node);
}

void place_band(Placer *placer, const int *chain, int count, bool carried, bool open) {
    const Operand *operand =
        carried ? chain_operand(placer, chain[0], chain[-1]) : chain_first_operand(placer, chain[0]);
    int before = operand != NULL ? chain_start(placer, operand, carried) : -1;
    for (int i = 0; i < count; i++) {
        int op = chain[i], node = chain_node(placer, op, i + 1);
        if (i > 0) operand = chain_operand(placer, op, chain[i - 1]);
        if (before >= 0 && place_line(placer, before, node, 0)) {
            place_edge(placer, before, node, 0, op, operand);
            placer->done[op] = 1u << (operand - placer->ops->at[op].in);
        }
        before = node;
    }
    chain_end(placer, before, open);
    placer->patience = PATIENCE;
    placer->strict = placer->inward = false;
    for (int i = 0; i < count; i++) chain_reserve(placer, chain[i]);
    for (int i = 0; i < count; i++) chain_lead(placer, chain[i]);
}

/* Where an operation that belongs to no chain would stand: after the last of the results that it reads. */
static int sink_column(const Placer *placer, const LayoutOp *op) {
    int column = -1;
    for (int k = 0; k < op->ins; k++) {
        int node = place_find(placer, &op->in[k]);
        if (node < 0 && op->in[k].from >= 0) return -1;
        if (node >= 0 && placer->out->nodes[node].column >= column)
            column = placer->out->nodes[node].column + 1;
    }
    return column;
}

static bool sink_place(Placer *placer, int op, int row, int column) {
    const LayoutOp *what = &placer->ops->at[op];
    PlaceMark mark = place_mark(placer);
    int index = place_operation(placer, op, row, column, -1);
    if (index < 0) return false;
    for (int k = 0; k < what->ins; k++) {
        bool led = k == 0 && branch_line(placer, op, &what->in[k], true);
        if (!led && !place_operand(placer, op, &what->in[k], 0)) return place_back(placer, mark);
    }
    if (what->uses == 0) chain_end(placer, index, false);
    return true;
}

void place_sinks(Placer *placer) {
    for (int op = 0; op < placer->ops->count; op++) {
        if (placer->op_node[op] >= 0 || placer->on_chain[op]) continue;
        int column = sink_column(placer, &placer->ops->at[op]);
        bool placed = column < 0;
        for (int k = 0; !placed && k < 4 * FURTHEST_SINK; k++) {
            int away = k / 2 % FURTHEST_SINK + 1;
            placer->strict = k / 2 < FURTHEST_SINK;
            placed = sink_place(placer, op, k % 2 == 0 ? -away : away, column);
        }
    }
}
