/* layout_grid: what is where in a band: nodes, kept places and lines; every attempt can be taken back. */
#include <stdlib.h>

#include "layout_private.h"

Cell *place_cell(Placer *placer, int row, int column) {
    int i = row + GRID_ROWS, j = column + GRID_LEFT;
    if (i < 0 || i > 2 * GRID_ROWS || j < 0 || j >= placer->cell_columns) return NULL;
    return &placer->cells[(size_t)i * (size_t)placer->cell_columns + (size_t)j];
}

void place_set(Placer *placer, int *at, int value) {
    if (placer->undo_count == placer->undo_capacity) {
        int capacity = placer->undo_capacity * 2 + 256;
        Undo *undo = realloc(placer->undo, (size_t)capacity * sizeof(Undo));
        if (undo == NULL) {
            placer->failed = true;
            return;
        }
        placer->undo = undo;
        placer->undo_capacity = capacity;
    }
    placer->undo[placer->undo_count++] = (Undo){at, *at};
    *at = value;
}

PlaceMark place_mark(const Placer *placer) {
    return (PlaceMark){placer->undo_count, placer->out->node_count, placer->out->edge_count};
}

bool place_back(Placer *placer, PlaceMark mark) {
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

bool place_fits(Placer *placer, int row, int column, int reader) {
    const Cell *cell = place_cell(placer, row, column);
    return cell != NULL && cell_open(cell, reader) && cell->across == 0 && cell->along == 0;
}

bool place_keep(Placer *placer, int row, int column, int reader) {
    if (!place_fits(placer, row, column, -1)) return false;
    place_set(placer, &place_cell(placer, row, column)->hold, -(reader + 1));
    return true;
}

void place_release(Placer *placer, int row, int column, int reader) {
    Cell *cell = place_cell(placer, row, column);
    if (cell != NULL && cell->hold == -(reader + 1)) place_set(placer, &cell->hold, 0);
}

int place_node(Placer *placer, GraphNode node, int reader) {
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
bool place_line(Placer *placer, int from, int to, int track) {
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
