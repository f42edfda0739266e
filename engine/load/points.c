/* points: the data points of a plot: whether a learner may move them, and the numbers that are given. */
#include <math.h>
#include <string.h>

#include "loader.h"

/* Of a line whose numbers are given only what it draws is still computed. */
static void rest_nodes(Assignment *assignment) {
    for (int i = 0; i < assignment->node_count; i++) assignment->nodes[i].idle = true;
    for (int i = 0; i < assignment->node_count; i++) {
        const Node *node = &assignment->nodes[i];
        if (node->function == NULL || !node->function->draws) continue;
        for (int k = i - node->size + 1; k <= i; k++) assignment->nodes[k].idle = false;
    }
}

static bool give(Loader *loader, const char *name, const float *numbers, int count, Err *e) {
    Assignment *assignment = loader_assignment(loader, name);
    if (assignment == NULL || assignment->entry->section != SECTION_DATA)
        return err_set(e, "there is no %.60s in [data] any more", name);
    for (int i = 0; i < count; i++)
        if (!isfinite(numbers[i])) return err_set(e, "point %d has no finite %.60s", i, name);
    assignment->given = numbers;
    assignment->given_rows = count;
    rest_nodes(assignment);
    return true;
}

bool points_give(Loader *loader, Err *e) {
    const GivenPoints *points = loader->options->points;
    if (points == NULL) return true;
    if (points->count < 2 || points->count > LESSON_MAX_POINTS)
        return err_set(e, "a plot has 2 to %d points that can be moved, not %d", LESSON_MAX_POINTS,
                       points->count);
    return give(loader, points->x_name, points->x, points->count, e) &&
           give(loader, points->y_name, points->y, points->count, e);
}

/* The function by which a line makes one number of several samples; NULL: there is none. */
static const char *mixing_node(const Assignment *line) {
    for (int i = 0; i < line->node_count; i++) {
        const Node *node = &line->nodes[i];
        bool mixes = node->op != NULL && node->op->pattern != OP_ELEMENT && node->op->pattern != OP_MOVE;
        if (mixes) return strcmp(node->op->name, "matmul") == 0 ? "@" : node->op->name;
        if (node->function != NULL && strcmp(node->function->name, "standardize") == 0)
            return node->function->name;
    }
    return NULL;
}

/* The same for a coordinate and all that its formula goes back to; each flag stands for an assignment. */
static const char *mixing_source(const Loader *loader, bool *sources) {
    for (int i = loader->assignment_count - 1; i >= 0; i--) {
        const Assignment *line = &loader->assignments[i];
        if (!sources[i]) continue;
        const char *mixing = mixing_node(line);
        if (mixing != NULL) return mixing;
        for (int k = 0; k < line->node_count; k++)
            if (line->nodes[k].name != NULL) sources[line->nodes[k].name - loader->assignments] = true;
    }
    return NULL;
}

/* The samples that [model] reads besides the coordinates and what is computed from them; NULL: none. */
static const char *other_samples(const Loader *loader, bool *follows) {
    for (int i = 0; i < loader->assignment_count; i++) {
        const Assignment *line = &loader->assignments[i];
        if (line->entry->section != SECTION_DATA) continue;
        for (int k = 0; k < line->node_count && !follows[i]; k++)
            follows[i] = line->nodes[k].name != NULL && follows[line->nodes[k].name - loader->assignments];
        if (loader_is_sample(loader, line) && !follows[i]) return line->entry->key;
    }
    return NULL;
}

static bool is_free_curve(const Plot *plot) {
    return plot->boundary_p == NULL && plot->images == NULL && plot->function_count == 0 &&
           plot->curve_x != NULL && plot->points_x != NULL && strcmp(plot->curve_x, plot->points_x) == 0 &&
           strcmp(plot->points_x, plot->points_y) != 0;
}

/* sources and follows: a flag an assignment, all false. */
static PointsRule find_rule(Loader *loader, bool *sources, bool *follows, const char **by) {
    const Plot *plot = &loader->lesson->plot;
    if (loader->lesson->model_count == 0 || !is_free_curve(plot)) return POINTS_NONE;
    const Assignment *x = loader_assignment(loader, plot->points_x),
                     *y = loader_assignment(loader, plot->points_y);
    if (x->known.rows > LESSON_MAX_POINTS) return POINTS_MANY;
    *by = !loader_is_sample(loader, x) ? plot->points_x : plot->points_y;
    if (!loader_is_sample(loader, x) || !loader_is_sample(loader, y)) return POINTS_UNREAD;
    sources[x - loader->assignments] = sources[y - loader->assignments] = true;
    follows[x - loader->assignments] = follows[y - loader->assignments] = true;
    if ((*by = other_samples(loader, follows)) != NULL) return POINTS_SHARED;
    return (*by = mixing_source(loader, sources)) != NULL ? POINTS_MIXED : POINTS_FREE;
}

bool points_read(Loader *loader, Err *e) {
    Plot *plot = &loader->lesson->plot;
    size_t count = (size_t)loader->assignment_count + 1;
    bool *flags = arena_alloc(loader->arena, 2 * count * sizeof *flags);
    if (flags == NULL) return err_memory(e);
    plot->points_rule = find_rule(loader, flags, flags + count, &plot->points_by);
    const GivenPoints *points = loader->options->points;
    bool fits =
        points == NULL || (plot->points_rule == POINTS_FREE && strcmp(points->x_name, plot->points_x) == 0 &&
                           strcmp(points->y_name, plot->points_y) == 0);
    return fits || err_set(e, "the points of this lesson's plot cannot be moved");
}
