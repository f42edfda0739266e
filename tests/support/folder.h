/* folder: for tests with files: a folder of each test's own, and what an error must say. */
#ifndef BACKSTEP_TESTS_FOLDER_H
#define BACKSTEP_TESTS_FOLDER_H

#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/err.h"

/* A folder that is made for each test and gone after it. */
typedef struct Folder {
    char path[100], file[200]; /* file: the one that write_file wrote last */
} Folder;

static inline int make_folder(void **state) {
    Folder *folder = calloc(1, sizeof *folder);
    if (folder == NULL) return -1;
    strcpy(folder->path, "/tmp/backstep-test-XXXXXX");
    *state = folder;
    return mkdtemp(folder->path) == NULL ? -1 : 0;
}

static inline int remove_folder(void **state) {
    Folder *folder = *state;
    char command[200];
    snprintf(command, sizeof command, "rm -r %s", folder->path);
    int result = system(command);
    free(folder);
    return result;
}

static inline const char *write_file(Folder *folder, const char *name, const void *bytes, size_t size) {
    snprintf(folder->file, sizeof folder->file, "%s/%s", folder->path, name);
    FILE *file = fopen(folder->file, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
    return folder->file;
}

static inline void assert_says(const Err *e, const char *part) {
    if (strstr(e->text, part) == NULL) print_error("wanted … %s …\ngot: %s\n", part, e->text);
    assert_non_null(strstr(e->text, part));
}

/* A test that gets its Folder as state. */
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

#endif
