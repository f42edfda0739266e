/* history: losses and gradient norms of all epochs, thinned for a logarithmic axis as they come in. */
#include <math.h>
#include <stdio.h>

#include "viewer_parts.h"

enum { CHUNK = 512, LINE_LOSS = 0, LINE_TEST, LINE_GHOST, LINE_GRADIENT };

static void bins_begin(Bins *bins, int64_t epochs) {
    bins->epochs = epochs;
    bins->done = bins->edge = 0;
    bins->count = 0;
}

/* The first epoch (from 1) that lies beyond the bin of `epoch`: equal logarithmic steps, at least one epoch. */
static int64_t bin_edge(const Bins *bins, int64_t epoch) {
    if (bins->epochs <= VIEW_HISTORY_POINTS) return epoch + 1;
    double step = log((double)bins->epochs) / (VIEW_HISTORY_POINTS - 2);
    double edge = ceil(exp((floor(log((double)epoch) / step + 1e-9) + 1) * step));
    return edge > (double)epoch + 1 ? (int64_t)edge : epoch + 1;
}

static void bins_add(Bins *bins, int64_t epoch, float value) {
    if (epoch >= bins->edge && bins->count < VIEW_HISTORY_POINTS) {
        bins->edge = bin_edge(bins, epoch);
        int new = bins->count++;
        bins->first[new] = (float)epoch;
        bins->low[new] = INFINITY;
        bins->high[new] = -INFINITY;
    }
    int at = bins->count - 1;
    bins->last[at] = (float)epoch;
    if (!isfinite(value)) return;
    bins->low[at] = fminf(bins->low[at], value);
    bins->high[at] = fmaxf(bins->high[at], value);
}

/* As far as `known` epochs of what timeline_values gives; where more are in than may be shown it begins anew. */
static void bins_extend(Bins *bins, const Timeline *timeline, int64_t known, int what) {
    if (bins->done > known) bins_begin(bins, bins->epochs);
    while (bins->done < known) {
        float values[CHUNK];
        int64_t to = known - bins->done < CHUNK ? known : bins->done + CHUNK;
        timeline_values(timeline, what, bins->done, to, values);
        for (int64_t epoch = bins->done; epoch < to; epoch++)
            bins_add(bins, epoch + 1, values[epoch - bins->done]);
        bins->done = to;
    }
}

/* A bin without a finite number has no point. */
static ViewHistoryLine *add_line(ViewHistory *history, const Bins *bins, const char *label, MathInk ink) {
    if (history->line_count == VIEW_MAX_LINES) return NULL;
    ViewHistoryLine *line = &history->lines[history->line_count];
    for (int i = 0; i < bins->count; i++) {
        if (!(bins->low[i] <= bins->high[i])) continue;
        line->epoch[line->count] = sqrtf(bins->first[i] * bins->last[i]);
        line->low[line->count] = bins->low[i];
        line->high[line->count++] = bins->high[i];
    }
    line->label = label;
    line->ink = ink;
    history->line_count++;
    return line;
}

static void label_gradient(const Viewer *viewer, const View *view, int index, char *out, size_t size) {
    char text[80];
    int slot = program_find(view->program, viewer->lesson->plot.history_gradients[index]);
    int grad = slot >= 0 ? view->program->slots[slot].grad : -1;
    if (grad >= 0)
        view_slot_text(view, grad, text, sizeof text);
    else
        snprintf(text, sizeof text, "%s", viewer->lesson->plot.history_gradients[index]);
    snprintf(out, size, "|%s|", text);
}

/* Side by side each loss says whose it is. */
static const char *loss_label(Viewer *viewer, const ViewerInput *input, bool ghost) {
    if (input->other_machine == NULL)
        return text_get(viewer->texts, ghost ? "history.ghost" : "history.loss");
    if (ghost) return viewer->other_name;
    text_fill(viewer->texts, viewer->loss_line, sizeof viewer->loss_line, "history.loss_of",
              TEXT_STRING("run", viewer->own_name));
    return viewer->loss_line;
}

static void ghost_line(Viewer *viewer, const ViewerInput *input, ViewHistory *history) {
    Bins *bins = &viewer->lines[LINE_GHOST];
    if (input->other_timeline == NULL) return;
    if (viewer->ghost_of != input->other_timeline) bins_begin(bins, viewer->lesson->train.epochs);
    viewer->ghost_of = input->other_timeline;
    bins_extend(bins, input->other_timeline, mask_epochs(input, input->other_timeline), TIMELINE_LOSS);
    ViewHistoryLine *line = add_line(history, bins, loss_label(viewer, input, true), INK_LOSS);
    if (line != NULL) line->ghost = true;
}

static void timeline_lines(Viewer *viewer, const ViewerInput *input, View *view) {
    const Lesson *lesson = viewer->lesson;
    ViewHistory *history = &view->history;
    if (viewer->history_of != input->timeline)
        for (int i = 0; i < VIEW_MAX_LINES; i++)
            if (i != LINE_GHOST) bins_begin(&viewer->lines[i], lesson->train.epochs);
    viewer->history_of = input->timeline;
    const int64_t known = history->trained = mask_epochs(input, input->timeline);
    if (lesson->plot.history_loss || lesson->plot.history_gradient_count == 0) {
        bins_extend(&viewer->lines[LINE_LOSS], input->timeline, known, TIMELINE_LOSS);
        add_line(history, &viewer->lines[LINE_LOSS], loss_label(viewer, input, false), INK_LOSS);
        ghost_line(viewer, input, history);
    }
    if (lesson->test_run != NULL) {
        bins_extend(&viewer->lines[LINE_TEST], input->timeline, known, TIMELINE_TEST_LOSS);
        add_line(history, &viewer->lines[LINE_TEST], text_get(viewer->texts, "history.test"), INK_DATA);
    }
    for (int k = 0; k < lesson->plot.history_gradient_count && LINE_GRADIENT + k < VIEW_MAX_LINES; k++) {
        Bins *bins = &viewer->lines[LINE_GRADIENT + k];
        bins_extend(bins, input->timeline, known, k);
        label_gradient(viewer, view, k, viewer->labels_text[LINE_GRADIENT + k],
                       sizeof viewer->labels_text[0]);
        add_line(history, bins, viewer->labels_text[LINE_GRADIENT + k], INK_BACKWARD);
    }
}

static void add_reference(ViewHistory *history, double level, const char *label) {
    if (history->reference_count < VIEW_MAX_REFERENCES)
        history->references[history->reference_count++] = (ViewReference){level, label};
}

void history_build(Viewer *viewer, const ViewerInput *input, View *view) {
    const Lesson *lesson = viewer->lesson;
    ViewHistory *history = &view->history;
    history->epochs = lesson->train.epochs;
    if (lesson->batch == NULL) return;
    if (input->timeline != NULL) timeline_lines(viewer, input, view);
    if (lesson->train.baseline_y != NULL)
        add_reference(history, lesson->train.baseline, text_get(viewer->texts, "history.baseline"));
    for (int i = 0; i < lesson->plot.reference_count; i++)
        add_reference(history, lesson->plot.references[i].level, lesson->plot.references[i].label);
}
