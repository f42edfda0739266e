/* test_matrix_view: the grid of numbers uses its panel: narrow matrices go on beside themselves, small ones
 * are large.
 */
#include "tests/support/stage.h"

/* The numbers of the selected value, which the step wrote; *size becomes their em. */
static int count_numbers(const char *lesson, const char *name, Size frame, float *size) {
    Stage stage = stage_lesson(lesson, "en");
    SceneOptions options = stage_options();
    options.main_view = MAIN_MATRIX;
    options.text_size = frame.text;
    int slot = program_find(stage.lesson->batch, name), count = 0;
    stage_stand(&stage, 1, stage_steps(&stage));
    stage_draw(&stage, &options, (Selection){.slot = slot}, frame.width, frame.height);
    for (size_t i = 0; i < stage.list.count; i++) {
        const DrawCommand *command = &stage.list.commands[i];
        if (command->kind != DRAW_TEXT || command->mark.panel != PANEL_MAIN || command->mark.slot != slot)
            continue;
        if (command->mark.role != PART_NUMBER) continue;
        count++;
        *size = command->size;
    }
    stage_close(&stage);
    return count;
}

static void a_narrow_matrix_goes_on_beside_itself(void **state) {
    (void)state;
    float size;
    assert_true(count_numbers("x2-relu", "yhat", (Size){1280, 720, 1}, &size) >= 50);
    assert_true(count_numbers("x2-relu", "yhat", (Size){1920, 1080, 1}, &size) >= 50);
    assert_int_equal(count_numbers("housing-features", "W", (Size){1280, 720, 1}, &size), 13);
}

static void few_numbers_are_large_and_all_are_shown(void **state) {
    (void)state;
    float small, large;
    assert_int_equal(count_numbers("mazur", "W1", (Size){1920, 1080, 1}, &large), 4);
    count_numbers("digits", "W2", (Size){1920, 1080, 1}, &small);
    assert_true(large > 1.5f * small);
}

static void large_text_leaves_some_rows(void **state) {
    (void)state;
    float size, usual;
    count_numbers("x2-relu", "yhat", (Size){1280, 720, 1}, &usual);
    assert_true(count_numbers("x2-relu", "yhat", (Size){1280, 720, 2.5f}, &size) >= 10);
    assert_true(size > usual);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_narrow_matrix_goes_on_beside_itself),
        cmocka_unit_test(few_numbers_are_large_and_all_are_shown),
        cmocka_unit_test(large_text_leaves_some_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
