/* draw_hit: which command lies under a point. */
#include "draw.h"

#include <math.h>

static bool inside(Rect rect, Point at) {
    return at.x >= rect.x && at.x < rect.x + rect.w && at.y >= rect.y && at.y < rect.y + rect.h;
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
    if (!inside(command->box, at)) return false;
    if (command->kind != DRAW_DISC) return true;
    return hypotf(command->rect.x - at.x, command->rect.y - at.y) <= command->box.w / 2;
}

const DrawCommand *draw_hit(const DrawList *list, Point at) {
    const DrawCommand *hit = NULL;
    bool shown = true;
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_CLIP)
            shown = inside(command->rect, at);
        else if (shown && (command->mark.slot >= 0 || command->mark.instr >= 0) && touches(list, command, at))
            hit = command;
    }
    return hit;
}
