/* raster: paints a list's commands, in order, into the parts of the frame that changed since the last
   list. */
#include "engine/base/arena.h"
#include "paint.h"

#include <stdlib.h>
#include <string.h>

/* What changed from one frame to the next, by a hash for each tile over what touches it. */

enum { TILE_SIZE = 64, DIRTY_MAX = 64 };

/* A frame as squares of TILE_SIZE pixels, each with a hash of all that touches it. */
typedef struct Tiles {
    int cols, rows;
    uint64_t *now, *before; /* cols × rows; before: of what is in the pixels */
    bool known;             /* `before` holds */
} Tiles;

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u; /* 2^64 / golden ratio */
    return hash ^ hash >> 29;
}

static uint64_t mix_bytes(uint64_t hash, const void *bytes, size_t count) {
    const unsigned char *at = bytes;
    uint64_t word;
    for (; count >= sizeof word; count -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    memcpy(&word, at, count);
    return mix(hash, word);
}

static size_t data_size(const DrawCommand *command) {
    switch (command->kind) {
    case DRAW_LINE:
    case DRAW_POLYGON:
        return command->count * sizeof(Point);
    case DRAW_TEXT:
        return command->count;
    case DRAW_CELLS:
        return command->count * sizeof(Color);
    default:
        return 0;
    }
}

/* Everything that decides about pixels: not the mark, and not where the data lies. */
static uint64_t command_hash(const DrawList *list, const DrawCommand *command, Box clip) {
    const float numbers[] = {command->rect.x, command->rect.y, command->rect.w,
                             command->rect.h, command->width,  command->radius,
                             command->dash,   command->gap,    command->size};
    const int whole[] = {(int)command->kind, (int)command->face, command->rows, command->cols};
    const Color colors[] = {command->fill, command->stroke};
    uint64_t hash = mix_bytes(0, numbers, sizeof numbers);
    hash = mix_bytes(hash, whole, sizeof whole);
    hash = mix_bytes(hash, &clip, sizeof clip);
    hash = mix_bytes(hash, colors, sizeof colors);
    size_t size = data_size(command);
    return size ? mix_bytes(hash, list->data + command->data, size) : hash;
}

/* Glyphs stick out of their advances, and hinting moves their tops; what sticks out further is cut off. */
static Box command_box(const DrawCommand *command) {
    float aside = 1, above = 1;
    if (command->kind == DRAW_TEXT) {
        aside = 2 + command->size * 0.6f;
        above = 3;
    }
    Rect box = command->box;
    return (Box){pixel_floor(box.x - aside), pixel_floor(box.y - above), pixel_ceil(box.x + box.w + aside),
                 pixel_ceil(box.y + box.h + above)};
}

static Box clip_box(Rect rect) {
    return (Box){pixel_floor(rect.x + 0.5f), pixel_floor(rect.y + 0.5f), pixel_floor(rect.x + rect.w + 0.5f),
                 pixel_floor(rect.y + rect.h + 0.5f)};
}

static void add_to_tiles(Tiles *tiles, Box box, uint64_t hash) {
    if (box_empty(box)) return;
    for (int row = box.y0 / TILE_SIZE; row <= (box.y1 - 1) / TILE_SIZE; row++)
        for (int col = box.x0 / TILE_SIZE; col <= (box.x1 - 1) / TILE_SIZE; col++) {
            uint64_t *tile = &tiles->now[row * tiles->cols + col];
            *tile = mix(*tile, hash);
        }
}

/* Gives the box of every command of the list (in `boxes`, one each, cut to the clip that holds for it; empty
   for clips) and the tiles' hashes. */
static void tiles_hash(Tiles *tiles, const DrawList *list, Box *boxes) {
    Box frame = {0, 0, list->width, list->height}, clip = frame;
    uint64_t ground = mix_bytes(1, &list->ground, sizeof list->ground);
    for (int i = 0; i < tiles->cols * tiles->rows; i++) tiles->now[i] = ground;
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        boxes[i] = (Box){0};
        if (command->kind == DRAW_CLIP) {
            clip = box_meet(clip_box(command->rect), frame);
            continue;
        }
        boxes[i] = box_meet(command_box(command), clip);
        add_to_tiles(tiles, boxes[i], command_hash(list, command, clip));
    }
}

static bool tile_changed(const Tiles *tiles, int row, int col) {
    int at = row * tiles->cols + col;
    return !tiles->known || tiles->now[at] != tiles->before[at];
}

/* A growing list of boxes; beyond its capacity one box around all. */
typedef struct Boxes {
    Box *at;
    int count, capacity;
} Boxes;

static Box box_around(Box a, Box b) {
    return (Box){a.x0 < b.x0 ? a.x0 : b.x0, a.y0 < b.y0 ? a.y0 : b.y0, a.x1 > b.x1 ? a.x1 : b.x1,
                 a.y1 > b.y1 ? a.y1 : b.y1};
}

/* Adds a run of one row of tiles: to the box just above it where that is as wide. */
static void add_run(Boxes *boxes, Box run) {
    for (int i = 0; i < boxes->count; i++) {
        Box *box = &boxes->at[i];
        if (box->y1 != run.y0 || box->x0 != run.x0 || box->x1 != run.x1) continue;
        box->y1 = run.y1;
        return;
    }
    if (boxes->count < boxes->capacity) {
        boxes->at[boxes->count++] = run;
        return;
    }
    for (int i = 1; i < boxes->count; i++) boxes->at[0] = box_around(boxes->at[0], boxes->at[i]);
    boxes->at[0] = box_around(boxes->at[0], run);
    boxes->count = boxes->capacity = 1;
}

/* The rectangles that changed, at most `capacity` (1 … DIRTY_MAX), in pixels; returns how many. Where all boxes
   became one, a later run beside it is taken in by the branch for full lists. */
static int tiles_changed(const Tiles *tiles, int width, int height, Box *changed, int capacity) {
    Boxes boxes = {.at = changed, .capacity = capacity};
    for (int row = 0; row < tiles->rows; row++) {
        int y1 = (row + 1) * TILE_SIZE < height ? (row + 1) * TILE_SIZE : height;
        for (int col = 0; col < tiles->cols; col++) {
            if (!tile_changed(tiles, row, col)) continue;
            int from = col;
            while (col < tiles->cols && tile_changed(tiles, row, col)) col++;
            int x1 = col * TILE_SIZE < width ? col * TILE_SIZE : width;
            add_run(&boxes, (Box){from * TILE_SIZE, row * TILE_SIZE, x1, y1});
        }
    }
    return boxes.count;
}

/* The frame has been painted: `now` becomes `before`. */
static void tiles_keep(Tiles *tiles) {
    uint64_t *painted = tiles->now;
    tiles->now = tiles->before;
    tiles->before = painted;
    tiles->known = true;
}

/* Painting what changed. */

struct Raster {
    int width, height; /* of the frame painted last, and of the scratch memory: tiles, coverage and sums */
    Arena *scratch;
    Tiles tiles;
    uint8_t *coverage;
    float *sums;
    Span touched[BAND_ROWS];
    Box *boxes; /* what each command of the list may touch */
    size_t box_capacity;
};

Raster *raster_new(void) {
    return calloc(1, sizeof(Raster));
}

void raster_free(Raster *raster) {
    if (!raster) return;
    arena_free(raster->scratch);
    free(raster->boxes);
    free(raster);
}

void raster_forget(Raster *raster) {
    raster->tiles.known = false;
}

static bool resize(Raster *raster, int width, int height) {
    if (raster->width == width && raster->height == height) return true;
    arena_free(raster->scratch);
    *raster = (Raster){.scratch = arena_new(), .boxes = raster->boxes, .box_capacity = raster->box_capacity};
    if (!raster->scratch) return false;
    int cols = (width + TILE_SIZE - 1) / TILE_SIZE, rows = (height + TILE_SIZE - 1) / TILE_SIZE;
    size_t bytes = (size_t)cols * (size_t)rows * sizeof(uint64_t);
    raster->tiles = (Tiles){.cols = cols, .rows = rows, .now = arena_alloc(raster->scratch, bytes)};
    raster->tiles.before = arena_alloc(raster->scratch, bytes);
    raster->coverage = arena_alloc(raster->scratch, (size_t)width * BAND_ROWS);
    raster->sums = arena_alloc(raster->scratch, ((size_t)width + 1) * sizeof *raster->sums);
    if (arena_failed(raster->scratch)) return false;
    for (int i = 0; i < BAND_ROWS; i++) raster->touched[i] = (Span){width, 0};
    raster->width = width;
    raster->height = height;
    return true;
}

static bool reserve_boxes(Raster *raster, size_t count) {
    if (count <= raster->box_capacity) return true;
    Box *boxes = realloc(raster->boxes, count * 2 * sizeof *boxes);
    if (!boxes) return false;
    raster->boxes = boxes;
    raster->box_capacity = count * 2;
    return true;
}

/* Paints a band of at most BAND_ROWS rows: the pixels at work stay in the processor's cache. */
static void paint_band(const Raster *raster, const DrawList *list, Canvas *canvas, Box band) {
    canvas->band_top = band.y0;
    for (int y = band.y0; y < band.y1; y++) paint_row(canvas, y, band.x0, band.x1, list->ground, 255);
    for (size_t i = 0; i < list->count; i++) {
        canvas->clip = box_meet(raster->boxes[i], band);
        if (!box_empty(canvas->clip)) paint_command(canvas, list, &list->commands[i]);
    }
}

bool raster_paint(Raster *raster, const DrawList *list, Pixels pixels, Rect *dirty, int capacity,
                  int *count) {
    *count = 0;
    if (draw_failed(list) || list->width != pixels.width || list->height != pixels.height) return false;
    if (pixels.width <= 0 || pixels.height <= 0) return true;
    if (!resize(raster, pixels.width, pixels.height) || !reserve_boxes(raster, list->count)) return false;
    tiles_hash(&raster->tiles, list, raster->boxes);
    Box changed[DIRTY_MAX];
    int limit = capacity < 1 ? 1 : capacity < DIRTY_MAX ? capacity : DIRTY_MAX;
    int boxes = tiles_changed(&raster->tiles, pixels.width, pixels.height, changed, limit);
    Canvas canvas = {
        .pixels = pixels, .coverage = raster->coverage, .touched = raster->touched, .sums = raster->sums};
    for (int i = 0; i < boxes; i++) {
        Box box = changed[i];
        for (int y = box.y0; y < box.y1; y += BAND_ROWS) {
            int end = y + BAND_ROWS < box.y1 ? y + BAND_ROWS : box.y1;
            paint_band(raster, list, &canvas, (Box){box.x0, y, box.x1, end});
        }
        if (i < capacity)
            dirty[i] =
                (Rect){(float)box.x0, (float)box.y0, (float)(box.x1 - box.x0), (float)(box.y1 - box.y0)};
    }
    *count = boxes < capacity ? boxes : capacity;
    tiles_keep(&raster->tiles);
    if (canvas.failed) raster_forget(raster);
    return !canvas.failed;
}
