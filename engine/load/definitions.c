/* definitions: the names of [data], [parameters], [model] and [test], each once, and their formulas. */
#include "loader.h"

static bool has_formula(const Entry *entry) {
    return entry->section == SECTION_DATA || entry->section == SECTION_PARAMETERS ||
           entry->section == SECTION_MODEL || entry->section == SECTION_TEST;
}

static bool refuse_function_name(const Entry *entry, Err *e) {
    return !evaluate_is_function(entry->key) ||
           err_at(e, entry->place, "%s is a function's name; choose another", entry->key);
}

static bool add_name(Loader *loader, int index, Err *e) {
    const Entry *entry = loader->assignments[index].entry;
    if (entry->suffix != NULL)
        return err_at(e, entry->place, "a name has no dot: .ru belongs to [lesson], [say] and [ask]");
    if (entry->section == SECTION_TEST) {
        names_add(loader->test_scope, entry->key, index);
        return true;
    }
    if (!refuse_function_name(entry, e)) return false;
    const Assignment *first = loader_assignment(loader, entry->key);
    if (first != NULL)
        return err_at(e, entry->place, "%.60s is in [%s] already, at line %d; a name stands for one thing",
                      entry->key, lines_section(first->entry->section), first->entry->place.line);
    names_add(loader->scope, entry->key, index);
    return true;
}

/* Takes the entries that are assignments, numbered within their section. */
static bool take_assignments(Loader *loader, int counts[SECTION_COUNT], Err *e) {
    size_t room = (size_t)loader->entry_count + 1;
    loader->assignments = arena_alloc(loader->arena, room * sizeof *loader->assignments);
    loader->scope = names_new(loader->arena, loader->entry_count);
    loader->test_scope = names_new(loader->arena, loader->entry_count);
    if (loader->assignments == NULL || loader->scope == NULL || loader->test_scope == NULL)
        return err_memory(e);
    for (int i = 0; i < loader->entry_count; i++) {
        const Entry *entry = &loader->entries[i];
        if (!has_formula(entry)) continue;
        int index = loader->assignment_count++;
        loader->assignments[index] = (Assignment){.entry = entry, .index = counts[entry->section]++};
        if (!add_name(loader, index, e)) return false;
    }
    return true;
}

static bool make_room(Loader *loader, const int counts[SECTION_COUNT], Err *e) {
    Lesson *lesson = loader->lesson;
    lesson->data_count = counts[SECTION_DATA];
    lesson->parameter_count = counts[SECTION_PARAMETERS];
    lesson->model_count = counts[SECTION_MODEL];
    lesson->data = arena_alloc(loader->arena, (size_t)(lesson->data_count + 1) * sizeof *lesson->data);
    lesson->parameters =
        arena_alloc(loader->arena, (size_t)(lesson->parameter_count + 1) * sizeof *lesson->parameters);
    lesson->model = arena_alloc(loader->arena, (size_t)(lesson->model_count + 1) * sizeof *lesson->model);
    loader->test_values =
        arena_alloc(loader->arena, (size_t)(counts[SECTION_TEST] + 1) * sizeof *loader->test_values);
    return (lesson->data != NULL && lesson->parameters != NULL && lesson->model != NULL &&
            loader->test_values != NULL) ||
           err_memory(e);
}

/* What the lesson keeps of an assignment. */
static bool publish(Loader *loader, const Assignment *assignment, Err *e) {
    Lesson *lesson = loader->lesson;
    const Entry *entry = assignment->entry;
    Named named = {.name = entry->key, .place = entry->place};
    if (entry->section == SECTION_DATA) lesson->data[assignment->index] = named;
    if (entry->section == SECTION_PARAMETERS) lesson->parameters[assignment->index] = named;
    if (entry->section != SECTION_MODEL) return true;
    const char *text = scan_text(keys_scan(entry), loader->arena);
    const Expr **nodes = arena_alloc(loader->arena, (size_t)assignment->node_count * sizeof *nodes);
    if (text == NULL || nodes == NULL) return err_memory(e);
    for (int i = 0; i < assignment->node_count; i++) nodes[i] = assignment->nodes[i].expr;
    lesson->model[assignment->index] = (Assign){.name = entry->key,
                                                .nodes = nodes,
                                                .node_count = assignment->node_count,
                                                .place = entry->place,
                                                .text = text};
    return true;
}

bool definitions_read(Loader *loader, Err *e) {
    int counts[SECTION_COUNT] = {0};
    if (!take_assignments(loader, counts, e) || !make_room(loader, counts, e)) return false;
    for (int i = 0; i < loader->assignment_count; i++) {
        Assignment *assignment = &loader->assignments[i];
        if (!evaluate_prepare(loader, assignment, e) || !publish(loader, assignment, e)) return false;
    }
    if (loader->sections[SECTION_MODEL].line > 0 && loader->lesson->model_count == 0)
        return err_at(e, loader->sections[SECTION_MODEL], "[model] has no line; its last one is the loss");
    if (loader->lesson->model_count == 0 && loader->sections[SECTION_PLOT].line == 0)
        return err_at(e, (Place){1, 1},
                      "there is neither a [model] nor a [plot]: nothing to step and nothing to show");
    return true;
}
