/* picture_check: what must hold of every frame, asked of its DrawList. */
#include "tests/picture_check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct Check {
    const DrawList *list;
    float least;
    char *why;
    size_t size;
    int faults;
} Check;

static const float slack = 0.75f; /* pixels: rounding to whole ones is no fault */

static void fault(Check *check, size_t a, size_t b, const char *what) {
    if (check->faults++ > 0) return;
    const DrawCommand *one = &check->list->commands[a], *other = &check->list->commands[b];
    const char *first = one->kind == DRAW_TEXT ? draw_string(check->list, one) : "";
    const char *second = other->kind == DRAW_TEXT ? draw_string(check->list, other) : "";
    snprintf(check->why, check->size,
             "%s: \"%s\" (%.1f %.1f %.1f %.1f, slot %d) and \"%s\" (%.1f %.1f %.1f %.1f, slot %d), panel %d",
             what, first, (double)one->box.x, (double)one->box.y, (double)one->box.w, (double)one->box.h,
             one->mark.slot, second, (double)other->box.x, (double)other->box.y, (double)other->box.w,
             (double)other->box.h, other->mark.slot, one->mark.panel);
}

static bool inside(Rect inner, Rect outer, float air) {
    return inner.x >= outer.x - air && inner.y >= outer.y - air &&
           inner.x + inner.w <= outer.x + outer.w + air && inner.y + inner.h <= outer.y + outer.h + air;
}

static bool overlap(Rect a, Rect b, float air) {
    return a.x + air < b.x + b.w && b.x + air < a.x + a.w && a.y + air < b.y + b.h && b.y + air < a.y + a.h;
}

/* Whether something opaque was laid over it later: help, a message. */
static bool is_covered(const DrawList *list, size_t index) {
    for (size_t i = index + 1; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->mark.panel != PANEL_OVERLAY || command->mark.role != PART_PANEL ||
            command->kind != DRAW_RECT)
            continue;
        if (command->mark.panel != list->commands[index].mark.panel && command->fill.a > 128 &&
            overlap(list->commands[index].box, command->rect, 0))
            return true;
    }
    return false;
}

static bool is_text(const DrawList *list, size_t i) {
    return list->commands[i].kind == DRAW_TEXT;
}

/* The runs of one formula, index and accent and all, are set by the typesetter and may touch: they follow
   each other, in the same mark. Names are all of mathematical letters; the explanation's formulas have
   numbers and words too. */
static bool same_formula(const DrawList *list, size_t a, size_t b) {
    const DrawCommand *first = &list->commands[a], *last = &list->commands[b];
    bool name = first->face == FONT_MATH && last->face == FONT_MATH;
    bool mixed = first->face == FONT_MATH || last->face == FONT_MATH;
    if (!name && (first->mark.panel != PANEL_EXPLAIN || !mixed)) return false;
    for (size_t i = a + 1; i <= b; i++) {
        const DrawCommand *command = &list->commands[i];
        if (memcmp(&command->mark, &first->mark, sizeof first->mark) != 0) return false;
        if (command->kind == DRAW_CELLS || command->kind == DRAW_CLIP) return false;
    }
    return true;
}

/* Numbers may stand on their own cells, as in the matrix view. */
static void check_cells(Check *check, size_t text) {
    const DrawList *list = check->list;
    const DrawCommand *command = &list->commands[text];
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *cells = &list->commands[i];
        if (cells->kind != DRAW_CELLS || cells->mark.panel != PANEL_MAIN || command->mark.panel != PANEL_MAIN)
            continue;
        bool own = command->mark.role == PART_NUMBER && command->mark.slot == cells->mark.slot;
        if (!own && overlap(command->box, cells->box, slack))
            fault(check, text, i, "a text lies on a heat map");
    }
}

static void check_overlaps(Check *check) {
    const DrawList *list = check->list;
    for (size_t i = 0; i < list->count; i++) {
        if (!is_text(list, i)) continue;
        check_cells(check, i);
        for (size_t j = i + 1; j < list->count; j++) {
            if (!is_text(list, j) || !overlap(list->commands[i].box, list->commands[j].box, slack)) continue;
            if (same_formula(list, i, j) || is_covered(list, i)) continue;
            fault(check, i, j, "two texts overlap");
        }
    }
}

/* The ground of the panel that the command belongs to; the frame where the panel has none. */
static Rect panel_of(const DrawList *list, size_t index) {
    Rect panel = {0, 0, (float)list->width, (float)list->height};
    for (size_t i = 0; i < index; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->mark.role == PART_PANEL && command->mark.panel == list->commands[index].mark.panel)
            panel = command->rect;
    }
    return panel;
}

static bool ends_cut(const char *text) {
    size_t length = strlen(text), mark = strlen("…");
    return length > mark && strcmp(text + length - mark, "…") == 0;
}

static void check_rooms(Check *check) {
    const DrawList *list = check->list;
    Rect clip = {-1e6f, -1e6f, 2e6f, 2e6f};
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_CLIP) clip = command->rect;
        if (!is_text(list, i)) continue;
        if (!inside(command->box, panel_of(list, i), slack)) fault(check, i, i, "a text leaves its panel");
        if (!inside(command->box, clip, slack)) fault(check, i, i, "a text is cut by its clip");
        if (ends_cut(draw_string(list, command))) fault(check, i, i, "a text is cut");
        bool script = command->face == FONT_MATH; /* an index is smaller than its line */
        if (command->size < check->least * (script ? 0.5f : 1) - 0.01f)
            fault(check, i, i, "a text is too small");
    }
}

/* Where the segment runs within the rectangle's left and right side, or upper and lower one: false, nowhere
 * inside. */
static bool segment_meets(Point a, Point b, Rect rect) {
    float from = 0, to = 1;
    const float start[2] = {a.x, a.y}, way[2] = {b.x - a.x, b.y - a.y};
    const float low[2] = {rect.x, rect.y}, high[2] = {rect.x + rect.w, rect.y + rect.h};
    for (int k = 0; k < 2; k++) {
        if (fabsf(way[k]) < 1e-6f) {
            if (start[k] <= low[k] || start[k] >= high[k]) return false;
            continue;
        }
        float enter = (low[k] - start[k]) / way[k], leave = (high[k] - start[k]) / way[k];
        from = fmaxf(from, fminf(enter, leave));
        to = fminf(to, fmaxf(enter, leave));
    }
    return from < to;
}

static bool line_meets(const DrawList *list, const DrawCommand *line, Rect rect) {
    const Point *points = draw_points(list, line);
    for (size_t i = 0; i + 1 < line->count; i++)
        if (segment_meets(points[i], points[i + 1], rect)) return true;
    return false;
}

static Rect shrunk(Rect rect, float by) {
    return (Rect){rect.x + by, rect.y + by, rect.w - 2 * by, rect.h - 2 * by};
}

/* A label on its own line: a plate lies between the two, and the line runs through the plate's middle. */
static bool is_own_label(const DrawList *list, const DrawCommand *line, size_t label) {
    const DrawCommand *text = &list->commands[label];
    if (label == 0 || list->commands[label - 1].mark.role != PART_PLATE) return false;
    Rect plate = list->commands[label - 1].rect;
    Point middle = {plate.x + plate.w / 2, plate.y + plate.h / 2};
    float near = plate.h / 2;
    Rect core = {middle.x - near, middle.y - near / 3, 2 * near, 2 * near / 3};
    return inside(text->box, plate, 2) && line_meets(list, line, core);
}

static bool is_label(const DrawCommand *command) {
    if (command->mark.panel != PANEL_MAIN) return false;
    if (command->kind == DRAW_CELLS) return command->mark.role == PART_HEAT;
    return command->kind == DRAW_TEXT &&
           (command->mark.role == PART_LABEL || command->mark.role == PART_NUMBER);
}

static bool is_node(const DrawCommand *command) {
    return command->mark.role == PART_NODE && command->mark.panel == PANEL_MAIN &&
           command->kind == DRAW_RECT && command->fill.a == 255;
}

/* Whether a line runs through a box; not where it is only the corners that are rounded off. */
static bool crosses_node(const DrawList *list, const DrawCommand *line, const DrawCommand *node) {
    const float air = 3;
    Rect flat = shrunk(node->rect, air), high = flat;
    float across = fmaxf(node->radius - air, 0);
    flat.y += across;
    flat.h -= 2 * across;
    high.x += across;
    high.w -= 2 * across;
    return (flat.h > 0 && line_meets(list, line, flat)) || (high.w > 0 && line_meets(list, line, high));
}

static void check_lines(Check *check) {
    const DrawList *list = check->list;
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *line = &list->commands[i];
        if (line->kind != DRAW_LINE || line->mark.role != PART_EDGE) continue;
        for (size_t j = 0; j < list->count; j++) {
            const DrawCommand *other = &list->commands[j];
            if (is_node(other) && crosses_node(list, line, other))
                fault(check, i, j, "a line crosses a node");
            if (!is_label(other) || !line_meets(list, line, shrunk(other->box, slack))) continue;
            if (!is_own_label(list, line, j)) fault(check, i, j, "a line crosses a label");
        }
    }
}

int picture_check(const DrawList *list, float least, char *why, size_t size) {
    Check check = {list, least, why, size, 0};
    why[0] = 0;
    check_overlaps(&check);
    check_rooms(&check);
    check_lines(&check);
    return check.faults;
}

static bool is_number_of(const DrawCommand *command, PanelId panel) {
    return command->kind == DRAW_TEXT && command->mark.role == PART_NUMBER &&
           command->mark.panel == (int)panel;
}

/* The n-th number of a slot in a panel. */
static const DrawCommand *find_number(const DrawList *list, PanelId panel, int slot, int n) {
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (is_number_of(command, panel) && command->mark.slot == slot && n-- == 0) return command;
    }
    return NULL;
}

/* Where the first digit begins: behind a sign, or behind the place that is kept free for one. */
static float digits_start(const DrawList *list, const DrawCommand *command) {
    const char *text = draw_string(list, command);
    int cells = 0;
    for (const char *at = text; utf8_next(&at) != 0;) cells++;
    bool sign = text[0] == ' ' || text[0] == '+' || strncmp(text, "−", strlen("−")) == 0;
    return command->rect.x + (sign ? command->rect.w / (float)cells : 0);
}

static bool keeps_place(const DrawList *before, const DrawCommand *a, const DrawList *after,
                        const DrawCommand *b) {
    float left = fabsf(digits_start(before, a) - digits_start(after, b));
    float right = fabsf(a->rect.x + a->rect.w - b->rect.x - b->rect.w);
    float middle = fabsf(a->rect.x + a->rect.w / 2 - b->rect.x - b->rect.w / 2);
    return fminf(fminf(left, right), middle) <= slack && fabsf(a->rect.y - b->rect.y) <= slack;
}

int picture_check_places(const DrawList *before, const DrawList *after, PanelId panel, char *why,
                         size_t size) {
    int faults = 0;
    for (size_t i = 0; i < before->count; i++) {
        const DrawCommand *command = &before->commands[i];
        if (!is_number_of(command, panel)) continue;
        int n = 0;
        for (size_t k = 0; k < i; k++)
            if (is_number_of(&before->commands[k], panel) &&
                before->commands[k].mark.slot == command->mark.slot)
                n++;
        const DrawCommand *other = find_number(after, panel, command->mark.slot, n);
        if (other == NULL || keeps_place(before, command, after, other)) continue;
        if (faults++ == 0)
            snprintf(why, size, "a number moved: \"%s\" at %.1f %.1f became \"%s\" at %.1f %.1f (slot %d)",
                     draw_string(before, command), (double)command->rect.x, (double)command->rect.y,
                     draw_string(after, other), (double)other->rect.x, (double)other->rect.y,
                     command->mark.slot);
    }
    return faults;
}
