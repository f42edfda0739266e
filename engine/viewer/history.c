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

/* One line of what a run gave: `what` as timeline_values has it, of the first `known` epochs. */
typedef struct Source {
    const Timeline *timeline;
    int what;
    int64_t known;
} Source;

/* As far as the run is trained. */
static void bins_extend(Bins *bins, const Timeline *timeline, int what) {
    const int64_t trained = timeline_trained(timeline);
    while (bins->done < trained) {
        float values[CHUNK];
        int64_t to = trained - bins->done < CHUNK ? trained : bins->done + CHUNK;
        timeline_values(timeline, what, bins->done, to, values);
        for (int64_t epoch = bins->done; epoch < to; epoch++)
            bins_add(bins, epoch + 1, values[epoch - bins->done]);
        bins->done = to;
    }
}

/* The bin that the known epochs end in, as it would be if the run ended there. */
static void cut_bin(const Source *source, int64_t first, float *low, float *high) {
    *low = INFINITY;
    *high = -INFINITY;
    for (int64_t from = first - 1; from < source->known; from += CHUNK) {
        float values[CHUNK];
        int64_t to = source->known - from < CHUNK ? source->known : from + CHUNK;
        timeline_values(source->timeline, source->what, from, to, values);
        for (int64_t k = 0; k < to - from; k++) {
            if (!isfinite(values[k])) continue;
            *low = fminf(*low, values[k]);
            *high = fmaxf(*high, values[k]);
        }
    }
}

static void add_point(ViewHistoryLine *line, float epoch, float low, float high) {
    if (!(low <= high) || line->count == VIEW_HISTORY_POINTS) return;
    line->epoch[line->count] = epoch;
    line->low[line->count] = low;
    line->high[line->count++] = high;
}

/* A bin without a finite number has no point. */
static ViewHistoryLine *add_line(ViewHistory *history, Bins *bins, Source source, const char *label,
                                 MathInk ink) {
    if (history->line_count == VIEW_MAX_LINES) return NULL;
    ViewHistoryLine *line = &history->lines[history->line_count++];
    bins_extend(bins, source.timeline, source.what);
    for (int i = 0; i < bins->count && bins->first[i] <= (float)source.known; i++) {
        float last = fminf(bins->last[i], (float)source.known), low = bins->low[i], high = bins->high[i];
        if (last < bins->last[i]) cut_bin(&source, (int64_t)bins->first[i], &low, &high);
        add_point(line, sqrtf(bins->first[i] * last), low, high);
    }
    line->label = label;
    line->ink = ink;
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
    const Timeline *run = input->other_timeline;
    if (run == NULL) return;
    if (viewer->ghost_of != run) bins_begin(bins, viewer->lesson->train.epochs);
    viewer->ghost_of = run;
    bool whole = input->other_past && !input->predict;
    const Source source = {run, TIMELINE_LOSS, whole ? timeline_trained(run) : mask_epochs(input, run)};
    ViewHistoryLine *line = add_line(history, bins, source, loss_label(viewer, input, true), INK_LOSS);
    if (line != NULL) line->ghost = true;
}

/* Where an epoch is one pass, its loss is known as soon as that has come to its end. */
static void loss_line(Viewer *viewer, const ViewerInput *input, View *view, Source source) {
    source.what = TIMELINE_LOSS;
    ViewHistoryLine *line = add_line(&view->history, &viewer->lines[LINE_LOSS], source,
                                     loss_label(viewer, input, false), INK_LOSS);
    if (line == NULL || view->batches != 1 || !view->has_loss || source.known != view->epoch - 1) return;
    if (isfinite(view->loss)) add_point(line, (float)view->epoch, (float)view->loss, (float)view->loss);
}

static void timeline_lines(Viewer *viewer, const ViewerInput *input, View *view) {
    const Lesson *lesson = viewer->lesson;
    ViewHistory *history = &view->history;
    if (viewer->history_of != input->timeline)
        for (int i = 0; i < VIEW_MAX_LINES; i++)
            if (i != LINE_GHOST) bins_begin(&viewer->lines[i], lesson->train.epochs);
    viewer->history_of = input->timeline;
    Source source = {input->timeline, TIMELINE_LOSS, mask_epochs(input, input->timeline)};
    history->trained = source.known;
    if (lesson->plot.history_loss || lesson->plot.history_gradient_count == 0) {
        loss_line(viewer, input, view, source);
        ghost_line(viewer, input, history);
    }
    if (lesson->test_run != NULL) {
        source.what = TIMELINE_TEST_LOSS;
        add_line(history, &viewer->lines[LINE_TEST], source, text_get(viewer->texts, "history.test"),
                 INK_DATA);
    }
    for (int k = 0; k < lesson->plot.history_gradient_count && LINE_GRADIENT + k < VIEW_MAX_LINES; k++) {
        source.what = k;
        label_gradient(viewer, view, k, viewer->labels_text[LINE_GRADIENT + k],
                       sizeof viewer->labels_text[0]);
        add_line(history, &viewer->lines[LINE_GRADIENT + k], source, viewer->labels_text[LINE_GRADIENT + k],
                 INK_BACKWARD);
    }
}

/* Before the loss of this pass is known, that of the epoch before is the last that was. Where the next is asked
   for it would be the answer, or nearly. */
static void last_loss_build(const ViewerInput *input, View *view) {
    const int64_t before = view->epoch - 1; /* whole epochs */
    if (input->predict || input->timeline == NULL || before < 1 || timeline_trained(input->timeline) < before)
        return;
    view->last_loss = (double)timeline_epoch(input->timeline, before - 1).loss;
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
    if (input->machine != NULL) last_loss_build(input, view);
    if (lesson->train.baseline_y != NULL)
        add_reference(history, lesson->train.baseline, text_get(viewer->texts, "history.baseline"));
    for (int i = 0; i < lesson->plot.reference_count; i++)
        add_reference(history, lesson->plot.references[i].level, lesson->plot.references[i].label);
}
