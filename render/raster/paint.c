/* paint: the shapes of a list, a painter each, by exact coverage of the pixels that they touch. */
#include "paint.h"

#include <math.h>
#include <string.h>

#include "engine/base/utf8.h"

/* Colours over pixels. */

/* x / 255 rounded, exact for 0 … 255·255. */
static uint32_t divide_255(uint32_t x) {
    x += 128;
    return (x + (x >> 8)) >> 8;
}

static uint32_t opaque(Color color) {
    return 0xFF000000u | (uint32_t)color.r << 16 | (uint32_t)color.g << 8 | color.b;
}

/* Two channels at a time, each with 16 bits to itself; `over`, `under` and the result are opaque. */
static uint32_t blend(uint32_t under, uint32_t over, uint32_t alpha) {
    const uint32_t pair = 0x00FF00FFu, half = 0x00800080u;
    uint32_t rest = 255 - alpha;
    uint32_t rb = (over & pair) * alpha + (under & pair) * rest + half;
    uint32_t ag = (over >> 8 & pair) * alpha + (under >> 8 & pair) * rest + half;
    rb = (rb + (rb >> 8 & pair)) >> 8 & pair;
    ag = (ag + (ag >> 8 & pair)) & ~pair;
    return rb | ag;
}

static uint32_t *row_at(const Canvas *canvas, int y) {
    return canvas->pixels.at + (ptrdiff_t)y * canvas->pixels.stride;
}

void paint_row(const Canvas *canvas, int y, int from, int to, Color color, uint8_t coverage) {
    uint32_t *restrict row = row_at(canvas, y);
    uint32_t over = opaque(color), alpha = divide_255((uint32_t)color.a * coverage);
    if (alpha == 255)
        for (int x = from; x < to; x++) row[x] = over;
    else if (alpha != 0)
        for (int x = from; x < to; x++) row[x] = blend(row[x], over, alpha);
}

/* The same with one coverage for each pixel; coverage[0] is that of `from`. */
static void paint_blend(const Canvas *canvas, int y, int from, int to, const uint8_t *coverage, Color color) {
    uint32_t *restrict row = row_at(canvas, y) + from;
    const uint8_t *restrict cover = coverage;
    uint32_t over = opaque(color), alpha = color.a;
    int count = to - from;
    if (alpha == 255)
        for (int i = 0; i < count; i++) row[i] = blend(row[i], over, cover[i]);
    else
        for (int i = 0; i < count; i++) row[i] = blend(row[i], over, divide_255(alpha * cover[i]));
}

static uint8_t coverage_byte(float coverage) {
    return (uint8_t)(int)(coverage * 255 + 0.5f);
}

/* Text: glyphs side by side on a baseline: the pen to a quarter of a pixel, the baseline to a whole one. */

static void paint_glyph(const Canvas *canvas, const Glyph *glyph, int pen, int baseline, Color ink) {
    int left = pen + glyph->left, top = baseline - glyph->top;
    Box box = box_meet((Box){left, top, left + glyph->width, top + glyph->height}, canvas->clip);
    if (box_empty(box)) return;
    for (int y = box.y0; y < box.y1; y++) {
        const uint8_t *row = glyph->mask + (ptrdiff_t)(y - top) * glyph->width;
        paint_blend(canvas, y, box.x0, box.x1, row + (box.x0 - left), ink);
    }
}

static void paint_text(Canvas *canvas, const DrawList *list, const DrawCommand *command) {
    const char *utf8 = draw_string(list, command);
    float pen = command->rect.x;
    int baseline = pixel_floor(command->rect.y + 0.5f);
    for (uint32_t code_point; (code_point = utf8_next(&utf8)) != 0;) {
        int quarters = pixel_floor(pen * 4 + 0.5f);
        int pixel = pixel_floor((float)quarters / 4);
        const Glyph *glyph =
            fonts_glyph(list->fonts, command->face, command->size, code_point, quarters - 4 * pixel);
        canvas->failed |= !glyph;
        if (!glyph) return;
        paint_glyph(canvas, glyph, pixel, baseline, command->fill);
        pen += glyph->advance;
    }
}

/* Grids of coloured cells on whole pixels; where cells are smaller than pixels, their average. */

static void paint_cells(Canvas *canvas, const DrawList *list, const DrawCommand *command) {
    DrawSide down = draw_side(command->rect.y, command->rect.h, command->rows);
    DrawSide across = draw_side(command->rect.x, command->rect.w, command->cols);
    for (int row = 0; row < down.count; row++) {
        int top = draw_side_edge(down, row), bottom = draw_side_edge(down, row + 1);
        if (bottom <= canvas->clip.y0) continue;
        if (top >= canvas->clip.y1) break;
        for (int col = 0, left = draw_side_edge(across, 0), right; col < across.count; col++, left = right) {
            right = draw_side_edge(across, col + 1);
            Box part = box_meet((Box){left, top, right, bottom}, canvas->clip);
            if (box_empty(part)) continue;
            Color color = draw_side_color(list, command, down, row, across, col);
            for (int y = part.y0; y < part.y1; y++) paint_row(canvas, y, part.x0, part.x1, color, 255);
        }
    }
}

/* Polygons: every edge adds, for the pixels it passes in a row, how much of the row's height it passes,
   weighted by the area to its right; the running sum along the row is then the area inside (the method of
   signed areas). */

/* One edge's part of one row: from x0 to x1, x0 <= x1, going through `height` of it (negative: upwards). */
typedef struct Piece {
    float x0, x1, height;
} Piece;

/* Adds the piece to the sums of pixels 0 … width − 1; left of 0 it counts fully, right of width not at
   all. */
static void add_piece(float *sums, int width, Piece piece) {
    float per_pixel = piece.x1 > piece.x0 ? piece.height / (piece.x1 - piece.x0) : 0;
    int first = pixel_floor(piece.x0), last = pixel_floor(piece.x1);
    if (first < 0) {
        if (last < 0) {
            sums[0] += piece.height;
            return;
        }
        sums[0] += per_pixel * -piece.x0;
        piece.height -= per_pixel * -piece.x0;
        piece.x0 = 0;
        first = 0;
    }
    for (int x = first; x <= last && x < width; x++) {
        float from = x > first ? (float)x : piece.x0, to = x < last ? (float)(x + 1) : piece.x1;
        float height = first == last ? piece.height : per_pixel * (to - from);
        float share = (float)(x + 1) - (from + to) / 2; /* of the pixel, right of the edge */
        sums[x] += height * share;
        sums[x + 1] += height * (1 - share);
    }
}

static void add_edge(float *sums, int width, int y, Point from, Point to) {
    float sign = 1;
    if (from.y > to.y) {
        Point swap = from;
        from = to;
        to = swap;
        sign = -1;
    }
    float top = from.y > (float)y ? from.y : (float)y;
    float bottom = to.y < (float)(y + 1) ? to.y : (float)(y + 1);
    if (bottom <= top) return;
    float slope = (to.x - from.x) / (to.y - from.y);
    float x0 = from.x + (top - from.y) * slope, x1 = from.x + (bottom - from.y) * slope;
    Piece piece = {x0 < x1 ? x0 : x1, x0 < x1 ? x1 : x0, sign * (bottom - top)};
    add_piece(sums, width, piece);
}

/* The pixels of all rows between, over the whole width: sums always begin at the same pixel. */
static Box polygon_box(const Canvas *canvas, const DrawCommand *command) {
    Rect box = command->box;
    Box around = {pixel_floor(box.x), pixel_floor(box.y), pixel_floor(box.x + box.w) + 1,
                  pixel_floor(box.y + box.h) + 1};
    return box_meet(around, (Box){0, canvas->clip.y0, canvas->pixels.width, canvas->clip.y1});
}

static void paint_polygon(Canvas *canvas, const DrawList *list, const DrawCommand *command) {
    const Point *points = draw_points(list, command);
    Box box = polygon_box(canvas, command);
    if (box.x0 >= box.x1) return;
    int from = box.x0 > canvas->clip.x0 ? box.x0 : canvas->clip.x0;
    int to = box.x1 < canvas->clip.x1 ? box.x1 : canvas->clip.x1;
    for (int y = box.y0; y < box.y1 && from < to; y++) {
        for (size_t i = 0; i < command->count; i++)
            add_edge(canvas->sums, canvas->pixels.width, y, points[i], points[(i + 1) % command->count]);
        float sum = 0;
        for (int x = box.x0; x < to; x++) {
            sum += canvas->sums[x];
            canvas->coverage[x] = coverage_byte(color_unit(fabsf(sum)));
        }
        paint_blend(canvas, y, from, to, canvas->coverage + from, command->fill);
        memset(canvas->sums + box.x0, 0, sizeof *canvas->sums * (size_t)(box.x1 + 1 - box.x0));
    }
    memset(canvas->coverage + box.x0, 0, (size_t)(box.x1 - box.x0));
}

/* Rounded rectangles and discs, filled or as rings, row by row: exact along straight edges, by distance from
   the arc at corners. */

/* A rounded rectangle; a disc has half its side as radius. */
typedef struct Round {
    float x0, y0, x1, y1, radius;
} Round;

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
    float round = color_unit(shape->radius + 0.5f - distance);
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
        paint_row(canvas, y, x, x + 1, color, coverage_byte(coverage > 0 ? coverage : 0));
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
    paint_row(canvas, y, even_from, even_to, color, coverage_byte(even > 0 ? even : 0));
    paint_edge(canvas, y, even_to, hold(outer->to, low, high), outer, inner, color);
}

/* Paints what is inside `outer` and outside `inner` (NULL: nothing is taken out). */
static void paint_round(const Canvas *canvas, const Round *outer, const Round *inner, Color color) {
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

/* Lines of any width with round joints and caps: the segments of one line share the canvas's coverage, so
   that translucent joints are not painted twice. */

/* A segment as the distance from it needs it. */
typedef struct Spine {
    Point start;
    float along_x, along_y, length; /* unit vector; 0, 0, 0 for a point */
    float reach;                    /* where the coverage ends: half the width and half a pixel */
    float strength; /* less than 1 for hairlines: painted a pixel wide and fainter, they do not look beaded */
} Spine;

static Spine spine_between(Point from, Point to, float width) {
    Spine spine = {.start = from, .reach = 1, .strength = 1};
    if (width < 1)
        spine.strength = width;
    else
        spine.reach = width / 2 + 0.5f;
    float dx = to.x - from.x, dy = to.y - from.y;
    float length = sqrtf(dx * dx + dy * dy);
    if (length < 1e-6f) return spine;
    spine.along_x = dx / length;
    spine.along_y = dy / length;
    spine.length = length;
    return spine;
}

/* Raises the coverage of pixels x … x + count − 1 of row y to that of the spine. Written for the vectorizer:
   no branches, and each pixel from its own place. */
static void cover_row(uint8_t *restrict cover, int x, int count, int y, const Spine *spine) {
    const float ux = spine->along_x, uy = spine->along_y, length = spine->length;
    const float start = spine->start.x, reach = spine->reach;
    const float full = spine->strength * 255;
    const float py = (float)y + 0.5f - spine->start.y, py_uy = py * uy;
    for (int i = 0; i < count; i++) {
        float px = (float)(x + i) + 0.5f - start;
        float along = px * ux + py_uy;
        along = along > 0 ? along : 0;
        along = along < length ? along : length;
        float dx = px - along * ux, dy = py - along * uy;
        float coverage = reach - sqrtf(dx * dx + dy * dy);
        coverage = coverage > 0 ? coverage : 0;
        coverage = coverage < 1 ? coverage : 1;
        uint8_t byte = (uint8_t)(int)(coverage * full + 0.5f);
        cover[i] = cover[i] > byte ? cover[i] : byte;
    }
}

/* Pixels of row y that the endless strip around the spine meets, inside x0 … x1. */
static void strip_limits(const Spine *spine, int y, int *x0, int *x1) {
    float steep = fabsf(spine->along_y);
    if (steep < 1e-3f) return;
    float down = (float)y + 0.5f - spine->start.y;
    float middle = spine->start.x + down * spine->along_x / spine->along_y - 0.5f,
          half = spine->reach / steep;
    int from = pixel_ceil(middle - half), to = pixel_floor(middle + half) + 1;
    if (from > *x0) *x0 = from;
    if (to < *x1) *x1 = to;
}

/* Pixels whose middle is within `reach` of the segment's box. */
static Box segment_box(Point from, Point to, float reach) {
    float x0 = from.x < to.x ? from.x : to.x, x1 = from.x < to.x ? to.x : from.x;
    float y0 = from.y < to.y ? from.y : to.y, y1 = from.y < to.y ? to.y : from.y;
    return (Box){pixel_ceil(x0 - reach - 0.5f), pixel_ceil(y0 - reach - 0.5f),
                 pixel_floor(x1 + reach - 0.5f) + 1, pixel_floor(y1 + reach - 0.5f) + 1};
}

static uint8_t *coverage_row(const Canvas *canvas, int y) {
    return canvas->coverage + (ptrdiff_t)(y - canvas->band_top) * canvas->pixels.width;
}

static void stroke_segment(Canvas *canvas, Point from, Point to, float width) {
    Box box = box_meet(segment_box(from, to, width < 1 ? 1 : width / 2 + 0.5f), canvas->clip);
    if (box_empty(box)) return;
    Spine spine = spine_between(from, to, width);
    for (int y = box.y0; y < box.y1; y++) {
        int x0 = box.x0, x1 = box.x1;
        strip_limits(&spine, y, &x0, &x1);
        if (x1 <= x0) continue;
        cover_row(coverage_row(canvas, y) + x0, x0, x1 - x0, y, &spine);
        Span *touched = &canvas->touched[y - canvas->band_top];
        if (x0 < touched->from) touched->from = x0;
        if (x1 > touched->to) touched->to = x1;
    }
}

static void stroke_paint(Canvas *canvas, Color color) {
    for (int y = canvas->clip.y0; y < canvas->clip.y1; y++) {
        Span *touched = &canvas->touched[y - canvas->band_top];
        if (touched->to <= touched->from) continue;
        uint8_t *cover = coverage_row(canvas, y) + touched->from;
        paint_blend(canvas, y, touched->from, touched->to, cover, color);
        memset(cover, 0, (size_t)(touched->to - touched->from));
        *touched = (Span){canvas->pixels.width, 0};
    }
}

/* Paths: lines and dashed outlines, walked along and cut into dashes. */

/* A walk along a path that strokes it, whole or in dashes. */
typedef struct Walk {
    Canvas *canvas;
    Point at;
    float width;
    float mark,
        space; /* lengths of a dash and of a gap between the centres of the round caps; space 0: no gaps */
    bool marking;
    float left; /* of the current mark or space */
} Walk;

static Walk walk_from(Canvas *canvas, const DrawCommand *command, Point start) {
    Walk walk = {.canvas = canvas, .at = start, .width = command->width, .marking = true};
    float mark = command->dash > command->width ? command->dash - command->width : 0;
    float space = command->gap + command->width;
    if (command->dash > 0 && command->gap > 0 && mark + space > 0.5f) { /* shorter ones cannot be seen */
        walk.mark = walk.left = mark;
        walk.space = space;
    }
    return walk;
}

static Point between(Point from, Point to, float t) {
    return (Point){from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t};
}

static void walk_to(Walk *walk, Point to) {
    Point from = walk->at;
    walk->at = to;
    if (walk->space <= 0) {
        stroke_segment(walk->canvas, from, to, walk->width);
        return;
    }
    float dx = to.x - from.x, dy = to.y - from.y;
    float length = sqrtf(dx * dx + dy * dy), gone = 0;
    while (length - gone > walk->left) {
        float next = gone + walk->left;
        if (walk->marking)
            stroke_segment(walk->canvas, between(from, to, gone / length), between(from, to, next / length),
                           walk->width);
        walk->marking = !walk->marking;
        walk->left = walk->marking ? walk->mark : walk->space;
        gone = next;
    }
    if (walk->marking && length > 0)
        stroke_segment(walk->canvas, between(from, to, gone / length), to, walk->width);
    walk->left -= length - gone;
}

static bool is_point(Point point) {
    return point.x == point.x; /* gaps are not numbers */
}

static void paint_line(Canvas *canvas, const DrawList *list, const DrawCommand *command) {
    const Point *points = draw_points(list, command);
    Walk walk;
    bool walking = false;
    for (size_t i = 0; i < command->count; i++) {
        bool joined = walking;
        walking = is_point(points[i]);
        if (!walking) continue;
        bool alone = i + 1 == command->count || !is_point(points[i + 1]);
        if (!joined) walk = walk_from(canvas, command, points[i]);
        if (joined || alone) walk_to(&walk, points[i]);
    }
    stroke_paint(canvas, command->stroke);
}

/* Walks a quarter of a circle from `from` to `to`, unit vectors from its centre, in 2^depth chords. Halving
   needs only square roots, which are the same everywhere. */
static void walk_arc(Walk *walk, Point centre, float radius, Point from, Point to, int depth) {
    if (depth == 0) {
        walk_to(walk, (Point){centre.x + radius * to.x, centre.y + radius * to.y});
        return;
    }
    float x = from.x + to.x, y = from.y + to.y, length = sqrtf(x * x + y * y);
    Point middle = {x / length, y / length};
    walk_arc(walk, centre, radius, from, middle, depth - 1);
    walk_arc(walk, centre, radius, middle, to, depth - 1);
}

/* How often to halve a quarter of a circle until its chords are within 1/20 pixel of it. */
static int arc_depth(float radius) {
    int depth = 0;
    for (float chord = 1.5708f; radius * chord * chord / 8 > 0.05f; chord /= 2) depth++;
    return depth;
}

/* The four corners clockwise from the top right; the same start and sense as <rect> in SVG has. */
static void paint_dashed_rect(Canvas *canvas, const DrawCommand *command) {
    static const Point east = {1, 0}, south = {0, 1}, west = {-1, 0}, north = {0, -1};
    Rect rect = command->rect;
    float radius = command->radius, left = rect.x + radius, right = rect.x + rect.w - radius;
    float top = rect.y + radius, bottom = rect.y + rect.h - radius;
    int depth = arc_depth(radius);
    Walk walk = walk_from(canvas, command, (Point){left, rect.y});
    walk_to(&walk, (Point){right, rect.y});
    walk_arc(&walk, (Point){right, top}, radius, north, east, depth);
    walk_to(&walk, (Point){rect.x + rect.w, bottom});
    walk_arc(&walk, (Point){right, bottom}, radius, east, south, depth);
    walk_to(&walk, (Point){left, rect.y + rect.h});
    walk_arc(&walk, (Point){left, bottom}, radius, south, west, depth);
    walk_to(&walk, (Point){rect.x, top});
    walk_arc(&walk, (Point){left, top}, radius, west, north, depth);
    stroke_paint(canvas, command->stroke);
}

static void paint_rect(Canvas *canvas, const DrawList *list, const DrawCommand *command) {
    (void)list;
    Rect rect = command->rect;
    if (command->dash > 0 && command->gap > 0)
        paint_dashed_rect(canvas, command);
    else
        fill_and_stroke(canvas, command,
                        (Round){rect.x, rect.y, rect.x + rect.w, rect.y + rect.h, command->radius});
}

static void paint_disc(Canvas *canvas, const DrawList *list, const DrawCommand *command) {
    (void)list;
    float x = command->rect.x, y = command->rect.y, radius = command->radius;
    fill_and_stroke(canvas, command, (Round){x - radius, y - radius, x + radius, y + radius, radius});
}

void paint_command(Canvas *canvas, const DrawList *list, const DrawCommand *command) {
    typedef void Painter(Canvas * canvas, const DrawList *list, const DrawCommand *command);
    static Painter *const painters[] = {
        [DRAW_RECT] = paint_rect, [DRAW_DISC] = paint_disc,       [DRAW_LINE] = paint_line,
        [DRAW_TEXT] = paint_text, [DRAW_POLYGON] = paint_polygon, [DRAW_CELLS] = paint_cells};
    painters[command->kind](canvas, list, command);
}
