/* test_scene: how the frame is divided, and what lies over it. */
#include "render/style/style.h"
#include "tests/support/list_says.h"
#include "tests/support/stage.h"

#include <math.h>

static bool are_apart(Rect a, Rect b) {
    return a.w <= 0 || b.w <= 0 || a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y ||
           b.y + b.h <= a.y;
}

/* Lessons with a plot, without one, with a single epoch, without a model. */
static void panels_tile_the_frame(void **state) {
    (void)state;
    static const char *const lessons[] = {"x2-relu", "mazur", "dense-layer", "curve"};
    for (int k = 0; k < 20; k++) {
        Stage stage = stage_lesson(lessons[k / 5], "en");
        SceneOptions options = stage_options();
        options.enlarged = k % 5;
        if (k % 2 && stage.machine != NULL) stage_stand(&stage, 1, 5); /* else the first frame */
        stage_draw(&stage, &options, stage_follow, 1280, 720);
        for (PanelId a = PANEL_TOP; a < PANEL_OVERLAY; a++)
            for (PanelId b = a + 1; b < PANEL_OVERLAY; b++) {
                Rect one = scene_panel(&stage.view, &options, 1280, 720, a),
                     other = scene_panel(&stage.view, &options, 1280, 720, b);
                assert_true(are_apart(one, other));
                assert_true(one.x >= 0 && one.y >= 0 && one.x + one.w <= 1280 && one.y + one.h <= 720);
            }
        stage_close(&stage);
    }
}

/* What a lesson has nothing to show in is given to its neighbours. */
static void no_panel_stands_empty(void **state) {
    (void)state;
    static const struct {
        const char *lesson;
        bool main, plot, history;
    } rows[] = {{"x2-relu", true, true, false},
                {"mazur", true, false, false},
                {"dense-layer", true, false, false},
                {"curve", false, true, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Stage stage = stage_lesson(rows[i].lesson, "en");
        SceneOptions options = stage_options();
        stage_stand(&stage, 1, 5); /* behind the first frame */
        stage_draw(&stage, &options, stage_follow, 1280, 720);
        assert_int_equal(scene_panel(&stage.view, &options, 1280, 720, PANEL_MAIN).w > 0, rows[i].main);
        assert_int_equal(scene_panel(&stage.view, &options, 1280, 720, PANEL_PLOT).w > 0, rows[i].plot);
        assert_int_equal(scene_panel(&stage.view, &options, 1280, 720, PANEL_HISTORY).w > 0, rows[i].history);
        stage_close(&stage);
    }
}

/* A picture has no steps, and offers no keys for them. */
static void keys_are_offered_for_what_there_is(void **state) {
    (void)state;
    static const struct {
        const char *lesson;
        bool steps;
    } rows[] = {{"x2-relu", true}, {"curve", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Stage stage = stage_lesson(rows[i].lesson, "en");
        SceneOptions options = stage_options();
        if (stage.machine != NULL) stage_stand(&stage, 1, 5); /* behind the first frame */
        stage_draw(&stage, &options, stage_follow, 1600, 900);
        assert_true(list_says(&stage.list, "help"));
        assert_int_equal(list_says(&stage.list, "phase"), rows[i].steps);
        stage_close(&stage);
    }
}

/* Sentences of the lesson stand once, wherever that is. */
static void what_a_lesson_is_about_is_said_once(void **state) {
    (void)state;
    static const char *const lessons[] = {"mazur", "chain-rule", "curve", "softmax-two-layers"};
    for (size_t i = 0; i < sizeof lessons / sizeof *lessons; i++) {
        Stage stage = stage_lesson(lessons[i], "en");
        SceneOptions options = stage_options();
        stage_draw(&stage, &options, stage_follow, 1920, 1080);
        int said = 0;
        for (size_t k = 0; k < stage.list.count; k++) {
            if (stage.list.commands[k].kind != DRAW_TEXT) continue;
            const char *text = draw_string(&stage.list, &stage.list.commands[k]);
            said += strlen(text) >= 4 &&
                    strncmp(stage.view.about, text, strlen(text) < 24 ? strlen(text) : 24) == 0;
        }
        assert_int_equal(said, 1);
        stage_close(&stage);
    }
}

/* The middle of the knob: the disc of now in that panel. */
static Point knob(const Stage *stage, const SceneOptions *options, PanelId panel) {
    for (size_t i = stage->list.count; i-- > 0;) {
        const DrawCommand *command = &stage->list.commands[i];
        Color now = options->theme->now;
        if (command->mark.panel == (int)panel && command->kind == DRAW_DISC &&
            memcmp(&command->fill, &now, sizeof now) == 0 && command->mark.role != PART_STEP)
            return (Point){command->rect.x, command->rect.y};
    }
    fail_msg("there is no knob");
    return (Point){0, 0};
}

/* Where the bar says that the learner is, a click goes to; enlarged, too. */
static void the_epoch_under_the_knob_is_the_one_that_is_shown(void **state) {
    (void)state;
    static const char *const lessons[] = {"x2-relu", "digits", "students", "housing-deep"};
    for (int k = 0; k < 8; k++) {
        Stage stage = stage_lesson(lessons[k / 2], "en");
        SceneOptions options = stage_options();
        options.enlarged = k % 2 ? 4 : 0;
        stage_train(&stage);
        const int64_t epochs = stage.lesson->train.epochs;
        float before = 0;
        for (int64_t epoch = 2; epoch <= epochs; epoch = epoch == epochs      ? epochs + 1
                                                         : epoch * 3 < epochs ? epoch * 3
                                                                              : epochs) {
            stage_stand(&stage, epoch, 5);
            stage_draw(&stage, &options, stage_follow, 1920, 1080);
            Point at = knob(&stage, &options, k % 2 ? PANEL_HISTORY : PANEL_TIMELINE);
            double found = (double)scene_scrub_epoch(&stage.list, &stage.view, at);
            assert_true(fabs(found / (double)epoch - 1) < 0.02);
            assert_true(at.x > before + 10);
            before = at.x;
        }
        stage_close(&stage);
    }
}

/* The knob stands at the loss: higher where it is higher, on the track before there is one. */
static void the_bar_is_the_curve_of_the_loss(void **state) {
    (void)state;
    Stage stage = stage_lesson("x2-relu", "en");
    SceneOptions options = stage_options();
    stage_train(&stage);
    stage_draw(&stage, &options, stage_follow, 1920, 1080);
    float track = knob(&stage, &options, PANEL_TIMELINE).y, high[3];
    static const int64_t epochs[] = {2, 30, 3000};
    for (int i = 0; i < 3; i++) {
        stage_stand(&stage, epochs[i], 20);
        stage_draw(&stage, &options, stage_follow, 1920, 1080);
        high[i] = knob(&stage, &options, PANEL_TIMELINE).y;
    }
    assert_true(high[0] < track - 5 && high[1] < track - 5);
    assert_true(high[2] > high[0] + 5);
    stage_close(&stage);
}

/* In place of the loss. */
static bool loss_is_asked(const DrawList *list) {
    for (size_t i = 0; i < list->count; i++)
        if (list->commands[i].kind == DRAW_TEXT && list->commands[i].mark.panel == PANEL_TOP &&
            strcmp(draw_string(list, &list->commands[i]), "?") == 0)
            return true;
    return false;
}

static int count_texts(const DrawList *list, PanelId panel, const char *text) {
    int count = 0;
    for (size_t i = 0; i < list->count; i++)
        count += list->commands[i].kind == DRAW_TEXT && list->commands[i].mark.panel == (int)panel &&
                 strstr(draw_string(list, &list->commands[i]), text) != NULL;
    return count;
}

/* Of every lesson with a model: the plot is larger than the graph, the sentence is the largest text, no phase is lit, and
   the key takes the next step. */
static void the_first_frame_sets_the_stage(void **state) {
    (void)state;
    static const char *const lessons[] = {"x2-relu",  "mazur",       "digits",
                                          "students", "activations", "autograd-square"};
    for (size_t i = 0; i < sizeof lessons / sizeof *lessons; i++) {
        Stage stage = stage_lesson(lessons[i], "en");
        SceneOptions options = stage_options();
        const Program *program = stage.lesson->batch;
        for (int step = 0; step <= program->zero_steps; step++) {
            stage_stand(&stage, 1, step);
            stage_draw(&stage, &options, stage_follow, 1600, 900);
            assert_true(style_opens(&stage.view, &options));
            Rect plot = scene_panel(&stage.view, &options, 1600, 900, PANEL_PLOT);
            Rect graph = scene_panel(&stage.view, &options, 1600, 900, PANEL_MAIN);
            assert_true(plot.w * plot.h > 1.5f * graph.w * graph.h && graph.w > 1500);
            float sentence = 0;
            int keys = 0;
            for (size_t k = 0; k < stage.list.count; k++) {
                const DrawCommand *command = &stage.list.commands[k];
                bool said = command->mark.panel == PANEL_EXPLAIN && command->kind == DRAW_TEXT;
                if (said) sentence = fmaxf(sentence, command->size);
                keys += command->mark.panel == PANEL_EXPLAIN && command->mark.role == PART_STEP &&
                        command->mark.instr == program->step_instr[step + 1];
            }
            assert_true(sentence > 0.034f * 900 && keys > 0);
            assert_int_equal(loss_is_asked(&stage.list), true);
            assert_int_equal(count_texts(&stage.list, PANEL_TIMELINE, "operations"), 1);
        }
        stage_stand(&stage, 1, program->zero_steps + 1);
        stage_draw(&stage, &options, stage_follow, 1600, 900);
        assert_false(style_opens(&stage.view, &options));
        assert_int_equal(count_texts(&stage.list, PANEL_TIMELINE, "operations"), 0);
        stage_close(&stage);
    }
}

/* A learner who looks at something else is not interrupted; nor is the first step of a later epoch a beginning. */
static void the_stage_is_set_only_before_everything(void **state) {
    (void)state;
    Stage stage = stage_lesson("x2-relu", "en");
    SceneOptions usual = stage_options(), options = usual;
    stage_draw(&stage, &options, (Selection){.slot = 2}, 1600, 900);
    assert_false(style_opens(&stage.view, &options));
    stage_draw(&stage, &options, stage_follow, 1600, 900);
    options.main_view = MAIN_NETWORK;
    assert_false(style_opens(&stage.view, &options));
    options = usual;
    options.enlarged = 3;
    assert_false(style_opens(&stage.view, &options));
    options = usual;
    options.predict.on = true;
    assert_false(style_opens(&stage.view, &options));
    stage_stand(&stage, 2, 0);
    stage_draw(&stage, &usual, stage_follow, 1600, 900);
    assert_false(style_opens(&stage.view, &usual));
    stage_close(&stage);
}

/* On the way each panel lies between its place in the first frame and its own. */
static void the_first_step_moves_the_panels_to_their_places(void **state) {
    (void)state;
    Stage stage = stage_lesson("x2-relu", "en");
    SceneOptions options = stage_options();
    stage_draw(&stage, &options, stage_follow, 1600, 900);
    Rect first = scene_panel(&stage.view, &options, 1600, 900, PANEL_PLOT);
    stage_stand(&stage, 1, stage.lesson->batch->zero_steps + 1);
    stage_draw(&stage, &options, stage_follow, 1600, 900);
    Rect last = scene_panel(&stage.view, &options, 1600, 900, PANEL_PLOT);
    float x = first.x;
    for (int k = 0; k <= 20; k++) {
        options.leaving = 1 - (float)k / 20;
        stage_draw(&stage, &options, stage_follow, 1600, 900);
        Rect now = scene_panel(&stage.view, &options, 1600, 900, PANEL_PLOT);
        assert_true(now.x >= x - 0.5f && now.x <= last.x + 0.5f);
        if (k == 0) assert_true(now.x == first.x && now.w == first.w);
        if (k == 10) assert_true(fabsf(now.x - (first.x + last.x) / 2) < 2);
        x = now.x;
    }
    assert_true(x == last.x && last.x > first.x + 500);
    stage_close(&stage);
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

/* Lessons' titles as they are, in both languages, and more of them than there are. */
static int read_titles(HelpRow rows[60], char titles[60][160], const char *lang) {
    char path[600], name[64];
    int count = 0;
    Err e;
    snprintf(path, sizeof path, "%s/lessons/index.txt", getenv("BACKSTEP_ASSETS"));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (count < 60 && fscanf(file, "%63s", name) == 1) {
        snprintf(path, sizeof path, "%s/lessons/%s.lesson", getenv("BACKSTEP_ASSETS"), name);
        assert_true(load_title(path, lang, false, titles[count], 160, &e));
        rows[count] = (HelpRow){"hunt 3", titles[count], count > 25};
        count++;
    }
    fclose(file);
    for (int i = count; i < 38; i++) rows[i] = rows[i - count];
    return count < 38 ? 38 : count;
}

static const Size sheet_sizes[] = {{1024, 640, 1},  {1280, 720, 1},    {1920, 1080, 1},   {1920, 1080, 2},
                                   {3840, 2160, 1}, {1024, 640, 2.5f}, {1280, 720, 1.5f}, {1280, 720, 0.75f}};
enum { SHEETS = sizeof sheet_sizes / sizeof *sheet_sizes };

static bool shows_text(const DrawList *list, int entry, const char *text) {
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_TEXT && command->mark.role == PART_ENTRY && command->mark.instr == entry &&
            strcmp(draw_string(list, command), text) == 0)
            return true;
    }
    return false;
}

/* Each entry can be clicked, and shows its number and its whole title. Returns how many there are. */
static int check_entries(const DrawList *list, const HelpRow *rows) {
    int entries = 0;
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        char number[16];
        if (command->mark.role != PART_ENTRY || command->kind != DRAW_RECT) continue;
        int entry = command->mark.instr;
        Point middle = {command->rect.x + command->rect.w / 2, command->rect.y + command->rect.h / 2};
        assert_int_equal(draw_hit(list, middle)->mark.instr, entry);
        snprintf(number, sizeof number, "%d", entry + 1);
        assert_true(shows_text(list, entry, number));
        assert_true(shows_text(list, entry, rows[entry].text));
        entries++;
    }
    return entries;
}

static void the_lessons_fit_their_sheet_with_number_and_title(void **state) {
    (void)state;
    HelpRow rows[60];
    char titles[60][160];
    for (int k = 0; k < 2 * SHEETS; k++) {
        const char *lang = k % 2 == 0 ? "en" : "ru";
        const Size *size = &sheet_sizes[k / 2];
        Stage stage = stage_lesson("x2-relu", lang);
        SceneOptions options = stage_options();
        char why[600];
        options.text_size = size->text;
        options.lessons = true;
        options.lesson_rows = rows;
        options.lesson_count = read_titles(rows, titles, lang);
        for (int chosen = 0; chosen < options.lesson_count; chosen += 5) {
            options.lesson_selected = chosen;
            stage_draw(&stage, &options, stage_follow, size->width, size->height);
            int faults = picture_check(&stage.list, 11, why, sizeof why);
            stage_report(faults, why, "lessons", lang, chosen, size->width, size->height);
            assert_int_equal(faults, 0);
            int entries = check_entries(&stage.list, rows);
            assert_true(size->text <= 1 ? entries == options.lesson_count : entries >= 8);
            assert_true(shows_text(&stage.list, chosen, rows[chosen].text));
        }
        stage_close(&stage);
    }
}

static void a_window_of_some_pixels_still_lists_the_chosen_lesson(void **state) {
    (void)state;
    HelpRow rows[60];
    char titles[60][160];
    Stage stage = stage_lesson("x2-relu", "en");
    SceneOptions options = stage_options();
    options.lessons = true;
    options.lesson_rows = rows;
    options.lesson_count = read_titles(rows, titles, "en");
    options.lesson_selected = options.lesson_count - 1;
    for (int size = 1; size <= 64; size *= 2) {
        stage_draw(&stage, &options, stage_follow, size, size);
        int entries = 0;
        for (size_t i = 0; i < stage.list.count; i++) {
            const DrawMark *mark = &stage.list.commands[i].mark;
            entries += mark->role == PART_ENTRY && mark->instr == options.lesson_selected;
        }
        if (entries == 0) print_error("%d×%d pixels: the chosen lesson is not listed\n", size, size);
        assert_true(entries > 0);
    }
    stage_close(&stage);
}

static void the_keys_fit_their_sheet(void **state) {
    (void)state;
    static const char *const keys[] = {"→  Space  PgDn", "Ctrl+← → ↑ ↓", "?"};
    HelpRow rows[40];
    for (int i = 0; i < 40; i++)
        rows[i] = (HelpRow){keys[i % 3], "the element of the matrix that is explained", false};
    Stage stage = stage_lesson("x2-relu", "en");
    for (int k = 0; k < SHEETS; k++) {
        SceneOptions options = stage_options();
        const Size *size = &sheet_sizes[k];
        char why[600];
        options.text_size = size->text;
        options.help = true;
        options.help_rows = rows;
        options.help_count = 40;
        stage_draw(&stage, &options, stage_follow, size->width, size->height);
        int faults = picture_check(&stage.list, 11, why, sizeof why);
        stage_report(faults, why, "help", "en", 0, size->width, size->height);
        assert_int_equal(faults, 0);
        int rows_shown = 0;
        for (size_t i = 0; i < stage.list.count; i++) {
            const DrawCommand *command = &stage.list.commands[i];
            rows_shown += command->kind == DRAW_TEXT && command->mark.panel == PANEL_OVERLAY &&
                          strcmp(draw_string(&stage.list, command), rows[0].text) == 0;
        }
        assert_int_equal(rows_shown, 40);
    }
    stage_close(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panels_tile_the_frame),
        cmocka_unit_test(no_panel_stands_empty),
        cmocka_unit_test(keys_are_offered_for_what_there_is),
        cmocka_unit_test(what_a_lesson_is_about_is_said_once),
        cmocka_unit_test(the_epoch_under_the_knob_is_the_one_that_is_shown),
        cmocka_unit_test(the_bar_is_the_curve_of_the_loss),
        cmocka_unit_test(the_first_frame_sets_the_stage),
        cmocka_unit_test(the_stage_is_set_only_before_everything),
        cmocka_unit_test(the_first_step_moves_the_panels_to_their_places),
        cmocka_unit_test(a_blank_screen_holds_nothing),
        cmocka_unit_test(the_lessons_fit_their_sheet_with_number_and_title),
        cmocka_unit_test(a_window_of_some_pixels_still_lists_the_chosen_lesson),
        cmocka_unit_test(the_keys_fit_their_sheet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
