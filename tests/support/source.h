/* source: the project's own C files, for tests that read them. */
#ifndef TESTS_SOURCE_H
#define TESTS_SOURCE_H

#include "tests/support/test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef void SourceVisit(void *context, const char *path);

/* Visits each .c and .h file of a folder and of all folders in it. */
static inline void source_walk(const char *folder, SourceVisit *visit, void *context) {
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char path[900];
        struct stat info;
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        assert_int_equal(stat(path, &info), 0);
        const char *end = path + strlen(path) - 2;
        if (S_ISDIR(info.st_mode))
            source_walk(path, visit, context);
        else if (strcmp(end, ".c") == 0 || strcmp(end, ".h") == 0)
            visit(context, path);
    }
    closedir(dir);
}

/* The same for engine, render or app. */
static inline void source_walk_house(const char *house, SourceVisit *visit, void *context) {
    char path[600];
    snprintf(path, sizeof path, "%s/../%s", getenv("BACKSTEP_TESTS"), house);
    source_walk(path, visit, context);
}

#endif
