/* lesson_plot: [plot]: its keys, and the lists among them: snapshots, functions, history, references. */
#include "plot.h"

#include <stdlib.h>
#include <string.h>

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
    if (!plot_needs_model(loader, entry, e)) return false;
    plot->snapshots = arena_alloc(loader->arena, list_room(entry) * sizeof *plot->snapshots);
    if (plot->snapshots == NULL) return err_set(e, "out of memory");
    Scan scan = entry_scan(entry);
    do {
        int64_t epoch = 0;
        Place place = scan_here(&scan);
        if (!scan_integer(&scan, "an epoch, a whole number from 1,", 1, LESSON_MAX_EPOCHS, &epoch, e))
            return false;
        if (epoch <= lesson->train.epochs)
            plot->snapshots[plot->snapshot_count++] = epoch;
        else if (loader->epochs == NULL ||
                 loader->epochs->given == NULL) /* --set epochs=… just makes the run shorter */
            return err_at(e, place, "the training has %lld epoch%s", (long long)lesson->train.epochs,
                          lesson->train.epochs == 1 ? "" : "s");
    } while (scan_sign(&scan, ','));
    qsort(plot->snapshots, (size_t)plot->snapshot_count, sizeof *plot->snapshots, compare_epochs);
    return scan_end(&scan, e);
}

static bool scan_function(Loader *loader, Scan *scan, const char **name, Err *e) {
    Place place;
    if (!scan_name(scan, loader->arena, "a function of one number", name, &place, e)) return false;
    const Op *op = op_find(*name);
    if (op != NULL && op_callable(op) && op->arity == 1 && op->required == 0 && op->pattern == OP_ELEMENT)
        return true;
    enum { MOST_WORDS = 80 };
    const char *words[MOST_WORDS];
    int count = 0;
    for (int i = 0; i < op_count() && count < MOST_WORDS; i++)
        if (op_callable(op_at(i)) && op_at(i)->pattern == OP_ELEMENT) words[count++] = op_at(i)->name;
    err_at(e, place, "a function of one number is expected here, like relu or tanh, not %.60s", *name);
    err_suggest(e, *name, words, count);
    return false;
}

static bool read_functions(Loader *loader, const Entry *entry, Err *e) {
    Plot *plot = &loader->lesson->plot;
    plot->functions = arena_alloc(loader->arena, list_room(entry) * sizeof *plot->functions);
    if (plot->functions == NULL) return err_set(e, "out of memory");
    Scan scan = entry_scan(entry);
    do {
        if (!scan_function(loader, &scan, &plot->functions[plot->function_count++], e)) return false;
    } while (scan_sign(&scan, ','));
    return scan_end(&scan, e);
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
    int which = 0;
    Place place;
    if (!scan_choice(scan, words, 2, &which, e)) return false;
    if (which == 0) return true;
    if (!scan_sign(scan, '(')) return err_at(e, scan_here(scan), "( is expected here: %s", what);
    if (!scan_name(scan, loader->arena, "a name of [parameters]", name, &place, e)) return false;
    const Assignment *found = loader_assignment(loader, *name);
    if (found == NULL || !has_gradient(loader, found)) {
        err_at(
            e, place,
            "the history knows gradients of parameters that learn and of requires_grad names, not of %.60s",
            *name);
        if (found == NULL) err_suggest(e, *name, names_all(loader->scope), names_count(loader->scope));
        return false;
    }
    return scan_sign(scan, ')') || err_at(e, scan_here(scan), ") is expected here");
}

static bool read_history(Loader *loader, const Entry *entry, Err *e) {
    Plot *plot = &loader->lesson->plot;
    if (!plot_needs_model(loader, entry, e)) return false;
    plot->history_gradients = arena_alloc(loader->arena, list_room(entry) * sizeof *plot->history_gradients);
    if (plot->history_gradients == NULL) return err_set(e, "out of memory");
    Scan scan = entry_scan(entry);
    do {
        const char *name = NULL;
        if (!scan_gradient(loader, &scan, &name, e)) return false;
        if (name == NULL)
            plot->history_loss = true;
        else
            plot->history_gradients[plot->history_gradient_count++] = name;
    } while (scan_sign(&scan, ','));
    return scan_end(&scan, e);
}

/* 10.4 random forest, scikit-learn */
static bool read_reference(Loader *loader, const Entry *entry, Err *e) {
    Plot *plot = &loader->lesson->plot;
    if (!plot_needs_model(loader, entry, e)) return false;
    if (plot->references == NULL)
        plot->references = arena_alloc(loader->arena, (size_t)loader->entry_count * sizeof *plot->references);
    if (plot->references == NULL) return err_set(e, "out of memory");
    Reference *reference = &plot->references[plot->reference_count++];
    Scan scan = entry_scan(entry);
    if (!scan_number(&scan, "a level, a number with a label after it,", &reference->level, e)) return false;
    if (scan_done(&scan))
        return err_at(e, scan_here(&scan), "a label is expected after the number: where the figure is from");
    reference->label = scan_text(scan, loader->arena);
    return reference->label != NULL || err_set(e, "out of memory");
}

const Key PLOT_KEYS[] = {
    {"curve", plot_curve, SUFFIX_NONE},           {"points", plot_points, SUFFIX_NONE},
    {"snapshots", read_snapshots, SUFFIX_NONE},   {"boundary", plot_boundary, SUFFIX_NONE},
    {"images", plot_images, SUFFIX_NONE},         {"classes", plot_classes, SUFFIX_NONE},
    {"functions", read_functions, SUFFIX_NONE},   {"history", read_history, SUFFIX_NONE},
    {"reference", read_reference, SUFFIX_NUMBER},
};
const int PLOT_KEY_COUNT = sizeof PLOT_KEYS / sizeof *PLOT_KEYS;

bool lesson_plot(Loader *loader, Err *e) {
    if (!keys_read(loader, SECTION_PLOT, PLOT_KEYS, PLOT_KEY_COUNT, e)) return false;
    if (loader->lesson->model_count == 0) return true;
    Plot *plot = &loader->lesson->plot;
    if (!plot->history_loss && plot->history_gradient_count == 0) plot->history_loss = true;
    return lesson_plot_choose(loader, e);
}
