/* lines: a lesson's text taken apart into entries: sections, keys, values over indented lines. */
#include "loader.h"

#include <string.h>

#include "engine/base/utf8.h"

static const char *const SECTION_NAMES[SECTION_COUNT] = {"lesson", "data", "parameters", "model", "train",
                                                         "test",   "plot", "say",        "ask",   "bugs"};

const char *lines_section(Section section) {
    return SECTION_NAMES[section];
}

/* Where the reading stands: one line, without its end. */
typedef struct Reader {
    Loader *loader;
    const char *start, *end; /* of the line */
    int line;
    bool inside; /* of a section */
    Section section;
    Entry *open; /* the entry whose value may go on */
    int capacity;
    Names *seen; /* "section key.suffix" */
} Reader;

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

static const char *skip_blanks(const char *at, const char *end) {
    while (at < end && is_blank(*at)) at++;
    return at;
}

/* A comment begins at the start of a line or after white space. */
static bool nothing_at(const Reader *reader, const char *at) {
    return at == reader->end || (*at == '#' && (at == reader->start || is_blank(at[-1])));
}

static Place place_of(const Reader *reader, const char *at) {
    return (Place){reader->line, 1 + (int)utf8_length(reader->start, (size_t)(at - reader->start))};
}

static bool unknown_section(const Reader *reader, const char *at, size_t length, Err *e) {
    char word[40];
    size_t kept = length < sizeof word ? length : sizeof word - 1;
    memcpy(word, at, kept);
    word[kept] = '\0';
    err_at(e, place_of(reader, at),
           "there is no section [%s]; the sections are [lesson], [data], [parameters], [model], [train], "
           "[test], "
           "[plot], [say], [ask] and [bugs]",
           word);
    err_suggest(e, word, SECTION_NAMES, SECTION_COUNT);
    return false;
}

/* `[name]` at the start of a line. */
static bool read_header(Reader *reader, Err *e) {
    const char *name = skip_blanks(reader->start + 1, reader->end), *stop = name;
    while (stop < reader->end && *stop != ']' && !is_blank(*stop)) stop++;
    const char *close = skip_blanks(stop, reader->end);
    if (close == reader->end || *close != ']')
        return err_at(e, place_of(reader, close),
                      "a section's name ends with ]; a value that goes on is indented");
    const char *after = skip_blanks(close + 1, reader->end);
    if (!nothing_at(reader, after))
        return err_at(e, place_of(reader, after), "nothing but a comment may follow [section] on its line");
    size_t length = (size_t)(stop - name);
    for (int i = 0; i < SECTION_COUNT; i++) {
        if (strlen(SECTION_NAMES[i]) != length || memcmp(SECTION_NAMES[i], name, length) != 0) continue;
        Place *first = &reader->loader->sections[i];
        if (first->line > 0)
            return err_at(e, place_of(reader, name), "the section [%s] is in the file already, at line %d",
                          SECTION_NAMES[i], first->line);
        *first = place_of(reader, name);
        reader->inside = true;
        reader->section = (Section)i;
        reader->open = NULL;
        return true;
    }
    return unknown_section(reader, name, length, e);
}

/* The key of a line: NAME or NAME.suffix. Sets *after behind it. */
static bool read_key(Reader *reader, Entry *entry, const char **after, Err *e) {
    Arena *arena = reader->loader->arena;
    const char *at = reader->start;
    size_t length = scan_name_length(at, (size_t)(reader->end - at));
    if (length == 0)
        return err_at(e, place_of(reader, at),
                      "a line begins with [section], or with a name and =; a name is a letter, "
                      "then letters, digits and _");
    entry->place = place_of(reader, at);
    entry->key = arena_string(arena, at, length);
    const char *stop = at + length;
    if (stop < reader->end && *stop == '.') {
        const char *suffix = ++stop;
        while (stop < reader->end && ((*stop >= 'a' && *stop <= 'z') || (*stop >= '0' && *stop <= '9')))
            stop++;
        entry->suffix = arena_string(arena, suffix, (size_t)(stop - suffix));
        if (entry->suffix == NULL) return err_memory(e);
    }
    entry->whole = arena_string(arena, at, (size_t)(stop - at));
    *after = stop;
    return (entry->key != NULL && entry->whole != NULL) || err_memory(e);
}

static bool refuse_repeated(Reader *reader, const Entry *entry, Err *e) {
    const char *full = arena_format(reader->loader->arena, "%d %s", (int)entry->section, entry->whole);
    if (full == NULL) return err_memory(e);
    int first = names_find(reader->seen, full);
    if (first >= 0)
        return err_at(e, entry->place, "%.80s is in [%s] already, at line %d", entry->whole,
                      lines_section(entry->section), first);
    names_add(reader->seen, full, entry->place.line);
    return true;
}

static void begin_value(Reader *reader, Entry *entry, const char *at) {
    entry->text = at;
    entry->text_place = place_of(reader, at);
}

/* `key = value` at the start of a line. */
static bool read_entry(Reader *reader, Err *e) {
    Loader *loader = reader->loader;
    if (!reader->inside)
        return err_at(e, place_of(reader, reader->start), "a [section] comes first, for example [data]");
    if (loader->entry_count == reader->capacity)
        return err_at(e, place_of(reader, reader->start), "a lesson has at most %d lines with a value",
                      LESSON_MAX_ENTRIES);
    Entry *entry = &loader->entries[loader->entry_count];
    *entry = (Entry){.section = reader->section};
    const char *at = reader->start;
    if (!read_key(reader, entry, &at, e)) return false;
    at = skip_blanks(at, reader->end);
    if (at == reader->end || *at != '=')
        return err_at(e, place_of(reader, at), "= is expected here, after the name %.80s", entry->whole);
    if (!refuse_repeated(reader, entry, e)) return false;
    loader->entry_count++;
    reader->open = entry;
    at = skip_blanks(at + 1, reader->end);
    if (nothing_at(reader, at)) return true;
    begin_value(reader, entry, at);
    entry->size = (size_t)(reader->end - at);
    return true;
}

/* An indented line goes on with the value above it. */
static bool read_more(Reader *reader, const char *at, Err *e) {
    Entry *entry = reader->open;
    if (entry == NULL)
        return err_at(
            e, place_of(reader, at),
            "an indented line goes on with the value above it, and there is none: begin at the margin");
    if (entry->text == NULL) begin_value(reader, entry, at);
    entry->size = (size_t)(reader->end - entry->text);
    return true;
}

static bool read_line(Reader *reader, Err *e) {
    const char *at = skip_blanks(reader->start, reader->end);
    if (nothing_at(reader, at)) return true;
    if (at > reader->start) return read_more(reader, at, e);
    return *at == '[' ? read_header(reader, e) : read_entry(reader, e);
}

/* How many entries there can be: lines that begin at the margin. */
static int count_entries(const char *text, size_t size) {
    int count = 0;
    for (size_t i = 0; i < size; i++)
        count += (i == 0 || text[i - 1] == '\n') && !is_blank(text[i]) && text[i] != '\n' && text[i] != '#';
    return count < LESSON_MAX_ENTRIES ? count : LESSON_MAX_ENTRIES;
}

bool lines_read(Loader *loader, const char *text, size_t size, Err *e) {
    Reader reader = {.loader = loader, .capacity = count_entries(text, size)};
    size_t room = (size_t)reader.capacity + (size_t)loader->options->override_count;
    loader->entries = arena_alloc(loader->arena, (room + 1) * sizeof *loader->entries);
    reader.seen = names_new(loader->arena, reader.capacity);
    if (loader->entries == NULL || reader.seen == NULL) return err_memory(e);
    const char *end = text + size;
    for (const char *at = text; at < end; at = reader.end + 1) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        reader.start = at;
        reader.end = stop == NULL ? end : stop;
        reader.line++;
        if (!read_line(&reader, e)) return false;
    }
    for (int i = 0; i < loader->entry_count; i++) {
        const Entry *entry = &loader->entries[i];
        if (entry->text == NULL) return err_at(e, entry->place, "%.80s has no value", entry->whole);
    }
    return true;
}
