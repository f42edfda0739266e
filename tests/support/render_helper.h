/* render_helper: what the tests of pictures ask of a DrawList: its texts, where they stand, whether they
 * collide. */
#ifndef BACKSTEP_TESTS_RENDER_HELPER_H
#define BACKSTEP_TESTS_RENDER_HELPER_H

#include "tests/support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "render/scene.h"

static inline Fonts *open_fonts(void) {
    Err e = {0};
    const char *assets = getenv("BACKSTEP_ASSETS");
    Fonts *fonts = fonts_open(assets ? assets : "assets", &e);
    if (!fonts) fail_msg("%s", e.text);
    return fonts;
}

static inline const DrawCommand *find_text(const DrawList *list, const char *utf8) {
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_TEXT && strcmp(draw_string(list, command), utf8) == 0) return command;
    }
    return NULL;
}

static inline const DrawCommand *need_text(const DrawList *list, const char *utf8) {
    const DrawCommand *command = find_text(list, utf8);
    if (!command) fail_msg("wanted the text '%s', found none", utf8);
    return command;
}

static inline const DrawCommand *find_kind(const DrawList *list, DrawKind kind) {
    for (size_t i = 0; i < list->count; i++)
        if (list->commands[i].kind == kind) return &list->commands[i];
    return NULL;
}

static inline bool boxes_overlap(Rect a, Rect b, float tolerance) {
    return a.x + tolerance < b.x + b.w && b.x + tolerance < a.x + a.w && a.y + tolerance < b.y + b.h &&
           b.y + tolerance < a.y + a.h;
}

static inline bool box_within(Rect inner, Rect outer, float tolerance) {
    return inner.x >= outer.x - tolerance && inner.y >= outer.y - tolerance &&
           inner.x + inner.w <= outer.x + outer.w + tolerance &&
           inner.y + inner.h <= outer.y + outer.h + tolerance;
}

/* No two texts lie on each other. Returns how many pairs were compared. */
static inline int no_texts_overlap(const DrawList *list, float tolerance) {
    int pairs = 0;
    for (size_t i = 0; i < list->count; i++)
        for (size_t k = i + 1; k < list->count; k++) {
            const DrawCommand *a = &list->commands[i], *b = &list->commands[k];
            if (a->kind != DRAW_TEXT || b->kind != DRAW_TEXT) continue;
            pairs++;
            if (boxes_overlap(a->box, b->box, tolerance))
                fail_msg("'%s' at %.1f,%.1f %.1f×%.1f lies on '%s' at %.1f,%.1f %.1f×%.1f",
                         draw_string(list, a), (double)a->box.x, (double)a->box.y, (double)a->box.w,
                         (double)a->box.h, draw_string(list, b), (double)b->box.x, (double)b->box.y,
                         (double)b->box.w, (double)b->box.h);
        }
    return pairs;
}

/* Everything drawn lies within the area. */
static inline void all_within(const DrawList *list, Rect area, float tolerance) {
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_CLIP || box_within(command->box, area, tolerance)) continue;
        fail_msg("command %zu (kind %d, '%s') at %.1f,%.1f %.1f×%.1f leaves %.1f,%.1f %.1f×%.1f", i,
                 (int)command->kind, command->kind == DRAW_TEXT ? draw_string(list, command) : "",
                 (double)command->box.x, (double)command->box.y, (double)command->box.w,
                 (double)command->box.h, (double)area.x, (double)area.y, (double)area.w, (double)area.h);
    }
}

#endif
