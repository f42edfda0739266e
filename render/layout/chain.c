/* layout_chain: sets the main chain of a band on row 0 and has everything that it reads placed around it. */
#include "layout_private.h"

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
    GraphNode node = {.kind = what->repeats >= 0 ? GRAPH_MORE : GRAPH_OPERATION, .slot = what->slot};
    node.label = what->repeats == 0 ? LABEL_NONE : LABEL_RIGHT;
    node.instr = what->instr;
    node.last = what->repeats >= 0 ? what->last : -1;
    node.repeats = what->repeats;
    node.column = column;
    int index = place_node(placer, node, -1);
    placer->op_node[op] = index;
    return index;
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

/* Sources that are read here for the first time take their places first; what else leads here keeps one free.
 */
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
    GraphNode node = {
        .kind = GRAPH_OPERATION, .label = LABEL_RIGHT, .slot = what->slot, .instr = what->instr};
    node.last = -1;
    node.row = row;
    node.column = column;
    int index = place_node(placer, node, -1);
    if (index < 0) return false;
    place_set(placer, &placer->op_node[op], index);
    for (int k = 0; k < what->ins; k++) {
        bool led = k == 0 && place_lead_left(placer, op, &what->in[k]);
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
