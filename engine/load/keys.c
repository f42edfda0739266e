/* keys: sections that are a table of known keys. */
#include <stdio.h>
#include <string.h>

#include "loader.h"

static bool all_digits(const char *text) {
    return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

static bool suffix_fits(const Key *key, const char *suffix) {
    if (suffix == NULL) return true;
    if (key->suffix == SUFFIX_RU) return strcmp(suffix, "ru") == 0;
    return key->suffix == SUFFIX_NUMBER && all_digits(suffix);
}

const Key *keys_find(const Key *keys, int count, const Entry *entry) {
    for (int i = 0; i < count; i++)
        if (strcmp(keys[i].name, entry->key) == 0) return &keys[i];
    return NULL;
}

void keys_suggest(const Key *keys, int count, const char *word, Err *e) {
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
    err_at(e, entry->place, "[%s] has no key %.60s; its keys are %s", lines_section(entry->section),
           entry->key, names);
    keys_suggest(keys, count, entry->key, e);
    return false;
}

bool keys_failed(const Entry *entry, Err *e) {
    if (entry->given == NULL) return false;
    snprintf(e->file, sizeof e->file, "%s", entry->given);
    e->place = (Place){0, 0};
    return false;
}

static bool key_read(Loader *loader, const Key *keys, int count, const Entry *entry, Err *e) {
    const Key *key = keys_find(keys, count, entry);
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
            return keys_failed(entry, e);
    }
    return true;
}
