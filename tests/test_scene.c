/* test_scene: every lesson's frames, in both languages, at many sizes: nothing overlaps, nothing is cut,
   nothing moves that should stand still. */
#include "tests/stage.h"

enum { MAX_LESSONS = 48 };

/* Data like MNIST's in the test's folder: 256 and 128 images with their labels. */
static void make_mnist(Folder *folder) {
    static const struct {
        const char *name;
        int count, pixels;
    } files[] = {{"train-images-idx3-ubyte.gz", 256, 784},
                 {"train-labels-idx1-ubyte.gz", 256, 1},
                 {"t10k-images-idx3-ubyte.gz", 128, 784},
                 {"t10k-labels-idx1-ubyte.gz", 128, 1}};
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        bool images = files[f].pixels > 1;
        size_t head = images ? 16 : 8, size = head + (size_t)files[f].count * (size_t)files[f].pixels;
        unsigned char *bytes = calloc(size, 1);
        assert_non_null(bytes);
        bytes[2] = 8;
        bytes[3] = images ? 3 : 1;
        bytes[6] = (unsigned char)(files[f].count >> 8);
        bytes[7] = (unsigned char)files[f].count;
        if (images) bytes[11] = bytes[15] = 28;
        for (size_t i = head; i < size; i++)
            bytes[i] = (unsigned char)(images ? (i * 37 % 251) * (i % 7 == 0) : i % 10);
        write_file(folder, files[f].name, bytes, size);
        free(bytes);
    }
    setenv("BACKSTEP_DATA", folder->path, 1);
}

static int lesson_names(char names[MAX_LESSONS][64]) {
    char path[600];
    snprintf(path, sizeof path, "%s/lessons/index.txt", getenv("BACKSTEP_ASSETS"));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    int count = 0;
    while (count < MAX_LESSONS && fscanf(file, "%63s", names[count]) == 1) count++;
    fclose(file);
    return count;
}

static int walk_lesson(const char *lesson, const char *lang, SceneOptions options, const Size *sizes,
                       int count, int every) {
    Stage stage = stage_lesson(lesson, lang);
    int faults = 0;
    int64_t last = stage.lesson->train.epochs < 20 ? stage.lesson->train.epochs : 20;
    for (int i = 0; i < count; i++) {
        options.text_size = sizes[i].text;
        faults += stage_walk(&stage, lesson, &options, 1, sizes[i], every);
        if (every == 1) faults += stage_walk(&stage, lesson, &options, last, sizes[i], 3);
    }
    stage_close(&stage);
    return faults;
}

static void walk_all(void **state, MainView view, const Size *sizes, int count, int every) {
    char names[MAX_LESSONS][64];
    make_mnist(*state);
    int lessons = lesson_names(names), faults = 0;
    assert_true(lessons > 20);
    for (int i = 0; i < lessons; i++)
        for (int russian = 0; russian < 2; russian++) {
            SceneOptions options = stage_options();
            options.main_view = view;
            faults += walk_lesson(names[i], russian ? "ru" : "en", options, sizes, count, every);
        }
    assert_int_equal(faults, 0);
}

static void every_step_of_every_lesson_is_drawn_without_a_fault(void **state) {
    static const Size sizes[] = {{1280, 720, 1}, {1920, 1080, 1}};
    walk_all(state, MAIN_GRAPH, sizes, 2, 1);
}

static void small_and_large_frames_and_texts_have_no_fault(void **state) {
    static const Size sizes[] = {
        {1024, 640, 1}, {3840, 2160, 1}, {1920, 1080, 2}, {1280, 720, 0.75f}, {1280, 720, 2.5f}};
    walk_all(state, MAIN_GRAPH, sizes, 5, 6);
}

static void the_network_has_no_fault(void **state) {
    static const Size sizes[] = {{1280, 720, 1}, {1920, 1080, 1}, {1920, 1080, 2}};
    walk_all(state, MAIN_NETWORK, sizes, 3, 5);
}

static void the_matrix_has_no_fault(void **state) {
    static const Size sizes[] = {{1280, 720, 1}, {1920, 1080, 1}, {1920, 1080, 2}};
    walk_all(state, MAIN_MATRIX, sizes, 3, 5);
}

/* From each step of an iteration to the next, and into the next iteration. */
static int count_moves(const char *lesson, MainView view) {
    Stage stage = stage_lesson(lesson, "en");
    SceneOptions options = stage_options();
    options.main_view = view;
    DrawList before;
    draw_init(&before, stage.fonts);
    char why[600];
    int faults = 0;
    for (int step = 0; step <= stage_steps(&stage); step++) {
        stage_stand(&stage, 1, step);
        stage_draw(&stage, &options, (Selection){.slot = 0}, 1280, 720);
        static const PanelId panels[] = {PANEL_TOP, PANEL_MAIN, PANEL_TIMELINE};
        for (size_t p = 0; step > 0 && p < sizeof panels / sizeof *panels; p++) {
            int moved = picture_check_places(&before, &stage.list, panels[p], why, sizeof why);
            stage_report(moved, why, lesson, "places", step, 1280, 720);
            faults += moved;
        }
        DrawList swap = before;
        before = stage.list;
        stage.list = swap;
    }
    draw_free(&before);
    stage_close(&stage);
    return faults;
}

static void numbers_keep_their_places_from_step_to_step(void **state) {
    char names[MAX_LESSONS][64];
    make_mnist(*state);
    int lessons = lesson_names(names), faults = 0;
    for (int i = 0; i < lessons; i++)
        for (MainView view = MAIN_GRAPH; view < MAIN_MATRIX; view++) faults += count_moves(names[i], view);
    assert_int_equal(faults, 0);
}

static void panels_tile_the_frame(void **state) {
    (void)state;
    for (int enlarged = 0; enlarged <= 3; enlarged++) {
        SceneOptions options = stage_options();
        options.enlarged = enlarged;
        for (PanelId a = PANEL_TOP; a < PANEL_OVERLAY; a++)
            for (PanelId b = a + 1; b < PANEL_OVERLAY; b++) {
                Rect one = scene_panel(&options, 1280, 720, a), other = scene_panel(&options, 1280, 720, b);
                bool apart = one.w <= 0 || other.w <= 0 || one.x + one.w <= other.x ||
                             other.x + other.w <= one.x || one.y + one.h <= other.y ||
                             other.y + other.h <= one.y;
                assert_true(apart);
                assert_true(one.x >= 0 && one.y >= 0 && one.x + one.w <= 1280 && one.y + one.h <= 720);
            }
    }
}

static void a_blank_screen_holds_nothing(void **state) {
    (void)state;
    Stage stage = stage_lesson("x2-relu", "en");
    SceneOptions options = stage_options();
    options.blank = true;
    options.message = "said";
    stage_draw(&stage, &options, stage_follow, 1280, 720);
    assert_int_equal(stage.list.count, 0);
    stage_close(&stage);
}

static void help_and_lessons_fit_their_plate(void **state) {
    (void)state;
    static const Size sizes[] = {
        {1024, 640, 1}, {1280, 720, 1}, {1920, 1080, 1}, {1920, 1080, 2}, {3840, 2160, 1}};
    static const char *const keys[] = {"→  Space  PgDn", "Ctrl+← → ↑ ↓", "?"};
    HelpRow rows[40];
    for (int i = 0; i < 40; i++)
        rows[i] = (HelpRow){keys[i % 3], "the element of the matrix that is explained"};
    Stage stage = stage_lesson("x2-relu", "en");
    for (size_t k = 0; k < 2 * sizeof sizes / sizeof *sizes; k++) {
        SceneOptions options = stage_options();
        const Size *size = &sizes[k / 2];
        char why[600];
        options.text_size = size->text;
        options.help = k % 2 == 0;
        options.lessons = !options.help;
        options.help_rows = options.lesson_rows = rows;
        options.help_count = options.lesson_count = 40;
        stage_draw(&stage, &options, stage_follow, size->width, size->height);
        int faults = picture_check(&stage.list, 11, why, sizeof why);
        stage_report(faults, why, "help", options.help ? "help" : "lessons", 0, size->width, size->height);
        assert_int_equal(faults, 0);
        int entries = 0;
        for (size_t i = 0; i < stage.list.count; i++) {
            const DrawCommand *command = &stage.list.commands[i];
            if (command->mark.role != PART_ENTRY || command->kind != DRAW_RECT) continue;
            Point middle = {command->rect.x + command->rect.w / 2, command->rect.y + command->rect.h / 2};
            assert_int_equal(draw_hit(&stage.list, middle)->mark.instr, command->mark.instr);
            entries++;
        }
        assert_true(options.help ? entries == 0 : entries >= 20);
    }
    stage_close(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panels_tile_the_frame),
        cmocka_unit_test(a_blank_screen_holds_nothing),
        cmocka_unit_test(help_and_lessons_fit_their_plate),
        IN_FOLDER(every_step_of_every_lesson_is_drawn_without_a_fault),
        IN_FOLDER(small_and_large_frames_and_texts_have_no_fault),
        IN_FOLDER(the_network_has_no_fault),
        IN_FOLDER(the_matrix_has_no_fault),
        IN_FOLDER(numbers_keep_their_places_from_step_to_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
