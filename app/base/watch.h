/* watch: notices that a file was saved, by looking at it now and then: works on every system and with every
 * editor. */
#ifndef BACKSTEP_APP_WATCH_H
#define BACKSTEP_APP_WATCH_H

#include "assets.h"

#include "engine/base/os.h"

typedef struct Watch {
    char path[ASSETS_PATH]; /* empty: nothing is watched */
    OsStatus known;         /* as it was last reported, or when the watch began */
    OsStatus seen;          /* at the last look */
    uint64_t next;          /* when the next look is due, microseconds */
} Watch;

/* Begins before the file is read, so that nothing that is saved from then on is missed. */
void watch_start(Watch *watch, const char *path, uint64_t now);

/* Looks at the file where that is due. true: it has been saved and looks the same for the second time, so
   that it is hardly ever read half written. A file that is gone is waited for. */
bool watch_look(Watch *watch, uint64_t now);

#endif
