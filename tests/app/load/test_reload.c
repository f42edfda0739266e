/* test_reload: a lesson of one's own is read again when it is saved; its mistakes are shown, and never end
 * the program. */
#include "tests/support/folder.h"
#include "tests/support/list_says.h"

#include <fcntl.h>

#include "app/app.h"
#include "app/command/command.h"
#include "app/command/frame.h"
#include "app/command/loop.h"
#include "app/learn/hunt.h"
#include "app/session/session.h"

static const char good[] = "[lesson]\n"
                           "title = A line\n"
                           "[data]\n"
                           "x = linspace(-1, 1, 8)\n"
                           "y = 2 * x + 1\n"
                           "[parameters]\n"
                           "w = full(1, 1, 0.5)\n"
                           "b = full(1, 1, 0)\n"
                           "[model]\n"
                           "p = x @ w + b\n"
                           "loss = mse(p, y)\n"
                           "[train]\n"
                           "lr = 0.1\n"
                           "epochs = 20\n"
                           "[plot]\n"
                           "curve = p against x\n"
                           "points = y against x\n"
                           "snapshots = 2, 5\n";

typedef struct Bench {
    Assets assets;
    Options options;
    App app;
    int saves;
} Bench;

typedef enum Saving { IN_PLACE, RENAMED, VANISHED, SAVINGS } Saving;

/* Each save has a time of its own: two within one tick of the file system's clock would look alike. */
static void give_time(const char *path, int number) {
    const struct timespec times[2] = {{1000000 + number, 0}, {1000000 + number, 0}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void pass_time(Bench *bench) {
    bench->app.now += 400000;
    loop_tick(&bench->app);
}

/* As editors save: over the old bytes; beside them, taking the name; or the old file goes before the new one
 * comes. */
static void save(Folder *folder, Bench *bench, Saving saving, const char *text, size_t size) {
    char path[240];
    snprintf(path, sizeof path, "%s/my.lesson", folder->path);
    if (saving == VANISHED) {
        remove(path);
        pass_time(bench);
    }
    write_file(folder, saving == RENAMED ? "my.lesson~" : "my.lesson", text, size);
    give_time(folder->file, ++bench->saves);
    if (saving == RENAMED) assert_int_equal(rename(folder->file, path), 0);
    for (int i = 0; i < 3; i++) pass_time(bench);
}

/* The file begins with that text. */
static Bench *open_bench_on(Folder *folder, const char *text) {
    static char path[240];
    Bench *bench = calloc(1, sizeof *bench);
    Err e = {0};
    assert_non_null(bench);
    write_file(folder, "my.lesson", text, strlen(text));
    give_time(folder->file, 0);
    snprintf(path, sizeof path, "%s", folder->file);
    char *arguments[] = {"backstep", path, "--lang=en", "--theme=dark", NULL};
    assert_true(options_parse(&bench->options, 4, arguments, &e));
    assert_true(assets_find(&bench->assets, &e));
    if (!app_open(&bench->app, &bench->options, &bench->assets, &e)) fail_msg("%s", e.text);
    frame_draw(&bench->app, 1280, 720);
    return bench;
}

static Bench *open_bench(Folder *folder) {
    return open_bench_on(folder, good);
}

static void close_bench(Bench *bench) {
    app_close(&bench->app);
    free(bench);
}

/* Whether the text stands on the screen. */
static bool shows(Bench *bench, const char *text) {
    frame_draw(&bench->app, 1280, 720);
    return list_says(&bench->app.list, text);
}

static void replaced(char *out, size_t size, const char *from, const char *to) {
    const char *at = strstr(good, from);
    assert_non_null(at);
    snprintf(out, size, "%.*s%s%s", (int)(at - good), good, to, at + strlen(from));
}

static void saving_reads_again_and_keeps_the_place(void **state) {
    Folder *folder = *state;
    Bench *bench = open_bench(folder);
    App *app = &bench->app;
    command_do(app, (Command){DO_SEEK, 7});
    command_do(app, (Command){DO_STEP, 1});
    command_do(app, (Command){DO_SELECT_SLOT, program_find(app->session.lesson->batch, "dw")});
    frame_draw(app, 1280, 720);
    command_do(app, (Command){DO_SNAPSHOT, 0});
    Moment before = app->session.machine->at;
    char text[800];
    for (Saving saving = 0; saving < SAVINGS; saving++) {
        replaced(text, sizeof text, "w = full(1, 1, 0.5)",
                 saving == RENAMED ? "a = ones(1, 1)\nw = 0.3 * a" : "w = full(1, 1, 0.25)");
        save(folder, bench, saving, text, strlen(text));
        assert_string_equal(app->mistake.text, "");
        assert_int_equal(app->session.machine->at.iteration, before.iteration);
        assert_int_equal(app->session.machine->at.step, before.step);
        assert_int_equal(app->ui.selection.slot, program_find(app->session.lesson->batch, "dw"));
        assert_int_equal(app->ui.snapshot_count, 3);
        assert_null(app->other.timeline);
        assert_true(shows(bench, "Read again"));
    }
    close_bench(bench);
}

static void the_file_has_the_last_word_on_the_rate(void **state) {
    Folder *folder = *state;
    Bench *bench = open_bench(folder);
    command_do(&bench->app, (Command){DO_RATE, 1});
    assert_float_equal(session_run(&bench->app.session).rate, 0.12, 1e-9);
    char text[800];
    replaced(text, sizeof text, "lr = 0.1", "lr = 0.3");
    save(folder, bench, IN_PLACE, text, strlen(text));
    assert_float_equal(session_run(&bench->app.session).rate, 0.3, 1e-9);
    close_bench(bench);
}

static void the_file_has_the_last_word_on_the_points(void **state) {
    Folder *folder = *state;
    Bench *bench = open_bench(folder);
    const Value *y = &bench->app.session.lesson->data[1].value;
    float before = y->at[0];
    command_do(&bench->app, (Command){DO_POINT, 1});
    command_do(&bench->app, (Command){DO_POINT_UP, 5});
    y = &bench->app.session.lesson->data[1].value;
    assert_true(y->at[0] > before);
    char text[800];
    replaced(text, sizeof text, "epochs = 20", "epochs = 30");
    save(folder, bench, IN_PLACE, text, strlen(text));
    y = &bench->app.session.lesson->data[1].value;
    assert_true(y->at[0] == before);
    assert_int_equal(bench->app.ui.scene.chosen_point, 0);
    close_bench(bench);
}

static void a_mistake_is_shown_with_its_place_until_the_next_good_save(void **state) {
    Folder *folder = *state;
    Bench *bench = open_bench(folder);
    char text[800];
    replaced(text, sizeof text, "mse(p, y)", "msee(p, y)");
    for (Saving saving = 0; saving < SAVINGS; saving++) {
        save(folder, bench, saving, text, strlen(text));
        assert_true(shows(bench, "my.lesson:11:8: "));
        assert_true(shows(bench, "loss = msee(p, y)"));
        assert_true(shows(bench, "^"));
        assert_true(shows(bench, "did you mean mse?"));
        assert_true(shows(bench, "A line")); /* the lesson before it stays */
        save(folder, bench, saving, good, strlen(good));
        assert_false(shows(bench, "my.lesson:"));
    }
    close_bench(bench);
}

static void a_file_that_is_gone_is_waited_for(void **state) {
    Folder *folder = *state;
    Bench *bench = open_bench(folder);
    remove(folder->file);
    for (int i = 0; i < 10; i++) pass_time(bench);
    assert_string_equal(bench->app.mistake.text, "");
    char text[800];
    replaced(text, sizeof text, "A line", "Back again");
    save(folder, bench, IN_PLACE, text, strlen(text));
    assert_true(shows(bench, "Back again"));
    close_bench(bench);
}

static void a_half_written_file_is_not_read(void **state) {
    Folder *folder = *state;
    Bench *bench = open_bench(folder);
    write_file(folder, "my.lesson", good, strlen(good) / 2);
    give_time(folder->file, 1);
    pass_time(bench); /* seen, but it may still grow */
    write_file(folder, "my.lesson", good, strlen(good));
    give_time(folder->file, 2);
    for (int i = 0; i < 3; i++) {
        assert_string_equal(bench->app.mistake.text, "");
        pass_time(bench);
    }
    close_bench(bench);
}

static void a_built_in_lesson_is_not_watched(void **state) {
    Folder *folder = *state;
    Bench *bench = open_bench(folder);
    bench->app.dirty = false;
    assert_in_range(loop_wait(&bench->app), 1, 300);
    command_do(&bench->app, (Command){DO_LESSON, 0});
    bench->app.dirty = false;
    bench->app.ui.scene.flow = 1;
    bench->app.ui.message[0] = '\0';
    assert_int_equal(loop_wait(&bench->app), -1);
    close_bench(bench);
}

static uint32_t draw(uint32_t *seed, uint32_t below) {
    *seed = *seed * 1664525U + 1013904223U;
    return (*seed >> 8) % below;
}

/* The good text with one to three bytes written over, put in or cut out. */
static size_t edit(char *text, uint32_t *seed) {
    static const char bytes[] = "()[]=+-*@,.#abcxyzwp 0123\n\"\xD0";
    size_t size = strlen(good);
    memcpy(text, good, size);
    for (uint32_t edits = 1 + draw(seed, 3); edits > 0; edits--) {
        size_t at = draw(seed, (uint32_t)size);
        char byte = bytes[draw(seed, sizeof bytes - 1)];
        uint32_t kind = draw(seed, 3);
        if (kind == 0) text[at] = byte;
        if (kind == 1) memmove(text + at + 1, text + at, size++ - at), text[at] = byte;
        if (kind == 2) memmove(text + at, text + at + 1, --size - at);
    }
    return size;
}

static void two_hundred_edits_are_shown_or_told(void **state) {
    Folder *folder = *state;
    Bench *bench = open_bench(folder);
    App *app = &bench->app;
    uint32_t seed = 7;
    int broken = 0;
    for (int i = 0; i < 200; i++) {
        char text[800];
        size_t size = edit(text, &seed);
        save(folder, bench, (Saving)(i % SAVINGS), text, size);
        const LessonOptions options = {.data_dir = bench->assets.data};
        Err e = {0};
        Lesson *wanted = load_lesson_text(app->shown.path, text, size, &options, &e);
        if (strcmp(app->mistake.text, wanted == NULL ? e.text : "") != 0)
            fail_msg("edit %d: wanted \"%s\", got \"%s\"", i, wanted == NULL ? e.text : "",
                     app->mistake.text);
        command_do(app, (Command){i % 2 ? DO_STEP : DO_EPOCH, 1}); /* what is shown can be used */
        assert_int_equal(shows(bench, "the file has a mistake"), wanted == NULL);
        broken += wanted == NULL;
        lesson_release(wanted);
        if (i % 10 != 9) continue;
        save(folder, bench, (Saving)(i % 3), good, strlen(good));
        assert_string_equal(app->mistake.text, "");
    }
    assert_in_range(broken, 101, 199);
    close_bench(bench);
}

static void a_file_broken_from_the_start_is_waited_for(void **state) {
    Folder *folder = *state;
    char text[800];
    replaced(text, sizeof text, "mse(p, y)", "msee(p, y)");
    Bench *bench = open_bench_on(folder, text);
    App *app = &bench->app;
    assert_true(shows(bench, "Until it is mended"));
    assert_true(shows(bench, "my.lesson:11:8: "));
    assert_true(shows(bench, "did you mean mse?"));
    command_do(app, (Command){DO_STEP, 1}); /* what stands in its place can be used */
    command_do(app, (Command){DO_RATE, 1});
    replaced(text, sizeof text, "[train]", "[trian]");
    save(folder, bench, IN_PLACE, text, strlen(text));
    assert_true(shows(bench, "my.lesson:12:2: ") && shows(bench, "Until it is mended"));
    save(folder, bench, IN_PLACE, good, strlen(good));
    assert_false(shows(bench, "my.lesson:") || app->waiting);
    assert_true(shows(bench, "A line") && shows(bench, "one press, one operation"));
    assert_string_equal(app->session.lesson->name, "my");
    assert_null(app->other.timeline);
    save(folder, bench, IN_PLACE, text, strlen(text)); /* from now on its own last good state stays */
    assert_true(shows(bench, "before the last save") && shows(bench, "A line"));
    close_bench(bench);
}

static void the_mistake_is_told_in_the_language_of_the_screen(void **state) {
    Folder *folder = *state;
    char text[800];
    Err e;
    Bench *bench = open_bench(folder);
    replaced(text, sizeof text, "mse(p, y)", "msee(p, y)");
    save(folder, bench, IN_PLACE, text, strlen(text));
    assert_true(shows(bench, "my.lesson:11:8: there is no function msee"));
    assert_true(frame_speak(&bench->app, "ru", &e));
    assert_true(shows(bench, "my.lesson:11:8: функции msee нет") && shows(bench, "может быть, mse?"));
    replaced(text, sizeof text, "[train]", "[trian]");
    save(folder, bench, IN_PLACE, text, strlen(text));
    assert_true(shows(bench, "my.lesson:12:2: раздела [trian] нет"));
    assert_true(frame_speak(&bench->app, "en", &e));
    assert_true(shows(bench, "my.lesson:12:2: there is no section [trian]"));
    close_bench(bench);
}

static void what_cannot_be_read_or_is_not_for_a_window_is_told_at_once(void **state) {
    Folder *folder = *state;
    static const char *const words[] = {"--set=lr=-1", "--hunt", "--still", "--still"};
    for (int i = 0; i < 4; i++) {
        Assets found;
        Options options;
        Err e = {0};
        char path[240];
        write_file(folder, "my.lesson", i == 3 ? "[" : good, i == 3 ? 1 : strlen(good));
        snprintf(path, sizeof path, "%s%s", folder->file, i == 2 ? ".none.lesson" : "");
        char first[20], *arguments[] = {"backstep", path, first, "--lang=en", NULL};
        snprintf(first, sizeof first, "%s", words[i]);
        App *app = calloc(1, sizeof *app);
        assert_non_null(app);
        assert_true(options_parse(&options, 4, arguments, &e) && assets_find(&found, &e));
        if (i == 3) options.task = TASK_SHOT;
        assert_false(app_open(app, &options, &found, &e));
        assert_true(e.text[0] != '\0' && !app->waiting);
        app_close(app);
        free(app);
    }
}

static void a_lesson_of_ones_own_is_in_the_list(void **state) {
    Folder *folder = *state;
    char text[800];
    replaced(text, sizeof text, "[data]", "hunt = A line too far\n[data]");
    strcat(text, "[bugs]\nlr = 5\n");
    Bench *bench = open_bench_on(folder, text);
    App *app = &bench->app;
    command_do(app, (Command){DO_LESSONS, 0});
    int last = app->catalog.count - 1;
    assert_int_equal(app->ui.scene.lesson_selected, last - 1);
    assert_true(shows(bench, "my.lesson") && shows(bench, "A line too far"));
    command_do(app, (Command){DO_LESSON, 0});
    assert_string_not_equal(app->session.lesson->name, "my");
    command_do(app, (Command){DO_LESSON, last - 1});
    assert_string_equal(app->session.lesson->name, "my");
    command_do(app, (Command){DO_LESSON, last});
    assert_true(shows(bench, "Hunt: A line too far") && hunt_runs(app));
    save(folder, bench, IN_PLACE, text, strlen(text)); /* saved, it is hunted anew */
    assert_true(hunt_runs(app));
    close_bench(bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(saving_reads_again_and_keeps_the_place),
        IN_FOLDER(the_file_has_the_last_word_on_the_rate),
        IN_FOLDER(the_file_has_the_last_word_on_the_points),
        IN_FOLDER(a_mistake_is_shown_with_its_place_until_the_next_good_save),
        IN_FOLDER(a_file_that_is_gone_is_waited_for),
        IN_FOLDER(a_half_written_file_is_not_read),
        IN_FOLDER(a_built_in_lesson_is_not_watched),
        IN_FOLDER(two_hundred_edits_are_shown_or_told),
        IN_FOLDER(a_file_broken_from_the_start_is_waited_for),
        IN_FOLDER(the_mistake_is_told_in_the_language_of_the_screen),
        IN_FOLDER(what_cannot_be_read_or_is_not_for_a_window_is_told_at_once),
        IN_FOLDER(a_lesson_of_ones_own_is_in_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
