/* output: files written whole or not at all. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "output.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The signals by which a user or the system ends a program. */
static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { END_COUNT = sizeof ends / sizeof *ends };

/* What a signal must not leave behind: a handler has no other way to it. Empty: nothing. */
static const char *volatile unfinished = "";

static void on_end(int signal_number) {
    unlink(unfinished);
    raise(signal_number); /* the handler is gone by now (SA_RESETHAND): the program ends as it would have */
}

/* Takes the place of the default action only: what ignores or handles a signal goes on doing so. */
static void guard(const char *part) {
    unfinished = part;
    for (int i = 0; i < END_COUNT; i++) {
        struct sigaction action = {.sa_handler = on_end, .sa_flags = (int)SA_RESETHAND}, before;
        sigemptyset(&action.sa_mask);
        if (sigaction(ends[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
            sigaction(ends[i], &action, NULL);
    }
}

static void unguard(void) {
    unfinished = "";
    for (int i = 0; i < END_COUNT; i++) {
        struct sigaction action = {.sa_handler = SIG_DFL}, before;
        sigemptyset(&action.sa_mask);
        if (sigaction(ends[i], NULL, &before) == 0 && before.sa_handler == on_end)
            sigaction(ends[i], &action, NULL);
    }
}

/* The path itself or, through links, the file that they lead to. */
static bool resolve(Output *output, const char *path, Err *e) {
    struct stat status;
    char *whole = lstat(path, &status) == 0 && S_ISLNK(status.st_mode) ? realpath(path, NULL) : NULL;
    if (whole == NULL && lstat(path, &status) == 0 && S_ISLNK(status.st_mode))
        return err_set(e, "cannot write %.300s: it is a link that leads nowhere", path);
    int length = snprintf(output->path, sizeof output->path, "%s", whole != NULL ? whole : path);
    free(whole);
    return length < (int)sizeof output->path || err_set(e, "this path is too long: %.60s…", path);
}

/* A file of our own beside the path, with the permissions of what it will replace. */
static FILE *open_part(Output *output, const struct stat *before) {
    snprintf(output->part, sizeof output->part, "%s.%ld", output->path, (long)getpid());
    unlink(output->part); /* of a program that was killed: there is no other with this number now */
    guard(output->part);
    FILE *stream = fopen(output->part, "wbx");
    if (stream == NULL) unguard();
    if (stream != NULL && before != NULL) fchmod(fileno(stream), before->st_mode & 0777);
    return stream;
}

bool output_open(Output *output, const char *path, Err *e) {
    *output = (Output){.stream = stdout};
    if (path == NULL) return true;
    if (!resolve(output, path, e)) return false;
    struct stat status;
    bool exists = stat(output->path, &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) return err_set(e, "%.300s is a folder; give a file's name", path);
    if (exists && !S_ISREG(status.st_mode))
        output->stream = fopen(path, "wb");
    else if (exists && access(output->path, W_OK) != 0)
        output->stream = NULL;
    else
        output->stream = open_part(output, exists ? &status : NULL);
    return output->stream != NULL || err_set(e, "cannot write %.300s: %s", path, strerror(errno));
}

bool output_commit(Output *output, Err *e) {
    errno = 0;
    bool good = fflush(output->stream) == 0 && !ferror(output->stream);
    if (output->stream != stdout && fclose(output->stream) != 0) good = false;
    if (good && output->part[0] && rename(output->part, output->path) != 0) good = false;
    int cause = errno;
    if (!good && output->part[0]) unlink(output->part);
    if (output->part[0]) unguard();
    if (good) return true;
    const char *why = cause ? strerror(cause) : "the write failed";
    if (!output->path[0]) return err_set(e, "cannot write standard output: %s", why);
    return err_set(e, "cannot write %.300s: %s", output->path, why);
}

void output_abandon(Output *output) {
    if (output->stream != NULL && output->stream != stdout) fclose(output->stream);
    if (output->part[0]) {
        unlink(output->part);
        unguard();
    }
}
