/* picture_svg: writes a frame's commands as an SVG file, shape by shape as the rasterizer paints them. */
#include "picture.h"
#include "render/draw/cells.h"
#include "svg.h"

#include <math.h>

static void write_corner_box(FILE *out, Rect rect) {
    svg_attribute(out, "x", rect.x);
    svg_attribute(out, "y", rect.y);
    svg_attribute(out, "width", rect.w);
    svg_attribute(out, "height", rect.h);
}

/* The rasterizer's dashes include their round caps. */
static void write_stroke(FILE *out, const DrawCommand *command, bool round_caps) {
    svg_paint(out, "stroke", command->stroke);
    if (command->stroke.a == 0) return;
    svg_attribute(out, "stroke-width", command->width);
    bool dashed = command->dash > 0 && command->gap > 0;
    if (round_caps || dashed) fputs(" stroke-linecap=\"round\" stroke-linejoin=\"round\"", out);
    if (!dashed) return;
    fputs(" stroke-dasharray=\"", out);
    svg_number(out, fmaxf(command->dash - command->width, 0));
    fputc(' ', out);
    svg_number(out, command->gap + command->width);
    fputc('"', out);
}

static void write_rect(FILE *out, const DrawCommand *command) {
    fputs("<rect", out);
    write_corner_box(out, command->rect);
    if (command->radius > 0) svg_attribute(out, "rx", command->radius);
    svg_paint(out, "fill", command->fill);
    write_stroke(out, command, false);
    fputs("/>\n", out);
}

static void write_disc(FILE *out, const DrawCommand *command) {
    fputs("<circle", out);
    svg_attribute(out, "cx", command->rect.x);
    svg_attribute(out, "cy", command->rect.y);
    svg_attribute(out, "r", command->radius);
    svg_paint(out, "fill", command->fill);
    write_stroke(out, command, false);
    fputs("/>\n", out);
}

/* Gaps in a line (points that are not numbers) begin anew; a point alone is a dot. */
static void write_points(FILE *out, const Point *points, size_t count) {
    bool joined = false;
    for (size_t i = 0; i < count; i++) {
        bool gap = isnan(points[i].x);
        if (!gap) {
            fputc(joined ? 'L' : 'M', out);
            svg_number(out, points[i].x);
            fputc(' ', out);
            svg_number(out, points[i].y);
            bool alone = !joined && (i + 1 == count || isnan(points[i + 1].x));
            if (alone) fputs("h0", out);
        }
        joined = !gap;
    }
}

static void write_line(FILE *out, const DrawCommand *command, const Point *points) {
    fputs("<path d=\"", out);
    write_points(out, points, command->count);
    fputs("\" fill=\"none\"", out);
    write_stroke(out, command, true);
    fputs("/>\n", out);
}

static void write_polygon(FILE *out, const DrawCommand *command, const Point *points) {
    fputs("<path d=\"", out);
    write_points(out, points, command->count);
    fputs("Z\"", out);
    svg_paint(out, "fill", command->fill);
    fputs("/>\n", out);
}

static bool same_color(Color a, Color b) {
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

/* One side of a grid as it is written: cells, or pixels where there are more cells than those. */
typedef struct Side {
    int from, pixels, cells, count;
} Side;

static Side side_of(float start, float size, int cells) {
    Side side = {.cells = cells};
    int to;
    cells_span(start, size, &side.from, &to);
    side.pixels = to - side.from;
    side.count = cells < side.pixels ? cells : side.pixels;
    return side;
}

static float side_edge(Side side, int at) {
    return (float)(side.from + (side.count == side.cells ? cells_edge(at, side.pixels, side.cells) : at));
}

static void side_cells(Side side, int at, int *from, int *to) {
    *from = at;
    *to = at + 1;
    if (side.count != side.cells) cells_at(at, side.pixels, side.cells, from, to);
}

static Color grid_color(const DrawCommand *command, const Color *cells, Side down, int row, Side across,
                        int col) {
    int row0, row1, col0, col1;
    side_cells(down, row, &row0, &row1);
    side_cells(across, col, &col0, &col1);
    return cells_average(command, cells, row0, row1, col0, col1);
}

/* Equal neighbours in a row become one rectangle. */
static void write_cells(FILE *out, const DrawCommand *command, const Color *cells) {
    Side across = side_of(command->rect.x, command->rect.w, command->cols);
    Side down = side_of(command->rect.y, command->rect.h, command->rows);
    fputs("<g shape-rendering=\"crispEdges\">\n", out);
    for (int row = 0; row < down.count; row++) {
        float top = side_edge(down, row), height = side_edge(down, row + 1) - top;
        for (int col = 0, next; col < across.count; col = next) {
            Color color = grid_color(command, cells, down, row, across, col);
            next = col + 1;
            while (next < across.count &&
                   same_color(grid_color(command, cells, down, row, across, next), color))
                next++;
            if (color.a == 0) continue;
            float left = side_edge(across, col);
            fputs("<rect", out);
            write_corner_box(out, (Rect){left, top, side_edge(across, next) - left, height});
            svg_paint(out, "fill", color);
            fputs("/>\n", out);
        }
    }
    fputs("</g>\n", out);
}

/* A clip is a group around what follows; `clip` counts them, 0: none is open. */
static void write_clip(FILE *out, const DrawList *list, const DrawCommand *command, int *clip, int *clips) {
    Rect rect = command->rect;
    if (*clip) fputs("</g>\n", out);
    *clip = 0;
    bool whole = rect.x <= 0 && rect.y <= 0 && rect.x + rect.w >= (float)list->width &&
                 rect.y + rect.h >= (float)list->height;
    if (whole) return;
    float left = floorf(rect.x + 0.5f), top = floorf(rect.y + 0.5f);
    Rect rounded = {left, top, floorf(rect.x + rect.w + 0.5f) - left, floorf(rect.y + rect.h + 0.5f) - top};
    *clip = ++*clips;
    fprintf(out, "<clipPath id=\"clip%d\"><rect", *clip);
    write_corner_box(out, rounded);
    fprintf(out, "/></clipPath>\n<g clip-path=\"url(#clip%d)\">\n", *clip);
}

static void write_command(FILE *out, const DrawList *list, const DrawCommand *command) {
    switch (command->kind) {
    case DRAW_RECT:
        write_rect(out, command);
        break;
    case DRAW_DISC:
        write_disc(out, command);
        break;
    case DRAW_LINE:
        write_line(out, command, draw_points(list, command));
        break;
    case DRAW_POLYGON:
        write_polygon(out, command, draw_points(list, command));
        break;
    case DRAW_TEXT:
        svg_text(out, list, command);
        break;
    case DRAW_CELLS:
        write_cells(out, command, draw_colors(list, command));
        break;
    case DRAW_CLIP:
        break; /* write_clip */
    }
}

bool picture_svg(FILE *out, const DrawList *list, const char *asset_dir, Err *e) {
    if (list->failed) return err_set(e, "out of memory while drawing: close other programs and try again");
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
            "xml:space=\"preserve\">\n",
            list->width, list->height, list->width, list->height);
    if (!svg_style(out, list, asset_dir, e)) return false;
    fputs("<rect width=\"100%\" height=\"100%\"", out);
    svg_paint(out, "fill", list->ground);
    fputs("/>\n", out);
    int clip = 0, clips = 0;
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_CLIP)
            write_clip(out, list, command, &clip, &clips);
        else
            write_command(out, list, command);
    }
    if (clip) fputs("</g>\n", out);
    fputs("</svg>\n", out);
    if (fflush(out) != 0 || ferror(out))
        return err_set(e, "the picture cannot be written: is the disk full?");
    return true;
}
