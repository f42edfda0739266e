/* test_scene: how the frame is divided, and what lies over it. */
#include "tests/stage.h"

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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
