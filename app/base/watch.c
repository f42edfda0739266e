/* watch: compares what the system says of a file with what it said before. */
#include "watch.h"

#include <stdio.h>
#include <sys/stat.h>

enum { LOOK_MICROSECONDS = 300000, SETTLE_MICROSECONDS = 50000 };

/* The one place where systems differ in it: asked for POSIX alone, macOS has the field under no name of
 * POSIX's.
 */
static struct timespec modified(const struct stat *status) {
#ifdef __APPLE__
    return (struct timespec){status->st_mtime, status->st_mtimensec};
#else
    return status->st_mtim;
#endif
}

static FileStamp stamp_of(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) return (FileStamp){.there = false};
    return (FileStamp){true, status.st_dev, status.st_ino, status.st_size, modified(&status)};
}

static bool same(const FileStamp *a, const FileStamp *b) {
    return a->there == b->there && a->device == b->device && a->inode == b->inode && a->size == b->size &&
           a->modified.tv_sec == b->modified.tv_sec && a->modified.tv_nsec == b->modified.tv_nsec;
}

void watch_start(Watch *watch, const char *path, uint64_t now) {
    snprintf(watch->path, sizeof watch->path, "%s", path);
    watch->known = watch->seen = stamp_of(path);
    watch->next = now + LOOK_MICROSECONDS;
}

bool watch_look(Watch *watch, uint64_t now) {
    if (watch->path[0] == '\0' || now < watch->next) return false;
    FileStamp stamp = stamp_of(watch->path);
    bool changed = stamp.there && !same(&stamp, &watch->known), settled = same(&stamp, &watch->seen);
    watch->seen = stamp;
    watch->next = now + (changed && !settled ? SETTLE_MICROSECONDS : LOOK_MICROSECONDS);
    if (!changed || !settled) return false;
    watch->known = stamp;
    return true;
}
