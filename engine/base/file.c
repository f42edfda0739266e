/* file: reads files whole, and never more than allowed. */
#include "file.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool cannot_read(const char *path, const char *why, Err *e) {
    return err_set(e, "%s cannot be read: %s", path, why);
}

/* Its size, by what the file system says. */
static bool look(const char *path, size_t limit, size_t *size, Err *e) {
    struct stat status;
    if (stat(path, &status) != 0) return cannot_read(path, strerror(errno), e);
    if (S_ISDIR(status.st_mode)) return cannot_read(path, "it is a folder", e);
    if (!S_ISREG(status.st_mode)) return cannot_read(path, "it is not a plain file", e);
    if ((uintmax_t)status.st_size > limit)
        return err_set(e, "%s is too large: it has %jd bytes, the limit is %zu", path,
                       (intmax_t)status.st_size, limit);
    *size = (size_t)status.st_size;
    return true;
}

/* Exactly `size` bytes, to the end of the file. */
static bool read_all(FILE *file, const char *path, char *data, size_t size, Err *e) {
    errno = 0;
    size_t got = fread(data, 1, size, file);
    if (ferror(file))
        return cannot_read(path, errno != 0 ? strerror(errno) : "reading stopped with an error", e);
    if (got < size || fgetc(file) != EOF) return cannot_read(path, "it changed meanwhile", e);
    data[size] = 0;
    return true;
}

bool file_read(const char *path, size_t limit, char **data, size_t *size, Err *e) {
    if (!look(path, limit, size, e)) return false;
    FILE *file = fopen(path, "rb");
    if (file == NULL) return cannot_read(path, strerror(errno), e);
    *data = malloc(*size + 1);
    bool done = *data != NULL ? read_all(file, path, *data, *size, e)
                              : err_set(e, "out of memory: no room for the %zu bytes of %s", *size, path);
    fclose(file);
    if (!done) free(*data);
    return done;
}
