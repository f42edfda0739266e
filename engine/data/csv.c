/* csv: named columns of a csv file, read line by line; every mistake has its place. */
#include <float.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dataset.h"
#include "engine/base/file.h"
#include "engine/base/names.h"
#include "engine/base/number.h"
#include "engine/base/utf8.h"
#include "engine/program/tensor.h"

enum { FILE_LIMIT = 1 << 30, MAX_COLUMNS = 1 << 16, SHOWN_NAME = 60, SHOWN_NAMES = 600 };

/* A place among the lines: copied to come back to it. */
typedef struct Cursor {
    const char *rest, *end; /* what follows the current line */
    const char *line_end;   /* of the current line, its line break not counted */
    const char *at;         /* where its next field begins; NULL: none is left */
} Cursor;

/* A field without the blanks and quotes around it. */
typedef struct Field {
    const char *at;
    size_t size;
} Field;

/* One file being read; all arrays are the arena's. */
typedef struct Csv {
    Arena *arena;
    const char *path, *text;
    size_t size;
    Cursor cursor;
    const char **names; /* of the file's columns */
    int columns;
    int *sources; /* the wanted columns' indices in the file */
    int wanted;
    bool *needed;  /* which of the file's columns are wanted */
    float *fields; /* their numbers in the current line */
    bool quotes;   /* mistakes may show what the file says */
    Err *e;
} Csv;

static Place place_of(const Csv *csv, const char *at) {
    return err_place_of(csv->text, (size_t)(at - csv->text));
}

static const char *skip_blanks(const char *at, const char *end) {
    while (at < end && (*at == ' ' || *at == '\t')) at++;
    return at;
}

/* Goes to the next line that is not blank. false: there is none. */
static bool next_line(Cursor *cursor) {
    while (cursor->rest < cursor->end) {
        const char *line = cursor->rest, *newline = memchr(line, '\n', (size_t)(cursor->end - line));
        cursor->line_end = newline != NULL ? newline : cursor->end;
        cursor->rest = newline != NULL ? newline + 1 : cursor->end;
        if (cursor->line_end > line && cursor->line_end[-1] == '\r') cursor->line_end--;
        cursor->at = line;
        if (skip_blanks(line, cursor->line_end) < cursor->line_end) return true;
    }
    return false;
}

/* A field that begins with a quote at `open`; *stop: behind it and its blanks. */
static bool quoted_field(Csv *csv, const char *open, Field *field, const char **stop) {
    const char *end = csv->cursor.line_end, *close = memchr(open + 1, '"', (size_t)(end - open - 1));
    if (close == NULL)
        return err_at(csv->e, place_of(csv, open), "the quote that begins here does not end in this line");
    *field = (Field){open + 1, (size_t)(close - open - 1)};
    *stop = skip_blanks(close + 1, end);
    if (*stop == end || **stop == ',') return true;
    return err_at(csv->e, place_of(csv, *stop), "expected a comma or the end of the line after a quote");
}

/* Takes the next field of the line; there is one. */
static bool next_field(Csv *csv, Field *field) {
    Cursor *cursor = &csv->cursor;
    const char *end = cursor->line_end, *first = skip_blanks(cursor->at, end), *stop = end;
    if (first < end && *first == '"') {
        if (!quoted_field(csv, first, field, &stop)) return false;
    } else {
        stop = memchr(first, ',', (size_t)(end - first));
        if (stop == NULL) stop = end;
        *field = (Field){first, (size_t)(stop - first)};
    }
    while (field->size > 0 && (field->at[field->size - 1] == ' ' || field->at[field->size - 1] == '\t'))
        field->size--;
    cursor->at = stop < end ? stop + 1 : NULL;
    return true;
}

static int count_columns(const Cursor *cursor) {
    int count = 1;
    for (const char *at = cursor->at; at < cursor->line_end && count <= MAX_COLUMNS; at++)
        count += *at == ',';
    return count;
}

/* The names of the first line. */
static bool read_header(Csv *csv) {
    if (!next_line(&csv->cursor))
        return err_set(csv->e, "%s is empty: a csv file begins with its columns' names", csv->path);
    int most = count_columns(&csv->cursor); /* a quoted comma counts, but is none */
    if (most > MAX_COLUMNS) return err_set(csv->e, "%s has more than %d columns", csv->path, MAX_COLUMNS);
    csv->names = arena_alloc(csv->arena, (size_t)most * sizeof *csv->names);
    if (csv->names == NULL) return err_memory(csv->e);
    while (csv->cursor.at != NULL) {
        Field field;
        if (!next_field(csv, &field)) return false;
        csv->names[csv->columns++] = arena_string(csv->arena, field.at, field.size);
    }
    return true;
}

static bool is_number(const char *text) {
    double number;
    size_t size = strlen(text), sign = *text == '-' || *text == '+';
    return size > sign && number_read(text + sign, size - sign, &number) == size - sign;
}

/* There is no such column: says which there are. Without a place: the mistake is the caller's. */
static bool no_column(Csv *csv, const char *name) {
    if (!csv->quotes) return err_set(csv->e, "%s has no column %s", csv->path, name);
    char list[SHOWN_NAMES + SHOWN_NAME + 8] = "";
    for (int k = 0; k < csv->columns; k++) {
        bool last = strlen(list) > SHOWN_NAMES;
        const char *shown = last ? "…" : csv->names[k];
        size_t size = strlen(shown) < SHOWN_NAME ? strlen(shown) : utf8_whole(shown, SHOWN_NAME);
        utf8_append(list, sizeof list, "%s%.*s", k > 0 ? ", " : "", (int)size, shown);
        if (last) break;
    }
    const char *advice = "";
    if (csv->columns == 1 && strchr(csv->names[0], ';') != NULL)
        advice = "; columns are separated by commas, not by ;";
    if (is_number(csv->names[0])) advice = "; its first line should hold the columns' names";
    err_set(csv->e, "%s has no column %s, it has %s%s", csv->path, name, list, advice);
    err_suggest(csv->e, name, csv->names, csv->columns);
    return false;
}

/* The mistake is in the k-th wanted name (dataset.h). */
static bool blame(Csv *csv, int k) {
    csv->e->place.column = k + 1;
    return false;
}

static bool find_columns(Csv *csv, const char *const *wanted) {
    Names *indices = names_new(csv->arena, csv->columns);
    bool *twice = arena_alloc(csv->arena, (size_t)csv->columns * sizeof *twice);
    csv->sources = arena_alloc(csv->arena, (size_t)csv->wanted * sizeof *csv->sources);
    csv->needed = arena_alloc(csv->arena, (size_t)csv->columns * sizeof *csv->needed);
    csv->fields = arena_alloc(csv->arena, (size_t)csv->columns * sizeof *csv->fields);
    if (arena_failed(csv->arena)) return err_memory(csv->e);
    for (int k = 0; k < csv->columns; k++) {
        int before = names_find(indices, csv->names[k]);
        if (before < 0)
            names_add(indices, csv->names[k], k);
        else
            twice[before] = true;
    }
    for (int k = 0; k < csv->wanted; k++) {
        int found = names_find(indices, wanted[k]);
        if (found < 0) return no_column(csv, wanted[k]) || blame(csv, k);
        if (twice[found])
            return err_set(csv->e, "%s has two columns %s", csv->path, wanted[k]) || blame(csv, k);
        csv->sources[k] = found;
        csv->needed[found] = true;
    }
    return true;
}

static bool read_number(Csv *csv, int column, const Field *field) {
    const char *at = field->at, *end = at + field->size;
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) at++;
    double number = 0;
    size_t length = at < end ? number_read(at, (size_t)(end - at), &number) : 0;
    if (length > 0 && at + length == end && number <= FLT_MAX) {
        csv->fields[column] = (float)(negative ? -number : number);
        return true;
    }
    const char *name = csv->names[column];
    Place place = place_of(csv, field->at);
    if (field->size == 0)
        return err_at(csv->e, place, "column %.60s: expected a number, the field is empty", name);
    if (!csv->quotes) return err_at(csv->e, place, "column %.60s: expected a number", name);
    size_t shown = field->size < SHOWN_NAME ? field->size : utf8_whole(field->at, SHOWN_NAME);
    const char *why =
        length > 0 && at + length == end ? "larger than a float32 number can be (3.4e38)" : "no number";
    return err_at(csv->e, place, "column %.60s: %.*s is %s", name, (int)shown, field->at, why);
}

/* The numbers of the wanted columns in the current line. */
static bool read_line(Csv *csv) {
    for (int k = 0; k < csv->columns; k++) {
        const char *end = csv->cursor.line_end;
        if (csv->cursor.at == NULL && !csv->quotes)
            return err_at(csv->e, place_of(csv, end),
                          "this line has fewer fields than the header, which has %d", csv->columns);
        if (csv->cursor.at == NULL)
            return err_at(csv->e, place_of(csv, end),
                          "this line ends after %d field%s, before column %.60s; the header has %d", k,
                          k == 1 ? "" : "s", csv->names[k], csv->columns);
        Field field;
        if (!next_field(csv, &field) || (csv->needed[k] && !read_number(csv, k, &field))) return false;
    }
    if (csv->cursor.at == NULL) return true;
    return err_at(csv->e, place_of(csv, csv->cursor.at),
                  "this line has more fields than the header, which has %d", csv->columns);
}

/* All lines into out, or (where out is empty) nowhere: to find the mistake in them. */
static bool read_lines(Csv *csv, Value *out) {
    Mat mat = value_mat(out);
    for (int i = 0; next_line(&csv->cursor); i++) {
        if (!read_line(csv)) return false;
        for (int k = 0; k < out->cols; k++) *tensor_element(mat, i, k) = csv->fields[csv->sources[k]];
    }
    return true;
}

static bool read_table(Csv *csv, const char *const *columns, Value *out) {
    if (!read_header(csv) || !find_columns(csv, columns)) return false;
    size_t rows = 0;
    for (Cursor cursor = csv->cursor; next_line(&cursor);) rows++;
    if (rows == 0) return err_set(csv->e, "%s has no line of numbers below its header", csv->path);
    if (rows > TENSOR_MAX_NUMBERS)
        return err_set(csv->e, "%s has %zu lines, more than a value may have", csv->path, rows);
    /* a field takes a byte at least, its comma or line break: with fewer, a line is too short, and no memory
     * is taken */
    bool can_fit = (uint64_t)rows * (uint64_t)csv->columns <= csv->size + 1;
    return (!can_fit || value_new(out, (int)rows, csv->wanted, csv->e)) && read_lines(csv, out);
}

static bool read_text(Csv *csv, const char *const *columns, Value *out) {
    const char *zero = memchr(csv->text, 0, csv->size);
    if (zero != NULL)
        return err_at(csv->e, place_of(csv, zero),
                      "a NUL byte has no place in a csv file; save it as text in UTF-8");
    csv->arena = arena_new();
    if (csv->arena == NULL) return err_memory(csv->e);
    bool done = read_table(csv, columns, out);
    arena_free(csv->arena);
    return done;
}

bool csv_read(const char *path, const char *const *columns, int count, bool quotes, Value *out,
              OsStatus *status, Err *e) {
    *out = (Value){0};
    if (count < 1) return err_set(e, "no column of %s is asked for: csv(\"file\", \"column\")", path);
    char *data;
    Csv csv = {.path = path, .wanted = count, .quotes = quotes, .e = e};
    if (!file_read(path, FILE_LIMIT, &data, &csv.size, status, e)) return false;
    csv.text = utf8_skip_mark(data, &csv.size);
    csv.cursor = (Cursor){.rest = csv.text, .end = csv.text + csv.size};
    bool done = read_text(&csv, columns, out);
    if (!done) {
        value_free(out);
        if (e->place.line > 0) err_locate(e, path, csv.text, quotes ? csv.size : 0);
    }
    free(data);
    return done;
}
