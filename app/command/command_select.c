/* command_select: the verbs that choose what is explained: slot, element, sample. */
#include "app/learn/points.h"
#include "app/session/session.h"
#include "command_private.h"

/* Slots that can be stood on: what the lesson names, results, and gradients that this program computes. */
static bool selectable(const Program *program, int slot) {
    Role role = program->slots[slot].role;
    return role != ROLE_CONSTANT && role != ROLE_STATE && role != ROLE_SETTING;
}

static void select_next(App *app, int by) {
    const Program *program = app->session.lesson->batch;
    int count = program->slot_count, slot = app->view.selection.slot;
    for (int tried = 0; tried < count; tried++) {
        slot = (slot + by + count) % count;
        if (selectable(program, slot)) break;
    }
    if (slot < 0 || !selectable(program, slot)) return;
    app->ui.selection = (Selection){.slot = slot, .sample = app->ui.selection.sample};
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

bool command_select(App *app, Command command) {
    if (!session_runs(&app->session)) return false;
    switch (command.verb) {
    case DO_SELECT:
        select_next(app, command.amount > 0 ? 1 : -1);
        break;
    case DO_SELECT_SLOT:
        app->ui.selection = (Selection){.slot = (int)command.amount, .sample = app->ui.selection.sample};
        break;
    case DO_ROW:
        move_element(app, command.amount, 0);
        break;
    case DO_COLUMN:
        move_element(app, 0, command.amount);
        break;
    case DO_SAMPLE: {
        int samples = app->session.machine->program->samples;
        int64_t next = app->ui.selection.sample + command.amount;
        app->ui.selection.sample = samples > 0 ? (int)((next % samples + samples) % samples) : 0;
        const Slot *slot = explained(app);
        if (slot != NULL && slot->sample)
            app->ui.selection.row = app->ui.selection.sample; /* its row is explained */
        points_choose_sample(app);
        break;
    }
    default:
        return false;
    }
    return true;
}
