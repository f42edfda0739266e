/* before: what a parameter held before the update that has just written over it. */
#include "engine/math/template.h"
#include "viewer_parts.h"

/* The update of the selected parameter, where it is done; NULL: it is not, or is to be guessed. */
static const Instr *find_update(const View *view) {
    int slot = view->selection.slot;
    if (slot < 0 || view->question.slot == slot || view->program->slots[slot].role != ROLE_PARAMETER)
        return NULL;
    const Instr *update = NULL;
    while ((update = program_next(view->program, PHASE_UPDATE, -1, update)) != NULL)
        if (update->dst == slot && update->step <= view->step) return update;
    return NULL;
}

void before_build(const Viewer *viewer, View *view) {
    const Instr *update = find_update(view);
    const Slot *slot = &view->program->slots[view->selection.slot < 0 ? 0 : view->selection.slot];
    if (update == NULL || update->op->formula == NULL || slot->rows > BEFORE_MOST / slot->cols) return;
    Arena *arena = arena_new();
    if (arena == NULL) {
        view_fail(view);
        return;
    }
    Scope scope = template_scope(view->program, viewer->values, update);
    template_restore(&scope, arena, update->dst, update);
    for (int i = 0; i < slot->rows && scope.restore_count > 0; i++)
        for (int j = 0; j < slot->cols; j++)
            viewer->before[i * slot->cols + j] = (float)template_element(&scope, update->dst, i, j);
    if (scope.restore_count > 0) view->before = viewer->before;
    if (arena_failed(arena)) view_fail(view);
    arena_free(arena);
}
