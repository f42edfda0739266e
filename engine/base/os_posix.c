/* os_posix: clock, files, folders, signals and terminal as POSIX has them. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define AGAIN_NANOSECONDS 200000000

int64_t os_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Opened the wrong way round: what reads or writes there fails as it does with a closed descriptor. */
void os_start(void) {
    for (int descriptor = 0; descriptor < 3; descriptor++)
        if (fcntl(descriptor, F_GETFD) == -1) open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
}

/* ---- files ---- */

/* The one place where systems differ in it: asked for POSIX alone, macOS has the field under no name of
   POSIX's. */
static int64_t modified(const struct stat *status) {
#ifdef __APPLE__
    return (int64_t)status->st_mtime * 1000000000 + status->st_mtimensec;
#else
    return (int64_t)status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec;
#endif
}

static OsStatus status_of(const struct stat *status) {
    return (OsStatus){.kind = S_ISREG(status->st_mode)   ? OS_FILE
                              : S_ISDIR(status->st_mode) ? OS_FOLDER
                                                         : OS_DEVICE,
                      .device = (uint64_t)status->st_dev,
                      .number = (uint64_t)status->st_ino,
                      .size = (uint64_t)status->st_size,
                      .modified = modified(status)};
}

OsStatus os_status(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 ? status_of(&status) : (OsStatus){.kind = OS_NOTHING};
}

bool os_same_file(const OsStatus *a, const OsStatus *b) {
    return a->kind != OS_NOTHING && b->kind != OS_NOTHING && a->device == b->device && a->number == b->number;
}

bool os_is_taken(const char *path) {
    struct stat status;
    return lstat(path, &status) == 0;
}

FILE *os_open(const char *path, OsStatus *status) {
    struct stat found;
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) return NULL;
    FILE *stream = fstat(descriptor, &found) == 0 ? fdopen(descriptor, "rb") : NULL;
    if (stream == NULL) {
        int cause = errno;
        close(descriptor);
        errno = cause;
        return NULL;
    }
    *status = status_of(&found);
    return stream;
}

void os_close(FILE *stream) {
    int cause = errno;
    fclose(stream);
    errno = cause;
}

/* ---- signals ---- */

/* The signals by which a user or the system ends a program; the keyboard's comes first. */
static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { END_COUNT = sizeof ends / sizeof *ends, STOP_COUNT = 3 /* SIGQUIT is never asked twice */ };

/* A handler has no other way to what it must know. */
static const char *volatile unfinished = ""; /* a part that must not be left behind; empty: none */
static volatile sig_atomic_t stopped;        /* the signal that was noted … */
static volatile int64_t noted;               /* … and when */
static int watched;                          /* how many of `ends`, from the first on, are noted */
static sem_t told;                           /* counts what os_stops_await waits for */
static pthread_once_t told_once = PTHREAD_ONCE_INIT;

/* The program ends as it would have without a handler. */
static void on_end(int signal_number) {
    unlink(unfinished);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* Some send a signal twice, to the program and to its group: what follows at once is the same one. */
static void on_stop(int signal_number) {
    if (stopped != 0) {
        if (os_now() - noted > AGAIN_NANOSECONDS) on_end(signal_number);
        return;
    }
    noted = os_now();
    stopped = signal_number;
    sem_post(&told);
}

/* Gives each signal the handler that it needs now; what ignores or handles a signal in its own way goes on
 * so. */
static void set_handlers(void) {
    for (int i = 0; i < END_COUNT; i++) {
        struct sigaction before, action = {.sa_flags = SA_RESTART};
        sigemptyset(&action.sa_mask);
        action.sa_handler = i < watched ? on_stop : unfinished[0] != '\0' ? on_end : SIG_DFL;
        if (sigaction(ends[i], NULL, &before) != 0) continue;
        if (before.sa_handler == SIG_DFL || before.sa_handler == on_stop || before.sa_handler == on_end)
            sigaction(ends[i], &action, NULL);
    }
}

static void make_told(void) {
    sem_init(&told, 0, 0);
}

void os_stops_watch(OsStops which) {
    pthread_once(&told_once, make_told);
    watched = which == OS_STOPS_ALL ? STOP_COUNT : 1;
    stopped = 0;
    set_handlers();
}

void os_stops_ignore(void) {
    watched = 0;
    set_handlers();
}

int os_stopped(void) {
    return stopped;
}

void os_stops_await(void) {
    pthread_once(&told_once, make_told);
    while (sem_wait(&told) != 0 && errno == EINTR) continue;
}

void os_stops_release(void) {
    pthread_once(&told_once, make_told);
    sem_post(&told);
}

void os_end_stopped(void) {
    if (stopped == 0) return;
    signal(stopped, SIG_DFL);
    raise(stopped);
}

/* ---- files written whole or not at all ---- */

#define PART "/.backstep-XXXXXX"
enum { PART_RANDOM = 6, PART_SECONDS = 60 };

static void guard(const char *part) {
    unfinished = part;
    set_handlers();
}

/* The folder that the file is in. false: its path is too long. */
static bool folder_of(const char *path, char *out, size_t size) {
    const char *slash = strrchr(path, '/');
    int length = slash == NULL   ? snprintf(out, size, ".")
                 : slash == path ? snprintf(out, size, "/")
                                 : snprintf(out, size, "%.*s", (int)(slash - path), path);
    return length < (int)size;
}

/* Held as long as the part is written: so it can be told from what a program that was killed left behind. */
static bool lock_part(int descriptor) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(descriptor, F_SETLK, &lock) == 0;
}

/* Takes away a part that is old, ours and held by no program. */
static void clean_part(void *context, const char *name) {
    char path[OS_PATH];
    struct stat status;
    if (strncmp(name, &PART[1], sizeof PART - 2 - PART_RANDOM) != 0 || strlen(name) != sizeof PART - 2)
        return;
    int length = snprintf(path, sizeof path, "%s/%s", (const char *)context, name);
    if (length >= (int)sizeof path || lstat(path, &status) != 0 || !S_ISREG(status.st_mode)) return;
    if (status.st_uid != geteuid() || time(NULL) - status.st_mtime < PART_SECONDS) return;
    int descriptor = open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) return;
    if (lock_part(descriptor)) unlink(path);
    close(descriptor);
}

/* The path itself or, through links, the file that they lead to. */
static bool resolve(OsOutput *output, const char *path) {
    struct stat status;
    bool link = lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
    char *whole = link ? realpath(path, NULL) : NULL;
    if (link && whole == NULL) {
        errno = ELOOP;
        return false;
    }
    int length = snprintf(output->path, sizeof output->path, "%s", whole != NULL ? whole : path);
    free(whole);
    errno = ENAMETOOLONG;
    return length < (int)sizeof output->path;
}

static FILE *stream_of(int descriptor) {
    FILE *stream = descriptor < 0 ? NULL : fdopen(descriptor, "w+b");
    if (stream == NULL && descriptor >= 0) close(descriptor);
    return stream;
}

/* A file of our own in the folder of what it will replace, which its owner alone may read until then. */
static FILE *open_beside(OsOutput *output) {
    char folder[OS_PATH - sizeof PART];
    errno = ENAMETOOLONG;
    if (!folder_of(output->path, folder, sizeof folder)) return NULL;
    os_folder_each(folder, clean_part, folder);
    snprintf(output->part, sizeof output->part, "%s" PART, folder);
    int descriptor = mkstemp(output->part);
    if (descriptor >= 0) lock_part(descriptor);
    if (descriptor >= 0) guard(output->part);
    FILE *stream = stream_of(descriptor);
    int cause = errno;
    if (stream == NULL && descriptor >= 0) unlink(output->part);
    if (stream == NULL) output->part[0] = '\0';
    if (stream == NULL) guard("");
    errno = cause;
    return stream;
}

/* A file without a name. */
static FILE *open_elsewhere(void) {
    const char *asked = getenv("TMPDIR");
    char path[OS_PATH];
    int length = snprintf(path, sizeof path, "%s" PART, asked != NULL && asked[0] == '/' ? asked : "/tmp");
    int descriptor = length < (int)sizeof path ? mkstemp(path) : -1;
    if (descriptor >= 0) unlink(path);
    return stream_of(descriptor);
}

bool os_output_begin(OsOutput *output, const char *path) {
    *output = (OsOutput){.way = OS_BESIDE};
    if (!resolve(output, path)) return false;
    struct stat status;
    bool exists = stat(output->path, &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) {
        errno = EISDIR;
    } else if (exists && !S_ISREG(status.st_mode)) {
        output->way = OS_DIRECT;
        output->stream = fopen(path, "wb");
    } else if (!exists || access(output->path, W_OK) == 0) {
        output->stream = open_beside(output);
        if (output->stream == NULL && exists && (errno == EACCES || errno == EPERM || errno == EROFS)) {
            output->way = OS_OVER;
            output->stream = open_elsewhere();
        }
    }
    return output->stream != NULL;
}

/* Onto the disk, where the file is on one. */
static bool settle(int descriptor) {
    return fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS;
}

/* With the owner and the permissions of the file that was there, or those of any new file. */
static void give_rights(int descriptor, const char *path) {
    struct stat status;
    if (stat(path, &status) == 0) {
        if (status.st_uid != geteuid() && fchown(descriptor, status.st_uid, status.st_gid) != 0) errno = 0;
        fchmod(descriptor, status.st_mode & 0777);
        return;
    }
    mode_t mask = umask(0);
    umask(mask);
    fchmod(descriptor, 0666 & ~mask);
}

/* That the name leads to the new file outlives a power cut, too. */
static void settle_folder(const char *path) {
    char folder[OS_PATH];
    int descriptor = folder_of(path, folder, sizeof folder) ? open(folder, O_RDONLY | O_CLOEXEC) : -1;
    if (descriptor < 0) return;
    settle(descriptor);
    close(descriptor);
}

static bool copy(int from, int to, size_t size) {
    char bytes[1 << 16];
    if (lseek(from, 0, SEEK_SET) != 0) return false;
    while (size > 0) {
        ssize_t got = read(from, bytes, size < sizeof bytes ? size : sizeof bytes);
        if (got <= 0) return false;
        size -= (size_t)got;
        for (ssize_t done = 0, wrote; done < got; done += wrote)
            if ((wrote = write(to, bytes + done, (size_t)(got - done))) < 0) return false;
    }
    return true;
}

/* Takes the room on the disk, so that a full one leaves the file as it was. */
static bool reserve(int to, off_t size) {
    struct stat before;
    if (fstat(to, &before) != 0) return false;
    int failed = size > 0 ? posix_fallocate(to, 0, size) : 0;
    if (failed == 0) return true;
    if (ftruncate(to, before.st_size) == 0) errno = failed;
    return false;
}

/* No signal comes in between. */
static bool copy_over(int from, const char *path) {
    struct stat status;
    sigset_t all, before;
    int to = open(path, O_WRONLY | O_CLOEXEC);
    if (to < 0) return false;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    bool good = fstat(from, &status) == 0 && reserve(to, status.st_size) &&
                copy(from, to, (size_t)status.st_size) && ftruncate(to, status.st_size) == 0 && settle(to);
    int cause = errno;
    close(to);
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = cause;
    return good;
}

bool os_output_end(OsOutput *output) {
    errno = 0;
    int descriptor = fileno(output->stream);
    bool good = fflush(output->stream) == 0 && !ferror(output->stream);
    if (output->way == OS_BESIDE) {
        if (good) give_rights(descriptor, output->path);
        good = good && settle(descriptor);
    }
    if (good && output->way == OS_OVER) good = copy_over(descriptor, output->path);
    if (fclose(output->stream) != 0) good = false;
    if (good && output->way == OS_BESIDE) good = rename(output->part, output->path) == 0;
    int cause = errno;
    if (output->way == OS_BESIDE) {
        if (!good) unlink(output->part);
        guard("");
        if (good) settle_folder(output->path);
    }
    errno = cause;
    return good;
}

void os_output_abandon(OsOutput *output) {
    fclose(output->stream);
    if (output->way != OS_BESIDE) return;
    unlink(output->part);
    guard("");
}

/* ---- folders ---- */

bool os_folder_each(const char *folder, void (*visit)(void *context, const char *name), void *context) {
    DIR *directory = opendir(folder);
    if (directory == NULL) return false;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) visit(context, entry->d_name);
    closedir(directory);
    return true;
}

bool os_folder_make(const char *folder) {
    return mkdir(folder, 0700) == 0 || errno == EEXIST;
}

void os_folder_here(char *out, size_t size) {
    if (getcwd(out, size) == NULL) snprintf(out, size, ".");
}

void os_folder_program(char *out, size_t size) {
    ssize_t length = readlink("/proc/self/exe", out, size - 1);
    out[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(out, '/');
    if (slash != NULL) *slash = '\0';
}

bool os_folder_settings(char *out, size_t size) {
    const char *settings = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    int length = -1;
    if (settings != NULL && settings[0] == '/')
        length = snprintf(out, size, "%s", settings);
    else if (home != NULL && home[0] == '/')
        length = snprintf(out, size, "%s/.config", home);
    return length >= 0 && (size_t)length < size;
}

/* ---- the user ---- */

const char *os_locale(void) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (int i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && *value != '\0') return value;
    }
    return "";
}

bool os_is_terminal(FILE *stream) {
    return isatty(fileno(stream)) == 1;
}
