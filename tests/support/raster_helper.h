/* raster_helper: a small frame to paint into, and chance that comes again, for the tests of the rasterizer.
 */
#ifndef BACKSTEP_TESTS_RASTER_HELPER_H
#define BACKSTEP_TESTS_RASTER_HELPER_H

#include "tests/support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "render/raster/raster.h"

enum { SIZE = 200, RECTS = 16 };

static const Color black = {0, 0, 0, 255}, white = {255, 255, 255, 255};

typedef struct Fixture {
    Fonts *fonts;
    Raster *raster;
    DrawList list;
    Pixels pixels;
    Rect dirty[RECTS];
    int count;
} Fixture;

static inline int set_up(void **state) {
    Err e = {0};
    Fixture *fixture = calloc(1, sizeof *fixture);
    const char *assets = getenv("BACKSTEP_ASSETS");
    if (!fixture) return -1;
    fixture->fonts = fonts_open(assets ? assets : "assets", &e);
    if (!fixture->fonts) fail_msg("%s", e.text);
    fixture->raster = raster_new();
    fixture->pixels = (Pixels){calloc(SIZE * (SIZE + 3), 4), SIZE, SIZE, SIZE + 3};
    draw_init(&fixture->list, fixture->fonts);
    *state = fixture;
    return fixture->raster && fixture->pixels.at ? 0 : -1;
}

static inline int tear_down(void **state) {
    Fixture *fixture = *state;
    draw_free(&fixture->list);
    raster_free(fixture->raster);
    fonts_close(fixture->fonts);
    free(fixture->pixels.at);
    free(fixture);
    return 0;
}

static inline DrawList *new_list(void **state) {
    Fixture *fixture = *state;
    draw_clear(&fixture->list, SIZE, SIZE, black);
    return &fixture->list;
}

static inline void paint(Fixture *fixture) {
    assert_true(raster_paint(fixture->raster, &fixture->list, fixture->pixels, fixture->dirty, RECTS,
                             &fixture->count));
}

static inline void paint_whole(Fixture *fixture) {
    raster_forget(fixture->raster);
    paint(fixture);
}

static inline int green_at(const Fixture *fixture, int x, int y) {
    return (int)(fixture->pixels.at[y * fixture->pixels.stride + x] >> 8 & 255);
}

/* A small generator, so that failures come again; one draw a statement, since the order in an expression is
 * free. */
typedef struct Dice {
    uint32_t state;
} Dice;

static inline float roll(Dice *dice, float from, float to) {
    dice->state = dice->state * 1664525u + 1013904223u;
    return from + (to - from) * (float)(dice->state >> 8) / 16777216.0f;
}

static inline Point roll_point(Dice *dice, float from, float to) {
    float x = roll(dice, from, to);
    return (Point){x, roll(dice, from, to)};
}

#endif
