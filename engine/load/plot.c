/* plot: [plot]: its keys, each checked against the shapes of its names, and what is drawn where no picture is
   asked for: the rule of lesson.h; and its data points: whether they can be moved, and the numbers given. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "loader.h"

/* Refuses a key that shows a run where there is only a picture. */
static bool needs_model(const Loader *loader, const Entry *entry, Err *e) {
    return loader->lesson->model_count > 0 ||
           err_at(e, entry->place, "%s needs a [model]; this lesson is a picture", entry->key);
}

typedef struct PlotName {
    Assignment *name;
    StaticShape known;
    Place place;
} PlotName;

/* A name of [model], or of [data] where there is none (or either, where both are allowed). */
static bool scan_plot_name(const Loader *loader, Scan *scan, bool model, bool data, PlotName *out) {
    const char *what = model && data ? "a name of [data] or [model]"
                       : model       ? "a name of [model]"
                                     : "a name of [data]";
    unsigned sections = (model ? 1u << SECTION_MODEL : 0) | (data ? 1u << SECTION_DATA : 0);
    out->name = loader_scan_name(loader, scan, what, sections, &out->place);
    if (out->name == NULL) return false;
    out->known = loader_known(loader, out->name);
    return true;
}

static bool check_cols(const PlotName *name, int cols, Err *e) {
    return name->known.cols == cols ||
           err_at(e, name->place, "%.60s is %d×%d; columns needed here: %d", name->name->entry->key,
                  name->known.rows, name->known.cols, cols);
}

static bool check_rows(const PlotName *a, const PlotName *b, Err *e) {
    return a->known.rows == b->known.rows ||
           err_at(e, a->place, "%.60s has %d row%s and %.60s has %d: they do not belong together",
                  a->name->entry->key, a->known.rows, a->known.rows == 1 ? "" : "s", b->name->entry->key,
                  b->known.rows);
}

/* With a model, a picture of its input is a picture of what it reads. */
static bool check_used(const Loader *loader, const PlotName *x, Err *e) {
    return loader->lesson->model_count == 0 || x->name->used || x->name->entry->section == SECTION_MODEL ||
           err_at(e, x->place, "%.60s is not used in [model]", x->name->entry->key);
}

/* y against x */
static bool read_against(Loader *loader, const Entry *entry, bool model, const char **y_name,
                         const char **x_name, Err *e) {
    Scan scan = loader_scan(entry, e);
    PlotName y, x;
    if (!scan_plot_name(loader, &scan, model, !model, &y) || !scan_word(&scan, "against") ||
        !scan_plot_name(loader, &scan, false, true, &x) || !scan_end(&scan))
        return false;
    *y_name = y.name->entry->key;
    *x_name = x.name->entry->key;
    if (model && !check_used(loader, &x, e)) return false;
    if (!model) { /* two names of [data]: whole, whether a mini-batch cuts them or not */
        y.known = y.name->known;
        x.known = x.name->known;
    }
    return check_cols(&y, 1, e) && check_cols(&x, 1, e) && check_rows(&y, &x, e);
}

static bool read_curve(Loader *loader, const Entry *entry, Err *e) {
    Plot *plot = &loader->lesson->plot;
    return read_against(loader, entry, loader->lesson->model_count > 0, &plot->curve_y, &plot->curve_x, e);
}

static bool read_points(Loader *loader, const Entry *entry, Err *e) {
    Plot *plot = &loader->lesson->plot;
    return read_against(loader, entry, false, &plot->points_y, &plot->points_x, e);
}

static bool read_boundary(Loader *loader, const Entry *entry, Err *e) {
    Plot *plot = &loader->lesson->plot;
    Scan scan = loader_scan(entry, e);
    PlotName p, x;
    if (!needs_model(loader, entry, e) || !scan_plot_name(loader, &scan, true, false, &p) ||
        !scan_word(&scan, "over") || !scan_plot_name(loader, &scan, false, true, &x) || !scan_end(&scan))
        return false;
    plot->boundary_p = p.name->entry->key;
    plot->boundary_x = x.name->entry->key;
    if (!check_cols(&x, 2, e) || !check_rows(&p, &x, e)) return false;
    return loader_single_input(loader, p.name) == x.name ||
           err_at(e, p.place, "decision regions need a name that %.60s alone decides, of all samples",
                  plot->boundary_x);
}

static bool read_images(Loader *loader, const Entry *entry, Err *e) {
    Plot *plot = &loader->lesson->plot;
    Scan scan = loader_scan(entry, e);
    PlotName x;
    if (!scan_plot_name(loader, &scan, loader->lesson->model_count > 0, true, &x) || !scan_word(&scan, "as"))
        return false;
    Place place = scan_here(&scan);
    if (!scan_size(&scan, &plot->image_rows, &plot->image_cols) || !scan_end(&scan)) return false;
    if (!check_used(loader, &x, e)) return false;
    plot->images = x.name->entry->key;
    int64_t pixels = (int64_t)plot->image_rows * plot->image_cols;
    return pixels == x.known.cols ||
           err_at(e, place, "%.60s has %d columns, and %dx%d are %lld", plot->images, x.known.cols,
                  plot->image_rows, plot->image_cols, (long long)pixels);
}

static bool read_classes(Loader *loader, const Entry *entry, Err *e) {
    Scan scan = loader_scan(entry, e);
    PlotName p;
    if (!needs_model(loader, entry, e) || !scan_plot_name(loader, &scan, true, false, &p) || !scan_end(&scan))
        return false;
    loader->lesson->plot.classes = p.name->entry->key;
    if (p.known.rows != loader->lesson->train.batch)
        return err_at(e, p.place, "%.60s has %d rows, not one a sample (%d)", p.name->entry->key,
                      p.known.rows, loader->lesson->train.batch);
    return p.known.cols > 1 ||
           err_at(e, p.place, "%.60s has one column: there are no classes in it", p.name->entry->key);
}

/* How many items a list can have: one more than its commas. */
static size_t list_room(const Entry *entry) {
    size_t count = 1;
    for (size_t i = 0; i < entry->size; i++) count += entry->text[i] == ',';
    return count;
}

static int compare_epochs(const void *a, const void *b) {
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static bool read_snapshots(Loader *loader, const Entry *entry, Err *e) {
    Lesson *lesson = loader->lesson;
    Plot *plot = &lesson->plot;
    if (!needs_model(loader, entry, e)) return false;
    plot->snapshots = arena_alloc(loader->arena, list_room(entry) * sizeof *plot->snapshots);
    if (plot->snapshots == NULL) return err_memory(e);
    const Entry *epochs = lines_entry(loader, SECTION_TRAIN, "epochs");
    Scan scan = loader_scan(entry, e);
    do {
        Place place = scan_here(&scan);
        int64_t epoch = scan_integer(&scan, "an epoch, a whole number from 1,", 1, LESSON_MAX_EPOCHS);
        if (scan.failed) return false;
        if (epoch <= lesson->train.epochs)
            plot->snapshots[plot->snapshot_count++] = epoch;
        else if (epochs == NULL || epochs->given == NULL) /* --set epochs=… just makes the run shorter */
            return err_at(e, place, "the training has %lld epoch%s", (long long)lesson->train.epochs,
                          lesson->train.epochs == 1 ? "" : "s");
    } while (scan_sign(&scan, ','));
    qsort(plot->snapshots, (size_t)plot->snapshot_count, sizeof *plot->snapshots, compare_epochs);
    return scan_end(&scan);
}

static bool scan_function(Loader *loader, Scan *scan, const char **name, Err *e) {
    Place place;
    if ((*name = scan_name(scan, loader->arena, "a function of one number", &place)) == NULL) return false;
    const Op *op = op_find(*name);
    if (op != NULL && op->function && op->arity == 1 && op->required == 0 && op->pattern == OP_ELEMENT)
        return true;
    enum { MOST_WORDS = 80 };
    const char *words[MOST_WORDS];
    int count = 0;
    for (int i = 0; i < op_count() && count < MOST_WORDS; i++)
        if (op_at(i)->function && op_at(i)->pattern == OP_ELEMENT) words[count++] = op_at(i)->name;
    err_at(e, place, "a function of one number is expected here, like relu or tanh, not %.60s", *name);
    err_suggest(e, *name, words, count);
    return false;
}

static bool read_functions(Loader *loader, const Entry *entry, Err *e) {
    Plot *plot = &loader->lesson->plot;
    plot->functions = arena_alloc(loader->arena, list_room(entry) * sizeof *plot->functions);
    if (plot->functions == NULL) return err_memory(e);
    Scan scan = loader_scan(entry, e);
    do {
        if (!scan_function(loader, &scan, &plot->functions[plot->function_count++], e)) return false;
    } while (scan_sign(&scan, ','));
    return scan_end(&scan);
}

/* Whether the gradient of that name lasts: a parameter that learns, or data in requires_grad. */
static bool has_gradient(const Loader *loader, const Assignment *name) {
    const Lesson *lesson = loader->lesson;
    if (name->entry->section == SECTION_PARAMETERS) return !lesson->parameters[name->index].frozen;
    return name->entry->section == SECTION_DATA && lesson->data[name->index].wants_gradient;
}

/* grad(W1) */
static bool scan_gradient(Loader *loader, Scan *scan, const char **name, Err *e) {
    static const char *const what = "loss or grad(NAME)";
    static const char *const words[] = {"loss", "grad"};
    Place place;
    if (scan_choice(scan, words, 2) == 0) return !scan->failed;
    if (!scan_sign(scan, '(')) return err_at(e, scan_here(scan), "( is expected here: %s", what);
    if ((*name = scan_name(scan, loader->arena, "a name of [parameters]", &place)) == NULL) return false;
    const Assignment *found = loader_assignment(loader, *name);
    if (found == NULL || !has_gradient(loader, found)) {
        err_at(
            e, place,
            "the history knows gradients of parameters that learn and of requires_grad names, not of %.60s",
            *name);
        return found == NULL && loader_suggest(loader, *name, e);
    }
    return scan_sign(scan, ')') || err_at(e, scan_here(scan), ") is expected here");
}

static bool read_history(Loader *loader, const Entry *entry, Err *e) {
    Plot *plot = &loader->lesson->plot;
    if (!needs_model(loader, entry, e)) return false;
    plot->history_gradients = arena_alloc(loader->arena, list_room(entry) * sizeof *plot->history_gradients);
    if (plot->history_gradients == NULL) return err_memory(e);
    Scan scan = loader_scan(entry, e);
    do {
        const char *name = NULL;
        if (!scan_gradient(loader, &scan, &name, e)) return false;
        if (name == NULL)
            plot->history_loss = true;
        else
            plot->history_gradients[plot->history_gradient_count++] = name;
    } while (scan_sign(&scan, ','));
    return scan_end(&scan);
}

/* 10.4 random forest, scikit-learn */
static bool read_reference(Loader *loader, const Entry *entry, Err *e) {
    Plot *plot = &loader->lesson->plot;
    if (!needs_model(loader, entry, e)) return false;
    if (plot->references == NULL)
        plot->references = arena_alloc(loader->arena, (size_t)loader->entry_count * sizeof *plot->references);
    if (plot->references == NULL) return err_memory(e);
    Reference *reference = &plot->references[plot->reference_count++];
    Scan scan = loader_scan(entry, e);
    reference->level = scan_number(&scan, "a level, a number with a label after it,");
    if (scan.failed) return false;
    if (scan_done(&scan))
        return err_at(e, scan_here(&scan), "a label is expected after the number: where the figure is from");
    reference->label = scan_text(scan, loader->arena);
    return true;
}

/* A prediction and the data that the loss holds against it. */
typedef struct Pair {
    const Assignment *value, *truth;
    bool classes; /* compared as probabilities */
} Pair;

/* Whether an operation makes the node, and has one of the facts. */
static bool node_is(const Node *node, unsigned facts) {
    return node->op != NULL && (node->op->facts & facts) != 0;
}

/* The name that a node is, or the logarithm of one; NULL: something else. */
static const Assignment *operand_name(const Node *at, bool *logarithm) {
    *logarithm = node_is(at, OP_LOGARITHM) && at->op->arity == 1;
    return *logarithm ? at[-1].name : at->name;
}

/* Whether the node compares a [model] name with a sample of [data]. */
static bool node_pair(const Loader *loader, Node *node, Pair *pair) {
    if (!node_is(node, OP_COMPARES | OP_COMPARES_LOG | OP_COMPARES_PROBABILITIES)) return false;
    Node *args[NODE_MAX_ARGS];
    evaluate_args(node, args);
    for (int k = 0; k < 2; k++) {
        bool log_value, log_truth;
        pair->value = operand_name(args[k], &log_value);
        pair->truth = operand_name(args[1 - k], &log_truth);
        if (pair->value == NULL || pair->truth == NULL || log_truth) continue;
        if (pair->value->entry->section != SECTION_MODEL || !loader_is_sample(loader, pair->truth)) continue;
        const Node *last = &pair->value->nodes[pair->value->node_count - 1];
        pair->classes =
            log_value || node_is(node, OP_COMPARES_PROBABILITIES) || node_is(last, OP_CLASSES | OP_UNIT);
        return log_value || !node_is(node, OP_COMPARES_LOG);
    }
    return false;
}

/* The comparison nearest to the end of [model]. */
static bool find_pair(const Loader *loader, Pair *pair) {
    for (int i = loader->assignment_count - 1; i >= 0; i--) {
        const Assignment *line = &loader->assignments[i];
        if (line->entry->section != SECTION_MODEL) continue;
        for (int k = line->node_count - 1; k >= 0; k--)
            if (node_pair(loader, &line->nodes[k], pair)) return true;
    }
    return false;
}

/* A name for the probabilities that belong to these scores, or the scores themselves. */
static const Assignment *find_probabilities(const Loader *loader, const Assignment *scores) {
    const Assignment *line;
    for (int at = 0; (line = loader_next(loader, 1u << SECTION_MODEL, &at)) != NULL; at++) {
        const Node *last = &line->nodes[line->node_count - 1];
        if (node_is(last, OP_PROBABILITIES) && last[-1].name == scores) return line;
    }
    return scores;
}

/* The side of a square image with that many pixels, 8×8 at least; 0: none. */
static int square_side(int pixels) {
    int side = (int)(sqrt((double)pixels) + 0.5);
    return side >= 8 && side * side == pixels ? side : 0;
}

static void choose_classes(const Loader *loader, const Assignment *scores, const Assignment *input) {
    Plot *plot = &loader->lesson->plot;
    const char *name = find_probabilities(loader, scores)->entry->key;
    int side = square_side(input->known.cols);
    if (input->known.cols == 2) {
        plot->boundary_p = name;
        plot->boundary_x = input->entry->key;
    } else if (side > 0 && scores->known.cols > 1) {
        plot->images = input->entry->key;
        plot->image_rows = plot->image_cols = side;
        plot->classes = name;
    }
}

static void choose_plot(Loader *loader) {
    Plot *plot = &loader->lesson->plot;
    bool asked = plot->curve_y != NULL || plot->points_y != NULL || plot->boundary_p != NULL ||
                 plot->images != NULL || plot->classes != NULL || plot->function_count > 0;
    Pair pair;
    if (asked || !find_pair(loader, &pair)) return;
    const Assignment *input = loader_single_input(loader, pair.value);
    if (input == NULL || pair.value->known.rows != loader->lesson->train.batch) return;
    if (input->known.cols == 1 && pair.value->known.cols == 1 && pair.truth->known.cols == 1) {
        plot->curve_y = pair.value->entry->key;
        plot->points_y = pair.truth->entry->key;
        plot->curve_x = plot->points_x = input->entry->key;
    } else if (pair.classes) {
        choose_classes(loader, pair.value, input);
    }
}

const Key PLOT_KEYS[] = {
    {"curve", read_curve, SUFFIX_NONE},           {"points", read_points, SUFFIX_NONE},
    {"snapshots", read_snapshots, SUFFIX_NONE},   {"boundary", read_boundary, SUFFIX_NONE},
    {"images", read_images, SUFFIX_NONE},         {"classes", read_classes, SUFFIX_NONE},
    {"functions", read_functions, SUFFIX_NONE},   {"history", read_history, SUFFIX_NONE},
    {"reference", read_reference, SUFFIX_NUMBER}, {NULL, NULL, SUFFIX_NONE},
};

bool plot_read(Loader *loader, Err *e) {
    if (!lines_each(loader, SECTION_PLOT, e)) return false;
    if (loader->lesson->model_count == 0) return true;
    Plot *plot = &loader->lesson->plot;
    if (!plot->history_loss && plot->history_gradient_count == 0) plot->history_loss = true;
    choose_plot(loader);
    return true;
}

/* ---- data points ---- */

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

bool plot_give(Loader *loader, Err *e) {
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
        if (mixes) return node->op->pattern == OP_PRODUCT ? "@" : node->op->name;
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
        loader_mark_names(loader, line, sources);
    }
    return NULL;
}

/* The samples that [model] reads besides the coordinates and what is computed from them; NULL: none. */
static const char *other_samples(const Loader *loader, bool *follows) {
    const Assignment *line;
    for (int at = 0; (line = loader_next(loader, 1u << SECTION_DATA, &at)) != NULL; at++) {
        for (int k = 0; k < line->node_count && !follows[at]; k++)
            follows[at] = line->nodes[k].name != NULL && follows[line->nodes[k].name - loader->assignments];
        if (loader_is_sample(loader, line) && !follows[at]) return line->entry->key;
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

bool plot_points(Loader *loader, Err *e) {
    Plot *plot = &loader->lesson->plot;
    bool *flags = loader_flags(loader);
    plot->points_rule = find_rule(loader, flags, flags + loader->assignment_count, &plot->points_by);
    const GivenPoints *points = loader->options->points;
    bool fits =
        points == NULL || (plot->points_rule == POINTS_FREE && strcmp(points->x_name, plot->points_x) == 0 &&
                           strcmp(points->y_name, plot->points_y) == 0);
    return fits || err_set(e, "the points of this lesson's plot cannot be moved");
}
