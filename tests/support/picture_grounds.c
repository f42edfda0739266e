/* picture_grounds: texts on what was painted before and after them: no outline or line through a text,
   nothing painted over it, and an ink that reads on its ground. */
#include <math.h>
#include <stdlib.h>

#include "tests/support/picture_private.h"

/* What a command covers, and whether it is filled: its outline is a rectangle's, a circle's or a path's. */
static bool is_painted(const DrawCommand *command) {
    return command->kind != DRAW_CLIP && command->kind != DRAW_TEXT &&
           (command->kind == DRAW_CELLS || command->fill.a > 0 || command->stroke.a > 0);
}

static float grown_by(const DrawCommand *command) {
    return command->stroke.a > 0 ? command->width / 2 : 0;
}

static Rect widened(Rect rect, float by) {
    return (Rect){rect.x - by, rect.y - by, rect.w + 2 * by, rect.h + 2 * by};
}

static Rect common(Rect a, Rect b) {
    float left = fmaxf(a.x, b.x), top = fmaxf(a.y, b.y);
    float right = fminf(a.x + a.w, b.x + b.w), low = fminf(a.y + a.h, b.y + b.h);
    return (Rect){left, top, fmaxf(0, right - left), fmaxf(0, low - top)};
}

typedef enum Relation { APART, WITHIN, ACROSS } Relation;

static Relation disc_relation(const DrawCommand *disc, Rect text) {
    float x = disc->rect.x, y = disc->rect.y, grown = grown_by(disc);
    float near_x = fmaxf(text.x - x, x - text.x - text.w), near_y = fmaxf(text.y - y, y - text.y - text.h);
    if (hypotf(fmaxf(near_x, 0), fmaxf(near_y, 0)) >= disc->radius + grown) return APART;
    float far_x = fmaxf(fabsf(text.x - x), fabsf(text.x + text.w - x));
    float far_y = fmaxf(fabsf(text.y - y), fabsf(text.y + text.h - y));
    return hypotf(far_x, far_y) <= disc->radius + 1 ? WITHIN : ACROSS;
}

static Relation rect_relation(const DrawCommand *command, Rect text) {
    float grown = grown_by(command);
    Rect outer = widened(command->rect, grown), inner = widened(command->rect, -grown);
    if (!rect_meets(text, outer, picture_slack)) return APART;
    Rect core = widened(command->rect, -command->radius); /* corners are circles around its corners */
    float near_x = fmaxf(core.x - text.x - text.w, text.x - core.x - core.w),
          near_y = fmaxf(core.y - text.y - text.h, text.y - core.y - core.h);
    if (hypotf(fmaxf(near_x, 0), fmaxf(near_y, 0)) >= command->radius + grown) return APART;
    return rect_inside(text, inner, picture_slack) ? WITHIN : ACROSS;
}

static Relation path_relation(const DrawList *list, const DrawCommand *path, Rect text) {
    const Point *points = draw_points(list, path);
    Rect core = widened(text, fmaxf(0, grown_by(path)) - 2 * picture_slack);
    for (size_t i = 0; i + 1 < path->count; i++)
        if (segment_meets(points[i], points[i + 1], core)) return ACROSS;
    return APART;
}

static Relation relation(const DrawList *list, const DrawCommand *command, Rect text) {
    if (!rect_meets(text, command->box, picture_slack)) return APART;
    switch (command->kind) {
    case DRAW_DISC:
        return disc_relation(command, text);
    case DRAW_LINE:
    case DRAW_POLYGON:
        return path_relation(list, command, text);
    default:
        return rect_relation(command, text);
    }
}

/* Whether nothing under it shows through: a plate. */
static bool is_ground(const DrawCommand *command, Relation how) {
    int dense = command->mark.role == PART_PLATE ? 180 : 255;
    return how == WITHIN && (command->kind == DRAW_CELLS || command->fill.a >= dense);
}

/* Without the space that is kept free for a sign. */
static Rect inked(const DrawList *list, const DrawCommand *text) {
    const char *string = draw_string(list, text);
    Rect box = text->box;
    float cell = text->rect.w / (float)text->count;
    if (text->face != FONT_NUMBER || string[0] != ' ') return box;
    return (Rect){box.x + cell, box.y, box.w - cell, box.h};
}

/* What of a list is painted and no text, in order. */
typedef struct Painted {
    Rect box, clip; /* what it may touch, and what is shown of that */
    Rect shown;     /* its shape's rectangle within the clip */
    size_t index;
} Painted;

typedef struct Grounds {
    Painted *painted;
    size_t count, under; /* under: how many of them are painted before the text that is looked at */
} Grounds;

static bool touches(const Painted *painted, Rect box) {
    return rect_meets(box, painted->box, picture_slack) && rect_meets(box, painted->clip, picture_slack);
}

static void check_under(PictureCheck *check, size_t text, const Grounds *grounds) {
    const DrawList *list = check->list;
    Rect box = inked(list, &list->commands[text]);
    for (size_t i = grounds->under; i-- > 0;) {
        const Painted *painted = &grounds->painted[i];
        if (!touches(painted, box)) continue;
        Relation how = relation(list, &list->commands[painted->index], box);
        if (is_ground(&list->commands[painted->index], how)) return;
        if (how == ACROSS) picture_fault(check, text, painted->index, "a text lies across an outline");
    }
}

static void check_over(PictureCheck *check, size_t text, const Grounds *grounds) {
    const DrawList *list = check->list;
    const DrawCommand *own = &list->commands[text];
    Rect box = inked(list, own);
    for (size_t i = grounds->under; i < grounds->count; i++) {
        const Painted *painted = &grounds->painted[i];
        if (!touches(painted, box)) continue;
        const DrawCommand *command = &list->commands[painted->index];
        if (command->mark.panel == PANEL_OVERLAY && own->mark.panel != PANEL_OVERLAY) continue;
        Relation how = relation(list, command, box);
        bool filled = command->kind == DRAW_CELLS || command->fill.a > 0;
        if (how == ACROSS || (how == WITHIN && filled))
            picture_fault(check, text, painted->index, "a text is painted over");
    }
}

static Color over(Color ground, Color paint) {
    Color opaque = paint;
    opaque.a = 255;
    return color_mix(ground, opaque, (float)paint.a / 255);
}

/* Of a shape without its stroke, at a point within its box. */
static Color fill_at(const DrawList *list, const DrawCommand *command, Point at) {
    if (command->kind == DRAW_DISC) {
        bool in = hypotf(at.x - command->rect.x, at.y - command->rect.y) <= command->radius;
        return in ? command->fill : (Color){0};
    }
    if (command->kind == DRAW_CELLS) {
        Rect rect = command->rect;
        int row = (int)((at.y - rect.y) / rect.h * (float)command->rows),
            col = (int)((at.x - rect.x) / rect.w * (float)command->cols);
        if (row < 0 || col < 0 || row >= command->rows || col >= command->cols) return (Color){0};
        return draw_colors(list, command)[row * command->cols + col];
    }
    return command->kind == DRAW_RECT ? command->fill : (Color){0};
}

static Color ground_at(const DrawList *list, Point at, const Grounds *grounds) {
    Color ground = list->ground;
    Rect dot = {at.x - 0.01f, at.y - 0.01f, 0.02f, 0.02f};
    for (size_t i = 0; i < grounds->under; i++) {
        const Painted *painted = &grounds->painted[i];
        if (rect_meets(dot, painted->shown, 0))
            ground = over(ground, fill_at(list, &list->commands[painted->index], at));
    }
    return ground;
}

static void check_contrast(PictureCheck *check, size_t text, const Grounds *grounds) {
    const DrawCommand *command = &check->list->commands[text];
    for (int k = 0; k < 3; k++) {
        Point at = {command->box.x + command->box.w * (0.1f + 0.4f * (float)k),
                    command->box.y + command->box.h / 2};
        Color ground = ground_at(check->list, at, grounds);
        if (theme_contrast(over(ground, command->fill), ground) >= 4.5) continue;
        picture_fault(check, text, text, "a text does not read on its ground");
        return;
    }
}

static Grounds collect(const DrawList *list) {
    Grounds grounds = {.painted = malloc((list->count + 1) * sizeof *grounds.painted)};
    Rect clip = {-1e6f, -1e6f, 2e6f, 2e6f};
    if (grounds.painted == NULL) abort();
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_CLIP) clip = command->rect;
        if (!is_painted(command)) continue;
        Rect shown = common(command->kind == DRAW_DISC ? command->box : command->rect, clip);
        grounds.painted[grounds.count++] = (Painted){command->box, clip, shown, i};
    }
    return grounds;
}

void picture_check_grounds(PictureCheck *check) {
    const DrawList *list = check->list;
    Grounds grounds = collect(list);
    for (size_t i = 0; i < list->count; i++) {
        while (grounds.under < grounds.count && grounds.painted[grounds.under].index < i) grounds.under++;
        if (list->commands[i].kind != DRAW_TEXT || list->commands[i].box.w <= 0) continue;
        if (picture_is_covered(check, i)) continue;
        check_under(check, i, &grounds);
        check_over(check, i, &grounds);
        check_contrast(check, i, &grounds);
    }
    free(grounds.painted);
}
