/* mask: what is kept from the learner: epochs to come, and in predict mode pictures of results to come. */
#include <math.h>

#include "engine/program/op.h"
#include "engine/program/program.h"
#include "viewer_parts.h"

int64_t mask_epochs(const ViewerInput *input, const Timeline *timeline) {
    int64_t trained = timeline_trained(timeline);
    if (input->machine == NULL || (input->future && !input->predict)) return trained;
    const Machine *machine = input->machine;
    int64_t begun = machine->at.iteration / machine->batches;
    bool last = machine->at.iteration % machine->batches == machine->batches - 1;
    int64_t done = begun + (last && machine->at.step == machine->program->steps);
    return trained < done ? trained : done;
}

/* Whether the forward pass of this moment has computed the value with the parameters that a picture of it
   would be drawn with: an update moves on to those of the next forward pass. */
static bool is_past(const View *view, const char *name) {
    int slot = name != NULL ? program_find(view->program, name) : -1;
    bool updating = view->instr >= 0 && view->program->instrs[view->instr].phase == PHASE_UPDATE;
    return slot >= 0 && view->known[slot] && !updating;
}

/* Curves that show this moment. Without data the axes would tell where the curve will be. */
static void mask_curves(const Viewer *viewer, const View *view, ViewPlot *plot) {
    bool past = is_past(view, viewer->lesson->plot.curve_y);
    if (!past) plot->now.count = plot->ghost.count = 0;
    for (int i = 0; i < plot->snapshot_count; i++) {
        ViewCurve *curve = &plot->snapshots[i];
        if (curve->epoch == view->epoch && !past) curve->count = 0;
    }
    if (past || plot->points > 0) return;
    plot->y_low = 0;
    plot->y_high = 1;
}

/* Scores are shown as probabilities: not before the model has made these of them. */
static bool classes_known(const View *view, const char *name) {
    return is_past(view, name) && (!program_are_scores(view->program, program_find(view->program, name)) ||
                                   view->known[view->program->loss]);
}

static void mask_classes(const Viewer *viewer, const View *view, ViewPlot *plot) {
    if (viewer->lesson->plot.boundary_p != NULL && !classes_known(view, viewer->lesson->plot.boundary_p)) {
        plot->plane = plot->other_plane = NULL;
        plot->plane_size = 0;
    }
    if (viewer->lesson->plot.classes != NULL && !classes_known(view, viewer->lesson->plot.classes))
        for (int j = 0; j < plot->class_count; j++) plot->classes[j] = plot->other_classes[j] = NAN;
}

/* The marked input's value stands there once the model has computed it, its slope once it was used. */
static void mask_function(const View *view, ViewFunction *function) {
    const Program *program = view->program;
    const Instr *use = functions_use(program, op_find(function->name));
    bool used = false;
    if (use == NULL) return;
    for (const Instr *i = NULL; (i = program_next(program, PHASE_BACKWARD, -1, i)) != NULL;)
        used |= i->forward == (int)(use - program->instrs) && i->step <= view->step;
    function->has_now = function->has_now && view->known[use->dst];
    if (!used) function->now_slope = NAN;
}

void mask_plot(const Viewer *viewer, const View *view, ViewPlot *plot) {
    mask_curves(viewer, view, plot);
    mask_classes(viewer, view, plot);
    for (int i = 0; i < plot->function_count; i++) mask_function(view, &plot->functions[i]);
}
