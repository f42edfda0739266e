/* test_scene: every lesson's frames, in both languages, at many sizes: nothing overlaps, nothing is cut,
   nothing moves that should stand still. */
#include "tests/folder.h"
#include "tests/lesson_helper.h"

#include <math.h>

#include "engine/viewer.h"
#include "render/scene.h"
#include "tests/picture_check.h"

enum { MAX_LESSONS = 48 };

/* What a frame is drawn from. */
typedef struct Stage {
    Fonts *fonts;
    Texts *texts;
    Lesson *lesson;
    Timeline *timeline;
    Machine *machine;
    Viewer *viewer;
    View view;
    DrawList list;
} Stage;

static Stage stage_open(const char *path, const char *text, const char *lang) {
    Stage stage = {.lesson = load_with(path, text, NULL, 0)};
    Err e = {0};
    stage.fonts = fonts_open(getenv("BACKSTEP_ASSETS"), &e);
    stage.texts = texts_open(getenv("BACKSTEP_ASSETS"), lang, &e);
    assert_non_null(stage.fonts);
    assert_non_null(stage.texts);
    assert_non_null(stage.timeline = timeline_new(stage.lesson, exec_best(), &e));
    assert_non_null(stage.machine = machine_new(stage.lesson, exec_best(), &e));
    assert_non_null(stage.viewer = viewer_new(stage.lesson, exec_best(), stage.texts, &e));
    draw_init(&stage.list, stage.fonts);
    return stage;
}

static Stage stage_lesson(const char *name, const char *lang) {
    char path[600];
    snprintf(path, sizeof path, "%s/lessons/%s.lesson", getenv("BACKSTEP_ASSETS"), name);
    return stage_open(path, NULL, lang);
}

static void stage_close(Stage *stage) {
    draw_free(&stage->list);
    viewer_free(stage->viewer);
    machine_free(stage->machine);
    timeline_free(stage->timeline);
    lesson_free(stage->lesson);
    texts_close(stage->texts);
    fonts_close(stage->fonts);
}

static SceneOptions plain_options(void) {
    return (SceneOptions){.theme = theme_find("dark"),
                          .scale = 1,
                          .text_size = 1,
                          .zoom = 1,
                          .flow = 1,
                          .speed = 2,
                          .pointer = {-1, -1}};
}

static void stage_stand(Stage *stage, int64_t epoch, int step) {
    int batches = machine_batches(stage->lesson);
    timeline_seek(stage->timeline, stage->machine, (Moment){(epoch - 1) * batches, step});
}

static void stage_draw(Stage *stage, const SceneOptions *options, Selection selection, int width,
                       int height) {
    int64_t snapshots[VIEW_MAX_SNAPSHOTS];
    int count = stage->lesson->plot.snapshot_count;
    if (count > VIEW_MAX_SNAPSHOTS) count = VIEW_MAX_SNAPSHOTS;
    for (int i = 0; i < count; i++) snapshots[i] = stage->lesson->plot.snapshots[i];
    const ViewerInput input = {.machine = stage->machine,
                               .timeline = stage->timeline,
                               .selection = selection,
                               .snapshots = snapshots,
                               .snapshot_count = count,
                               .check = true};
    viewer_build(stage->viewer, &input, &stage->view);
    scene_draw(&stage->list, &stage->view, options, width, height);
    assert_false(stage->list.failed);
}

static const Selection follow = {.slot = -1};

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

/* Prints the fault with all that is needed to see it. */
static void report(int faults, const char *why, const char *lesson, const char *where, int step, int width,
                   int height) {
    if (faults > 0)
        print_error("%s, %s, step %d, %d×%d: %d faults: %s\n", lesson, where, step, width, height, faults,
                    why);
}

typedef struct Size {
    int width, height;
    float text;
} Size;

/* Draws some steps of an epoch and returns the faults; every: each how many-th step. */
static int walk(Stage *stage, const char *lesson, const SceneOptions *options, int64_t epoch, Size size,
                int every, PictureRules rules) {
    char why[600];
    int all = 0;
    for (int step = 0; step <= stage->lesson->batch->steps; step += every) {
        stage_stand(stage, epoch, step);
        stage_draw(stage, options, follow, size.width, size.height);
        int faults = picture_check(&stage->list, rules, why, sizeof why);
        report(faults, why, lesson, texts_lang(stage->texts), step, size.width, size.height);
        all += faults;
    }
    return all;
}

static int walk_lesson(const char *lesson, const char *lang, SceneOptions options, const Size *sizes,
                       int count, int every, PictureRules rules) {
    if (strcmp(lesson, "curve") == 0) return 0; /* has nothing to step through */
    Stage stage = stage_lesson(lesson, lang);
    int faults = 0;
    int64_t last = stage.lesson->train.epochs < 20 ? stage.lesson->train.epochs : 20;
    for (int i = 0; i < count; i++) {
        options.text_size = sizes[i].text;
        float least = fminf(11 * options.scale, (float)sizes[i].height / 36);
        rules.least = least;
        faults += walk(&stage, lesson, &options, 1, sizes[i], every, rules);
        if (every == 1) faults += walk(&stage, lesson, &options, last, sizes[i], 3, rules);
    }
    stage_close(&stage);
    return faults;
}

static void walk_all(void **state, MainView view, const Size *sizes, int count, int every,
                     PictureRules rules) {
    char names[MAX_LESSONS][64];
    make_mnist(*state);
    int lessons = lesson_names(names), faults = 0;
    assert_true(lessons > 20);
    for (int i = 0; i < lessons; i++)
        for (int russian = 0; russian < 2; russian++) {
            SceneOptions options = plain_options();
            options.main_view = view;
            faults += walk_lesson(names[i], russian ? "ru" : "en", options, sizes, count, every, rules);
        }
    assert_int_equal(faults, 0);
}

static void every_step_of_every_lesson_is_drawn_without_a_fault(void **state) {
    static const Size sizes[] = {{1280, 720, 1}, {1920, 1080, 1}};
    walk_all(state, MAIN_GRAPH, sizes, 2, 1, (PictureRules){0});
}

static void small_and_large_frames_and_texts_have_no_fault(void **state) {
    static const Size sizes[] = {
        {1024, 640, 1}, {3840, 2160, 1}, {1920, 1080, 2}, {1280, 720, 0.75f}, {1280, 720, 2.5f}};
    walk_all(state, MAIN_GRAPH, sizes, 5, 6, (PictureRules){.cut_texts = true});
}

static void the_network_has_no_fault(void **state) {
    static const Size sizes[] = {{1280, 720, 1}, {1920, 1080, 1}, {1920, 1080, 2}};
    walk_all(state, MAIN_NETWORK, sizes, 3, 5, (PictureRules){.cut_texts = true});
}

static void the_matrix_has_no_fault(void **state) {
    static const Size sizes[] = {{1280, 720, 1}, {1920, 1080, 1}, {1920, 1080, 2}};
    walk_all(state, MAIN_MATRIX, sizes, 3, 5, (PictureRules){.cut_texts = true});
}

/* From each step of an iteration to the next, and into the next iteration. */
static int count_moves(const char *lesson, MainView view) {
    if (strcmp(lesson, "curve") == 0) return 0;
    Stage stage = stage_lesson(lesson, "en");
    SceneOptions options = plain_options();
    options.main_view = view;
    DrawList before;
    draw_init(&before, stage.fonts);
    char why[600];
    int faults = 0;
    for (int step = 0; step <= stage.lesson->batch->steps; step++) {
        stage_stand(&stage, 1, step);
        stage_draw(&stage, &options, (Selection){.slot = 0}, 1280, 720);
        static const PanelId panels[] = {PANEL_TOP, PANEL_MAIN, PANEL_TIMELINE};
        for (size_t p = 0; step > 0 && p < sizeof panels / sizeof *panels; p++) {
            int moved = picture_check_places(&before, &stage.list, panels[p], why, sizeof why);
            report(moved, why, lesson, "places", step, 1280, 720);
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

/* Whether the check finds a text of the frame when it is moved ten pixels up, down, left or right. */
static bool move_is_found(DrawList *list, size_t index) {
    static const float ways[4][2] = {{0, 10}, {0, -10}, {10, 0}, {-10, 0}};
    DrawCommand *command = &list->commands[index], saved = *command;
    char why[600];
    bool found = false;
    for (int k = 0; k < 4 && !found; k++) {
        command->box.x = saved.box.x + ways[k][0];
        command->box.y = saved.box.y + ways[k][1];
        found = picture_check(list, (PictureRules){.least = 11}, why, sizeof why) > 0;
    }
    *command = saved;
    return found;
}

/* The check itself. A few labels stand so free that ten pixels do no harm; the others must be found. */
static void a_label_moved_by_ten_pixels_is_found(void **state) {
    (void)state;
    Stage stage = stage_lesson("x2-relu", "en");
    SceneOptions options = plain_options();
    stage_stand(&stage, 1, 20);
    stage_draw(&stage, &options, follow, 1280, 720);
    char why[600];
    int tried = 0, found = 0;
    assert_int_equal(picture_check(&stage.list, (PictureRules){.least = 11}, why, sizeof why), 0);
    for (size_t i = 0; i < stage.list.count; i++) {
        const DrawCommand *command = &stage.list.commands[i];
        if (command->kind != DRAW_TEXT || command->mark.panel != PANEL_MAIN || command->face != FONT_NUMBER)
            continue;
        tried++;
        found += move_is_found(&stage.list, i);
    }
    print_message("%d of %d moved labels found\n", found, tried);
    assert_true(tried >= 15);
    assert_true(found >= tried * 3 / 4);
    stage_close(&stage);
}

static int count_marks(const DrawList *list, ScenePart part, int slot) {
    int count = 0;
    for (size_t i = 0; i < list->count; i++)
        count += list->commands[i].mark.role == (int)part && list->commands[i].mark.slot == slot;
    return count;
}

static void what_is_not_computed_yet_is_no_heat_map_but_an_empty_outline(void **state) {
    (void)state;
    Stage stage = stage_lesson("x2-relu", "en");
    SceneOptions options = plain_options();
    int h = program_find(stage.lesson->batch, "h");
    for (int computed = 0; computed < 2; computed++) {
        stage_stand(&stage, 1, computed ? stage.lesson->batch->steps : stage.lesson->batch->zero_steps);
        stage_draw(&stage, &options, (Selection){.slot = 0}, 1280, 720);
        int cells = 0, outlines = 0;
        for (size_t i = 0; i < stage.list.count; i++) {
            const DrawCommand *command = &stage.list.commands[i];
            if (command->mark.slot != h || command->mark.panel != PANEL_MAIN ||
                command->mark.role != PART_HEAT)
                continue;
            cells += command->kind == DRAW_CELLS;
            outlines += command->kind == DRAW_RECT && command->dash > 0;
        }
        assert_int_equal(cells, computed);
        assert_int_equal(outlines, !computed);
    }
    stage_close(&stage);
}

static void a_click_finds_values_steps_and_epochs(void **state) {
    (void)state;
    Stage stage = stage_lesson("x2-relu", "en");
    SceneOptions options = plain_options();
    stage_stand(&stage, 1, stage.lesson->batch->steps);
    stage_draw(&stage, &options, follow, 1280, 720);
    const Program *program = stage.lesson->batch;
    for (int s = 0; s < program->slot_count; s++) {
        bool shown = program->slots[s].named && program->slots[s].role != ROLE_GRADIENT;
        if (shown && count_marks(&stage.list, PART_HEAT, s) + count_marks(&stage.list, PART_NUMBER, s) == 0)
            print_error("%s is nowhere\n", program->slots[s].name);
        if (shown)
            assert_true(count_marks(&stage.list, PART_HEAT, s) + count_marks(&stage.list, PART_NUMBER, s) >
                        0);
    }
    int steps = 0;
    Rect bar = {0};
    for (size_t i = 0; i < stage.list.count; i++) {
        const DrawCommand *command = &stage.list.commands[i];
        if (command->mark.role == PART_SCRUB) bar = command->rect;
        if (command->mark.role != PART_STEP) continue;
        Point at = {command->rect.x, command->rect.y};
        assert_int_equal(draw_hit(&stage.list, at)->mark.instr, program->step_instr[++steps]);
    }
    assert_int_equal(steps, program->steps);
    float y = bar.y + bar.h / 2;
    assert_int_equal(scene_scrub_epoch(&stage.list, &stage.view, (Point){bar.x, y}), 1);
    assert_int_equal(scene_scrub_epoch(&stage.list, &stage.view, (Point){bar.x + bar.w, y}),
                     stage.view.epochs);
    assert_int_equal(scene_scrub_epoch(&stage.list, &stage.view, (Point){bar.x, 10}), 0);
    stage_close(&stage);
}

static void panels_tile_the_frame(void **state) {
    (void)state;
    for (int enlarged = 0; enlarged <= 3; enlarged++) {
        SceneOptions options = plain_options();
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
    SceneOptions options = plain_options();
    options.blank = true;
    options.message = "said";
    stage_draw(&stage, &options, follow, 1280, 720);
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
        SceneOptions options = plain_options();
        const Size *size = &sizes[k / 2];
        char why[600];
        options.text_size = size->text;
        options.help = k % 2 == 0;
        options.lessons = !options.help;
        options.help_rows = options.lesson_rows = rows;
        options.help_count = options.lesson_count = 40;
        stage_draw(&stage, &options, follow, size->width, size->height);
        int faults =
            picture_check(&stage.list, (PictureRules){.cut_texts = true, .least = 11}, why, sizeof why);
        report(faults, why, "help", options.help ? "help" : "lessons", 0, size->width, size->height);
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

/* Models that no lesson has: each a text, drawn at every step. */
static void any_model_is_drawn_without_a_fault(void **state) {
    (void)state;
    static const char *const models[][2] = {
        {"attention",
         "[data]\nx = randn(6, 8)\ny = randn(6, 8)\n[parameters]\nWq = randn(8, 4)\nWk = randn(8, 4)\n"
         "Wv = randn(8, 4)\nWo = randn(4, 8)\n[model]\nQ = x @ Wq\nK = x @ Wk\nV = x @ Wv\n"
         "A = softmax(Q @ K.T / 2)\nO = A @ V\nh = O @ Wo + x\nloss = mean((h - y)^2)\n"},
        {"residual", "[data]\nx = randn(9, 5)\ny = randn(9, 5)\n[parameters]\nA = randn(5, 5)\nB = randn(5, "
                     "5)\nC = randn(5, 5)\n"
                     "D = randn(5, 5)\n[model]\nh1 = x + relu(x @ A) @ B\nh2 = h1 + relu(h1 @ C) @ D\nloss = "
                     "mse(h2, y)\n"},
        {"reuse", "[data]\nx = randn(9, 3)\n[parameters]\nW = randn(3, 3)\n[model]\na = x @ W\nb = tanh(a @ "
                  "W)\nc = a * b + a * a\n"
                  "d = exp(-(c - b)^2) * sin(a) + b / (1 + a^2)\nloss = sum(d * c - a) / 3\n"},
        {"dead ends", "[data]\nx = randn(9, 3)\n[parameters]\nw = randn(3, 1)\n[model]\np = x @ w\nq = "
                      "sigmoid(p)\nr = q * 2\n"
                      "s = exp(r) + p\nloss = mean(p^2)\n"},
    };
    for (size_t m = 0; m < sizeof models / sizeof *models; m++) {
        Stage stage = stage_open("model.lesson", models[m][1], "en");
        SceneOptions options = plain_options();
        int faults =
            walk(&stage, models[m][0], &options, 1, (Size){1280, 720, 1}, 1, (PictureRules){.least = 11});
        faults +=
            walk(&stage, models[m][0], &options, 1, (Size){1920, 1080, 1}, 1, (PictureRules){.least = 11});
        assert_int_equal(faults, 0);
        stage_close(&stage);
    }
}

/* A chain of `layers` layers, each a step of the model of its own. */
static char *deep_model(int layers) {
    char *text = malloc((size_t)layers * 120 + 400), *at = text;
    assert_non_null(text);
    at += sprintf(at, "[data]\nx = randn(8, 4)\ny = randn(8, 4)\n[parameters]\n");
    for (int i = 0; i < layers; i++) at += sprintf(at, "W%d = randn(4, 4)\nb%d = zeros(1, 4)\n", i, i);
    at += sprintf(at, "[model]\n");
    for (int i = 0; i < layers; i++) {
        if (i == 0)
            at += sprintf(at, "h0 = relu(x @ W0 + b0)\n");
        else
            at += sprintf(at, "h%d = relu(h%d @ W%d + b%d)\n", i, i - 1, i, i);
    }
    sprintf(at, "loss = mse(h%d, y)\n", layers - 1);
    return text;
}

static void a_deep_model_shows_one_of_its_blocks_and_how_many_more(void **state) {
    (void)state;
    char *text = deep_model(40);
    Stage stage = stage_open("deep.lesson", text, "en");
    SceneOptions options = plain_options();
    const Program *program = stage.lesson->batch;
    stage_stand(&stage, 1, program->zero_steps + 60);
    stage_draw(&stage, &options, follow, 1280, 720);
    int more = 0, now = program_find(program, "h19");
    for (size_t i = 0; i < stage.list.count; i++) {
        const DrawCommand *command = &stage.list.commands[i];
        if (command->kind == DRAW_TEXT && strstr(draw_string(&stage.list, command), "× ") != NULL) more++;
    }
    assert_int_equal(more, 2);
    assert_true(count_marks(&stage.list, PART_HEAT, now) > 0);
    assert_int_equal(walk(&stage, "deep", &options, 1, (Size){1280, 720, 1}, 7, (PictureRules){.least = 11}),
                     0);
    stage_close(&stage);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_moved_by_ten_pixels_is_found),
        cmocka_unit_test(what_is_not_computed_yet_is_no_heat_map_but_an_empty_outline),
        cmocka_unit_test(a_click_finds_values_steps_and_epochs),
        cmocka_unit_test(panels_tile_the_frame),
        cmocka_unit_test(a_blank_screen_holds_nothing),
        cmocka_unit_test(help_and_lessons_fit_their_plate),
        cmocka_unit_test(any_model_is_drawn_without_a_fault),
        cmocka_unit_test(a_deep_model_shows_one_of_its_blocks_and_how_many_more),
        IN_FOLDER(every_step_of_every_lesson_is_drawn_without_a_fault),
        IN_FOLDER(small_and_large_frames_and_texts_have_no_fault),
        IN_FOLDER(the_network_has_no_fault),
        IN_FOLDER(the_matrix_has_no_fault),
        IN_FOLDER(numbers_keep_their_places_from_step_to_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
