/* picture_private: what the parts of picture_check share. */
#ifndef BACKSTEP_TESTS_PICTURE_PRIVATE_H
#define BACKSTEP_TESTS_PICTURE_PRIVATE_H

#include <stdlib.h>

#include "tests/support/picture_check.h"

typedef struct PictureCheck {
    const DrawList *list;
    float least; /* em size that no text may be below */
    char *why;   /* the first fault, in size bytes */
    size_t size;
    int faults;
    bool overlaid; /* something opaque lies over the panels: help, a message */
} PictureCheck;

static const float picture_slack = 0.75f; /* pixels: rounding to whole ones is no fault */

void picture_fault(PictureCheck *check, size_t a, size_t b, const char *what);

/* Whether something opaque was laid over it later. */
bool picture_is_covered(const PictureCheck *check, size_t index);

/* The commands that are meant, in order; the caller frees them. */
typedef bool PictureChoice(const DrawList *list, const DrawCommand *command);
size_t *picture_choose(const DrawList *list, PictureChoice *is_meant, size_t *count);

/* Whether some of the segment lies inside. */
bool segment_meets(Point a, Point b, Rect rect);

/* Numbers in the middle of what they belong to. */
void picture_check_middles(PictureCheck *check);

/* Texts on what was painted before and after them. */
void picture_check_grounds(PictureCheck *check);

static inline bool rect_inside(Rect inner, Rect outer, float air) {
    return inner.x >= outer.x - air && inner.y >= outer.y - air &&
           inner.x + inner.w <= outer.x + outer.w + air && inner.y + inner.h <= outer.y + outer.h + air;
}

static inline bool rect_meets(Rect a, Rect b, float air) {
    return a.x + air < b.x + b.w && b.x + air < a.x + a.w && a.y + air < b.y + b.h && b.y + air < a.y + a.h;
}

#endif
