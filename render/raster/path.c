/* raster_path: lines and dashed outlines as strokes: walks along a path and cuts it into dashes. */
#include "canvas.h"

#include <math.h>

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

void paint_line(Canvas *canvas, const DrawCommand *command, const Point *points) {
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
void paint_dashed_rect(Canvas *canvas, const DrawCommand *command) {
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

/* Clockwise from the east, as <circle> in SVG. */
void paint_dashed_ring(Canvas *canvas, const DrawCommand *command) {
    static const Point quarters[] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, 0}};
    Point centre = {command->rect.x, command->rect.y};
    Walk walk = walk_from(canvas, command, (Point){centre.x + command->radius, centre.y});
    for (int i = 0; i < 4; i++)
        walk_arc(&walk, centre, command->radius, quarters[i], quarters[i + 1], arc_depth(command->radius));
    stroke_paint(canvas, command->stroke);
}
