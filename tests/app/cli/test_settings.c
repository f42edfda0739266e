/* test_settings: what was chosen in the window is there again the next time; a broken file is told and
 * ignored. */
#include "tests/support/folder.h"

#include "app/cli/settings.h"

static void settings_file(const Folder *folder, char *path, size_t size) {
    setenv("XDG_CONFIG_HOME", folder->path, 1);
    assert_true(settings_path(path, size));
}

static void what_is_written_is_read_again(void **state) {
    char path[300];
    Err e;
    Settings read, all = {.text_size = 1.15f,
                          .theme = theme_find("contrast"),
                          .lang = "ru",
                          .has_view = true,
                          .view = MAIN_MATRIX};
    settings_file(*state, path, sizeof path);
    for (int i = 0; i < 2; i++) { /* the second time the folder and the file are there */
        if (!settings_write(&all, path, &e)) fail_msg("%s", e.text);
        assert_true(settings_read(&read, path, &e));
        assert_float_equal(read.text_size, 1.15f, 1e-6);
        assert_string_equal(read.theme->name, "contrast");
        assert_string_equal(read.lang, "ru");
        assert_true(read.has_view && read.view == MAIN_MATRIX);
    }
    Settings little = {.lang = "en"};
    assert_true(settings_write(&little, path, &e) && settings_read(&read, path, &e));
    assert_true(read.theme == NULL && read.text_size == 0 && !read.has_view);
    assert_string_equal(read.lang, "en");
}

static void no_file_is_nothing_chosen(void **state) {
    char path[300];
    Err e;
    Settings read;
    settings_file(*state, path, sizeof path);
    assert_true(settings_read(&read, path, &e));
    assert_true(read.theme == NULL && read.text_size == 0 && read.lang[0] == '\0' && !read.has_view);
}

static void a_broken_file_is_ignored_as_a_whole(void **state) {
    static const char *const broken[] = {"pink",
                                         "theme = pink",
                                         "text_size = 3",
                                         "text_size = nan",
                                         "text_size = 1x",
                                         "language = ../etc",
                                         "language = abcdefghi",
                                         "view = round",
                                         "theme = dark paper",
                                         "colour = dark"};
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        char text[100];
        Err e = {0};
        Settings read;
        snprintf(text, sizeof text, "# once\nview = matrix\n%s\n", broken[i]);
        const char *path = write_file(*state, "settings", text, strlen(text));
        if (settings_read(&read, path, &e)) fail_msg("\"%s\" was taken", broken[i]);
        assert_says(&e, "line 3 of ");
        assert_false(read.has_view);
    }
    Err e;
    Settings read;
    assert_false(settings_read(&read, write_file(*state, "zero", "view = graph\0\n", 14), &e));
}

static void the_command_line_wins(void **state) {
    (void)state;
    Assets assets;
    Options options;
    Err e;
    char *bare[] = {"backstep", NULL};
    char *full[] = {"backstep", "--theme=dark", "--lang=en", "--view=graph", NULL};
    const Settings kept = {
        .text_size = 2, .theme = theme_find("paper"), .lang = "ru", .has_view = true, .view = MAIN_NETWORK};
    assert_true(assets_find(&assets, &e));
    assert_true(options_parse(&options, 1, bare, &e));
    settings_apply(&kept, &options, &assets);
    assert_string_equal(options.theme->name, "paper");
    assert_string_equal(options.lang, "ru");
    assert_true(options.view == MAIN_NETWORK && options.text_size == 2);
    assert_true(options_parse(&options, 4, full, &e));
    settings_apply(&kept, &options, &assets);
    assert_string_equal(options.theme->name, "dark");
    assert_string_equal(options.lang, "en");
    assert_int_equal(options.view, MAIN_GRAPH);
    const Settings gone = {.lang = "xx"};
    assert_true(options_parse(&options, 4, full, &e));
    options.has_lang = false;
    settings_apply(&gone, &options, &assets);
    assert_string_equal(options.lang, "en");
}

/* What the command line asked for this time is not kept; what a key changed is. */
static void only_what_was_changed_is_kept(void **state) {
    (void)state;
    Settings kept = {.theme = theme_find("paper")};
    Settings begin = {.text_size = 1, .theme = theme_find("dark"), .lang = "en", .has_view = true};
    Settings end = begin;
    assert_false(settings_take(&kept, &begin, &end));
    end.text_size = 1.5f;
    assert_true(settings_take(&kept, &begin, &end));
    assert_string_equal(kept.theme->name, "paper");
    assert_true(kept.text_size == 1.5f && !kept.has_view && kept.lang[0] == '\0');
    snprintf(end.lang, sizeof end.lang, "ru");
    assert_true(settings_take(&kept, &begin, &end));
    assert_string_equal(kept.lang, "ru");
}

static void two_windows_keep_what_was_changed_in_each(void **state) {
    char path[300];
    Settings read;
    Err e;
    const Settings begin = {.text_size = 1, .theme = theme_find("dark"), .lang = "en", .has_view = true};
    Settings first = begin, second = begin;
    settings_file(*state, path, sizeof path);
    first.theme = theme_find("paper");
    first.text_size = 1.25f;
    second.text_size = 1.5f;
    assert_true(settings_keep(path, &begin, &begin, &e));
    assert_int_equal(os_status(path).kind, OS_NOTHING);
    assert_true(settings_keep(path, &begin, &first, &e) && settings_keep(path, &begin, &second, &e));
    assert_true(settings_read(&read, path, &e));
    assert_true(read.text_size == 1.5f && !read.has_view && read.lang[0] == '\0');
    assert_non_null(read.theme);
    assert_string_equal(read.theme->name, "paper");
}

static void a_folder_that_cannot_be_made_is_told(void **state) {
    Folder *folder = *state;
    char path[300];
    Err e;
    Settings settings = {.lang = "en"};
    write_file(folder, "backstep", "", 0);
    settings_file(folder, path, sizeof path);
    assert_false(settings_write(&settings, path, &e));
    assert_says(&e, "cannot");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_is_written_is_read_again),        IN_FOLDER(no_file_is_nothing_chosen),
        IN_FOLDER(a_broken_file_is_ignored_as_a_whole),  cmocka_unit_test(the_command_line_wins),
        cmocka_unit_test(only_what_was_changed_is_kept), IN_FOLDER(two_windows_keep_what_was_changed_in_each),
        IN_FOLDER(a_folder_that_cannot_be_made_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
