/* image: the chosen sample as an image, and how likely the model holds each class to be. */
#include <math.h>

#include "engine/program/program.h"
#include "engine/program/tensor.h"
#include "viewer_parts.h"

static void classes_build(const Viewer *viewer, const View *view, ViewPlot *plot) {
    const Lesson *lesson = viewer->lesson;
    int slot = lesson->plot.classes != NULL ? program_find(view->program, lesson->plot.classes) : -1;
    int target = lesson->classes_target;
    plot->true_class = -1;
    if (target >= 0 && view->known[target])
        plot->true_class = tensor_largest(view_mat(view, target), view->selection.sample);
    if (slot < 0) return;
    const Slot *it = &view->program->slots[slot];
    bool scores = program_are_scores(view->program, slot);
    plot->class_count = it->cols < VIEW_MAX_CLASSES ? it->cols : VIEW_MAX_CLASSES;
    const ViewOtherSlot *twin = view_other_slot(view, slot);
    int sample = view->selection.sample;
    for (int j = 0; j < plot->class_count; j++) {
        plot->classes[j] = plot->other_classes[j] = NAN;
        if (view->known[slot]) plot->classes[j] = plane_class_share(view_mat(view, slot), sample, j, scores);
        if (twin != NULL)
            plot->other_classes[j] =
                plane_class_share(tensor_mat((float *)twin->at, it->rows, it->cols), sample, j, scores);
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
    viewer->image = arena_alloc(viewer->arena, (size_t)x->value.cols * sizeof *viewer->image);
    if (viewer->image == NULL) return err_memory(e);
    /* the shades of the first thousand images are those of all */
    int rows = x->value.rows < 1000 ? x->value.rows : 1000;
    viewer->image_low = INFINITY;
    viewer->image_high = -INFINITY;
    for (int j = 0; j < x->value.cols; j++) {
        float low, high;
        plane_column_range(&x->value, j, rows, &low, &high);
        viewer->image_low = fminf(viewer->image_low, low);
        viewer->image_high = fmaxf(viewer->image_high, high);
    }
    return true;
}
