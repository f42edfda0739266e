/* override: --set KEY=VALUE in place of the file's. */
#include <stdio.h>
#include <string.h>

#include "loader.h"

static bool override_failed(const Override *override, Err *e) {
    snprintf(e->file, sizeof e->file, "--set %s=%s", override->key, override->value);
    e->place = (Place){0, 0};
    return false;
}

static bool override_bugs(Loader *loader, const Override *override, Err *e) {
    loader->bugs_off = strcmp(override->value, "off") == 0;
    if (loader->bugs_off || strcmp(override->value, "on") == 0) return true;
    err_set(e, "bugs is on or off, not %.60s", override->value);
    return override_failed(override, e);
}

static bool unknown_override(const Override *override, const char *key, Err *e) {
    err_set(e, "neither [train] nor [lesson] has a key %.60s", key);
    keys_suggest(TRAIN_KEYS, TRAIN_KEY_COUNT, key, e);
    if (e->hint[0] == '\0') keys_suggest(HEAD_KEYS, HEAD_KEY_COUNT, key, e);
    return override_failed(override, e);
}

/* The file's entry of that key, or a new one. */
static Entry *override_entry(Loader *loader, Section section, const char *whole) {
    for (int i = 0; i < loader->entry_count; i++) {
        Entry *entry = &loader->entries[i];
        if (entry->section == section && strcmp(entry->whole, whole) == 0) return entry;
    }
    return &loader->entries[loader->entry_count++]; /* lines_read left room */
}

static bool override_apply(Loader *loader, const Override *override, Err *e) {
    if (!bytes_check(override->value, strlen(override->value), e)) return override_failed(override, e);
    if (strcmp(override->key, "bugs") == 0) return override_bugs(loader, override, e);
    const char *dot = strchr(override->key, '.');
    size_t length = dot == NULL ? strlen(override->key) : (size_t)(dot - override->key);
    Entry entry = {.key = arena_string(loader->arena, override->key, length),
                   .whole = override->key,
                   .suffix = dot == NULL ? NULL : dot + 1,
                   .text = override->value,
                   .size = strlen(override->value),
                   .given = arena_format(loader->arena, "--set %s=%s", override->key, override->value)};
    if (entry.key == NULL || entry.given == NULL) return err_memory(e);
    if (keys_find(TRAIN_KEYS, TRAIN_KEY_COUNT, &entry) != NULL)
        entry.section = SECTION_TRAIN;
    else if (keys_find(HEAD_KEYS, HEAD_KEY_COUNT, &entry) != NULL)
        entry.section = SECTION_LESSON;
    else
        return unknown_override(override, entry.key, e);
    *override_entry(loader, entry.section, entry.whole) = entry;
    return true;
}

bool override_read(Loader *loader, Err *e) {
    const LessonOptions *options = loader->options;
    for (int i = 0; i < options->override_count; i++)
        if (!override_apply(loader, &options->overrides[i], e)) return false;
    return true;
}
