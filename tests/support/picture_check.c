/* picture_check: what must hold of every frame, asked of its DrawList. */
#include "tests/support/picture_check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/picture_private.h"

void picture_fault(PictureCheck *check, size_t a, size_t b, const char *what) {
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

static bool is_cover(const DrawCommand *command) {
    return command->mark.panel == PANEL_OVERLAY && command->mark.role == PART_PANEL &&
           command->kind == DRAW_RECT && command->fill.a > 128;
}

bool picture_is_covered(const PictureCheck *check, size_t index) {
    const DrawList *list = check->list;
    if (!check->overlaid || list->commands[index].mark.panel == PANEL_OVERLAY) return false;
    for (size_t i = index + 1; i < list->count; i++)
        if (is_cover(&list->commands[i]) && rect_meets(list->commands[index].box, list->commands[i].rect, 0))
            return true;
    return false;
}

size_t *picture_choose(const DrawList *list, PictureChoice *is_meant, size_t *count) {
    size_t *chosen = malloc((list->count + 1) * sizeof *chosen);
    if (chosen == NULL) abort();
    *count = 0;
    for (size_t i = 0; i < list->count; i++)
        if (is_meant(list, &list->commands[i])) chosen[(*count)++] = i;
    return chosen;
}

static bool is_text(const DrawList *list, const DrawCommand *command) {
    (void)list;
    return command->kind == DRAW_TEXT;
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

static bool is_main_cells(const DrawList *list, const DrawCommand *command) {
    (void)list;
    return command->kind == DRAW_CELLS && command->mark.panel == PANEL_MAIN;
}

/* Numbers may stand on their own cells, as in the matrix view. */
static void check_cells(PictureCheck *check) {
    const DrawList *list = check->list;
    size_t count;
    size_t *cells = picture_choose(list, is_main_cells, &count);
    for (size_t text = 0; count > 0 && text < list->count; text++) {
        const DrawCommand *command = &list->commands[text];
        if (command->kind != DRAW_TEXT || command->mark.panel != PANEL_MAIN) continue;
        for (size_t i = 0; i < count; i++) {
            const DrawCommand *under = &list->commands[cells[i]];
            bool own = command->mark.role == PART_NUMBER && command->mark.slot == under->mark.slot;
            if (!own && rect_meets(command->box, under->box, picture_slack))
                picture_fault(check, text, cells[i], "a text lies on a heat map");
        }
    }
    free(cells);
}

static void check_overlaps(PictureCheck *check) {
    const DrawList *list = check->list;
    size_t count;
    size_t *texts = picture_choose(list, is_text, &count);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            size_t a = texts[i], b = texts[j];
            if (!rect_meets(list->commands[a].box, list->commands[b].box, picture_slack)) continue;
            if (same_formula(list, a, b) || picture_is_covered(check, a)) continue;
            picture_fault(check, a, b, "two texts overlap");
        }
    }
    free(texts);
}

static bool ends_cut(const char *text) {
    size_t length = strlen(text), mark = strlen("…");
    return length > mark && strcmp(text + length - mark, "…") == 0;
}

static void check_room(PictureCheck *check, size_t text, Rect panel, Rect clip) {
    const DrawCommand *command = &check->list->commands[text];
    if (!rect_inside(command->box, panel, picture_slack))
        picture_fault(check, text, text, "a text leaves its panel");
    if (!rect_inside(command->box, clip, picture_slack))
        picture_fault(check, text, text, "a text is cut by its clip");
    if (ends_cut(draw_string(check->list, command))) picture_fault(check, text, text, "a text is cut");
    bool script = command->face == FONT_MATH; /* an index is smaller than its line */
    if (command->size < check->least * (script ? 0.5f : 1) - 0.01f)
        picture_fault(check, text, text, "a text is too small");
}

static void check_rooms(PictureCheck *check) {
    const DrawList *list = check->list;
    Rect clip = {-1e6f, -1e6f, 2e6f, 2e6f};
    Rect panels[PANEL_OVERLAY + 1]; /* the ground of each; the frame where it has none yet */
    for (int panel = 0; panel <= PANEL_OVERLAY; panel++)
        panels[panel] = (Rect){0, 0, (float)list->width, (float)list->height};
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_CLIP) clip = command->rect;
        if (command->kind == DRAW_TEXT) check_room(check, i, panels[command->mark.panel], clip);
        if (command->mark.role == PART_PANEL) panels[command->mark.panel] = command->rect;
    }
}

/* Where the segment runs within the rectangle's left and right side, or upper and lower one: false, nowhere
 * inside. */
bool segment_meets(Point a, Point b, Rect rect) {
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
    return rect_inside(text->box, plate, 2) && line_meets(list, line, core);
}

static bool is_label(const DrawList *list, const DrawCommand *command) {
    (void)list;
    if (command->mark.panel != PANEL_MAIN) return false;
    if (command->kind == DRAW_CELLS) return command->mark.role == PART_HEAT;
    return command->kind == DRAW_TEXT &&
           (command->mark.role == PART_LABEL || command->mark.role == PART_NUMBER);
}

static bool is_node(const DrawList *list, const DrawCommand *command) {
    (void)list;
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

static bool is_edge(const DrawList *list, const DrawCommand *command) {
    (void)list;
    return command->kind == DRAW_LINE && command->mark.role == PART_EDGE;
}

static bool is_node_or_label(const DrawList *list, const DrawCommand *command) {
    return is_node(list, command) || is_label(list, command);
}

static void check_line(PictureCheck *check, size_t edge, size_t index) {
    const DrawList *list = check->list;
    const DrawCommand *line = &list->commands[edge], *other = &list->commands[index];
    if (!rect_meets(line->box, other->box, 0)) return;
    if (is_node(list, other) && crosses_node(list, line, other))
        picture_fault(check, edge, index, "a line crosses a node");
    if (!is_label(list, other) || !line_meets(list, line, shrunk(other->box, picture_slack))) return;
    if (!is_own_label(list, line, index)) picture_fault(check, edge, index, "a line crosses a label");
}

static void check_lines(PictureCheck *check) {
    size_t edge_count, other_count;
    size_t *edges = picture_choose(check->list, is_edge, &edge_count);
    size_t *others = picture_choose(check->list, is_node_or_label, &other_count);
    for (size_t i = 0; i < edge_count; i++)
        for (size_t j = 0; j < other_count; j++) check_line(check, edges[i], others[j]);
    free(edges);
    free(others);
}

int picture_check(const DrawList *list, float least, char *why, size_t size) {
    PictureCheck check = {.list = list, .least = least, .why = why, .size = size};
    for (size_t i = 0; i < list->count; i++) check.overlaid |= is_cover(&list->commands[i]);
    why[0] = 0;
    check_cells(&check);
    check_overlaps(&check);
    check_rooms(&check);
    check_lines(&check);
    picture_check_grounds(&check);
    picture_check_middles(&check);
    return check.faults;
}
