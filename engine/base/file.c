/* file: reads files whole, and never more than allowed. */
#include "file.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool cannot_read(const char *path, const char *why, Err *e) {
    return err_set(e, "%s cannot be read: %s", path, why);
}

/* Its size, where it is what can be read whole. */
static bool look(const OsStatus *status, const char *path, size_t limit, size_t *size, Err *e) {
    if (status->kind == OS_FOLDER) return cannot_read(path, "it is a folder", e);
    if (status->kind != OS_FILE) return cannot_read(path, "it is not a plain file", e);
    if (status->size > limit)
        return err_set(e, "%s is too large: it has %jd bytes, the limit is %zu", path, (intmax_t)status->size,
                       limit);
    *size = (size_t)status->size;
    return true;
}

/* Exactly `size` bytes, to the end of the file. */
static bool read_all(FILE *file, const char *path, char **data, size_t size, Err *e) {
    *data = malloc(size + 1);
    if (*data == NULL) return err_memory(e);
    errno = 0;
    size_t got = fread(*data, 1, size, file);
    const bool failed = ferror(file) != 0;
    (*data)[got] = 0;
    if (!failed && got == size && fgetc(file) == EOF) return true;
    cannot_read(path,
                !failed      ? "it changed meanwhile"
                : errno != 0 ? strerror(errno)
                             : "reading stopped with an error",
                e);
    free(*data);
    return failed && err_fail(e);
}

bool file_read(const char *path, size_t limit, char **data, size_t *size, OsStatus *status, Err *e) {
    OsStatus opened;
    FILE *file = os_open(path, &opened);
    const int cause = errno;
    if (file == NULL) return cannot_read(path, strerror(cause), e) || err_caused(e, cause);
    bool done = look(&opened, path, limit, size, e) && read_all(file, path, data, *size, e);
    if (status != NULL) *status = opened;
    os_close(file);
    return done;
}
