/* bytes: a lesson file's bytes: read whole, and refused where they are not text. */
#include "loader.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/os.h"
#include "engine/base/utf8.h"

static bool too_large(const char *path, Err *e) {
    err_set(e, "a lesson file has at most %d bytes (1 MiB)", LESSON_MAX_BYTES);
    return err_name(e, path);
}

static bool cannot_read(const char *path, const char *why, Err *e) {
    err_set(e, "the lesson file cannot be read: %s", why);
    return err_name(e, path);
}

static bool refused(const char *path, int cause, Err *e) {
    cannot_read(path, strerror(cause), e);
    return err_caused(e, cause);
}

static bool read_text(FILE *file, const char *path, char **text, size_t *size, Err *e) {
    char *bytes = malloc(LESSON_MAX_BYTES + 1);
    if (bytes == NULL) return err_memory(e);
    *size = fread(bytes, 1, LESSON_MAX_BYTES + 1, file);
    bool failed = ferror(file) != 0;
    if (failed || *size > LESSON_MAX_BYTES) {
        free(bytes);
        if (!failed) return too_large(path, e);
        cannot_read(path, "reading stopped with an error", e);
        return err_fail(e);
    }
    *text = bytes;
    return true;
}

bool bytes_read(const char *path, char **text, size_t *size, Err *e) {
    OsStatus status;
    FILE *file = os_open(path, &status);
    if (file == NULL) return refused(path, errno, e);
    bool good = status.kind == OS_FILE     ? read_text(file, path, text, size, e)
                : status.kind == OS_FOLDER ? cannot_read(path, "it is a folder", e)
                                           : cannot_read(path, "it is not a plain file", e);
    os_close(file);
    return good;
}

static bool is_control(uint32_t c, bool before_newline) {
    return (c < 0x20 && c != '\t' && c != '\n' && !(c == '\r' && before_newline)) || (c >= 0x7F && c < 0xA0);
}

/* Embeddings, overrides and isolates of Unicode's bidirectional algorithm. */
static bool turns_writing(uint32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool bytes_check(const char *text, size_t size, Err *e) {
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
