/* view_helper: a lesson with all that a View needs, and Views of any moment of it. */
#ifndef BACKSTEP_TESTS_VIEW_HELPER_H
#define BACKSTEP_TESTS_VIEW_HELPER_H

#include "tests/support/run_helper.h"

#include "engine/math/symbols.h"
#include "engine/viewer/viewer.h"

typedef struct Stage {
    Lesson *lesson;
    Texts *texts;
    Machine *machine;
    Timeline *timeline; /* trained to its end */
    Viewer *viewer;
    ViewerInput input;
    View view; /* of the last stage_show */
} Stage;

static inline Texts *texts_for(const char *lang) {
    Err e = {0};
    Texts *texts = text_open(getenv("BACKSTEP_ASSETS"), lang, &e);
    if (texts == NULL) print_error("%s\n", e.text);
    assert_non_null(texts);
    return texts;
}

/* Takes the lesson over. On the heap: a View is large. */
static inline Stage *stage_open(Lesson *lesson, const char *lang) {
    Err e = {0};
    Stage *stage = calloc(1, sizeof *stage);
    assert_non_null(stage);
    stage->lesson = lesson;
    stage->texts = texts_for(lang);
    stage->viewer = viewer_new(lesson, exec_best(), stage->texts, &e);
    assert_non_null(stage->viewer);
    stage->input.selection.slot = -1;
    stage->input.future = true; /* all that the run knows can be asked */
    if (lesson->batch == NULL) return stage;
    stage->machine = machine_for(lesson);
    stage->timeline = timeline_for(lesson);
    timeline_advance(stage->timeline, -1);
    stage->input.machine = stage->machine;
    stage->input.timeline = stage->timeline;
    stage->input.snapshots = lesson->plot.snapshots;
    stage->input.snapshot_count = lesson->plot.snapshot_count;
    return stage;
}

static inline void stage_close(Stage *stage) {
    viewer_free(stage->viewer);
    timeline_free(stage->timeline);
    machine_free(stage->machine);
    text_close(stage->texts);
    lesson_release(stage->lesson);
    free(stage);
}

/* The View at a step of the first mini-batch of an epoch, counted from 1. */
static inline const View *stage_show(Stage *stage, int64_t epoch, int step) {
    const Moment moment = {(epoch - 1) * stage->machine->batches, step};
    timeline_seek(stage->timeline, stage->machine, moment);
    viewer_build(stage->viewer, &stage->input, &stage->view);
    return &stage->view;
}

static inline int stage_slot(const Stage *stage, const char *name) {
    int slot = program_find(stage->lesson->batch, name);
    if (slot < 0) print_error("there is no slot %s\n", name);
    assert_true(slot >= 0);
    return slot;
}

/* The step that writes the named slot in that phase. */
static inline int stage_step(const Stage *stage, Phase phase, const char *name) {
    const Program *program = stage->lesson->batch;
    int slot = stage_slot(stage, name), step = 0;
    for (int i = 0; i < program->instr_count; i++)
        if (program->instrs[i].phase == phase && program->instrs[i].dst == slot)
            step = program->instrs[i].step;
    assert_true(step > 0);
    return step;
}

static inline void stage_select(Stage *stage, const char *name, int row, int col) {
    stage->input.selection = (Selection){stage_slot(stage, name), row, col, 0};
}

static inline void is_math(const Math *math, const char *wanted) {
    char text[600];
    tree_text(math, text, sizeof text);
    assert_string_equal(text, wanted);
}

#endif
