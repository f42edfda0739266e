/* lesson_keys: sections that are a table of known keys, and --set KEY=VALUE in place of the file's. */
#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "loader.h"

static bool all_digits(const char *text) {
    return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

static bool suffix_fits(const Key *key, const char *suffix) {
    if (suffix == NULL) return true;
    if (key->suffix == SUFFIX_RU) return strcmp(suffix, "ru") == 0;
    return key->suffix == SUFFIX_NUMBER && all_digits(suffix);
}

static const Key *key_find(const Key *keys, int count, const Entry *entry) {
    for (int i = 0; i < count; i++)
        if (strcmp(keys[i].name, entry->key) == 0) return &keys[i];
    return NULL;
}

static void suggest_key(const Key *keys, int count, const char *word, Err *e) {
    enum { MOST_WORDS = 40 };
    const char *words[MOST_WORDS];
    int word_count = 0;
    for (int i = 0; i < count && word_count < MOST_WORDS; i++) words[word_count++] = keys[i].name;
    err_suggest(e, word, words, word_count);
}

/* A key that other programs have another name for (learning_rate) is near to none: all of them are told. */
static bool unknown_key(const Key *keys, int count, const Entry *entry, Err *e) {
    char names[400] = "";
    for (int i = 0; i < count; i++) {
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", i > 0 ? ", " : "", keys[i].name);
    }
    err_at(e, entry->place, "[%s] has no key %.60s; its keys are %s", section_name(entry->section),
           entry->key, names);
    suggest_key(keys, count, entry->key, e);
    return false;
}

bool entry_failed(const Entry *entry, Err *e) {
    if (entry->given == NULL) return false;
    snprintf(e->file, sizeof e->file, "%s", entry->given);
    e->place = (Place){0, 0};
    return false;
}

static bool key_read(Loader *loader, const Key *keys, int count, const Entry *entry, Err *e) {
    const Key *key = key_find(keys, count, entry);
    if (key == NULL) return unknown_key(keys, count, entry, e);
    if (!suffix_fits(key, entry->suffix))
        return err_at(e, entry->place, "%.60s is no key: %s", entry->whole,
                      key->suffix == SUFFIX_RU       ? "the Russian text is KEY.ru"
                      : key->suffix == SUFFIX_NUMBER ? "more of them are KEY.2, KEY.3, …"
                                                     : "only texts have a .ru");
    return key->read(loader, entry, e);
}

bool keys_read(Loader *loader, Section section, const Key *keys, int count, Err *e) {
    for (int i = 0; i < loader->entry_count; i++) {
        const Entry *entry = &loader->entries[i];
        if (entry->section == section && !key_read(loader, keys, count, entry, e))
            return entry_failed(entry, e);
    }
    return true;
}

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
    suggest_key(TRAIN_KEYS, TRAIN_KEY_COUNT, key, e);
    if (e->hint[0] == '\0') suggest_key(LESSON_KEYS, LESSON_KEY_COUNT, key, e);
    return override_failed(override, e);
}

/* The file's entry of that key, or a new one. */
static Entry *override_entry(Loader *loader, Section section, const char *whole) {
    for (int i = 0; i < loader->entry_count; i++) {
        Entry *entry = &loader->entries[i];
        if (entry->section == section && strcmp(entry->whole, whole) == 0) return entry;
    }
    return &loader->entries[loader->entry_count++]; /* lesson_lines left room */
}

static bool override_apply(Loader *loader, const Override *override, Err *e) {
    if (!lesson_bytes_check(override->value, strlen(override->value), e)) return override_failed(override, e);
    if (strcmp(override->key, "bugs") == 0) return override_bugs(loader, override, e);
    const char *dot = strchr(override->key, '.');
    size_t length = dot == NULL ? strlen(override->key) : (size_t)(dot - override->key);
    Entry entry = {.key = arena_string(loader->arena, override->key, length),
                   .whole = override->key,
                   .suffix = dot == NULL ? NULL : dot + 1,
                   .text = override->value,
                   .size = strlen(override->value),
                   .given = arena_format(loader->arena, "--set %s=%s", override->key, override->value)};
    if (entry.key == NULL || entry.given == NULL) return err_set(e, "out of memory");
    if (key_find(TRAIN_KEYS, TRAIN_KEY_COUNT, &entry) != NULL)
        entry.section = SECTION_TRAIN;
    else if (key_find(LESSON_KEYS, LESSON_KEY_COUNT, &entry) != NULL)
        entry.section = SECTION_LESSON;
    else
        return unknown_override(override, entry.key, e);
    *override_entry(loader, entry.section, entry.whole) = entry;
    return true;
}

bool lesson_override(Loader *loader, Err *e) {
    const LessonOptions *options = loader->options;
    for (int i = 0; i < options->override_count; i++)
        if (!override_apply(loader, &options->overrides[i], e)) return false;
    return true;
}
