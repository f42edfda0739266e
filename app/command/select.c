/* select: the verbs that choose what is explained: slot, element, sample. */
#include "app/learn/points.h"
#include "handlers.h"

/* Slots that can be stood on: what the lesson names, results, and gradients that this program computes. */
static bool selectable(const Program *program, int slot) {
    Role role = program->slots[slot].role;
    return role != ROLE_CONSTANT && role != ROLE_STATE && role != ROLE_SETTING;
}

void select_slot(App *app, int64_t slot) {
    app->ui.selection = (Selection){.slot = (int)slot, .sample = app->ui.selection.sample};
}

void select_next(App *app, int64_t by) {
    const Program *program = app->session.lesson->batch;
    int direction = by > 0 ? 1 : -1, count = program->slot_count, slot = app->view.selection.slot;
    for (int tried = 0; tried < count; tried++) {
        slot = (slot + direction + count) % count;
        if (selectable(program, slot)) break;
    }
    if (slot >= 0 && selectable(program, slot)) select_slot(app, slot);
}

/* The shape of what is explained now. */
static const Slot *explained(const App *app) {
    int slot = app->view.selection.slot;
    return slot < 0 ? NULL : &app->session.machine->program->slots[slot];
}

/* Keeps the selected element in sight in the matrix view. */
static void scroll_to(App *app) {
    SceneOptions *scene = &app->ui.scene;
    scene->first_row = app->ui.selection.row;
    scene->first_col = app->ui.selection.col;
}

static void move_element(App *app, int64_t rows, int64_t cols) {
    const Slot *slot = explained(app);
    if (slot == NULL) return;
    app->ui.selection.row = view_index(app->view.selection.row + rows, slot->rows);
    app->ui.selection.col = view_index(app->view.selection.col + cols, slot->cols);
    app->predict.moved = true;
    scroll_to(app);
}

void select_row(App *app, int64_t by) {
    move_element(app, by, 0);
}

void select_column(App *app, int64_t by) {
    move_element(app, 0, by);
}

/* Of a value with a row a sample, that row is then explained. */
void select_sample(App *app, int64_t by) {
    int samples = app->session.machine->program->samples;
    int64_t next = app->ui.selection.sample + by;
    app->ui.selection.sample = samples > 0 ? (int)((next % samples + samples) % samples) : 0;
    const Slot *slot = explained(app);
    if (slot != NULL && slot->sample) app->ui.selection.row = app->ui.selection.sample;
    points_choose_sample(app);
}
