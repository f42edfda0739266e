/* layout_branch: leads to an operation what it reads besides the value on its line: sources, branches, names.
 */
#include "layout_private.h"

enum { DEEPEST_BRANCH = 24, FURTHEST_ROW = 10 };

GraphNode place_source(const Placer *placer, int slot) {
    return (GraphNode){.kind = GRAPH_SOURCE, .slot = slot, .instr = -1, .last = -1, .band = placer->band};
}

int place_find_source(const Placer *placer, int slot) {
    int node = placer->source_node[slot];
    bool constant = placer->program->slots[slot].role == ROLE_CONSTANT;
    return node >= 0 && !constant && placer->out->nodes[node].band == placer->band ? node : -1;
}

int place_find(const Placer *placer, const Operand *operand) {
    if (operand->from < 0) return place_find_source(placer, operand->slot);
    int node = placer->op_node[operand->from];
    return node >= 0 && placer->out->nodes[node].band == placer->band ? node : -1;
}

void place_edge(Placer *placer, int from, int to, int track, int op, const Operand *operand) {
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
    int reader = placer->op_node[op];
    GraphNode node = place_source(placer, operand->slot);
    node.kind = GRAPH_REFERENCE;
    node.row = placer->out->nodes[reader].row + side;
    node.column = placer->out->nodes[reader].column;
    int index = place_node(placer, node, reader);
    if (index < 0) return false;
    place_edge(placer, index, reader, placer->out->nodes[reader].row, op, operand);
    return true;
}

/* A line from where the value stands, over the nearest row that is free. from_left: it may enter in the
 * reader's row. */
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

/* What an operation of a branch takes up from the left: the longest part of the branch, else data, else what
 * is there. */
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

/* The operation that yields the operand, with its whole branch, to the left of its reader. */
static bool branch_left_operation(Placer *placer, int op, const Operand *operand, int depth) {
    int reader = placer->op_node[op];
    int row = placer->out->nodes[reader].row, column = placer->out->nodes[reader].column;
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
    bool open = branch_is_open(placer, operand) && depth < DEEPEST_BRANCH;
    if (open && branch_left_operation(placer, op, operand, depth)) return true;
    if (place_find(placer, operand) >= 0) {
        if (branch_line(placer, op, operand, true)) return true;
    } else if (operand->from < 0) {
        return branch_left_source(placer, op, operand, GRAPH_SOURCE);
    }
    return !placer->strict && branch_left_source(placer, op, operand, GRAPH_REFERENCE);
}

static bool branch_operation_on(Placer *placer, int op, int row, int column, int reader, int depth) {
    const LayoutOp *what = &placer->ops->at[op];
    GraphNode node = {
        .kind = GRAPH_OPERATION, .label = LABEL_RIGHT, .slot = what->slot, .instr = what->instr};
    node.last = -1;
    node.row = row;
    node.column = column;
    int index = place_node(placer, node, reader);
    if (index < 0) return false;
    place_set(placer, &placer->op_node[op], index);
    int main_operand = branch_main_operand(placer, what);
    for (int k = 0; k < what->ins; k++)
        if (k != main_operand && !place_operand(placer, op, &what->in[k], depth)) return false;
    return what->ins == 0 || branch_left(placer, op, &what->in[main_operand], depth);
}

/* Places an operation of a branch with all that it reads: its sources on the one side, or else on the other.
 */
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

/* The branch that yields the operand, in the column before its reader, on the nearest row with room for all
 * of it. */
static bool branch_tree(Placer *placer, int op, const Operand *operand, int depth) {
    int reader = placer->op_node[op];
    GraphNode at = placer->out->nodes[reader];
    if (depth >= DEEPEST_BRANCH) return false;
    for (int k = 1; k <= 2 * FURTHEST_ROW && placer->patience > 0; k++, placer->patience--) {
        int row = at.row + (k % 2 != 0 ? -(k + 1) / 2 : k / 2);
        PlaceMark mark = place_mark(placer);
        if (branch_operation(placer, operand->from, row, at.column - 1, reader, depth + 1) &&
            place_line(placer, placer->op_node[operand->from], reader, row)) {
            place_edge(placer, placer->op_node[operand->from], reader, row, op, operand);
            return true;
        }
        place_back(placer, mark);
    }
    return false;
}

bool place_operand(Placer *placer, int op, const Operand *operand, int depth) {
    int row = placer->out->nodes[placer->op_node[op]].row;
    if (place_find(placer, operand) >= 0) {
        if (branch_line(placer, op, operand, false)) return true;
    } else if (operand->from < 0) {
        bool above =
            row == 0 ? placer->program->slots[operand->slot].role == ROLE_DATA : (row < 0) != placer->inward;
        int side = above ? -1 : 1;
        if (branch_satellite(placer, op, operand, side)) return true;
        if (branch_satellite(placer, op, operand, -side)) return true;
    } else if (!placer->flat && branch_is_open(placer, operand) && branch_tree(placer, op, operand, depth)) {
        return true;
    }
    return branch_reference(placer, op, operand, -1) || branch_reference(placer, op, operand, 1);
}

bool place_lead_left(Placer *placer, int op, const Operand *operand) {
    return branch_line(placer, op, operand, true);
}
