/* lesson_plot_choose: what to draw where [plot] asks for no picture: the rule of lesson.h. */
#include <math.h>
#include <string.h>

#include "loader.h"

/* A prediction and the data that the loss holds against it. */
typedef struct Pair {
    const Assignment *value, *truth;
    bool classes; /* compared as probabilities */
} Pair;

static bool one_of(const char *word, const char *const *words) {
    while (*words != NULL && strcmp(word, *words) != 0) words++;
    return *words != NULL;
}

static bool made_by(const Assignment *assignment, const char *const *ops) {
    const Step *last = &assignment->steps[assignment->step_count - 1];
    return last->op != NULL && one_of(last->op->name, ops);
}

/* The name that a step is, or the logarithm of one; NULL: something else. */
static const Assignment *operand_name(const Assignment *line, int step, bool *logarithm) {
    const Step *at = &line->steps[step];
    *logarithm = at->op != NULL && strcmp(at->op->name, "log") == 0;
    return *logarithm ? at[-1].name : at->name;
}

/* Whether that step of the line compares a [model] name with a sample of [data]. */
static bool step_pair(const Loader *loader, const Assignment *line, int step, Pair *pair) {
    static const char *const COMPARE[] = {"sub", "mul", "mse", NULL};
    static const char *const CLASSES[] = {"cross_entropy", "nll", "bce", "bce_logits", "xlogy", NULL};
    static const char *const PROBABILITIES[] = {"softmax", "log_softmax", "sigmoid", NULL};
    const Op *op = line->steps[step].op;
    if (op == NULL || (!one_of(op->name, COMPARE) && !one_of(op->name, CLASSES))) return false;
    int args[STEP_MAX_ARGS];
    step_args(line, step, args);
    for (int k = 0; k < 2; k++) {
        bool log_value, log_truth;
        pair->value = operand_name(line, args[k], &log_value);
        pair->truth = operand_name(line, args[1 - k], &log_truth);
        if (pair->value == NULL || pair->truth == NULL || log_truth) continue;
        if (pair->value->entry->section != SECTION_MODEL || !loader_is_sample(loader, pair->truth)) continue;
        pair->classes = log_value || one_of(op->name, CLASSES) || made_by(pair->value, PROBABILITIES);
        return strcmp(op->name, "mul") != 0 || log_value; /* a product compares only in t·log p */
    }
    return false;
}

/* The comparison nearest to the end of [model]. */
static bool find_pair(const Loader *loader, Pair *pair) {
    for (int i = loader->assignment_count - 1; i >= 0; i--) {
        const Assignment *line = &loader->assignments[i];
        if (line->entry->section != SECTION_MODEL) continue;
        for (int k = line->step_count - 1; k >= 0; k--)
            if (step_pair(loader, line, k, pair)) return true;
    }
    return false;
}

/* A name for the probabilities that belong to these scores, or the scores themselves. */
static const Assignment *find_probabilities(const Loader *loader, const Assignment *scores) {
    static const char *const TO_PROBABILITIES[] = {"softmax", "sigmoid", "exp", NULL};
    for (int i = 0; i < loader->assignment_count; i++) {
        const Assignment *line = &loader->assignments[i];
        if (line->entry->section != SECTION_MODEL || !made_by(line, TO_PROBABILITIES)) continue;
        if (line->steps[line->step_count - 2].name == scores) return line;
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

bool lesson_plot_choose(Loader *loader, Err *e) {
    Plot *plot = &loader->lesson->plot;
    bool asked = plot->curve_y != NULL || plot->points_y != NULL || plot->boundary_p != NULL ||
                 plot->images != NULL || plot->classes != NULL || plot->function_count > 0;
    Pair pair;
    if (asked || !find_pair(loader, &pair)) return true;
    Assignment *input;
    if (!loader_single_input(loader, pair.value, &input, e)) return false;
    if (input == NULL || pair.value->known.rows != loader->lesson->train.batch) return true;
    if (input->known.cols == 1 && pair.value->known.cols == 1 && pair.truth->known.cols == 1) {
        plot->curve_y = pair.value->entry->key;
        plot->points_y = pair.truth->entry->key;
        plot->curve_x = plot->points_x = input->entry->key;
    } else if (pair.classes) {
        choose_classes(loader, pair.value, input);
    }
    return true;
}
