/* raster_round: rounded rectangles and discs, filled or as rings, row by row: exact along straight edges, by
   distance from the arc at corners. */
#include "canvas.h"

#include <math.h>

/* One row of pixels across a Round. Pixels from … to − 1 are touched; those of inner_from … inner_to − 1 are
   covered by `height` alone. */
typedef struct Slice {
    Round shape;
    float height; /* how much of the row's height is inside */
    float corner; /* how far the row's middle is beyond the centres of the corners; 0: between them */
    int from, to, inner_from, inner_to;
} Slice;

/* How much of [at, at + 1) lies in [from, to). */
static float overlap(float at, float from, float to) {
    float low = at > from ? at : from, high = at + 1 < to ? at + 1 : to;
    return high > low ? high - low : 0;
}

/* Half the chord of a circle at a distance from its centre; 0: none. */
static float half_chord(float radius, float distance) {
    return radius > distance ? sqrtf(radius * radius - distance * distance) : 0;
}

/* Corners of less than half a pixel are square. */
static bool has_corners(const Round *shape) {
    return shape->radius >= 0.5f;
}

static void slice_ends(Slice *slice) {
    const Round *shape = &slice->shape;
    float outer = 0,
          inner = 0; /* how far the touched and the inner pixels reach beyond the corners' centres */
    float radius = has_corners(shape) ? shape->radius : 0;
    if (slice->corner > 0) {
        outer = half_chord(radius + 0.5f, slice->corner);
        inner = half_chord(radius - 0.5f, slice->corner) - 0.5f;
    } else {
        outer = inner = radius;
    }
    slice->from = pixel_floor(shape->x0 + radius - outer);
    slice->to = pixel_ceil(shape->x1 - radius + outer);
    slice->inner_from = pixel_ceil(shape->x0 + radius - inner);
    slice->inner_to = pixel_floor(shape->x1 - radius + inner);
    if (slice->inner_from < slice->from) slice->inner_from = slice->from;
    if (slice->inner_to < slice->inner_from) slice->inner_from = slice->inner_to = slice->to;
}

static Slice slice_at(const Round *shape, int y) {
    Slice slice = {.shape = *shape};
    slice.height = overlap((float)y, shape->y0, shape->y1);
    if (slice.height <= 0) return slice; /* touches nothing */
    if (has_corners(shape)) {
        float middle = (float)y + 0.5f;
        float above = shape->y0 + shape->radius - middle, below = middle - (shape->y1 - shape->radius);
        float most = above > below ? above : below;
        slice.corner = most > 0 ? most : 0;
    }
    slice_ends(&slice);
    return slice;
}

static float slice_coverage(const Slice *slice, int x) {
    const Round *shape = &slice->shape;
    float straight = overlap((float)x, shape->x0, shape->x1) * slice->height;
    if (slice->corner <= 0) return straight;
    float middle = (float)x + 0.5f;
    float left = shape->x0 + shape->radius - middle, right = middle - (shape->x1 - shape->radius);
    float beyond = left > right ? left : right;
    if (beyond <= 0) return straight;
    float distance = sqrtf(beyond * beyond + slice->corner * slice->corner);
    float round = unit_clamp(shape->radius + 0.5f - distance);
    return round < straight ? round : straight;
}

static int hold(int number, int low, int high) {
    return number < low ? low : number > high ? high : number;
}

/* Pixels whose coverage differs from one to the next. */
static void paint_edge(const Canvas *canvas, int y, int from, int to, const Slice *outer, const Slice *inner,
                       Color color) {
    for (int x = from; x < to; x++) {
        float coverage = slice_coverage(outer, x);
        if (x >= inner->from && x < inner->to) coverage -= slice_coverage(inner, x);
        canvas_fill(canvas, y, x, x + 1, color, coverage_byte(coverage > 0 ? coverage : 0));
    }
}

static void paint_slice(const Canvas *canvas, int y, const Slice *outer, const Slice *inner, Color color) {
    int low = canvas->clip.x0, high = canvas->clip.x1;
    bool hollow = inner->from < inner->to;
    int even_from = outer->inner_from, even_to = outer->inner_to;
    if (hollow) {
        even_from = inner->inner_from > even_from ? inner->inner_from : even_from;
        even_to = inner->inner_to < even_to ? inner->inner_to : even_to;
    }
    if (even_to < even_from) even_from = even_to = outer->to;
    even_from = hold(even_from, low, high);
    even_to = hold(even_to, low, high);
    float even = outer->height - (hollow ? inner->height : 0);
    paint_edge(canvas, y, hold(outer->from, low, high), even_from, outer, inner, color);
    canvas_fill(canvas, y, even_from, even_to, color, coverage_byte(even > 0 ? even : 0));
    paint_edge(canvas, y, even_to, hold(outer->to, low, high), outer, inner, color);
}

void paint_round(const Canvas *canvas, const Round *outer, const Round *inner, Color color) {
    int from = hold(pixel_floor(outer->y0), canvas->clip.y0, canvas->clip.y1);
    int to = hold(pixel_ceil(outer->y1), canvas->clip.y0, canvas->clip.y1);
    for (int y = from; y < to; y++) {
        Slice slice = slice_at(outer, y);
        Slice hole = inner ? slice_at(inner, y) : (Slice){0};
        if (slice.from < slice.to) paint_slice(canvas, y, &slice, &hole, color);
    }
}

static Round grown(Round shape, float by) {
    shape.x0 -= by;
    shape.y0 -= by;
    shape.x1 += by;
    shape.y1 += by;
    if (shape.radius > 0) shape.radius = shape.radius + by > 0 ? shape.radius + by : 0;
    return shape;
}

static void fill_and_stroke(Canvas *canvas, const DrawCommand *command, Round outline) {
    if (command->fill.a) paint_round(canvas, &outline, NULL, command->fill);
    if (command->stroke.a == 0) return;
    Round outer = grown(outline, command->width / 2), inner = grown(outline, -command->width / 2);
    bool hollow = inner.x1 > inner.x0 && inner.y1 > inner.y0;
    paint_round(canvas, &outer, hollow ? &inner : NULL, command->stroke);
}

void paint_rect(Canvas *canvas, const DrawCommand *command) {
    if (command->dash > 0 && command->gap > 0) {
        paint_dashed_rect(canvas, command);
        return;
    }
    Rect rect = command->rect;
    fill_and_stroke(canvas, command,
                    (Round){rect.x, rect.y, rect.x + rect.w, rect.y + rect.h, command->radius});
}

void paint_disc(Canvas *canvas, const DrawCommand *command) {
    if (command->dash > 0 && command->gap > 0) {
        paint_dashed_ring(canvas, command);
        return;
    }
    float x = command->rect.x, y = command->rect.y, radius = command->radius;
    fill_and_stroke(canvas, command, (Round){x - radius, y - radius, x + radius, y + radius, radius});
}
