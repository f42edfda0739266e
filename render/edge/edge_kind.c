/* edge_kind: which kind of plot a value gets: a table, the first row that fits. */
#include "edge.h"

#include "edge_parts.h"

enum { FEW = 8, FEW_PARAMETERS = 2, BARS = 16 };

static const Slot *slot_of(const View *view, int slot) {
    return &view->program->slots[slot];
}

static int numbers(const View *view, int slot) {
    return slot_of(view, slot)->rows * slot_of(view, slot)->cols;
}

bool edge_kind_is_parameter(const View *view, int slot) {
    const Slot *what = slot_of(view, slot);
    if (what->role == ROLE_GRADIENT && what->of >= 0) what = slot_of(view, what->of);
    return what->role == ROLE_PARAMETER;
}

static bool is_by_sample(const View *view, int slot) {
    return view->program->samples > 1 && slot_of(view, slot)->rows == view->program->samples &&
           !edge_kind_is_parameter(view, slot) && slot_of(view, slot)->role != ROLE_CONSTANT;
}

static bool is_over_x(const View *view, int slot) {
    return view->samples.input == INPUT_ONE && view->samples.order != NULL && is_by_sample(view, slot);
}

static bool is_number(const View *view, int slot) {
    return numbers(view, slot) == 1;
}

static bool is_masks(const View *view, int slot) {
    return view->samples.input == INPUT_IMAGE && edge_kind_is_parameter(view, slot) &&
           slot_of(view, slot)->rows == view->samples.image_rows * view->samples.image_cols;
}

static bool is_few(const View *view, int slot) {
    if (edge_kind_is_parameter(view, slot)) return numbers(view, slot) <= FEW_PARAMETERS;
    return slot_of(view, slot)->rows == 1 && numbers(view, slot) <= FEW;
}

static bool is_bars(const View *view, int slot) {
    bool line = slot_of(view, slot)->rows == 1 || slot_of(view, slot)->cols == 1;
    return edge_kind_is_parameter(view, slot)
               ? numbers(view, slot) <= BARS || (line && numbers(view, slot) <= 64)
               : slot_of(view, slot)->rows == 1;
}

static bool is_parameter(const View *view, int slot) {
    return edge_kind_is_parameter(view, slot);
}

static bool is_equal(const View *view, int slot) {
    if (!view->known[slot]) return false;
    float first = view_element(view, slot, 0, 0);
    for (int j = 0; j < slot_of(view, slot)->cols; j++)
        for (int i = 0; i < slot_of(view, slot)->rows; i++)
            if (view_element(view, slot, i, j) != first) return false;
    return true;
}

static bool is_picture(const View *view, int slot) {
    return view->samples.input == INPUT_IMAGE && slot == view->samples.slot;
}

static bool is_points(const View *view, int slot) {
    return is_over_x(view, slot) && slot_of(view, slot)->role == ROLE_DATA && slot_of(view, slot)->cols == 1;
}

static bool is_sticks(const View *view, int slot) {
    return is_over_x(view, slot) && view->samples.target[slot] && slot_of(view, slot)->cols == 1;
}

static bool is_discs(const View *view, int slot) {
    return view->samples.input == INPUT_TWO && view->known[view->samples.slot] && is_by_sample(view, slot);
}

static bool is_any(const View *view, int slot) {
    (void)view;
    (void)slot;
    return true;
}

static const struct {
    EdgeKind kind;
    bool (*fits)(const View *view, int slot);
} kinds[] = {
    {EDGE_NUMBER, is_number},   {EDGE_MASKS, is_masks},     {EDGE_FEW, is_few},
    {EDGE_BARS, is_bars},       {EDGE_CELLS, is_parameter}, {EDGE_EQUAL, is_equal},
    {EDGE_PICTURE, is_picture}, {EDGE_POINTS, is_points},   {EDGE_STICKS, is_sticks},
    {EDGE_LINES, is_over_x},    {EDGE_DISCS, is_discs},     {EDGE_RANGE, is_by_sample},
    {EDGE_CELLS, is_any},
};

EdgeKind edge_kind(const View *view, int slot) {
    size_t i = 0;
    while (!kinds[i].fits(view, slot)) i++;
    return kinds[i].kind;
}

bool edge_kind_is_axis(const View *view, int slot) {
    return view->samples.input == INPUT_ONE && view->samples.slot == slot;
}
