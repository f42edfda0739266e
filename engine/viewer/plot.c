/* plot: which plot a lesson has, its axes and its data. */
#include <math.h>
#include <stdlib.h>

#include "engine/program/tensor.h"
#include "viewer_parts.h"

static PlotKind plot_kind(const Lesson *lesson) {
    const Plot *plot = &lesson->plot;
    if (plot->boundary_p != NULL) return PLOT_PLANE;
    if (plot->images != NULL) return PLOT_IMAGE;
    if (plot->function_count > 0) return PLOT_FUNCTIONS;
    if (plot->curve_y != NULL || plot->points_y != NULL)
        return lesson->batch == NULL ? PLOT_PATH : PLOT_CURVE;
    return PLOT_NONE;
}

static void extend(const float *at, int count, float *low, float *high) {
    for (int i = 0; i < count; i++) {
        if (!isfinite(at[i])) continue;
        *low = fminf(*low, at[i]);
        *high = fmaxf(*high, at[i]);
    }
}

/* The axes reach as far as the data, for all steps of a run the same; without points, as far as the curve. */
static void find_axes(Viewer *viewer) {
    viewer->x_low = viewer->y_low = INFINITY;
    viewer->x_high = viewer->y_high = -INFINITY;
    const Tracer *t = &viewer->tracer;
    extend(viewer->points_x, viewer->points, &viewer->x_low, &viewer->x_high);
    extend(viewer->points_y, viewer->points, &viewer->y_low, &viewer->y_high);
    if (viewer->points == 0 && t->count > 0) {
        extend(t->x, t->count, &viewer->x_low, &viewer->x_high);
        curve_run(&viewer->tracer, viewer->lesson->batch->start, t->now.y);
        extend(t->now.y, t->count, &viewer->y_low, &viewer->y_high);
    }
    if (!(viewer->x_low <= viewer->x_high)) viewer->x_low = 0, viewer->x_high = 1;
    if (!(viewer->y_low <= viewer->y_high)) viewer->y_low = 0, viewer->y_high = 1;
}

/* ---- a picture's path: of very many points only what can be told apart ---- */

/* Shorter paths are drawn as they are. Others are divided into columns narrower than a pixel of any plot; of
   the points in a row in one column the first, the lowest, the highest and the last are kept. */
enum { PATH_MOST = 1 << 16, PATH_COLUMNS = 4096 };

typedef struct Thinner {
    const float *x, *y;
    float *to_x, *to_y;
    int count, room;
    int first, low, high, last; /* of the column that is being gone through; first −1: none */
} Thinner;

static bool thinner_add(Thinner *t, int i) {
    if (t->count == t->room) return false;
    t->to_x[t->count] = t->x[i];
    t->to_y[t->count++] = t->y[i];
    return true;
}

/* In the order of the path. */
static bool thinner_end_column(Thinner *t) {
    if (t->first < 0) return true;
    int one = t->low < t->high ? t->low : t->high, other = t->low < t->high ? t->high : t->low;
    bool fits = thinner_add(t, t->first);
    if (one > t->first) fits = fits && thinner_add(t, one);
    if (other > one) fits = fits && thinner_add(t, other);
    if (t->last > other) fits = fits && thinner_add(t, t->last);
    t->first = -1;
    return fits;
}

/* False where it does not become much shorter: a path that goes to and fro. */
static bool thin(Thinner *t, int count, float low, float high) {
    float scale = PATH_COLUMNS / (high - low);
    int before = -1;
    t->first = -1;
    for (int i = 0; i < count; i++) {
        bool finite = isfinite(t->x[i]) && isfinite(t->y[i]);
        int column = finite ? (int)((t->x[i] - low) * scale) : -1;
        if (column != before && !thinner_end_column(t)) return false;
        before = column;
        if (!finite && !thinner_add(t, i)) return false;
        if (!finite) continue;
        if (t->first < 0) t->first = t->low = t->high = i;
        if (t->y[i] < t->y[t->low]) t->low = i;
        if (t->y[i] > t->y[t->high]) t->high = i;
        t->last = i;
    }
    return thinner_end_column(t);
}

static void path_begin(Viewer *viewer, const Value *x, const Value *y) {
    if (x->rows <= PATH_MOST || !(viewer->x_high > viewer->x_low)) return;
    Thinner t = {.x = x->at, .y = y->at, .room = x->rows / 2};
    t.to_x = malloc((size_t)t.room * sizeof *t.to_x);
    t.to_y = malloc((size_t)t.room * sizeof *t.to_y);
    if (t.to_x != NULL && t.to_y != NULL && thin(&t, x->rows, viewer->x_low, viewer->x_high)) {
        viewer->path_x = t.to_x;
        viewer->path_y = t.to_y;
        viewer->path_count = t.count;
        return;
    }
    free(t.to_x); /* without memory the path is drawn whole, as it is where nothing can be left out */
    free(t.to_y);
}

/* ---- the chosen sample as an image, and how likely the model holds each class to be ---- */

static void classes_build(const Viewer *viewer, const View *view, ViewPlot *plot) {
    const Lesson *lesson = viewer->lesson;
    int slot = lesson->plot.classes != NULL ? program_find(view->program, lesson->plot.classes) : -1;
    int target = lesson->classes_target;
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

static void image_build(Viewer *viewer, const View *view, ViewPlot *plot) {
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

static bool image_begin(Viewer *viewer, Err *e) {
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

/* ---- what a lesson has ---- */

static bool line_begin(Viewer *viewer, Err *e) {
    const Plot *plot = &viewer->lesson->plot;
    bool path = viewer->lesson->batch == NULL && plot->points_y == NULL;
    const Named *x = lesson_data(viewer->lesson, path ? plot->curve_x : plot->points_x);
    const Named *y = lesson_data(viewer->lesson, path ? plot->curve_y : plot->points_y);
    if (x != NULL && y != NULL && x->value.cols == 1 && y->value.cols == 1 &&
        x->value.rows == y->value.rows) {
        viewer->points_x = x->value.at;
        viewer->points_y = y->value.at;
        viewer->points = x->value.rows;
    }
    if (!curve_begin(&viewer->tracer, viewer->lesson, viewer->exec, e)) return false;
    find_axes(viewer);
    if (path && x != NULL && y != NULL && viewer->points > 0) path_begin(viewer, &x->value, &y->value);
    return true;
}

bool plot_begin(Viewer *viewer, Err *e) {
    switch (plot_kind(viewer->lesson)) {
    case PLOT_PLANE:
        return plane_begin(viewer, e);
    case PLOT_IMAGE:
        return image_begin(viewer, e);
    case PLOT_FUNCTIONS:
        return functions_begin(viewer, e);
    case PLOT_CURVE:
    case PLOT_PATH:
        return line_begin(viewer, e);
    case PLOT_NONE:
        break;
    }
    return true;
}

void plot_end(Viewer *viewer) {
    curve_end(&viewer->tracer);
    curve_end(&viewer->ghost);
    free(viewer->path_x);
    free(viewer->path_y);
    plane_end(viewer);
    free(viewer->function_numbers);
}

/* The points of a picture without a model, joined in order. */
static void path_build(const Viewer *viewer, ViewPlot *plot) {
    if (viewer->lesson->plot.curve_y == NULL) return;
    const Named *x = lesson_data(viewer->lesson, viewer->lesson->plot.curve_x);
    const Named *y = lesson_data(viewer->lesson, viewer->lesson->plot.curve_y);
    if (x == NULL || y == NULL) return;
    if (viewer->lesson->plot.points_y == NULL) plot->points = 0;
    plot->now = (ViewCurve){.x = x->value.at, .y = y->value.at, .count = x->value.rows};
    if (viewer->path_x != NULL)
        plot->now = (ViewCurve){.x = viewer->path_x, .y = viewer->path_y, .count = viewer->path_count};
}

static void axes_build(const Viewer *viewer, const ViewerInput *input, ViewPlot *plot) {
    const Plot *asked = &viewer->lesson->plot;
    bool held = input->axes != NULL && plot->kind == PLOT_CURVE;
    const ViewAxes own = {viewer->x_low, viewer->x_high, viewer->y_low, viewer->y_high};
    const ViewAxes *axes = held ? input->axes : &own;
    plot->x_low = axes->x_low;
    plot->x_high = axes->x_high;
    plot->y_low = axes->y_low;
    plot->y_high = axes->y_high;
    plot->x_name = asked->boundary_x != NULL ? asked->boundary_x
                   : asked->curve_x != NULL  ? asked->curve_x
                                             : asked->points_x;
    plot->y_name = asked->boundary_x != NULL ? asked->boundary_x
                   : asked->points_y != NULL ? asked->points_y
                                             : asked->curve_y;
}

void plot_build(Viewer *viewer, const ViewerInput *input, View *view) {
    ViewPlot *plot = &view->plot;
    plot->kind = plot_kind(viewer->lesson);
    plot->true_class = -1;
    axes_build(viewer, input, plot);
    plot->points_x = viewer->points_x;
    plot->points_y = viewer->points_y;
    plot->points = viewer->points;
    switch (plot->kind) {
    case PLOT_PATH:
        path_build(viewer, plot);
        break;
    case PLOT_CURVE:
        curve_build(viewer, input, plot);
        break;
    case PLOT_PLANE:
        plane_build(viewer, input, plot);
        break;
    case PLOT_IMAGE:
        image_build(viewer, view, plot);
        break;
    case PLOT_FUNCTIONS:
        functions_build(viewer, view, plot);
        break;
    case PLOT_NONE:
        break;
    }
}

/* ---- how far the scale of y reaches ---- */

#define STEPS    3    /* a curve that goes out of the data goes out by about so many steps of the scale */
#define FARTHEST 1000 /* times the data's own range: what goes farther leaves the plot */
#define WITHIN   0.05 /* the margin of an axis holds that much more */
#define NEAR     2    /* … so far a snapshot may go */

/* The last epoch of 1, 2, 5, 10, 20, 50, 100, … that is not after this one. */
static int64_t milestone_before(int64_t epoch) {
    int64_t ten = 1;
    while (ten <= epoch / 10) ten *= 10;
    return epoch >= 5 * ten ? 5 * ten : epoch >= 2 * ten ? 2 * ten : ten;
}

/* 1, 2 or 5 times a power of ten, not below `least`. */
static double round_step(double least) {
    double ten = pow(10, floor(log10(least)));
    double lead = least / ten;
    return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * ten;
}

/* Where a scale ends that reaches from `inner` out to `outer`: a whole number of steps, so that it seldom
   moves. sign: −1 at the lower end. */
static float scale_end(float inner, float outer, float span, float sign) {
    double out = (double)((outer - inner) * sign);
    if (!(out > WITHIN * (double)span)) return inner;
    out = fmin(out, FARTHEST * (double)span);
    double step = round_step(fmax((double)span, out) / STEPS);
    return sign * (float)(ceil(((double)(inner * sign) + out) / step - 1e-6) * step);
}

static void take_in(ViewPlot *plot, const ViewCurve *curve, const ViewAxes *data) {
    float low = INFINITY, high = -INFINITY, span = data->y_high - data->y_low;
    extend(curve->y, curve->count, &low, &high);
    if (!(low <= high) || !isfinite(span)) return;
    if (!(span > 0)) span = fmaxf(fabsf(data->y_high), 1);
    plot->y_low = fminf(plot->y_low, scale_end(data->y_low, low, span, -1));
    plot->y_high = fmaxf(plot->y_high, scale_end(data->y_high, high, span, 1));
}

/* Curves that have passed stay in sight where they are not far out. */
static void take_in_snapshots(ViewPlot *plot, const ViewAxes *data, int64_t epoch) {
    const float room = NEAR * (data->y_high - data->y_low);
    for (int i = 0; i < plot->snapshot_count; i++) {
        const ViewCurve *curve = &plot->snapshots[i];
        float low = INFINITY, high = -INFINITY;
        extend(curve->y, curve->count, &low, &high);
        if (curve->epoch <= epoch && low >= data->y_low - room && high <= data->y_high + room)
            take_in(plot, curve, data);
    }
}

/* The scale takes in the curve of the last milestone as well. Between two milestones it only widens: a curve that
   swings to and fro does not move it each epoch. In predict mode that curve may be of the moment that is asked
   for. */
void plot_widen(Viewer *viewer, const ViewerInput *input, View *view) {
    ViewPlot *plot = &view->plot;
    if (plot->kind != PLOT_CURVE || input->machine == NULL || input->axes != NULL) return;
    const ViewAxes data = view_axes(plot);
    int64_t milestone = milestone_before(view->epoch);
    bool hidden = plot->now.count == 0 && milestone == view->epoch;
    if (!hidden) {
        const ViewCurve curve = curve_milestone(viewer, input, milestone);
        take_in(plot, &curve, &data);
    }
    take_in(plot, &plot->now, &data);
    take_in_snapshots(plot, &data, view->epoch);
}
