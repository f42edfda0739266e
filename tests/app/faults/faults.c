/* faults: counts the calls, fails those that are asked for, and keeps which pieces of memory are alive.
   Threads are run to their end where they are started, so that the same call is always the n-th. */
#define _GNU_SOURCE
#include "faults.h"

#include <dirent.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <zlib.h>

enum { FRAMES = 9, PIECES = 1 << 18 };

typedef struct Faults {
    FaultKind kind;
    long n, count;
    bool on, happened;
    void *frames[FRAMES];
    int frame_count;
    const FILE *broken;         /* the stream whose call failed last: ferror says so */
    long looks;                 /* at the clock */
    const void *pieces[PIECES]; /* open addressing; NULL: free */
    long live;
} Faults;

static Faults faults;

/* No file can be longer than that. */
static void limit_files(rlim_t bytes) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_FSIZE, &limit) != 0) abort();
    limit.rlim_cur = bytes;
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) abort();
}

void faults_begin(FaultKind kind, long n, bool on) {
    faults.kind = kind;
    faults.n = n;
    faults.count = 0;
    faults.looks = 0;
    faults.on = on;
    faults.happened = false;
    faults.frame_count = 0;
    faults.broken = NULL;
    if (kind == FAULT_SPACE && n > 0) limit_files((rlim_t)n - 1);
}

long faults_end(void) {
    limit_files(RLIM_INFINITY);
    faults.n = 0;
    faults.broken = NULL;
    return faults.count;
}

bool faults_happened(void) {
    return faults.happened || faults.kind == FAULT_SPACE;
}

extern const char __executable_start[]; /* of the linker */

void faults_print_place(void) {
    fprintf(stderr, "    addr2line -pfse PROGRAM");
    for (int i = 2; i < faults.frame_count; i++)
        fprintf(stderr, " 0x%tx", (const char *)faults.frames[i] - __executable_start - 1);
    fprintf(stderr, "\n");
}

long faults_live(void) {
    return faults.live;
}

static bool fails(FaultKind kind, int error) {
    if (kind != faults.kind) return false;
    faults.count++;
    if (faults.n == 0 || faults.count < faults.n || (!faults.on && faults.count > faults.n)) return false;
    if (!faults.happened) faults.frame_count = backtrace(faults.frames, FRAMES);
    faults.happened = true;
    errno = error;
    return true;
}

/* ---- memory ---- */

static size_t place_of(const void *piece) {
    size_t place = (size_t)((uintptr_t)piece * 0x9E3779B97F4A7C15u >> 40) % PIECES;
    while (faults.pieces[place] != NULL && faults.pieces[place] != piece) place = (place + 1) % PIECES;
    return place;
}

static void *taken(void *piece) {
    if (piece == NULL) return NULL;
    if (faults.live > PIECES / 2) abort();
    faults.pieces[place_of(piece)] = piece;
    faults.live++;
    return piece;
}

/* What libc took for us, as realpath does, is not known here. */
static void given_back(const void *piece) {
    size_t hole = piece != NULL ? place_of(piece) : 0;
    if (piece == NULL || faults.pieces[hole] == NULL) return;
    faults.pieces[hole] = NULL;
    faults.live--;
    for (size_t next = (hole + 1) % PIECES; faults.pieces[next] != NULL; next = (next + 1) % PIECES) {
        const void *moved = faults.pieces[next];
        faults.pieces[next] = NULL;
        faults.pieces[place_of(moved)] = moved;
    }
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *piece, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void __real_free(void *piece);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *piece, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void __wrap_free(void *piece);

void *__wrap_malloc(size_t size) {
    return fails(FAULT_MEMORY, ENOMEM) ? NULL : taken(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size) {
    return fails(FAULT_MEMORY, ENOMEM) ? NULL : taken(__real_calloc(count, size));
}

void *__wrap_realloc(void *piece, size_t size) {
    if (fails(FAULT_MEMORY, ENOMEM)) return NULL;
    given_back(piece);
    return taken(__real_realloc(piece, size));
}

void *__wrap_aligned_alloc(size_t alignment, size_t size) {
    return fails(FAULT_MEMORY, ENOMEM) ? NULL : taken(__real_aligned_alloc(alignment, size));
}

void __wrap_free(void *piece) {
    given_back(piece);
    __real_free(piece);
}

/* ---- files ---- */

FILE *__real_fopen64(const char *path, const char *mode);
FILE *__wrap_fopen64(const char *path, const char *mode);
FILE *__wrap_fopen64(const char *path, const char *mode) {
    return fails(FAULT_FILE, EIO) ? NULL : __real_fopen64(path, mode);
}

size_t __real_fread(void *to, size_t size, size_t count, FILE *file);
size_t __wrap_fread(void *to, size_t size, size_t count, FILE *file);
size_t __wrap_fread(void *to, size_t size, size_t count, FILE *file) {
    if (!fails(FAULT_FILE, EIO)) return __real_fread(to, size, count, file);
    faults.broken = file;
    return 0;
}

char *__real_fgets(char *to, int size, FILE *file);
char *__wrap_fgets(char *to, int size, FILE *file);
char *__wrap_fgets(char *to, int size, FILE *file) {
    if (!fails(FAULT_FILE, EIO)) return __real_fgets(to, size, file);
    faults.broken = file;
    return NULL;
}

int __real_fflush(FILE *file);
int __wrap_fflush(FILE *file);
int __wrap_fflush(FILE *file) {
    if (file == stderr || !fails(FAULT_FILE, ENOSPC)) return __real_fflush(file);
    faults.broken = file;
    return EOF;
}

int __real_fclose(FILE *file);
int __wrap_fclose(FILE *file);
int __wrap_fclose(FILE *file) {
    bool bad = fails(FAULT_FILE, EIO);
    int result = __real_fclose(file);
    if (bad) errno = EIO;
    return bad ? EOF : result;
}

int __real_ferror(FILE *file);
int __wrap_ferror(FILE *file);
int __wrap_ferror(FILE *file) {
    return file == faults.broken || __real_ferror(file);
}

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to) {
    return fails(FAULT_FILE, EACCES) ? -1 : __real_rename(from, to);
}

int __real_mkdir(const char *path, mode_t mode);
int __wrap_mkdir(const char *path, mode_t mode);
int __wrap_mkdir(const char *path, mode_t mode) {
    return fails(FAULT_FILE, EACCES) ? -1 : __real_mkdir(path, mode);
}

DIR *__real_opendir(const char *path);
DIR *__wrap_opendir(const char *path);
DIR *__wrap_opendir(const char *path) {
    return fails(FAULT_FILE, EACCES) ? NULL : __real_opendir(path);
}

int __real_open64(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return fails(FAULT_FILE, EIO) ? -1 : __real_open64(path, flags, mode);
}

ssize_t __real_read(int file, void *to, size_t size);
ssize_t __wrap_read(int file, void *to, size_t size);
ssize_t __wrap_read(int file, void *to, size_t size) {
    return fails(FAULT_FILE, EIO) ? -1 : __real_read(file, to, size);
}

ssize_t __real_write(int file, const void *from, size_t size);
ssize_t __wrap_write(int file, const void *from, size_t size);
ssize_t __wrap_write(int file, const void *from, size_t size) {
    return fails(FAULT_FILE, ENOSPC) ? -1 : __real_write(file, from, size);
}

off64_t __real_lseek64(int file, off64_t offset, int from);
off64_t __wrap_lseek64(int file, off64_t offset, int from);
off64_t __wrap_lseek64(int file, off64_t offset, int from) {
    return fails(FAULT_FILE, EIO) ? -1 : __real_lseek64(file, offset, from);
}

int __real_fsync(int file);
int __wrap_fsync(int file);
int __wrap_fsync(int file) {
    return fails(FAULT_FILE, EIO) ? -1 : __real_fsync(file);
}

int __real_inflateInit2_(z_streamp stream, int bits, const char *version, int size);
int __wrap_inflateInit2_(z_streamp stream, int bits, const char *version, int size);
int __wrap_inflateInit2_(z_streamp stream, int bits, const char *version, int size) {
    return fails(FAULT_MEMORY, ENOMEM) ? Z_MEM_ERROR : __real_inflateInit2_(stream, bits, version, size);
}

/* ---- threads and time ---- */

/* A millisecond goes by between two looks at the clock. */
int __wrap_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time) {
    (void)clock;
    long milliseconds = 1000000 + faults.looks++;
    *time = (struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000};
    return 0;
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                          void *context);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                          void *context) {
    (void)attributes;
    *thread = pthread_self();
    run(context);
    return 0;
}

/* No other thread is there to post. */
int __wrap_sem_wait(sem_t *semaphore);
int __wrap_sem_wait(sem_t *semaphore) {
    (void)semaphore;
    return 0;
}

int __wrap_pthread_join(pthread_t thread, void **result);
int __wrap_pthread_join(pthread_t thread, void **result) {
    (void)thread;
    if (result != NULL) *result = NULL;
    return 0;
}

int __wrap_nice(int more);
int __wrap_nice(int more) {
    return more;
}
