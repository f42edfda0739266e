/* lines: a lesson's text taken apart into entries: sections, keys, values over indented lines; what reads them by
   a table of keys; and --set KEY=VALUE in place of the file's. */
#include "loader.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/utf8.h"

static const char *const SECTION_NAMES[SECTION_COUNT] = {"lesson", "data", "parameters", "model", "train",
                                                         "test",   "plot", "say",        "ask",   "bugs"};

const char *lines_section(Section section) {
    return SECTION_NAMES[section];
}

static bool is_control(uint32_t c, bool before_newline) {
    return (c < 0x20 && c != '\t' && c != '\n' && !(c == '\r' && before_newline)) || (c >= 0x7F && c < 0xA0);
}

/* Embeddings, overrides and isolates of Unicode's bidirectional algorithm. */
static bool turns_writing(uint32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* false and the place of the first byte that is no UTF-8 text, a NUL or another control character. */
static bool check_text(const char *text, size_t size, Err *e) {
    if (size > LESSON_MAX_BYTES)
        return err_set(e, "a lesson file has at most %d bytes (1 MiB)", LESSON_MAX_BYTES);
    Place place = {1, 1};
    for (size_t i = 0; i < size;) {
        uint32_t code = 0;
        size_t length = utf8_decode(text + i, size - i, &code);
        unsigned byte = (unsigned char)text[i];
        if (length == 0)
            return err_at(e, place, "the byte 0x%02X is not UTF-8 text; save the file as UTF-8", byte);
        if (code == 0) return err_at(e, place, "a NUL byte (0x00) has no place in a text");
        if (is_control(code, i + 1 == size || text[i + 1] == '\n'))
            return err_at(e, place, "the control character 0x%02X has no place in a text", (unsigned)code);
        if (turns_writing(code))
            return err_at(
                e, place,
                "the character U+%04X turns the direction of writing, so that a line reads as another one; "
                "it has no place in a lesson",
                (unsigned)code);
        i += length;
        place = code == '\n' ? (Place){place.line + 1, 1} : (Place){place.line, place.column + 1};
    }
    return true;
}

/* Where the reading stands. */
typedef struct Reader {
    Loader *loader;
    Scan line;   /* what is left of the line, without its end */
    bool inside; /* of a section */
    Section section;
    Entry *open; /* the entry whose value may go on */
    int capacity;
    Names *seen; /* "section key.suffix" */
} Reader;

static void skip_blanks(Scan *line) {
    while (line->at < line->end && strchr(" \t\r", *line->at) != NULL) scan_advance(line, 1);
}

/* Takes the sign behind blanks; false: something else stands at the line's place then. */
static bool take(Scan *line, char sign) {
    skip_blanks(line);
    return line->at < line->end && *line->at == sign && scan_sign(line, sign);
}

static bool unknown_section(Place place, const char *at, size_t length, Err *e) {
    char word[40];
    snprintf(word, sizeof word, "%.*s", (int)length, at);
    err_at(e, place,
           "there is no section [%s]; the sections are [lesson], [data], [parameters], [model], [train], "
           "[test], "
           "[plot], [say], [ask] and [bugs]",
           word);
    err_suggest(e, word, SECTION_NAMES, SECTION_COUNT);
    return false;
}

/* `name]`, behind the [ at the start of a line. */
static bool read_header(Reader *reader, Err *e) {
    Scan *line = &reader->line;
    skip_blanks(line);
    const Place place = line->place;
    const char *name = line->at;
    size_t length = 0;
    while (name + length < line->end && strchr("] \t\r", name[length]) == NULL) length++;
    scan_advance(line, length);
    if (!take(line, ']'))
        return err_at(e, line->place, "a section's name ends with ]; a value that goes on is indented");
    if (!scan_done(line))
        return err_at(e, line->place, "nothing but a comment may follow [section] on its line");
    int section = 0;
    while (section < SECTION_COUNT &&
           (strlen(SECTION_NAMES[section]) != length || memcmp(SECTION_NAMES[section], name, length) != 0))
        section++;
    if (section == SECTION_COUNT) return unknown_section(place, name, length, e);
    Place *first = &reader->loader->sections[section];
    if (first->line > 0)
        return err_at(e, place, "the section [%s] is in the file already, at line %d", SECTION_NAMES[section],
                      first->line);
    *first = place;
    reader->inside = true;
    reader->section = (Section)section;
    reader->open = NULL;
    return true;
}

/* The key of a line: NAME or NAME.suffix. */
static bool read_key(Reader *reader, Entry *entry, Err *e) {
    Arena *arena = reader->loader->arena;
    Scan *line = &reader->line;
    const char *key = line->at;
    size_t length = scan_name_length(key, (size_t)(line->end - key)), size = length;
    if (length == 0)
        return err_at(e, line->place,
                      "a line begins with [section], or with a name and =; a name is a letter, "
                      "then letters, digits and _");
    entry->place = line->place;
    entry->key = arena_string(arena, key, length);
    if (key + size < line->end && key[size] == '.') {
        do size++;
        while (key + size < line->end &&
               ((key[size] >= 'a' && key[size] <= 'z') || (key[size] >= '0' && key[size] <= '9')));
        entry->suffix = arena_string(arena, key + length + 1, size - length - 1);
    }
    entry->whole = arena_string(arena, key, size);
    scan_advance(line, size);
    return true;
}

static bool refuse_repeated(Reader *reader, const Entry *entry, Err *e) {
    const char *full = arena_format(reader->loader->arena, "%d %s", (int)entry->section, entry->whole);
    int first = names_find(reader->seen, full);
    if (first >= 0)
        return err_at(e, entry->place, "%.80s is in [%s] already, at line %d", entry->whole,
                      lines_section(entry->section), first);
    names_add(reader->seen, full, entry->place.line);
    return true;
}

/* What is left of the line belongs to the open entry's value. */
static bool hold_value(Reader *reader) {
    Entry *entry = reader->open;
    if (entry->text == NULL) {
        entry->text = reader->line.at;
        entry->text_place = reader->line.place;
    }
    entry->size = (size_t)(reader->line.end - entry->text);
    return true;
}

/* `key = value` at the start of a line. */
static bool read_entry(Reader *reader, Err *e) {
    Loader *loader = reader->loader;
    Scan *line = &reader->line;
    if (!reader->inside) return err_at(e, line->place, "a [section] comes first, for example [data]");
    if (loader->entry_count == reader->capacity)
        return err_at(e, line->place, "a lesson has at most %d lines with a value", LESSON_MAX_ENTRIES);
    Entry *entry = &loader->entries[loader->entry_count];
    *entry = (Entry){.section = reader->section};
    if (!read_key(reader, entry, e)) return false;
    if (!take(line, '='))
        return err_at(e, line->place, "= is expected here, after the name %.80s", entry->whole);
    if (!refuse_repeated(reader, entry, e)) return false;
    loader->entry_count++;
    reader->open = entry;
    return scan_done(line) || hold_value(reader);
}

/* An indented line goes on with the value above it. */
static bool read_more(Reader *reader, Err *e) {
    if (reader->open == NULL)
        return err_at(
            e, reader->line.place,
            "an indented line goes on with the value above it, and there is none: begin at the margin");
    return hold_value(reader);
}

static bool read_line(Reader *reader, Err *e) {
    Scan *line = &reader->line;
    if (scan_done(line)) return true;
    if (line->place.column > 1) return read_more(reader, e);
    return scan_sign(line, '[') ? read_header(reader, e) : read_entry(reader, e);
}

/* How many entries there can be: lines that begin at the margin. */
static int count_entries(const char *text, size_t size) {
    int count = 0;
    for (size_t i = 0; i < size; i++)
        count += (i == 0 || text[i - 1] == '\n') && strchr(" \t\r\n#", text[i]) == NULL;
    return count < LESSON_MAX_ENTRIES ? count : LESSON_MAX_ENTRIES;
}

bool lines_read(Loader *loader, Err *e) {
    if (!check_text(loader->text, loader->size, e)) return false;
    Reader reader = {.loader = loader, .capacity = count_entries(loader->text, loader->size)};
    size_t room = (size_t)reader.capacity + (size_t)loader->options->override_count;
    loader->entries = arena_alloc(loader->arena, (room + 1) * sizeof *loader->entries);
    reader.seen = names_new(loader->arena, reader.capacity);
    if (arena_failed(loader->arena)) return err_memory(e);
    const char *end = loader->text + loader->size;
    Place place = {1, 1};
    for (const char *at = loader->text; at < end; at = reader.line.end + 1, place.line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        reader.line = (Scan){.at = at, .end = stop == NULL ? end : stop, .place = place, .blank = true};
        if (!read_line(&reader, e)) return false;
    }
    for (int i = 0; i < loader->entry_count; i++) {
        const Entry *entry = &loader->entries[i];
        if (entry->text == NULL) return err_at(e, entry->place, "%.80s has no value", entry->whole);
    }
    return true;
}

/* ---- sections that are a table of known keys ---- */

static bool suffix_fits(const Key *key, const char *suffix) {
    if (suffix == NULL) return true;
    if (key->suffix == SUFFIX_RU) return strcmp(suffix, "ru") == 0;
    return key->suffix == SUFFIX_NUMBER && *suffix != '\0' && suffix[strspn(suffix, "0123456789")] == '\0';
}

/* The key of that name; NULL: none. */
static const Key *find_key(const Key *keys, const char *name) {
    while (keys->name != NULL && strcmp(keys->name, name) != 0) keys++;
    return keys->name != NULL ? keys : NULL;
}

/* Puts into *e's hint the key that is nearest to the word. */
static bool suggest_key(const Key *keys, const char *word, Err *e) {
    const char *words[LESSON_MAX_KEYS];
    int count = 0;
    for (; keys->name != NULL; keys++) words[count++] = keys->name;
    err_suggest(e, word, words, count);
    return false;
}

/* A key that other programs have another name for (learning_rate) is near to none: all of them are told. */
static bool unknown_key(const Key *keys, const Entry *entry, Err *e) {
    char names[400] = "";
    for (const Key *key = keys; key->name != NULL; key++)
        utf8_append(names, sizeof names, "%s%s", key > keys ? ", " : "", key->name);
    err_at(e, entry->place, "[%s] has no key %.60s; its keys are %s", lines_section(entry->section),
           entry->key, names);
    return suggest_key(keys, entry->key, e);
}

bool lines_failed(const Entry *entry, Err *e) {
    if (entry->given == NULL) return false;
    snprintf(e->file, sizeof e->file, "%s", entry->given);
    e->place = (Place){0, 0};
    return false;
}

static bool read_value(Loader *loader, const Entry *entry, Err *e) {
    const Key *keys = loader->keys[entry->section];
    const Key *key = find_key(keys, entry->key);
    if (key == NULL) return unknown_key(keys, entry, e);
    if (!suffix_fits(key, entry->suffix))
        return err_at(e, entry->place, "%.60s is no key: %s", entry->whole,
                      key->suffix == SUFFIX_RU       ? "the Russian text is KEY.ru"
                      : key->suffix == SUFFIX_NUMBER ? "more of them are KEY.2, KEY.3, …"
                                                     : "only texts have a .ru");
    return key->read(loader, entry, e);
}

bool lines_each(Loader *loader, Section section, Err *e) {
    for (int i = 0; i < loader->entry_count; i++) {
        const Entry *entry = &loader->entries[i];
        if (entry->section == section && !read_value(loader, entry, e)) return lines_failed(entry, e);
    }
    return true;
}

Entry *lines_entry(const Loader *loader, Section section, const char *whole) {
    for (int i = 0; i < loader->entry_count; i++)
        if (loader->entries[i].section == section && strcmp(loader->entries[i].whole, whole) == 0)
            return &loader->entries[i];
    return NULL;
}

/* ---- --set KEY=VALUE ---- */

static bool override_apply(Loader *loader, Entry *entry, Err *e) {
    if (!check_text(entry->text, entry->size, e)) return false;
    if (strcmp(entry->whole, "bugs") == 0) {
        loader->bugs_off = strcmp(entry->text, "off") == 0;
        return loader->bugs_off || strcmp(entry->text, "on") == 0 ||
               err_set(e, "bugs is on or off, not %.60s", entry->text);
    }
    const Key *const *keys = loader->keys;
    bool train = find_key(keys[SECTION_TRAIN], entry->key) != NULL;
    if (!train && find_key(keys[SECTION_LESSON], entry->key) == NULL) {
        err_set(e, "neither [train] nor [lesson] has a key %.60s", entry->key);
        return suggest_key(keys[SECTION_LESSON], entry->key, e) ||
               suggest_key(keys[SECTION_TRAIN], entry->key, e);
    }
    entry->section = train ? SECTION_TRAIN : SECTION_LESSON;
    Entry *place = lines_entry(loader, entry->section, entry->whole);
    if (place == NULL) place = &loader->entries[loader->entry_count++]; /* lines_read left room */
    *place = *entry;
    return true;
}

bool lines_override(Loader *loader, Err *e) {
    for (int i = 0; i < loader->options->override_count; i++) {
        const char *key = loader->options->overrides[i].key, *value = loader->options->overrides[i].value;
        size_t length = strcspn(key, ".");
        Entry entry = {.key = arena_string(loader->arena, key, length),
                       .whole = key,
                       .suffix = key[length] == '\0' ? NULL : key + length + 1,
                       .text = value,
                       .size = strlen(value),
                       .given = arena_format(loader->arena, "--set %s=%s", key, value)};
        if (!override_apply(loader, &entry, e)) return lines_failed(&entry, e);
    }
    return true;
}
