/* other_run: two runs in lock-step: what tells them apart, and which numbers differ at this moment. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/program/tensor.h"
#include "viewer_parts.h"

enum { VALUE = 80 };

/* Writes a key's value in a run; names joined. */
typedef void WriteValue(const Texts *texts, const Run *run, char *out);

static void write_number(const Texts *texts, double number, char *out) {
    char plain[32];
    snprintf(plain, sizeof plain, "%.6g", number);
    text_decimal(texts, out, VALUE, plain);
}

static void write_rate(const Texts *texts, const Run *run, char *out) {
    write_number(texts, run->rate, out);
}

static void write_seed(const Texts *texts, const Run *run, char *out) {
    (void)texts;
    snprintf(out, VALUE, "%" PRIu32, run->lesson->seed);
}

static void write_generator(const Texts *texts, const Run *run, char *out) {
    (void)texts;
    snprintf(out, VALUE, "%s", run->lesson->generator == RNG_TORCH ? "torch" : "numpy");
}

static void write_optimizer(const Texts *texts, const Run *run, char *out) {
    (void)texts;
    snprintf(out, VALUE, "%s", run->lesson->train.optimizer);
}

static void write_momentum(const Texts *texts, const Run *run, char *out) {
    write_number(texts, run->lesson->train.momentum, out);
}

static void write_clip_norm(const Texts *texts, const Run *run, char *out) {
    if (run->lesson->train.clip_norm > 0)
        write_number(texts, run->lesson->train.clip_norm, out);
    else
        snprintf(out, VALUE, "%s", text_get(texts, "versus.none"));
}

static void write_shuffle(const Texts *texts, const Run *run, char *out) {
    (void)texts;
    snprintf(out, VALUE, "%s", run->lesson->train.shuffle ? "yes" : "no");
}

static void write_zero_grad(const Texts *texts, const Run *run, char *out) {
    (void)texts;
    snprintf(out, VALUE, "%s", run->lesson->train.zero_grad ? "yes" : "no");
}

static void write_frozen(const Texts *texts, const Run *run, char *out) {
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < run->lesson->parameter_count; i++) {
        if (!run->lesson->parameters[i].frozen || used + 1 >= VALUE) continue;
        int wrote =
            snprintf(out + used, VALUE - used, "%s%s", used > 0 ? " " : "", run->lesson->parameters[i].name);
        if (wrote > 0) used += (size_t)wrote;
    }
    if (used == 0) snprintf(out, VALUE, "%s", text_get(texts, "versus.none"));
}

static void write_bugs(const Texts *texts, const Run *run, char *out) {
    snprintf(out, VALUE, "%s",
             text_get(texts, run->lesson->bug_count > 0 ? "versus.bugs_on" : "versus.bugs_off"));
}

/* What --versus can change and a learner would want to read; `key` as the lesson's file has it, NULL where
   the value says it all. */
static const struct {
    const char *key;
    WriteValue *write;
} differences[] = {
    {NULL, write_bugs},
    {NULL, write_optimizer},
    {"lr", write_rate},
    {"momentum", write_momentum},
    {"clip_norm", write_clip_norm},
    {"zero_grad", write_zero_grad},
    {"shuffle", write_shuffle},
    {"frozen", write_frozen},
    {"seed", write_seed},
    {"generator", write_generator},
};

static void append(char *out, size_t size, const char *key, const char *value) {
    size_t used = strlen(out);
    snprintf(out + used, size - used, "%s%s%s%s", used > 0 ? " · " : "", key != NULL ? key : "",
             key != NULL ? " = " : "", value);
}

void other_run_tell_apart(const Texts *texts, Run run, Run other, char *own_name, char *name, size_t size) {
    own_name[0] = name[0] = '\0';
    for (size_t i = 0; i < sizeof differences / sizeof *differences; i++) {
        char ours[VALUE], theirs[VALUE];
        differences[i].write(texts, &run, ours);
        differences[i].write(texts, &other, theirs);
        if (strcmp(ours, theirs) == 0) continue;
        append(own_name, size, differences[i].key, ours);
        append(name, size, differences[i].key, theirs);
    }
    if (own_name[0] != '\0') return;
    append(own_name, size, NULL, text_get(texts, "versus.here"));
    append(name, size, NULL, text_get(texts, "versus.there"));
}

static void slots_build(Viewer *viewer, const ViewerInput *input, const View *view) {
    const Machine *other = input->other_machine;
    for (int i = 0; i < view->program->slot_count; i++) {
        int like = alignment_slot(input->alignment, i);
        viewer->other_slots[i] = (ViewOtherSlot){0};
        if (like < 0 || !machine_known(other, like) || !machine_known(input->machine, i)) continue;
        viewer->other_slots[i] =
            (ViewOtherSlot){.at = machine_slot(other, like),
                            .rows = other->program->slots[like].rows,
                            .differs = !alignment_same(input->alignment, input->machine, other, i)};
    }
}

/* In four digits where these tell both apart, else in all. */
static void element_build(View *view) {
    ViewOther *other = &view->other;
    const Selection *at = &view->selection;
    float there;
    if (at->slot < 0 || !view_other_element(view, at->slot, at->row, at->col, &there)) return;
    float here = view_element(view, at->slot, at->row, at->col);
    text_number(view->texts, other->own_element, sizeof other->own_element, (double)here, true);
    text_number(view->texts, other->element, sizeof other->element, (double)there, true);
    if (strcmp(other->element, other->own_element) != 0 ||
        !view_element_differs(view, at->slot, at->row, at->col))
        return;
    char plain[2][40];
    snprintf(plain[0], sizeof plain[0], "%+.9g", (double)here);
    snprintf(plain[1], sizeof plain[1], "%+.9g", (double)there);
    text_decimal(view->texts, other->own_element, sizeof other->own_element, plain[0]);
    text_decimal(view->texts, other->element, sizeof other->element, plain[1]);
}

void other_run_build(Viewer *viewer, const ViewerInput *input, View *view) {
    if (input->other_machine == NULL) return;
    const Run here = {viewer->lesson, input->machine->rate};
    other_run_tell_apart(viewer->texts, here, input->other_run, viewer->own_name, viewer->other_name,
                         sizeof viewer->own_name);
    view->other.own_name = viewer->own_name;
    view->other.name = viewer->other_name;
    if (!input->together) return;
    slots_build(viewer, input, view);
    view->other.slots = viewer->other_slots;
    element_build(view);
}
