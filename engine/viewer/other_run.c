/* other_run: two runs in lock-step: what tells them apart, and which numbers differ at this moment. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "engine/program/tensor.h"
#include "viewer_parts.h"

enum { VALUE = 80 };

/* What --versus can change and a learner would want to read. */
enum { BUGS, OPTIMIZER, RATE, MOMENTUM, CLIP_NORM, ZERO_GRAD, SHUFFLE, FROZEN, SEED, GENERATOR, DIFFERENCES };

/* As the lesson's file has it; NULL where the value says it all. */
static const char *const keys[DIFFERENCES] = {
    [RATE] = "lr",         [MOMENTUM] = "momentum", [CLIP_NORM] = "clip_norm", [ZERO_GRAD] = "zero_grad",
    [SHUFFLE] = "shuffle", [FROZEN] = "frozen",     [SEED] = "seed",           [GENERATOR] = "generator",
};

static const char *write_number(const Texts *texts, double number, char *out) {
    char plain[32];
    snprintf(plain, sizeof plain, "%.6g", number);
    text_decimal(texts, out, VALUE, plain);
    return out;
}

/* Names joined. */
static const char *write_frozen(const Texts *texts, const Lesson *lesson, char *out) {
    out[0] = '\0';
    for (int i = 0; i < lesson->parameter_count; i++)
        if (lesson->parameters[i].frozen)
            utf8_append(out, VALUE, "%s%s", out[0] != '\0' ? " " : "", lesson->parameters[i].name);
    return out[0] != '\0' ? out : text_get(texts, "versus.none");
}

/* The value in a run, perhaps written into out[VALUE]. */
static const char *value_of(const Texts *texts, const Run *run, int what, char *out) {
    const Lesson *lesson = run->lesson;
    const Train *train = &lesson->train;
    switch (what) {
    case BUGS:
        return text_get(texts, lesson->bug_count > 0 ? "versus.bugs_on" : "versus.bugs_off");
    case OPTIMIZER:
        return train->optimizer;
    case RATE:
        return write_number(texts, run->rate, out);
    case MOMENTUM:
        return write_number(texts, train->momentum, out);
    case CLIP_NORM:
        return train->clip_norm > 0 ? write_number(texts, train->clip_norm, out)
                                    : text_get(texts, "versus.none");
    case ZERO_GRAD:
        return train->zero_grad ? "yes" : "no";
    case SHUFFLE:
        return train->shuffle ? "yes" : "no";
    case FROZEN:
        return write_frozen(texts, lesson, out);
    case SEED:
        snprintf(out, VALUE, "%" PRIu32, lesson->seed);
        return out;
    default: /* GENERATOR */
        return lesson->generator == RNG_TORCH ? "torch" : "numpy";
    }
}

static void append(char *out, size_t size, const char *key, const char *value) {
    utf8_append(out, size, "%s%s%s%s", out[0] != '\0' ? " · " : "", key != NULL ? key : "",
                key != NULL ? " = " : "", value);
}

void other_run_tell_apart(const Texts *texts, Run run, Run other, char *own_name, char *name, size_t size) {
    own_name[0] = name[0] = '\0';
    for (int what = 0; what < DIFFERENCES; what++) {
        char one[VALUE], two[VALUE];
        const char *ours = value_of(texts, &run, what, one), *theirs = value_of(texts, &other, what, two);
        if (strcmp(ours, theirs) == 0) continue;
        append(own_name, size, keys[what], ours);
        append(name, size, keys[what], theirs);
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
