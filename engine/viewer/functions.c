/* functions: functions and their derivatives over an interval, by the operations' own kernels. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/program/op.h"
#include "viewer_parts.h"

static const double interval_low = -4, interval_high = 4;

const Instr *functions_use(const Program *program, const Op *op) {
    const Instr *use = NULL;
    do use = program_next(program, PHASE_FORWARD, -1, use);
    while (use != NULL && use->op != op);
    return use;
}

/* value and slope of the function at count places; all four are vectors of `count` numbers, padded. */
static void run_function(const Op *op, const double *number, float *x, float *y, float *slope, float *ones,
                         int count) {
    Args args = {.out = tensor_mat(y, count, 1), .in = {tensor_mat(x, count, 1)}};
    memcpy(args.number, number, sizeof args.number);
    op->run(&args);
    if (op->back == NULL) return;
    args.result = tensor_mat(y, count, 1);
    args.upstream = tensor_mat(ones, count, 1);
    args.out = tensor_mat(slope, count, 1);
    op->back(&args);
}

static const double *constants(const Viewer *viewer, const Op *op) {
    static const double clip_bounds[OP_MAX_NUMBERS] = {-1, 1};
    const Instr *use = functions_use(viewer->program, op);
    if (use != NULL) return use->number;
    return op->required > 0 ? clip_bounds : op->preset;
}

enum { PADDED = (FUNCTION_POINTS + LANES - 1) / LANES * LANES };

static void function_begin(Viewer *viewer, const Op *op, float *numbers) {
    float *x = numbers, *y = numbers + PADDED, *slope = numbers + 2 * PADDED, *ones = numbers + 3 * PADDED;
    bool from_zero = op->facts & (OP_LOGARITHM | OP_ROOT); /* no value left of it */
    double low = from_zero ? 0.02 : interval_low;
    for (int i = 0; i < PADDED; i++) {
        double t = i < FUNCTION_POINTS ? (double)i / (FUNCTION_POINTS - 1) : 1;
        x[i] = (float)(low + (interval_high - low) * t);
        ones[i] = 1;
    }
    run_function(op, constants(viewer, op), x, y, slope, ones, FUNCTION_POINTS);
    viewer->functions[viewer->function_count++] = (ViewFunction){
        .name = op->name,
        .value = {.x = x, .y = y, .count = FUNCTION_POINTS},
        .slope = {.x = x, .y = slope, .count = op->back != NULL ? FUNCTION_POINTS : 0},
    };
}

static void find_range(Viewer *viewer) {
    viewer->x_low = (float)interval_low;
    viewer->x_high = (float)interval_high;
    viewer->y_low = INFINITY;
    viewer->y_high = -INFINITY;
    for (int k = 0; k < viewer->function_count; k++) {
        for (int i = 0; i < FUNCTION_POINTS; i++) {
            viewer->y_low = fminf(viewer->y_low, viewer->functions[k].value.y[i]);
            viewer->y_high = fmaxf(viewer->y_high, viewer->functions[k].value.y[i]);
        }
    }
}

bool functions_begin(Viewer *viewer, Err *e) {
    const Plot *plot = &viewer->lesson->plot;
    if (plot->function_count == 0) return true;
    viewer->function_numbers = exec_memory(viewer->exec, (size_t)VIEW_MAX_FUNCTIONS * 4 * PADDED);
    if (viewer->function_numbers == NULL) return err_memory(e);
    for (int i = 0; i < plot->function_count && viewer->function_count < VIEW_MAX_FUNCTIONS; i++) {
        const Op *op = op_find(plot->functions[i]);
        if (op == NULL || op->arity != 1 || op->pattern != OP_ELEMENT) continue;
        function_begin(viewer, op, viewer->function_numbers + (size_t)viewer->function_count * 4 * PADDED);
    }
    find_range(viewer);
    return true;
}

/* The input of the function's first use in the model, for the chosen sample. */
static void mark_now(const View *view, const Viewer *viewer, ViewFunction *function) {
    const Op *op = op_find(function->name);
    const Instr *use = functions_use(view->program, op);
    if (use == NULL || !view->known[use->in[0]]) return;
    const Slot *slot = &view->program->slots[use->in[0]];
    int row = view->selection.sample < slot->rows ? view->selection.sample : 0;
    _Alignas(64) float x[LANES], y[LANES] = {0}, slope[LANES] = {0}, ones[LANES];
    for (int i = 0; i < LANES; i++) {
        x[i] = view_element(view, use->in[0], row, 0);
        ones[i] = 1;
    }
    run_function(op, constants(viewer, op), x, y, slope, ones, 1);
    function->has_now = true;
    function->now_x = x[0];
    function->now_y = y[0];
    function->now_slope = slope[0];
}

void functions_build(Viewer *viewer, const View *view, ViewPlot *plot) {
    plot->function_count = viewer->function_count;
    for (int i = 0; i < viewer->function_count; i++) {
        plot->functions[i] = viewer->functions[i];
        mark_now(view, viewer, &plot->functions[i]);
    }
}
