/* curve: the model's curve for the parameters of any epoch, and the curves that stay on the plot. */
#include <stdlib.h>
#include <string.h>

#include "engine/program/tensor.h"
#include "viewer_parts.h"

/* An evenly spaced x in place of the samples. */
static bool grid_begin(Tracer *t, const Exec *exec, const Value *data, Err *e) {
    float low, high;
    plane_column_range(data, 0, data->rows, &low, &high);
    if (!bound_open(&t->bound, exec, t->program, NULL)) return err_memory(e);
    bound_start(&t->bound);
    for (int i = 0; i < t->count; i++) t->x[i] = low + (high - low) * (float)i / (float)(t->count - 1);
    memcpy(bound_slot(&t->bound, t->x_slot), t->x, (size_t)t->count * sizeof *t->x);
    return true;
}

struct Sample {
    float x;
    int index;
};

static int compare_samples(const void *a, const void *b) {
    const struct Sample *left = a, *right = b;
    if (left->x != right->x) return left->x < right->x ? -1 : 1;
    return left->index - right->index;
}

/* The samples of the first mini-batch, joined by ascending x. */
static bool rows_begin(Tracer *t, const Value *data, Err *e) {
    t->samples = arena_alloc(t->arena, (size_t)t->count * sizeof *t->samples);
    if (t->samples == NULL) return err_memory(e);
    for (int i = 0; i < t->count; i++) t->samples[i] = (struct Sample){data->at[i], i};
    qsort(t->samples, (size_t)t->count, sizeof *t->samples, compare_samples);
    for (int i = 0; i < t->count; i++) t->x[i] = t->samples[i].x;
    return true;
}

bool curve_begin(Tracer *t, const Lesson *lesson, const Exec *exec, Err *e) {
    const Plot *plot = &lesson->plot;
    *t = (Tracer){.lesson = lesson};
    if (lesson->batch == NULL || plot->curve_y == NULL) return true;
    const Named *data = lesson_data(lesson, plot->curve_x);
    t->program = lesson->curve != NULL ? lesson->curve : lesson->batch;
    t->x_slot = program_find(t->program, plot->curve_x);
    t->y_slot = program_find(t->program, plot->curve_y);
    if (data == NULL || t->x_slot < 0 || t->y_slot < 0) return true;
    /* through the samples the curve needs the same ones at every moment */
    if (lesson->curve == NULL && lesson->train.shuffle) return true;
    const int count = t->program->slots[t->y_slot].rows;
    const size_t bytes = (size_t)count * sizeof(float);
    if ((t->arena = arena_new()) == NULL) return err_memory(e);
    t->x = arena_alloc(t->arena, bytes);
    t->state = arena_alloc(t->arena, (lesson->batch->lasting + 1) * sizeof *t->state);
    t->now.y = arena_alloc(t->arena, bytes);
    t->last.y = arena_alloc(t->arena, bytes);
    t->milestone.y = arena_alloc(t->arena, bytes);
    for (int i = 0; i < VIEW_MAX_SNAPSHOTS; i++) t->snapshots[i].y = arena_alloc(t->arena, bytes);
    if (arena_failed(t->arena)) return err_memory(e);
    if ((t->scratch = machine_new(lesson, exec, e)) == NULL) return false;
    t->count = count;
    return lesson->curve != NULL ? grid_begin(t, exec, &data->value, e) : rows_begin(t, &data->value, e);
}

void curve_end(Tracer *t) {
    machine_free(t->scratch);
    bound_close(&t->bound);
    arena_free(t->arena);
    *t = (Tracer){0};
}

static void samples_run(Tracer *t, const float *state, float *y) {
    const Rng rng = t->scratch->rng;
    machine_load(t->scratch, 0, state, &rng);
    const Instr *maker = program_next(t->program, PHASE_FORWARD, t->y_slot, NULL);
    machine_run(t->scratch, maker != NULL ? maker->step : 0);
    const float *values = machine_slot(t->scratch, t->y_slot);
    for (int i = 0; i < t->count; i++) y[i] = values[t->samples[i].index];
}

void curve_run(Tracer *t, const float *state, float *y) {
    if (t->bound.calls == NULL) {
        samples_run(t, state, y);
        return;
    }
    bound_run(&t->bound, state);
    memcpy(y, bound_slot(&t->bound, t->y_slot), (size_t)t->count * sizeof *y);
}

static ViewCurve shown(const Tracer *t, const Trace *trace, int64_t epoch) {
    return (ViewCurve){.x = t->x, .y = trace->y, .count = t->count, .epoch = epoch};
}

/* The curve at the start of an epoch (from 1; epochs + 1: after the last), computed once. */
static ViewCurve computed_once(Tracer *t, Timeline *timeline, Trace *trace, int64_t epoch) {
    if (trace->epoch != epoch) {
        timeline_state(timeline, t->scratch, epoch - 1, t->state);
        curve_run(t, t->state, trace->y);
        trace->epoch = epoch;
    }
    return shown(t, trace, epoch);
}

/* The same; none where the run is not known that far. */
static ViewCurve epoch_curve(Tracer *t, Timeline *timeline, Trace *trace, int64_t epoch) {
    if (timeline == NULL || timeline_trained(timeline) < epoch - 1) return (ViewCurve){.epoch = epoch};
    return computed_once(t, timeline, trace, epoch);
}

/* The other run may have its curve in other places: of the two with private biases and without, one goes
   through the samples. */
static void ghost_curve(Viewer *viewer, const ViewerInput *input, ViewPlot *plot, int64_t epoch) {
    Tracer *t = &viewer->ghost;
    Err ignored;
    const Lesson *lesson = input->other_run.lesson;
    if (input->other_timeline == NULL || lesson == NULL) return;
    if (t->lesson != lesson) {
        curve_end(t);
        if (!curve_begin(t, lesson, viewer->exec, &ignored)) {
            viewer->failed = true;
            curve_end(t);
        }
    }
    if (t->count == 0) return;
    if (input->other_machine == NULL) {
        plot->ghost = epoch_curve(t, input->other_timeline, &t->now, epoch);
        return;
    }
    curve_run(t, input->other_machine->mem, t->now.y); /* in lock-step: of this very moment */
    t->now.epoch = 0;
    plot->ghost = shown(t, &t->now, 0);
}

/* Curves that are shown no more give their place away: each snapshot keeps the trace that has its epoch. */
static Trace *snapshot_trace(Viewer *viewer, const ViewerInput *input, int64_t epoch) {
    Trace *spare = NULL;
    for (int i = 0; i < VIEW_MAX_SNAPSHOTS; i++) {
        Trace *trace = &viewer->tracer.snapshots[i];
        bool wanted = false;
        if (trace->epoch == epoch) return trace;
        for (int k = 0; k < input->snapshot_count && k < VIEW_MAX_SNAPSHOTS; k++)
            wanted |= trace->epoch == input->snapshots[k];
        if (!wanted) spare = trace;
    }
    return spare;
}

/* Curves of a run that is shown no more are let go. */
static void keep_run(Viewer *viewer, const Timeline *timeline) {
    if (viewer->last_of != timeline) viewer->tracer.last.epoch = viewer->tracer.milestone.epoch = 0;
    viewer->last_of = timeline;
}

ViewCurve curve_milestone(Viewer *viewer, const ViewerInput *input, int64_t epoch) {
    if (input->timeline == NULL || viewer->tracer.count == 0) return (ViewCurve){.epoch = epoch};
    keep_run(viewer, input->timeline);
    return computed_once(&viewer->tracer, input->timeline, &viewer->tracer.milestone, epoch);
}

/* Those that have passed stay; with the future, those to come are there already. */
static void snapshots_build(Viewer *viewer, const ViewerInput *input, ViewPlot *plot, int64_t epoch) {
    bool future = input->future && !input->predict;
    for (int k = 0; k < input->snapshot_count; k++) {
        const int64_t wanted = input->snapshots[k];
        Trace *trace = k < VIEW_MAX_SNAPSHOTS ? snapshot_trace(viewer, input, wanted) : NULL;
        if (trace == NULL) {
            plot->snapshots_more += future || wanted <= epoch;
            continue;
        }
        ViewCurve *curve = &plot->snapshots[plot->snapshot_count++];
        *curve = (ViewCurve){.epoch = wanted};
        if (future || wanted <= epoch) *curve = epoch_curve(&viewer->tracer, input->timeline, trace, wanted);
    }
}

void curve_build(Viewer *viewer, const ViewerInput *input, ViewPlot *plot) {
    Tracer *t = &viewer->tracer;
    const Machine *machine = input->machine;
    if (t->count == 0 || machine == NULL) return;
    const int64_t epoch = machine->at.iteration / machine->batches + 1;
    curve_run(t, machine->mem, t->now.y);
    plot->now = shown(t, &t->now, 0);
    keep_run(viewer, input->timeline);
    if (input->future && !input->predict)
        plot->last = epoch_curve(t, input->timeline, &t->last, viewer->lesson->train.epochs + 1);
    ghost_curve(viewer, input, plot, epoch);
    snapshots_build(viewer, input, plot, epoch);
}
