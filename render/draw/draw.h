/* The room render/draw: a frame as a list of commands, and the fonts that measure its text.

   draw: a frame as a list of plain commands, in pixels, painted in order; it knows no SDL and no lesson. */
#ifndef BACKSTEP_RENDER_DRAW_H
#define BACKSTEP_RENDER_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fonts.h"

typedef struct Color {
    uint8_t r, g, b, a; /* straight (not premultiplied) alpha, sRGB */
} Color;

typedef struct Point {
    float x, y; /* pixels, y down; pixel (0,0) covers [0,1)×[0,1) */
} Point;

typedef struct Rect {
    float x, y, w, h;
} Rect;

typedef enum DrawKind {
    DRAW_RECT,    /* rounded rectangle: fill inside, stroke centred on its outline */
    DRAW_DISC,    /* fill inside, stroke centred on the circle */
    DRAW_LINE,    /* polyline, round joints and caps, one coverage: translucent joints do not double */
    DRAW_POLYGON, /* filled closed path, non-zero winding; holes not needed */
    DRAW_TEXT,    /* one run of glyphs on a baseline */
    DRAW_CELLS,   /* a grid of coloured cells filling a rectangle, edges on whole pixels */
    DRAW_CLIP     /* what follows is cut to `box` (replaces the clip before; an infinite box ends it) */
} DrawKind;

/* What a command stands for, so that `app` can resolve a click and tests can ask about the picture. */
typedef struct DrawMark {
    int slot;  /* slot of the Program it shows, −1: none */
    int instr; /* instruction (graph boxes, timeline dots), −1: none */
    int panel; /* number of the panel it belongs to (scene.h), 0: none */
    int role;  /* a view's own tag: what part of the panel this is (scene.h: enum ScenePart), 0: none */
} DrawMark;

typedef struct DrawCommand {
    DrawKind kind;
    DrawMark mark;
    Rect box;  /* bounding box of everything it may touch, stroke included, in pixels */
    Rect rect; /* RECT, CELLS, CLIP: the rectangle. TEXT: x and baseline y in x,y; advance width in w */
    Color fill, stroke; /* a == 0: not painted. TEXT: fill is the ink */
    float width;        /* of the stroke or line, pixels */
    float radius;       /* RECT: corners. DISC: radius, centre in rect.x, rect.y */
    float dash, gap;    /* LINE, stroke of RECT: visible lengths along the path; 0: solid */
    FontFace face;      /* TEXT */
    float size;         /* TEXT: em size in pixels */
    int rows, cols;     /* CELLS */
    size_t data;  /* offset into DrawList.data: Points, UTF-8 with 0 (TEXT), or Colors row by row (CELLS) */
    size_t count; /* points, bytes without the 0, or cells */
} DrawCommand;

/* The list owns its memory and grows as needed; draw_clear keeps it for the next frame. When memory runs out
   `failed` is set, further commands are dropped, and the backends refuse the list; so they do where the fonts
   have failed since draw_clear. */
typedef struct DrawList {
    DrawCommand *commands;
    size_t count, capacity;
    unsigned char *data;
    size_t used, size;
    int width, height; /* the frame, pixels */
    Color ground;      /* what is behind everything */
    Fonts *fonts;      /* measures text; not owned */
    DrawMark mark;     /* given to every command added from now on */
    bool failed;
} DrawList;

void draw_init(DrawList *list, Fonts *fonts);
void draw_free(DrawList *list);
void draw_clear(DrawList *list, int width, int height, Color ground);
bool draw_failed(const DrawList *list); /* or its fonts */

/* What the next commands stand for: a slot (−1: none), and a part of the panel that is being drawn. */
void draw_mark(DrawList *list, int slot, int role);

/* How much is in the list, and back to that: what was drawn is looked at and drawn otherwise. */
typedef struct DrawPlace {
    size_t count, used;
} DrawPlace;
DrawPlace draw_place(const DrawList *list);
void draw_back(DrawList *list, DrawPlace place);

/* Coordinates are held to ±100,000 pixels. A shape with one that is not a number is left out; a point of a
   line that is not finite is a gap in it. Nothing is drawn for a negative width, height or radius. An outline is
   moved by up to half a pixel so that its outer edge is sharp; that of a circle is not. draw_fill has no outline,
   draw_outline nothing inside. */
void draw_rect(DrawList *list, Rect rect, float radius, Color fill, Color stroke, float width);
void draw_fill(DrawList *list, Rect rect, float radius, Color fill);
void draw_outline(DrawList *list, Rect rect, float radius, Color stroke, float width);
void draw_dashed_rect(DrawList *list, Rect rect, float radius, Color stroke, float width, float dash,
                      float gap);
void draw_disc(DrawList *list, Point centre, float radius, Color fill, Color stroke, float width);
void draw_line(DrawList *list, const Point *points, size_t count, Color stroke, float width, float dash,
               float gap);
void draw_segment(DrawList *list, Point from, Point to, Color stroke, float width);
void draw_polygon(DrawList *list, const Point *points, size_t count, Color fill);

/* A line that ends in a tip: a triangle as long as `head` and twice as wide as `half`, with its point at `to`. Nothing
   where both points are one. */
void draw_arrow(DrawList *list, Point from, Point to, Color ink, float width, float head, float half);
void draw_cells(DrawList *list, Rect rect, int rows, int cols, const Color *cells); /* cells copied */
void draw_clip(DrawList *list, Rect rect);
void draw_clip_end(DrawList *list);

/* Text on a baseline at (x, baseline). Returns the advance width. The command's box is the run's true extent:
   advance width by ascent and descent of what is in it. */
float draw_text(DrawList *list, FontFace face, float size, Point baseline, Color ink, const char *utf8);

/* The same, placed by `align` (0 left, 0.5 centre, 1 right of x) and cut with "…" to max_width (0: not cut).
   Returns the advance width drawn. */
float draw_text_in(DrawList *list, FontFace face, float size, Point baseline, float align, float max_width,
                   Color ink, const char *utf8);

/* Views of a command's data; valid until the list changes. */
static inline const Point *draw_points(const DrawList *list, const DrawCommand *command) {
    return (const Point *)(const void *)(list->data + command->data);
}
static inline const char *draw_string(const DrawList *list, const DrawCommand *command) {
    return (const char *)(list->data + command->data);
}
static inline const Color *draw_colors(const DrawList *list, const DrawCommand *command) {
    return (const Color *)(const void *)(list->data + command->data);
}

/* One side of a grid of cells on whole pixels, at least one: in pieces of a cell each, or of a pixel each where
   there are more cells than pixels. */
typedef struct DrawSide {
    int from, pixels, cells, count; /* count: of the pieces */
} DrawSide;
DrawSide draw_side(float start, float size, int cells);

/* The pixel that the n-th piece begins with; n = count: where the last one ends. */
int draw_side_edge(DrawSide side, int n);

/* The colour of a piece: of several cells the mean, weighted by their alpha. */
Color draw_side_color(const DrawList *list, const DrawCommand *command, DrawSide down, int row,
                      DrawSide across, int col);

/* The topmost command at a point with mark.slot or mark.instr set, not cut off there by a clip; lines are hit
   within 5 pixels. NULL: none. */
const DrawCommand *draw_hit(const DrawList *list, Point at);

/* Arithmetic with colours; t and alpha are held to 0 … 1, and not a number counts as 0. */
static inline float color_unit(float number) {
    return number > 0 ? number < 1 ? number : 1 : 0;
}
static inline uint8_t color_channel(uint8_t a, uint8_t b, float t) {
    return (uint8_t)((float)a + ((float)b - (float)a) * t + 0.5f);
}
static inline Color color_mix(Color a, Color b, float t) { /* a at 0, b at 1, in sRGB */
    t = color_unit(t);
    return (Color){color_channel(a.r, b.r, t), color_channel(a.g, b.g, t), color_channel(a.b, b.b, t),
                   color_channel(a.a, b.a, t)};
}
static inline Color color_alpha(Color color, float alpha) { /* the same colour, its alpha times this */
    color.a = (uint8_t)((float)color.a * color_unit(alpha) + 0.5f);
    return color;
}
static inline Color color_rgb(uint32_t rgb) {
    return (Color){(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb, 255};
}

#endif
