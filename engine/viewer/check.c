/* check: the numeric check of the selected gradient element, beside its explanation. */
#include <math.h>
#include <stdio.h>

#include "engine/explain/explain.h"
#include "viewer_parts.h"

/* More digits than elsewhere: both losses differ in their last ones only. */
static void long_number(const View *view, double number, char *out, size_t size) {
    char plain[40];
    snprintf(plain, sizeof plain, "%.10g", number);
    text_signs(view->texts, out, size, plain);
}

/* Whether the gradient may hold something of iterations before. */
static bool is_kept(const Viewer *viewer, const View *view, int grad) {
    bool first = view->epoch == 1 && view->batch == 1;
    return view->program->slots[grad].lasting && !viewer->lesson->train.zero_grad && !first;
}

/* Whether every part of the gradient is there, and nothing of iterations before: only this loss's own
   gradient can be compared with how this loss changes. Where it is claimed that nothing is kept, the disguise
   is compared. */
static bool is_complete(const Viewer *viewer, const ViewerInput *input, const View *view, int grad) {
    const Program *program = view->program;
    if (is_kept(viewer, view, grad) && !disguise_hides(input->disguise, BUG_KEPT, NULL)) return false;
    const Instr *last = NULL, *part = NULL;
    for (; (part = program_next(program, PHASE_BACKWARD, grad, part)) != NULL; last = part)
        if (part->step > view->step) return false;
    return last != NULL;
}

/* Compares with the number that is shown, where that is not this iteration's alone. */
static void check_shown(CheckElement *element, double shown) {
    element->analytic = shown;
    element->error = fabs(shown - element->numeric) / fmax(1e-12, fmax(fabs(shown), fabs(element->numeric)));
}

/* More multiplications than these may take longer than a frame has. */
static const double hurried_cost = 1 << 21;

bool check_is_dear(const ViewerInput *input, double multiplications) {
    return input->hurried && multiplications > hurried_cost;
}

int check_gradient(const View *view) {
    const Slot *slots = view->program->slots;
    int slot = view->selection.slot;
    if (slot < 0 || slot == view->question.slot) return -1;
    int grad = slots[slot].role == ROLE_PARAMETER ? slots[slot].grad : slot;
    bool is_one = grad >= 0 && slots[grad].role == ROLE_GRADIENT && slots[grad].of != view->program->loss;
    return is_one ? grad : -1;
}

Probe *check_probe(Viewer *viewer) {
    Err ignored;
    if (viewer->checker == NULL) viewer->checker = gradcheck_new(viewer->lesson, &ignored);
    return viewer->checker == NULL ? NULL : gradcheck_probe(viewer->checker);
}

/* NULL: no memory (the view has failed then), the slot has no gradient, or the check waits. */
static const CheckElement *check_selected(Viewer *viewer, const ViewerInput *input, int grad, View *view) {
    Checked *last = &viewer->checked;
    const Selection *at = &view->selection;
    int64_t iteration = input->machine->at.iteration;
    uint64_t hidden = input->disguise != NULL ? input->disguise->hidden : 0;
    if (last->ready && last->iteration == iteration && last->slot == grad && last->row == at->row &&
        last->col == at->col && last->hidden == hidden)
        return last->found ? &last->element : NULL;
    view->check_waits = check_is_dear(input, gradcheck_cost(viewer->lesson));
    if (view->check_waits) return NULL;
    if (check_probe(viewer) == NULL) {
        view_fail(view);
        return NULL;
    }
    *last = (Checked){.ready = true,
                      .iteration = iteration,
                      .slot = grad,
                      .row = at->row,
                      .col = at->col,
                      .hidden = hidden};
    const Slot *slots = view->program->slots;
    bool shared = disguise_hides(input->disguise, BUG_NO_SUM, slots[slots[grad].of].name);
    last->found =
        gradcheck_element(viewer->checker, input->machine, grad, at->row, at->col, shared, &last->element);
    if (last->found && is_kept(viewer, view, grad))
        check_shown(&last->element, (double)view_element(view, grad, at->row, at->col));
    return last->found ? &last->element : NULL;
}

void check_tell(const CheckElement *check, View *view) {
    Explanation *out = &view->explanation;
    out->has_check = true;
    out->check_kink = check->kink;
    out->check_good = !check->kink && check->error <= CHECK_TOLERANCE;
    text_number(view->texts, out->check_numeric, sizeof out->check_numeric, check->numeric, true);
    text_number(view->texts, out->check_error, sizeof out->check_error, check->error, false);
    text_number(view->texts, out->check_step, sizeof out->check_step, check->step, false);
    long_number(view, check->loss_minus, out->check_minus, sizeof out->check_minus);
    long_number(view, check->loss_plus, out->check_plus, sizeof out->check_plus);
}

const CheckElement *check_build(Viewer *viewer, const ViewerInput *input, View *view) {
    const int grad = check_gradient(view);
    if (grad < 0 || view->phase == PHASE_UPDATE || !is_complete(viewer, input, view, grad)) return NULL;
    const CheckElement *check = check_selected(viewer, input, grad, view);
    if (check != NULL && grad == view->selection.slot) check_tell(check, view);
    return check;
}
