/* edge: a value's plot: its ground, and inside what its kind asks for. */
#include "edge.h"

#include "edge_parts.h"
#include "render/widget/number.h"

static void draw_inside(const Edge *edge, EdgeKind kind) {
    switch (kind) {
    case EDGE_NUMBER:
    case EDGE_FEW:
        edge_bars_few(edge);
        break;
    case EDGE_EQUAL:
        edge_bars_equal(edge);
        break;
    case EDGE_BARS:
        edge_bars_draw(edge);
        break;
    case EDGE_RANGE:
        edge_bars_range(edge);
        break;
    case EDGE_MASKS:
        edge_cells_masks(edge);
        break;
    case EDGE_CELLS:
        edge_cells_draw(edge);
        break;
    case EDGE_PICTURE:
        edge_cells_picture(edge);
        break;
    case EDGE_DISCS:
        edge_discs_draw(edge);
        break;
    case EDGE_POINTS:
    case EDGE_STICKS:
    case EDGE_LINES:
        edge_lines_draw(edge, kind);
        break;
    }
}

void edge_draw(const Edge *edge) {
    draw_mark(edge->list, edge->slot, PART_HEAT);
    if (!edge->view->known[edge->slot]) {
        number_draw_unknown(edge->list, edge->view, edge->style, edge->slot, edge->area);
        return;
    }
    draw_fill(edge->list, edge->area, 2 * edge->unit, edge->style->theme->plot);
    draw_inside(edge, edge_kind(edge->view, edge->slot));
}
