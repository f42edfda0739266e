/* test_dataset_find: data files are found where they are kept, and where they are not, all places are named.
 */
#include "tests/support/folder.h"

#include "engine/data/dataset.h"

enum { PATH_SIZE = 1200 };

static void files_are_found_in_the_order_of_the_places(void **state) {
    Folder *folder = *state;
    static const char *const places[] = {"lesson", "mine", "share/backstep", "installed"};
    char paths[4][200], found[PATH_SIZE], command[500];
    snprintf(command, sizeof command, "mkdir -p %s/lesson %s/mine %s/share/backstep %s/installed",
             folder->path, folder->path, folder->path, folder->path);
    assert_int_equal(system(command), 0);
    for (int k = 0; k < 4; k++) {
        char name[100];
        snprintf(name, sizeof name, "%s/a.csv", places[k]);
        strcpy(paths[k], write_file(folder, name, "a", 1));
    }
    char lesson[200], mine[200], share[200], installed[200];
    snprintf(lesson, sizeof lesson, "%s/lesson", folder->path);
    snprintf(mine, sizeof mine, "%s/mine", folder->path);
    snprintf(share, sizeof share, "%s/share", folder->path);
    snprintf(installed, sizeof installed, "%s/installed", folder->path);
    setenv("BACKSTEP_DATA", mine, 1);
    setenv("XDG_DATA_HOME", share, 1);
    Err e;
    for (int k = 0; k < 4; k++) {
        assert_true(find_file("a.csv", lesson, installed, found, sizeof found, &e));
        assert_string_equal(found, paths[k]);
        remove(paths[k]);
    }
    assert_false(find_file("a.csv", lesson, installed, found, sizeof found, &e));
    for (int k = 0; k < 4; k++) {
        *strrchr(paths[k], '/') = 0;
        assert_says(&e, paths[k]);
    }
    unsetenv("BACKSTEP_DATA");
    unsetenv("XDG_DATA_HOME");
}

static void the_home_folder_is_looked_in_without_xdg(void **state) {
    Folder *folder = *state;
    char found[PATH_SIZE], command[300], wanted[200];
    char *home = getenv("HOME") != NULL ? strdup(getenv("HOME")) : NULL;
    snprintf(command, sizeof command, "mkdir -p %s/.local/share/backstep", folder->path);
    assert_int_equal(system(command), 0);
    strcpy(wanted, write_file(folder, ".local/share/backstep/a.csv", "a", 1));
    unsetenv("BACKSTEP_DATA");
    setenv("XDG_DATA_HOME", "", 1);
    setenv("HOME", folder->path, 1);
    Err e;
    assert_true(find_file("a.csv", NULL, NULL, found, sizeof found, &e));
    assert_string_equal(found, wanted);
    assert_true(find_file(wanted, NULL, NULL, found, sizeof found, &e)); /* an absolute path */
    assert_string_equal(found, wanted);
    assert_false(
        find_file(wanted, NULL, NULL, found, strlen(folder->path) + 1, &e)); /* room for its folder */
    if (home != NULL) setenv("HOME", home, 1);
    free(home);
}

static void the_other_form_of_an_mnist_file_is_found(void **state) {
    Folder *folder = *state;
    char found[PATH_SIZE], wanted[200];
    Err e;
    strcpy(wanted, write_file(folder, "train-images-idx3-ubyte", "a", 1));
    assert_true(find_file("train-images-idx3-ubyte.gz", folder->path, NULL, found, sizeof found, &e));
    assert_string_equal(found, wanted);
    strcpy(wanted, write_file(folder, "t10k-labels-idx1-ubyte.gz", "a", 1));
    assert_true(find_file("t10k-labels-idx1-ubyte", folder->path, NULL, found, sizeof found, &e));
    assert_string_equal(found, wanted);
    write_file(folder, "b.csv.gz", "a", 1);
    assert_false(find_file("b.csv", folder->path, NULL, found, sizeof found, &e));
}

static void missing_mnist_is_explained(void **state) {
    (void)state;
    char found[PATH_SIZE];
    Err e;
    assert_false(find_file("t10k-images-idx3-ubyte.gz", "lessons", "/usr/share/backstep/data", found,
                           sizeof found, &e));
    static const char *const parts[] = {"t10k-images-idx3-ubyte.gz; looked in lessons, ",
                                        ", /usr/share/backstep/data. ",
                                        "train-images-idx3-ubyte.gz",
                                        "train-labels-idx1-ubyte.gz",
                                        "t10k-images-idx3-ubyte.gz and ",
                                        "t10k-labels-idx1-ubyte.gz",
                                        "yann.lecun.com/exdb/mnist"};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) assert_says(&e, parts[k]);
    assert_false(find_file("other.csv", "lessons", NULL, found, sizeof found, &e));
    assert_null(strstr(e.text, "MNIST"));
    assert_false(find_file("", "lessons", NULL, found, sizeof found, &e));
}

static void a_file_is_near_in_the_places_and_in_open_folders_there(void **state) {
    Folder *folder = *state;
    char command[900], lesson[200], path[300];
    snprintf(
        command, sizeof command,
        "cd %s && mkdir -p lesson/data lesson/.keys other lessons && touch lesson/a.csv lesson/data/a.csv "
        "lesson/.keys/a.csv lesson/.a.csv other/a.csv lessons/a.csv && ln -s ../other/a.csv lesson/link.csv "
        "&& "
        "ln -s data lesson/folder",
        folder->path);
    assert_int_equal(system(command), 0);
    unsetenv("BACKSTEP_DATA");
    snprintf(lesson, sizeof lesson, "%s/lesson", folder->path);
    static const struct {
        const char *name;
        bool near;
    } files[] = {{"a.csv", true},           {"data/a.csv", true},        {"folder/a.csv", true},
                 {".keys/a.csv", false},    {".a.csv", false},           {"../other/a.csv", false},
                 {"link.csv", false},       {"../lessons/a.csv", false}, {"data/../../other/a.csv", false},
                 {"../lesson/a.csv", true}, {"nowhere.csv", false}};
    for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
        snprintf(path, sizeof path, "%s/%s", lesson, files[k].name);
        if (find_is_near(path, lesson, NULL) != files[k].near) print_error("%s\n", files[k].name);
        assert_int_equal(find_is_near(path, lesson, NULL), files[k].near);
    }
    snprintf(path, sizeof path, "%s/other/a.csv", folder->path);
    snprintf(command, sizeof command, "%s/other", folder->path);
    assert_true(find_is_near(path, lesson, command));
    setenv("BACKSTEP_DATA", command, 1);
    assert_true(find_is_near(path, NULL, NULL));
    unsetenv("BACKSTEP_DATA");
    assert_false(find_is_near(path, NULL, NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(files_are_found_in_the_order_of_the_places),
        IN_FOLDER(a_file_is_near_in_the_places_and_in_open_folders_there),
        IN_FOLDER(the_home_folder_is_looked_in_without_xdg),
        IN_FOLDER(the_other_form_of_an_mnist_file_is_found),
        cmocka_unit_test(missing_mnist_is_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
