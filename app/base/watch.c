/* watch: compares what the system says of a file with what it said before. */
#include "watch.h"

#include <stdio.h>

enum { LOOK_MICROSECONDS = 300000, SETTLE_MICROSECONDS = 50000 };

/* What changes when a file is written in place, or another one takes its name. */
static bool same(const OsStatus *a, const OsStatus *b) {
    return os_same_file(a, b) && a->size == b->size && a->modified == b->modified;
}

void watch_start(Watch *watch, const char *path, uint64_t now) {
    snprintf(watch->path, sizeof watch->path, "%s", path);
    watch->known = watch->seen = os_status(path);
    watch->next = now + LOOK_MICROSECONDS;
}

bool watch_look(Watch *watch, uint64_t now) {
    if (watch->path[0] == '\0' || now < watch->next) return false;
    OsStatus stamp = os_status(watch->path);
    bool changed = stamp.kind != OS_NOTHING && !same(&stamp, &watch->known),
         settled = same(&stamp, &watch->seen);
    watch->seen = stamp;
    watch->next = now + (changed && !settled ? SETTLE_MICROSECONDS : LOOK_MICROSECONDS);
    if (!changed || !settled) return false;
    watch->known = stamp;
    return true;
}
