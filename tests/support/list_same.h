/* list_same: whether two frames draw the same. */
#ifndef BACKSTEP_TESTS_LIST_SAME_H
#define BACKSTEP_TESTS_LIST_SAME_H

#include <string.h>

#include "render/draw/draw.h"

static inline size_t data_bytes(const DrawCommand *command) {
    switch (command->kind) {
    case DRAW_LINE:
    case DRAW_POLYGON:
        return command->count * sizeof(Point);
    case DRAW_CELLS:
        return command->count * sizeof(Color);
    case DRAW_TEXT:
        return command->count;
    default:
        return 0;
    }
}

static inline bool same_rect(Rect a, Rect b) {
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static inline bool same_color(Color a, Color b) {
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

static inline bool same_command(const DrawList *left, const DrawList *right, size_t index) {
    const DrawCommand *a = &left->commands[index], *b = &right->commands[index];
    return a->kind == b->kind && same_rect(a->box, b->box) && same_rect(a->rect, b->rect) &&
           same_color(a->fill, b->fill) && same_color(a->stroke, b->stroke) && a->width == b->width &&
           a->radius == b->radius && a->dash == b->dash && a->mark.slot == b->mark.slot &&
           a->mark.role == b->mark.role && a->count == b->count &&
           memcmp(left->data + a->data, right->data + b->data, data_bytes(a)) == 0;
}

/* The first command in which they differ; the count of both where they do not. */
static inline size_t list_first_other(const DrawList *left, const DrawList *right) {
    size_t count = left->count < right->count ? left->count : right->count, at = 0;
    while (at < count && same_command(left, right, at)) at++;
    return at;
}

#endif
