/* plane: the decision plane of a model with two inputs, and the samples that lie in it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/program/op.h"
#include "engine/program/program.h"
#include "engine/program/tensor.h"
#include "viewer_parts.h"

void plane_column_range(const Value *data, int col, int rows, float *low, float *high) {
    const float *at = tensor_element(value_mat(data), 0, col);
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
    viewer->labels = arena_alloc(viewer->arena, (size_t)x->value.rows * sizeof *viewer->labels);
    if (viewer->labels == NULL) return false;
    const Mat classes = value_mat(&truth->value);
    for (int i = 0; i < classes.rows; i++)
        viewer->labels[i] = classes.cols == 1 ? classes.at[i] > 0.5f : tensor_largest(classes, i);
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
    const Program *program = lesson->plane;
    if (program == NULL) return true;
    plane->x_slot = program_find(program, lesson->plot.boundary_x);
    plane->p_slot = program_find(program, lesson->plot.boundary_p);
    plane->used = malloc((program->lasting + 1) * sizeof *plane->used);
    if (plane->used == NULL || !bound_open(&plane->bound, viewer->exec, program, NULL)) return err_memory(e);
    bound_start(&plane->bound);
    grid_fill(viewer, bound_slot(&plane->bound, plane->x_slot));
    return true;
}

static void plane_close(Plane *plane) {
    bound_close(&plane->bound);
    free(plane->used);
    *plane = (Plane){0};
}

bool plane_begin(Viewer *viewer, Err *e) {
    const Lesson *lesson = viewer->lesson;
    Plane *plane = &viewer->plane;
    const Named *x = lesson_data(lesson, lesson->plot.boundary_x);
    if (x == NULL || x->value.cols != 2) return true;
    plane_column_range(&x->value, 0, x->value.rows, &viewer->x_low, &viewer->x_high);
    plane_column_range(&x->value, 1, x->value.rows, &viewer->y_low, &viewer->y_high);
    widen(&viewer->x_low, &viewer->x_high);
    widen(&viewer->y_low, &viewer->y_high);
    viewer->points = x->value.rows;
    viewer->points_x = x->value.at;
    viewer->points_y = x->value.at + tensor_stride(x->value.rows);
    if (!labels_begin(viewer, x)) return err_memory(e);
    return plane_open(viewer, plane, lesson, e);
}

void plane_end(Viewer *viewer) {
    plane_close(&viewer->plane);
    plane_close(&viewer->other_plane);
}

float plane_class_share(Mat m, int row, int shown, bool scores) {
    const float own = *tensor_element(m, row, shown);
    if (!scores) return own;
    float total = 0;
    for (int j = 0; j < m.cols; j++) total += expf(*tensor_element(m, row, j) - own);
    return 1 / total;
}

static void plane_run(Plane *plane, const float *state) {
    const Program *program = plane->bound.program;
    size_t bytes = program->lasting * sizeof *plane->used;
    if (plane->ready && memcmp(plane->used, state, bytes) == 0) return;
    memcpy(plane->used, state, bytes);
    bound_run(&plane->bound, state);
    const Slot *slot = &program->slots[plane->p_slot];
    const Mat p = tensor_mat(bound_slot(&plane->bound, plane->p_slot), slot->rows, slot->cols);
    bool scores = program_are_scores(program, plane->p_slot);
    for (int k = 0; k < PLANE_SIZE * PLANE_SIZE; k++)
        plane->p[k] = plane_class_share(p, k, slot->cols > 1, scores);
    plane->ready = true;
}

static void other_build(Viewer *viewer, const ViewerInput *input, ViewPlot *plot) {
    Plane *plane = &viewer->other_plane;
    Err ignored;
    if (input->other_machine == NULL) return;
    if (viewer->other_plane_of != input->other_run.lesson) {
        plane_close(plane);
        if (!plane_open(viewer, plane, input->other_run.lesson, &ignored)) {
            viewer->failed = true;
            plane_close(plane);
            return;
        }
        viewer->other_plane_of = input->other_run.lesson;
    }
    if (plane->bound.calls == NULL) return;
    plane_run(plane, input->other_machine->mem);
    plot->other_plane = plane->p;
}

void plane_build(Viewer *viewer, const ViewerInput *input, ViewPlot *plot) {
    plot->label = viewer->labels;
    if (viewer->plane.bound.calls == NULL || input->machine == NULL) return;
    plane_run(&viewer->plane, input->machine->mem);
    plot->plane = viewer->plane.p;
    plot->plane_size = PLANE_SIZE;
    other_build(viewer, input, plot);
}
