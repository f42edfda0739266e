/* samples: what a View says of the samples: what they are, in which order they are drawn, what is computed from the
   targets, and which values share a scale. */
#include <stdlib.h>
#include <string.h>

#include "engine/program/op.h"
#include "viewer_parts.h"

/* The name in [data] of what each sample is, where the lesson's plot has found one. */
static const char *samples_input(const Plot *plot) {
    if (plot->images != NULL) return plot->images;
    return plot->boundary_x != NULL ? plot->boundary_x : plot->curve_x;
}

static bool op_shifts(const Program *program, const Instr *instr) {
    if (program_op_is(instr, OP_GATE)) return true;
    return program_op_is(instr, OP_SHIFTS) && program->slots[instr->in[1]].role == ROLE_PARAMETER;
}

/* A value that an operation only moves or cuts off stays on its scale. */
static void samples_group(Viewer *viewer, const Instr *instr) {
    const Program *program = viewer->program;
    int from = instr->in[0];
    const Slot *in = &program->slots[from], *out = &program->slots[instr->dst];
    if (instr->ins > 0 && in->role == ROLE_VALUE && in->rows == out->rows && in->cols == out->cols &&
        op_shifts(program, instr))
        viewer->group[instr->dst] = viewer->group[from];
}

/* From the first operation to the last. */
static void samples_spread(Viewer *viewer) {
    const Program *program = viewer->program;
    for (const Instr *i = NULL; (i = program_next(program, PHASE_FORWARD, -1, i)) != NULL;) {
        for (int k = 0; k < i->ins; k++) viewer->target[i->dst] |= viewer->target[i->in[k]];
        samples_group(viewer, i);
    }
    for (int s = 0; s < program->slot_count; s++)
        if (program->slots[s].role == ROLE_GRADIENT) viewer->target[s] = true;
}

bool samples_begin(Viewer *viewer, Err *e) {
    const Program *program = viewer->program;
    const Plot *plot = &viewer->lesson->plot;
    size_t count = (size_t)program->slot_count + 1;
    viewer->target = arena_alloc(viewer->arena, count * sizeof *viewer->target);
    viewer->wanted = arena_alloc(viewer->arena, count * sizeof *viewer->wanted);
    viewer->group = arena_alloc(viewer->arena, count * sizeof *viewer->group);
    viewer->order = arena_alloc(viewer->arena, ((size_t)program->samples + 1) * sizeof *viewer->order);
    if (arena_failed(viewer->arena)) return err_memory(e);
    for (int i = 0; i < program->samples; i++) viewer->order[i] = i;
    const char *input = samples_input(plot);
    int x = input != NULL ? program_find(program, input) : -1;
    for (int s = 0; s < program->slot_count; s++) {
        const Slot *slot = &program->slots[s];
        viewer->group[s] = s;
        viewer->wanted[s] = -1;
        viewer->target[s] = x >= 0 && s != x && slot->role == ROLE_DATA && slot->sample;
    }
    samples_spread(viewer);
    int y = plot->curve_y != NULL ? program_find(program, plot->curve_y) : -1;
    if (y >= 0 && plot->points_y != NULL) viewer->wanted[y] = program_find(program, plot->points_y);
    return true;
}

typedef struct Ranked {
    float x;
    int row;
} Ranked;

static int by_x(const void *a, const void *b) {
    const Ranked *one = a, *other = b;
    if (one->x != other->x) return one->x < other->x ? -1 : 1;
    return one->row - other->row;
}

/* The rows by ascending x; nothing is done where they still are. False: there is no memory. */
static bool samples_sort(Viewer *viewer, const View *view, int slot) {
    int rows = view->program->slots[slot].rows, *order = viewer->order;
    bool sorted = true;
    for (int i = 0; viewer->ordered != rows && i < rows; i++) order[i] = i;
    viewer->ordered = rows;
    for (int i = 1; i < rows && sorted; i++) {
        float before = view_element(view, slot, order[i - 1], 0), x = view_element(view, slot, order[i], 0);
        sorted = before < x || (before == x && order[i - 1] < order[i]);
    }
    if (sorted) return true;
    Ranked *ranked = malloc((size_t)rows * sizeof *ranked);
    if (ranked == NULL) return false;
    for (int i = 0; i < rows; i++) ranked[i] = (Ranked){view_element(view, slot, i, 0), i};
    qsort(ranked, (size_t)rows, sizeof *ranked, by_x);
    for (int i = 0; i < rows; i++) order[i] = ranked[i].row;
    free(ranked);
    return true;
}

void samples_build(Viewer *viewer, View *view) {
    const Plot *plot = &viewer->lesson->plot;
    const Program *program = view->program;
    const char *input = samples_input(plot);
    ViewSamples *out = &view->samples;
    *out = (ViewSamples){.slot = -1,
                         .target = viewer->target,
                         .wanted = viewer->wanted,
                         .group = viewer->group,
                         .image_rows = plot->image_rows,
                         .image_cols = plot->image_cols};
    if (program->samples > 1) out->input = INPUT_MANY;
    int slot = input != NULL ? program_find(program, input) : -1;
    if (slot < 0 || !program->slots[slot].sample) return;
    if (plot->images != NULL) {
        out->input = INPUT_IMAGE;
        out->slot = slot;
    } else if (program->samples > 1 && program->slots[slot].cols <= 2) {
        out->input = program->slots[slot].cols == 1 ? INPUT_ONE : INPUT_TWO;
        out->slot = slot;
    }
    if (out->input != INPUT_ONE || !view->known[slot]) return;
    if (samples_sort(viewer, view, slot))
        out->order = viewer->order;
    else
        view_fail(view);
}
