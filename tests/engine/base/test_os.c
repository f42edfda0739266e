/* test_os: a file that is written whole is on the disk before it takes its place, and so is its name after that. */
#include "tests/support/folder.h"

#include <errno.h>

#include "engine/base/os.h"

typedef enum Call { CALL_FSYNC_FILE, CALL_RENAME, CALL_FSYNC_FOLDER } Call;

static Call calls[16];
static int call_count;
static ino_t synced; /* the file that fsync had last */
static int fails_at; /* this call fails, from 1; 0: none does */

static bool note(Call call) {
    assert_in_range(call_count, 0, 15);
    calls[call_count++] = call;
    return call_count != fails_at;
}

/* The linker puts these in the place of the system's (meson.build). */
int __real_fsync(int descriptor);
int __wrap_fsync(int descriptor);
int __wrap_fsync(int descriptor) {
    struct stat status;
    assert_int_equal(fstat(descriptor, &status), 0);
    if (S_ISREG(status.st_mode)) synced = status.st_ino;
    if (note(S_ISDIR(status.st_mode) ? CALL_FSYNC_FOLDER : CALL_FSYNC_FILE)) return __real_fsync(descriptor);
    errno = EIO;
    return -1;
}

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to) {
    struct stat status;
    assert_int_equal(stat(from, &status), 0);
    assert_int_equal(status.st_ino, synced); /* the very file that is put into its place */
    assert_int_equal(status.st_size, 4);     /* with all that was written */
    if (note(CALL_RENAME)) return __real_rename(from, to);
    errno = EIO;
    return -1;
}

static const char *write_new(Folder *folder, bool *good) {
    OsOutput output;
    const char *path = write_file(folder, "result", "old", 3);
    call_count = 0;
    synced = 0;
    assert_true(os_output_begin(&output, path));
    fputs("new\n", output.stream);
    *good = os_output_end(&output);
    return path;
}

static void assert_holds(const char *path, const char *text) {
    char line[16] = "";
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    fclose(file);
    assert_string_equal(line, text);
}

static void a_file_is_on_the_disk_before_it_takes_its_place(void **state) {
    bool good;
    const char *path = write_new(*state, &good);
    assert_true(good);
    assert_int_equal(call_count, 3);
    assert_int_equal(calls[0], CALL_FSYNC_FILE);
    assert_int_equal(calls[1], CALL_RENAME);
    assert_int_equal(calls[2], CALL_FSYNC_FOLDER);
    assert_holds(path, "new\n");
}

static void what_cannot_be_brought_to_the_disk_changes_nothing(void **state) {
    for (fails_at = 1; fails_at <= 2; fails_at++) {
        bool good;
        const char *path = write_new(*state, &good);
        assert_false(good);
        assert_int_equal(errno, EIO);
        assert_int_equal(call_count, fails_at);
        assert_holds(path, "old");
    }
    fails_at = 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_file_is_on_the_disk_before_it_takes_its_place),
        IN_FOLDER(what_cannot_be_brought_to_the_disk_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
