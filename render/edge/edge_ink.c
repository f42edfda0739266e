/* edge_ink: the colours of columns: quiet tones in turn, and the selected one bright. */
#include "edge_parts.h"

static bool is_gradient(const Edge *edge) {
    return edge->view->program->slots[edge->slot].role == ROLE_GRADIENT;
}

Color edge_ink_tone(const Edge *edge, int col) {
    const Theme *theme = edge->style->theme;
    bool gradient = is_gradient(edge);
    if (edge_kind_is_parameter(edge->view, edge->slot))
        return color_mix(theme->plot, gradient ? theme->backward : theme->parameter, 0.6f);
    if (gradient) return theme->backward_tones[col % 10];
    return theme->forward_tones[col % 10];
}

Color edge_ink_bright(const Edge *edge) {
    const Theme *theme = edge->style->theme;
    if (is_gradient(edge)) return theme->backward_bright;
    return edge_kind_is_parameter(edge->view, edge->slot) ? theme->parameter : theme->forward_bright;
}
