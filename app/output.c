/* output: files written whole or not at all. */
#include "output.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool output_open(Output *output, const char *path, Err *e) {
    *output = (Output){.stream = stdout};
    if (path == NULL) return true;
    if (snprintf(output->path, sizeof output->path, "%s", path) >= (int)sizeof output->path)
        return err_set(e, "this path is too long: %.60s…", path);
    struct stat status;
    bool exists = stat(path, &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) return err_set(e, "%.300s is a folder; give a file's name", path);
    if (!exists || S_ISREG(status.st_mode))
        snprintf(output->part, sizeof output->part, "%s.%ld", output->path, (long)getpid());
    output->stream = fopen(output->part[0] ? output->part : path, "wb");
    if (output->stream == NULL) return err_set(e, "cannot write %.300s: %s", path, strerror(errno));
    return true;
}

bool output_commit(Output *output, Err *e) {
    const char *name = output->path[0] ? output->path : "standard output";
    errno = 0;
    bool good = fflush(output->stream) == 0 && !ferror(output->stream);
    if (output->stream != stdout && fclose(output->stream) != 0) good = false;
    if (good && output->part[0] && rename(output->part, output->path) != 0) good = false;
    if (good) return true;
    int cause = errno;
    if (output->part[0]) remove(output->part);
    return err_set(e, "cannot write %.300s: %s", name, cause ? strerror(cause) : "the write failed");
}

void output_abandon(Output *output) {
    if (output->stream != NULL && output->stream != stdout) fclose(output->stream);
    if (output->part[0]) remove(output->part);
}
