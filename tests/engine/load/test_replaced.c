/* test_replaced: what a lesson notes of the files it was read from is of what was read, whatever takes their names
   meanwhile. */
#include "tests/support/folder.h"

#include "engine/base/os.h"
#include "engine/load/load.h"

static const char lesson_bytes[] = "[data]\nx = csv(\"my.csv\", \"x\")\ny = idx(\"my.idx\")\n[parameters]\n"
                                   "w = [[0.5]]\n[model]\nloss = mse(x @ w, y)\n";
static const char csv_bytes[] = "x\n1\n2\n";
static const char idx_bytes[] = "\0\0\010\002\0\0\0\002\0\0\0\001\001\002";

static Folder *folder; /* NULL: nothing is replaced */
static OsStatus opened[8];
static int opened_count;

static void write_files(void) {
    char command[400];
    write_file(folder, "my.csv~", csv_bytes, sizeof csv_bytes - 1);
    write_file(folder, "my.idx~", idx_bytes, sizeof idx_bytes - 1);
    write_file(folder, "my.lesson~", lesson_bytes, sizeof lesson_bytes - 1);
    snprintf(command, sizeof command, "cd %s && for f in *~; do mv $f ${f%%?}; done", folder->path);
    assert_int_equal(system(command), 0);
}

/* The linker puts these in the place of the program's own (meson.build): another file takes each name when the first
   one has been read. */
FILE *__real_os_open(const char *path, OsStatus *status);
FILE *__wrap_os_open(const char *path, OsStatus *status);
FILE *__wrap_os_open(const char *path, OsStatus *status) {
    FILE *stream = __real_os_open(path, status);
    assert_in_range(opened_count, 0, 7);
    if (stream != NULL) opened[opened_count++] = *status;
    return stream;
}

void __real_os_close(FILE *stream);
void __wrap_os_close(FILE *stream);
void __wrap_os_close(FILE *stream) {
    write_files();
    __real_os_close(stream);
}

static void the_files_noted_are_those_that_were_read(void **state) {
    char path[300];
    Err e = {0};
    folder = *state;
    write_files();
    snprintf(path, sizeof path, "%s/my.lesson", folder->path);
    Lesson *lesson = load_lesson(path, NULL, &e);
    if (lesson == NULL) fail_msg("%s", e.text);
    assert_int_equal(opened_count, 3);
    const LessonFile *file = lesson->files; /* the last one first */
    for (int i = 2; i >= 0; i--, file = file->next) {
        assert_non_null(file);
        assert_true(os_same_file(&file->status, &opened[i]));
    }
    assert_null(file);
    lesson_release(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {IN_FOLDER(the_files_noted_are_those_that_were_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
