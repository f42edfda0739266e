/* output: where a command's result goes, and what is said where it cannot be written. */
#include "output.h"

#include <errno.h>
#include <string.h>

static bool refuse(const char *path, Err *e) {
    if (errno == EISDIR) return err_set(e, "%.300s is a folder; give a file's name", path);
    if (errno == ELOOP) return err_set(e, "cannot write %.300s: it is a link that leads nowhere", path);
    if (errno == ENAMETOOLONG) return err_set(e, "this path is too long: %.60s…", path);
    return err_set(e, "cannot write %.300s: %s", path, strerror(errno));
}

bool output_open(Output *output, const char *path, Err *e) {
    *output = (Output){.stream = stdout};
    if (path == NULL) return true;
    output->named = os_output_begin(&output->file, path);
    output->stream = output->file.stream;
    return output->named || refuse(path, e);
}

bool output_spares(const char *path, const Lesson *lesson, Err *e) {
    OsStatus status = path != NULL ? os_status(path) : (OsStatus){.kind = OS_NOTHING};
    for (const LessonFile *file = lesson->files; file != NULL; file = file->next)
        if (os_same_file(&status, &file->status))
            return err_set(e, "%.300s is read by the lesson; give the result another name", path);
    return true;
}

bool output_end(Output *output, bool good, Err *e) {
    if (!good) {
        if (output->named) os_output_abandon(&output->file);
        return false;
    }
    errno = 0;
    if (output->named ? os_output_end(&output->file) : fflush(stdout) == 0 && !ferror(stdout)) return true;
    const char *why = errno != 0 ? strerror(errno) : "the write failed";
    if (!output->named) return err_set(e, "cannot write standard output: %s", why);
    return err_set(e, "cannot write %.300s: %s", output->file.path, why);
}
