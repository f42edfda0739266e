/* view_plane: the decision plane of a model with two inputs, and the samples that lie in it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/program/op.h"
#include "engine/program/tensor.h"
#include "viewer_parts.h"

static void column_range(const Value *data, int col, int rows, float *low, float *high) {
    const float *at = data->at + (size_t)col * (size_t)tensor_stride(data->rows);
    *low = INFINITY;
    *high = -INFINITY;
    for (int i = 0; i < rows; i++) {
        *low = at[i] < *low ? at[i] : *low; /* NaN is neither */
        *high = at[i] > *high ? at[i] : *high;
    }
}

/* The plane reaches a little beyond the samples. */
static void widen(float *low, float *high) {
    float margin = *high > *low ? 0.15f * (*high - *low) : 1;
    *low -= margin;
    *high += margin;
}

/* The class of each sample: the largest column of the data that the model is compared with, or its one column
 * as 0 or 1. */
static bool labels_begin(Viewer *viewer, const Named *x) {
    const Lesson *lesson = viewer->lesson;
    const Named *truth = NULL;
    int target = lesson->classes_target;
    if (target >= 0) truth = lesson_data(lesson, lesson->batch->slots[target].name);
    for (int i = 0; truth == NULL && i < lesson->data_count; i++)
        if (lesson->data[i].sample && &lesson->data[i] != x && lesson->data[i].value.cols == 1)
            truth = &lesson->data[i];
    if (truth == NULL || truth->value.rows != x->value.rows) return true;
    viewer->labels = malloc((size_t)x->value.rows * sizeof *viewer->labels);
    if (viewer->labels == NULL) return false;
    size_t stride = (size_t)tensor_stride(truth->value.rows);
    for (int i = 0; i < truth->value.rows; i++) {
        const float *row = truth->value.at + i;
        int best = truth->value.cols == 1 ? row[0] > 0.5f : 0;
        for (int j = 1; j < truth->value.cols; j++)
            if (row[(size_t)j * stride] > row[(size_t)best * stride]) best = j;
        viewer->labels[i] = best;
    }
    return true;
}

static void grid_fill(const Viewer *viewer, float *x) {
    size_t stride = (size_t)tensor_stride(PLANE_SIZE * PLANE_SIZE);
    for (int k = 0; k < PLANE_SIZE * PLANE_SIZE; k++) {
        float right = (float)(k % PLANE_SIZE) / (PLANE_SIZE - 1),
              up = (float)(k / PLANE_SIZE) / (PLANE_SIZE - 1);
        x[k] = viewer->x_low + (viewer->x_high - viewer->x_low) * right;
        x[(size_t)k + stride] = viewer->y_low + (viewer->y_high - viewer->y_low) * up;
    }
}

/* The lesson's model over the grid of the viewer's axes; nothing where it has none. */
static bool plane_open(const Viewer *viewer, Plane *plane, const Lesson *lesson, Err *e) {
    plane->program = lesson->plane;
    if (plane->program == NULL) return true;
    plane->x_slot = program_find(plane->program, lesson->plot.boundary_x);
    plane->p_slot = program_find(plane->program, lesson->plot.boundary_p);
    plane->mem = exec_memory(viewer->exec, plane->program->size);
    plane->p = malloc((size_t)PLANE_SIZE * PLANE_SIZE * sizeof *plane->p);
    plane->used = malloc((plane->program->lasting + 1) * sizeof *plane->used);
    if (plane->mem == NULL || plane->p == NULL || plane->used == NULL ||
        (plane->calls = exec_bind(viewer->exec, plane->program, plane->mem)) == NULL)
        return err_set(e, "out of memory for the plot");
    memcpy(plane->mem, plane->program->start, plane->program->preset * sizeof *plane->mem);
    grid_fill(viewer, plane->mem + plane->program->slots[plane->x_slot].at);
    return true;
}

static void plane_close(Plane *plane) {
    if (plane->calls != NULL) exec_unbind(plane->calls);
    exec_release(plane->mem);
    free(plane->p);
    free(plane->used);
    *plane = (Plane){0};
}

bool plane_begin(Viewer *viewer, Err *e) {
    const Lesson *lesson = viewer->lesson;
    Plane *plane = &viewer->plane;
    const Named *x = lesson_data(lesson, lesson->plot.boundary_x);
    if (x == NULL || x->value.cols != 2) return true;
    column_range(&x->value, 0, x->value.rows, &viewer->x_low, &viewer->x_high);
    column_range(&x->value, 1, x->value.rows, &viewer->y_low, &viewer->y_high);
    widen(&viewer->x_low, &viewer->x_high);
    widen(&viewer->y_low, &viewer->y_high);
    viewer->points = x->value.rows;
    viewer->points_x = x->value.at;
    viewer->points_y = x->value.at + tensor_stride(x->value.rows);
    if (!labels_begin(viewer, x)) return err_set(e, "out of memory for the plot");
    return plane_open(viewer, plane, lesson, e);
}

void plane_end(Viewer *viewer) {
    plane_close(&viewer->plane);
    plane_close(&viewer->other_plane);
    free(viewer->labels);
}

bool plot_is_scores(const Program *program, int slot) {
    if (program->slots[slot].cols == 1) return false;
    for (int i = 0; i < program->instr_count; i++)
        if (program->instrs[i].dst == slot && program_op_is(&program->instrs[i], OP_PROBABILITIES))
            return false;
    return true;
}

/* The share of class `shown` in row i, of probabilities or of scores. */
static float class_share(const float *row, size_t stride, int cols, int shown, bool scores) {
    if (!scores) return row[(size_t)shown * stride];
    float total = 0;
    for (int j = 0; j < cols; j++) total += expf(row[(size_t)j * stride] - row[(size_t)shown * stride]);
    return 1 / total;
}

static void plane_run(const Viewer *viewer, Plane *plane, const float *state) {
    size_t bytes = plane->program->lasting * sizeof *plane->used;
    if (plane->ready && memcmp(plane->used, state, bytes) == 0) return;
    memcpy(plane->used, state, bytes);
    memcpy(plane->mem, state, bytes);
    exec_run(viewer->exec, plane->calls, 0, plane->program->instr_count);
    const Slot *slot = &plane->program->slots[plane->p_slot];
    const float *p = plane->mem + slot->at;
    bool scores = plot_is_scores(plane->program, plane->p_slot);
    for (int k = 0; k < PLANE_SIZE * PLANE_SIZE; k++)
        plane->p[k] =
            class_share(p + k, (size_t)tensor_stride(slot->rows), slot->cols, slot->cols > 1, scores);
    plane->ready = true;
}

static void other_build(Viewer *viewer, const ViewerInput *input, ViewPlot *plot) {
    Plane *plane = &viewer->other_plane;
    Err ignored; /* without memory for it the other run has no line */
    if (input->other == NULL) return;
    if (viewer->other_plane_of != input->ghost_lesson) {
        plane_close(plane);
        if (!plane_open(viewer, plane, input->ghost_lesson, &ignored)) plane_close(plane);
        viewer->other_plane_of = input->ghost_lesson;
    }
    if (plane->calls == NULL) return;
    plane_run(viewer, plane, input->other->mem);
    plot->other_plane = plane->p;
}

void plane_build(Viewer *viewer, const ViewerInput *input, ViewPlot *plot) {
    plot->label = viewer->labels;
    if (viewer->plane.calls == NULL || input->machine == NULL) return;
    plane_run(viewer, &viewer->plane, input->machine->mem);
    plot->plane = viewer->plane.p;
    plot->plane_size = PLANE_SIZE;
    other_build(viewer, input, plot);
}

static int largest_column(const View *view, int slot, int row) {
    int best = 0;
    for (int j = 1; j < view->program->slots[slot].cols; j++)
        if (view_element(view, slot, row, j) > view_element(view, slot, row, best)) best = j;
    return best;
}

static void classes_build(const Viewer *viewer, const View *view, ViewPlot *plot) {
    const Lesson *lesson = viewer->lesson;
    int slot = lesson->plot.classes != NULL ? program_find(view->program, lesson->plot.classes) : -1;
    int target = lesson->classes_target;
    plot->true_class = -1;
    if (target >= 0 && view->known[target])
        plot->true_class = largest_column(view, target, view->selection.sample);
    if (slot < 0) return;
    const Slot *it = &view->program->slots[slot];
    bool scores = plot_is_scores(view->program, slot);
    plot->class_count = it->cols < VIEW_MAX_CLASSES ? it->cols : VIEW_MAX_CLASSES;
    const ViewTwin *twin = view_twin(view, slot);
    size_t stride = (size_t)tensor_stride(it->rows);
    int sample = view->selection.sample;
    for (int j = 0; j < plot->class_count; j++) {
        plot->classes[j] = plot->other_classes[j] = NAN;
        if (view->known[slot])
            plot->classes[j] = class_share(view->values[slot] + sample, stride, it->cols, j, scores);
        if (twin != NULL)
            plot->other_classes[j] = class_share(twin->at + sample, stride, it->cols, j, scores);
    }
}

void image_build(Viewer *viewer, const View *view, ViewPlot *plot) {
    const Plot *asked = &viewer->lesson->plot;
    int slot = program_find(view->program, asked->images);
    if (slot < 0 || viewer->image == NULL || view->selection.sample >= view->program->slots[slot].rows)
        return;
    plot->image = viewer->image;
    plot->image_rows = asked->image_rows;
    plot->image_cols = asked->image_cols;
    plot->image_low = viewer->image_low;
    plot->image_high = viewer->image_high;
    for (int k = 0; k < plot->image_rows * plot->image_cols; k++)
        viewer->image[k] = view_element(view, slot, view->selection.sample, k);
    classes_build(viewer, view, plot);
}

bool image_begin(Viewer *viewer, Err *e) {
    const Named *x = lesson_data(viewer->lesson, viewer->lesson->plot.images);
    if (x == NULL) return true;
    viewer->image = malloc((size_t)x->value.cols * sizeof *viewer->image);
    if (viewer->image == NULL) return err_set(e, "out of memory for the plot's image");
    /* the shades of the first thousand images are those of all */
    int rows = x->value.rows < 1000 ? x->value.rows : 1000;
    viewer->image_low = INFINITY;
    viewer->image_high = -INFINITY;
    for (int j = 0; j < x->value.cols; j++) {
        float low, high;
        column_range(&x->value, j, rows, &low, &high);
        viewer->image_low = fminf(viewer->image_low, low);
        viewer->image_high = fmaxf(viewer->image_high, high);
    }
    return true;
}
