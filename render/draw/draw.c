/* draw: keeps the list of commands and their data, and adds shapes to it. */
#include "draw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "rect.h"

static const DrawMark no_mark = {.slot = -1, .instr = -1};
static const Rect everywhere = {-1e6f, -1e6f, 2e6f, 2e6f};

void draw_init(DrawList *list, Fonts *fonts) {
    *list = (DrawList){.fonts = fonts, .mark = no_mark};
}

void draw_free(DrawList *list) {
    free(list->commands);
    free(list->data);
    *list = (DrawList){.fonts = list->fonts, .mark = no_mark};
}

void draw_clear(DrawList *list, int width, int height, Color ground) {
    list->count = list->used = 0;
    list->width = width;
    list->height = height;
    list->ground = ground;
    list->mark = no_mark;
    list->failed = false;
    if (list->fonts != NULL) fonts_forgive(list->fonts);
}

bool draw_failed(const DrawList *list) {
    return list->failed || (list->fonts != NULL && fonts_failed(list->fonts));
}

void draw_mark(DrawList *list, int slot, int role) {
    list->mark = (DrawMark){slot, -1, list->mark.panel, role};
}

DrawPlace draw_place(const DrawList *list) {
    return (DrawPlace){list->count, list->used};
}

void draw_back(DrawList *list, DrawPlace place) {
    list->count = place.count;
    list->used = place.used;
}

/* Makes room for `count` elements. Returns the block, moved or not; NULL: no memory, it stays as it was. */
static void *grow(void *block, size_t *capacity, size_t count, size_t element) {
    if (count <= *capacity) return block;
    size_t larger = *capacity * 2 > count ? *capacity * 2 : count + 256;
    if (larger > SIZE_MAX / 2 / element) return NULL;
    void *moved = realloc(block, larger * element);
    if (moved) *capacity = larger;
    return moved;
}

/* A new command with the list's mark, else zero; NULL when memory runs out (the list has failed then). */
static DrawCommand *draw_add(DrawList *list, DrawKind kind) {
    if (list->failed) return NULL;
    DrawCommand *commands = grow(list->commands, &list->capacity, list->count + 1, sizeof *commands);
    if (!commands) {
        list->failed = true;
        return NULL;
    }
    list->commands = commands;
    DrawCommand *command = &commands[list->count++];
    *command = (DrawCommand){.kind = kind, .mark = list->mark};
    return command;
}

/* Room for data, aligned for any element, at *offset of list->data; NULL when memory runs out. */
static void *draw_reserve(DrawList *list, size_t bytes, size_t *offset) {
    if (list->failed) return NULL;
    size_t start = (list->used + 7) / 8 * 8; /* any element may stand there */
    unsigned char *data = bytes < SIZE_MAX / 2 ? grow(list->data, &list->size, start + bytes, 1) : NULL;
    if (!data) {
        list->failed = true;
        return NULL;
    }
    list->data = data;
    list->used = start + bytes;
    *offset = start;
    return data + start;
}

/* What the arithmetic of a backend can hold without losing pixels. */
static float limit(float coordinate) {
    const float far = 100000;
    return coordinate < -far ? -far : coordinate > far ? far : coordinate;
}

static bool finite_rect(Rect rect) {
    return isfinite(rect.x) && isfinite(rect.y) && isfinite(rect.w) && isfinite(rect.h);
}

static Rect limit_rect(Rect rect) {
    Rect limited = {limit(rect.x), limit(rect.y), 0, 0};
    limited.w = limit(rect.x + rect.w) - limited.x;
    limited.h = limit(rect.y + rect.h) - limited.y;
    return limited;
}

static float positive(float number) {
    return number > 0 && isfinite(number) ? number : 0;
}

/* The common part of rectangles and discs: what is not a number is not drawn. */
static DrawCommand *add_shape(DrawList *list, DrawKind kind, Rect outline, Color fill, Color stroke,
                              float width) {
    if (!finite_rect(outline) || outline.w < 0 || outline.h < 0) return NULL;
    DrawCommand *command = draw_add(list, kind);
    if (!command) return NULL;
    command->width = positive(width);
    if (command->width > 0) command->stroke = stroke;
    command->fill = fill;
    command->rect = limit_rect(outline);
    command->box = command->stroke.a ? rect_inset(command->rect, -command->width / 2, -command->width / 2)
                                     : command->rect;
    return command;
}

/* The outer edge of an outline on whole pixels: a hairline that lies between two is a smear on both. Not
   where that would press a circle flat. */
static Rect crisp(Rect rect, float radius, float width) {
    bool circle = fabsf(rect.w - rect.h) < 0.5f && 2 * radius > rect.w - 1;
    if (!finite_rect(rect) || circle || rect.w < 0 || rect.h < 0) return rect;
    float half = width / 2, x = roundf(rect.x - half), y = roundf(rect.y - half);
    float right = roundf(rect.x + rect.w + half), bottom = roundf(rect.y + rect.h + half);
    return (Rect){x + half, y + half, fmaxf(right - x - width, 0), fmaxf(bottom - y - width, 0)};
}

static DrawCommand *add_rect(DrawList *list, Rect rect, float radius, Color fill, Color stroke, float width) {
    if (stroke.a > 0 && width > 0) rect = crisp(rect, radius, width);
    DrawCommand *command = add_shape(list, DRAW_RECT, rect, fill, stroke, width);
    if (!command) return NULL;
    float most = fminf(command->rect.w, command->rect.h) / 2;
    command->radius = fminf(positive(radius), most);
    return command;
}

void draw_rect(DrawList *list, Rect rect, float radius, Color fill, Color stroke, float width) {
    add_rect(list, rect, radius, fill, stroke, width);
}

void draw_fill(DrawList *list, Rect rect, float radius, Color fill) {
    add_rect(list, rect, radius, fill, (Color){0}, 0);
}

void draw_outline(DrawList *list, Rect rect, float radius, Color stroke, float width) {
    add_rect(list, rect, radius, (Color){0}, stroke, width);
}

void draw_dashed_rect(DrawList *list, Rect rect, float radius, Color stroke, float width, float dash,
                      float gap) {
    DrawCommand *command = add_rect(list, rect, radius, (Color){0}, stroke, width);
    if (!command) return;
    command->dash = positive(dash);
    command->gap = positive(gap);
}

void draw_disc(DrawList *list, Point centre, float radius, Color fill, Color stroke, float width) {
    Rect outline = {centre.x - radius, centre.y - radius, 2 * radius, 2 * radius};
    DrawCommand *command = add_shape(list, DRAW_DISC, outline, fill, stroke, width);
    if (!command) return;
    command->radius = limit(radius);
    command->rect = (Rect){limit(centre.x), limit(centre.y), 0, 0};
}

static bool finite_point(Point point) {
    return isfinite(point.x) && isfinite(point.y);
}

/* Copies the points, limited; what is not finite becomes NaN. Gives the box of the others; false: there are
   none. */
static bool copy_points(Point *to, const Point *from, size_t count, Rect *box) {
    Point least = {INFINITY, INFINITY}, most = {-INFINITY, -INFINITY};
    for (size_t i = 0; i < count; i++) {
        if (!finite_point(from[i])) {
            to[i] = (Point){NAN, NAN};
            continue;
        }
        to[i] = (Point){limit(from[i].x), limit(from[i].y)};
        least = (Point){fminf(least.x, to[i].x), fminf(least.y, to[i].y)};
        most = (Point){fmaxf(most.x, to[i].x), fmaxf(most.y, to[i].y)};
    }
    *box = (Rect){least.x, least.y, most.x - least.x, most.y - least.y};
    return least.x <= most.x;
}

/* A command with points; NULL when there is nothing to draw. */
static DrawCommand *add_points(DrawList *list, DrawKind kind, const Point *points, size_t count) {
    size_t offset;
    Rect box;
    if (count == 0 || count > SIZE_MAX / 4 / sizeof *points) return NULL;
    Point *copy = draw_reserve(list, count * sizeof *points, &offset);
    if (!copy || !copy_points(copy, points, count, &box)) return NULL;
    DrawCommand *command = draw_add(list, kind);
    if (!command) return NULL;
    command->data = offset;
    command->count = count;
    command->box = box;
    return command;
}

void draw_line(DrawList *list, const Point *points, size_t count, Color stroke, float width, float dash,
               float gap) {
    DrawCommand *command = add_points(list, DRAW_LINE, points, count);
    if (!command) return;
    command->stroke = stroke;
    command->width = positive(width);
    command->dash = positive(dash);
    command->gap = positive(gap);
    command->box = rect_inset(command->box, -command->width / 2, -command->width / 2);
}

void draw_segment(DrawList *list, Point from, Point to, Color stroke, float width) {
    draw_line(list, (Point[]){from, to}, 2, stroke, width, 0, 0);
}

void draw_polygon(DrawList *list, const Point *points, size_t count, Color fill) {
    for (size_t i = 0; i < count; i++)
        if (!finite_point(points[i])) return;
    DrawCommand *command = add_points(list, DRAW_POLYGON, points, count);
    if (command) command->fill = fill;
}

void draw_arrow(DrawList *list, Point from, Point to, Color ink, float width, float head, float half) {
    float dx = to.x - from.x, dy = to.y - from.y, length = hypotf(dx, dy);
    if (!(length > 0)) return;
    dx /= length;
    dy /= length;
    const Point neck = {to.x - dx * head, to.y - dy * head};
    const Point tip[] = {
        to, {neck.x + dy * half, neck.y - dx * half}, {neck.x - dy * half, neck.y + dx * half}};
    draw_segment(list, from, neck, ink, width);
    draw_polygon(list, tip, 3, ink);
}

void draw_cells(DrawList *list, Rect rect, int rows, int cols, const Color *cells) {
    size_t offset;
    if (!finite_rect(rect) || rect.w < 0 || rect.h < 0 || rows <= 0 || cols <= 0) return;
    size_t count = (size_t)rows * (size_t)cols;
    Color *copy = draw_reserve(list, count * sizeof *cells, &offset);
    DrawCommand *command = copy ? draw_add(list, DRAW_CELLS) : NULL;
    if (!command) return;
    memcpy(copy, cells, count * sizeof *cells);
    command->rect = command->box = limit_rect(rect);
    command->rows = rows;
    command->cols = cols;
    command->data = offset;
    command->count = count;
}

void draw_clip(DrawList *list, Rect rect) {
    if (!finite_rect(rect)) rect = everywhere;
    DrawCommand *command = draw_add(list, DRAW_CLIP);
    if (command) command->rect = command->box = limit_rect(rect);
}

void draw_clip_end(DrawList *list) {
    draw_clip(list, everywhere);
}

/* How a grid of cells lies on whole pixels, in whole numbers. */

DrawSide draw_side(float start, float size, int cells) {
    int from = (int)floorf(start + 0.5f), pixels = (int)floorf(start + size + 0.5f) - from;
    if (pixels < 1) pixels = 1;
    return (DrawSide){from, pixels, cells, cells < pixels ? cells : pixels};
}

int draw_side_edge(DrawSide side, int n) {
    bool whole = side.count == side.cells;
    return side.from + (whole ? (int)(((int64_t)n * side.pixels + side.cells - 1) / side.cells) : n);
}

/* The cells of the n-th piece, from … to − 1; at least one. */
static void side_cells(DrawSide side, int n, int *from, int *to) {
    *from = (int)((int64_t)n * side.cells / side.count);
    *to = (int)((int64_t)(n + 1) * side.cells / side.count);
}

Color draw_side_color(const DrawList *list, const DrawCommand *command, DrawSide down, int row,
                      DrawSide across, int col) {
    const Color *cells = draw_colors(list, command);
    int row0, row1, col0, col1;
    side_cells(down, row, &row0, &row1);
    side_cells(across, col, &col0, &col1);
    uint64_t r = 0, g = 0, b = 0, a = 0, count = (uint64_t)(row1 - row0) * (uint64_t)(col1 - col0);
    for (int i = row0; i < row1; i++)
        for (int j = col0; j < col1; j++) {
            Color cell = cells[(size_t)i * (size_t)command->cols + (size_t)j];
            if (count == 1) return cell;
            r += (uint64_t)cell.r * cell.a;
            g += (uint64_t)cell.g * cell.a;
            b += (uint64_t)cell.b * cell.a;
            a += cell.a;
        }
    if (a == 0) return (Color){0};
    return (Color){(uint8_t)((r + a / 2) / a), (uint8_t)((g + a / 2) / a), (uint8_t)((b + a / 2) / a),
                   (uint8_t)((a + count / 2) / count)};
}

static const char ellipsis[] = "…";

/* How many bytes of the text fit into max_width before an ellipsis, which no space precedes; *width: of
   both. */
static size_t cut(const DrawList *list, FontFace face, float size, float max_width, const char *utf8,
                  float *width) {
    float tail = fonts_width(list->fonts, face, size, ellipsis);
    float pen = 0;
    size_t bytes = 0;
    *width = tail;
    const char *at = utf8;
    for (uint32_t code_point; (code_point = utf8_next(&at)) != 0;) {
        pen += fonts_advance(list->fonts, face, size, code_point);
        if (pen + tail > max_width) break;
        if (code_point == ' ') continue;
        bytes = (size_t)(at - utf8);
        *width = pen + tail;
    }
    return bytes;
}

float draw_text_in(DrawList *list, FontFace face, float size, Point baseline, float align, float max_width,
                   Color ink, const char *utf8) {
    if (utf8[0] == 0 || !finite_point(baseline) || !(size > 0) || !isfinite(size)) return 0;
    size_t bytes = strlen(utf8), tail = 0, offset;
    float width = fonts_width(list->fonts, face, size, utf8), top, bottom;
    if (max_width > 0 && width > max_width) {
        bytes = cut(list, face, size, max_width, utf8, &width);
        tail = sizeof ellipsis - 1;
    }
    char *copy = draw_reserve(list, bytes + tail + 1, &offset);
    DrawCommand *command = copy ? draw_add(list, DRAW_TEXT) : NULL;
    if (!command) return width;
    memcpy(copy, utf8, bytes);
    memcpy(copy + bytes, ellipsis, tail);
    copy[bytes + tail] = 0;
    fonts_extent(list->fonts, face, size, copy, &top, &bottom);
    command->face = face;
    command->size = size;
    command->fill = ink;
    command->rect = (Rect){baseline.x - align * width, baseline.y, width, 0};
    command->box = (Rect){command->rect.x, baseline.y + top, width, bottom - top};
    command->data = offset;
    command->count = bytes + tail;
    return width;
}

float draw_text(DrawList *list, FontFace face, float size, Point baseline, Color ink, const char *utf8) {
    return draw_text_in(list, face, size, baseline, 0, 0, ink, utf8);
}

static float segment_distance(Point from, Point to, Point at) {
    float dx = to.x - from.x, dy = to.y - from.y;
    float length2 = dx * dx + dy * dy;
    float along = length2 > 0 ? ((at.x - from.x) * dx + (at.y - from.y) * dy) / length2 : 0;
    along = fminf(fmaxf(along, 0), 1);
    return hypotf(from.x + along * dx - at.x, from.y + along * dy - at.y);
}

/* A thin line may be missed by a few pixels. */
static bool near_line(const DrawList *list, const DrawCommand *command, Point at) {
    const Point *points = draw_points(list, command);
    float reach = fmaxf(command->width / 2 + 2, 5);
    if (command->count == 1) return segment_distance(points[0], points[0], at) <= reach;
    for (size_t i = 0; i + 1 < command->count; i++)
        if (segment_distance(points[i], points[i + 1], at) <= reach) return true; /* a NaN never is */
    return false;
}

static bool touches(const DrawList *list, const DrawCommand *command, Point at) {
    if (command->kind == DRAW_LINE) return near_line(list, command, at);
    if (!rect_holds(command->box, at)) return false;
    if (command->kind != DRAW_DISC) return true;
    return hypotf(command->rect.x - at.x, command->rect.y - at.y) <= command->box.w / 2;
}

const DrawCommand *draw_hit(const DrawList *list, Point at) {
    const DrawCommand *hit = NULL;
    bool shown = true;
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_CLIP)
            shown = rect_holds(command->rect, at);
        else if (shown && (command->mark.slot >= 0 || command->mark.instr >= 0) && touches(list, command, at))
            hit = command;
    }
    return hit;
}
