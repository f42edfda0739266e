/* sample_loss: what one sample adds to the batch's loss. */
#include <math.h>
#include <string.h>

#include "engine/math/template.h"
#include "viewer_parts.h"

/* The number of a 1×1 slot that is known. */
static double single(const View *view, int slot) {
    const Slot *it = &view->program->slots[slot];
    return it->rows == 1 && it->cols == 1 && view->known[slot] ? (double)view_element(view, slot, 0, 0) : NAN;
}

/* From the loss back to the sum or mean that it is computed of; *factor: what that is multiplied with on the way.
   NULL: the loss is not computed so. */
static const Instr *find_reduction(const View *view, double *factor) {
    int slot = view->program->loss;
    *factor = 1;
    for (int depth = 0; slot >= 0 && view->maker[slot] >= 0 && depth < view->program->instr_count; depth++) {
        const Instr *instr = &view->program->instrs[view->maker[slot]];
        const char *name = program_op_name(instr);
        const Slot *from = &view->program->slots[instr->in[0]];
        bool of_single = from->rows == 1 && from->cols == 1;
        if (instr->op->pattern == OP_REDUCE && !of_single) return instr;
        slot = instr->in[0];
        if (strcmp(name, "neg") == 0) {
            *factor = -*factor;
        } else if (strcmp(name, "div") == 0) {
            *factor /= single(view, instr->in[1]);
        } else if (strcmp(name, "mul") == 0) {
            bool first = view->maker[instr->in[0]] < 0; /* a number times the sum */
            *factor *= single(view, instr->in[first ? 0 : 1]);
            slot = instr->in[first ? 1 : 0];
        } else {
            return NULL;
        }
    }
    return NULL;
}

static double sum_of_sample(const Viewer *viewer, const View *view, const Instr *instr, Arena *arena) {
    Scope scope = template_scope(view->program, viewer->values, instr);
    RowNorm norm = {0};
    scope.norm = &norm;
    const Expr *term = template_parse(arena, instr->op->term);
    if (term == NULL) return NAN;
    double sum = 0;
    Shape shape = template_shape(&scope, term);
    for (int j = 0; j < shape.cols; j++) sum += template_value(&scope, term, view->selection.sample, j);
    if (instr->op->divisor == NULL) return sum;
    const Expr *divisor = template_parse(arena, instr->op->divisor);
    if (divisor == NULL) return NAN;
    return sum * shape.rows / template_value(&scope, divisor, 0, 0);
}

void sample_loss_build(const Viewer *viewer, View *view) {
    const Program *program = view->program;
    double factor;
    if (!view->has_loss || program->samples < 2) return;
    const Instr *instr = find_reduction(view, &factor);
    if (instr == NULL || program->slots[instr->dst].rows != 1 || program->slots[instr->dst].cols != 1) return;
    if (program->slots[instr->in[0]].rows != program->samples) return;
    Arena *arena = arena_new();
    double sum = arena == NULL ? NAN : sum_of_sample(viewer, view, instr, arena);
    if (arena == NULL || arena_failed(arena)) view_fail(view);
    arena_free(arena);
    view->sample_loss = factor * sum;
    view->loss_sums = instr->op->divisor == NULL;
}
