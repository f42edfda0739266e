/* viewer: builds a View: where the learner stands, what is known there, and what belongs to the moment. */
#include "viewer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/explain/explain.h"
#include "engine/program/op.h"
#include "viewer_parts.h"

static bool slots_begin(Viewer *viewer, Err *e) {
    const Program *program = viewer->program;
    size_t count = (size_t)program->slot_count + 1;
    viewer->values = arena_alloc(viewer->arena, count * sizeof *viewer->values);
    viewer->known = arena_alloc(viewer->arena, count * sizeof *viewer->known);
    viewer->scale = arena_alloc(viewer->arena, count * sizeof *viewer->scale);
    viewer->maker = arena_alloc(viewer->arena, count * sizeof *viewer->maker);
    viewer->other_slots = arena_alloc(viewer->arena, count * sizeof *viewer->other_slots);
    viewer->before = arena_alloc(viewer->arena, BEFORE_MOST * sizeof *viewer->before);
    viewer->shares = calloc((size_t)program->samples + 1, sizeof *viewer->shares);
    if (viewer->shares == NULL || arena_failed(viewer->arena)) return err_memory(e);
    for (int i = 0; i < program->slot_count; i++) viewer->maker[i] = -1;
    for (int i = 0; i < program->instr_count; i++)
        if (program->instrs[i].phase == PHASE_FORWARD) viewer->maker[program->instrs[i].dst] = i;
    return true;
}

Viewer *viewer_new(const Lesson *lesson, const Exec *exec, const Texts *texts, Err *e) {
    Viewer *viewer = calloc(1, sizeof *viewer);
    if (viewer == NULL || (viewer->arena = arena_new()) == NULL) {
        free(viewer);
        err_memory(e);
        return NULL;
    }
    viewer->lesson = lesson;
    viewer->exec = exec;
    viewer->texts = texts;
    viewer->none = (Program){.loss = -1, .target = -1};
    viewer->program = lesson->batch != NULL ? lesson->batch : &viewer->none;
    if (slots_begin(viewer, e) && samples_begin(viewer, e) && plot_begin(viewer, e)) return viewer;
    viewer_free(viewer);
    return NULL;
}

void viewer_free(Viewer *viewer) {
    if (viewer == NULL) return;
    plot_end(viewer);
    chain_end(viewer);
    gradcheck_free(viewer->checker);
    machine_free(viewer->ahead);
    arena_free(viewer->arena);
    free(viewer->shares);
    free(viewer);
}

/* The largest finite size among a slot's numbers. Sizes of floats are ordered as their bits are, which a
   compiler can compare sixteen at a time. */
static float find_scale(const Slot *slot, const float *at) {
    int rows = slot->rows == 1 ? slot->cols : slot->rows, lines = slot->rows == 1 ? 1 : slot->cols;
    size_t stride = tensor_round_up((size_t)rows);
    int32_t largest = 0;
    for (int j = 0; j < lines; j++) {
        const float *line = at + (size_t)j * stride;
        for (int i = 0; i < rows; i++) {
            int32_t bits;
            memcpy(&bits, &line[i], sizeof bits);
            bits &= 0x7FFFFFFF;
            bits = bits < 0x7F800000 ? bits : 0;
            largest = bits > largest ? bits : largest;
        }
    }
    float scale;
    memcpy(&scale, &largest, sizeof scale);
    return scale > 1e-30f ? scale : 1e-30f;
}

/* Within an iteration only what the steps since the last View wrote has changed. */
static void slots_build(Viewer *viewer, const Machine *machine) {
    const Program *program = machine->program;
    bool onward = viewer->scaled == program && viewer->scaled_at.iteration == machine->at.iteration &&
                  viewer->scaled_at.step <= machine->at.step;
    for (int i = 0; i < program->slot_count; i++) {
        bool before = viewer->known[i];
        viewer->values[i] = machine_slot(machine, i);
        viewer->known[i] = machine_known(machine, i);
        if (viewer->known[i] && !(onward && before))
            viewer->scale[i] = find_scale(&program->slots[i], viewer->values[i]);
    }
    for (int i = 0; onward && i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        if (instr->step <= viewer->scaled_at.step || instr->step > machine->at.step) continue;
        viewer->scale[instr->dst] = find_scale(&program->slots[instr->dst], viewer->values[instr->dst]);
    }
    viewer->scaled = program;
    viewer->scaled_at = machine->at;
}

static void head_build(const Viewer *viewer, const ViewerInput *input, View *view) {
    const Lesson *lesson = viewer->lesson;
    const char *lang = text_lang(viewer->texts);
    view->texts = viewer->texts;
    view->title = lesson_text(&lesson->title, lang);
    view->about = lesson_text(&lesson->about, lang);
    view->source = lesson_text(&lesson->source, lang);
    view->bugs_on = lesson->bug_count > 0;
    view->has_bugs = lesson->has_bugs;
    view->lr = input->machine != NULL ? input->machine->rate : lesson->train.lr;
    if (input->disguise == NULL) return;
    view->hunted = true;
    view->title = input->title;
    view->about = input->about;
    view->source = input->source;
    view->bugs_on = view->has_bugs = false;
}

static void moment_build(const Viewer *viewer, const Machine *machine, View *view) {
    const Program *program = view->program;
    int64_t batches = machine->batches;
    view->epoch = machine->at.iteration / batches + 1;
    view->epochs = viewer->lesson->train.epochs;
    view->batch = (int)(machine->at.iteration % batches) + 1;
    view->batches = (int)batches;
    view->step = machine->at.step;
    view->steps = program->steps;
    view->instr = view->step > 0 ? program->step_instr[view->step] : -1;
    bool begins = view->step == 0 || view->step == program->zero_steps; /* what is to come is lit */
    int shown = begins && view->step < program->steps ? program->step_instr[view->step + 1] : view->instr;
    if (shown >= 0) view->phase = program->instrs[shown].phase;
    view->in_loss = view->instr >= 0 && program->instrs[view->instr].loss;
    view->loss = (double)machine_loss(machine);
    view->has_loss = program->loss >= 0 && view->known[program->loss];
}

static void divergence_build(const ViewerInput *input, View *view) {
    const Divergence *divergence = &input->divergence;
    if (divergence->at.step == 0) return;
    view->divergence = (ViewDivergence){.epoch = divergence->at.iteration / input->machine->batches + 1,
                                        .step = divergence->at.step,
                                        .here = divergence->at.iteration == input->machine->at.iteration};
}

/* The run knows where its first number that is not finite stands; without a run the last step is asked. */
static int find_nonfinite(const ViewerInput *input, const View *view) {
    const Machine *machine = input->machine;
    if (input->timeline != NULL) {
        Nonfinite first = timeline_nonfinite(input->timeline);
        if (first.iteration >= 0)
            return first.iteration == machine->at.iteration && first.step <= machine->at.step ? first.slot
                                                                                              : -1;
    }
    if (view->instr < 0 || machine_finite(machine)) return -1;
    const Instr *instr = &view->program->instrs[view->instr];
    for (int k = 0; k < instr->reads; k++) {
        const Slot *slot = &view->program->slots[instr->src[k]];
        for (int i = 0; i < slot->rows; i++)
            for (int j = 0; j < slot->cols; j++)
                if (!isfinite(view_element(view, instr->src[k], i, j))) return -1;
    }
    return instr->dst;
}

/* What is explained where nothing is selected: the step just done; before the first one what it will read. */
static int followed_slot(const View *view) {
    const Program *program = view->program;
    if (view->step > 0 && view->step != program->zero_steps) return program->instrs[view->instr].dst;
    for (const Instr *i = NULL; (i = program_next(program, PHASE_FORWARD, -1, i)) != NULL;)
        if (i->ins > 0) return i->in[0];
    return program->slot_count > 0 ? 0 : -1;
}

/* The wrong mask agrees with the right one in many places: finds one where it does not. */
static void point_at_mistake(const View *view, Selection *selection) {
    const Instr *instr = view->instr < 0 ? NULL : &view->program->instrs[view->instr];
    if (instr == NULL || instr->phase != PHASE_BACKWARD || !program_op_is(instr, OP_WRONG_MASK)) return;
    const Slot *slot = &view->program->slots[instr->dst];
    for (int i = 0; i < slot->rows; i++)
        for (int j = 0; j < slot->cols; j++) {
            float input = view_element(view, instr->in[0], i, j),
                  arriving = view_element(view, instr->upstream, i, j);
            if (arriving == 0 || (input > 0) == (arriving > 0)) continue;
            selection->row = i;
            selection->col = j;
            return;
        }
}

/* Where the elements of a large matrix are looked at one by one: of a parameter those of its gradient, on which the loss
   depends; else its own, of what has a row for each sample the chosen sample's. *row, *end: the rows. −1: nowhere. */
static int find_something(const View *view, const Selection *selection, int *row, int *end) {
    const Program *program = view->program;
    const Slot *slot = selection->slot < 0 ? NULL : &program->slots[selection->slot];
    if (slot == NULL || slot->rows * slot->cols <= 64) return -1; /* they are all seen */
    int looked = selection->slot;
    if (slot->role == ROLE_PARAMETER && slot->grad >= 0 && view->phase >= PHASE_BACKWARD) looked = slot->grad;
    if (!view->known[looked]) return -1;
    bool samples = slot->rows == program->samples && slot->role != ROLE_PARAMETER &&
                   (slot->of < 0 || program->slots[slot->of].role != ROLE_PARAMETER);
    *row = samples ? view_index(selection->sample, slot->rows) : 0;
    *end = samples ? *row + 1 : slot->rows;
    return looked;
}

/* Where the first element is nought, the largest: a dead pixel in the corner explains nothing. */
static void point_at_something(const View *view, Selection *selection) {
    int row = 0, end = 0, slot = find_something(view, selection, &row, &end);
    if (slot < 0 || view_element(view, slot, 0, 0) != 0) return;
    float largest = 0;
    for (int i = row; i < end; i++)
        for (int j = 0; j < view->program->slots[slot].cols; j++) {
            float size = fabsf(view_element(view, slot, i, j));
            if (!(size > largest)) continue;
            largest = size;
            selection->row = i;
            selection->col = j;
        }
}

static void selection_build(const ViewerInput *input, View *view) {
    Selection selection = input->selection;
    const Program *program = view->program;
    bool follows = selection.slot < 0 || selection.slot >= program->slot_count;
    const Question *question = &view->question;
    if (question->slot >= 0 && (follows || selection.slot == question->slot)) {
        selection = (Selection){
            .slot = question->slot, .row = question->row, .col = question->col, .sample = selection.sample};
        follows = false;
    }
    if (follows) selection.slot = followed_slot(view);
    view->follows = follows;
    const bool hides = input->disguise != NULL; /* where the numbers differ would tell */
    if (follows && selection.row == 0 && selection.col == 0 && !hides) {
        point_at_something(view, &selection);
        point_at_mistake(view, &selection);
    }
    selection.sample = view_index(selection.sample, program->samples);
    if (selection.slot >= 0) {
        selection.row = view_index(selection.row, program->slots[selection.slot].rows);
        selection.col = view_index(selection.col, program->slots[selection.slot].cols);
    }
    view->selection = selection;
}

static void explanation_build(const Viewer *viewer, const ViewerInput *input, View *view) {
    Explainer x = {.lesson = viewer->lesson,
                   .view = view,
                   .out = &view->explanation,
                   .slot = view->selection.slot,
                   .row = view->selection.row,
                   .col = view->selection.col,
                   .follows = input->selection.slot < 0,
                   .disguise = input->disguise,
                   .ahead = view->selection.slot == view->question.slot ? view->question.instr : -1,
                   .shares = viewer->shares,
                   .share_room = viewer->program->samples,
                   .arena = arena_new()};
    if (x.arena != NULL) explain(&x);
    if (arena_failed(x.arena)) view_fail(view);
    view->shares = viewer->shares;
    view->share_count = x.share_count;
    arena_free(x.arena);
}

/* Where the learner stands, and what is known there. */
static void view_begin(Viewer *viewer, const ViewerInput *input, View *out) {
    const Machine *machine = input->machine;
    viewer->failed = timeline_lacks(input->timeline);
    out->failed = &viewer->failed;
    out->program = machine != NULL ? machine->program : viewer->program;
    if (input->disguise != NULL) out->program = disguise_program(input->disguise, out->program);
    out->values = viewer->values;
    out->known = viewer->known;
    out->maker = viewer->maker;
    out->scale = viewer->scale;
    out->instr = out->nonfinite_slot = out->selection.slot = out->slope.slot = out->question.slot =
        out->question.instr = -1;
    out->predict = input->predict && machine != NULL;
    out->future = input->future && !input->predict;
    out->last_loss = out->sample_loss = NAN;
    head_build(viewer, input, out);
    if (machine == NULL) return;
    slots_build(viewer, machine);
    moment_build(viewer, machine, out);
}

bool viewer_question(Viewer *viewer, const ViewerInput *input, Question *out) {
    *out = (Question){.instr = -1, .slot = -1};
    View *view = input->machine != NULL ? calloc(1, sizeof *view) : NULL;
    if (view == NULL) return false; /* the frame after this tells it, if there still is no memory */
    view_begin(viewer, input, view);
    bool asked = question_build(viewer, input, view, out);
    free(view);
    return asked;
}

void viewer_build(Viewer *viewer, const ViewerInput *input, View *out) {
    memset(out, 0, sizeof *out);
    view_begin(viewer, input, out);
    if (input->machine != NULL) {
        if (input->asks) question_build(viewer, input, out, &out->question);
        divergence_build(input, out);
        selection_build(input, out);
        sample_loss_build(viewer, out);
        before_build(viewer, out);
        other_run_build(viewer, input, out);
        out->nonfinite_slot = find_nonfinite(input, out);
    }
    if (out->selection.slot >= 0)
        view_slot_text(out, out->selection.slot, viewer->slot_label, sizeof viewer->slot_label);
    out->slot_label = viewer->slot_label;
    samples_build(viewer, out);
    plot_build(viewer, input, out);
    if (out->predict) mask_plot(viewer, out, &out->plot);
    plot_widen(viewer, input, out);
    history_build(viewer, input, out);
    explanation_build(viewer, input, out);
    if (input->check) slope_build(viewer, input, check_build(viewer, input, out), out);
    if (input->chain) chain_build(viewer, input, out);
}
