/* loader: what the pieces of the loader ask about the lines read so far: which names, samples and sources. */
#include "loader.h"

#include <string.h>

void loader_note(Loader *loader, const OsStatus *status) {
    LessonFile *file = arena_alloc(loader->arena, sizeof *file);
    if (file == NULL) return;
    *file = (LessonFile){.status = *status, .next = loader->lesson->files};
    loader->lesson->files = file;
}

Assignment *loader_assignment(const Loader *loader, const char *name) {
    int index = names_find(loader->scope, name);
    return index < 0 ? NULL : &loader->assignments[index];
}

Assignment *loader_next(const Loader *loader, unsigned sections, int *at) {
    for (; *at < loader->assignment_count; ++*at)
        if (sections >> loader->assignments[*at].entry->section & 1) return &loader->assignments[*at];
    return NULL;
}

Value *loader_value(const Loader *loader, const Assignment *assignment) {
    Section section = assignment->entry->section;
    if (section == SECTION_DATA) return &loader->lesson->data[assignment->index].value;
    if (section == SECTION_PARAMETERS) return &loader->lesson->parameters[assignment->index].value;
    return &loader->test_values[assignment->index];
}

bool loader_is_sample(const Loader *loader, const Assignment *assignment) {
    return assignment->entry->section == SECTION_DATA && loader->lesson->data[assignment->index].sample;
}

StaticShape loader_known(const Loader *loader, const Assignment *name) {
    StaticShape known = name->known;
    if (name->private_rows || loader_is_sample(loader, name)) known.rows = loader->lesson->train.batch;
    return known;
}

bool *loader_flags(const Loader *loader) {
    return memset(loader->flags, 0, 2 * (size_t)loader->assignment_count * sizeof *loader->flags);
}

void loader_mark_names(const Loader *loader, const Assignment *line, bool *flags) {
    for (int k = 0; k < line->node_count; k++)
        if (line->nodes[k].name != NULL) flags[line->nodes[k].name - loader->assignments] = true;
}

bool *loader_sources(const Loader *loader, const Assignment *target) {
    bool *sources = loader_flags(loader);
    sources[target - loader->assignments] = true;
    for (const Assignment *line = target; line >= loader->assignments; line--)
        if (sources[line - loader->assignments] && line->entry->section == SECTION_MODEL)
            loader_mark_names(loader, line, sources);
    return sources;
}

Assignment *loader_single_input(const Loader *loader, const Assignment *target) {
    const bool *sources = loader_sources(loader, target);
    Assignment *input = NULL;
    int count = 0;
    for (int i = 0; i < loader->assignment_count; i++) {
        if (!sources[i] || !loader_is_sample(loader, &loader->assignments[i])) continue;
        input = &loader->assignments[i];
        count++;
    }
    return count == 1 ? input : NULL;
}

bool loader_suggest(const Loader *loader, const char *word, Err *e) {
    err_suggest(e, word, names_all(loader->scope), names_count(loader->scope));
    return false;
}

Assignment *loader_scan_name(const Loader *loader, Scan *scan, const char *what, unsigned sections,
                             Place *place) {
    const char *name = scan_name(scan, loader->arena, what, place);
    if (name == NULL) return NULL;
    Assignment *found = loader_assignment(loader, name);
    if (found != NULL && sections >> found->entry->section & 1) return found;
    scan->failed = true;
    if (found != NULL) {
        err_at(scan->e, *place, "%s is expected here; %.60s is in [%s]", what, name,
               lines_section(found->entry->section));
        return NULL;
    }
    err_at(scan->e, *place, "%s is expected here; there is no %.60s", what, name);
    loader_suggest(loader, name, scan->e);
    return NULL;
}
