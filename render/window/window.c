/* window: whether the desktop asks for reduced motion, read where GTK and KDE keep the wish. */
#include "window.h"

#include "engine/base/os.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line "KEY=VALUE" in a file below the folder of settings that says: no motion. */
typedef struct Wish {
    const char *file, *key;
    const char *values[3];
} Wish;

static const Wish wishes[] = {
    {"gtk-4.0/settings.ini", "gtk-enable-animations", {"0", "false", "FALSE"}},
    {"gtk-3.0/settings.ini", "gtk-enable-animations", {"0", "false", "FALSE"}},
    {"kdeglobals", "AnimationDurationFactor", {"0", "0.0", "0,0"}},
};

/* "gtk-enable-animations = 0" and the like; spaces are free. */
static bool line_is(const char *line, const Wish *wish) {
    size_t length = strlen(wish->key);
    if (strncmp(line, wish->key, length) != 0) return false;
    line += length;
    line += strspn(line, " \t");
    if (*line++ != '=') return false;
    line += strspn(line, " \t");
    size_t end = strcspn(line, " \t\r\n");
    for (size_t i = 0; i < sizeof wish->values / sizeof wish->values[0]; i++)
        if (strlen(wish->values[i]) == end && strncmp(line, wish->values[i], end) == 0) return true;
    return false;
}

static bool file_wishes(const char *path, const Wish *wish) {
    char line[256];
    bool found = false;
    OsStatus status;
    FILE *file = os_open(path, &status);
    if (!file) return false;
    while (status.kind == OS_FILE && !found && fgets(line, sizeof line, file)) found = line_is(line, wish);
    os_close(file);
    return found;
}

bool window_reduced_motion(void) {
    char settings[2048];
    if (!os_folder_settings(settings, sizeof settings)) return false;
    for (size_t i = 0; i < sizeof wishes / sizeof wishes[0]; i++) {
        char path[4096];
        int length = snprintf(path, sizeof path, "%s/%s", settings, wishes[i].file);
        if ((size_t)length < sizeof path && file_wishes(path, &wishes[i])) return true;
    }
    return false;
}
