/* find: looks for a data file in the places where one may be kept; if it is in none, names them all. */
#define _XOPEN_SOURCE 700 /* realpath */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dataset.h"
#include "engine/base/os.h"
#include "engine/base/utf8.h"

enum { MAX_PLACES = 4, MAX_PATH = 4096, SHOWN_PLACE = 160 };

typedef struct Places {
    char at[MAX_PLACES][MAX_PATH];
    int count;
} Places;

/* One more place: folder and what stands below it; none where there is no folder or its path is too long. */
static void add_place(Places *places, const char *folder, const char *below) {
    if (folder == NULL || folder[0] == 0) return;
    int length = snprintf(places->at[places->count], MAX_PATH, "%s%s", folder, below);
    if (length > 0 && length < MAX_PATH) places->count++;
}

static void list_places(Places *places, const char *lesson_dir, const char *data_dir) {
    const char *shared = getenv("XDG_DATA_HOME");
    bool own = shared != NULL && shared[0] != 0;
    places->count = 0;
    add_place(places, lesson_dir != NULL && lesson_dir[0] == 0 ? "." : lesson_dir, "");
    add_place(places, getenv("BACKSTEP_DATA"), "");
    add_place(places, own ? shared : getenv("HOME"), own ? "/backstep" : "/.local/share/backstep");
    add_place(places, data_dir, "");
}

/* Whether the file is there; path (size bytes) is then its path. folder NULL: name is a path of its own. */
static bool is_there(const char *folder, const char *name, char *path, size_t size) {
    int length =
        snprintf(path, size, "%s%s%s", folder != NULL ? folder : "", folder != NULL ? "/" : "", name);
    return length > 0 && (size_t)length < size && os_status(path).kind != OS_NOTHING;
}

/* Files of the MNIST format are handed around packed and unpacked: the other form's name, or none. */
static bool twin_name(const char *name, char *twin, size_t size) {
    if (strstr(name, "-ubyte") == NULL) return false;
    size_t length = strlen(name);
    bool packed = length > 3 && strcmp(name + length - 3, ".gz") == 0;
    int written =
        packed ? snprintf(twin, size, "%.*s", (int)(length - 3), name) : snprintf(twin, size, "%s.gz", name);
    return written > 0 && (size_t)written < size;
}

static bool find(const Places *places, const char *name, char *path, size_t size) {
    char twin[MAX_PATH];
    bool has_twin = twin_name(name, twin, sizeof twin);
    if (name[0] == '/')
        return is_there(NULL, name, path, size) || (has_twin && is_there(NULL, twin, path, size));
    for (int k = 0; k < places->count; k++) {
        const char *folder = places->at[k];
        if (is_there(folder, name, path, size) || (has_twin && is_there(folder, twin, path, size)))
            return true;
    }
    return false;
}

static bool is_mnist(const char *name) {
    static const char *const parts[] = {"train-images", "train-labels", "t10k-images",
                                        "t10k-labels",  "mnist",        "MNIST"};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        if (strstr(name, parts[k]) != NULL) return true;
    return false;
}

static bool is_nowhere(const Places *places, const char *name, Err *e) {
    char list[MAX_PLACES * (SHOWN_PLACE + 8)] = "";
    for (int k = 0; k < places->count && name[0] != '/'; k++) {
        bool cut = strlen(places->at[k]) > SHOWN_PLACE - 4;
        utf8_append(list, sizeof list, "%s%.*s%s", k == 0 ? "" : ", ", SHOWN_PLACE - 4, places->at[k],
                    cut ? "…" : "");
    }
    if (list[0] == 0) return err_set(e, "there is no data file %.200s", name);
    if (!is_mnist(name)) return err_set(e, "there is no data file %.200s; looked in %s", name, list);
    return err_set(e,
                   "there is no data file %.200s; looked in %s. MNIST is four files, "
                   "train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and "
                   "t10k-labels-idx1-ubyte.gz, published by Yann LeCun (yann.lecun.com/exdb/mnist) and "
                   "mirrored widely: put them in one of these places",
                   name, list);
}

bool find_file(const char *name, const char *lesson_dir, const char *data_dir, char *path, size_t size,
               Err *e) {
    if (name[0] == 0) return err_set(e, "the name of a data file is empty");
    Places places;
    list_places(&places, lesson_dir, data_dir);
    return find(&places, name, path, size) || is_nowhere(&places, name, e);
}

/* Whether a path without links lies in the folder, or below it in folders that are not hidden. */
static bool is_below(const char *path, const char *folder) {
    char *resolved = realpath(folder, NULL);
    if (resolved == NULL) return false;
    size_t length = strlen(resolved);
    if (length > 0 && resolved[length - 1] == '/') length--; /* the root */
    bool below =
        strncmp(path, resolved, length) == 0 && path[length] == '/' && strstr(path + length, "/.") == NULL;
    free(resolved);
    return below;
}

bool find_is_near(const char *path, const char *lesson_dir, const char *data_dir) {
    Places places;
    list_places(&places, lesson_dir, data_dir);
    char *resolved = realpath(path, NULL);
    bool near = false;
    for (int k = 0; k < places.count && resolved != NULL && !near; k++)
        near = is_below(resolved, places.at[k]);
    free(resolved);
    return near;
}
